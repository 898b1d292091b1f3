"""Verbs on networks: providers join, leave and move; decisions are taken and corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.rules import require
from kahui.records.networks import members
from kahui.records.networks.importing import follow_approvals, import_decisions, import_directory
from kahui.records.networks.models import Decision, Membership, Network, Passage
from kahui.records.networks.queries import belonging, decided, name_of
from kahui.records.networks.rules import (
    Decided,
    after_the_gate_before,
    gate_known,
    network_on_record,
    one_network_at_a_time,
    only_a_member_leaves,
    word_known,
)
from kahui.records.register.imported import Told
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.register.rules import not_to_come

__all__ = [
    "correct_decision",
    "decide",
    "import_decisions",
    "import_directory",
    "join",
    "leave",
    "move",
    "take_back",
]


def join(
    *,
    provider: Provider,
    network: Network,
    on: dt.date,
    by: str,
    source: str,
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """A provider becomes a member on a day. Raises `RuleBroken` (NET-1 where it is a member of a network then).

    Where the same membership began between two photographs, the day is the one on which it began.
    """
    with transaction.atomic():
        moment = _owned(provider, on, now)
        found = belonging(provider, on)
        if found is not None and not _pins(found[0], network, on):
            require(one_network_at_a_time(provider_name(provider), found[1]))
        _pass(provider, (None, network), on, definition, Told(by, source, moment))


def leave(
    *,
    provider: Provider,
    network: Network,
    on: dt.date,
    by: str,
    source: str,
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """A member is one no longer, from a day on. Raises `RuleBroken` (NET-4 where it was not a member)."""
    with transaction.atomic():
        moment = _owned(provider, on, now)
        _was_member(provider, network, on)
        _pass(provider, (network, None), on, definition, Told(by, source, moment))


def move(
    *,
    provider: Provider,
    network: Network,
    on: dt.date,
    by: str,
    source: str,
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """A member of one network becomes a member of another, without a day between. Raises `RuleBroken`."""
    with transaction.atomic():
        moment = _owned(provider, on, now)
        found = belonging(provider, on - dt.timedelta(days=1), "possible")
        elsewhere = found[0].network if found and found[0].network_id != network.pk else None
        there = elsewhere is not None
        require(only_a_member_leaves(provider_name(provider), "another network", on, belongs=there))
        _pass(provider, (elsewhere, network), on, definition, Told(by, source, moment))


def _owned(provider: Provider, on: dt.date, now: dt.datetime | None) -> dt.datetime:
    """Lock the provider, so that what is checked still holds when it is written; the moment it is known."""
    await_turn()
    Provider.objects.select_for_update().get(pk=provider.pk)
    moment = now or timezone.now()
    require(not_to_come(on, today=moment.date()))
    return moment


def _pins(membership: Membership, network: Network, on: dt.date) -> bool:
    """Whether a day says when a membership began that is only known to have begun between two."""
    undated = membership.starts < membership.starts_by
    return undated and membership.network_id == network.pk and on <= membership.starts_by


def _was_member(provider: Provider, network: Network, on: dt.date) -> None:
    found = belonging(provider, on - dt.timedelta(days=1), "possible")
    belongs = found is not None and found[0].network_id == network.pk
    require(only_a_member_leaves(provider_name(provider), name_of(network), on, belongs=belongs))


def _pass(
    provider: Provider,
    between: tuple[Network | None, Network | None],
    on: dt.date,
    definition: Definition,
    told: Told,
) -> None:
    """Record the passage and infer the provider's memberships again."""
    Passage.objects.create(
        provider=provider,
        was=between[0],
        became=between[1],
        on=on,
        on_by=on,
        known_from=told.now,
        recorded_by=told.by,
        source=told.source,
    )
    members.infer_again(provider.kind, [provider.pk], definition).write(told)
    count_change()


def decide(
    *,
    network: Network,
    gate: str,
    decision: str,
    on: dt.date,
    on_by: dt.date | None = None,
    source: str,
    by: str,
    definition: Definition,
    anew: bool = False,
    now: dt.datetime | None = None,
) -> Decision:
    """Record what was decided about a network at a gate, between `on` and `on_by`. Raises `RuleBroken`.

    A decision equal in gate, word and days to one held is that one: nothing is written, unless it is taken `anew`
    (what was sent back and sent again on one day is decided again on it).
    """
    with transaction.atomic():
        moment = _owned_network(network, now)
        said = Decided(network.number, gate, decision, on, on_by or on)
        taken = _in_words(said, definition, moment)
        existing = Decision.objects.current().filter(
            network=network, gate=taken.gate, decision=taken.decision, on=taken.on, on_by=taken.on_by
        )
        same: Decision | None = existing.first()
        if same is not None and not anew:
            return same
        require(after_the_gate_before(taken, decided(network), definition))
        return _record(network, taken, definition, Told(by, source, moment))


def correct_decision(
    *,
    decision: Decision,
    word: str | None = None,
    on: dt.date | None = None,
    on_by: dt.date | None = None,
    source: str,
    by: str,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Decision:
    """Supersede a decision that was recorded wrongly: what is given replaces what was held.

    Raises `RuleBroken` also where a decision that came after would then come before (NET-2).
    """
    with transaction.atomic():
        moment = _owned_network(decision.network, now)
        day = on or decision.on
        latest = on_by or (on if on and decision.on == decision.on_by else decision.on_by)
        said = Decided(decision.network.number, decision.gate, word or decision.decision, day, latest)
        taken = _in_words(said, definition, moment)
        superseded = Decision.objects.filter(pk=decision.pk).supersede(at=moment)
        if not superseded:
            raise ValueError("This decision was corrected already: correct the one that stands.")
        held = [*decided(decision.network), taken]
        for each in held:
            require(after_the_gate_before(each, held, definition))
        return _record(decision.network, taken, definition, Told(by, source, moment))


def take_back(
    *,
    decisions: Collection[Decision],
    passages: Collection[Passage] = (),
    source: str,
    by: str,
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """Supersede, whole, what one act recorded: its decisions, and the passages that came with them.

    Raises `RuleBroken` where a decision that came after would then stand on nothing (NET-2).
    """
    with transaction.atomic():
        moment = now or timezone.now()
        networks = {d.network_id: d.network for d in decisions}
        for network in networks.values():
            _owned_network(network, moment)
        taken = Decision.objects.filter(pk__in=[d.pk for d in decisions]).supersede(at=moment)
        if taken != len(decisions):
            raise ValueError("Part of this act was taken back or corrected already: nothing was changed.")
        for network in networks.values():
            held = decided(network)
            for each in held:
                require(after_the_gate_before(each, held, definition))
        told = Told(by, source, moment)
        _unpass(passages, definition, told)
        for change in follow_approvals(set(networks), definition):
            change.write(told)
        count_change()


def _unpass(passages: Collection[Passage], definition: Definition, told: Told) -> None:
    """Supersede passages and infer the memberships of their providers again, without them."""
    Passage.objects.filter(pk__in=[p.pk for p in passages]).supersede(at=told.now)
    by_kind: dict[str, list[int]] = {}
    for passage in passages:
        by_kind.setdefault(passage.provider.kind, []).append(passage.provider_id)
    for kind, providers in sorted(by_kind.items()):
        members.infer_again(kind, providers, definition).write(told)


def _owned_network(network: Network, now: dt.datetime | None) -> dt.datetime:
    await_turn()
    known = Network.objects.select_for_update().filter(pk=network.pk).exists()
    require(network_on_record(network.number, known=known))
    return now or timezone.now()


def _in_words(said: Decided, definition: Definition, now: dt.datetime) -> Decided:
    """The decision in the programme's own words, on a date when the programme has its gate."""
    on_by = said.on_by
    require(not_to_come(on_by, today=now.date()))
    programme = definition.at(on_by)
    require(gate_known(said.gate, programme))
    known = programme.gate(said.gate)
    assert known is not None  # NET-5 holds
    require(word_known(said.decision, known))
    outcome = known.outcome(said.decision)
    assert outcome is not None  # NET-6 holds
    return replace(said, gate=known.code, decision=outcome.word)


def _record(network: Network, taken: Decided, definition: Definition, told: Told) -> Decision:
    recorded: Decision = Decision.objects.create(
        network=network,
        gate=taken.gate,
        decision=taken.decision,
        on=taken.on,
        on_by=taken.on_by,
        known_from=told.now,
        recorded_by=told.by,
        source=told.source,
    )
    for change in follow_approvals({network.pk}, definition):
        change.write(told)
    count_change()
    return recorded
