"""The two dates of every question: what was true on a day, as it was known at a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

BEGINNING = dt.date(1, 1, 1)
"""Stands for a start that no record bounds: "some day before the first photograph"."""

DAY = dt.timedelta(days=1)


class TimeFault(ValueError):
    """A date or moment that cannot be used; the message is a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True, order=True)
class AsAt:
    """What was true on `on`, as it was known at `known` (an aware moment)."""

    on: dt.date
    known: dt.datetime

    def __post_init__(self) -> None:
        if self.known.tzinfo is None:
            raise TimeFault(
                f"The moment {self.known.isoformat()} says no time zone; add one, such as +00:00."
            )

    @classmethod
    def read(cls, on: str | None, known: str | None, *, now: dt.datetime) -> AsAt:
        """The dates a person wrote (`2016-12-31`, `2017-04-10` or `2017-04-10T09:00+12:00`).

        Absent, both mean now. A day given for `known` means the end of that day, UTC. Raises `TimeFault`
        for a date that does not exist, a date to come, or a moment to come.
        """
        day = read_day(on, "on") if on else now.date()
        if day > now.date():
            raise TimeFault(
                f"{say(day)} has not come yet; nothing can be known of it. Ask for {say(now.date())} or before."
            )
        moment = read_moment(known) if known else now
        return cls(day, min(moment, now))


def read_day(text: str, what: str = "date") -> dt.date:
    """A day written as year-month-day; raises `TimeFault` with the cure."""
    try:
        if len(text) != 10:
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise TimeFault(
            f"“{shown}” is not a day that can be used for {what}. Write year-month-day, such as 2016-12-31."
        ) from None


def read_moment(text: str) -> dt.datetime:
    """A moment: a day (its end, UTC) or a day and time (UTC where no zone is said); raises `TimeFault`."""
    text = text.strip().replace(" ", "+") if "T" in text else text.strip()
    try:
        if len(text) == 10:
            day = dt.date.fromisoformat(text)
            return dt.datetime.combine(day, dt.time.max, tzinfo=dt.UTC)
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise TimeFault(
            f"“{shown}” is not a moment that can be used for known. "
            "Write a day, such as 2017-04-10, or a day and time, such as 2017-04-10T09:00:00+12:00."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def say(day: dt.date) -> str:
    """A day as people write it: 31 December 2016; the unbounded beginning says so."""
    if day == BEGINNING:
        return "a day not known"
    return f"{day.day} {day:%B} {day.year}"
