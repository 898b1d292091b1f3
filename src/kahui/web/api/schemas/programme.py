"""The programme, the measures, and what the record rests on."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

from kahui.web.api.schemas.answer import Answer, Figure, Moment


class Words(BaseModel):
    """Words in both languages."""

    en: str = Field(description="In English.", examples=["Community of Learning"])
    mi: str = Field(
        description="In te reo Māori; empty where the programme has none.", examples=["Kāhui Ako"]
    )


class Decider(BaseModel):
    """Who decides at a gate."""

    capacity: str = Field(description="The office's code.", examples=["minister"])
    name: Words = Field(description="The office.")
    starts: dt.date | None = Field(
        description="The first day it decides. Null: not known, or from the beginning."
    )
    ends: dt.date | None = Field(description="The first day it no longer does. Null: not known to end.")
    source: str = Field(description="Where this is from.")


class Gate(BaseModel):
    """A step that a network passes."""

    code: str = Field(description="The gate's code.", examples=["approval"])
    name: Words = Field(description="What it is called.")
    asks: str = Field(description="What is decided at it.")
    follows: list[str] = Field(description="Codes of the gates that must stand before it.")
    preceded_by: list[str] = Field(description="Codes of steps that come first in practice.")
    needs: list[str] = Field(description="What it needs.")
    opens: list[str] = Field(description="What it opens.")
    deciders: list[Decider] = Field(description="Who decides at it on the date.")
    outcomes: list[str] = Field(description="The words a decision is recorded with.", examples=[["approved"]])
    counts_as: str | None = Field(
        description="What its standing counts as in uptake: approved or endorsed. Null: neither."
    )
    source: str = Field(description="Where this is from.")
    note: str = Field(description="What to bear in mind; empty for nothing.")


class Eligibility(BaseModel):
    """Which schools the programme's posts are open to."""

    rule: str = Field(description="The rule, in words.")
    authority_begins: list[str] = Field(description="The school's authority begins with one of these.")
    types_excluded: list[str] = Field(description="Its type is none of these.")
    source: str = Field(description="Where this is from.")
    note: str = Field(description="What to bear in mind; empty for nothing.")


class Programme(Answer):
    """The programme as it was defined on the date."""

    name: Words = Field(description="What the programme was called.")
    network: Words = Field(description="What one network was called.")
    networks: Words = Field(description="What several were called.")
    begins: dt.date = Field(description="The day it began.")
    closes: dt.date | None = Field(description="The day it closes. Null: not known to close.")
    closed: bool = Field(description="Whether it had closed by the date.")
    gates: list[Gate] = Field(description="Its gates on the date, in the order of the definition.")
    eligibility: Eligibility = Field(description="Which schools its posts were open to.")


class MeasureLine(BaseModel):
    """A measure by name."""

    name: str = Field(description="Its name.", examples=["uptake"])
    question: str = Field(description="What it asks, in one sentence.")
    rule: str = Field(description="What it counts and how, as it opens its SQL.")


class Measures(Answer):
    """Every measure."""

    measures: list[MeasureLine] = Field(description="By name.")


class Measure(Answer):
    """A measure: its rule in words, and the SQL that runs."""

    name: str = Field(description="Its name.", examples=["uptake"])
    question: str = Field(description="What it asks, in one sentence.")
    rule: str = Field(description="What it counts and how, as it opens its SQL.")
    sql: str = Field(
        description="The SQL (DuckDB) that runs. Values in it are bound: $on, $known and others."
    )
    reads: list[str] = Field(description="The tables it reads.", examples=[["membership", "decision"]])


class Source(BaseModel):
    """A file that was received."""

    hash: str = Field(description="The SHA-256 of its bytes, in hexadecimal.")
    name: str = Field(description="What it was called.", examples=["schools-2016-05-24.csv.gz"])
    kind: str = Field(
        description="What it is: school or service (directories), rolls, decisions.", examples=["school"]
    )
    as_at: dt.date | None = Field(
        description="The day a directory shows. Null: not known, or it is no directory."
    )
    received_at: Moment = Field(description="The moment it was received (UTC).")
    source: str = Field(description="Where it is from; empty where nobody said.")


class Sources(Answer):
    """The files that the figures rest on."""

    sources: list[Source] = Field(description="Those received by the moment, oldest first.")


class Seen(BaseModel):
    """On which days a register was seen."""

    first: dt.date | None = Field(
        description="The day the first directory shows. Null: not known; none was seen."
    )
    last: dt.date | None = Field(
        description="The day the latest directory shows. Null: not known; none was seen."
    )
    days: list[dt.date] = Field(
        description="The days that directories show. Between them, dates have bounds."
    )


class Coverage(Answer):
    """What the record can know: on which days the registers were seen, and since when anything was known."""

    schools: Seen = Field(description="The register of schools.")
    services: Seen = Field(description="The register of early learning services.")
    first_known: Moment | None = Field(
        description="The first moment at which anything was known (UTC). Null: not known; nothing is on record."
    )


class Column(BaseModel):
    """A column of a table."""

    code: str = Field(description="Its code.")
    title: str = Field(description="Its title.")
    unit: str = Field(description="How its cells are written: text, count, percent, number, date or months.")


class Table(BaseModel):
    """A table of a report."""

    code: str = Field(description="Its code.")
    title: str = Field(description="What it shows.")
    subtitle: str = Field(description="Of whom, and when.")
    columns: list[Column] = Field(description="Its columns in order.")
    rows: list[list[str | int | float | None]] = Field(
        description="A list of cells a row; days are written 2016-12-31. A cell that is null is not known."
    )
    notes: list[str] = Field(description="What to bear in mind.")


class Report(Answer):
    """A report as `kahui report --format json` writes it."""

    report: str = Field(description="Its code.", examples=["uptake"])
    title: str = Field(description="Its title.")
    scope: str = Field(description="The scope, in its one spelling.", examples=["nation"])
    figures: list[Figure] = Field(description="Its figures.")
    tables: list[Table] = Field(description="Its tables, those under charts too.")
    sentences: list[str] = Field(description="Its sentences.")
    notes: list[str] = Field(description="What to bear in mind.")
    sources: list[Source] = Field(description="The files it rests on.")
