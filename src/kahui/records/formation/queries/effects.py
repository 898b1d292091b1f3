"""What a decision would do, before it is taken: who would become a member, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from kahui.definition.lines import Gate, Outcome
from kahui.records.formation.models import Proposed
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Membership, Network
from kahui.records.networks.queries import names_of
from kahui.records.register.queries import names_now


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision would do to one network: the providers that would join it, and those that cannot, with why."""

    key: int
    number: int
    name: str
    joins: tuple[str, ...]
    clashes: tuple[str, ...]


def effects(networks: Collection[Network], gate: Gate, outcome: Outcome, on: dt.date) -> list[Effect]:
    """What deciding this about these networks would do, by number. Five queries, however many networks."""
    names = names_of(networks, now_on(on))
    founders = _founders(networks, on) if gate.counts_as == "approved" and outcome.effect == "stands" else {}
    everyone = {provider for theirs in founders.values() for provider in theirs}
    called = {key: name for key, (_, name) in names_now(sorted(everyone)).items()}
    there = _members(everyone, on)
    elsewhere = names_of(Network.objects.filter(pk__in={n for n, _ in there.values()}), now_on(on))
    found = []
    for network in sorted(networks, key=lambda n: n.number):
        joins, clashes = [], []
        for provider in founders.get(network.pk, ()):
            key, number = there.get(provider, (network.pk, network.number))
            if key != network.pk:
                clashes.append(f"{called[provider]} is a member of {elsewhere[key]} ({number})")
            elif provider not in there:
                joins.append(called[provider])
        found.append(
            Effect(
                network.pk, network.number, names[network.pk], tuple(sorted(joins)), tuple(sorted(clashes))
            )
        )
    return found


def _founders(networks: Collection[Network], on: dt.date) -> dict[int, list[int]]:
    held = Proposed.objects.on(now_on(on)).filter(
        network__in=[n.pk for n in networks], standing=Proposed.Standing.FOUNDING
    )
    found: dict[int, list[int]] = {}
    for network, provider in held.order_by("provider__number").values_list("network", "provider"):
        found.setdefault(network, []).append(provider)
    return found


def _members(providers: Collection[int], on: dt.date) -> dict[int, tuple[int, int]]:
    """Provider → the network it is in on a day: its key and number."""
    held = Membership.objects.on(now_on(on)).filter(provider__in=providers)
    return {p: (key, n) for p, key, n in held.values_list("provider", "network", "network__number")}
