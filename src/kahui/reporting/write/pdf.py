"""A Report as PDF: tagged for screen readers (PDF/UA-1), the typeface inside, the constellation on its cover."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from kahui.analytics.report import Chart, Figure, Report, Section, Table
from kahui.reporting.draw.charts import chart_svg
from kahui.reporting.words import dates, entry, is_number
from kahui.reporting.write.plan import chapters, large, leading, weights

_HERE = Path(__file__).parent


def pdf_bytes(report: Report) -> bytes:
    """The PDF. Same report, same bytes. Letters that the typeface lacks are set in one of the machine's own, and
    the file then makes no claim to PDF/UA, though it is tagged all the same."""
    told = json.dumps(_told(report), ensure_ascii=False)
    try:
        return _compiled(told, report.known, strict=True)
    except typst.TypstError as fault:
        if "could not be displayed with font" not in str(fault):
            raise
        return _compiled(told, report.known, strict=False)


def _compiled(told: str, known: dt.datetime, *, strict: bool) -> bytes:
    made = typst.compile(
        (_HERE / "report.typ").read_bytes(),
        format="pdf",
        font_paths=_fonts(not strict),
        sys_inputs={"report": told},
        pdf_standards=["ua-1"] if strict else [],
        timestamp=int(known.timestamp()),
    )
    return bytes(made)


@lru_cache(maxsize=2)
def _fonts(of_machine: bool) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=of_machine, include_embedded_fonts=of_machine, font_paths=[str(_HERE / "fonts")]
    )


def _told(report: Report) -> dict[str, Any]:
    """All that the page says, as values; the template holds no words of the report."""
    return {
        "title": report.title,
        "short": report.title,
        "subtitle": report.subtitle,
        "dates": dates(report),
        "cover": {"svg": report.cover.svg, "alt": _alt(report.cover.alt)} if report.cover else None,
        "leading": [_large(figure) for figure in leading(report)],
        "chapters": [_chapter(section) for section in chapters(report, twins=True)],
    }


def _chapter(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "sentences": section.sentences,
        "charts": [_chart(chart) for chart in section.charts],
        "tables": [_table(table) for table in section.tables],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    svg = chart_svg(chart, "paper", titled=False)
    return {"title": chart.title, "subtitle": chart.subtitle, "alt": _alt(chart.alt), "svg": svg}


def _table(table: Table) -> dict[str, Any]:
    columns = [
        {"title": column.title, "number": is_number(column), "weight": weight}
        for column, weight in zip(table.columns, weights(table), strict=True)
    ]
    rows = [
        [
            {"words": entry(col, value), "known": value is not None}
            for value, col in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    return {
        "title": table.title, "subtitle": table.subtitle, "columns": columns, "rows": rows, "notes": table.notes,
    }  # fmt: skip


def _large(figure: Figure) -> dict[str, str]:
    big, more = large(figure)
    return {"title": figure.title, "big": big, "more": more}


def _alt(text: str) -> str:
    return text or "Drawing without a description"
