"""Every true history that undated facts allow.

A period began on some day of [`starts`, `starts_by`] and ended on some day of [`ends`, `ends_by`]. Two periods of one
provider that end and begin within the same bounds handed over on the same day. All else is independent. The history
by value is the one in which everything happened as early as it can.

Only days that matter are tried: the ends of the bounds and the days that are asked of. Between two of those, one day
is as good as another.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Day = dt.date


@dataclass(frozen=True)
class Lived:
    """A period as it truly was in one history; `to` is the first day it was no longer so."""

    fact: Any
    since: Day
    to: Day | None

    def on(self, day: Day) -> bool:
        return self.since <= day and (self.to is None or day < self.to)


@dataclass(frozen=True)
class Befell:
    """An event as it truly was in one history."""

    fact: Any
    on: Day


def known(facts: Iterable[Any], table: str, moment: dt.datetime) -> list[Any]:
    """The facts of a table that were known at a moment."""
    found = []
    for fact in facts:
        if fact.table != table or fact.known_from > moment:
            continue
        if fact.known_to is not None and not moment < fact.known_to:
            continue
        found.append(fact)
    return found


def days_between(first: Day, last: Day, asked: Iterable[Day]) -> list[Day]:
    return sorted({first, last} | {day for day in asked if first <= day <= last})


def periods(facts: list[Any], asked: Iterable[Day]) -> Iterator[tuple[Lived, ...]]:
    """Every history of one provider's periods. The first is the history by value."""
    windows: dict[tuple[str, Any], list[Day]] = {}
    for fact in facts:
        windows[_start(fact)] = days_between(fact["starts"], fact["starts_by"], asked)
        if fact["ends"] is not None:
            windows[_end(fact, facts)] = days_between(fact["ends"], fact["ends_by"], asked)
    names = list(windows)
    for days in itertools.product(*windows.values()):
        chosen = dict(zip(names, days, strict=True))
        yield tuple(
            Lived(f, chosen[_start(f)], chosen[_end(f, facts)] if f["ends"] is not None else None)
            for f in facts
        )


def _start(fact: Any) -> tuple[str, Any]:
    """The one day on which it began, which it shares with the period that hands over to it."""
    if fact["starts"] == fact["starts_by"]:
        return ("day", fact["starts"])
    return ("between", (fact["starts"], fact["starts_by"]))


def _end(fact: Any, facts: list[Any]) -> tuple[str, Any]:
    bounds = (fact["ends"], fact["ends_by"])
    if any((other["starts"], other["starts_by"]) == bounds for other in facts):
        return ("between", bounds) if bounds[0] != bounds[1] else ("day", bounds[0])
    return ("end", id(fact))


def events(facts: list[Any], asked: Iterable[Day]) -> Iterator[tuple[Befell, ...]]:
    """Every history of one network's decisions. The first is the history by value."""
    windows = [days_between(f["on"], f["on_by"], asked) for f in facts]
    for days in itertools.product(*windows):
        yield tuple(Befell(f, day) for f, day in zip(facts, days, strict=True))


def stands(history: Iterable[Befell], standing: str, day: Day) -> bool:
    """Whether a gate stands: the last decision that moved it made it stand.

    Of one day, those that can only be earlier count first, then endings before beginnings.
    """
    state = False
    order = sorted(history, key=lambda e: (e.on, e.fact["on"], e.fact["on_by"], e.fact["effect"] != "ends"))
    for event in order:
        if event.fact["standing"] == standing and event.on <= day and event.fact["effect"] != "none":
            state = event.fact["effect"] == "stands"
    return state
