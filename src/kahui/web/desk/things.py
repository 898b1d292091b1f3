"""What a timeline or an export can be of: named, and only within the reach of whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from kahui.definition.time import say
from kahui.records.access.check import Acting
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, PROVIDERS, Place, Reach
from kahui.records.access.roles import ROLES, Role
from kahui.records.formation.queries import within
from kahui.records.networks import queries as networks
from kahui.records.networks.models import Network
from kahui.records.networks.queries import names_by_number
from kahui.records.register import queries as register
from kahui.records.register.models import Provider
from kahui.web.door.demonstration import named, offices

NOT_THERE = "There is no such record within your reach. Look for it from a page of yours that names it."


@dataclass(frozen=True, slots=True)
class Thing:
    """A network, provider, person or place: `kind` and `key` as the timeline has them, what it is called, its page."""

    kind: str
    key: str
    title: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A grant in words: as what (with the office, where it decides at gates), where, from when until when."""

    grant: Grant
    role: Role
    name: str
    where: str
    when: str

    @property
    def is_over(self) -> bool:
        return self.when.startswith("ended")


def thing(kind: str, key: str, who: Acting, ability: str) -> Thing:
    """The thing of this kind and key. Raises `Http404` where there is none within the reach of that ability."""
    found = _found(kind, key, who.reach(ability), who)
    if found is None:
        raise Http404(NOT_THERE)
    return found


def _found(kind: str, key: str, reach: Reach, who: Acting) -> Thing | None:
    number = int(key) if key.isascii() and key.isdigit() and len(key) <= 9 else None
    if kind == "network" and number is not None:
        network = within(reach, who.on).filter(number=number).first()
        return _network(network) if network else None
    if kind in PROVIDERS and number is not None:
        provider = Provider.objects.filter(kind=kind, number=number).first()
        return _provider(provider) if provider and covers_provider(reach, provider, who.on) else None
    if kind == "person" and number is not None:
        person = Person.objects.filter(pk=number).first()
        sees = number == who.id or who.reach("looks.see").nation
        return Thing("person", str(number), str(person)) if person and sees else None
    if kind == "region" and reach.covers([Place("region", key)]):
        return Thing("region", key, key)
    if kind == "nation" and reach.nation:
        return Thing("nation", "", "The whole country")
    return None


def covers_provider(reach: Reach, provider: Provider, on: dt.date) -> bool:
    """Whether a provider is within reach: itself, or by a network it is in, of which the other members are no part."""
    if reach.covers([Place(provider.kind, str(provider.number)), NATION]):
        return True
    above = Reach(frozenset(p for p in reach.places if p.kind not in PROVIDERS))
    own = Reach(frozenset({Place(provider.kind, str(provider.number))}))
    return bool(above) and within(above, on).filter(pk__in=within(own, on).values("pk")).exists()


def _network(network: Network) -> Thing:
    number = str(network.number)
    return Thing("network", number, networks.name_of(network), reverse("network", args=[number]))


def _provider(provider: Provider) -> Thing:
    path = reverse("school", args=[provider.number]) if provider.kind == "school" else ""
    return Thing(provider.kind, str(provider.number), register.name_of(provider), path)


def roles_in_words(grants: Iterable[Grant], on: dt.date) -> list[Held]:
    """Grants as people read them; a number of queries that does not grow with them."""
    listed = list(grants)
    names = _names({Place(g.place_kind, g.place_key) for g in listed})
    called = offices(listed)
    return [
        Held(
            g,
            ROLES[g.role],
            named(g, called),
            names.get(Place(g.place_kind, g.place_key), g.place_key),
            _when(g, on),
        )
        for g in listed
        if g.role in ROLES
    ]


def _when(grant: Grant, on: dt.date) -> str:
    if grant.ends is not None and grant.ends <= on:
        return f"ended {say(grant.ends)}"
    until = f" until {say(grant.ends)}" if grant.ends else ""
    return f"from {say(grant.starts)}{until}"


def _names(places: set[Place]) -> dict[Place, str]:
    found = {NATION: "the whole country"} | {p: p.key for p in places if p.kind == "region"}
    found |= {p: f"{p.kind} {p.key}" for p in places if p.kind in ("network", *PROVIDERS)}
    numbers = {int(p.key) for p in places if p.kind == "network"}
    found |= {Place("network", str(n)): name for n, name in names_by_number(numbers).items()}
    wanted = {p for p in places if p.kind in PROVIDERS}
    providers = (
        Provider.objects.filter(number__in={int(p.key) for p in wanted})
        if wanted
        else Provider.objects.none()
    )
    there = {p.pk: Place(p.kind, str(p.number)) for p in providers}
    for pk, (_, name) in register.names_now([pk for pk, place in there.items() if place in wanted]).items():
        found[there[pk]] = name
    return found
