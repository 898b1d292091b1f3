"""Whose turn it is, of many networks at once: a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.documents.models import Request, Version
from kahui.records.formation.turns import (
    CHALLENGES,
    INTEREST,
    Moment,
    Sent,
    Stay,
    Taken,
    Turn,
    course,
    turn_of,
)
from kahui.records.networks.models import Decision, Network
from kahui.records.networks.queries import among

MATTERS = (INTEREST, CHALLENGES)
"""What offices decide about; a memorandum is the boards' own."""

Sendings = Mapping[int, Sent]
"""Network (by key) → what it sent last of one matter."""


def now_on(on: dt.date) -> AsAt:
    """A day, with all that is known now."""
    return AsAt(on, timezone.now())


def taken_of(networks: Collection[Network], as_at: AsAt) -> dict[int, list[Taken]]:
    """Network (by key) → every decision about it by a day, as known at a moment, in order. One query."""
    found: dict[int, list[Taken]] = {n.pk: [] for n in networks}
    rows = Decision.objects.by(as_at).filter(among(found)).order_by("on", "on_by", "id")
    values = rows.values_list("network_id", "id", "gate", "decision", "on", "on_by", "known_from")
    for network, *said in values:
        if network in found:
            found[network].append(Taken(*said))
    return found


def versions_of(networks: Collection[Network], as_at: AsAt) -> dict[tuple[int, str], Version]:
    """(Network, kind of document) → its newest version by a day, as known at a moment. One query."""
    keys = {n.pk for n in networks}
    rows = Version.objects.by(as_at).filter(among(keys, "document__network")).select_related("document")
    rows = rows.defer("sections", "authors").order_by("number")
    return {(v.document.network_id, v.document.kind): v for v in rows if v.document.network_id in keys}


def asked_of(versions: Collection[Version], as_at: AsAt) -> dict[int, Request]:
    """Version (by key) → the last request to change a section of it. One query."""
    keys = {v.pk for v in versions}
    rows = Request.objects.by(as_at).filter(among(keys, "version")).order_by("on", "known_from", "id")
    return {r.version_id: r for r in rows if r.version_id in keys}


def turns(
    networks: Collection[Network],
    as_at: AsAt,
    definition: Definition,
    sent: Mapping[str, Sendings] | None = None,
    taken: Mapping[int, list[Taken]] | None = None,
) -> dict[int, tuple[Turn, ...]]:
    """Network (by key) → where each of its matters is on a day, as known at a moment. Three queries.

    `sent` says, by matter, what was sent last, where a version is fixed before it is sent; of the other matters the
    newest version counts as sent. `taken` are the decisions, where the asker has them.
    """
    taken = taken_of(networks, as_at) if taken is None else taken
    versions = versions_of(networks, as_at)
    asked = asked_of(versions.values(), as_at)
    found: dict[int, tuple[Turn, ...]] = {}
    for network in networks:
        mine = []
        for matter in MATTERS:
            version = versions.get((network.pk, matter))
            sending = _sent(version) if not sent or matter not in sent else sent[matter].get(network.pk)
            request = asked.get(version.pk) if version else None
            at = Moment(request.on, request.known_from) if request else None
            turn = turn_of(matter, sending, at, taken[network.pk], definition, as_at.on)
            mine += [turn] if turn else []
        found[network.pk] = tuple(mine)
    return found


def courses(
    networks: Collection[Network], as_at: AsAt, definition: Definition
) -> dict[int, tuple[Stay, ...]]:
    """Network (by key) → every state its expression of interest was in until a day. Three queries."""
    keys = [n.pk for n in networks]
    taken = taken_of(networks, as_at)
    versions = Version.objects.by(as_at).filter(document__network__in=keys, document__kind=INTEREST)
    requests = Request.objects.by(as_at).filter(
        version__document__network__in=keys, version__document__kind=INTEREST
    )
    sent: dict[int, list[Sent]] = {key: [] for key in keys}
    for key, number, on, known in versions.values_list("document__network", "number", "on", "known_from"):
        sent[key].append(Sent(number, Moment(on, known)))
    asked: dict[int, list[tuple[int, Moment]]] = {key: [] for key in keys}
    about = ("version__document__network", "version__number", "on", "known_from")
    for key, number, on, known in requests.values_list(*about):
        asked[key].append((number, Moment(on, known)))
    return {key: course(INTEREST, sent[key], asked[key], taken[key], definition, as_at.on) for key in keys}


def turn_in(
    network: Network,
    matter: str,
    as_at: AsAt,
    definition: Definition,
    sent: Mapping[str, Sendings] | None = None,
) -> Turn | None:
    """Where one matter of one network is; `sent` as in `turns`."""
    mine = turns([network], as_at, definition, sent)[network.pk]
    return next((t for t in mine if t.matter == matter), None)


def _sent(version: Version | None) -> Sent | None:
    return Sent(version.number, Moment(version.on, version.known_from)) if version else None
