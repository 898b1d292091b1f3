"""A history written by hand, as the tables that measures read: for worked cases and for worlds in tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from kahui.analytics import tables
from kahui.analytics.engine import Engine
from kahui.analytics.links import cut_rows, link_rows
from kahui.analytics.provision import gate_rows, rule_rows
from kahui.definition.eligibility import eligible_periods
from kahui.definition.model import Definition

FIRST_MOMENT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""From when a chronicle's facts are known, until it says otherwise."""

_PERIOD = ("starts", "starts_by", "ends", "ends_by")


class ChronicleFault(ValueError):
    """A history that cannot be so; the message is a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a table of periods or events: its columns, and the moments between which it was known."""

    table: str
    values: dict[str, Any]
    known_from: dt.datetime
    known_to: dt.datetime | None = None

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass(slots=True)
class Chronicle:
    """Facts in the order in which they came to be known. Networks and providers go by their numbers.

    Every verb takes `on`, the earliest day, and `by`, the latest (the same day when not said). Raises
    `ChronicleFault` for what cannot be, such as leaving a network one never joined.
    """

    definition: Definition
    moment: dt.datetime = FIRST_MOMENT
    facts: list[Fact] = field(default_factory=list)
    providers: dict[tuple[str, int], int] = field(default_factory=dict)
    networks: dict[int, int] = field(default_factory=dict)

    def known_from(self, moment: dt.datetime) -> None:
        """What follows came to be known at this moment."""
        if moment < self.moment:
            raise ChronicleFault(
                f"{moment:%Y-%m-%d} is before {self.moment:%Y-%m-%d}: write moments in order."
            )
        self.moment = moment

    def add(self, table: str, **values: Any) -> Fact:
        """Hold a fact from the present moment on."""
        fact = Fact(table, values, self.moment)
        self.facts.append(fact)
        return fact

    def correct(self, fact: Fact, **values: Any) -> Fact:
        """Hold a fact with other values in place of one held; what was known before the moment stands."""
        self.withdraw(fact)
        return self.add(fact.table, **{**fact.values, **values})

    def withdraw(self, fact: Fact) -> None:
        """Hold a fact no longer, from the present moment on."""
        place = self.facts.index(fact)
        if fact.known_from == self.moment:
            del self.facts[place]
        else:
            self.facts[place] = replace(fact, known_to=self.moment)

    def held(self, table: str, **values: Any) -> list[Fact]:
        """Facts held at the present moment that have these values, in the order written."""
        return [
            f
            for f in self.facts
            if f.table == table and f.known_to is None and all(f[k] == v for k, v in values.items())
        ]

    def provider(self, number: int, kind: str = "school") -> int:
        """The key of a provider, which is on the record from now on."""
        return self.providers.setdefault((kind, number), len(self.providers) + 1)

    def network(self, number: int) -> int:
        """The key of a network, which is on the record from now on."""
        return self.networks.setdefault(number, len(self.networks) + 1)

    def opens(
        self, number: int, on: dt.date, by: dt.date | None = None, kind: str = "school", **said: Any
    ) -> Fact:
        """A directory lists a provider from a day; `said` are columns of `detail` that differ from the usual.

        Usual is what comes first in the definition: an eligible school of its first type in its first region.
        """
        usual = self._usual(number, kind)
        if unknown := said.keys() - usual.keys():
            raise ChronicleFault(
                f"A {kind} has no “{sorted(unknown)[0]}”. It has {', '.join(sorted(usual))}."
            )
        return self.add("detail", provider=self.provider(number, kind), **{**usual, **said}, **_began(on, by))

    def closes(self, number: int, on: dt.date, by: dt.date | None = None, kind: str = "school") -> Fact:
        """A provider is listed no longer from a day."""
        return self.correct(self._last("detail", number, kind), ends=on, ends_by=by or on)

    def becomes(
        self, number: int, on: dt.date, by: dt.date | None = None, kind: str = "school", **said: Any
    ) -> Fact:
        """What directories say of a provider changes, without a gap."""
        before = self.closes(number, on, by, kind)
        return self.add("detail", **{**before.values, **said, **_began(on, by)})

    def joins(
        self, number: int, network: int, on: dt.date, by: dt.date | None = None, kind: str = "school"
    ) -> Fact:
        """A provider becomes a member of a network."""
        key = self.provider(number, kind)
        return self.add("membership", provider=key, network=self.network(network), **_began(on, by))

    def leaves(self, number: int, on: dt.date, by: dt.date | None = None, kind: str = "school") -> Fact:
        """A provider leaves the network it was in last."""
        return self.correct(self._last("membership", number, kind), ends=on, ends_by=by or on)

    def moves(
        self, number: int, network: int, on: dt.date, by: dt.date | None = None, kind: str = "school"
    ) -> Fact:
        """A provider goes from the network it was in to another, without a gap."""
        self.leaves(number, on, by, kind)
        return self.joins(number, network, on, by, kind)

    def decides(
        self, network: int, gate: str, decision: str, on: dt.date, by: dt.date | None = None, source: str = ""
    ) -> Fact:
        """A decision about a network at a gate, in any spelling the definition knows."""
        found = self.definition.at(by or on).gate(gate)
        outcome = found.outcome(decision) if found else None
        if found is None or outcome is None:
            known = ", ".join(
                [o.word for o in found.outcomes] if found else [g.code for g in self.definition.gates]
            )
            raise ChronicleFault(
                f"“{decision if found else gate}” is not in the definition. It has: {known}."
            )
        return self.add(
            "decision",
            network=self.network(network),
            gate=found.code,
            standing=found.counts_as,
            decision=outcome.word,
            effect=outcome.effect,
            source=source,
            **_happened(on, by),
        )

    def counts(
        self, number: int, on: dt.date, total: int, kind: str = "school", **groups: int | None
    ) -> Fact:
        """A roll: learners at a provider on a day, in all and by group where known."""
        counted = dict.fromkeys(("european", "maori", "pacific", "asian")) | groups
        return self.add(
            "roll", provider=self.provider(number, kind), total=total, **counted, **_happened(on, None)
        )

    def notices(self, network: int, post: str, count: int, on: dt.date, school: int | None = None) -> Fact:
        """An entitlement notice says how many of a post a network, or one of its schools, has from a day."""
        at = self.provider(school) if school is not None else None
        return self.add(
            "entitlement",
            network=self.network(network),
            provider=at,
            post=post,
            count=count,
            **_began(on, None),
        )

    def fills(
        self, opening: int, network: int, post: str, what: str, on: dt.date, school: int | None = None
    ) -> Fact:
        """A step in the filling of a post: advertised, applied, appointed, started, ended or withdrawn."""
        at = self.provider(school) if school is not None else None
        return self.add(
            "post_event",
            opening=opening,
            network=self.network(network),
            provider=at,
            post=post,
            what=what,
            reason=None,
            **_happened(on, None),
        )

    def releases(
        self, opening: int, network: int, post: str, entitled: float, taken: float, on: dt.date
    ) -> Fact:
        """The release of one week: hours entitled and hours taken."""
        hours = {"entitled": entitled, "taken": taken}
        return self.add(
            "release",
            opening=opening,
            network=self.network(network),
            post=post,
            **hours,
            **_happened(on, None),
        )

    def photographed(self, on: dt.date, kind: str = "school", hash: str = "") -> Fact:
        """A directory of a kind was received that shows a day."""
        return self.add("photograph", kind=kind, as_at=on, says_membership=True, hash=hash)

    def tables(self) -> dict[str, pa.Table]:
        """The tables, by name, as `tables.py` says they are."""
        rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in tables.TABLES}
        for (kind, number), key in self.providers.items():
            rows["provider"].append({"provider": key, "kind": kind, "number": number})
        for number, key in self.networks.items():
            rows["network"].append({"network": key, "number": number})
        rows["eligibility"] = list(self._eligibility())
        for table, made in (
            (tables.LINK, link_rows(self.definition)),
            (tables.LINK_CUT, cut_rows(self.definition)),
            (tables.GATE, gate_rows(self.definition)),
            (tables.POST_RULE, rule_rows(self.definition)),
        ):
            rows[table.name] = [dict(zip(table.schema.names, row, strict=True)) for row in made]
        for fact in self.facts:
            times = {"known_from": _utc(fact.known_from), "known_to": fact.known_to and _utc(fact.known_to)}
            rows[fact.table].append({**fact.values, **times})
        return {t.name: pa.Table.from_pylist(rows[t.name], schema=t.schema) for t in tables.TABLES}

    def engine(self) -> Engine:
        """An engine that holds these tables."""
        return Engine(self.tables())

    def _usual(self, number: int, kind: str) -> dict[str, Any]:
        definition = self.definition
        types = definition.types if kind == "school" else definition.service_types
        eligible = definition.at(definition.begins).eligibility.authority_begins
        return {
            "is_open": True,
            "name": f"{kind.capitalize()} {number}",
            "type": types[0].code if types else "",
            "authority": eligible[0],
            "region": definition.regions[0].code if definition.regions else "",
            "urban": "",
            "decile": None,
            "latitude": None,
            "longitude": None,
        }

    def _eligibility(self) -> Iterator[dict[str, Any]]:
        pairs = sorted({(f["authority"], f["type"]) for f in self.facts if f.table == "detail"})
        for authority, type_, starts, ends in eligible_periods(self.definition, pairs):
            yield {"authority": authority, "type": type_, "starts": starts, "ends": ends}

    def _last(self, table: str, number: int, kind: str) -> Fact:
        key = self.providers.get((kind, number))
        found = [f for f in self.held(table, provider=key) if f["ends"] is None]
        if not found:
            what = "a member of any network" if table == "membership" else "open"
            raise ChronicleFault(f"{kind.capitalize()} {number} is not {what}: write first that it began.")
        return found[-1]


def _began(on: dt.date, by: dt.date | None) -> dict[str, dt.date | None]:
    _in_order(on, by)
    return {"starts": on, "starts_by": by or on, "ends": None, "ends_by": None}


def _happened(on: dt.date, by: dt.date | None) -> dict[str, dt.date]:
    _in_order(on, by)
    return {"on": on, "on_by": by or on}


def _in_order(on: dt.date, by: dt.date | None) -> None:
    if by is not None and by < on:
        raise ChronicleFault(f"{by} is before {on}: the latest day cannot be before the earliest.")


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
