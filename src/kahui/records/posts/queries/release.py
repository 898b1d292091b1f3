"""Release that was entitled, taken, covered and unmet; and what the pool of cover has left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from kahui.definition import tenure
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.access.models import Person
from kahui.records.networks.models import Network
from kahui.records.posts.models import (
    Appointment,
    CoverAsked,
    CoverGiven,
    CoverOffer,
    Holding,
    ReleaseTaken,
)

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Release:
    """Release of one holder, over the weeks of which something was said.

    `weekly` is what the post entitles to in a week (`None`: the programme does not say); `weeks` how many weeks were
    told of, `silent` how many that they held the post were not: of these nothing is known, and nothing is counted.
    """

    appointment: int
    person: str
    post: str
    provider: int
    weekly: float | None
    weeks: int
    silent: int
    taken: float
    covered: float
    by: tuple[str, ...]

    @property
    def entitled(self) -> float | None:
        return None if self.weekly is None else self.weekly * self.weeks

    @property
    def unmet(self) -> float | None:
        """Hours entitled and not taken, in the weeks told of."""
        return None if self.entitled is None else max(0.0, self.entitled - self.taken)

    @property
    def uncovered(self) -> float:
        """Hours taken that nobody covered."""
        return self.taken - self.covered


def monday(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def release(networks: Collection[Network], as_at: AsAt, definition: Definition) -> list[Release]:
    """Release of everybody who has held a post of these networks by a day, as known at a moment. Two queries."""
    shares = {p.code: tenure.hours(p.release or 0.0, definition.week) for p in definition.at(as_at.on).posts}
    held = Holding.objects.known(as_at.known).filter(
        appointment__network__in=[n.pk for n in networks], starts__lte=as_at.on
    )
    rows = list(held.select_related("appointment__person").order_by("appointment__post", "starts", "id"))
    said: dict[int, list[ReleaseTaken]] = {}
    told = ReleaseTaken.objects.by(as_at).filter(appointment__network__in=[n.pk for n in networks])
    for week in told.order_by("on"):
        said.setdefault(week.appointment_id, []).append(week)
    return [
        _release(h, said.get(h.appointment_id, []), shares.get(h.appointment.post), as_at.on) for h in rows
    ]


def _release(held: Holding, weeks: list[ReleaseTaken], weekly: float | None, on: dt.date) -> Release:
    appointment: Appointment = held.appointment
    until = min(held.ends or on + dt.timedelta(days=1), on + dt.timedelta(days=1))
    there = max(0, (monday(until - dt.timedelta(days=1)) - monday(held.starts)).days // 7 + 1)
    return Release(
        appointment=appointment.pk,
        person=str(appointment.person),
        post=appointment.post,
        provider=appointment.provider_id,
        weekly=weekly,
        weeks=len(weeks),
        silent=max(0, there - len(weeks)),
        taken=sum(w.taken for w in weeks),
        covered=sum(w.covered for w in weeks),
        by=tuple(dict.fromkeys(w.covered_by for w in weeks if w.covered_by)),
    )


def held_by(person: Person, on: dt.date) -> QuerySet[Holding]:
    """The posts somebody holds on a day, as known now."""
    held: QuerySet[Holding] = Holding.objects.held_on(on).filter(appointment__person=person)
    return held.select_related("appointment__network", "appointment__opening").order_by("starts")


def weeks_of(appointment: Appointment) -> QuerySet[ReleaseTaken]:
    """What was said of each week, as known now, newest first."""
    told: QuerySet[ReleaseTaken] = ReleaseTaken.objects.current().filter(appointment=appointment)
    return told.order_by("-on")


def offers(networks: Collection[Network], on: dt.date) -> QuerySet[CoverOffer]:
    """Who can cover on a day."""
    there = CoverOffer.objects.held_on(on).filter(network__in=networks)
    found: QuerySet[CoverOffer] = there.select_related("provider", "network")
    return found.order_by("name")


def asked_now(networks: Collection[Network], on: dt.date) -> list[tuple[CoverAsked, float]]:
    """Cover that is still asked for, from the week of a day on, and how many hours of it. One query."""
    rows = CoverAsked.objects.current().filter(appointment__network__in=networks, week__gte=monday(on))
    rows = rows.select_related("appointment__person", "appointment__network").annotate(
        got=Sum("given__hours")
    )
    left = [(row, row.hours - (row.got or 0.0)) for row in rows.order_by("week", "id")]
    return [(row, hours) for row, hours in left if hours > 0]


def still_asked(asked: CoverAsked) -> float:
    """Hours of what was asked that nobody gives yet."""
    got = CoverGiven.objects.current().filter(asked=asked).aggregate(sum=Sum("hours"))["sum"]
    return float(asked.hours - (got or 0.0))


def offer_left(offer: CoverOffer, week: dt.date) -> float:
    """Hours that an offer still has in the week of a Monday; none where it does not hold then."""
    if offer.starts >= week + WEEK or (offer.ends is not None and offer.ends <= week):
        return 0.0
    given = CoverGiven.objects.current().filter(offer=offer, asked__week=week)
    return float(offer.hours - (given.aggregate(sum=Sum("hours"))["sum"] or 0.0))
