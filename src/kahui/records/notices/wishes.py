"""How often people wish to be told what waits for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.places import NATION, Place
from kahui.records.changes.clock import today
from kahui.records.changes.rules import require
from kahui.records.notices.models import Wish
from kahui.records.notices.rules import digest_known
from kahui.records.timeline.actions import tell

UNLESS_SAID = str(Wish.Digest.DAILY)


def wish(
    *,
    person: Person,
    digest: str,
    by: Acting,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Wish:
    """Say how often somebody is told what waits. They say it themselves, or who keeps the records does. Raises
    `RuleBroken` (LET-5), `NotAllowed`."""
    with transaction.atomic():
        recorded = by.words if by.id == person.pk else by.may("grants.give", [NATION])
        require(digest_known(digest, [str(choice) for choice in Wish.Digest.values]))
        day, moment = on or today(), now or timezone.now()
        Wish.objects.filter(person=person.pk).supersede(at=moment)
        wished: Wish = Wish.objects.create(
            person=person.pk,
            digest=digest,
            on=day,
            on_by=day,
            known_from=moment,
            recorded_by=recorded,
            source="",
        )
        tell(
            f"{person} is to be told by e-mail what waits: {Wish.Digest(digest).label}.",
            about=[Place("person", str(person.pk))],
            by=by,
            on=day,
            now=moment,
        )
        return wished


def wishes_of(people: Collection[int]) -> dict[int, str]:
    """How often each of these people (by id) wishes to be told: `daily` for who has said nothing. One query."""
    said = dict(Wish.objects.current().filter(person__in=people).values_list("person", "digest"))
    return {person: said.get(person, UNLESS_SAID) for person in people}
