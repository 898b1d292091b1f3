"""Questions about people and what they may do."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, QuerySet

from kahui.definition.words import fold
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import Place
from kahui.records.dated import not_over


def holders(*, role: str = "", capacity: str = "", place: Place, on: dt.date) -> QuerySet[Person]:
    """People who hold a role or an office in exactly this place on a day, deputies included."""
    held = Grant.objects.held_on(on)
    held = held.filter(place_kind=place.kind, place_key=place.key)
    if role:
        held = held.filter(role=role)
    if capacity:
        held = held.filter(capacity=capacity)
    found: QuerySet[Person] = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    return found.order_by("pk")


def grants_of(person: Person) -> QuerySet[Grant]:
    """Everything a person has been granted, as known now, newest first."""
    held: QuerySet[Grant] = Grant.objects.current().filter(person=person)
    return held.select_related("instead_of__person").order_by("-starts", "-pk")


def deputies_of(person: Person, on: dt.date) -> QuerySet[Grant]:
    """Those who stand in for a person now or later, as known now."""
    named: QuerySet[Grant] = Grant.objects.current().filter(instead_of__person=person)
    return named.filter(ends__gt=on).select_related("person", "instead_of").order_by("starts", "pk")


def people(text: str, on: dt.date) -> QuerySet[Person]:
    """People whose name or address has every word of a text in it, macrons and case aside, by name."""
    found: QuerySet[Person] = Person.objects.all()
    words = fold(text).split()
    if words:
        lines = Person.objects.values_list("pk", "name", "email")
        found = found.filter(pk__in=[pk for pk, *named in lines if _has(words, fold(" ".join(named)))])
    held = Grant.objects.current().filter(not_over(on))
    return found.prefetch_related(Prefetch("grants", held.order_by("pk"), to_attr="held")).order_by(
        "name", "pk"
    )


def _has(words: list[str], text: str) -> bool:
    return all(word in text for word in words)
