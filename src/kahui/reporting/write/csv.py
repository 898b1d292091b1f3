"""A Report's figures as CSV, one tidy table; and any one table as CSV.

Plain UTF-8 without a byte order mark, which programs would read into the first column's name; for Excel there is
the workbook. Text that a spreadsheet would run as a formula is given an apostrophe in
front, which spreadsheets show as plain text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from kahui.analytics.report import Cell, Report, Table
from kahui.reporting.words import whole

FIELDS = (
    "code", "scope", "title", "value", "low", "high", "of", "percent", "rule", "of_rule", "note",
    "on", "known", "programme", "definition", "snapshot",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(report: Report) -> bytes:
    """A row a figure; a blank is what is not known."""
    return _written(FIELDS, figure_rows(report))


def table_csv(table: Table) -> bytes:
    """One table under its columns' codes; a blank is what is not known."""
    return _written([column.code for column in table.columns], table.rows)


def rows_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Any rows under their header; text that would run as a formula is made plain."""
    return _written(header, rows)


def figure_rows(report: Report) -> list[tuple[Cell, ...]]:
    """The figures under `FIELDS`, tidy: every row can be read by itself."""
    same = (report.on, report.known.isoformat(), report.programme, report.definition, report.snapshot)
    return [
        (
            f.code, f.scope, f.title, *(whole(v) for v in (f.value, f.low, f.high, f.of)), f.percent,
            f.rule, f.of_rule, f.note, *same,
        )
        for f in report.figures
    ]  # fmt: skip


def _written(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_plain(name) for name in header])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8")


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
