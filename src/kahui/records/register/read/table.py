"""Bytes → one table with its header found: the part that every reader shares."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from . import headers, sheets, text
from .headers import Header, Layout
from .values import FileFault

_LOOKED_AT = 200
_MOST_COLUMNS = 2_000
_MOST_LINES_IN_A_ROW = 40
_SEPARATORS = ",\t;|"

Rows = Iterable[tuple[int, list[str]]]


@dataclass(frozen=True)
class Table:
    """A table as found: its header, the rows below it with their numbers (blank rows left out), and notes."""

    header: Header
    rows: Rows
    notes: tuple[str, ...]


def open_table(data: bytes, name: str, layouts: Sequence[Layout], others: Sequence[Layout] = ()) -> Table:
    """The table in a file, in the first of `layouts` that it fits; `others` serve to say what it is instead."""
    what = layouts[0].what
    if not data or data.isspace():
        raise FileFault(f"{name} is empty: give {_a(what)} with a header row.")
    text.refuse_other_kinds(data[:1024], name, what)
    if sheets.is_workbook(data):
        return _from_workbook(data, name, layouts, others)
    return _from_text(data, name, layouts, others)


def _from_workbook(data: bytes, name: str, layouts: Sequence[Layout], others: Sequence[Layout]) -> Table:
    looked_at: list[list[str]] = []
    for title, rows in sheets.sheets(data, name):
        header = _find(rows[:_LOOKED_AT], layouts, name)
        if header is not None:
            return Table(header, _below(rows, header, name), (f"Read from the sheet “{title}”.",))
        looked_at += rows[:_LOOKED_AT]
    raise _no_header(looked_at, name, layouts, others)


def _from_text(data: bytes, name: str, layouts: Sequence[Layout], others: Sequence[Layout]) -> Table:
    packed = text.is_packed(data)
    head = text.unpacked_head(data, name) if packed else data[: text.HEAD]
    text.refuse_other_kinds(head, name, layouts[0].what)
    encoding = text.encoding_of(head, name)
    start = text.decode_head(head, encoding)
    separator, header = _separator(start, name, layouts)
    if header is None:
        raise _no_header(_head_rows(start, ","), name, layouts, others)
    whole = text.unpack(data, name) if packed else data
    if len(whole) > text.MOST:
        raise FileFault(f"{name} is larger than a table can be ({len(whole) // 1_000_000:,} MB).")
    body, note = text.decode(whole, encoding, name)
    rows = _below(_parsed(body, separator, name), header, name)
    return Table(header, rows, (note,) if note else ())


def _separator(start: str, name: str, layouts: Sequence[Layout]) -> tuple[str, Header | None]:
    for separator in _SEPARATORS:
        header = _find(_head_rows(start, separator), layouts, name)
        if header is not None:
            return separator, header
    return ",", None


def _head_rows(start: str, separator: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=separator), _LOOKED_AT))
    except csv.Error:
        return []


def _parsed(body: str, separator: str, name: str) -> Iterator[list[str]]:
    """The rows of a text; a quote that is never closed is found by the lines it swallows.

    A line without a quotation mark is a row as it stands: splitting it gives what a reader of CSV would.
    """
    lines = iter(io.StringIO(body, newline=""))
    number, longest = 0, csv.field_size_limit()
    try:
        for line in lines:
            if '"' not in line and len(line) <= longest:
                number += 1
                yield line.rstrip("\r\n").split(separator)
                continue
            reader = csv.reader(chain((line,), lines), delimiter=separator)
            row = next(reader)
            if reader.line_num > _MOST_LINES_IN_A_ROW:
                raise FileFault(
                    f"{name}, line {number + 1:,}: a quotation mark is opened and not closed; "
                    f"{reader.line_num:,} lines run into one row."
                )
            number += reader.line_num
            yield row
    except csv.Error as fault:
        raise FileFault(
            f"{name}, near line {number + 1:,}: a cell runs on for more than any cell can hold; "
            "look for a quotation mark that is not closed."
        ) from fault


def _below(rows: Iterable[list[str]], header: Header, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header that hold anything, with their numbers."""
    most = header.layout.most_rows
    key = header.index[header.layout.required[0]]
    for number, row in enumerate(rows, start=1):
        if number <= header.row:
            continue
        if not (len(row) > key and row[key].strip()) and not "".join(row).strip():
            continue
        if number - header.row > most:
            raise FileFault(f"{name} has more than {most:,} rows: no {header.layout.what} has so many.")
        yield number, row


def _find(rows: Sequence[Sequence[str]], layouts: Sequence[Layout], name: str) -> Header | None:
    """The first row that is a header of one of the layouts."""
    for layout in layouts:
        above: Sequence[str] = ()
        for number, row in enumerate(rows, start=1):
            if len(row) <= _MOST_COLUMNS:
                header = headers.match(row, above, number, layout)
                if header is not None:
                    return _unmixed(header, name)
            above = row if sum(1 for cell in row if cell.strip()) > 1 else ()
    return None


def _unmixed(header: Header, name: str) -> Header:
    """Refuse a header that names its key twice, or several columns twice: two vintages side by side."""
    key = header.layout.required[0]
    doubled = header.doubled
    if key in doubled or len(doubled) > 2:
        field = key if key in doubled else next(iter(doubled))
        one, two = doubled[field][:2]
        raise FileFault(
            f"{name} mixes two header sets: its columns “{one}” and “{two}” say the same thing; "
            "keep one vintage to a file."
        )
    return header


def _no_header(
    rows: Sequence[Sequence[str]], name: str, layouts: Sequence[Layout], others: Sequence[Layout]
) -> FileFault:
    """One sentence on a file in which no header row was found: what it seems to be, or what is missing."""
    layout = layouts[0]
    for other in others:
        if any(headers.match(row, (), 1, other) for row in rows if len(row) <= _MOST_COLUMNS):
            return FileFault(f"{name} is no {layout.what}: its columns are those of {_a(other.what)}.")
    best = max(
        (headers.recognised(row, layout) for row in rows if len(row) <= _MOST_COLUMNS), key=len, default=[]
    )
    missing = [f for f in layout.required if f not in best]
    wanted = [layout.fields[f][0] for f in missing] or [layout.fields[f][0] for f in layout.any_of]
    joined = (" and " if missing else " or ").join(f"“{w}”" for w in wanted)
    return FileFault(f"{name} is no {layout.what}: no row near its top names a column like {joined}.")


def _a(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
