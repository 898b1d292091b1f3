"""Verbs on a network's data-sharing protocol: a line is proposed, each board answers for itself, a line ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.changes.actions import count_change
from kahui.records.changes.rules import require
from kahui.records.formation.queries.memorandum import members_of
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.rules.memorandum import only_members_sign
from kahui.records.networks.models import Network, Sharing, SharingAnswer
from kahui.records.networks.queries import name_of
from kahui.records.networks.rules import not_with_a_group, sharing_has_an_end, sharing_known
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.timeline.actions import tell


def propose_sharing(
    *,
    network: Network,
    purpose: str,
    information: str,
    roles: Collection[str],
    starts: dt.date,
    ends: dt.date,
    words: str = "",
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Sharing:
    """Put a line into the protocol; it shares nothing until boards agree. Raises `RuleBroken` (NET-13 to NET-15)."""
    with transaction.atomic():
        recorded = by.may("memorandum.write", places_of_one(network, by.on))
        require(sharing_known(purpose, information, definition, starts))
        require(not_with_a_group(information, definition, starts))
        require(sharing_has_an_end(starts, ends, roles))
        moment = now or timezone.now()
        line: Sharing = Sharing.objects.create(
            network=network, purpose=purpose, information=information, roles=sorted(roles), words=words,
            starts=starts, starts_by=starts, ends=ends, ends_by=ends, known_from=moment, recorded_by=recorded,
            source="",
        )  # fmt: skip
        count_change()
        said = f"{_named(line, definition)} is proposed to be shared from {say(starts)} until {say(ends)}."
        tell(said, about=[places.network(network.number)], by=by, now=moment)
        return line


def answer_sharing(
    *,
    sharing: Sharing,
    provider: Provider,
    agrees: bool,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> SharingAnswer:
    """A board says whether it shares its part; its last answer counts. Raises `RuleBroken` (MEM-2)."""
    with transaction.atomic():
        network, own = sharing.network, [places.provider(provider.kind, provider.number)]
        recorded = by.may("consent.give", own)
        belongs = any(p.pk == provider.pk for p in members_of([network], by.on)[network.pk])
        require(only_members_sign(provider_name(provider), name_of(network), belongs=belongs))
        moment = now or timezone.now()
        made: SharingAnswer = SharingAnswer.objects.create(
            sharing=sharing, provider=provider, agrees=agrees, answered_by=by.words, on=by.on, on_by=by.on,
            known_from=moment, recorded_by=recorded, source="",
        )  # fmt: skip
        count_change()
        verb = "agrees" if agrees else "does not agree"
        about = [places.network(network.number), *own]
        tell(f"{provider_name(provider)} {verb} to share: {_named(sharing, definition)}.", about=about, by=by)
        return made


def end_sharing(
    *, sharing: Sharing, on: dt.date, by: Acting, definition: Definition, now: dt.datetime | None = None
) -> None:
    """A line of the protocol holds no longer, from a day on; it and its answers stay on record."""
    with transaction.atomic():
        network = sharing.network
        recorded = by.may("memorandum.write", places_of_one(network, by.on))
        moment = now or timezone.now()
        if not Sharing.objects.filter(pk=sharing.pk).supersede(at=moment):
            return
        given = list(sharing.answers.current())
        ended = Sharing.objects.get(pk=sharing.pk)
        ended.pk = None
        ended.ends = ended.ends_by = max(on, ended.starts)
        ended.known_from, ended.known_to, ended.recorded_by = moment, None, recorded
        ended.save(force_insert=True)
        for answer in given:
            answer.pk, answer.sharing, answer.known_from = None, ended, moment
            answer.save(force_insert=True)
        count_change()
        said = f"{_named(sharing, definition)} is shared no longer, from {say(on)} on."
        tell(said, about=[places.network(network.number)], by=by, on=on)


def _named(line: Sharing, definition: Definition) -> str:
    told = definition.agreed.told(line.information, line.starts) if definition.agreed else None
    purpose = definition.agreed.purpose(line.purpose, line.starts) if definition.agreed else None
    what, why = (
        told.name.en if told else line.information,
        purpose.name.en.lower() if purpose else line.purpose,
    )
    return f"“{what}”, for {why},"
