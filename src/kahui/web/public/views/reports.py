"""The figures of a date: uptake, momentum, and the report to read and to take away."""

from __future__ import annotations

from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from kahui.analytics.report import Chart, Report, Section
from kahui.definition.time import say
from kahui.reporting import pages
from kahui.reporting.draw.charts import chart_png, chart_svg
from kahui.reporting.run import ScopeFault, run, with_cover
from kahui.reporting.write import MEDIA_TYPES, Format, write
from kahui.reporting.write.csv import table_csv
from kahui.web.design.drawn import both
from kahui.web.design.middleware import refuse
from kahui.web.public import sky
from kahui.web.public.frame import Asked, ask

FORMAT_WORDS: dict[str, str] = {
    "pdf": "PDF, to print and to read",
    "docx": "Word, to edit",
    "xlsx": "Excel, one tidy sheet",
    "csv": "CSV, for other programs",
    "json": "JSON, for other programs",
    "html": "HTML, one file",
}
NATION = (
    "networks.approved",
    "networks.endorsed",
    "schools.member",
    "schools.endorsed",
    "learners.member",
    "services.member",
)


def _shown(asked: Asked, section: Section) -> dict[str, Any]:
    return {
        "section": section,
        "charts": [(c, both(c), _downloads(asked, c)) for c in section.charts],
    }


def _downloads(asked: Asked, chart: Chart) -> list[tuple[str, str]]:
    return [(f.upper(), reverse("chart", args=[chart.code, f]) + asked.query) for f in ("svg", "png", "csv")]


def _section(report: Report, code: str) -> Section | None:
    return next((s for s in report.sections if s.code == code), None)


def uptake(request: HttpRequest) -> HttpResponse:
    """How far it has come: the nation, then by region, decile and type; published beside rebuilt."""
    asked = ask(request)
    shown = ("places", "published", "sizes", "characteristics")
    report = run("uptake", asked.as_at, chapters=("uptake", *shown))
    by = {f.code: f for f in report.figures}
    sections = [s for code in shown if (s := _section(report, code))]
    return asked.show(
        "uptake",
        "uptake",
        report=report,
        figures=[by[code] for code in NATION if code in by],
        sentences=(_section(report, "uptake") or report.sections[0]).sentences,
        sections=[_shown(asked, s) for s in sections],
    )


def momentum(request: HttpRequest) -> HttpResponse:
    """How fast: approvals and endorsements, printed beside rebuilt, and how long endorsement took."""
    asked = ask(request)
    report = run("uptake", asked.as_at, chapters=("momentum",))
    section = _section(report, "momentum")
    by = {f.code: f for f in report.figures}
    return asked.show(
        "momentum",
        "momentum",
        report=report,
        figures=[by[c] for c in ("networks.approved", "networks.endorsed") if c in by],
        chapter=_shown(asked, section) if section else None,
    )


def report(request: HttpRequest) -> HttpResponse:
    """The report to read here, and to take away in six formats."""
    asked = ask(request)
    scope = request.GET.get("scope", "nation")[:200] or "nation"
    try:
        made = run("uptake", asked.as_at, scope)
    except ScopeFault as fault:
        return refuse(request, "There is no report for this", str(fault), status=400)
    return asked.show(
        "report",
        "report",
        report=made,
        scope=scope,
        scopes=_scopes(asked),
        cover=_cover(asked) if scope == "nation" else "",
        sections=[_shown(asked, s) for s in made.sections],
        formats=[(words, reverse("download", args=[code])) for code, words in FORMAT_WORDS.items()],
    )


def _cover(asked: Asked) -> str:
    """The constellation of the day, as on the report's cover."""
    name = f"{asked.country} on {say(asked.as_at.on)}"
    return sky.whole(pages.sky(asked.as_at), name=name, query="", paper=True)


def _scopes(asked: Asked) -> list[tuple[str, str]]:
    """Scopes to choose from; networks have their own pages, which link here."""
    known = [s for s in pages.scopes(asked.as_at) if s.startswith("region:")]
    return [("nation", "the whole country"), *((s, s.partition(":")[2]) for s in known)]


def download(request: HttpRequest, format: str) -> HttpResponse:
    """The report as a file."""
    asked = ask(request)
    if format not in get_args(Format):
        raise Http404(
            f"The report is not written as “{format[:20]}”. It is written as {', '.join(get_args(Format))}."
        )
    try:
        made = with_cover(run("uptake", asked.as_at, request.GET.get("scope", "nation")[:200] or "nation"))
    except ScopeFault as fault:
        return refuse(request, "There is no report for this", str(fault), status=400)
    kind: Format = format  # type: ignore[assignment]
    return _file(write(made, kind), MEDIA_TYPES[kind], f"uptake-{asked.as_at.on}.{format}")


def chart(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """A chart of the report as a file: a picture, or the numbers in it."""
    asked = ask(request)
    charts = {c.code: c for s in run("uptake", asked.as_at).sections for c in s.charts}
    if code not in charts or format not in ("svg", "png", "csv"):
        raise Http404(f"The report of this date has no chart “{code[:40]}.{format[:20]}”.")
    name = f"{code}-{asked.as_at.on}.{format}"
    if format == "svg":
        return _file(chart_svg(charts[code]).encode(), "image/svg+xml", name)
    if format == "png":
        return _file(chart_png(charts[code]), "image/png", name)
    return _file(table_csv(charts[code].table), "text/csv; charset=utf-8", name)


def _file(data: bytes, media: str, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
