"""Decisions of offices, at whatever gate: single or many as one act, and that act taken back whole."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kahui.definition.gates import come_to
from kahui.definition.lines import Gate, Outcome
from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.changes.actions import await_turn
from kahui.records.changes.rules import require
from kahui.records.formation.actions.telling import tell_whose_turn
from kahui.records.formation.models import Condition, Proposed, Ruling, Tranche
from kahui.records.formation.queries.declared import declared
from kahui.records.formation.queries.reach import places_of
from kahui.records.formation.queries.seen import fingerprint
from kahui.records.formation.queries.turns import Sendings, now_on, taken_of, turns
from kahui.records.formation.rules import advising, deciding
from kahui.records.formation.turns import Turn, matter_of
from kahui.records.networks import actions as networks_actions
from kahui.records.networks.models import Decision, Network
from kahui.records.networks.queries import name_of
from kahui.records.networks.rules import gate_known, word_known
from kahui.records.register.models import Provider
from kahui.records.timeline.actions import tell


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A condition: what is asked for, and by when, where a day is set."""

    words: str
    due: dt.date | None = None

    def __str__(self) -> str:
        by = f", by {say(self.due)}" if self.due else ""
        return f"{self.words.strip().rstrip('.')}{by}."


@dataclass(frozen=True, slots=True)
class Act:
    """One act of decision: its id, which its decisions share, and how many providers became members by it."""

    id: str
    decisions: tuple[Decision, ...]
    joined: int


@dataclass(frozen=True, slots=True)
class _Deciding:
    """An act in the middle: what is decided, by which office, when, and how it is recorded."""

    gate: Gate
    outcome: Outcome
    capacity: str
    on: dt.date
    by: Acting
    recorded: str
    definition: Definition
    reason: str
    source: str
    moment: dt.datetime
    tranche: Tranche | None
    conditions: tuple[AskedFor, ...]
    act: str


def decide_gate(
    *,
    networks: Collection[Network],
    gate: str,
    word: str,
    on: dt.date,
    by: Acting,
    definition: Definition,
    reason: str = "",
    conditions: Collection[AskedFor] = (),
    tranche: Tranche | None = None,
    seen: str = "",
    sent: Mapping[str, Sendings] | None = None,
    source: str = "",
    now: dt.datetime | None = None,
) -> Act:
    """Decide at a gate about one network or many, as one act: all of it or none.

    Whoever the programme names for the day `on` may (`NotAllowed` else). `seen` is the `fingerprint` of what was
    shown before; `sent` as in `queries.turns`. Where the gate counts as approved and stands, those proposed to found
    a network become its members from that day. Raises `RuleBroken` (ADV-1, ADV-2, DEC-1 to DEC-6, DEC-9, DEC-10,
    CND-4, NET-1, NET-2, NET-5, NET-6).
    """
    with transaction.atomic():
        await_turn()
        require(deciding.something_decided(networks))
        listed = sorted(networks, key=lambda n: n.number)
        act = _begun(listed, gate, word, on, by, definition, reason, conditions, tranche, source, now)
        _hold(listed, act, seen, sent)
        made, joined = [], 0
        for network in listed:
            made.append(_decide(network, act))
            joined += _found(network, act)
        tell_whose_turn(
            listed,
            matter=matter_of(act.gate, definition.at(on)),
            on=by.on,
            definition=definition,
            once=f"act:{act.act}",
        )
        return Act(act.act, tuple(made), joined)


def _begun(
    networks: Collection[Network],
    gate: str,
    word: str,
    on: dt.date,
    by: Acting,
    definition: Definition,
    reason: str,
    conditions: Collection[AskedFor],
    tranche: Tranche | None,
    source: str,
    now: dt.datetime | None,
) -> _Deciding:
    """The act in the programme's own words, by whom it may be done."""
    require(deciding.not_after_the_acting_day(on, by.on))
    programme = definition.at(on)
    require(gate_known(gate, programme))
    known = programme.gate(gate)
    assert known is not None  # NET-5 holds
    require(word_known(word, known))
    outcome = known.outcome(word)
    assert outcome is not None  # NET-6 holds
    capacity = programme.decider(known)
    require(deciding.somebody_decides(known, capacity, on))
    assert capacity is not None  # DEC-9 holds
    recorded = ""
    for where in places_of(networks, by.on).values():
        recorded = by.may("gate.decide", where, capacity=capacity.code)
    require(deciding.reason_given(outcome, reason))
    for asked in conditions:
        require(deciding.due_after_decided(asked.due, on))
    words = source or (f"{known.name.en}, “{tranche.name}”" if tranche else known.name.en)
    return _Deciding(
        known,
        outcome,
        capacity.code,
        on,
        by,
        recorded,
        definition,
        reason.strip(),
        words,
        now or timezone.now(),
        tranche,
        tuple(conditions),
        str(uuid.uuid4()),
    )


def _hold(
    networks: Collection[Network], act: _Deciding, seen: str, sent: Mapping[str, Sendings] | None
) -> None:
    """The rules that need the record as it is now that nobody else writes."""
    require_no_interest(act.by, networks)
    if seen:
        same = seen == fingerprint(networks, act.by.on, act.tranche)
        require(deciding.as_it_was_seen(same=same))
    _in_tranche(networks, act)
    programme = act.definition.at(act.by.on)
    matter = matter_of(act.gate, programme)
    found = turns(networks, now_on(act.by.on), act.definition, sent)
    for network in networks:
        if act.outcome.effect == "ends" and _stands(network, act):
            continue
        turn = next((t for t in found[network.pk] if t.matter == matter), None)
        require(deciding.come_to_the_gate(name_of(network), act.gate, turn, programme))
        assert isinstance(turn, Turn)  # DEC-3 holds
        require(deciding.not_before_what_it_decides(name_of(network), act.on, turn.since))


def require_no_interest(by: Acting, networks: Collection[Network]) -> None:
    """Whoever acts has said that they have no interest of their own in any of these (ADV-1, ADV-2). A deployment at
    its own machine is nobody and has none."""
    if by.id is None:
        return
    said = declared(by.id, networks, now_on(by.on))
    for network in networks:
        own = said.get(network.pk)
        require(advising.interest_declared(name_of(network), declared=own is not None))
        require(advising.nobody_acts_in_own_interest(name_of(network), conflict=bool(own)))


def _in_tranche(networks: Collection[Network], act: _Deciding) -> None:
    if act.tranche is None:
        return
    there = set(act.tranche.networks.current().values_list("network_id", flat=True))
    for network in networks:
        require(deciding.in_this_tranche(name_of(network), act.tranche.name, there=network.pk in there))


def _stands(network: Network, act: _Deciding) -> bool:
    taken = taken_of([network], now_on(act.on))[network.pk]
    return come_to([t.said for t in taken], act.definition, act.on).stands(act.gate.code)


def _decide(network: Network, act: _Deciding) -> Decision:
    """One decision of the act, with what was said with it and what it asks for."""
    made = networks_actions.decide(
        network=network,
        gate=act.gate.code,
        decision=act.outcome.word,
        on=act.on,
        source=act.source,
        by=act.recorded,
        definition=act.definition,
        anew=True,
        now=act.moment,
    )
    fact = {
        "on": act.on,
        "on_by": act.on,
        "known_from": act.moment,
        "recorded_by": act.recorded,
        "source": act.source,
    }
    Ruling.objects.create(
        decision=made, act=act.act, tranche=act.tranche, capacity=act.capacity, reason=act.reason, **fact
    )
    Condition.objects.bulk_create(
        [Condition(decision=made, words=asked.words, due=asked.due, **fact) for asked in act.conditions]
    )
    because = f" Reason: {act.reason}" if act.reason else ""
    asks = "".join(f" Condition: {asked}" for asked in act.conditions)
    where = f", in “{act.tranche.name}”" if act.tranche else ""
    tell(
        f"{act.gate.name.en} of {name_of(network)}: “{act.outcome.word}”{where}.{because}{asks}",
        about=[places.network(network.number)],
        by=Recorded(act.recorded, act.by.id),
        on=act.on,
        act=act.act,
        now=act.moment,
    )
    return made


@dataclass(frozen=True, slots=True)
class Recorded:
    """Whoever acted, with both names where a deputy did."""

    words: str
    id: int | None


def _found(network: Network, act: _Deciding) -> int:
    """Those proposed to found a network become its members by its approval; gives how many did."""
    if act.gate.counts_as != "approved" or act.outcome.effect != "stands":
        return 0
    founders = founders_to_join(network, act.on)
    for provider in founders:
        networks_actions.join(
            provider=provider,
            network=network,
            on=act.on,
            by=act.recorded,
            source=act.source,
            definition=act.definition,
            now=act.moment,
        )
    return len(founders)


def founders_to_join(network: Network, on: dt.date) -> list[Provider]:
    """Those proposed to found a network that are not its members yet: a provider each, by number."""
    held = Proposed.objects.on(now_on(on)).filter(network=network, standing=Proposed.Standing.FOUNDING)
    there = network.memberships.on(now_on(on)).values("provider")
    found = Provider.objects.filter(pk__in=held.values("provider")).exclude(pk__in=there)
    return list(found.order_by("number"))
