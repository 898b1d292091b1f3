"""Runs a measure's SQL on tables, in an in-memory DuckDB of its own."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kahui.analytics import asat
from kahui.analytics.tables import LAKE, TABLES
from kahui.definition.time import AsAt

Row = dict[str, Any]

Lake = Mapping[str, pa.Table | Sequence[Path]]
"""Tables of the lake by name: Arrow tables, or the Parquet files in which one lies."""

SHARED = ("standing", "placed", "rolls")
"""What every measure of one day and moment asks again: worked out once, and kept while the same is asked."""


def sql(measure: str) -> str:
    """The text of a measure, as it is run and as it is published beside its figures."""
    return files("kahui.analytics.measures").joinpath(f"{measure}.sql").read_text(encoding="utf-8")


@cache
def _as_run(measure: str) -> tuple[str, tuple[str, ...]]:
    """A measure's text as it is run, without its comments, and which of the shared it reads."""
    text, shared = re.sub("--.*", "", sql(measure)), []
    for name in SHARED:
        asked = f"{name}($on, $known)"
        if asked in text:
            text = text.replace(asked, f"{name}_now")
            shared.append(name)
    return text, tuple(shared)


class _Place(threading.local):
    """A thread's own place to ask from, and what has been worked out there for which dates."""

    cursor: duckdb.DuckDBPyConnection | None = None
    as_at: AsAt | None = None
    shared: frozenset[str] = frozenset()


class Engine:
    """The tables of one snapshot, ready to be asked.

    `tables` are Arrow tables by name (absent ones are empty), or a folder that holds `NAME.parquet` of each.
    `lake` says where the tables of the lake are; what lies in files is read from them at each question.
    Safe to ask from several threads: every question takes a cursor of its own, every thread keeps one for measures.
    """

    def __init__(
        self, tables: Mapping[str, pa.Table] | Path, *, threads: int = 1, lake: Lake | None = None
    ) -> None:
        self._db = duckdb.connect(
            ":memory:", config={"threads": threads, "autoinstall_known_extensions": False}
        )
        for table in TABLES:
            if isinstance(tables, Path):
                source = self._db.read_parquet(str(tables / f"{table.name}.parquet"))
            else:
                source = self._db.from_arrow(tables.get(table.name, table.schema.empty_table()))
            source.create(table.name)
        for table in LAKE:
            lies = (lake or {}).get(table.name, table.schema.empty_table())
            if isinstance(lies, pa.Table):
                self._db.from_arrow(lies).create(table.name)
            else:
                self._db.read_parquet([str(file) for file in lies]).create_view(table.name)
        self._db.execute(asat.SQL)
        self._db.execute(
            "select $first", {"first": 1}
        )  # the first bound value makes the driver load what it needs
        self._place = _Place()

    def ask(self, text: str, values: Mapping[str, object] | None = None) -> list[Row]:
        """Rows of a query, values bound and never spliced."""
        return _rows(self._db.cursor(), text, dict(values or {}))

    def measure(self, name: str, as_at: AsAt, **values: object) -> list[Row]:
        """Rows of a measure, true on `as_at.on` as known at `as_at.known`."""
        return _rows(*self._prepared(name, as_at, values))

    def table(self, name: str, as_at: AsAt, **values: object) -> pa.Table:
        """The same as one table, for measures of hundreds of thousands of rows."""
        cursor, text, known = self._prepared(name, as_at, values)
        return cursor.execute(text, known).to_arrow_table()

    def _prepared(
        self, name: str, as_at: AsAt, values: Mapping[str, object]
    ) -> tuple[duckdb.DuckDBPyConnection, str, dict[str, object]]:
        """Where to ask a measure, its text, and of the values those that it names."""
        text, shared = _as_run(name)
        known = {**asat.bound(as_at), **values}
        cursor = self._worked_out(shared, as_at)
        return cursor, text, {key: value for key, value in known.items() if f"${key}" in text}

    def _worked_out(self, shared: tuple[str, ...], as_at: AsAt) -> duckdb.DuckDBPyConnection:
        """This thread's cursor, with these relations of the day and moment as tables that only it sees."""
        here = self._place
        if here.cursor is None:
            here.cursor = self._db.cursor()
        if here.as_at != as_at:
            here.as_at, here.shared = as_at, frozenset()
        for name in shared:
            if name not in here.shared:
                making = f"create or replace temp table {name}_now as from {name}($on, $known)"
                here.cursor.execute(making, asat.bound(as_at))
                here.shared |= {name}
        return here.cursor


def _rows(cursor: duckdb.DuckDBPyConnection, text: str, values: dict[str, object]) -> list[Row]:
    cursor.execute(text, values)
    names = [d[0] for d in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
