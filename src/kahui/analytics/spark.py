"""The same measures on a Spark cluster, for who outgrows one machine: one text, turned into its SQL by SQLGlot.

What `asat.sql` puts down once when tables are opened is put down by DuckDB (facts are tens of thousands of rows) and
handed to Spark as files; what it asks each time, and the measure itself, is asked by Spark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from kahui.analytics import asat
from kahui.analytics.engine import Engine, Row, sql
from kahui.analytics.tables import LAKE
from kahui.definition.time import AsAt

_MACRO = re.compile(r"create or replace macro (\w+)\(([^)]*)\) as\s+(table\s+)?(.*?);\s*\n", re.DOTALL)
_COLUMN_BETWEEN = re.compile(r"\bbetween\b(?!\s+\S+\s+and\b)")
LAST = "9999-12-31"
"""Stands for a period without an end: Spark has no day after all days."""


@cache
def spark_sql(measure: str) -> str:
    """A measure's text in Spark's SQL, its macros written out; values stay bound, as `:on`."""
    tree = _parsed(sql(measure))
    for _ in range(8):  # macros that ask macros: no deeper than this
        if not _written_out(tree):
            break
    return _in_spark_words(tree).sql(dialect="spark")


def _parsed(text: str) -> exp.Expr:
    plain = _COLUMN_BETWEEN.sub('"between"', re.sub("--.*", "", text))
    return sqlglot.parse_one(plain, read="duckdb")


# ---- macros -----------------------------------------------------------------------------------------------------


@cache
def _macros() -> dict[str, tuple[tuple[str, ...], bool, str]]:
    """Name: its arguments, whether it gives a table, its text."""
    return {
        name: (tuple(a.strip() for a in arguments.split(",")), bool(table), body)
        for name, arguments, table, body in _MACRO.findall(re.sub("--.*", "", asat.SQL))
    }


def _written_out(tree: exp.Expr) -> bool:
    """Replace every call of a macro by its text; whether there was any."""
    found = [call for call in tree.find_all(exp.Anonymous) if call.name in _macros()]
    for call in found:
        arguments, is_table, body = _macros()[call.name]
        given = dict(zip(arguments, call.expressions, strict=True))
        written = _with_arguments(_parsed(body if is_table else f"select {body}"), given)
        if is_table:
            table = call.parent
            assert isinstance(table, exp.Table)
            alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(call.name))
            table.replace(exp.Subquery(this=written, alias=alias))
        else:
            call.replace(exp.Paren(this=written.expressions[0]))
    return bool(found)


def _with_arguments(tree: exp.Expr, given: Mapping[str, exp.Expr]) -> exp.Expr:
    for column in list(tree.find_all(exp.Column)):
        if not column.table and column.name in given:
            column.replace(given[column.name].copy())
    return tree


# ---- words that Spark says otherwise ----------------------------------------------------------------------------


def _in_spark_words(tree: exp.Expr) -> exp.Expr:
    def said(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Parameter):
            return exp.Placeholder(this=node.name)
        if isinstance(node, exp.Anonymous) and node.name.lower() == "row":
            return exp.Struct(expressions=node.expressions)
        if isinstance(node, exp.Unnest | exp.Explode):
            return _exploded(node)
        return node

    return tree.transform(said)


def _exploded(node: exp.Expr) -> exp.Expr:
    """A list as rows: of structs, their fields as columns."""
    inner = node.expressions[0] if isinstance(node, exp.Unnest) else node.this
    structs = isinstance(inner, exp.Array) and any(isinstance(e, exp.Struct) for e in inner.expressions)
    return exp.Inline(this=inner) if structs else exp.Explode(this=inner)


# ---- asking -----------------------------------------------------------------------------------------------------


class SparkEngine:
    """The tables of one snapshot, ready to be asked on a Spark session.

    `engine` holds the facts; what it put down is written to `folder`, which every worker has to reach. `lake` says in
    which Parquet files the tables of the lake lie; those not named are taken from the engine.
    """

    def __init__(
        self, session: Any, engine: Engine, folder: Path, lake: Mapping[str, Sequence[Path]] | None = None
    ) -> None:
        self._session = session
        session.conf.set("spark.sql.session.timeZone", "UTC")
        lies = {name: [str(file) for file in files] for name, files in (lake or {}).items()}
        named = engine.ask("select table_name as name from duckdb_tables() where not temporary order by name")
        for name in dict.fromkeys([row["name"] for row in named] + [table.name for table in LAKE]):
            if name not in lies:
                lies[name] = [str(_handed_over(engine, name, folder))]
            session.read.parquet(*lies[name]).createOrReplaceTempView(name)

    def measure(self, name: str, as_at: AsAt, **values: object) -> list[Row]:
        """Rows of a measure, as `Engine.measure` gives them, in the order Spark gives them."""
        text = spark_sql(name)
        known = {**asat.bound(as_at), "known": as_at.known, **values}
        asked = {key: value for key, value in known.items() if f":{key}" in text}
        return [row.asDict(recursive=True) for row in self._session.sql(text, args=asked).collect()]


def _handed_over(engine: Engine, name: str, folder: Path) -> Path:
    """A table as the engine holds it, as a file: words as text, days and moments no later than Spark knows."""
    file = folder / f"{name}.parquet"
    columns = (_as_spark_holds(c["column_name"], c["column_type"]) for c in engine.ask(f"describe {name}"))
    quoted = str(file).replace("'", "''")
    engine.ask(f"copy (select {', '.join(columns)} from {name}) to '{quoted}' (format parquet)")  # noqa: S608
    return file


def _as_spark_holds(name: str, type_: str) -> str:
    if type_ in ("DATE", "TIMESTAMP"):
        return f'case when "{name}" is not null then least("{name}", {type_} \'{LAST}\') end as "{name}"'
    return f'"{name}"::varchar as "{name}"' if type_.startswith("ENUM") else f'"{name}"'
