"""Questions about challenges on their way: the facts of many networks in few queries, and where each is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.challenges.models import Submission
from kahui.records.challenges.states import Answer, Asked, Belongs, Facts, Fixed, State, state
from kahui.records.dated import FactQuerySet
from kahui.records.documents.models import Document, Request, Version
from kahui.records.formation.models import Consent
from kahui.records.formation.queries.turns import Sendings, taken_of
from kahui.records.formation.turns import Moment, Sent
from kahui.records.networks.models import Membership, Network

MATTER = Document.Kind.CHALLENGES
WHEN = ("on", "known_from")


def sent_of(networks: Collection[Network], as_at: AsAt) -> dict[int, Sent]:
    """Network (by key) → the version of its challenges that it submitted last. One query.

    What `formation.queries.turns` asks for as `sent[“challenges”]`: a version is fixed for the boards before it is
    sent.
    """
    held = Submission.objects.by(as_at).filter(network__in=[n.pk for n in networks])
    values = held.order_by("on", "known_from", "pk").values_list("network", "version", "on", "known_from")
    return {network: Sent(version, Moment(on, known)) for network, version, on, known in values}


def sendings(networks: Collection[Network], as_at: AsAt) -> dict[str, Sendings]:
    """What was sent last of the matters whose versions are fixed before they are sent."""
    return {str(MATTER): sent_of(networks, as_at)}


def facts_of(networks: Collection[Network], as_at: AsAt) -> dict[int, Facts]:
    """Network (by key) → everything that has happened to its challenges by a day. Six queries."""
    keys = [n.pk for n in networks]
    versions = Version.objects.by(as_at).filter(document__network__in=keys, document__kind=MATTER)
    requests = Request.objects.by(as_at).filter(
        version__document__network__in=keys, version__document__kind=MATTER
    )
    consents = Consent.objects.by(as_at).filter(network__in=keys, matter=MATTER).order_by("known_from", "pk")
    submitted = Submission.objects.by(as_at).filter(network__in=keys)
    memberships = Membership.objects.known(as_at.known).filter(network__in=keys)
    board = ("provider__kind", "provider__number")
    fixed = _rows(versions, "document__network", "number", *WHEN)
    asked = _rows(requests, "version__document__network", "version__number", *WHEN)
    said = _rows(consents, "network", *board, "version", "agrees", *WHEN)
    sent = _rows(submitted, "network", "version", *WHEN)
    belong = _rows(memberships, "network", *board, "starts", "ends")
    taken = taken_of(networks, as_at)
    return {
        key: Facts(
            tuple(Fixed(n, Moment(on, known)) for n, on, known in fixed.get(key, ())),
            tuple(Answer((k, n), v, yes, Moment(on, known)) for k, n, v, yes, on, known in said.get(key, ())),
            tuple(Belongs((k, n), starts, ends) for k, n, starts, ends in belong.get(key, ())),
            tuple(Sent(n, Moment(on, known)) for n, on, known in sent.get(key, ())),
            tuple(Asked(n, Moment(on, known)) for n, on, known in asked.get(key, ())),
            tuple(taken.get(key, ())),
        )
        for key in keys
    }


def states(networks: Collection[Network], as_at: AsAt, definition: Definition) -> dict[int, State | None]:
    """Network (by key) → where its challenges are on a day. Six queries."""
    return {key: state(facts, definition, as_at.on) for key, facts in facts_of(networks, as_at).items()}


def submissions(network: Network, on: dt.date) -> list[Submission]:
    """What a network submitted by a day, in order."""
    return list(Submission.objects.current().filter(network=network, on__lte=on).order_by("on", "pk"))


def _rows(facts: FactQuerySet, *columns: str) -> dict[int, list[tuple[Any, ...]]]:
    """Rows of some columns, by the first of them."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for key, *rest in facts.values_list(*columns):
        found.setdefault(key, []).append(tuple(rest))
    return found
