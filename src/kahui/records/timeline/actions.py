"""Writing the timeline: call `tell` inside the transaction of the act it tells of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.utils import timezone

from kahui.records.changes.clock import today
from kahui.records.timeline.models import About, Entry


class Thing(Protocol):
    """Whatever an entry can be about: `kind` such as `network`, `key` such as its number."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...


class Teller(Protocol):
    """Whoever acts: `words` is how they are written, `id` their person's id."""

    @property
    def words(self) -> str: ...
    @property
    def id(self) -> int | None: ...


def tell(
    words: str,
    *,
    about: Iterable[Thing],
    by: Teller,
    on: dt.date | None = None,
    kind: str = Entry.Kind.DID,
    act: str = "",
    source: str = "",
    now: dt.datetime | None = None,
) -> Entry:
    """Add a line to the timeline of everything it is about."""
    day = on or today()
    entry: Entry = Entry.objects.create(
        kind=kind,
        words=words,
        person=by.id,
        act=act,
        on=day,
        on_by=day,
        known_from=now or timezone.now(),
        recorded_by=by.words[:200],
        source=source[:500],
    )
    things = {(thing.kind, thing.key) for thing in about}
    About.objects.bulk_create([About(entry=entry, kind=k, key=key) for k, key in sorted(things)])
    return entry


def looked(words: str, *, about: Thing, by: Teller, now: dt.datetime | None = None) -> None:
    """Somebody looked at identifiable data. Told once a day for the same words, person and thing: a reading of ten
    pages is one line."""
    same = Entry.objects.filter(kind=Entry.Kind.LOOKED, person=by.id, words=words, on=today())
    if not same.filter(about__kind=about.kind, about__key=about.key).exists():
        tell(words, about=[about], by=by, kind=Entry.Kind.LOOKED, now=now)
