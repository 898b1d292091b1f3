"""What one more photograph, decision or roll changes in the periods already held. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kahui.records.register.photographs import Held, S, sightings

Rows = Mapping[int, Sequence[tuple[int, Held[S]]]]
"""Periods held now: owner → (id of the row, period)."""

Infer = Callable[[int, Sequence[dt.date], Mapping[dt.date, S]], Sequence[Held[S]]]
"""Periods of one owner from all photographs and its state in each that shows it."""

Sighting = tuple[int, S, dt.date, dt.date | None]
"""An owner, a state, and the first and last photograph that showed it."""

Beside = tuple[dt.date | None, dt.date | None] | None

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference(Generic[T]):
    """What was held of an owner on the photograph's day, and what the photograph shows (`None`: not there).

    `seen_before` says whether an earlier photograph shows the owner at all.
    """

    owner: int
    was: T | None
    shown: T | None
    seen_before: bool


@dataclass(slots=True)
class Revision(Generic[S]):
    """Ids to supersede, periods to add, and how the photograph differs from what was held on its day."""

    superseded: list[int] = field(default_factory=list)
    added: list[tuple[int, Held[S]]] = field(default_factory=list)
    differences: list[Difference[S]] = field(default_factory=list)

    def replace(self, owner: int, rows: Sequence[tuple[int, Held[S]]], periods: Sequence[Held[S]]) -> None:
        """Supersede the rows that are not among the periods, and add the periods that no row holds."""
        held = {period for _, period in rows}
        wanted = set(periods)
        self.superseded.extend(id for id, period in rows if period not in wanted)
        self.added.extend((owner, period) for period in periods if period not in held)


def beside(days: Sequence[dt.date], day: dt.date) -> Beside:
    """The photographs before and after a day; `None` where one of that day is replaced: the bounds around it stay."""
    if day in days:
        return None
    earlier, later = [d for d in days if d < day], [d for d in days if d > day]
    return max(earlier, default=None), min(later, default=None)


def in_question(near: Iterable[Sighting[S]], listed: Mapping[int, S], day: dt.date) -> set[int]:
    """Owners of whom a photograph of a day may tell something new: of the others it repeats what is held.

    `near` are the periods that it can bear on: those seen on the day, or up to or from the photographs beside it.
    """
    owners, settled = set(listed), set()
    for owner, state, seen_from, seen_to in near:
        owners.add(owner)
        if _shows(seen_from, seen_to, day) and listed.get(owner) == state:
            settled.add(owner)
    return owners - settled


def revise(
    current: Rows[S],
    listed: Mapping[int, S],
    days: Sequence[dt.date],
    day: dt.date,
    infer: Infer[S],
    *,
    always: Collection[int] = (),
    unread: Collection[int] = (),
) -> Revision[S]:
    """One photograph of `day`, listing states by owner, put among the photographs of `days` (in order).

    `always` are owners never passed over. `unread` are owners whose row could not be read: of them the
    photograph says nothing, so what is held of them stands.
    """
    after, around = sorted({*days, day}), beside(days, day)
    revision: Revision[S] = Revision()
    for owner in [*current, *(o for o in listed if o not in current)]:
        rows, state = current.get(owner, ()), listed.get(owner)
        if owner in unread:
            continue
        if owner not in always and _settled(rows, state, day, around):
            continue
        seen = sightings(((p.state, p.seen_from, p.seen_to) for _, p in rows), days)
        shown_before = any(d < day for d in seen)
        if state is None:
            seen.pop(day, None)
        else:
            seen[day] = state
        revision.replace(owner, rows, infer(owner, after, seen))
        was = _held_on(rows, day)
        if was != state:
            revision.differences.append(Difference(owner, was, state, shown_before))
    return revision


def again(current: Rows[S], days: Sequence[dt.date], infer: Infer[S], keep: Sequence[dt.date]) -> Revision[S]:
    """The same photographs (or those to `keep` of them) read again, because something beside them changed."""
    revision: Revision[S] = Revision()
    kept = set(keep)
    for owner, rows in current.items():
        seen = sightings(((p.state, p.seen_from, p.seen_to) for _, p in rows), days)
        seen = {day: state for day, state in seen.items() if day in kept}
        revision.replace(owner, rows, infer(owner, keep, seen))
    return revision


def by_owner(rows: Iterable[tuple[int, int, Held[S]]]) -> dict[int, list[tuple[int, Held[S]]]]:
    """Rows (id, owner, period) by their owner."""
    found: dict[int, list[tuple[int, Held[S]]]] = {}
    for id, owner, period in rows:
        found.setdefault(owner, []).append((id, period))
    return found


def _settled(
    rows: Sequence[tuple[int, Held[S]]],
    state: S | None,
    day: dt.date,
    around: Beside,
) -> bool:
    """Whether the photograph tells nothing new of an owner: what covers its day agrees, or nothing is near."""
    for _, period in rows:
        if _shows(period.seen_from, period.seen_to, day):
            return bool(period.state == state)
    if state is not None:
        return False
    if around is None:
        return True
    return not any(p.seen_to == around[0] or p.seen_from == around[1] for _, p in rows)


def _shows(seen_from: dt.date | None, seen_to: dt.date | None, day: dt.date) -> bool:
    return seen_from is not None and seen_from <= day and (seen_to is None or day <= seen_to)


def _held_on(rows: Sequence[tuple[int, Held[S]]], day: dt.date) -> S | None:
    for _, period in rows:
        if period.starts <= day and (period.ends is None or day < period.ends):
            return period.state
    return None
