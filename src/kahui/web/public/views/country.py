"""The whole country, and its regions."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from kahui.analytics.report import Column, Table
from kahui.definition.time import say
from kahui.reporting import pages
from kahui.reporting.draw.constellation import Close, unplaced
from kahui.web.design import asat
from kahui.web.public import sky
from kahui.web.public.frame import Asked, ask, slug_for

HEADLINES = ("networks.approved", "schools.member", "learners.member", "networks.endorsed")


def home(request: HttpRequest) -> HttpResponse:
    """Every school a star, every network a constellation; and a date to move."""
    asked = ask(request)
    found = pages.sky(asked.as_at)
    by = {f.code: f for f in pages.figures(asked.as_at)}
    last = asked.now.seen.schools_to or asked.as_at.on
    steps = sky.steps(asked.as_at, asked.now.definition.begins, last, asat.kept(request).get("known", ""))
    response = asked.show(
        "home",
        "home",
        figures=[by[code] for code in HEADLINES if code in by],
        networks=by.get("networks.approved"),
        schools=by.get("schools.member"),
        steps=steps,
        picture=sky.whole(found, name=f"{asked.country} on {say(asked.as_at.on)}", query=asked.query),
        unplaced=unplaced(sky.stars(found)),
        sources=pages.sources(asked.as_at),
    )
    response.headers["Cache-Control"] = "private, max-age=30"
    return response


def regions(request: HttpRequest) -> HttpResponse:
    """Every region beside the others."""
    asked = ask(request)
    lines = pages.region_list(asked.as_at)
    links = {r.name: reverse("region", args=[slug_for(r.name)]) + asked.query for r in lines}
    return asked.show("regions", "regions", regions=lines, table=_beside(lines, asked), links=links)


def _beside(lines: Iterable[pages.RegionLine], asked: Asked) -> Table:
    columns = (
        Column("region", "Region"),
        Column("networks", "Approved networks", "count"),
        Column("of", "Eligible schools", "count"),
        Column("schools", "In networks", "count"),
        Column("low", "At least", "count"),
        Column("high", "At most", "count"),
        Column("percent", "Share of schools", "percent"),
        Column("learners", "Share of learners", "percent"),
    )
    rows = []
    for line in lines:
        schools, learners = line.figure("schools.member"), line.figure("learners.member")
        counted = (schools.of, schools.value, schools.low, schools.high, schools.percent, learners.percent)
        rows.append((line.name, line.figure("networks.approved").value, *counted))
    return Table("regions", "Regions beside each other", f"On {say(asked.as_at.on)}", columns, tuple(rows))


def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One region: its sky, its figures, its networks."""
    asked = ask(request)
    names = {
        slug_of: line.name for line in pages.region_list(asked.as_at) if (slug_of := slug_for(line.name))
    }
    if slug not in names:
        raise Http404(
            f"The record has no region “{slug[:60]}” on {say(asked.as_at.on)}. Choose one from the list of regions."
        )
    found = pages.region_page(names[slug], asked.as_at)
    if found is None:
        raise Http404(f"The record has no region “{names[slug]}” on {say(asked.as_at.on)}.")
    here = tuple(s.number for s in found.sky.stars if s.region == found.line.name)
    picture = sky.whole(
        pages.sky(asked.as_at),
        name=f"{found.line.name} on {say(asked.as_at.on)}",
        query=asked.query,
        view=Close(here),
    )
    by = {f.code: f for f in found.line.figures}
    return asked.show(
        "region",
        "regions",
        region=found.line,
        figures=[by[code] for code in HEADLINES if code in by],
        networks=found.networks,
        picture=picture,
        crumbs=asked.crumbs(("Regions", "regions")),
        scope=f"region:{found.line.name}",
    )
