"""Facts with two times: true in the world, and known to us. Twin of `analytics/asat.py`, pinned equal by a test."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from django.db import models
from django.db.models import F, Q

from kahui.definition.time import AsAt

Sense = Literal["value", "certain", "possible"]
"""`value`: the earliest dates hold (the later photograph carried back). `certain`, `possible`: the bounds."""


class FactQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions every fact answers."""

    def known(self, at: dt.datetime) -> Self:
        """Facts that were known at a moment: `known_from` inclusive, `known_to` exclusive."""
        return self.filter(Q(known_to__isnull=True) | Q(known_to__gt=at), known_from__lte=at)

    def current(self) -> Self:
        """Facts not superseded."""
        return self.filter(known_to__isnull=True)

    def supersede(self, *, at: dt.datetime) -> int:
        """Close these facts at a moment. They are never deleted and never changed otherwise."""
        return self.filter(known_to__isnull=True).update(known_to=at)


def not_over(day: dt.date) -> Q:
    """What has not ended by a day: what holds on it, and what is to come."""
    return Q(ends__isnull=True) | Q(ends__gt=day)


class PeriodQuerySet(FactQuerySet):
    def held_on(self, day: dt.date) -> Self:
        """Periods held now that hold on a day, by their earliest dates: what an act of that day goes by."""
        return self.current().filter(not_over(day), starts__lte=day)

    def on(self, as_at: AsAt, sense: Sense = "value") -> Self:
        """Periods that hold on a day, as known at a moment, in the given sense. Half-open."""
        day = as_at.on
        ended_from = "ends_by" if sense == "possible" else "ends"
        begun_by = "starts_by" if sense == "certain" else "starts"
        return self.known(as_at.known).filter(
            Q(**{f"{ended_from}__isnull": True}) | Q(**{f"{ended_from}__gt": day}),
            **{f"{begun_by}__lte": day},
        )


class EventQuerySet(FactQuerySet):
    def by(self, as_at: AsAt, sense: Sense = "value") -> Self:
        """Events that had happened by the end of a day, as known at a moment, in the given sense."""
        happened = "on_by" if sense == "certain" else "on"
        return self.known(as_at.known).filter(**{f"{happened}__lte": as_at.on})


class Fact(models.Model):
    """Something we hold to be so. A correction closes `known_to` and adds another fact."""

    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=200)
    source = models.CharField(max_length=500)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True


class Period(Fact):
    """True from a day in [`starts`, `starts_by`] until a day in [`ends`, `ends_by`], the last exclusive.

    Both ends are `None` while it is not known to have ended.
    """

    starts = models.DateField()
    starts_by = models.DateField()
    ends = models.DateField(null=True, blank=True)
    ends_by = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()  # type: ignore[misc]  # asked for more than a fact is

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_by__gte=F("starts")), name="%(app_label)s_%(class)s_starts_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True, ends_by__isnull=True) | Q(ends_by__gte=F("ends")),
                name="%(app_label)s_%(class)s_ends_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="%(app_label)s_%(class)s_ends_after_start",
            ),
        ]


class Event(Fact):
    """Happened on a day in [`on`, `on_by`]."""

    on = models.DateField()
    on_by = models.DateField()

    objects = EventQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(on_by__gte=F("on")), name="%(app_label)s_%(class)s_on_in_order"
            )
        ]
