"""A report as values: figures, titled tables, charts, sentences, notes and provenance. No markup."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | dt.date | None
Unit = Literal["text", "count", "percent", "number", "date", "months"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure and all that makes it honest.

    `low` and `high` are the bounds that undated facts leave (equal to `value` when every date is known).
    `value` is `None`, never 0, where the record cannot know; `note` then says why. `percent` is of `of`,
    to one decimal, rounded half up.
    """

    code: str
    scope: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    of: float | None
    percent: float | None
    rule: str
    of_rule: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `code` for files, `title` for people, `unit` for how its cells are written.

    `blank` is what an empty cell says where it is not that something is not known, such as "none printed".
    """

    code: str
    title: str
    unit: Unit = "text"
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. `title` says what it shows, `subtitle` the population and dates. First column names rows."""

    code: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a table: `title` states the finding, `alt` says it in words for who cannot see it.

    `kind`: `steps` (cumulative over dates, one line a column of `y`), `bars` (a bar a row), `dots` (a dot a
    row with an interval from `low` to `high`). `x`, `y`, `low`, `high` are column codes of the table.
    """

    code: str
    kind: Literal["steps", "bars", "dots"]
    title: str
    subtitle: str
    alt: str
    table: Table
    x: str
    y: tuple[str, ...]
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: its sentences, then its charts and tables."""

    code: str
    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file the figures rest on: its SHA-256, what it is, the day it shows."""

    hash: str
    name: str
    kind: str
    as_at: dt.date | None
    received_at: dt.datetime
    source: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing made by us: SVG for paper (light) and its alternative text."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report on `on`, as known at `known`, and everything needed to make it again."""

    code: str
    title: str
    subtitle: str
    on: dt.date
    known: dt.datetime
    scope: str
    programme: str
    definition: str
    snapshot: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    cover: Picture | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table once, in order: those shown, and the one under each chart."""
        seen: dict[str, Table] = {}
        for section in self.sections:
            for table in (*(c.table for c in section.charts), *section.tables):
                seen.setdefault(table.code, table)
        return tuple(seen.values())

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(s for section in self.sections for s in section.sentences)
