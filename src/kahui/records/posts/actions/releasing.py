"""Verbs on release: record a week, offer, ask and give cover."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access.check import Acting
from kahui.records.access.places import network as place
from kahui.records.changes.rules import require
from kahui.records.formation.queries import places_of_one
from kahui.records.networks.models import Membership, Network
from kahui.records.posts.actions.act import Act, about, begin, place_of
from kahui.records.posts.models import (
    Appointment,
    CoverAsked,
    CoverGiven,
    CoverOffer,
    Holding,
    ReleaseTaken,
)
from kahui.records.posts.queries.release import monday, offer_left, still_asked
from kahui.records.posts.rules.filling import employed_by_a_member, on_its_day, reason_given
from kahui.records.posts.rules.holding import held_then
from kahui.records.posts.rules.provided import cover_named, gives_what_it_has, hours_of_a_week
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of

WEEK = dt.timedelta(days=7)
MOST = 60.0
"""Hours of a week, where the programme does not say how long one is."""


def record_release(
    *,
    appointment: Appointment,
    week: dt.date,
    taken: float,
    covered: float = 0.0,
    covered_by: str = "",
    words: str = "",
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> ReleaseTaken:
    """Say what release was taken in the week of a day, and who covered. Said again, it counts instead.

    Raises `RuleBroken` (POST-24, POST-33, POST-42, POST-43). The holder may always; others who may where it is.
    """
    first = monday(week)
    with transaction.atomic():
        act = _on_release(appointment, by, now)
        require(on_its_day(first, first, "", by.on))
        _require_held(appointment, first)
        require(hours_of_a_week(taken, covered, definition.week.hours if definition.week else MOST))
        require(cover_named(covered, covered_by))
        ReleaseTaken.objects.filter(appointment=appointment, on=first).supersede(at=act.now)
        said: ReleaseTaken = ReleaseTaken.objects.create(
            appointment=appointment,
            taken=taken,
            covered=covered,
            covered_by=covered_by,
            words=words,
            **(act.event | {"on": first, "on_by": first}),
        )
        line = f"Release in the week of {say(first)}: {taken:g} hours taken, {covered:g} covered."
        act.tell(line, *about(appointment.opening))
        return said


def offer_cover(
    *,
    network: Network,
    provider: Provider,
    name: str,
    when: str,
    hours: float,
    starts: dt.date,
    ends: dt.date | None = None,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> CoverOffer:
    """A member offers somebody who can cover. Raises `RuleBroken` (POST-6, POST-19, POST-42)."""
    with transaction.atomic():
        act = begin(by, "release.record", {*places_of_one(network, by.on), place_of(provider)}, None, now)
        belongs = Membership.objects.on(act.as_at).filter(network=network, provider=provider).exists()
        require(
            employed_by_a_member(name_of(provider), "a member of the network on this day", member=belongs)
        )
        require(reason_given(name, "the offer: write who can cover"))
        require(hours_of_a_week(hours, 0, definition.week.hours if definition.week else MOST))
        offer: CoverOffer = CoverOffer.objects.create(
            network=network, provider=provider, name=name, when=when, hours=hours, **act.period(starts, ends)
        )
        act.tell(f"{name_of(provider)} offers {hours:g} hours of cover a week.", place(network.number))
        return offer


def ask_cover(
    *,
    appointment: Appointment,
    week: dt.date,
    hours: float,
    words: str = "",
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> CoverAsked:
    """The holder of a post asks the pool for cover in the week of a day. Raises `RuleBroken` (POST-33, POST-42)."""
    first = monday(week)
    with transaction.atomic():
        act = _on_release(appointment, by, now)
        _require_held(appointment, first)
        require(hours_of_a_week(hours, 0, definition.week.hours if definition.week else MOST))
        asked: CoverAsked = CoverAsked.objects.create(
            appointment=appointment, week=first, hours=hours, words=words, **act.event
        )
        said = f"Cover of {hours:g} hours was asked for the week of {say(first)}."
        act.tell(said, *about(appointment.opening))
        return asked


def give_cover(
    *, asked: CoverAsked, offer: CoverOffer, hours: float, by: Acting, now: dt.datetime | None = None
) -> CoverGiven:
    """Give hours of an offer to what was asked. Raises `RuleBroken` (POST-44)."""
    network = asked.appointment.network
    with transaction.atomic():
        places = {*places_of_one(network, by.on), place_of(offer.provider)}
        act = begin(by, "release.record", places, None, now)
        there = offer.network_id == network.pk
        left = offer_left(offer, asked.week) if there else 0.0
        require(gives_what_it_has(hours, left, still_asked(asked)))
        given: CoverGiven = CoverGiven.objects.create(asked=asked, offer=offer, hours=hours, **act.event)
        said = f"{offer.name} covers {hours:g} hours in the week of {say(asked.week)}."
        act.tell(said, *about(asked.appointment.opening))
        return given


def _on_release(appointment: Appointment, by: Acting, now: dt.datetime | None) -> Act:
    """Holders say it of themselves; others where their role reaches the network or the employing school."""
    own = by.id is not None and by.id == appointment.person_id
    places = {*places_of_one(appointment.network, by.on), place_of(appointment.provider)}
    return begin(by, "" if own else "release.record", places, None, now)


def _require_held(appointment: Appointment, first: dt.date) -> None:
    """The post is held on some day of the week that begins on a Monday (POST-33)."""
    held = Holding.objects.current().filter(appointment=appointment).order_by("-starts").first()
    if held is not None and first < held.starts < first + WEEK:
        first = held.starts
    if held is not None and held.ends is not None and held.ends <= first:
        require(held_then(first + dt.timedelta(days=1), held.starts, held.ends))
    require(held_then(first, held.starts if held else None, held.ends if held else None))
