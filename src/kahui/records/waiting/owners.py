"""Whose turn something is, in words: the role, where it is held, and who holds it on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, PROVIDERS, Place
from kahui.records.access.roles import ROLES
from kahui.records.editions.queries import live_definition
from kahui.records.networks.queries import names_by_number
from kahui.records.notices.waiting import Waiting
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now

FEW = 500
"""Places that are asked for by name; of more, everybody's grants of these roles are read."""


class Key(NamedTuple):
    """Who owns a waiting thing: the holders of a role, of an office where one is named, in a place."""

    role: str
    place: Place
    capacity: str = ""

    @classmethod
    def of(cls, waiting: Waiting) -> Key:
        return cls(waiting.role, waiting.place, waiting.capacity)


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner in words: `role` is the office's name where the programme names one; `people` may be nobody."""

    key: Key
    role: str
    where: str
    people: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.role}, {self.where}" if self.where else self.role


def holders_of(keys: Collection[Key], on: dt.date) -> dict[Key, list[Person]]:
    """Who holds each of these on a day, deputies included; a place that is a person is that person. Two queries at
    most, however many there are."""
    wanted = set(keys)
    kinds = {key.place.kind for key in wanted}
    named = {key.place.key: key for key in wanted if key.place.kind == "person"}
    held = Grant.objects.held_on(on)
    held = held.filter(
        role__in={key.role for key in wanted}, place_kind__in=kinds, person__is_active=True
    ).select_related("person")
    places = {key.place.key for key in wanted}
    if len(places) <= FEW:  # more than a database takes in one question are chosen here
        held = held.filter(place_key__in=places)
    found: dict[Key, list[Person]] = {key: [] for key in wanted}
    for grant in held.order_by("person__name", "pk"):
        place = Place(grant.place_kind, grant.place_key)
        for capacity in {"", grant.capacity}:
            there = found.get(Key(grant.role, place, capacity))
            if there is not None and grant.person not in there:
                there.append(grant.person)
    for person in Person.objects.filter(pk__in=named, is_active=True) if named else ():
        found[named[str(person.pk)]] = [person]
    return found


def owners_of(waiting: Iterable[Waiting], on: dt.date) -> dict[Key, Owner]:
    """Each owner of what waits, in words. A number of queries that does not grow with them."""
    keys = {Key.of(each) for each in waiting}
    holders = holders_of(keys, on)
    names = names_of({key.place for key in keys})
    offices = offices_on(on)
    found = {}
    for key in keys:
        people = tuple(str(person) for person in holders[key])
        found[key] = Owner(key, role_of(key, offices), names.get(key.place, key.place.key), people)
    return found


def offices_on(on: dt.date) -> dict[str, str]:
    """Code → what the programme of a day calls each office that decides."""
    return {c.code: c.name.en for c in live_definition(on).capacities}


def role_of(key: Key, offices: Mapping[str, str]) -> str:
    """As what somebody owns it, in words: the office, the role, or they themselves."""
    if key.place.kind == "person":
        return "One of those who choose" if not key.role else ROLES[key.role].name
    return offices.get(key.capacity) or ROLES[key.role].name


def names_of(places: Collection[Place]) -> Mapping[Place, str]:
    """What places are called; the whole country, and a person, are blank. Three queries at most."""
    found = {place: place.key for place in places if place.kind == "region"} | {NATION: ""}
    numbers = {int(place.key) for place in places if place.kind == "network"}
    found |= {Place("network", str(n)): name for n, name in names_by_number(numbers).items()}
    found |= {place: "" for place in places if place.kind == "person"}  # its owner is named beside it
    return found | _providers([place for place in places if place.kind in PROVIDERS])


def _providers(places: Collection[Place]) -> dict[Place, str]:
    if not places:
        return {}
    there = Provider.objects.filter(number__in={int(place.key) for place in places})
    keys = {
        pk: Place(str(kind), str(number)) for pk, kind, number in there.values_list("pk", "kind", "number")
    }
    named = names_now([pk for pk, place in keys.items() if place in places])
    return {keys[pk]: name for pk, (_, name) in named.items()}
