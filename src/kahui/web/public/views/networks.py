"""Networks: finding one, and one in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from kahui.analytics.report import Chart, Column, Table
from kahui.definition.time import say
from kahui.reporting import pages
from kahui.reporting.draw.constellation import Close
from kahui.web.design.drawn import both
from kahui.web.design.paging import page_of
from kahui.web.public import sky
from kahui.web.public.frame import (
    Asked,
    ask,
    folded,
    matches,
    number_of,
    period,
    search_of,
    slug_for,
)

SIZE = 50
SORTS: dict[str, tuple[str, Callable[[pages.NetworkLine], Any]]] = {
    "name": ("name", lambda n: folded(n.name)),
    "schools": ("most schools", lambda n: (-n.schools[0], n.name)),
    "learners": ("most learners", lambda n: (-n.learners[0], n.name)),
    "number": ("order of approval", lambda n: n.number),
}
STAGES = {"approved": "approved", "endorsed": "endorsed", "before": "not approved yet"}


def listing(request: HttpRequest) -> HttpResponse:
    """Networks by name, region and stage."""
    asked = ask(request)
    text, fault = search_of(request)
    region, stage = request.GET.get("region", "")[:100], request.GET.get("stage", "")[:20]
    sort = request.GET.get("sort", "name")
    lines = pages.network_list(asked.as_at)
    found = (
        []
        if fault
        else [
            n
            for n in lines
            if matches(text, n.name, str(n.number)) and region in ("", n.region) and stage in ("", n.stage)
        ]
    )
    found.sort(key=SORTS.get(sort, SORTS["name"])[1])
    page, last = page_of(request, len(found), SIZE)
    return asked.show(
        "networks",
        "networks",
        lines=found[(page - 1) * SIZE : page * SIZE],
        total=len(found),
        all=len(lines),
        text=text,
        fault=fault,
        region=region,
        stage=stage,
        sort=sort if sort in SORTS else "name",
        regions=sorted({(n.region, n.region) for n in lines if n.region}),
        stages=[(s, STAGES[s]) for s in STAGES if any(n.stage == s for n in lines)],
        sorts=[(code, words) for code, (words, _) in SORTS.items()],
        page=page,
        pages=last,
        errors=[("q", fault)],
    )


def network(request: HttpRequest, number: str) -> HttpResponse:
    """One network: its constellation, members, size, decisions and names."""
    asked = ask(request)
    id = number_of(number)
    if id is None:
        raise Http404(
            f"“{number[:60]}” is not the id of a network. "
            "An id is a number such as 99051; look for it in the list of networks."
        )
    found = pages.network_page(id, asked.as_at)
    if found is None:
        raise Http404(
            f"Network {id} is not on the record for {say(asked.as_at.on)}: it was never approved by then, and no "
            "directory names it. Look for it in the list of networks, or ask for another date."
        )
    by = {f.code: f for f in found.figures}
    return asked.show(
        "network",
        "networks",
        network=found,
        line=found.line,
        crumbs=asked.crumbs(("Networks", "networks")),
        region_slug=slug_for(found.line.region or ""),
        scope=f"network:{id}",
        picture=_picture(asked, found),
        schools=by.get("schools.member"),
        learners=by.get("learners.member"),
        services=by.get("services.member"),
        members=[(m, period(m.span)) for m in found.members],
        former=[(m, period(m.span)) for m in found.former],
        names=[(name, period(span)) for name, span in found.names],
        charts=[(c, both(c)) for c in (_over_time(asked, found), _deciles(asked, found)) if c],
    )


def _picture(asked: Asked, found: pages.NetworkPage) -> str:
    members = tuple(s.number for s in found.stars)
    if not members:
        return ""
    return sky.whole(
        pages.sky(asked.as_at),
        name=f"{found.line.name} on {say(asked.as_at.on)}",
        query=asked.query,
        view=Close(members, labels=True),
    )


def _over_time(asked: Asked, found: pages.NetworkPage) -> Chart | None:
    """Member schools at the end of each quarter, with their bounds."""
    first = next((i for i, q in enumerate(found.quarters) if q.schools[2]), None)
    if first is None:
        return None
    rows = tuple((q.day, *q.schools) for q in found.quarters[max(first - 1, 0) :])
    columns = (
        Column("day", "By", "date"),
        Column("schools", "Eligible schools", "count"),
        Column("low", "At least", "count"),
        Column("high", "At most", "count"),
    )
    when = f"Eligible member schools at the end of each quarter, to {say(asked.as_at.on)}"
    most = max(r[1] for r in rows)
    title = f"{rows[-1][1]} schools now" + (f", {most} at most" if most > rows[-1][1] else "")
    if rows[-1][1] == most and rows[1 if len(rows) > 1 else 0][1] < most:
        title = f"From {rows[1][1]} schools to {most}"
    table = Table("members_over_time", "Member schools over time", when, columns, rows)
    alt = f"{title}. " + "; ".join(f"{say(r[0])}: {r[1]}" for r in rows[::4]) + "."
    return Chart("members_over_time", "steps", title, when, alt, table, "day", ("schools",), "low", "high")


def _deciles(asked: Asked, found: pages.NetworkPage) -> Chart | None:
    """How many member schools have each decile."""
    counted = found.deciles
    if not any(n for _, n in counted):
        return None
    rows = tuple(
        ("none or unknown" if d is None else f"decile {d}", n) for d, n in counted if d is not None or n
    )
    columns = (Column("decile", "Decile"), Column("schools", "Schools", "count"))
    when = f"Member schools by decile on {say(asked.as_at.on)}; decile 1 draws on the poorest communities"
    low = sum(n for d, n in counted if d is not None and d <= 3)
    total = sum(n for _, n in counted)
    title = f"{low} of {total} member schools have decile 1 to 3"
    table = Table("deciles", "Deciles of member schools", when, columns, rows)
    alt = f"{title}. " + "; ".join(f"{name}: {n}" for name, n in rows) + "."
    return Chart("deciles", "bars", title, when, alt, table, "decile", ("schools",))
