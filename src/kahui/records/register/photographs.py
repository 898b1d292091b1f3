"""Periods from photographs: what directories taken on single days say of the days between them. Pure.

A photograph shows a state on its day: what a directory says of a provider, the network it is in, or the name
of a network. A run is the same state in photographs that follow each other. Nothing is known of the days
between two photographs except that the change lies there, so a period has an earliest and a latest day for
its start and for its end. No photograph is ever blended with another, so the order they arrive in is of no
account.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from kahui.definition.time import BEGINNING, DAY

S = TypeVar("S", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Run(Generic[S]):
    """One state from photograph `first` to `last`; `before` and `after` are the photographs around it."""

    state: S
    first: dt.date
    last: dt.date
    before: dt.date | None
    after: dt.date | None


class Held(NamedTuple, Generic[S]):
    """A state and when it held. `seen_to` is `None` while the newest photograph shows it.

    `seen_from` is `None` where no photograph shows it, only what a person recorded.
    """

    state: S
    starts: dt.date
    starts_by: dt.date
    ends: dt.date | None
    ends_by: dt.date | None
    seen_from: dt.date | None
    seen_to: dt.date | None

    @property
    def bounds(self) -> tuple[dt.date | None, ...]:
        """Everything but the state."""
        return self[1:]


@dataclass(frozen=True, slots=True)
class Approval:
    """When a network was approved: on a day from `on` to `on_by`."""

    on: dt.date
    on_by: dt.date


@dataclass(frozen=True, slots=True)
class Passage:
    """A person recorded that on `on` a provider passed from one network to another (`None`: no network)."""

    on: dt.date
    was: int | None
    became: int | None


def runs(days: Sequence[dt.date], seen: Mapping[dt.date, S]) -> list[Run[S]]:
    """The runs of a provider: `days` are all photographs in order, `seen` its state on those that show it."""
    found: list[Run[S]] = []
    first = 0
    for here, day in enumerate(days):
        if day not in seen:
            continue
        if here == 0 or days[here - 1] not in seen or seen[days[here - 1]] != seen[day]:
            first = here
        after = days[here + 1] if here + 1 < len(days) else None
        if after is None or after not in seen or seen[after] != seen[day]:
            before = days[first - 1] if first else None
            found.append(Run(seen[day], days[first], day, before, after))
    return found


def held(
    days: Sequence[dt.date], seen: Mapping[dt.date, S], returned: dt.date | None = None
) -> list[Held[S]]:
    """Periods of a state that says nothing of its own start: details of a provider, names of a network.

    A start lies between the photograph before the run and the run; before the first photograph of all it is
    not bounded, except that `returned`, the first of the roll returns that lead up to it, shows it was there.
    """
    found = []
    for run in runs(days, seen):
        starts, starts_by = BEGINNING, min(returned or run.first, run.first)
        if run.before is not None:
            starts, starts_by = run.before + DAY, run.first
        ends, ends_by = (None, None) if run.after is None else (run.last + DAY, run.after)
        seen_to = None if run.after is None else run.last
        found.append(Held(run.state, starts, starts_by, ends, ends_by, run.first, seen_to))
    return found


def unbroken(returns: Collection[dt.date], national: Iterable[dt.date], until: dt.date) -> dt.date | None:
    """The first of a school's roll returns that follow each other up to `until`; `None` where there is none.

    `national` holds every day on which the rolls hold any school: a year they leave out breaks no series.
    """
    first = None
    for day in sorted((day for day in national if day <= until), reverse=True):
        if day not in returns:
            break
        first = day
    return first


def memberships(
    days: Sequence[dt.date],
    seen: Mapping[dt.date, int],
    approvals: Mapping[int, Approval],
    *,
    named: bool,
    passages: Sequence[Passage] = (),
) -> list[Held[int]]:
    """Periods of membership of one provider: `seen` is the network it is in on each of `days` that shows one.

    `named`: approvals name providers of this kind (schools are, services are not), so one first seen in a
    network approved since the photograph before is a founding member. `passages` are exact: each is the state
    on its day and on the day before, and on those two days it stands above a photograph.
    """
    known = dict(seen)
    stages = sorted(days)
    for passage in sorted(passages, key=lambda p: p.on):
        _put(known, passage.on - DAY, passage.was)
        _put(known, passage.on, passage.became)
    if passages:
        stages = sorted({*days, *(d for p in passages for d in (p.on - DAY, p.on))})
    series = runs(stages, known)
    begun, been = [], set()
    for run in series:
        founding = named and run.state not in been
        begun.append(_begun(run, approvals.get(run.state), founding=founding))
        been.add(run.state)
    return [_member(series, begun, place, days) for place in range(len(series))]


def _put(known: dict[dt.date, int], day: dt.date, network: int | None) -> None:
    if network is None:
        known.pop(day, None)
    else:
        known[day] = network


def _begun(run: Run[int], approval: Approval | None, *, founding: bool) -> tuple[dt.date, dt.date, bool]:
    """The bounds of a membership's start, and whether an approval dated it."""
    earliest = BEGINNING if run.before is None else run.before + DAY
    if approval is None or approval.on > run.first:
        return earliest, run.first, False
    starts = max(approval.on, earliest)  # no one belongs to a network before there is one
    if founding and (run.before is None or approval.on_by > run.before):
        return starts, min(approval.on_by, run.first), True
    return starts, run.first, False


def _member(
    series: Sequence[Run[int]],
    begun: Sequence[tuple[dt.date, dt.date, bool]],
    place: int,
    photographs: Sequence[dt.date],
) -> Held[int]:
    run, (starts, starts_by, _) = series[place], begun[place]
    ends: dt.date | None = None
    ends_by: dt.date | None = None
    if run.after is not None:
        ends, ends_by = run.last + DAY, run.after
        if place + 1 < len(series) and series[place + 1].first == run.after:
            next_starts, next_by, by_approval = begun[place + 1]
            # Seen in one network and then in another: it moved without a gap. Where the other's approval
            # dates the start, it may have left for it on any day since it was last seen.
            ends, ends_by = (ends, next_by) if by_approval else (next_starts, next_by)
    low, high = bisect_left(photographs, run.first), bisect_right(photographs, run.last)
    seen_from = photographs[low] if low < high else None
    seen_to = photographs[high - 1] if low < high and run.after is not None else None
    return Held(run.state, starts, starts_by, ends, ends_by, seen_from, seen_to)


def sightings(
    facts: Iterable[tuple[S, dt.date | None, dt.date | None]], days: Sequence[dt.date]
) -> dict[dt.date, S]:
    """What each photograph showed, recovered from (state, `seen_from`, `seen_to`) and the photographs."""
    seen: dict[dt.date, S] = {}
    for state, seen_from, seen_to in facts:
        if seen_from is None:
            continue
        low = bisect_left(days, seen_from)
        high = len(days) if seen_to is None else bisect_right(days, seen_to)
        for day in days[low:high]:
            seen[day] = state
    return seen


def printed_name(printed: Iterable[str]) -> str:
    """The one name of a network in a photograph that may print several: the commonest, then by alphabet."""
    counts = Counter(name for name in printed if name)
    return min(counts, key=lambda name: (-counts[name], name), default="")
