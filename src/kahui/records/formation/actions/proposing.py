"""Verbs on an expression of interest that is being written: begin it, name it, say who takes part."""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.words import fold
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.access.queries import holders
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.rules import require
from kahui.records.documents.models import Document
from kahui.records.formation.actions.asking import ask_boards, no_longer_asked
from kahui.records.formation.actions.sending import settle, undecided
from kahui.records.formation.models import Office, Proposed
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.queries.turns import now_on
from kahui.records.formation.rules import interest as rules
from kahui.records.formation.turns import INTEREST
from kahui.records.networks.models import Network, NetworkName
from kahui.records.networks.queries import name_of
from kahui.records.notices.actions import notify
from kahui.records.register.models import Detail, Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.timeline.actions import tell


def begin(
    *, provider: Provider, name: str, by: Acting, on: dt.date | None = None, now: dt.datetime | None = None
) -> Network:
    """Begin an expression of interest for one's own provider: a network with a name, its regional office, a document.

    The same provider beginning one of the same name twice begins one. Raises `RuleBroken` (INT-1 to INT-3).
    """
    with transaction.atomic():
        await_turn()
        recorded = by.may("interest.write", [places.provider(provider.kind, provider.number)])
        day, called = on or by.on, _name(name)
        same = _begun_already(provider, called, day)
        if same is not None:
            return same
        require(rules.network_has_a_name(called))
        require(rules.name_of_its_own(called, _called_so(called, None)))
        detail = _open(provider, day)
        most = Network.objects.aggregate(most=Max("number"))["most"] or 0
        network = Network.objects.create(number=most + 1)
        fact = _fact(day, recorded, now)
        NetworkName.objects.create(network=network, kind=Provider.Kind.SCHOOL, name=called, **fact)
        Office.objects.create(network=network, region=detail.region, **fact)
        Proposed.objects.create(
            network=network, provider=provider, standing=Proposed.Standing.FOUNDING, **fact
        )
        Document.objects.create(network=network, kind=Document.Kind.INTEREST)
        count_change()
        tell(
            f"{provider_name(provider)} began an expression of interest, “{called}”.",
            about=[places.network(network.number), places.provider(provider.kind, provider.number)],
            by=by,
            on=day,
        )
        return network


def rename(
    *, network: Network, name: str, by: Acting, definition: Definition, now: dt.datetime | None = None
) -> None:
    """Give a network that forms another name. Raises `RuleBroken` (INT-1, INT-2, INT-4)."""
    with transaction.atomic():
        recorded = by.may("interest.write", places_of_one(network, by.on))
        called, was = _name(name), name_of(network)
        require(rules.network_has_a_name(called))
        require(rules.name_of_its_own(called, _called_so(called, network)))
        undecided(network, by.on, definition)
        if called == was:
            return
        moment = now or timezone.now()
        held = NetworkName.objects.filter(network=network, seen_from__isnull=True)
        held.supersede(at=moment)
        fact = _fact(min([h.starts for h in held], default=by.on), recorded, moment)
        NetworkName.objects.create(network=network, kind=Provider.Kind.SCHOOL, name=called, **fact)
        count_change()
        tell(f"“{was}” is called “{called}”.", about=[places.network(network.number)], by=by)


def name_provider(
    *,
    network: Network,
    provider: Provider,
    standing: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Proposed:
    """Name a provider as a founding member, an associate or pending; one named already changes its standing.

    Who would found it is asked for its board's answer, once it was sent. Raises `RuleBroken` (INT-3, INT-4).
    """
    with transaction.atomic():
        await_turn()
        recorded = by.may("interest.write", places_of_one(network, by.on))
        interest = undecided(network, by.on, definition)
        _open(provider, by.on)
        held = Proposed.objects.on(now_on(by.on)).filter(network=network, provider=provider)
        same: Proposed | None = held.filter(standing=standing).first()
        if same is not None:
            return same
        moment = now or timezone.now()
        held.supersede(at=moment)
        made: Proposed = Proposed.objects.create(
            network=network,
            provider=provider,
            standing=Proposed.Standing(standing),
            **_fact(by.on, recorded, moment),
        )
        count_change()
        words = f"{provider_name(provider)} is named in the expression of interest of {name_of(network)}: "
        _told(f"{words}{Proposed.Standing(standing).label}.", network, provider, by)
        _invited(network, provider, by)
        if (
            standing == Proposed.Standing.FOUNDING
            and interest.version
            and interest.state in ("asking", "refused", "sent")
        ):
            ask_boards(network, [provider], interest.version, by.on, definition)
        else:
            settle(network=network, on=by.on, by=recorded, definition=definition, now=now)
        return made


def take_out(
    *,
    network: Network,
    provider: Provider,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """Name a provider no longer; its letters are withdrawn. Raises `RuleBroken` (INT-4, INT-6)."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("interest.write", places_of_one(network, by.on))
        interest = undecided(network, by.on, definition)
        moment = now or timezone.now()
        taken = (
            Proposed.objects.on(now_on(by.on)).filter(network=network, provider=provider).supersede(at=moment)
        )
        require(rules.named_there(provider_name(provider), name_of(network), named=taken > 0))
        count_change()
        words = f"{provider_name(provider)} is no longer named in the expression of interest of {name_of(network)}."
        _told(words, network, provider, by)
        if interest.version:
            no_longer_asked(network, INTEREST, [interest.version.number], provider)
        settle(network=network, on=by.on, by=recorded, definition=definition, now=now)


def _open(provider: Provider, on: dt.date) -> Detail:
    detail: Detail | None = Detail.objects.on(now_on(on)).filter(provider=provider, is_open=True).first()
    require(rules.open_when_named(provider_name(provider), on, is_open=detail is not None))
    assert detail is not None  # INT-3 holds
    return detail


def _name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _called_so(name: str, own: Network | None) -> str:
    """The other network that is called so, macrons and case aside; `""` where none is."""
    held = NetworkName.objects.current().filter(ends__isnull=True).exclude(network=own)
    listed = held.values_list("name", "network__number")
    return next((f"network {number}" for other, number in listed if fold(other) == fold(name)), "")


def _begun_already(provider: Provider, name: str, on: dt.date) -> Network | None:
    mine = Network.objects.filter(
        documents__kind=Document.Kind.INTEREST, proposed__provider=provider, proposed__known_to__isnull=True
    )
    return next((n for n in mine.distinct() if fold(name_of(n)) == fold(name)), None)


def _fact(day: dt.date, recorded: str, now: dt.datetime | None) -> dict[str, object]:
    moment = now or timezone.now()
    return {
        "starts": day,
        "starts_by": day,
        "known_from": moment,
        "recorded_by": recorded[:200],
        "source": "",
    }


def _invited(network: Network, provider: Provider, by: Acting) -> None:
    """Whoever leads a provider learns that it is named, and that they can write too."""
    place = places.provider(provider.kind, provider.number)
    for person in holders(role="school-lead", place=place, on=by.on):
        notify(
            to=person,
            kind="interest",
            subject=f"{name_of(network)} would like you to take part",
            words=f"The expression of interest of {name_of(network)} names {provider_name(provider)}. Read it; you "
            "can write in it too.",
            path=f"/expressions/{network.number}",
            about=places.network(network.number),
            once=f"named:{network.number}:{provider.pk}",
        )


def _told(words: str, network: Network, provider: Provider, by: Acting) -> None:
    tell(
        words, about=[places.network(network.number), places.provider(provider.kind, provider.number)], by=by
    )
