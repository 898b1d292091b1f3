"""What a call may ask: the parameters of each, with their words, limits and examples."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

SMALL = 200
"""The longest text that is read from a parameter, in characters."""

MOST = 500
"""The most items of one page of a list."""


class Dates(BaseModel):
    """The two dates of every question. They are read before the call (see `door`), so that a fault is a sentence."""

    on: str | None = Field(
        None,
        description="What was true on this day: year-month-day. Today when not said.",
        examples=["2016-12-31"],
        max_length=40,
    )
    known: str | None = Field(
        None,
        description="As known at the end of this day (UTC), or at this moment. All that is known now, when not said.",
        examples=["2026-12-31", "2026-12-31T09:00:00+13:00"],
        max_length=40,
    )


class Scoped(Dates):
    """A question about the nation or a part of it."""

    scope: str = Field(
        "nation",
        description="nation, region:NAME, decile:N, type:NAME or network:ID. Case, macrons and older names of "
        "regions do not matter.",
        examples=["region:Auckland"],
        max_length=SMALL,
    )


class Reported(Scoped):
    """A question for a report."""

    format: Literal["json", "csv"] = Field(
        "json", description="json: figures, tables and sentences. csv: the figures, a row each."
    )


class Paged(Dates):
    """A question for a list, a page at a time."""

    limit: int = Field(100, description="How many items a page holds.", ge=1, le=MOST)
    cursor: str | None = Field(
        None,
        description="Where the page begins: taken from `next` of the page before, and used with the same filters "
        "and dates. Best follow `next` as it is.",
        max_length=SMALL,
    )


class Found(Paged):
    """A question for a list, filtered by place and name."""

    region: str | None = Field(
        None,
        description="Only those of this education region. Case, macrons and older names do not matter.",
        examples=["Tai Tokerau"],
        max_length=SMALL,
    )
    q: str | None = Field(
        None,
        description="Only those whose name has each of these words, or whose number this is. Case and macrons do "
        "not matter.",
        examples=["maori"],
        max_length=SMALL,
    )


class Networks(Found):
    """A question for networks."""

    stage: Literal["before", "approved", "endorsed"] | None = Field(
        None, description="Only those at this stage on the date."
    )


class Schools(Found):
    """A question for schools."""

    type: str | None = Field(
        None, description="Only those of this type.", examples=["Composite"], max_length=SMALL
    )
    decile: int | None = Field(None, description="Only those of this decile.", ge=1, le=10)
    network: int | None = Field(
        None, description="Only the members of the network with this id.", ge=1, le=2**31 - 1
    )
