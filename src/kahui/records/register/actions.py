"""Verbs on the register: put a directory's details and rolls among those held; import roll returns."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.received.actions import keep
from kahui.records.received.models import Receipt
from kahui.records.register.imported import Differences, Imported, Line
from kahui.records.register.ledger import Change, add
from kahui.records.register.models import Detail, Photograph, Provider, Roll
from kahui.records.register.photographs import Held, held, unbroken
from kahui.records.register.queries import (
    BOUNDS,
    COUNTS,
    STATE,
    details_held,
    photographs,
    provider_ids,
    returns_held,
    rolls_held,
)
from kahui.records.register.read import DirectoryFile, ListedProvider, ListedRoll, read_rolls
from kahui.records.register.revision import Difference, Rows, again, by_owner, revise

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


def put_details(
    file: DirectoryFile,
    as_at: dt.date,
    days: Sequence[dt.date],
    keys: Mapping[int, int],
    definition: Definition,
    differences: Differences,
) -> Change:
    """The details that a photograph changes, and how it differs from what was held."""
    current = by_owner(details_held(file.kind))
    listed = _states(file.providers, keys, definition)
    first_day_stands = (bool(days) and as_at > days[0]) or file.kind != Provider.Kind.SCHOOL
    infer = _inference(file.kind, current, first_day_stands=first_day_stands)
    revision = revise(current, listed, days, as_at, infer)
    if days:
        numbers = {key: number for number, key in keys.items()}
        for difference in revision.differences:
            _say_difference(difference, numbers[difference.owner], as_at, differences)
    change = Change(Detail, ("provider", *STATE, *BOUNDS), revision.superseded)
    change.added = [detail_row(owner, period) for owner, period in revision.added]
    return change


def detail_row(owner: int, period: Held[tuple]) -> tuple:
    """A detail's values in the order of provider, `STATE`, `BOUNDS`."""
    return (
        owner,
        *period.state,
        period.starts,
        period.starts_by,
        period.ends,
        period.ends_by,
        period.seen_from,
        period.seen_to,
    )


def put_rolls(file: DirectoryFile, as_at: dt.date, replaces: bool, keys: Mapping[int, int]) -> Change:
    """The rolls that a directory prints, as facts of its day."""
    listed = {(keys[p.number], as_at): p.roll for p in file.providers if p.roll is not None}
    current = rolls_held(file.kind, "directory", as_at) if replaces else {}
    change = _roll_change(listed, current, "directory")
    change.superseded += [row[0] for place, row in current.items() if place not in listed]
    return change


def _inference(
    kind: str, current: Rows[tuple], *, first_day_stands: bool
) -> Callable[[int, Sequence[dt.date], Mapping[dt.date, tuple]], list[Held[tuple]]]:
    """How details are inferred: from photographs and, before the first of all, from roll returns.

    Where the first photograph stands as it was, what the returns say of it is in the rows held.
    """
    returns, national = ({}, set()) if first_day_stands else returns_held()

    def infer(owner: int, after: Sequence[dt.date], seen: Mapping[dt.date, tuple]) -> list[Held[tuple]]:
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
) -> dict[int, tuple]:
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


def _say_difference(found: Difference[tuple], number: int, as_at: dt.date, differences: Differences) -> None:
    was, shown = found.was, found.shown
    was_open, is_open = bool(was and was[0]), bool(shown and shown[0])
    name = (shown or was or ("", ""))[1]
    if is_open and not was_open:
        differences.opened.append(Line(number, name))
    if was_open and not is_open:
        if found.seen_before:
            differences.closed.append(Line(number, name))
        else:
            differences.opened.append(Line(number, name, became=f"after {say(as_at)}"))
    if was and shown:
        if was[1] != shown[1]:
            differences.renamed.append(Line(number, name, was[1], shown[1]))
        for place in (2, 3, 5):
            if was[place] != shown[place]:
                line = Line(number, name, was[place] or "blank", shown[place] or "blank", STATE[place])
                differences.changed.append(line)


def _roll_change(
    listed: Mapping[tuple[int, dt.date], ListedRoll],
    current: Mapping[tuple[int, dt.date], tuple],
    series: str,
) -> Change:
    """The rolls that differ from those held: another value on the same day supersedes."""
    change = Change(Roll, ROLL_FIELDS)
    for (owner, day), r in listed.items():
        counts = (r.total, r.european, r.maori, r.pacific, r.asian, r.melaa, r.other, r.international)
        held_now = current.get((owner, day))
        if held_now is not None:
            if held_now[1:] == (r.response, *counts):
                continue
            change.superseded.append(held_now[0])
        change.added.append((owner, series, day, day, r.response, *counts))
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
            changes[0].write(by=by, source=received.source, now=now)
            changes.append(_reopened())
            changes[1].write(by=by, source=received.source, now=now)
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
    revision = again(current, days, _inference(kind, current, first_day_stands=False), days)
    change = Change(Detail, ("provider", *STATE, *BOUNDS), revision.superseded)
    change.added = [detail_row(owner, period) for owner, period in revision.added]
    return change


def receive(data: bytes, name: str, by: str, source: str, home: Path | None, *, dry_run: bool) -> Received:
    """Keep bytes before anything is read out of them; a dry run keeps nothing."""
    hash = hashlib.sha256(data).hexdigest() if dry_run else keep(data, home=home or settings.HOME)
    return Received(name, hash, len(data), by, source)


def replace_photograph(
    standing: Photograph | None, kind: str, as_at: dt.date, says: bool, receipt: Receipt, now: dt.datetime
) -> None:
    """The photograph of a day: another of the same day supersedes it."""
    if standing is not None:
        Photograph.objects.filter(pk=standing.pk).update(known_to=now)
    Photograph.objects.create(kind=kind, as_at=as_at, says_membership=says, receipt=receipt, known_from=now)
