"""Each post that was advertised and how far it has come, by a day: a constant number of queries, no state stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from kahui.definition.time import AsAt
from kahui.records.dated import not_over
from kahui.records.networks.models import Membership, Network
from kahui.records.posts.models import (
    Affirmation,
    Application,
    Appointment,
    Approval,
    Choice,
    Holding,
    Opening,
    WithdrawnApplication,
    WithdrawnOpening,
)

LEFT = "the employing school left the network"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, and the day it was given."""

    yes: bool
    on: dt.date


@dataclass(frozen=True, slots=True)
class Filling:
    """One opening of one post by a day. Blank is what has not happened, or is not known, by then.

    `employer` is the school that employs whom it went to, else the school whose post it is. `ends` is the day from
    which it is held no longer (agreed, said, or that on which the employer leaves), `reason` why.
    """

    opening: int
    network: int
    post: str
    provider: int | None
    on: dt.date
    closes: dt.date
    blind: bool
    applied: int = 0
    withdrawn: dt.date | None = None
    withdrawn_reason: str = ""
    application: int | None = None
    chosen: dt.date | None = None
    affirmed: Said | None = None
    approved: Said | None = None
    appointment: int | None = None
    person: int | None = None
    employer: int | None = None
    tenure: str = ""
    appointed: dt.date | None = None
    agreed: tuple[dt.date, dt.date | None] | None = None
    started: dt.date | None = None
    ends: dt.date | None = None
    reason: str = ""

    def state(self, on: dt.date) -> str:
        """Where it stands on a day, in one word of the ledger."""
        if self.started:
            return "ended" if self.ends and self.ends <= on else "started"
        if self.withdrawn:
            return "withdrawn"
        return "appointed" if self.appointed else "advertised"


def fillings(networks: Collection[Network], as_at: AsAt) -> list[Filling]:
    """Every opening of these networks by a day, as known at a moment, oldest first."""
    keys = [n.pk for n in networks]
    openings = Opening.objects.by(as_at).filter(network__in=keys).order_by("on", "id")
    rows = list(openings.values_list("id", "network", "post", "provider", "on", "closes", "blind"))
    facts = _Facts(keys, as_at)
    return [facts.filling(row) for row in rows]


class _Facts:
    """Everything that has happened to the openings of some networks, read once, by the opening's key."""

    def __init__(self, networks: Collection[int], as_at: AsAt) -> None:
        within = {"application__opening__network__in": networks}
        back = WithdrawnApplication.objects.by(as_at).filter(**within).values("application")
        stand = Application.objects.by(as_at).filter(opening__network__in=networks).exclude(pk__in=back)
        self.applied = dict(stand.order_by().values_list("opening").annotate(Count("pk")))
        gone = WithdrawnOpening.objects.by(as_at).filter(opening__network__in=networks)
        self.withdrawn = _last(gone, "opening", "on", "reason")
        self.chosen = _last(
            Choice.objects.by(as_at).filter(**within), "application__opening", "application", "on"
        )
        self.affirmed = _last(Affirmation.objects.by(as_at).filter(**within), "application", "met", "on")
        self.approved = _last(Approval.objects.by(as_at).filter(**within), "application", "agrees", "on")
        given = Appointment.objects.by(as_at).filter(network__in=networks)
        self.appointed = _last(given, "opening", "id", "person", "provider", "tenure", "on", "starts", "ends")
        held = Holding.objects.known(as_at.known).filter(
            appointment__network__in=networks, starts__lte=as_at.on
        )
        self.held = _last(held, "appointment", "starts", "ends", "reason", "words")
        employers = {row[2] for row in self.appointed.values()}
        self.members = membership_periods(networks, employers, as_at)

    def filling(self, row: tuple[Any, ...]) -> Filling:
        opening, network, _, provider = row[:4]
        found: dict[str, Any] = {"applied": self.applied.get(opening, 0), "employer": provider}
        if opening in self.withdrawn:
            found["withdrawn"], found["withdrawn_reason"] = self.withdrawn[opening]
        if opening in self.chosen:
            application, found["chosen"] = self.chosen[opening]
            found["application"] = application
            for name, said in (("affirmed", self.affirmed), ("approved", self.approved)):
                found[name] = Said(*said[application]) if application in said else None
        if opening in self.appointed:
            found |= self._given(network, *self.appointed[opening])
        return Filling(*row, **found)

    def _given(self, network: int, *row: Any) -> dict[str, Any]:
        key, person, employer, tenure, on, starts, ends = row
        found = {"appointment": key, "person": person, "employer": employer, "tenure": tenure}
        found |= {"appointed": on, "agreed": (starts, ends)}
        if key in self.held:
            starts, ends, reason, words = self.held[key]
            until, left = held_until(starts, ends, self.members.get((network, employer), []))
            why = LEFT if left else words or Holding.Reason(reason or "term").label if ends else ""
            found |= {"started": starts, "ends": until, "reason": why}
        return found


Span = tuple[dt.date, dt.date | None]


def held_until(
    starts: dt.date, ends: dt.date | None, memberships: Iterable[Span]
) -> tuple[dt.date | None, bool]:
    """The day from which a post is held no longer, and whether that is because its employer left the network.

    A post ends with the membership in which it began; one that began outside any ends as it begins.
    """
    for joined, left in memberships:
        if joined <= starts and (left is None or starts < left):
            gone = left is not None and (ends is None or left < ends)
            return (left, True) if gone else (ends, False)
    return starts, True


def membership_periods(
    networks: Collection[int], providers: Collection[int], as_at: AsAt
) -> dict[tuple[int, int], list[Span]]:
    """(network, provider) → its memberships as known at a moment, those without a day between as one. One query."""
    known = Membership.objects.known(as_at.known).filter(network__in=networks, provider__in=providers)
    found: dict[tuple[int, int], list[Span]] = {}
    for network, provider, starts, ends in known.order_by("starts").values_list(
        "network", "provider", "starts", "ends"
    ):
        spans = found.setdefault((network, provider), [])
        if spans and spans[-1][1] == starts:
            spans[-1] = (spans[-1][0], ends)
        else:
            spans.append((starts, ends))
    return found


def overlapping(person: int, starts: dt.date, ends: dt.date | None) -> QuerySet[Appointment]:
    """Appointments of somebody, as held now, whose agreed or actual time meets another. Two queries at most."""
    held = Holding.objects.current().filter(appointment__person=person)
    after = not_over(starts)
    before = Q(starts__lt=ends) if ends else Q()
    meets = held.filter(after & before).values("appointment")
    waits = Q(pk__in=Appointment.objects.filter(after & before)) & ~Q(pk__in=held.values("appointment"))
    mine: QuerySet[Appointment] = Appointment.objects.current().filter(person=person)
    return mine.filter(Q(pk__in=meets) | waits).order_by("on")


def _last(facts: QuerySet[Any], key: str, *values: str) -> dict[int, Any]:
    """The latest of the facts for each key."""
    order = "starts" if hasattr(facts.model, "starts_by") else "on"
    return {row[0]: row[1:] for row in facts.order_by(order, "id").values_list(key, *values)}
