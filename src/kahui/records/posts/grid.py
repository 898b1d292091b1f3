"""The panel's grid as a workbook and back: every row keeps the key and the link of its candidate."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kahui.records.access.check import Acting
from kahui.records.changes.rules import RuleBroken
from kahui.records.posts.actions.choosing import score
from kahui.records.posts.models import Application, Opening
from kahui.records.posts.queries.candidates import Candidate, Member
from kahui.records.register.read.sheets import sheets
from kahui.records.register.read.values import FileFault

SHEET = "Scores"
HEADS = (
    "Key",
    "Candidate",
    "What they wrote",
    "Your score (1 to 5)",
    "Your reason",
    "Average",
    "Shortlisted",
)
WHOLE = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 1,
    "maximum": 5,
    "error_message": "Write 1, 2, 3, 4 or 5.",
}
LARGEST = 5_000_000
"""Bytes of a workbook that is read: a grid has a few dozen rows."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a workbook: how many scores were recorded, how many stood already, each row refused in words."""

    recorded: int
    same: int
    blank: int
    refused: tuple[str, ...]


def grid_bytes(
    opening: Opening,
    found: Sequence[Candidate],
    sits: Sequence[Member],
    viewer: int | None,
    address: Callable[[Candidate], str],
) -> bytes:
    """The workbook of an opening for one member of its panel. Text is never a formula.

    It holds no more than the page does: no name while names are hidden. `address` links each row to its candidate.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"title": f"Opening {opening.pk}"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(SHEET)
    others = [m for m in sits if m.person != viewer]
    heads = [*HEADS, *(f"{m.name}: score" for m in others)]
    for column, title in enumerate(heads):
        sheet.write_string(0, column, title, head)
    for row, c in enumerate((c for c in found if not c.withdrawn), 1):
        sheet.write_url(row, 0, address(c), string=key_of(opening, c))
        for column, cell in enumerate(_cells(c, viewer, others), 1):
            _write(sheet, row, column, cell, wrap)
    sheet.set_column(0, 1, 14)
    sheet.set_column(2, 2, 60)
    sheet.set_column(4, 4, 40)
    sheet.freeze_panes(1, 2)
    sheet.data_validation(1, 3, max(len(found), 1), 3, WHOLE)
    book.close()
    return out.getvalue()


def _cells(c: Candidate, viewer: int | None, others: Sequence[Member]) -> list[str | float | None]:
    """A row after its key: who, what they wrote, one's own score, the average, the shortlist, the others' scores."""
    own = c.scores.get(viewer or 0, (None, ""))
    average = round(c.average, 2) if c.average is not None else None
    listed = {None: "", True: "yes", False: "no"}[c.listed]
    theirs = [c.scores[m.person][0] if m.person in c.scores else None for m in others]
    return [c.label, c.words[:32_000], *own, average, listed, *theirs]


def _write(sheet: Worksheet, row: int, column: int, cell: str | float | None, wrap: Format) -> None:
    if isinstance(cell, str) and cell:
        sheet.write_string(row, column, cell, wrap)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)


def key_of(opening: Opening, candidate: Candidate) -> str:
    """What binds a row to its candidate, whatever is sorted, filtered or renamed."""
    return f"{opening.pk}-{candidate.number}"


def read_grid(*, opening: Opening, data: bytes, name: str, by: Acting) -> Read:
    """Record the scores of a workbook as those of whoever acts; what cannot be is refused row by row, the rest stands.

    Raises `FileFault` where it is no such workbook.
    """
    if len(data) > LARGEST:
        raise FileFault(f"{name} is larger than any grid: send back the workbook that was downloaded here.")
    rows = next((rows for title, rows in sheets(data, name) if title == SHEET), None)
    if rows is None or not rows:
        raise FileFault(f"{name} has no sheet “{SHEET}”: send back the workbook that was downloaded here.")
    columns = {head: place for place, head in enumerate(rows[0])}
    missing = [head for head in (HEADS[0], HEADS[3], HEADS[4]) if head not in columns]
    if missing:
        raise FileFault(f"{name} has no column “{missing[0]}”: leave the first row as it was.")
    by_key = {f"{opening.pk}-{a.number}": a for a in Application.objects.filter(opening=opening)}
    said = [_row(n, row, columns, by_key, opening, by) for n, row in enumerate(rows[1:], 2)]
    return Read(
        said.count("recorded"), said.count("same"), said.count("blank"),
        tuple(s for s in said if s not in ("recorded", "same", "blank")),
    )  # fmt: skip


def _row(
    number: int,
    row: Sequence[str],
    columns: dict[str, int],
    by_key: dict[str, Application],
    opening: Opening,
    by: Acting,
) -> str:
    """`recorded`, `same` or `blank`, else the sentence of why the row was refused."""
    key, given, reason = (row[columns[head]].strip() for head in (HEADS[0], HEADS[3], HEADS[4]))
    if not given and not reason:
        return "blank"
    application = by_key.get(key)
    if application is None:
        return (
            f"Row {number}: “{key[:40]}” is no candidate of this opening. Leave the first column as it was."
        )
    try:
        wanted = int(given)
    except ValueError:
        return f"Row {number}: “{given[:40]}” is no score. Write 1, 2, 3, 4 or 5."
    before = application.scores.current().filter(person=by.person).order_by("-on", "-id").first()
    if before is not None and (before.score, before.reason) == (wanted, reason):
        return "same"
    try:
        score(application=application, score=wanted, reason=reason, by=by)
    except RuleBroken as fault:
        return f"Row {number}: {fault}"
    return "recorded"
