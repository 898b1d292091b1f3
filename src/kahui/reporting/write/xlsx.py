"""A Report as an Excel workbook: a tidy sheet of figures, a sheet of notes, and each table typed on its own."""

from __future__ import annotations

import datetime as dt
import io
import re

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kahui.analytics.report import Cell, Chart, Column, Report, Table, Unit
from kahui.reporting.draw.charts import chart_png
from kahui.reporting.words import dates, day, moment, scope
from kahui.reporting.write.csv import FIELDS, figure_rows
from kahui.reporting.write.plan import BOUNDS

_LONGEST = 32_767
"""Characters that Excel keeps in a cell."""

_NUMBERS: dict[Unit, str] = {
    "count": "#,##0.##", "percent": '0.0"%"', "number": "#,##0.00", "months": "#,##0.#", "date": "d mmmm yyyy",
    "text": "General",
}  # fmt: skip
_FIGURE_UNITS: dict[str, Unit] = {
    "value": "count", "low": "count", "high": "count", "of": "count", "percent": "percent", "on": "date",
}  # fmt: skip


def xlsx_bytes(report: Report) -> bytes:
    """The workbook. Numbers and dates are numbers and dates; text is never a formula; same report, same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    made = report.known.astimezone(dt.UTC).replace(tzinfo=None)
    book.set_properties(
        {"title": report.title, "subject": report.subtitle, "comments": dates(report), "created": made}
    )
    formats = _Formats(book)
    columns = tuple(Column(code, code, _FIGURE_UNITS.get(code, "text")) for code in FIELDS)
    _sheet(book, "figures", columns, figure_rows(report), formats)
    names = _sheet_names(report.tables)
    _notes(book, report, names, formats)
    charts = {chart.table.code: chart for section in report.sections for chart in section.charts}
    for table in report.tables:
        sheet = _sheet(book, names[table.code], table.columns, table.rows, formats)
        if table.code in charts:
            _picture(sheet, charts[table.code], len(table.columns) + 1)
    book.close()
    return out.getvalue()


class _Formats:
    """One format a unit, shared by all sheets."""

    def __init__(self, book: Workbook) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        # Marked as text, so that it stays text when somebody edits the cell.
        self.text = book.add_format({"valign": "top", "quote_prefix": True})
        self.units: dict[Unit, Format] = {
            unit: book.add_format({"num_format": code, "valign": "top"}) for unit, code in _NUMBERS.items()
        }


def _sheet(
    book: Workbook, name: str, columns: tuple[Column, ...], rows: object, formats: _Formats
) -> Worksheet:
    sheet = book.add_worksheet(name)
    listed: list[tuple[Cell, ...]] = list(rows)  # type: ignore[call-overload]
    for across, column in enumerate(columns):
        sheet.write_string(0, across, _kept(column.title), formats.head)
        longest = max((_width(row[across], column.unit) for row in listed), default=0)
        sheet.set_column(across, across, min(60, max(longest, len(column.title) + 3, 9)))
    for down, row in enumerate(listed, 1):
        for across, (cell, column) in enumerate(zip(row, columns, strict=True)):
            _write(sheet, (down, across), cell, column.unit, formats)
    sheet.freeze_panes(1, 1)
    if columns:
        sheet.autofilter(0, 0, max(1, len(listed)), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, unit: Unit, formats: _Formats) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(*at, _kept(cell), formats.text if cell[:1] in "=+-@" else formats.wrap)
    elif isinstance(cell, dt.datetime) or (isinstance(cell, dt.date) and cell.year < 1900):
        # Excel knows no time zone and no day before 1900.
        sheet.write_string(*at, cell.isoformat(), formats.wrap)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(*at, dt.datetime.combine(cell, dt.time()), formats.units["date"])
    else:
        sheet.write_number(*at, cell, formats.units[unit])


def _notes(book: Workbook, report: Report, names: dict[str, str], formats: _Formats) -> None:
    sheet = book.add_worksheet("notes")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 3, 70)
    for down, row in enumerate(_note_rows(report, names)):
        for across, text in enumerate(row):
            sheet.write_string(down, across, _kept(text), formats.bold if across == 0 else formats.wrap)


def _note_rows(report: Report, names: dict[str, str]) -> list[tuple[str, ...]]:
    """What a reader of the sheets has to know, a kind of thing first in each row."""
    rows: list[tuple[str, ...]] = [
        ("report", report.title, report.subtitle),
        ("true on", day(report.on)),
        ("as known at", moment(report.known)),
        ("scope", scope(report.scope)),
        ("programme", report.programme),
        ("definition", report.definition),
        ("snapshot", report.snapshot),
        ("blank cells", "not known", BOUNDS),
    ]
    rules = dict.fromkeys((f.code, f.rule, f.of_rule) for f in report.figures)
    rows += [("rule", *rule) for rule in rules]
    rows += [("figure's note", f"{f.code}, {f.scope}", f.note) for f in report.figures if f.note]
    rows += [("sheet", names[t.code], t.title, t.subtitle) for t in report.tables]
    rows += [("table's note", names[t.code], note) for t in report.tables for note in t.notes]
    rows += [("sentence", section.title, text) for section in report.sections for text in section.sentences]
    rows += [("note", "", note) for note in report.notes]
    rows += [
        (
            "source",
            s.name,
            f"SHA-256 {s.hash}",
            "; ".join(filter(None, (s.kind, day(s.as_at) if s.as_at else "", s.source))),
        )
        for s in report.sources
    ]
    return rows


def _picture(sheet: Worksheet, chart: Chart, across: int) -> None:
    """The chart beside its table, with its alternative text."""
    options = {
        "image_data": io.BytesIO(chart_png(chart)), "description": f"{chart.title}. {chart.alt}",
        "x_scale": 0.45, "y_scale": 0.45,
    }  # fmt: skip
    sheet.insert_image(1, across, f"{chart.code}.png", options)


def _sheet_names(tables: tuple[Table, ...]) -> dict[str, str]:
    """A sheet name a table: its code without what Excel refuses, no longer than 31, told apart by a number."""
    names: dict[str, str] = {}
    taken = {"figures", "notes", "history", ""}
    for table in tables:
        base = re.sub(r"[\[\]:*?/\\']+", " ", table.code).strip()[:28] or "table"
        name, number = base, 2
        while name.lower() in taken:
            name, number = f"{base} {number}", number + 1
        taken.add(name.lower())
        names[table.code] = name
    return names


def _width(cell: Cell, unit: Unit) -> int:
    if isinstance(cell, dt.date):
        return 18
    return len(f"{cell:,}" if isinstance(cell, float | int) else str(cell or "")) + 2


def _kept(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
