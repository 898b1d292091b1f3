"""Percentile ranks with each score spread evenly, and back (Kolen and Brennan 2014, section 2.5).

A score's learners are spread half below it and half above, up to half way to its neighbours. Where scores are
one apart this is the usual spread over score ± ½; where gaps differ (scale scores) a form still lines up with
itself exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kahui.analytics.methods.linking.designs import Array, Counts

_DIGITS = 12
"""Ranks are compared to so many digits, so that equal shares of different samples are equal."""


@dataclass(frozen=True)
class Uniform:
    """A form's scores as a continuous variable. `points` (K,), `p` (…, K) the share at each."""

    points: Array
    p: Array

    @classmethod
    def of(cls, form: Counts) -> Uniform:
        return cls(form.points, form.p)

    @cached_property
    def below(self) -> Array:
        """The half-gap below each score, (K,)."""
        gaps = np.diff(self.points) / 2
        return np.asarray(np.concatenate([gaps[:1], gaps]), dtype=np.float64)

    @cached_property
    def above(self) -> Array:
        """The half-gap above each score, (K,)."""
        gaps = np.diff(self.points) / 2
        return np.asarray(np.concatenate([gaps, gaps[-1:]]), dtype=np.float64)

    @cached_property
    def cumulative(self) -> Array:
        """Share at or below each score, (…, K)."""
        return np.asarray(np.round(np.cumsum(self.p, axis=-1), _DIGITS), dtype=np.float64)

    def rank(self, at: Array) -> Array:
        """The share below each value of `at` (…, M), from 0 to 1."""
        k, part = self._placed(at)
        return np.round(_taken(self._before, k) + part * _taken(self.p, k), _DIGITS)

    def ranks(self) -> Array:
        """The share below each of the form's own scores: those lower and half of those at it, (…, K)."""
        return np.round(self.cumulative - self.p / 2, _DIGITS)

    def score(self, rank: Array) -> Array:
        """The value with each share below it, (…, M): the middle of them where nobody scored between.

        A rank of 0 gives the least score less its half-gap, a rank of 1 the greatest and its half-gap.
        """
        line, sought = self._apart(rank)
        upper = self._first(line, sought)
        before = _taken(self._before, upper.reshape(rank.shape))
        value = self._within(upper.reshape(rank.shape), rank - before)
        flat = ((before >= rank) & (rank > 0) & (rank < 1)).reshape(upper.shape)
        if flat.any():
            # Nobody scored between: the last score below takes the share to just this rank.
            start = self.points.size * np.nonzero(flat)[0]
            lower = np.searchsorted(line.ravel(), sought[flat], side="left") - start
            two = value.reshape(upper.shape)
            two[flat] = (two[flat] + self.points[lower] + self.above[lower]) / 2
        value = np.where(rank <= 0, self.points[0] - self.below[0], value)
        return np.where(rank >= 1, self.points[-1] + self.above[-1], value)

    def density(self, at: Array) -> Array:
        """Learners' share for each unit of score at `at` (…, M)."""
        k, _ = self._placed(at)
        width = np.where(at < self.points[k], self.below[k], self.above[k])
        return np.asarray(_taken(self.p, k) / (2 * width))

    def sensitivity(self, at: Array) -> Array:
        """How much `rank(at)` moves with the share at each score, (M, K), for `at` (M,)."""
        low, high = self.points - self.below, self.points + self.above
        part = np.where(
            at[:, None] < self.points,
            (at[:, None] - low) / (2 * self.below),
            0.5 + (at[:, None] - self.points) / (2 * self.above),
        )
        part = np.where(at[:, None] <= low, 0.0, part)
        return np.asarray(np.where(at[:, None] >= high, 1.0, part), dtype=np.float64)

    def interval(self, rank: Array) -> tuple[Array, Array]:
        """For each rank the share below the score it falls in and the share at that score, (…, M) each."""
        upper = self._first(*self._apart(rank)).reshape(rank.shape)
        return _taken(self._before, upper), _taken(self.p, upper)

    @cached_property
    def _before(self) -> Array:
        first = np.zeros((*self.p.shape[:-1], 1))
        return np.concatenate([first, self.cumulative[..., :-1]], axis=-1)

    def _placed(self, at: Array) -> tuple[np.ndarray, Array]:
        """The score whose spread each value lies in, and which part of that spread lies below it."""
        edges = self.points[1:] - self.below[1:]
        k = np.searchsorted(edges, at, side="right")
        away = at - self.points[k]
        half = np.where(away < 0, self.below[k], self.above[k])
        return k, np.clip(0.5 + away / (2 * half), 0.0, 1.0)

    def _apart(self, rank: Array) -> tuple[Array, Array]:
        """Cumulative shares and ranks with each replicate moved by 2 beyond the one before: one search serves all."""
        size = self.points.size
        cumulative = np.broadcast_to(self.cumulative, (*rank.shape[:-1], size)).reshape(-1, size)
        apart = 2.0 * np.arange(len(cumulative))[:, None]
        return cumulative + apart, rank.reshape(-1, rank.shape[-1]) + apart

    def _first(self, line: Array, sought: Array) -> np.ndarray:
        """The first score that takes the share above what is sought."""
        size = self.points.size
        found = np.searchsorted(line.ravel(), sought.ravel(), side="right").reshape(sought.shape)
        return np.asarray(np.minimum(found - size * np.arange(len(line))[:, None], size - 1))

    def _within(self, k: np.ndarray, over: Array) -> Array:
        """The value in the spread of score `k` with the share `over` of that score's learners below it."""
        share = _taken(self.p, k)
        tilt = np.clip(2 * over / np.where(share > 0, share, 1.0) - 1, -1.0, 1.0)
        if self._even:
            return np.asarray(self.points[k] + tilt * self.below[0])
        return np.asarray(self.points[k] + tilt * np.where(tilt < 0, self.below[k], self.above[k]))

    @cached_property
    def _even(self) -> bool:
        return bool(np.ptp(self.below) == 0)


def _taken(values: Array, k: np.ndarray) -> Array:
    """`values[..., k]` for each replicate on its own."""
    if values.ndim == 1:
        return np.asarray(values[k])
    if values.ndim == 2 and k.ndim == 2:
        return np.asarray(values.ravel()[k + values.shape[1] * np.arange(len(values))[:, None]])
    lead = np.broadcast_shapes(values.shape[:-1], k.shape[:-1])
    k = np.broadcast_to(k, (*lead, k.shape[-1]))
    return np.take_along_axis(np.broadcast_to(values, (*lead, values.shape[-1])), k, axis=-1)
