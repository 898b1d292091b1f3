"""Telling people that something has come to them. Call inside the transaction of the act that brought it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from kahui.definition.model import Definition
from kahui.records.access import places
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, PROVIDERS, Place
from kahui.records.access.queries import holders
from kahui.records.access.roles import roles_with
from kahui.records.formation.models import Advice, Assignment, Office
from kahui.records.formation.queries.declared import conflicted
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.queries.turns import now_on, turns, versions_of
from kahui.records.formation.turns import Turn
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.notices.actions import notify


def writers_of(network: Network, on: dt.date) -> list[Person]:
    """Those who write for a network: its leaders, and the leads of its schools."""
    there = Q()
    for place in places_of_one(network, on):
        if place.kind in ("network", *PROVIDERS):
            there |= Q(place_kind=place.kind, place_key=place.key)
    held = Grant.objects.held_on(on)
    theirs = held.filter(there, role__in=roles_with("interest.write"))
    return list(Person.objects.filter(is_active=True, pk__in=theirs.values("person")).order_by("pk"))


def region_of(network: Network, on: dt.date) -> Place | None:
    """The region whose office a network's papers go to on a day."""
    row = Office.objects.held_on(on).filter(network=network).values_list("region", flat=True).first()
    return places.region(row) if row else None


def adviser_of(network: Network, on: dt.date) -> Person | None:
    """Who looks after a network on a day; nobody while that person has an interest of their own in it."""
    rows = Assignment.objects.held_on(on).filter(network=network).select_related("adviser")
    adviser: Person | None = next((row.adviser for row in rows.order_by("-starts", "-id")), None)
    if adviser is None or (network.pk, adviser.pk) in conflicted([network], now_on(on)):
        return None
    return adviser


def owners_of(network: Network, turn: Turn, on: dt.date) -> list[Person]:
    """Who is told: of what is before the region’s office, the adviser who looks after the network until they have
    advised (the director while there is none), then whoever decides; of an answer, those who write."""
    if turn.state in ("back", "rests", "ended", "done"):
        return writers_of(network, on)
    if turn.capacity is None:
        return []
    where = region_of(network, on)
    if turn.capacity.role != "office":
        adviser = adviser_of(network, on)
        if adviser is None:
            return list(holders(role="director", place=where, on=on)) if where else []
        if turn.capacity.role == "adviser" or not _is_advised(network, turn.matter, on):
            return [adviser]
    place = NATION if turn.capacity.role == "office" else where
    return list(holders(capacity=turn.capacity.code, place=place, on=on)) if place else []


def tell_whose_turn(
    networks: Collection[Network], *, matter: str, on: dt.date, definition: Definition, once: str
) -> None:
    """Write to whoever a matter of these networks has come to. `once` names the fact that brought it there."""
    for key, mine in turns(networks, now_on(on), definition).items():
        network = next(n for n in networks if n.pk == key)
        turn = next((t for t in mine if t.matter == matter), None)
        if turn is None:
            continue
        to_office = turn.state == "waits"
        gate = definition.at(on).gate(turn.gate)
        step = gate.name.en.lower() if gate else "its papers"
        for person in owners_of(network, turn, on):
            notify(
                to=person,
                kind="turn" if to_office else "answer",
                subject=f"{name_of(network)}: {step}" if to_office else f"{name_of(network)}: an answer",
                words=(
                    f"{name_of(network)} has come to its {step}, and it is your turn."
                    if to_office
                    else f"There is an answer to what {name_of(network)} sent. Sign in to read it."
                ),
                path=f"/office/cases/{network.number}" if to_office else f"/inside/{network.number}",
                about=places.network(network.number),
                once=f"{once}:{network.number}",
            )


def _is_advised(network: Network, matter: str, on: dt.date) -> bool:
    """Whether somebody advised on its newest version."""
    newest = versions_of([network], now_on(on)).get((network.pk, matter))
    given = Advice.objects.by(now_on(on)).filter(network=network, matter=matter)
    return newest is not None and given.filter(version=newest.number).exists()
