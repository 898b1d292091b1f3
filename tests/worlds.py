"""A tiny language to write a programme's history in a test.

    world = (
        World(KAHUI_AKO)
        .school(1, region="Auckland", decile=3, roll=400)
        .network(99000, approved="2014-12", endorsed="2015-07-01")
        .joins(1, 99000, "2015-03-01 to 2015-06-30")
        .as_known("2017-04-10")
        .leaves(1, "2016-10-17")
    )
    world.figure("schools.member", "2016-12-31")                       # (0, 0, 0)
    world.figure("schools.member", "2016-12-31", known="2017-01-01")   # (1, 1, 1)

A date is a day, a month (`2014-12`: some day of it) or two days (`2015-03-01 to 2015-06-30`: some day between them).
The same world can be stored through the models, so that it is asked both ways.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from kahui.analytics.chronicle import FIRST_MOMENT, Chronicle, Fact
from kahui.analytics.engine import Engine, Row
from kahui.analytics.measures.uptake import Seen, Uptake
from kahui.analytics.report import Figure
from kahui.definition import Definition, load
from kahui.definition.time import AsAt, read_moment
from kahui.records.changes.actions import count_change
from kahui.records.networks.models import Decision, Membership, Network
from kahui.records.received.models import Receipt
from kahui.records.register.models import Detail, Photograph, Provider, Roll

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"
KAHUI_AKO = load(PROGRAMMES / "kahui-ako")
ENGLISH_TRUST = load(PROGRAMMES / "english-trust")
NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)

Day = str | dt.date


def bounds(day: Day) -> tuple[dt.date, dt.date]:
    """The earliest and the latest day that a date as written can mean."""
    if isinstance(day, dt.date):
        return day, day
    first, _, last = day.partition(" to ")
    if last:
        return bounds(first)[0], bounds(last)[1]
    if len(first) == 7:
        year, month = int(first[:4]), int(first[5:])
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date.fromisoformat(first), dt.date.fromisoformat(first)


def as_at(on: Day, known: str | dt.datetime = NOW) -> AsAt:
    return AsAt(bounds(on)[0], read_moment(known) if isinstance(known, str) else known)


class World:
    """A history under a programme. Every verb gives the world back, so that a history reads as one sentence."""

    def __init__(self, programme: Definition = KAHUI_AKO) -> None:
        self.definition = programme
        self.chronicle = Chronicle(programme)
        self._engine: Engine | None = None

    def as_known(self, moment: str) -> Self:
        """From here on, what is written came to be known at this moment (of a day: its first)."""
        day = moment if "T" in moment else f"{moment}T00:00:00"
        self.chronicle.known_from(read_moment(day))
        return self

    def school(
        self,
        number: int,
        *,
        opens: Day = "1900-01-01",
        closes: Day | None = None,
        roll: int | None = None,
        **said: Any,
    ) -> Self:
        return self._provider("school", number, opens, closes, roll, said)

    def service(
        self, number: int, *, opens: Day = "1900-01-01", closes: Day | None = None, **said: Any
    ) -> Self:
        return self._provider("service", number, opens, closes, None, said)

    def _provider(
        self, kind: str, number: int, opens: Day, closes: Day | None, roll: int | None, said: dict[str, Any]
    ) -> Self:
        self.chronicle.opens(number, *bounds(opens), kind=kind, **said)
        if closes is not None:
            self.chronicle.closes(number, *bounds(closes), kind=kind)
        if roll is not None:
            self.chronicle.counts(number, bounds(opens)[0], roll, kind=kind)
        return self._changed()

    def becomes(self, number: int, on: Day, *, kind: str = "school", **said: Any) -> Self:
        self.chronicle.becomes(number, *bounds(on), kind=kind, **said)
        return self._changed()

    def roll(self, number: int, on: Day, total: int, **groups: int) -> Self:
        self.chronicle.counts(number, bounds(on)[0], total, **groups)
        return self._changed()

    def network(self, number: int, *, approved: Day | None = None, endorsed: Day | None = None) -> Self:
        """A network, with its approval and its endorsement (whatever the programme calls them) where given."""
        self.chronicle.network(number)
        for standing, day in (("approved", approved), ("endorsed", endorsed)):
            gate = self.definition.standing(standing)  # type: ignore[arg-type]
            if day is not None and gate is not None:
                word = next(o.word for o in gate.outcomes if o.effect == "stands")
                self.chronicle.decides(number, gate.code, word, *bounds(day))
        return self._changed()

    def decides(self, network: int, gate: str, word: str, on: Day) -> Self:
        self.chronicle.decides(network, gate, word, *bounds(on))
        return self._changed()

    def joins(self, number: int, network: int, on: Day, *, kind: str = "school") -> Self:
        self.chronicle.joins(number, network, *bounds(on), kind=kind)
        return self._changed()

    def leaves(self, number: int, on: Day, *, kind: str = "school") -> Self:
        self.chronicle.leaves(number, *bounds(on), kind=kind)
        return self._changed()

    def moves(self, number: int, network: int, on: Day, *, kind: str = "school") -> Self:
        self.chronicle.moves(number, network, *bounds(on), kind=kind)
        return self._changed()

    def photographed(self, on: Day, *, kind: str = "school") -> Self:
        self.chronicle.photographed(bounds(on)[0], kind)
        return self._changed()

    def _changed(self) -> Self:
        self._engine = None
        return self

    # ---- asking -------------------------------------------------------------------------------------------

    @property
    def engine(self) -> Engine:
        self._engine = self._engine or self.chronicle.engine()
        return self._engine

    def as_if_photographed(self) -> Self:
        """Unless a world says what was photographed, directories have always been there."""
        if not any(f.table == "photograph" for f in self.chronicle.facts):
            moment, self.chronicle.moment = self.chronicle.moment, FIRST_MOMENT
            for kind in ("school", "service"):
                self.chronicle.photographed(dt.date(1900, 1, 1), kind)
            self.chronicle.moment = moment
            self._engine = None
        return self

    def rows(self, measure: str, at: AsAt, **values: object) -> list[Row]:
        return self.engine.measure(measure, at, **values)

    def uptake(self, at: AsAt) -> Uptake:
        """A world made up lacks nothing that was ever printed of the real one."""
        answers = (tuple(self.rows(name, at)) for name in ("uptake", "sizes"))
        return Uptake(at, *answers, Seen.of(self.rows("seen", at)), replace(self.definition, published=()))

    def figures(self, at: AsAt, scope: str = "nation") -> dict[str, Figure]:
        return {f.code: f for f in self.uptake(at).figures(scope)}

    def figure(
        self, code: str, on: Day, *, known: str | dt.datetime = NOW, scope: str = "nation"
    ) -> tuple[float | None, float | None, float | None]:
        """Value, low and high of one figure."""
        found = self.as_if_photographed().figures(as_at(on, known), scope)[code]
        return found.value, found.low, found.high

    # ---- storing ------------------------------------------------------------------------------------------

    def store(self) -> Self:
        """Write the same history through the models, in the database of the test."""
        told = {"recorded_by": "a test", "source": "a world"}
        history = self.chronicle
        Provider.objects.bulk_create(
            Provider(pk=k, kind=kind, number=n) for (kind, n), k in history.providers.items()
        )
        Network.objects.bulk_create(Network(pk=k, number=n) for n, k in history.networks.items())

        def write(model: Any, table: str, **more: Any) -> None:
            model.objects.bulk_create(
                model(**_columns(model, f), **more, **told) for f in history.facts if f.table == table
            )

        blank = {"definition": "", "regional_council": "", "district": "", "seen_from": dt.date(2016, 1, 1)}
        write(Detail, "detail", **blank)
        write(Membership, "membership")
        write(Decision, "decision")
        write(Roll, "roll", series="return", response="prioritised")
        self._photographs()
        count_change()
        return self

    def _photographs(self) -> None:
        for fact in self.chronicle.facts:
            if fact.table != "photograph":
                continue
            received = Receipt.objects.create(
                hash=fact["hash"], name="a photograph", kind=fact["kind"], size=0, received_at=fact.known_from,
                received_by="a test", rows_accepted=0, rows_refused=0,
            )  # fmt: skip
            Photograph.objects.create(
                kind=fact["kind"], as_at=fact["as_at"], says_membership=True, receipt=received,
                known_from=fact.known_from, known_to=fact.known_to,
            )  # fmt: skip


def _columns(model: Any, fact: Fact) -> dict[str, Any]:
    """A fact's values by the attributes of its model: keys of others are written as ids, what is derived is left."""
    made: dict[str, Any] = {"known_from": fact.known_from, "known_to": fact.known_to}
    derived = {"decision": {"standing", "effect", "source"}}.get(fact.table, set())
    for column, value in fact.values.items():
        if column not in derived:
            made[f"{column}_id" if column in ("provider", "network") else column] = value
    return made
