"""Spells: from when to when each was watched, and how that ended.

A spell is watched over (entry, time]: who enters at a time is not yet at risk then, who leaves at a time still is.
So an end at the very time another is lost from sight comes first, and a spell cut in two at any time counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kahui.analytics.methods.fault import MethodFault

Array = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spells:
    """Each (n,): `time` last watched, `status` then (0 not ended; 1, 2 … how it ended), `entry` first watched."""

    time: Array
    status: Whole
    entry: Array

    def of(self, chosen: NDArray[np.bool_]) -> Spells:
        return Spells(self.time[chosen], self.status[chosen], self.entry[chosen])


@dataclass(frozen=True, slots=True)
class Tally:
    """At each distinct time a spell stops, (t,): how many at risk just before, and ends by kind, (t, kinds)."""

    time: Array
    at_risk: Whole
    ends: Whole


def spells(time: ArrayLike, status: ArrayLike, entry: ArrayLike | None = None) -> Spells:
    """Spells from arrays (n,). An `entry` that is NaN, or none at all, was watched from the beginning.

    Raises MethodFault when there are none, a number is not finite, or one is watched for no time at all.
    """
    until, kind = (
        np.atleast_1d(np.asarray(time, dtype=float)),
        np.atleast_1d(np.asarray(status, dtype=np.int64)),
    )
    since = np.full(len(until), -np.inf) if entry is None else np.array(entry, dtype=float, ndmin=1)
    since[np.isnan(since)] = -np.inf
    if len(until) == 0:
        raise MethodFault("There is nobody to watch. Give at least one time.")
    if not np.isfinite(until).all() or np.any(np.isposinf(since)):
        raise MethodFault(
            "Every time has to be a finite number; a time not reached yet has status 0 where it stands."
        )
    if np.any(kind < 0):
        raise MethodFault(
            "A status is 0 (not ended), 1, or another whole number above for another kind of end."
        )
    if np.any(since >= until):
        raise MethodFault(
            "Every entry has to come before its time: who was watched for no time cannot count."
        )
    return Spells(until, kind, since)


def tally(watched: Spells, kinds: int | None = None) -> Tally:
    """Ties are exact: two times are one only where they are equal."""
    times, place = np.unique(watched.time, return_inverse=True)
    many = kinds if kinds is not None else max(int(watched.status.max()), 1)
    ends = np.zeros((len(times), many), dtype=np.int64)
    ended = watched.status > 0
    np.add.at(ends, (place[ended], watched.status[ended] - 1), 1)
    return Tally(times, at_risk(watched, times), ends)


def at_risk(watched: Spells, times: Array) -> Whole:
    """How many are watched just before each of `times` and have entered before it."""
    entered = np.searchsorted(np.sort(watched.entry), times, side="left")
    left = np.searchsorted(np.sort(watched.time), times, side="left")
    return np.asarray(entered - left, dtype=np.int64)


def log_log(share: Array, error: Array, level: float) -> tuple[Array, Array]:
    """Limits that are even on the scale log(−log share), each (t,); NaN where the share is 0 or 1."""
    if not 0 < level < 1:
        raise MethodFault(f"The level has to lie between 0 and 1, such as 0.95; it is {level:g}.")
    inside = (share > 0) & (share < 1)
    logged = np.log(np.where(inside, share, np.nan))
    stretch = NormalDist().inv_cdf((1 + level) / 2) * error / (share * np.where(inside, logged, np.nan))
    return np.exp(logged * np.exp(-stretch)), np.exp(logged * np.exp(stretch))
