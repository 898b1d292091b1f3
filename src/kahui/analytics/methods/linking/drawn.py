"""A link's function drawn many times: how its error is handed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array
from kahui.analytics.methods.linking.errors import Replicates


@dataclass(frozen=True, slots=True)
class Drawn:
    """A link's function, drawn D times: `values` (D, K) on the scale for the tool's scores `points` (K,)."""

    points: Array
    values: Array

    @property
    def draws(self) -> int:
        return len(self.values)

    def at(self, scores: ArrayLike) -> Array:
        """Linked scores of learners, (D, N), for growth or any method that takes scores; the ends are kept."""
        score = np.clip(np.asarray(scores, dtype=np.float64), self.points[0], self.points[-1])
        k = np.clip(np.searchsorted(self.points, score, side="right") - 1, 0, self.points.size - 2)
        part = (score - self.points[k]) / (self.points[k + 1] - self.points[k])
        low = self.values[:, k]
        return np.asarray(low + part * (self.values[:, k + 1] - low))

    def back(self, value: float) -> Array:
        """The tool's score that each draw makes `value`, (D,); beyond the ends by the last step's slope."""
        k = np.clip((self.values < value).sum(1), 1, self.points.size - 1)
        each = np.arange(self.draws)
        low, high = self.values[each, k - 1], self.values[each, k]
        rise = high - low
        part = np.where(rise > 0, (value - low) / np.where(rise > 0, rise, 1.0), 0.5)
        return np.asarray(self.points[k - 1] + part * (self.points[k] - self.points[k - 1]))


def from_replicates(replicates: Replicates) -> Drawn:
    """The link as its resamples drew it, each put in order (Chernozhukov, Fernández-Val and Galichon 2010)."""
    return Drawn(replicates.points, _in_order(replicates.equated))


def from_errors(points: ArrayLike, value: ArrayLike, se: ArrayLike, draws: int, seed: int) -> Drawn:
    """A link of which only each score's value and standard error are known, drawn as a normal process.

    Neighbouring scores move together and the two ends apart, as they do when a line is fitted: scores at a and b
    of the way along correlate by cos((a − b)·90°). Each draw is then put in order. Raises `MethodFault` for a
    link that falls somewhere, or an error that is missing.
    """
    at, middle, error = (np.asarray(v, dtype=np.float64) for v in (points, value, se))
    if not (np.isfinite(middle).all() and np.isfinite(error).all() and (error >= 0).all()):
        raise MethodFault(
            "A score of the link has no value or no error, so the error cannot be carried. "
            "Leave the score out, or say how sure its value is."
        )
    rising(at, middle)
    angle = np.linspace(0, np.pi / 2, at.size)
    z = np.random.default_rng(seed).standard_normal((draws, 2))
    moved = z[:, :1] * np.cos(angle) + z[:, 1:] * np.sin(angle)
    return Drawn(at, _in_order(middle + error * moved))


def through(link: Drawn, scores: ArrayLike, method: Callable[[Array], Array]) -> Array:
    """Any method of learners' scores (N,), such as growth, once for each draw of their link: (D, …)."""
    return np.array([method(linked) for linked in link.at(scores)])


def rising(points: Array, value: Array, least: float = 0.0) -> None:
    """Raises `MethodFault` where a higher score becomes a lower value (by more than `least`)."""
    if points.size < 2:
        raise MethodFault("A link of one score links nothing. Give at least two scores.")
    falls = np.flatnonzero(np.diff(value) < -least)
    if falls.size:
        k = falls[0]
        raise MethodFault(
            f"The link falls: a score of {points[k]:g} becomes {value[k]:.4g} and {points[k + 1]:g} becomes "
            f"{value[k + 1]:.4g}. A higher score must not become a lower value; "
            "smooth the counts, or link fewer and wider scores."
        )


def _in_order(values: Array) -> Array:
    rises = bool((values[:, 1:] >= values[:, :-1]).all())
    return values if rises else np.sort(values, axis=1)
