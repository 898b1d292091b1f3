"""The people of a rehearsal: whoever leads, answers, advises and decides, each with a name that nobody has."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.words import fold
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, Place, network, provider, region
from kahui.records.formation.models import Assignment, Office
from kahui.records.networks.models import Membership, Network
from kahui.records.register.models import Detail
from kahui.site.rehearsal.chance import stream
from kahui.site.rehearsal.names import ENGLISH_FIRST, ENGLISH_SECOND, MAORI_FIRST, MAORI_SECOND, PEOPLE_FIRST
from kahui.site.world.dated import SOURCE


@dataclass(slots=True)
class People:
    """Whom the rehearsal has: by role and place, in the order in which they were made."""

    by: dict[tuple[str, Place], Person] = field(default_factory=dict)

    def who(self, role: str, place: Place) -> Person:
        return self.by[role, place]


def names(seed: int) -> Iterator[tuple[str, str]]:
    """Names and addresses without end; no two addresses are alike."""
    chance = stream(seed, "people")
    last = [a + b for a, b in itertools.product(MAORI_FIRST, MAORI_SECOND)]
    last += [a + b for a, b in itertools.product(ENGLISH_FIRST, ENGLISH_SECOND)]
    taken: Counter[str] = Counter()
    while True:
        name = f"{PEOPLE_FIRST[chance.integers(len(PEOPLE_FIRST))]} {last[chance.integers(len(last))]}"
        address = fold(name).replace(" ", ".")
        taken[address] += 1
        again = taken[address]
        yield name, f"{address}{again if again > 1 else ''}@rehearsal.example"


def put_people(definition: Definition, seed: int) -> People:
    """Add everybody, and what they have been granted, and which office and adviser each network has."""
    wanted = list(_wanted(definition))
    named = names(seed)
    persons = []
    for _ in wanted:
        name, email = next(named)
        person = Person(email=email, name=name)
        person.set_unusable_password()
        persons.append(person)
    Person.objects.bulk_create(persons, batch_size=2000)
    people = People()
    grants = []
    since = definition.begins
    for (role, capacity, place), person in zip(wanted, persons, strict=True):
        people.by.setdefault((role if role != "office" else f"office:{capacity}", place), person)
        grants.append(
            Grant(
                person=person,
                role=role,
                capacity=capacity,
                place_kind=place.kind,
                place_key=place.key,
                **_period(since),
            )
        )
    Grant.objects.bulk_create(grants, batch_size=2000)
    _put_offices(people)
    return people


def _period(since: dt.date) -> dict[str, object]:
    return {
        "starts": since,
        "starts_by": since,
        "known_from": timezone.now(),
        "recorded_by": SOURCE,
        "source": SOURCE,
    }


def _wanted(definition: Definition) -> Iterator[tuple[str, str, Place]]:
    """Every role that somebody holds: (role, capacity, place)."""
    for kind, number, _ in _providers():
        place = provider(kind, number)
        if kind == "school":
            yield "school-lead", "", place
            yield "board", _capacity(definition, "board"), place
        else:
            yield "nominee", _capacity(definition, "nominee"), place
    for area in sorted({area for _, _, area in _providers() if area}):
        yield "director", _capacity(definition, "director"), region(area)
        yield "adviser", _capacity(definition, "adviser"), region(area)
    for number in Network.objects.order_by("number").values_list("number", flat=True):
        yield "leader", _capacity(definition, "leader"), network(number)
    for capacity in definition.capacities:
        if capacity.role == "office":
            yield "office", capacity.code, NATION
    yield "panel-adviser", _capacity(definition, "panel-adviser"), NATION
    for role in ("evaluator", "designer", "designer", "registrar"):
        yield role, "", NATION


def _capacity(definition: Definition, role: str) -> str:
    """The office that a role's holders hold, where the programme has one."""
    return next((c.code for c in definition.capacities if c.role == role), "")


def _providers() -> list[tuple[str, int, str]]:
    opened = Detail.objects.current().filter(ends__isnull=True, is_open=True)
    listed = opened.order_by("provider__kind", "provider__number")
    return list(listed.values_list("provider__kind", "provider__number", "region"))


def _put_offices(people: People) -> None:
    """Each network's regional office, and one of the region's advisers."""
    regions = _regions()
    offices, assignments = [], []
    for key, since in _networks():
        area = regions.get(key)
        if area is None:
            continue
        offices.append(Office(network_id=key, region=area, **_period(since)))
        adviser = people.who("adviser", region(area))
        assignments.append(Assignment(network_id=key, adviser=adviser, **_period(since)))
    Office.objects.bulk_create(offices)
    Assignment.objects.bulk_create(assignments)


def _networks() -> Sequence[tuple[int, dt.date]]:
    found = []
    for made in Network.objects.prefetch_related("decisions").order_by("number"):
        first = min((d.on for d in made.decisions.all()), default=None)
        if first is not None:
            found.append((made.pk, first))
    return found


def _regions() -> dict[int, str]:
    """Network (by key) → the region that most of its members are in."""
    area = dict(Detail.objects.current().filter(ends__isnull=True).values_list("provider_id", "region"))
    counted: dict[int, Counter[str]] = {}
    for network_id, provider_id in Membership.objects.current().values_list("network_id", "provider_id"):
        if provider_id in area:
            counted.setdefault(network_id, Counter())[area[provider_id]] += 1
    return {n: max(sorted(c), key=lambda name, c=c: c[name]) for n, c in counted.items()}  # type: ignore[misc]
