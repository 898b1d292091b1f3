"""Verbs on the register: put a directory's details and rolls among those held; import roll returns."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.received.actions import keep
from kahui.records.received.models import Receipt
from kahui.records.register.imported import Imported, Line, Shown, Told
from kahui.records.register.ledger import Change, add
from kahui.records.register.models import Detail, Photograph, Provider, Roll
from kahui.records.register.photographs import Held, held, unbroken
from kahui.records.register.queries import (
    BOUNDS,
    COUNTS,
    STATE,
    State,
    details_held,
    details_near,
    photographs,
    provider_ids,
    returns_held,
    rolls_held,
)
from kahui.records.register.read import ListedProvider, ListedRoll, read_rolls
from kahui.records.register.revision import Difference, Revision, again, by_owner, in_question, revise

ROLL_FIELDS = ("provider", "series", "on", "on_by", "response", *COUNTS)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came: what it was called, its hash and size, who sent it and what they said of it."""

    name: str
    hash: str
    size: int
    by: str
    source: str

    def record(self, imported: Imported, *, as_at: dt.date | None, now: dt.datetime) -> Receipt:
        """The receipt, written with the facts in one transaction."""
        return Receipt.objects.create(
            hash=self.hash,
            name=self.name[-300:],
            kind=imported.kind,
            size=self.size,
            as_at=as_at,
            source=self.source[:500],
            received_at=now,
            received_by=self.by[:200],
            rows_accepted=imported.accepted,
            rows_refused=len(imported.refused),
        )


def enrol(kind: str, numbers: Collection[int]) -> dict[int, int]:
    """Number → key of every provider of a kind, after adding those of `numbers` that are not there yet."""
    known = provider_ids(kind)
    missing = sorted(set(numbers) - known.keys())
    if missing:
        add(Provider, ("kind", "number"), [(str(kind), number) for number in missing])
        known = provider_ids(kind)
    return known


def put_details(shown: Shown) -> Change:
    """The details that a photograph changes; how it differs from what was held goes to its differences."""
    days, kind = shown.days, shown.kind
    states = _states(shown.file.providers, shown.keys, shown.definition)
    owners = in_question(details_near(kind, days, shown.as_at), states, shown.as_at)
    listed = {owner: state for owner, state in states.items() if owner in owners}
    current = by_owner(details_held(kind, owners)) if days else {}
    stands = (bool(days) and shown.as_at > days[0]) or kind != Provider.Kind.SCHOOL.value
    infer = _inference(current, first_day_stands=stands)
    revision = revise(current, listed, days, shown.as_at, infer, unread=shown.unread)
    if days:
        numbers = {key: number for number, key in shown.keys.items()}
        for difference in revision.differences:
            _say_difference(difference, numbers[difference.owner], shown)
    return _detail_change(revision)


def _detail_change(revision: Revision[State]) -> Change:
    change = Change(Detail, ("provider", *STATE, *BOUNDS), revision.superseded)
    change.added = [(owner, *period.state, *period.bounds) for owner, period in revision.added]
    return change


def put_rolls(shown: Shown) -> Change:
    """The rolls that a directory prints, as facts of its day."""
    day, keys = shown.as_at, shown.keys
    listed = {(keys[p.number], day): p.roll for p in shown.file.providers if p.roll is not None}
    current = rolls_held(shown.kind, "directory", day) if day in shown.standing else {}
    change = _roll_change(listed, current, "directory")
    gone = current.keys() - listed.keys() - {(owner, day) for owner in shown.unread}
    change.superseded += [current[place][0] for place in sorted(gone)]
    return change


def _inference(
    current: Mapping[int, Sequence[tuple[int, Held[State]]]], *, first_day_stands: bool
) -> Callable[[int, Sequence[dt.date], Mapping[dt.date, State]], list[Held[State]]]:
    """How details are inferred: from photographs and, before the first of all, from roll returns.

    Where the first photograph stands as it was, what the returns say of it is in the rows held.
    """
    returns, national = ({}, set()) if first_day_stands else returns_held()

    def infer(owner: int, after: Sequence[dt.date], seen: Mapping[dt.date, State]) -> list[Held[State]]:
        returned = None
        if first_day_stands:
            held_first = (p.starts_by for _, p in current.get(owner, ()) if p.seen_from == after[0])
            returned = next(held_first, None)
        elif seen.get(after[0], (False,))[0]:
            returned = unbroken(returns.get(owner, ()), national, after[0])
        return held(after, seen, returned)

    return infer


def _states(
    providers: Sequence[ListedProvider], keys: Mapping[int, int], definition: Definition
) -> dict[int, State]:
    """Key → state, regions and types under their one code whichever way they are printed."""
    regions = {printed: definition.region(printed) for printed in {p.region for p in providers}}
    types = {printed: definition.type(printed) for printed in {p.type for p in providers}}
    return {
        keys[p.number]: (
            p.is_open,
            p.name,
            types[p.type],
            p.authority,
            p.definition,
            regions[p.region],
            p.regional_council,
            p.district,
            p.urban,
            p.decile,
            p.latitude,
            p.longitude,
        )
        for p in providers
    }


def _say_difference(found: Difference[State], number: int, photograph: Shown) -> None:
    was, shown, differences = found.was, found.shown, photograph.differences
    was_open, is_open = bool(was and was[0]), bool(shown and shown[0])
    name = (shown or was or ("", ""))[1]
    if is_open and not was_open:
        differences.opened.append(Line(number, name))
    if was_open and not is_open:
        if found.seen_before:
            differences.closed.append(Line(number, name))
        else:
            differences.opened.append(Line(number, name, became=f"after {say(photograph.as_at)}"))
    if was and shown:
        if was[1] != shown[1]:
            differences.renamed.append(Line(number, name, was[1], shown[1]))
        for place in (2, 3, 5):
            if was[place] != shown[place]:
                line = Line(number, name, was[place] or "blank", shown[place] or "blank", STATE[place])
                differences.changed.append(line)


def _roll_change(
    listed: Mapping[tuple[int, dt.date], ListedRoll],
    current: Mapping[tuple[int, dt.date], State],
    series: str,
) -> Change:
    """The rolls that differ from those held: another value on the same day supersedes."""
    change = Change(Roll, ROLL_FIELDS)
    written = {day: connection.ops.adapt_datefield_value(day) for day in {day for _, day in listed}}
    for (owner, day), (*counts, response) in listed.items():
        held_now = current.get((owner, day))
        if held_now is not None:
            if held_now[1:] == (response, *counts):
                continue
            change.superseded.append(held_now[0])
        on = written[day]
        change.added.append((owner, series, on, on, response, *counts))
    return change


def import_rolls(
    *,
    data: bytes,
    name: str,
    by: str,
    home: Path | None = None,
    source: str = "",
    dry_run: bool = False,
    now: dt.datetime | None = None,
) -> Imported:
    """Import roll returns, each as at 1 July of its year. Raises `FileFault` for a file that is none.

    Returns that lead up to the first photograph without a break show that a school was open then.
    """
    received = receive(data, name, by, source or f"Roll returns: {name}", home, dry_run=dry_run)
    file = read_rolls(data, name)
    imported = Imported("rolls", len(file.returns), file.refused, file.notes, dry_run=dry_run)
    with transaction.atomic():
        await_turn()
        now = now or timezone.now()
        today = now.date()
        returns = [r for r in file.returns if dt.date(r.year, 7, 1) <= today]
        keys = enrol(Provider.Kind.SCHOOL, {r.number for r in returns})
        listed = {(keys[r.number], dt.date(r.year, 7, 1)): r.roll for r in returns}
        current = rolls_held(Provider.Kind.SCHOOL, "return")
        changes = [_roll_change(listed, current, "return")]
        if changes[0]:
            told = Told(by, received.source, now)
            changes[0].write(told)
            changes.append(_reopened())
            changes[1].write(told)
            received.record(imported, as_at=None, now=now)
            count_change()
        tally(imported, changes)
        if dry_run:
            transaction.set_rollback(True)
    return imported


def tally(imported: Imported, changes: Sequence[Change]) -> None:
    """Say in `imported` how many facts were added and superseded."""
    imported.added += sum(len(change.added) for change in changes)
    imported.superseded += sum(len(change.superseded) for change in changes)
    imported.unchanged = not any(changes)


def _reopened() -> Change:
    """Details of schools read again, because the returns that lead up to the first photograph changed."""
    kind = Provider.Kind.SCHOOL
    days = list(photographs(kind))
    current = by_owner(details_held(kind)) if days else {}
    return _detail_change(again(current, days, _inference(current, first_day_stands=False), days))


def receive(data: bytes, name: str, by: str, source: str, home: Path | None, *, dry_run: bool) -> Received:
    """Keep bytes before anything is read out of them; a dry run keeps nothing."""
    hash = hashlib.sha256(data).hexdigest() if dry_run else keep(data, home=home or settings.HOME)
    return Received(name, hash, len(data), by, source)


def replace_photograph(shown: Shown, receipt: Receipt, now: dt.datetime) -> None:
    """The photograph of a day: another of the same day supersedes it."""
    standing = shown.standing.get(shown.as_at)
    if standing is not None:
        Photograph.objects.filter(pk=standing.pk).update(known_to=now)
    says = shown.file.says_membership
    Photograph.objects.create(
        kind=shown.kind, as_at=shown.as_at, says_membership=says, receipt=receipt, known_from=now
    )
