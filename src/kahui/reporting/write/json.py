"""A Report as JSON, for programs."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from kahui.analytics.report import Cell, Figure, Report, Source, Table
from kahui.reporting.words import whole


def json_bytes(report: Report) -> bytes:
    """UTF-8 JSON. Whole numbers are ints; null is unknown; dates are ISO 8601."""
    return json.dumps(as_values(report), ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"


def as_values(report: Report) -> dict[str, Any]:
    """The report as plain values, as the API gives it."""
    return {
        "report": report.code,
        "title": report.title,
        "on": report.on.isoformat(),
        "known": report.known.isoformat(),
        "scope": report.scope,
        "programme": report.programme,
        "definition": report.definition,
        "snapshot": report.snapshot,
        "figures": [figure_values(figure) for figure in report.figures],
        "tables": [table_values(table) for table in report.tables],
        "sentences": list(report.sentences),
        "notes": list(report.notes),
        "sources": [_source(source) for source in report.sources],
    }


def figure_values(figure: Figure) -> dict[str, Any]:
    """One figure, in the order of its fields."""
    values = asdict(figure)
    return {**values, **{name: whole(values[name]) for name in ("value", "low", "high", "of")}}


def table_values(table: Table) -> dict[str, Any]:
    """One table: its columns in order, and a list of cells a row."""
    return {
        "code": table.code,
        "title": table.title,
        "subtitle": table.subtitle,
        "columns": [asdict(column) for column in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "notes": list(table.notes),
    }


def _cell(cell: Cell) -> Any:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _source(source: Source) -> dict[str, Any]:
    values = asdict(source)
    values["as_at"] = source.as_at.isoformat() if source.as_at else None
    values["received_at"] = source.received_at.isoformat()
    return values
