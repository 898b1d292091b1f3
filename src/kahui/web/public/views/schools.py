"""Schools: finding one, and its history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from kahui.analytics.report import Column, Table
from kahui.definition.time import say
from kahui.reporting import pages
from kahui.reporting.draw.constellation import Close
from kahui.web.design.paging import page_of
from kahui.web.public import sky
from kahui.web.public.frame import Asked, ask, folded, matches, number_of, period, search_of

SIZE = 50


def listing(request: HttpRequest) -> HttpResponse:
    """Schools by name, number and region."""
    asked = ask(request)
    text, fault = search_of(request)
    region = request.GET.get("region", "")[:100]
    found_sky = pages.sky(asked.as_at)
    found = (
        []
        if fault
        else [s for s in found_sky.stars if region in ("", s.region) and matches(text, s.name, str(s.number))]
    )
    found.sort(key=lambda s: folded(s.name))
    page, last = page_of(request, len(found), SIZE)
    names = {n.number: n.name for n in found_sky.networks}
    return asked.show(
        "schools",
        "schools",
        lines=[(s, names.get(s.network or 0, "")) for s in found[(page - 1) * SIZE : page * SIZE]],
        total=len(found),
        all=len(found_sky.stars),
        text=text,
        fault=fault,
        region=region,
        regions=sorted({(s.region, s.region) for s in found_sky.stars if s.region}),
        page=page,
        pages=last,
        errors=[("q", fault)],
    )


def school(request: HttpRequest, number: str) -> HttpResponse:
    """One school: what directories said of it, its memberships with their bounds, its rolls."""
    asked = ask(request)
    id = number_of(number)
    if id is None:
        raise Http404(
            f"“{number[:60]}” is not a school's number. "
            "A number has up to four digits, such as 64; look for it in the list of schools."
        )
    found = pages.school_page(id, asked.as_at)
    if found is None:
        raise Http404(f"School {id} was not on the record then. Look for it by name in the list of schools.")
    return asked.show(
        "school",
        "schools",
        school=found,
        star=found.star,
        crumbs=asked.crumbs(("Schools", "schools")),
        network=next((m for m in found.memberships if found.star and m.network == found.star.network), None),
        memberships=[(m, period(m.span)) for m in found.memberships],
        details=[(d, period(d.span)) for d in found.details],
        rolls=_rolls(found),
        picture=_picture(asked, found),
    )


def _rolls(found: pages.SchoolPage) -> Table:
    columns = (Column("on", "On", "date"), Column("total", "Learners", "count"))
    rows = tuple((r.on, r.total) for r in reversed(found.rolls))
    return Table("rolls", f"Rolls of {found.name}", "Learners on the roll, newest first", columns, rows)


def _picture(asked: Asked, found: pages.SchoolPage) -> str:
    if found.star is None or found.star.latitude is None:
        return ""
    whole = pages.sky(asked.as_at)
    mates = [s.number for s in whole.stars if s.network is not None and s.network == found.star.network]
    return sky.whole(
        whole,
        name=f"{found.name} on {say(asked.as_at.on)}",
        query=asked.query,
        view=Close((found.number, *mates), labels=True),
    )
