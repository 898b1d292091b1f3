"""Files in and out of `kahui measure`: CSV or Parquet by the file's ending, faults by row and column.

Rows are numbered as a spreadsheet shows them: the header is row 1. Lines with nothing in them are no rows.
"""

from __future__ import annotations

import csv
import functools
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from kahui.analytics.methods.fault import MethodFault
from kahui.site.commands.measure.kinds import Kind, converted

LISTED = 10

P = ParamSpec("P")
R = TypeVar("R")


class Refused(click.ClickException):
    """A file cannot be used, or a method gives no answer: exit 1 with what is wrong and what to do."""


@dataclass(frozen=True)
class Read:
    """A file's columns, all of one length; `others` holds the columns nobody asked for, as they stood."""

    path: Path
    rows: int
    columns: dict[str, np.ndarray]
    others: dict[str, np.ndarray]
    numbers: np.ndarray
    """The number of each row, as a spreadsheet shows it."""

    def refuse(self, bad: np.ndarray, column: str, why: str) -> None:
        """Refuse the file when any row is `bad` (a mask): `why` follows the value, such as “is more than n.”"""
        wrong = np.flatnonzero(bad)
        values = self.columns[column]
        _refuse(self.path, [(int(self.numbers[i]), column, str(values[i]), why) for i in wrong])

    def keep_apart(self, made: Iterable[str]) -> None:
        """Refuse the file when a column that passes through has the name of one that is to be made."""
        taken = [name for name in made if name in self.others]
        if taken:
            raise Refused(f"{self.path.name} already has a column “{taken[0]}”. Name it otherwise first.")


def said(function: Callable[P, R]) -> Callable[P, R]:
    """A verb in which a method's fault is told and exits 1."""

    @functools.wraps(function)
    def telling(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except MethodFault as fault:
            raise Refused(str(fault)) from None

    return telling


def read(
    path: str | Path,
    needed: Mapping[str, Kind],
    optional: Mapping[str, Kind] | None = None,
    *,
    others: bool = False,
) -> Read:
    """The columns of a file by name, each of its kind.

    Raises Refused when the file cannot be read, lacks a needed column, has no rows, or holds cells not of their
    kind: the first ten are named with row, column, value and cure.
    """
    file = Path(path)
    table, numbers = _table(file)
    kinds = dict(needed) | {
        name: kind for name, kind in (optional or {}).items() if name in table.column_names
    }
    for name in needed:
        if name not in table.column_names:
            raise Refused(_missing(file, name, table.column_names))
    if table.num_rows == 0:
        raise Refused(f"{file.name} has no rows below its header. Give it at least one.")
    columns, faults = {}, []
    for name, kind in kinds.items():
        columns[name], found = converted(table[name], kind)
        faults += [(int(numbers[i]), name, _shown(table[name], i), why) for i, why in found.items()]
    _refuse(file, sorted(faults))
    rest = [name for name in table.column_names if name not in kinds] if others else []
    return Read(file, table.num_rows, columns, {name: _as_stood(table[name]) for name in rest}, numbers)


def write(path: str | Path, columns: Mapping[str, Any]) -> None:
    """Columns of one length to a file, whole or not at all; `-` is standard output, as CSV.

    CSV is UTF-8 with line feeds, each float as the shortest text that reads back the same, and NaN as a blank.
    """
    table = pa.table({name: pa.array(column, from_pandas=True) for name, column in columns.items()})
    if str(path) == "-":
        _to_standard_output(table)
        return
    file = Path(path)
    ending = _ending(file)
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}; make it first, or write elsewhere.")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        _put(table, part, ending)
        part.replace(file)
    except (OSError, duckdb.IOException) as why:
        raise Refused(f"{file} cannot be written: {why}. Write elsewhere, or free it.") from None
    finally:
        part.unlink(missing_ok=True)


def _put(table: pa.Table, file: Path, ending: str) -> None:
    if ending == ".parquet":
        pyarrow.parquet.write_table(table, file)
        return
    blank = [_without_empty(table[name]) for name in table.column_names]
    with duckdb.connect() as engine:
        engine.from_arrow(pa.table(blank, names=table.column_names)).write_csv(str(file))


def _without_empty(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Empty text as nothing, so that it is written as a blank and not as two quotation marks."""
    if not pa.types.is_string(column.type):
        return column
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _to_standard_output(table: pa.Table) -> None:
    with tempfile.TemporaryDirectory(prefix="kahui-measure-") as folder:
        part = Path(folder) / "out.csv"
        _put(table, part, ".csv")
        sys.stdout.write(part.read_text(encoding="utf-8"))


def _ending(file: Path) -> str:
    ending = file.suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise Refused(f"{file.name} ends in neither .csv nor .parquet. Name it by what it is to hold.")
    return ending


def _table(file: Path) -> tuple[pa.Table, np.ndarray]:
    ending = _ending(file)
    try:
        if ending == ".csv":
            return _from_csv(file)
        table = pyarrow.parquet.read_table(file)
    except FileNotFoundError:
        raise Refused(f"There is no file {file}.") from None
    except (OSError, UnicodeDecodeError, pa.ArrowInvalid) as why:
        if isinstance(why, UnicodeDecodeError) or "UTF8" in str(why):
            raise Refused(f"{file.name} is not UTF-8 text. Save it as “CSV UTF-8”.") from None
        raise Refused(f"{file.name} cannot be read as {ending[1:]}: {str(why).splitlines()[0]}") from None
    _once_each(file, table.column_names)
    return table, np.arange(table.num_rows) + 2


def _from_csv(file: Path) -> tuple[pa.Table, np.ndarray]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        header = [name.strip() for name in next(csv.reader(lines), [])]
    if not any(header):
        raise Refused(f"{file.name} has no header. Its first line has to name the columns.")
    _once_each(file, header)
    odd: list[tuple[int, int]] = []

    def note(row: Any) -> str:
        odd.append((row.number, row.actual_columns))
        return "skip"

    cells = [f"c{i}" for i in range(len(header))]
    table = pyarrow.csv.read_csv(
        file,
        read_options=pyarrow.csv.ReadOptions(column_names=cells, skip_rows_after_names=1, use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(cells, pa.string()), strings_can_be_null=False
        ),
    ).rename_columns(header)  # fmt: skip
    if odd:
        rows = _some(f"row {number} has {found}" for number, found in odd)
        raise Refused(f"{file.name}: give every row as many cells as the header, {len(header)}.\n  {rows}")
    return _without_blank_rows(table)


def _without_blank_rows(table: pa.Table) -> tuple[pa.Table, np.ndarray]:
    filled = functools.reduce(pc.or_, (pc.not_equal(column, "") for column in table.columns))
    return table.filter(filled), np.flatnonzero(filled.to_numpy(zero_copy_only=False)) + 2


def _once_each(file: Path, header: list[str]) -> None:
    twice = [name for name, times in Counter(header).items() if times > 1]
    if twice:
        raise Refused(f"{file.name} has more than one column named “{twice[0]}”. Give each its own name.")


def _missing(file: Path, name: str, header: list[str]) -> str:
    there = ", ".join(header[:30])
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        return f"{file.name} is not separated by commas (its header is “{there[:80]}”). Save it with commas."
    return f"{file.name} has no column “{name}”. Its columns are: {there}."


def _refuse(file: Path, faults: list[tuple[int, str, str, str]]) -> None:
    if faults:
        cells = _some(
            f"row {row}, column {column}: “{value[:40]}” {why}" for row, column, value, why in faults
        )
        raise Refused(f"{file.name} cannot be used.\n  {cells}")


def _some(faults: Iterable[str]) -> str:
    every = list(faults)
    rest = len(every) - LISTED
    shown = "\n  ".join(every[:LISTED])
    return shown if rest <= 0 else f"{shown}\n  and {rest:,} more"


def _shown(column: pa.ChunkedArray, place: int) -> str:
    value = column[place].as_py()
    return "" if value is None else str(value)


def _as_stood(column: pa.ChunkedArray) -> np.ndarray:
    made = np.empty(len(column), dtype=object)
    made[:] = column.to_pylist()
    return made
