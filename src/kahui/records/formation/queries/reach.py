"""Questions about networks on their way: which are within somebody's reach, and where one lies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from kahui.records.access import places
from kahui.records.access.places import Place, Reach
from kahui.records.formation.models import Office, Proposed
from kahui.records.networks.models import Membership, Network

Places = frozenset[Place]


def within(reach: Reach, on: dt.date) -> QuerySet[Network]:
    """The networks that lie within somebody's reach on a day: one query, however many there are."""
    every: QuerySet[Network] = Network.objects.all()
    if reach.nation:
        return every
    found = Q(number__in=reach.networks)
    if reach.regions:
        found |= Q(pk__in=Office.objects.held_on(on).filter(region__in=reach.regions).values("network"))
    for kind in places.PROVIDERS:
        if numbers := reach.providers(kind):
            theirs = {"provider__kind": kind, "provider__number__in": numbers}
            found |= Q(pk__in=Membership.objects.held_on(on).filter(**theirs).values("network"))
            found |= Q(pk__in=Proposed.objects.held_on(on).filter(**theirs).values("network"))
    return every.filter(found)


def places_of(networks: Collection[Network], on: dt.date) -> dict[int, Places]:
    """Network (by key) → every place it lies in on a day: itself, its office's region, its members, those proposed.

    Three queries, however many networks.
    """
    found: dict[int, set[Place]] = {n.pk: {places.NATION, places.network(n.number)} for n in networks}
    for network, region in (
        Office.objects.held_on(on).filter(network__in=found).values_list("network", "region")
    ):
        found[network].add(places.region(region))
    for model in (Membership, Proposed):
        theirs = model.objects.held_on(on).filter(network__in=found)
        for network, kind, number in theirs.values_list("network", "provider__kind", "provider__number"):
            found[network].add(places.provider(kind, number))
    return {network: frozenset(where) for network, where in found.items()}


def places_of_one(network: Network, on: dt.date) -> Places:
    """As `places_of`, of one network."""
    return places_of([network], on)[network.pk]
