"""Verbs on holders: appoint, start, extend, end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from kahui.definition.model import Definition
from kahui.definition.tenure import FixedShare
from kahui.definition.time import AsAt, say
from kahui.records.access.actions import give
from kahui.records.access.check import Acting
from kahui.records.access.models import Grant
from kahui.records.access.places import network
from kahui.records.changes.rules import require
from kahui.records.dated import not_over
from kahui.records.networks.models import Membership
from kahui.records.posts.actions.act import Act, about, begin, here, post_of, still_open
from kahui.records.posts.actions.filling import require_free
from kahui.records.posts.models import (
    Application,
    Appointment,
    Approval,
    Choice,
    Extension,
    Holding,
    Opening,
)
from kahui.records.posts.queries.fillings import overlapping
from kahui.records.posts.rules.filling import chosen_first, employed_by_a_member, on_its_day, reason_given
from kahui.records.posts.rules.holding import (
    approved_by_the_employer,
    extended_within,
    fixed_for_a_reason,
    fixed_terms_few,
    held_once,
    held_so,
    held_then,
    started_once,
    starts_as_agreed,
    term_in_bounds,
)
from kahui.records.register.models import Detail, Provider
from kahui.records.register.queries import name_of


def appoint(
    *,
    opening: Opening,
    tenure: str,
    starts: dt.date,
    ends: dt.date | None = None,
    reason: str = "",
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Appointment:
    """Appoint whom the panel chose, the adviser affirmed and the board approved, from a day until another (exclusive).

    Raises `RuleBroken` (POST-2, POST-6, POST-21, POST-23 to POST-30).
    """
    with transaction.atomic():
        act = begin(by, "appointment.record", here(opening.network, on or by.on), on, now)
        still_open(opening, act, by)
        application = _approved(opening)
        post = post_of(definition, opening.post, act.day)
        require(held_so(post.name.en, tenure, post.terms.ways(act.day)))
        line = post.terms.tenure(tenure, act.day)
        assert line is not None  # POST-26 holds
        require(term_in_bounds(line, starts, ends))
        _require_member(application, act)
        _require_share(application, tenure, starts, reason, act, definition)
        _require_one(application, starts, ends)
        require_free(opening.network, opening.post, opening.provider, act, definition, held=1)
        given: Appointment = Appointment.objects.create(
            network=opening.network,
            opening=opening,
            post=opening.post,
            person=application.person,
            provider=application.provider,
            tenure=tenure,
            starts=starts,
            ends=ends,
            reason=reason,
            **act.event,
        )
        until = f" until {say(ends - dt.timedelta(days=1))}" if ends else ", permanently"
        act.tell(f"{given.person} was appointed from {say(starts)}{until}.", *about(opening))
        return given


def start(
    *,
    appointment: Appointment,
    on: dt.date | None = None,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Holding:
    """Whoever was appointed starts, on a day; their role in the network begins with it.

    Raises `RuleBroken` (POST-6, POST-24, POST-28, POST-32, POST-34).
    """
    with transaction.atomic():
        act = _on_appointment(appointment, by, on, now)
        require(on_its_day(act.day, appointment.on, "the appointment", by.on))
        held = _held(appointment)
        require(started_once(held.starts if held else None))
        require(starts_as_agreed(act.day, appointment.ends))
        _require_employer(appointment.network_id, appointment.provider, act)
        begun: Holding = Holding.objects.create(
            appointment=appointment, **act.period(act.day, appointment.ends)
        )
        act.tell(f"{appointment.person} started.", *about(appointment.opening))
        _give_role(appointment, begun, definition, act)
        return begun


def extend(
    *,
    appointment: Appointment,
    until: dt.date,
    reason: str,
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Holding:
    """A term runs until a later day (exclusive). Raises `RuleBroken` (POST-19, POST-28, POST-31, POST-33)."""
    with transaction.atomic():
        act = _on_appointment(appointment, by, on, now)
        held = _holding_now(appointment, act)
        require(reason_given(reason, "the extension"))
        post = post_of(definition, appointment.post, act.day)
        times = Extension.objects.current().filter(appointment=appointment).count()
        require(extended_within(post.terms.tenure("extension", act.day), times, held.ends, until))
        assert held.ends is not None  # POST-31 holds
        _require_one_of(appointment, held.ends, until)
        Extension.objects.create(appointment=appointment, until=until, reason=reason, **act.event)
        longer = _instead(held, act, ends=until)
        last = say(until - dt.timedelta(days=1))
        act.tell(
            f"{appointment.person}’s term was extended until {last}: {reason}", *about(appointment.opening)
        )
        _move_role(appointment, until, act)
        return longer


def end(
    *,
    appointment: Appointment,
    reason: str,
    words: str = "",
    on: dt.date | None = None,
    by: Acting,
    now: dt.datetime | None = None,
) -> Holding:
    """Somebody holds the post no longer, from a day on, with the reason. Raises `RuleBroken` (POST-19, POST-33)."""
    with transaction.atomic():
        act = _on_appointment(appointment, by, None, now)
        day = on or act.day
        held = _holding_now(appointment, act, day)
        require(reason_given(reason if reason in Holding.Reason.values else "", "the end"))
        if reason == Holding.Reason.OTHER:
            require(reason_given(words, "the end"))
        ended = _instead(held, act, ends=day, reason=reason, words=words)
        why = words or Holding.Reason(reason).label
        act.tell(
            f"{appointment.person} holds the post no longer, from {say(day)}: {why}.",
            *about(appointment.opening),
        )
        _move_role(appointment, day, act)
        return ended


def _approved(opening: Opening) -> Application:
    choice = Choice.objects.current().filter(application__opening=opening).first()
    require(chosen_first(chosen=choice is not None))
    assert choice is not None  # POST-21 holds
    application: Application = choice.application
    answer = Approval.objects.current().filter(application=application).first()
    employer = name_of(application.provider)
    require(approved_by_the_employer(employer, approved=answer.agrees if answer else None))
    return application


def _require_member(application: Application, act: Act) -> None:
    _require_employer(application.opening.network_id, application.provider, act)


def _require_employer(network_id: int, employer: Provider, act: Act) -> None:
    on = Membership.objects.on(act.as_at).filter(network=network_id, provider=employer)
    require(
        employed_by_a_member(name_of(employer), "a member of the network on this day", member=on.exists())
    )


def _require_share(
    application: Application, tenure: str, starts: dt.date, reason: str, act: Act, definition: Definition
) -> None:
    """The share of fixed terms at the employer among those that run on the day it starts (POST-29, POST-30)."""
    employer, code = application.provider, application.opening.post
    said = Detail.objects.on(AsAt(act.day, act.as_at.known)).filter(provider=employer).first()
    line = post_of(definition, code, act.day).terms.fixed_share(said.type if said else "", act.day)
    fixed = tenure != "permanent"
    require(fixed_for_a_reason(line, reason, fixed=fixed))
    held, of_them = _held_at(employer, code, starts, line)
    require(fixed_terms_few(line, held, of_them, adds_fixed=fixed))


def _held_at(employer: Provider, code: str, on: dt.date, line: FixedShare | None) -> tuple[int, int]:
    """How many of a post an employer has given that run on a day, and how many of them for a fixed term."""
    if line is None:
        return 0, 0
    runs = not_over(on)
    held = Holding.objects.current().filter(appointment__provider=employer, appointment__post=code)
    given = Appointment.objects.current().filter(provider=employer, post=code)
    live = given.filter(
        Q(pk__in=held.filter(runs).values("appointment")) | (~Q(pk__in=held.values("appointment")) & runs)
    )
    ways = list(live.values_list("tenure", flat=True))
    return len(ways), sum(way != "permanent" for way in ways)


def _require_one(application: Application, starts: dt.date, ends: dt.date | None) -> None:
    other = overlapping(application.person_id, starts, ends).select_related("network").first()
    require(held_once(str(application.person), _words_of(other)))


def _require_one_of(appointment: Appointment, starts: dt.date, ends: dt.date) -> None:
    others = overlapping(appointment.person_id, starts, ends).exclude(pk=appointment.pk)
    require(held_once(str(appointment.person), _words_of(others.select_related("network").first())))


def _words_of(other: Appointment | None) -> str | None:
    if other is None:
        return None
    until = f" until {say(other.ends - dt.timedelta(days=1))}" if other.ends else ""
    where = f"the post “{other.post}” in network {other.network.number}"
    return f"holds or was given {where} from {say(other.starts)}{until}"


def _on_appointment(appointment: Appointment, by: Acting, on: dt.date | None, now: dt.datetime | None) -> Act:
    return begin(by, "appointment.record", here(appointment.network, on or by.on), on, now)


def _held(appointment: Appointment) -> Holding | None:
    found: Holding | None = (
        Holding.objects.current().filter(appointment=appointment).order_by("-starts").first()
    )
    return found


def _holding_now(appointment: Appointment, act: Act, on: dt.date | None = None) -> Holding:
    held = _held(appointment)
    require(held_then(on or act.day, held.starts if held else None, held.ends if held else None))
    assert held is not None  # POST-33 holds
    return held


def _instead(held: Holding, act: Act, **changed: Any) -> Holding:
    """Supersede a holding by one that ends otherwise."""
    ends = changed.pop("ends")
    Holding.objects.filter(pk=held.pk).supersede(at=act.now)
    period = act.period(held.starts, ends)
    other: Holding = Holding.objects.create(appointment=held.appointment, **period, **changed)
    return other


def _give_role(appointment: Appointment, held: Holding, definition: Definition, act: Act) -> None:
    """The role that goes with the post: the capacity of its name where the programme has one, else a teacher’s."""
    capacity = next((c for c in definition.capacities if c.code == appointment.post), None)
    give(
        person=appointment.person,
        role=capacity.role if capacity else "teacher",
        capacity=capacity.code if capacity else "",
        place=network(appointment.network.number),
        starts=held.starts,
        ends=held.ends,
        by=Acting.deployment("the start of a post"),
        source=f"appointment:{appointment.pk}",
        now=act.now,
    )


def _move_role(appointment: Appointment, until: dt.date, act: Act) -> None:
    """The role ends when the post does."""
    mine = Grant.objects.current().filter(source=f"appointment:{appointment.pk}")
    for grant in mine:
        Grant.objects.filter(pk=grant.pk).supersede(at=act.now)
        grant.pk = None
        grant.ends = grant.ends_by = max(until, grant.starts)
        grant.known_from, grant.known_to = act.now, None
        grant.recorded_by = act.recorded[:200]
        grant.save(force_insert=True)
