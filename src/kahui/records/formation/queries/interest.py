"""Questions about expressions of interest: who is named, what their boards said, where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from kahui.definition.formation import Look, Named, looks
from kahui.definition.gates import has_words_for, stage, understood
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.definition.words import fold
from kahui.records.access import places
from kahui.records.access.places import Place, Reach
from kahui.records.documents.models import Document, Version
from kahui.records.formation.models import Consent, Proposed
from kahui.records.formation.queries.reach import within
from kahui.records.formation.queries.turns import now_on, taken_of, versions_of
from kahui.records.formation.turns import INTEREST, Taken
from kahui.records.networks.models import Membership, Network, NetworkName
from kahui.records.networks.queries import name_of
from kahui.records.register.models import Detail, Provider, Roll

State = Literal["writing", "asking", "refused", "sent", "approved", "withdrawn"]
"""`writing`: nothing sent since. `asking`: boards are asked. `refused`: a board said no. `sent`: with the office."""


@dataclass(frozen=True, slots=True)
class Founder:
    """A provider as an expression of interest names it and the register has it on the day.

    `roll` is `None` where the register has none; `consent` the board's last answer to the newest version.
    """

    provider: Provider
    name: str
    type: str
    authority: str
    region: str
    standing: str
    roll: int | None
    roll_on: dt.date | None
    is_open: bool
    elsewhere: str
    consent: Consent | None

    @property
    def place(self) -> Place:
        return places.provider(self.provider.kind, self.provider.number)

    @property
    def founds(self) -> bool:
        return self.standing == Proposed.Standing.FOUNDING

    @property
    def answer(self) -> bool | None:
        return self.consent.agrees if self.consent else None


@dataclass(frozen=True, slots=True)
class Interest:
    """An expression of interest on a day: where it stands since when, and who is named. Worked out, never stored."""

    network: Network
    name: str
    document: Document
    version: Version | None
    state: State
    since: dt.date
    named: tuple[Founder, ...]

    @property
    def founders(self) -> tuple[Founder, ...]:
        return tuple(f for f in self.named if f.founds)

    def looks(self, definition: Definition, on: dt.date) -> tuple[Look, ...]:
        """What the programme looks for, as sentences."""
        those = [
            Named(f.name, f.provider.kind, f.type, f.authority, f.founds, f.elsewhere, f.answer)
            for f in self.named
        ]
        return looks(those, definition, on)


def interest_of(network: Network, on: dt.date, definition: Definition) -> Interest | None:
    """A network's expression of interest; `None` where it has none."""
    document = Document.objects.filter(network=network, kind=INTEREST).first()
    if document is None:
        return None
    as_at = now_on(on)
    version = versions_of([network], as_at).get((network.pk, INTEREST))
    named = named_in(network, version, as_at)
    taken = taken_of([network], as_at)[network.pk]
    state, since = state_of(version, [f.answer for f in named if f.founds], taken, definition, on)
    return Interest(network, name_of(network), document, version, state, since, named)


def state_of(
    version: Version | None,
    answers: Collection[bool | None],
    taken: Collection[Taken],
    definition: Definition,
    on: dt.date,
) -> tuple[State, dt.date]:
    """Where an expression of interest stands on a day, and since when; `answers` are the founding boards'."""
    said = [t for t in taken if has_words_for(t.said, definition)]
    approval = definition.standing("approved")
    stood = {g.gate: g for g in stage([t.said for t in said], definition, on).gates}
    if approval is not None and approval.code in stood:
        return "approved", stood[approval.code].since
    if version is None:
        return "writing", on
    withdrawn = [t for t in said if t.gate == INTEREST and understood(t.said, definition)[1] == "ends"]
    if INTEREST in stood:
        return "sent", stood[INTEREST].renewed
    if withdrawn and (withdrawn[-1].on, withdrawn[-1].known) > (version.on, version.known_from):
        return "withdrawn", withdrawn[-1].on
    return ("refused" if False in answers else "asking"), version.on


def named_in(network: Network, version: Version | None, as_at: AsAt) -> tuple[Founder, ...]:
    """Who is named, founders first, as the register has them. Five queries, however many."""
    rows = Proposed.objects.on(as_at).filter(network=network).select_related("provider")
    named = {row.provider_id: row for row in rows.order_by("pk")}
    details = _newest(Detail.objects.on(as_at).filter(provider__in=named), "starts")
    rolls = _newest(Roll.objects.by(as_at).filter(provider__in=named), "on", "series")
    elsewhere = _elsewhere(named, network, as_at)
    consents = last_answers([network], as_at, {network.pk: version})[network.pk]
    found = []
    for key, row in named.items():
        detail, roll = details.get(key), rolls.get(key)
        found.append(
            Founder(
                row.provider,
                detail.name if detail else f"{row.provider.kind} {row.provider.number}",
                detail.type if detail else "",
                detail.authority if detail else "",
                detail.region if detail else "",
                row.standing,
                roll.total if roll else None,
                roll.on if roll else None,
                bool(detail and detail.is_open),
                elsewhere.get(key, ""),
                consents.get(key),
            )
        )
    order = list(Proposed.Standing.values)
    return tuple(sorted(found, key=lambda f: (order.index(f.standing), f.provider.kind, fold(f.name))))


def last_answers(
    networks: Collection[Network], as_at: AsAt, newest: Mapping[int, Version | None]
) -> dict[int, dict[int, Consent]]:
    """Network (by key) → provider (by key) → its board's last answer. One query.

    Who agreed to a version agrees to what comes of it, until they say otherwise; who did not is asked anew.
    """
    rows = Consent.objects.by(as_at).filter(network__in=[n.pk for n in networks], matter=INTEREST)
    last = {(c.network_id, c.provider_id): c for c in rows.order_by("on", "known_from", "pk")}
    found: dict[int, dict[int, Consent]] = {n.pk: {} for n in networks}
    for (network, provider), consent in last.items():
        version = newest.get(network)
        if version is not None and (consent.agrees or consent.version == version.number):
            found[network][provider] = consent
    return found


def interests_of(reach: Reach, on: dt.date) -> QuerySet[Network]:
    """The networks within reach that have an expression of interest, the newest first."""
    return within(reach, on).filter(documents__kind=INTEREST).order_by("-number")


def states_of(
    networks: Collection[Network], on: dt.date, definitions: Mapping[int, Definition]
) -> dict[int, tuple[State, dt.date]]:
    """Network (by key) → where its expression of interest stands, and since when. Four queries, however many."""
    as_at = now_on(on)
    versions = versions_of(networks, as_at)
    newest = {n.pk: versions.get((n.pk, INTEREST)) for n in networks}
    said, taken = last_answers(networks, as_at, newest), taken_of(networks, as_at)
    founders: dict[int, list[int]] = {n.pk: [] for n in networks}
    rows = Proposed.objects.on(as_at).filter(network__in=founders, standing=Proposed.Standing.FOUNDING)
    for network, provider in rows.values_list("network", "provider"):
        founders[network].append(provider)
    found = {}
    for n in networks:
        given = [said[n.pk].get(p) for p in founders[n.pk]]
        answers = [c.agrees if c else None for c in given]
        found[n.pk] = state_of(newest[n.pk], answers, taken[n.pk], definitions[n.pk], on)
    return found


def found_by(text: str, as_at: AsAt, most: int = 12) -> tuple[Detail, ...]:
    """Open providers whose name has every word of a text in it, macrons and case aside; or whose number it is."""
    words = fold(text).split()
    if not words:
        return ()
    rows = Detail.objects.on(as_at).filter(is_open=True)
    if len(words) == 1 and words[0].isdigit() and len(words[0]) <= 9:
        return tuple(rows.filter(provider__number=int(words[0])).select_related("provider")[:most])
    lines = rows.values_list("pk", "name", "district")
    hits = [
        (fold(name), pk)
        for pk, name, district in lines
        if all(w in fold(f"{name} {district}") for w in words)
    ]
    hits.sort(key=lambda hit: (not hit[0].startswith(words[0]), hit[0]))
    keys = [pk for _, pk in hits[:most]]
    found = {d.pk: d for d in Detail.objects.filter(pk__in=keys).select_related("provider")}
    return tuple(found[key] for key in keys)


def _newest(rows: QuerySet, *order: str) -> dict:  # type: ignore[type-arg]
    return {row.provider_id: row for row in rows.order_by(*order)}


def _elsewhere(named: Collection[int], network: Network, as_at: AsAt) -> dict[int, str]:
    """Provider (by key) → the other network it is in, by name and number. Two queries."""
    held = Membership.objects.on(as_at).filter(Q(provider__in=named) & ~Q(network=network))
    there = dict(held.values_list("provider", "network"))
    names = NetworkName.objects.current().filter(network__in=there.values()).order_by("starts")
    called = {
        k: f"{name} ({number})" for k, number, name in names.values_list("network", "network__number", "name")
    }
    return {p: called.get(n, "another network") for p, n in there.items()}
