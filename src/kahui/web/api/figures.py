"""Figures: of a scope, of every region, month by month; and reports as files."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from kahui.reporting import pages
from kahui.reporting.catalogue import CATALOGUE
from kahui.reporting.run import read_scope, run
from kahui.reporting.words import whole
from kahui.reporting.write import MEDIA_TYPES, write
from kahui.web.api.asking import SMALL, Dates, Reported, Scoped
from kahui.web.api.door import as_at
from kahui.web.api.problems import Refused, short
from kahui.web.api.schemas import answer, programme

router = Router(tags=["Figures"])
_FAULTS = {400: answer.Problem}


@router.get(
    "/figures", response={200: answer.Figures, **_FAULTS}, operation_id="get_figures", url_name="get_figures"
)
def get_figures(request: HttpRequest, asked: Query[Scoped]) -> answer.Figures:
    """The uptake figures of a scope, with bounds, rules and notes."""
    dates = as_at(request)
    scope = read_scope(asked.scope, pages.frame(dates).definition, tuple(pages.scopes(dates)))
    figures = [answer.figure(f) for f in pages.figures(dates, scope)]
    return answer.Figures(**answer.said(dates), scope=scope, figures=figures)


@router.get(
    "/regions",
    response={200: answer.Regions, **_FAULTS},
    operation_id="list_regions",
    url_name="list_regions",
)
def list_regions(request: HttpRequest, asked: Query[Dates]) -> answer.Regions:
    """Every education region with its uptake figures."""
    dates = as_at(request)
    regions = [
        answer.Region(name=line.name, figures=[answer.figure(f) for f in line.figures])
        for line in pages.region_list(dates)
    ]
    return answer.Regions(**answer.said(dates), regions=regions)


@router.get(
    "/momentum",
    response={200: answer.Momentum, **_FAULTS},
    operation_id="get_momentum",
    url_name="get_momentum",
)
def get_momentum(request: HttpRequest, asked: Query[Dates]) -> answer.Momentum:
    """Networks approved and endorsed at the end of each month, beside what was printed."""
    dates = as_at(request)
    months = [
        answer.Month(
            day=m.day,
            approved=answer.count(m.approved),
            endorsed=answer.count(m.endorsed),
            approved_printed=whole(m.approved_printed),
            endorsed_printed=whole(m.endorsed_printed),
        )
        for m in pages.momentum(dates)
    ]
    return answer.Momentum(**answer.said(dates), months=months)


_CSV = {
    "text/csv": {"schema": {"type": "string", "description": "UTF-8 with a byte order mark; a row a figure."}}
}


@router.get(
    "/reports/{name}",
    response={200: programme.Report, **_FAULTS, 404: answer.Problem},
    operation_id="get_report",
    url_name="get_report",
    openapi_extra={"responses": {200: {"content": _CSV}}},
)
def get_report(
    request: HttpRequest,
    name: Annotated[str, Path(description="The report's code.", examples=["uptake"], max_length=SMALL)],
    asked: Query[Reported],
) -> HttpResponse:
    """A report as a file: the same bytes as `kahui report` writes for the same dates."""
    if name not in CATALOGUE:
        raise Refused(404, f"There is no report “{short(name)}”. There are: {', '.join(CATALOGUE)}.")
    made = write(run(name, as_at(request), asked.scope), asked.format)
    return HttpResponse(made, content_type=MEDIA_TYPES[asked.format])
