"""A Report as a file: one module a format; figures, tables and charts the same in each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Literal, get_args

from kahui.analytics.report import Report
from kahui.reporting.words import printable

Format = Literal["html", "pdf", "docx", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

MEDIA_TYPES: dict[Format, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
"""How each format is called in HTTP."""

TEXT: frozenset[Format] = frozenset({"html", "csv", "json"})
"""The formats that a terminal can show."""


def write(report: Report, format: Format) -> bytes:
    """The report as the bytes of a file. The same report gives the same bytes. Raises `ValueError` for a format
    that is not one of `FORMATS`."""
    if format not in FORMATS:
        raise ValueError(
            f"“{format}” is not a format a report can be written in. Use one of: {', '.join(FORMATS)}."
        )
    # Only the writer that is asked for is loaded: each brings a library of its own.
    writer: Callable[[Report], bytes] = getattr(import_module(f"{__name__}.{format}"), f"{format}_bytes")
    return writer(printable(report))
