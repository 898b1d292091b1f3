"""Every period and every event that five dates and five moments allow, and what holds of each on every day asked.

Boundaries collide on so small a pool; nothing is drawn at random, because all of it can be tried.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

import pyarrow as pa

from kahui.analytics import asat
from kahui.analytics.engine import Engine
from kahui.analytics.tables import DECISION, NETWORK_NAME
from kahui.definition.time import AsAt
from kahui.records import dated
from kahui.records.networks.models import Decision, Network, NetworkName

Sense = Literal["value", "certain", "possible"]
SENSES: tuple[Sense, ...] = ("value", "certain", "possible")
DATES = [dt.date(2016, 12, 29) + dt.timedelta(n) for n in range(5)]
MOMENTS = [dt.datetime(2017, 4, 10, 12, tzinfo=dt.UTC) + dt.timedelta(microseconds=n) for n in range(5)]
ASKED = [
    AsAt(day, moment)
    for day in [DATES[0] - dt.timedelta(1), *DATES, DATES[-1] + dt.timedelta(1)]
    for moment in [MOMENTS[0] - dt.timedelta(microseconds=1), *MOMENTS]
]


@dataclass(frozen=True)
class Period:
    starts: dt.date
    starts_by: dt.date
    ends: dt.date | None
    ends_by: dt.date | None
    known_from: dt.datetime
    known_to: dt.datetime | None

    def holds(self, at: AsAt, sense: Sense) -> bool:
        """By value: in the history where all is earliest. Certain: in every history. Possible: in one."""
        if not _known(self, at.known):
            return False
        begins = [day for day in DATES if self.starts <= day <= self.starts_by]
        ends: list[dt.date | None] = [None]
        if self.ends is not None and self.ends_by is not None:
            ends = [day for day in DATES if self.ends <= day <= self.ends_by]
        ways = [s <= at.on and (e is None or at.on < e) for s, e in itertools.product(begins, ends)]
        return {"value": ways[0], "certain": all(ways), "possible": any(ways)}[sense]


@dataclass(frozen=True)
class Event:
    on: dt.date
    on_by: dt.date
    known_from: dt.datetime
    known_to: dt.datetime | None

    def holds(self, at: AsAt, sense: Sense) -> bool:
        if not _known(self, at.known):
            return False
        ways = [day <= at.on for day in DATES if self.on <= day <= self.on_by]
        return {"value": ways[0], "certain": all(ways), "possible": any(ways)}[sense]


def _known(fact: Any, moment: dt.datetime) -> bool:
    return fact.known_from <= moment and not (fact.known_to is not None and fact.known_to <= moment)


def _windows() -> list[tuple[dt.date, dt.date]]:
    return [(a, b) for a, b in itertools.product(DATES, DATES) if a <= b]


def _knowing() -> list[tuple[dt.datetime, dt.datetime | None]]:
    closed = [(a, b) for a, b in itertools.product(MOMENTS, MOMENTS) if a < b]
    return [*closed, *((moment, None) for moment in MOMENTS)]


def periods() -> list[Period]:
    """Every shape of dates, known throughout; and every shape of knowledge, of a few shapes of dates."""
    always = (MOMENTS[0], None)
    shapes: list[tuple[Any, ...]] = [
        (*began, *ended)
        for began in _windows()
        for ended in [(None, None), *_windows()]
        if ended[0] is None or began[0] <= ended[0]
    ]
    few = [(DATES[1], DATES[2], None, None), (DATES[0], DATES[1], DATES[2], DATES[3])]
    return [Period(*s, *always) for s in shapes] + [Period(*s, *k) for s in few for k in _knowing()]


def events() -> list[Event]:
    return [Event(*window, *knowing) for window in _windows() for knowing in _knowing()]


PERIODS = periods()
EVENTS = events()
TIMES = ("starts", "starts_by", "ends", "ends_by", "on", "on_by")


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(tzinfo=None) if moment else None


def _times(fact: Any) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in TIMES if hasattr(fact, name)}


def engine_of_the_pool() -> Engine:
    """The pool as tables: a period's `name`, an event's `decision`, is its place in the pool."""

    def known(fact: Any) -> dict[str, Any]:
        return {"known_from": _utc(fact.known_from), "known_to": _utc(fact.known_to)}

    names = [{"network": 1, "name": str(n), **_times(p), **known(p)} for n, p in enumerate(PERIODS)]
    blank = {"network": 1, "gate": "g", "standing": None, "effect": "none", "source": ""}
    decisions = [{**blank, "decision": str(n), **_times(e), **known(e)} for n, e in enumerate(EVENTS)]
    return Engine(
        {
            "network_name": pa.Table.from_pylist(names, schema=NETWORK_NAME.schema),
            "decision": pa.Table.from_pylist(decisions, schema=DECISION.schema),
        }
    )


def over_tables(engine: Engine, module: ModuleType = asat) -> Iterator[tuple[set[int], set[int]]]:
    """For each question of the pool: which periods hold and which events have happened, over tables."""
    for at in ASKED:
        values = module.bound(at)
        for sense in SENSES:
            names = engine.ask(module.periods_on("network_name", sense), values)
            decisions = engine.ask(module.events_by("decision", sense), values)
            yield {int(r["name"]) for r in names}, {int(r["decision"]) for r in decisions}


def put_the_pool_in_the_database() -> None:
    network = Network.objects.create(number=1)
    told = {"network": network, "recorded_by": "a test", "source": "the pool"}

    def known(fact: Any) -> dict[str, Any]:
        return {"known_from": fact.known_from, "known_to": fact.known_to}

    NetworkName.objects.bulk_create(
        NetworkName(kind="school", name=str(n), **_times(p), **known(p), **told)
        for n, p in enumerate(PERIODS)
    )
    Decision.objects.bulk_create(
        Decision(gate="g", decision=str(n), **_times(e), **known(e), **told) for n, e in enumerate(EVENTS)
    )


def in_the_database(module: ModuleType = dated) -> Iterator[tuple[set[int], set[int]]]:
    """The same questions, in the database."""
    for at in ASKED:
        for sense in SENSES:
            names = module.PeriodQuerySet(NetworkName).on(at, sense).values_list("name", flat=True)
            decisions = module.EventQuerySet(Decision).by(at, sense).values_list("decision", flat=True)
            yield {int(name) for name in names}, {int(word) for word in decisions}


def as_it_is() -> Iterator[tuple[set[int], set[int]]]:
    """The same questions, by trying every history."""
    for at in ASKED:
        for sense in SENSES:
            yield (
                {n for n, p in enumerate(PERIODS) if p.holds(at, sense)},
                {n for n, e in enumerate(EVENTS) if e.holds(at, sense)},
            )
