"""Verbs on who is in a network once it stands: join, give notice and leave, move. What follows is shown, not done."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.access.queries import holders
from kahui.records.changes.actions import count_change
from kahui.records.changes.rules import require
from kahui.records.formation.queries.ending import closed_on
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.networks import actions as memberships
from kahui.records.networks.agreements import provider_merged_into
from kahui.records.networks.models import LeavingNotice, Network, ProviderMerger
from kahui.records.networks.queries import belonging, name_of
from kahui.records.networks.rules import (
    merges_once,
    not_into_itself,
    notice_before_leaving,
    only_a_member_leaves,
    still_open,
)
from kahui.records.notices.actions import notify
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.register.rules import not_to_come
from kahui.records.timeline.actions import tell


def join(
    *,
    network: Network,
    provider: Provider,
    on: dt.date,
    by: Acting,
    source: str = "",
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """A provider becomes a member, for the first time or again. Raises `RuleBroken` (NET-1, NET-16)."""
    with transaction.atomic():
        recorded = by.may("members.change", places_of_one(network, by.on))
        require(not_to_come(on, today=by.on))
        require(still_open(name_of(network), closed_on(network, on, definition)))
        moment = now or timezone.now()
        memberships.join(
            provider=provider,
            network=network,
            on=on,
            by=recorded,
            source=source,
            definition=definition,
            now=moment,
        )
        _told(
            f"{provider_name(provider)} is a member of {name_of(network)} from {say(on)}.",
            network,
            provider,
            by,
        )
        _ask_to_sign(network, provider, on)


def leave(
    *,
    network: Network,
    provider: Provider,
    notified_on: dt.date,
    leaves: dt.date,
    words: str = "",
    scan: str = "",
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> LeavingNotice:
    """A member gives written notice that it leaves from a day on. Raises `RuleBroken` (NET-4, NET-9).

    Where that day has come the leaving is recorded with it; where it is to come, the leaving waits to be recorded.
    """
    with transaction.atomic():
        recorded = _for_member(by, network, provider)
        require(not_to_come(notified_on, today=by.on))
        require(notice_before_leaving(notified_on, leaves))
        found = belonging(provider, min(notified_on, leaves - dt.timedelta(days=1)), "possible")
        belongs = found is not None and found[0].network_id == network.pk
        require(only_a_member_leaves(provider_name(provider), name_of(network), leaves, belongs=belongs))
        moment = now or timezone.now()
        notice: LeavingNotice = LeavingNotice.objects.create(
            provider=provider, network=network, leaves=leaves, words=words, scan=scan, on=notified_on,
            on_by=notified_on, known_from=moment, recorded_by=recorded, source="",
        )  # fmt: skip
        count_change()
        said = (
            f"{provider_name(provider)} gave notice on {say(notified_on)} that it leaves {name_of(network)} "
            f"from {say(leaves)} on."
        )
        _told(said, network, provider, by, on=notified_on)
        _tell_leaders(
            network, f"left:{notice.pk}", f"{provider_name(provider)} leaves from {say(leaves)} on", by.on
        )
        if leaves <= by.on:
            record_leaving(notice=notice, by=by, definition=definition, now=moment)
        return notice


def record_leaving(
    *, notice: LeavingNotice, by: Acting, definition: Definition, now: dt.datetime | None = None
) -> None:
    """The day named in a notice has come: its member is one no longer. Raises `RuleBroken` (NET-4, REG-1)."""
    with transaction.atomic():
        network, provider = notice.network, notice.provider
        recorded = _for_member(by, network, provider)
        require(not_to_come(notice.leaves, today=by.on))
        memberships.leave(
            provider=provider, network=network, on=notice.leaves, by=recorded,
            source=f"written notice of {say(notice.on)}", definition=definition, now=now,
        )  # fmt: skip
        said = f"{provider_name(provider)} is no longer a member of {name_of(network)}, from {say(notice.leaves)}."
        _told(said, network, provider, by, on=notice.leaves)


def move(
    *,
    provider: Provider,
    network: Network,
    on: dt.date,
    by: Acting,
    source: str = "",
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """A member of another network becomes a member of this one, without a day between. Raises `RuleBroken`.

    Whoever records it must be able to change the members of both.
    """
    with transaction.atomic():
        recorded = by.may("members.change", places_of_one(network, by.on))
        found = belonging(provider, on - dt.timedelta(days=1), "possible")
        if found is not None and found[0].network_id != network.pk:
            by.may("members.change", places_of_one(found[0].network, by.on))
        require(not_to_come(on, today=by.on))
        require(still_open(name_of(network), closed_on(network, on, definition)))
        memberships.move(
            provider=provider,
            network=network,
            on=on,
            by=recorded,
            source=source,
            definition=definition,
            now=now,
        )
        was = name_of(found[0].network) if found else "another network"
        said = f"{provider_name(provider)} moved from {was} to {name_of(network)} on {say(on)}."
        _told(said, network, provider, by, on=on, was=found[0].network if found else None)
        _ask_to_sign(network, provider, on)


def merge_providers(
    *,
    gone: Provider,
    into: Provider,
    on: dt.date,
    words: str = "",
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> ProviderMerger:
    """A provider closed into another: where it was a member, it is one no longer. Raises `RuleBroken` (NET-7, NET-8).

    What the register says of either is for the next directory to say.
    """
    with transaction.atomic():
        require(not_into_itself(provider_name(gone), same=gone.pk == into.pk))
        found = belonging(gone, on - dt.timedelta(days=1), "possible")
        there = (
            places_of_one(found[0].network, by.on) if found else (places.provider(gone.kind, gone.number),)
        )
        recorded = by.may("members.change", there)
        require(not_to_come(on, today=by.on))
        for one in (gone, into):
            was = provider_merged_into(one, by.on)
            require(
                merges_once(
                    provider_name(one), provider_name(was.into) if was else "", was.on if was else None
                )
            )
        moment = now or timezone.now()
        merger: ProviderMerger = ProviderMerger.objects.create(
            gone=gone, into=into, words=words, on=on, on_by=on, known_from=moment, recorded_by=recorded, source="",
        )  # fmt: skip
        if found is not None:
            source = f"merged into {provider_name(into)}"
            memberships.leave(
                provider=gone, network=found[0].network, on=on, by=recorded, source=source, definition=definition,
                now=moment,
            )  # fmt: skip
        count_change()
        about = [places.provider(p.kind, p.number) for p in (gone, into)]
        if found is not None:
            about.append(places.network(found[0].network.number))
        tell(
            f"{provider_name(gone)} closed into {provider_name(into)} on {say(on)}.",
            about=about,
            by=by,
            on=on,
        )
        return merger


def _for_member(by: Acting, network: Network, provider: Provider) -> str:
    """How it is recorded: by the member's own board, or by whoever keeps the members of the network."""
    own = [places.provider(provider.kind, provider.number)]
    if by.check("consent.give", own):
        return by.may("consent.give", own)
    return by.may("members.change", places_of_one(network, by.on))


def _told(
    said: str,
    network: Network,
    provider: Provider,
    by: Acting,
    *,
    on: dt.date | None = None,
    was: Network | None = None,
) -> None:
    about = [places.network(network.number), places.provider(provider.kind, provider.number)]
    if was is not None:
        about.append(places.network(was.number))
    tell(said, about=about, by=by, on=on)


def _tell_leaders(network: Network, once: str, subject: str, on: dt.date) -> None:
    here = places.network(network.number)
    for person in holders(role="leader", place=here, on=on):
        notify(
            to=person, kind="members", subject=subject, once=once, about=here,
            words="See what follows from it, and what is to be signed again.",
            path=f"/inside/{network.number}/members",
        )  # fmt: skip


def _ask_to_sign(network: Network, provider: Provider, on: dt.date) -> None:
    """A new member signs the memorandum too."""
    here = places.provider(provider.kind, provider.number)
    for role in ("board", "nominee"):
        for person in holders(role=role, place=here, on=on):
            notify(
                to=person, kind="memorandum", subject="A memorandum is to be signed",
                words=f"Since {say(on)} you are a member. Read the memorandum and sign it, or say why not.",
                path=f"/inside/{network.number}/memorandum", once=f"joined:{network.pk}:{provider.pk}:{on}",
                about=places.network(network.number),
            )  # fmt: skip
