"""Verbs on a network's end: merge it into another, close it, act as one with others. Nothing is removed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kahui.definition.lines import Effect
from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import Acting, No, Yes
from kahui.records.access.places import Place
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.rules import require
from kahui.records.formation.queries.ending import CLOSING, closed_on
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.networks import actions as networks
from kahui.records.networks.agreements import acting_as_one, merged_into
from kahui.records.networks.models import Membership, Network, NetworkMerger, OperatingGroup
from kahui.records.networks.queries import name_of
from kahui.records.networks.rules import (
    acts_as_one_once,
    merges_once,
    not_into_itself,
    still_open,
    two_act_as_one,
)
from kahui.records.register.rules import not_to_come
from kahui.records.timeline.actions import tell


def may_end(network: Network, by: Acting, definition: Definition) -> Yes | No:
    """Whether somebody may close a network: the office that the programme names for its closing."""
    there = places_of_one(network, by.on)
    allowed = by.check("network.end", there)
    office = closing_office(definition, by.on)
    return by.check("gate.decide", there, capacity=office) if allowed and office else allowed


def closing_office(definition: Definition, on: dt.date) -> str:
    """The capacity that decides at the closing; blank where the programme has no such gate."""
    programme = definition.at(on)
    gate = programme.gate(CLOSING)
    decider = programme.decider(gate) if gate else None
    return decider.code if decider else ""


def close(
    *,
    network: Network,
    on: dt.date,
    reason: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """A network closes: its closing and the end of its approval are decided on one day. Raises `RuleBroken`.

    Its members, memorandum, challenges and posts stay on record; that they hold no longer is worked out.
    """
    with transaction.atomic():
        recorded = _may(network, by, definition)
        require(not_to_come(on, today=by.on))
        require(still_open(name_of(network), closed_on(network, on, definition)))
        _closed(network, on, reason, recorded, definition, now or timezone.now())
        tell(
            f"{name_of(network)} closed on {say(on)}. {reason}".strip(),
            about=[places.network(network.number)],
            by=by,
            on=on,
        )


def merge(
    *,
    gone: Network,
    into: Network,
    on: dt.date,
    words: str = "",
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> NetworkMerger:
    """A network goes on as part of another: its members move there on the day, and it closes. Raises `RuleBroken`.

    NET-7 and NET-8; what was published of either at an earlier date stays as it was.
    """
    with transaction.atomic():
        await_turn()
        recorded = _may(gone, by, definition)
        _may(into, by, definition)
        require(not_into_itself(name_of(gone), same=gone.pk == into.pk))
        require(not_to_come(on, today=by.on))
        for one in (gone, into):
            was = merged_into(one, by.on)
            require(merges_once(name_of(one), name_of(was.into) if was else "", was.on if was else None))
            require(still_open(name_of(one), closed_on(one, on, definition)))
        moment = now or timezone.now()
        merger: NetworkMerger = NetworkMerger.objects.create(
            gone=gone, into=into, words=words, on=on, on_by=on, known_from=moment, recorded_by=recorded, source="",
        )  # fmt: skip
        source = f"{name_of(gone)} merged into {name_of(into)}"
        day_before = on - dt.timedelta(days=1)
        for membership in _members(gone, day_before):
            networks.move(
                provider=membership.provider, network=into, on=on, by=recorded, source=source,
                definition=definition, now=moment,
            )  # fmt: skip
        _closed(gone, on, source, recorded, definition, moment)
        count_change()
        about = [places.network(n.number) for n in (gone, into)]
        tell(f"{source} on {say(on)}. {words}".strip(), about=about, by=by, on=on)
        return merger


def act_as_one(
    *,
    networks: Sequence[Network],
    name: str,
    starts: dt.date,
    by: Acting,
    now: dt.datetime | None = None,
) -> str:
    """Networks agree to act as one from a day on; each keeps its approval. Raises `RuleBroken` (NET-10, NET-11)."""
    with transaction.atomic():
        await_turn()
        different = list({n.pk: n for n in networks}.values())
        recorded = [by.may("members.change", places_of_one(n, by.on)) for n in different]
        require(two_act_as_one(len(different)))
        for one in different:
            require(acts_as_one_once(name_of(one), acting_as_one(one, starts)[0] or None))
        moment, group = now or timezone.now(), str(uuid.uuid4())
        OperatingGroup.objects.bulk_create(
            OperatingGroup(
                network=one, group=group, name=name, starts=starts, starts_by=starts, known_from=moment,
                recorded_by=recorded[0], source="",
            )
            for one in different
        )  # fmt: skip
        count_change()
        said = " and ".join(name_of(n) for n in different)
        tell(f"{said} act as one from {say(starts)}: {name}.", about=_places(different), by=by, on=starts)
        return group


def act_apart(*, network: Network, on: dt.date, by: Acting, now: dt.datetime | None = None) -> None:
    """A network acts as one with others no longer. Where only one would be left, the group ends."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("members.change", places_of_one(network, by.on))
        moment = now or timezone.now()
        held = OperatingGroup.objects.current().filter(network=network, starts__lte=on, ends__isnull=True)
        for row in held:
            rest = OperatingGroup.objects.current().filter(group=row.group, ends__isnull=True)
            ending = list(rest) if rest.count() <= 2 else [row]
            OperatingGroup.objects.filter(pk__in=[e.pk for e in ending]).supersede(at=moment)
            for each in ending:
                each.pk = None
                each.ends = each.ends_by = max(on, each.starts)
                each.known_from, each.known_to, each.recorded_by = moment, None, recorded
                each.save(force_insert=True)
            count_change()
            said = f"{name_of(network)} acts as one in {row.name} no longer, from {say(on)}."
            tell(said, about=_places([e.network for e in ending]), by=by, on=on)


def _may(network: Network, by: Acting, definition: Definition) -> str:
    there = places_of_one(network, by.on)
    recorded = by.may("network.end", there)
    office = closing_office(definition, by.on)
    return by.may("gate.decide", there, capacity=office) if office else recorded


def _closed(
    network: Network, on: dt.date, source: str, recorded: str, definition: Definition, moment: dt.datetime
) -> None:
    """The closing, where the programme has that gate, then the end of the approval: both on the day."""
    programme = definition.at(on)
    ends: list[tuple[str, Effect]] = [(CLOSING, "stands")] if programme.gate(CLOSING) else []
    approval = definition.standing("approved")
    ends += [(approval.code, "ends")] if approval else []
    for code, effect in ends:
        gate = programme.gate(code)
        word = next((o.word for o in gate.outcomes if o.effect == effect), "") if gate else ""
        networks.decide(
            network=network, gate=code, decision=word, on=on, source=source or recorded, by=recorded,
            definition=definition, now=moment,
        )  # fmt: skip


def _members(network: Network, on: dt.date) -> list[Membership]:
    held = Membership.objects.current().filter(network=network, starts__lte=on).exclude(ends__lte=on)
    return list(held.select_related("provider").order_by("provider__kind", "provider__number"))


def _places(networks: Sequence[Network]) -> list[Place]:
    return [places.network(n.number) for n in networks]
