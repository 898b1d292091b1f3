"""Cubic B-splines of a prior score, with the knots that growth percentiles are computed on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kahui.analytics.methods.fault import MethodFault

Floats = npt.NDArray[np.float64]

DEGREE = 3
KNOT_SHARES = (0.2, 0.4, 0.6, 0.8)
COLUMNS = len(KNOT_SHARES) + DEGREE
"""Columns a prior score takes: one fewer than the splines there are, since an intercept stands for the first."""


@dataclass(frozen=True, slots=True)
class Spline:
    """Where the pieces of a cubic spline meet: inner `knots` (k,) and the `boundaries` (low, high) around them."""

    knots: tuple[float, ...]
    boundaries: tuple[float, float]

    @classmethod
    def of(cls, scores: Floats) -> Spline:
        """The spline for a topic and year level from all its scores (n,).

        Inner knots are the 20, 40, 60 and 80% points (Hyndman and Fan's type 7) rounded to 3 decimals;
        boundaries are the range extended by a tenth of its width on each side (Betebenner 2009).
        Raises MethodFault when all scores are equal.
        """
        low, high = float(scores.min()), float(scores.max())
        if low == high:
            raise MethodFault(
                f"All {len(scores)} scores are {low:g}: a score that nobody differs in cannot say who is alike. "
                "At least two different scores are needed, and in earnest some dozens."
            )
        knots = np.round(np.quantile(scores, KNOT_SHARES), 3)
        reach = (high - low) / 10
        return cls(tuple(float(k) for k in knots), (low - reach, high + reach))

    def narrowed(self, low: float, high: float) -> Spline:
        """The same curves between two scores, by splines that are told apart there.

        Boundaries far from the data leave splines that look alike on it. What a cubic spline can be on a range
        depends on the knots within it alone, so the boundaries are drawn in to the range.
        """
        inner = tuple(k for k in self.knots if low < k <= high)
        return Spline(inner, (low, self.boundaries[1] if high in inner else high))

    def columns(self, scores: Floats) -> Floats:
        """The B-splines at scores (n,), without the first: (n, knots + 3). De Boor's recursion, 0/0 taken as 0.

        Outside the boundaries the pieces at the ends go on as the polynomials they are.
        """
        low, high = self.boundaries
        knots = np.array([low] * (DEGREE + 1) + list(self.knots) + [high] * (DEGREE + 1))
        at = scores[:, None]
        last = len(knots) - DEGREE - 2
        piece = np.clip(np.searchsorted(knots, at[:, 0], side="right") - 1, DEGREE, last)
        values = (np.arange(len(knots) - 1) == piece[:, None]).astype(np.float64)
        for degree in range(1, DEGREE + 1):
            width = knots[degree:] - knots[:-degree]
            over = np.divide(1.0, width, out=np.zeros_like(width), where=width > 0)
            rising = (at - knots[: -degree - 1]) * over[:-1] * values[:, :-1]
            falling = (knots[degree + 1 :] - at) * over[1:] * values[:, 1:]
            values = rising + falling
        return np.ascontiguousarray(values[:, 1:])
