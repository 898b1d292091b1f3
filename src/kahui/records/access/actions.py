"""Verbs on people and what they may do: give, end, name a deputy."""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.db import transaction
from django.utils import timezone

from kahui.definition.time import say
from kahui.records.access.check import Acting
from kahui.records.access.models import Grant, Person, fold_address
from kahui.records.access.places import NATION, Place
from kahui.records.access.roles import ROLES
from kahui.records.access.rules import (
    address_can_be_written_to,
    deputy_within,
    ends_within,
    holder_names_deputy,
    not_for_oneself,
    role_held_there,
    still_held,
)
from kahui.records.changes.clock import today
from kahui.records.changes.rules import require
from kahui.records.timeline.actions import tell


def person_named(*, email: str, name: str) -> Person:
    """The person with this address, added where there is none yet. Raises `RuleBroken` (ACC-1)."""
    require(address_can_be_written_to(email.strip()))
    person, made = Person.objects.get_or_create(
        email=fold_address(email), defaults={"name": unicodedata.normalize("NFC", name.strip())}
    )
    if made:
        person.set_unusable_password()
        person.save()
    return person


def give(
    *,
    person: Person,
    role: str,
    place: Place,
    capacity: str = "",
    starts: dt.date | None = None,
    ends: dt.date | None = None,
    by: Acting,
    source: str = "",
    now: dt.datetime | None = None,
) -> Grant:
    """Give somebody a role in a place, from a day. A role held already is that one. Raises `RuleBroken`."""
    with transaction.atomic():
        recorded = by.may("grants.give", [NATION])
        require(role_held_there(role, place.kind))
        require(not_for_oneself(by.id, person.pk))
        day, moment = starts or today(), now or timezone.now()
        held = Grant.objects.current().filter(
            person=person,
            role=role,
            capacity=capacity,
            place_kind=place.kind,
            place_key=place.key,
            ends__isnull=True,
        )
        same: Grant | None = held.filter(starts__lte=day, instead_of__isnull=True).first()
        if same is not None and ends is None:
            return same
        grant: Grant = Grant.objects.create(
            person=person,
            role=role,
            capacity=capacity,
            place_kind=place.kind,
            place_key=place.key,
            starts=day,
            starts_by=day,
            ends=ends,
            ends_by=ends,
            known_from=moment,
            recorded_by=recorded,
            source=source,
        )
        until = f" until {say(ends)}" if ends else ""
        tell(
            f"{person} is {ROLES[role].name.lower()} from {say(day)}{until}.",
            about=[place, Place("person", str(person.pk))],
            by=by,
            on=day,
            now=moment,
        )
        return grant


def end(*, grant: Grant, on: dt.date, by: Acting, source: str = "", now: dt.datetime | None = None) -> Grant:
    """A role is held no longer, from a day on: the grant is superseded by one that ends. Raises `RuleBroken`."""
    with transaction.atomic():
        recorded = by.may("grants.give", [NATION])
        _require_open(grant, on)
        moment = now or timezone.now()
        ended = _until(grant, on, recorded, source, moment)
        tell(
            f"{grant.person} is {ROLES[grant.role].name.lower()} no longer, from {say(on)}.",
            about=[Place(grant.place_kind, grant.place_key), Place("person", str(grant.person_id))],
            by=by,
            on=on,
            now=moment,
        )
        return ended


def name_deputy(
    *,
    grant: Grant,
    deputy: Person,
    starts: dt.date,
    ends: dt.date,
    by: Acting,
    now: dt.datetime | None = None,
) -> Grant:
    """Somebody stands in for the holder of a grant for some days; both names stand in what they do. Raises
    `RuleBroken` (ACC-3 to ACC-5). Only the holder names a deputy, or who may give roles."""
    with transaction.atomic():
        if by.id != grant.person_id or "deputy.name" not in ROLES[grant.role].abilities:
            by.may("grants.give", [NATION])
        require(holder_names_deputy(grant.instead_of_id))
        require(not_for_oneself(grant.person_id, deputy.pk))
        require(deputy_within(starts, ends, grant.starts, grant.ends))
        moment = now or timezone.now()
        stands_in: Grant = Grant.objects.create(
            person=deputy,
            role=grant.role,
            capacity=grant.capacity,
            place_kind=grant.place_kind,
            place_key=grant.place_key,
            instead_of=grant,
            starts=starts,
            starts_by=starts,
            ends=ends,
            ends_by=ends,
            known_from=moment,
            recorded_by=by.words,
            source="",
        )
        tell(
            f"{deputy} stands in for {grant.person} as {ROLES[grant.role].name.lower()} "
            f"from {say(starts)} until {say(ends)}.",
            about=[
                Place(grant.place_kind, grant.place_key),
                Place("person", str(grant.person_id)),
                Place("person", str(deputy.pk)),
            ],
            by=by,
            on=starts,
            now=moment,
        )
        return stands_in


def end_deputy(*, grant: Grant, on: dt.date, by: Acting, now: dt.datetime | None = None) -> Grant:
    """A deputy stands in no longer, from a day on: said by the one they stand in for, by themselves, or by who may
    give roles. Raises `RuleBroken` (ACC-6, ACC-7)."""
    with transaction.atomic():
        principal = grant.instead_of
        if principal is None or by.id not in (principal.person_id, grant.person_id):
            by.may("grants.give", [NATION])
        _require_open(grant, on)
        moment = now or timezone.now()
        ended = _until(grant, on, by.words, "", moment)
        instead = f" for {principal.person}" if principal else ""
        tell(
            f"{grant.person} stands in{instead} as {ROLES[grant.role].name.lower()} no longer, from {say(on)}.",
            about=[
                Place(grant.place_kind, grant.place_key),
                Place("person", str(grant.person_id)),
                *([Place("person", str(principal.person_id))] if principal else []),
            ],
            by=by,
            on=on,
            now=moment,
        )
        return ended


def _require_open(grant: Grant, on: dt.date) -> None:
    held = Grant.objects.select_for_update().get(pk=grant.pk)
    require(still_held(held.known_to))
    require(ends_within(on, held.starts, held.ends))


def _until(grant: Grant, on: dt.date, recorded: str, source: str, moment: dt.datetime) -> Grant:
    Grant.objects.filter(pk=grant.pk).supersede(at=moment)
    ended = Grant.objects.get(pk=grant.pk)
    ended.pk = None
    ended.ends = ended.ends_by = max(on, grant.starts)
    ended.known_from, ended.known_to = moment, None
    ended.recorded_by, ended.source = recorded, source
    ended.save(force_insert=True)
    Grant.objects.current().filter(instead_of=grant).update(instead_of=ended)
    return ended
