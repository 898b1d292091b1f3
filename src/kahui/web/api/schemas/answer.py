"""What every answer has, and figures."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from kahui.analytics.report import Figure as FigureValue
from kahui.definition.time import BEGINNING, AsAt
from kahui.reporting import pages
from kahui.reporting.words import whole

Moment = Annotated[
    dt.datetime,
    PlainSerializer(lambda moment: moment.astimezone(dt.UTC).isoformat()),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment, written to the microsecond: asked with it again as `known`, the answer is the same."""


class Problem(BaseModel):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(
        description="Always about:blank: the status says the kind of problem.", examples=["about:blank"]
    )
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.", examples=[400])
    detail: str = Field(
        description="One or more sentences: what is wrong, and what to do.",
        examples=[
            "“2016-13-01” is not a day that can be used for on. Write year-month-day, such as 2016-12-31."
        ],
    )


class Answer(BaseModel):
    """What every answer says of itself: the dates it holds for and what it was made from."""

    on: dt.date = Field(description="The day the answer is true on.", examples=["2016-12-31"])
    known: Moment = Field(
        description="The moment as known at which it is true (UTC). Where the question said none: the last change of "
        "the record, after which nothing more is known.",
        examples=["2026-11-23T10:00:00+00:00"],
    )
    programme: str = Field(description="The programme's code.", examples=["kahui-ako"])
    definition: str = Field(description="The hash of the definition files in force.")
    snapshot: str = Field(description="The id of the state of the record that was asked.")


def said(as_at: AsAt) -> dict[str, Any]:
    """The values of `Answer`."""
    now = pages.frame(as_at)
    return {
        "on": as_at.on,
        "known": as_at.known,
        "programme": now.definition.code,
        "definition": now.definition.hash,
        "snapshot": now.snapshot,
    }


class Listed(Answer):
    """A page of a list."""

    total: int = Field(description="How many items the whole list has.", examples=[214])
    next: str | None = Field(description="The address of the next page. Null: this is the last page.")


class Count(BaseModel):
    """A count with the bounds that facts without an exact day leave."""

    value: int | None = Field(
        description="The count, by the earliest day each fact can have. Null: not known.", examples=[1511]
    )
    low: int | None = Field(description="At least so many, for certain. Null: not known.", examples=[1412])
    high: int | None = Field(
        description="At most so many, at the outside. Null: not known, such as where the record is known to lack some.",
        examples=[1530],
    )


def count(triple: tuple[int | None, int | None, int | None]) -> Count:
    """A (value, low, high)."""
    return Count(value=triple[0], low=triple[1], high=triple[2])


class Span(BaseModel):
    """A period with its bounds: from a day in [starts, starts_by] until before a day in [ends, ends_by]."""

    starts: dt.date | None = Field(description="The earliest day it can have begun. Null: not known.")
    starts_by: dt.date | None = Field(description="The latest day it can have begun. Null: not known.")
    ends: dt.date | None = Field(
        description="The earliest day on which it was no longer so. Null: not known to have ended."
    )
    ends_by: dt.date | None = Field(description="The latest such day. Null: not known to have ended.")


def span(of: pages.Span) -> Span:
    """A period; a start that no record bounds is null."""
    return Span(starts=day(of.starts), starts_by=day(of.starts_by), ends=of.ends, ends_by=of.ends_by)


def day(value: dt.date) -> dt.date | None:
    """A day, or null for one that no record bounds."""
    return None if value == BEGINNING else value


class Figure(BaseModel):
    """One figure and all that makes it honest."""

    code: str = Field(description="What it counts.", examples=["schools.member"])
    scope: str = Field(description="Of which part of the country.", examples=["nation"])
    title: str = Field(
        description="What it counts, in words.", examples=["Eligible schools in approved networks"]
    )
    value: int | float | None = Field(
        description="How many networks, schools, learners or services (its code says which), by the earliest day each "
        "fact can have. Null: not known, and `note` says why; it is never 0 for want of a record.",
        examples=[1511],
    )
    low: int | float | None = Field(
        description="At least so many, for certain. Null: not known.", examples=[1412]
    )
    high: int | float | None = Field(
        description="At most so many, at the outside. Null: not known.", examples=[1530]
    )
    of: int | float | None = Field(
        description="The denominator, in the same unit. Null: not known, or the figure is no share of anything.",
        examples=[2405],
    )
    percent: float | None = Field(
        description="`value` in `of`, in percent, to one decimal, rounded half up. Null: not known, or no share.",
        examples=[62.8],
    )
    rule: str = Field(description="What is counted, as one sentence.")
    of_rule: str = Field(description="What the denominator counts; empty for a figure that is no share.")
    note: str | None = Field(description="What to bear in mind. Null: nothing.")


def figure(value: FigureValue) -> Figure:
    """A figure; whole numbers are ints."""
    plain = {name: whole(getattr(value, name)) for name in ("value", "low", "high", "of")}
    words = {n: getattr(value, n) for n in ("code", "scope", "title", "percent", "rule", "of_rule", "note")}
    return Figure.model_validate({**words, **plain})


class Figures(Answer):
    """The uptake figures of a scope."""

    scope: str = Field(description="The scope, in its one spelling.", examples=["region:Auckland"])
    figures: list[Figure] = Field(description="Every figure of the scope, as the report has them.")


class Region(BaseModel):
    """An education region with its figures."""

    name: str = Field(description="The region, in its one spelling.", examples=["Tai Tokerau"])
    figures: list[Figure] = Field(description="Its uptake figures.")


class Regions(Answer):
    """Every education region."""

    regions: list[Region] = Field(description="By name.")


class Month(BaseModel):
    """Networks that stood at the end of a month."""

    day: dt.date = Field(description="The last day of the month; in the last month, the day asked for.")
    approved: Count = Field(description="Networks whose approval stood.")
    endorsed: Count = Field(
        description="Approved networks whose endorsement stood. Where more were printed than are on record, there is "
        "no upper bound; where none is on record, nothing is known."
    )
    approved_printed: int | float | None = Field(
        description="Networks approved, as printed for this month. Null: not known to have been printed."
    )
    endorsed_printed: int | float | None = Field(
        description="Networks endorsed, as printed for this month. Null: not known to have been printed."
    )


class Momentum(Answer):
    """Networks approved and endorsed, month by month."""

    months: list[Month] = Field(description="From the month before the first approval to the day asked for.")
