"""Runs a measure's SQL on tables, in an in-memory DuckDB of its own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kahui.analytics import asat
from kahui.analytics.tables import TABLES
from kahui.definition.time import AsAt

Row = dict[str, Any]


def sql(measure: str) -> str:
    """The text of a measure, as it is run and as it is published beside its figures."""
    return files("kahui.analytics.measures").joinpath(f"{measure}.sql").read_text(encoding="utf-8")


class Engine:
    """The tables of one snapshot, ready to be asked.

    `tables` are Arrow tables by name (absent ones are empty), or a folder that holds `NAME.parquet` of each.
    Safe to ask from several threads: every question takes a cursor of its own.
    """

    def __init__(self, tables: Mapping[str, pa.Table] | Path, *, threads: int = 1) -> None:
        self._db = duckdb.connect(
            ":memory:", config={"threads": threads, "autoinstall_known_extensions": False}
        )
        for table in TABLES:
            if isinstance(tables, Path):
                source = self._db.read_parquet(str(tables / f"{table.name}.parquet"))
            else:
                source = self._db.from_arrow(tables.get(table.name, table.schema.empty_table()))
            source.create(table.name)
        self._db.execute(asat.SQL)

    def ask(self, text: str, values: Mapping[str, object] | None = None) -> list[Row]:
        """Rows of a query, values bound and never spliced."""
        cursor = self._db.cursor()
        cursor.execute(text, dict(values or {}))
        names = [d[0] for d in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def measure(self, name: str, as_at: AsAt, **values: object) -> list[Row]:
        """Rows of a measure, true on `as_at.on` as known at `as_at.known`."""
        text = sql(name)
        known = {**asat.bound(as_at), **values}
        return self.ask(text, {key: value for key, value in known.items() if f"${key}" in text})
