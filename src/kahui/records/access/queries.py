"""Questions about people and what they may do."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from kahui.records.access.models import Grant, Person
from kahui.records.access.places import Place


def holders(*, role: str = "", capacity: str = "", place: Place, on: dt.date) -> QuerySet[Person]:
    """People who hold a role or an office in exactly this place on a day, deputies included."""
    held = Grant.objects.current().filter(Q(ends__isnull=True) | Q(ends__gt=on), starts__lte=on)
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
