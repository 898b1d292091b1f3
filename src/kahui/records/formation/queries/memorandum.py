"""Questions about a memorandum: who has signed which version, and whether that is everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from kahui.records.documents.models import Document, Version
from kahui.records.formation.models import Consent
from kahui.records.networks.models import Membership, Network
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now

Key = tuple[int, str]
"""A network (by key) and a kind of document."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member's board has said to a version; `consent` is `None` while it has not answered."""

    provider: Provider
    name: str
    consent: Consent | None

    @property
    def agrees(self) -> bool | None:
        return self.consent.agrees if self.consent else None


def members_of(networks: Collection[Network], on: dt.date) -> dict[int, list[Provider]]:
    """Network (by key) → its members on a day, by kind and number. One query."""
    held = Membership.objects.held_on(on)
    held = held.filter(network__in=[n.pk for n in networks]).select_related("provider")
    found: dict[int, list[Provider]] = {n.pk: [] for n in networks}
    for membership in held.order_by("provider__kind", "provider__number"):
        found[membership.network_id].append(membership.provider)
    return found


def answers_to(
    networks: Collection[Network], matter: str, on: dt.date
) -> dict[int, dict[tuple[int, int], Consent]]:
    """Network (by key) → (provider, version) → its last answer by a day. One query."""
    held = Consent.objects.current().filter(network__in=[n.pk for n in networks], matter=matter, on__lte=on)
    found: dict[int, dict[tuple[int, int], Consent]] = {n.pk: {} for n in networks}
    for consent in held.order_by("on", "known_from", "pk"):
        found[consent.network_id][consent.provider_id, consent.version] = consent
    return found


def answers(network: Network, matter: str, version: int, on: dt.date) -> tuple[Answer, ...]:
    """What every member's board has said to a version by a day, by kind and number. Three queries."""
    members = members_of([network], on)[network.pk]
    said = answers_to([network], matter, on)[network.pk]
    names = names_now([p.pk for p in members])
    return tuple(
        Answer(p, names[p.pk][1] if p.pk in names else f"{p.kind} {p.number}", said.get((p.pk, version)))
        for p in members
    )


def versions_by(networks: Collection[Network], matter: str, on: dt.date) -> dict[int, list[Version]]:
    """Network (by key) → the versions of a kind of document by a day, in order. One query."""
    held = Version.objects.current().filter(
        document__network__in=[n.pk for n in networks], document__kind=matter, on__lte=on
    )
    found: dict[int, list[Version]] = {n.pk: [] for n in networks}
    for version in held.select_related("document").order_by("number"):
        found[version.document.network_id].append(version)
    return found


def newest(network: Network, matter: str, on: dt.date) -> Version | None:
    """The newest version of a kind of document by a day."""
    found = versions_by([network], matter, on)[network.pk]
    return found[-1] if found else None


def signed_version(network: Network, on: dt.date) -> Version | None:
    """The newest version of the memorandum that every member's board has signed by a day."""
    said = answers_to([network], Document.Kind.MEMORANDUM, on)[network.pk]
    members = members_of([network], on)[network.pk]
    for version in reversed(versions_by([network], Document.Kind.MEMORANDUM, on)[network.pk]):
        given = [said.get((p.pk, version.number)) for p in members]
        if members and all(c is not None and c.agrees for c in given):
            return version
    return None


def document_of(network: Network, kind: str) -> Document:
    """The document of a kind that a network has, added where it has none yet."""
    found, _ = Document.objects.get_or_create(network=network, kind=kind)
    return found
