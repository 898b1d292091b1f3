"""A small place with people in it: schools, who leads and answers for them, the offices; each in one line.

Acts in these tests happen on `DAY` unless they say another. A test that signs in uses `signed_in(client, person)`.
"""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.utils import timezone

from kahui.records.access import places
from kahui.records.access.actions import give, name_deputy, person_named
from kahui.records.access.check import Acting
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, Place
from kahui.records.networks.models import Membership, Network, NetworkName
from kahui.records.register.models import Detail, Provider, Roll

DAY = dt.date(2016, 11, 15)
"""The day on which the people of these tests act."""

LONG_AGO = dt.date(2000, 1, 1)
SETTING_UP = Acting.deployment("the setting up of a test")


def _fact(on: dt.date = LONG_AGO) -> dict[str, object]:
    return {
        "starts": on,
        "starts_by": on,
        "known_from": timezone.now(),
        "recorded_by": "a test",
        "source": "a test",
    }


def school(
    number: int, name: str = "", *, kind: str = "school", roll: int | None = 200, **said: object
) -> Provider:
    """An open school; whatever is not said is ordinary."""
    provider = Provider.objects.create(kind=kind, number=number)
    ordinary = {
        "name": name or f"Kura {number}",
        "type": "Full Primary",
        "authority": "State: Not integrated",
        "definition": "Not Applicable",
        "region": "Auckland",
        "regional_council": "Auckland Region",
        "district": "",
        "urban": "",
        "decile": 5,
        "is_open": True,
    }
    Detail.objects.create(provider=provider, seen_from=LONG_AGO, **_fact(), **(ordinary | said))
    if roll is not None:
        Roll.objects.create(
            provider=provider,
            series="return",
            response="total",
            total=roll,
            on=dt.date(2016, 7, 1),
            on_by=dt.date(2016, 7, 1),
            known_from=timezone.now(),
            recorded_by="a test",
            source="a test",
        )
    return provider


def service(number: int, name: str = "", **said: object) -> Provider:
    """An open early learning service."""
    ordinary = {"type": "Free Kindergarten", "authority": "Community Based", "roll": None, "decile": None}
    return school(number, name or f"Puna {number}", kind="service", **(ordinary | said))


def network(number: int, *members: Provider, name: str = "", since: dt.date = LONG_AGO) -> Network:
    """A network with members; what was decided about it is for the test to say (`networks.actions.decide`)."""
    made = Network.objects.create(number=number)
    NetworkName.objects.create(network=made, kind="school", name=name or f"Kāhui {number}", **_fact())
    for member in members:
        Membership.objects.create(provider=member, network=made, **_fact(since))
    return made


def at(thing: Provider | Network | str | None) -> Place:
    """The place that a provider, a network, a region (by name) or the nation (`None`) is."""
    if isinstance(thing, Provider):
        return places.provider(thing.kind, thing.number)
    if isinstance(thing, Network):
        return places.network(thing.number)
    return places.region(thing) if thing else NATION


def person(
    name: str, role: str = "", where: Provider | Network | str | None = None, *, capacity: str = ""
) -> Person:
    """Somebody, with a role in a place where one is named: `person("Hana", "board", kura)`."""
    made = person_named(
        email=f"{''.join(c for c in name.lower() if c.isascii() and c.isalpha())}@example.org", name=name
    )
    if role:
        holds(made, role, where, capacity=capacity)
    return made


def holds(
    somebody: Person, role: str, where: Provider | Network | str | None = None, *, capacity: str = ""
) -> Grant:
    return give(
        person=somebody, role=role, place=at(where), capacity=capacity, starts=LONG_AGO, by=SETTING_UP
    )


def deputy(somebody: Person, of: Grant, starts: dt.date = DAY, days: int = 10) -> Grant:
    return name_deputy(
        grant=of,
        deputy=somebody,
        starts=starts,
        ends=starts + dt.timedelta(days=days),
        by=Acting(of.person, DAY),
    )


def acts(somebody: Person, on: dt.date = DAY) -> Acting:
    """Somebody as they act on a day."""
    return Acting(somebody, on)


def signed_in(client: Client, somebody: Person) -> Client:
    """The client, signed in as somebody, second factor included."""
    client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = True  # what `web/door` looks for
    session.save()
    return client
