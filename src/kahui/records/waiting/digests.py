"""The e-mail that tells somebody once a day what waits for them: by role, with one thing to do each.

It names no person and no network: what it is about is shown once its reader has signed in.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from kahui.definition.time import say
from kahui.records.access.models import Person
from kahui.records.access.places import Place
from kahui.records.networks.models import Network
from kahui.records.notices.actions import notify
from kahui.records.notices.models import Notice, Wish
from kahui.records.notices.quiet import MORNING, is_working_day, local
from kahui.records.notices.waiting import Waiting
from kahui.records.notices.wishes import wishes_of
from kahui.records.waiting.owners import Key, holders_of, offices_on, role_of
from kahui.records.waiting.turns import waiting_of

DIGEST = "digest"


def are_due(now: dt.datetime) -> bool:
    """Whether the digests of the day can be written: a working day, from seven in the morning where people live."""
    here = local(now)
    return is_working_day(here.date()) and here.time() >= MORNING


def write_digests(on: dt.date, now: dt.datetime | None = None) -> int:
    """Write today's digest to everybody for whom something waits and who wishes it: one for each person and day.
    What was kept for the digest is told by it. Gives how many were written."""
    moment = now or timezone.now()
    waiting = waiting_of(list(Network.objects.all()), on)
    holders = holders_of({Key.of(each) for each in waiting}, on)
    kept = _kept()
    theirs: dict[Person, list[Waiting]] = {
        person: [] for person in Person.objects.filter(pk__in=kept, is_active=True)
    }
    for each in waiting:
        for person in holders[Key.of(each)]:
            theirs.setdefault(person, []).append(each)
    wishes, told = wishes_of([person.pk for person in theirs]), _told(on)
    written = 0
    for person, mine in theirs.items():
        if person.pk not in told and _wished(wishes[person.pk], on):
            _write(
                person,
                words_of(mine, len(kept[person.pk]), on),
                mine,
                kept[person.pk],
                on,
                moment,
            )
            written += 1
    return written


def words_of(waiting: Sequence[Waiting], kept: int, on: dt.date) -> str:
    """The words of a digest: for each role how many things wait, how long, and the one to do first."""
    offices = offices_on(on)
    by_role: dict[str, list[Waiting]] = defaultdict(list)
    for each in waiting:
        by_role[role_of(Key.of(each), offices)].append(each)
    parts = []
    for role, mine in sorted(by_role.items()):
        first = mine[0]
        due = f", by {say(first.due)}" if first.due else ""
        things = "1 thing waits" if len(mine) == 1 else f"{len(mine)} things wait"
        longest = min(each.since for each in mine)
        parts.append(f"As {role}: {things}, since {say(longest)}.\nFirst: {first.words}{due}.")
    if kept:
        parts.append(f"{'1 thing has' if kept == 1 else f'{kept} things have'} happened that you follow.")
    return f"On {say(on)}.\n\n" + "\n\n".join(parts)


def _write(
    person: Person,
    words: str,
    mine: Sequence[Waiting],
    kept: Collection[Notice],
    on: dt.date,
    now: dt.datetime,
) -> None:
    subject = {0: "What has happened", 1: "1 thing waits for you"}.get(
        len(mine), f"{len(mine)} things wait for you"
    )
    with transaction.atomic():
        notify(
            to=person,
            kind=DIGEST,
            subject=subject,
            words=words,
            path="/waiting",
            about=Place("person", str(person.pk)),
            once=_once(on),
            now=now,
        )
        Notice.objects.filter(pk__in=[notice.pk for notice in kept]).update(dropped_at=now)


def _once(on: dt.date) -> str:
    return f"{DIGEST}:{on.isoformat()}"


def _told(on: dt.date) -> set[int]:
    """People (by id) who have their digest of a day."""
    told = Notice.objects.filter(kind=DIGEST, once__startswith=_once(on), person__isnull=False)
    return {person for person in told.values_list("person", flat=True) if person}


def _kept() -> dict[int, list[Notice]]:
    """Person (by id) → what was written to them for the digest and not told yet."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(at_once=False, sent_at=None, dropped_at=None):
        if notice.person is not None:
            found[notice.person].append(notice)
    return found


def _wished(wish: str, on: dt.date) -> bool:
    return wish == Wish.Digest.DAILY or (wish == Wish.Digest.WEEKLY and on.weekday() == 0)
