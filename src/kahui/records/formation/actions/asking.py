"""Asking boards for their answer: those who sign in by a notice, the others by a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from kahui.definition.documents import outline
from kahui.definition.model import Definition
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.queries import holders
from kahui.records.documents.models import Version
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.notices.actions import notify
from kahui.records.notices.letters import unanswered, withdraw, write_letter
from kahui.records.notices.models import Letter
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.timeline.actions import tell

PURPOSE = "consent"
"""The purpose of a letter by which a board answers about a document; its subject is `subject_of` the version."""


def answering_role(provider: Provider) -> str:
    """Who answers for a provider: its board, or the nominee of a service."""
    return "nominee" if provider.kind == Provider.Kind.SERVICE else "board"


def answering(provider: Provider, on: dt.date) -> list[Person]:
    """The people who sign in to answer for a provider on a day."""
    place = places.provider(provider.kind, provider.number)
    return list(holders(role=answering_role(provider), place=place, on=on))


def subject_of(network: Network, matter: str, version: int) -> str:
    """What a letter is about: a kind of document, a network and a version."""
    return f"{matter}:{network.number}:{version}"


def ask_boards(
    network: Network, providers: Iterable[Provider], version: Version, on: dt.date, definition: Definition
) -> None:
    """Write to whoever answers for these providers. Call inside the transaction of the act that asks."""
    kind = outline(definition.documents, version.document.kind).name.en.lower()
    here = places.network(network.number)
    for provider in providers:
        for person in answering(provider, on):
            notify(
                to=person,
                kind="consent",
                subject=f"{name_of(network)}: your board’s answer",
                words=f"The {kind} of {name_of(network)} is before your board. Read it and answer, in two minutes.",
                path=f"/board/{provider.kind}/{provider.number}",
                about=here,
                once=f"consent:{version.pk}:{provider.pk}",
            )


def ask_by_letter(
    *,
    network: Network,
    provider: Provider,
    version: Version,
    to: str,
    to_name: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Letter:
    """Ask a board that does not sign in, by a link for one answer. Raises `RuleBroken` (ACC-1)."""
    matter = version.document.kind
    with transaction.atomic():
        there = places_of_one(network, by.on)
        by.may("consent.record" if by.check("consent.record", there) else f"{matter}.write", there)
        letter = write_letter(
            purpose=PURPOSE,
            subject=subject_of(network, matter, version.number),
            provider=(provider.kind, provider.number),
            to=to,
            to_name=to_name.strip(),
            by=by,
            now=now,
        )
        kind = outline(definition.documents, matter).name.en.lower()
        notify(
            to=letter.to,
            kind="consent",
            subject=f"{name_of(network)}: your board’s answer",
            words=f"The {kind} of {name_of(network)} is before the board of {provider_name(provider)}. Open the link, "
            "read it, and answer for the board.",
            letter=letter,
            about=places.network(network.number),
            once=f"letter:{letter.pk}",
        )
        about = [places.network(network.number), places.provider(provider.kind, provider.number)]
        tell(
            f"The board of {provider_name(provider)} was asked by letter about the {kind}.",
            about=about,
            by=by,
        )
        return letter


def no_longer_asked(
    network: Network, matter: str, versions: Iterable[int], provider: Provider | None = None
) -> None:
    """Withdraw the letters about these versions that nobody answered; of one provider, where it is named."""
    for version in versions:
        letters = unanswered(PURPOSE, subject_of(network, matter, version))
        if provider is not None:
            letters = letters.filter(provider_kind=provider.kind, provider_number=provider.number)
        withdraw(letters)
