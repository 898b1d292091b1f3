"""Gaussian kernel continuization (von Davier, Holland and Thayer 2004).

Each score is spread by a normal curve of bandwidth h, shrunk towards the mean so that mean and variance stay
those of the scores. The bandwidth minimises their penalty: how far the density is from the shares at the scores
(PEN₁), plus `bumps` for every score about which the density turns down then up within a quarter (PEN₂).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import ndtr

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array, Counts
from kahui.analytics.methods.linking.uniform import Uniform

_WIDEST = 4.0
_QUARTER = 0.25
_ROOT = np.sqrt(2 * np.pi)


@dataclass(frozen=True)
class Gaussian:
    """A form's scores as a continuous variable. `points` (K,), `p` (…, K), `h` the bandwidth, `n` learners."""

    points: Array
    p: Array
    h: float
    n: Array

    @classmethod
    def of(cls, form: Counts, h: float | None = None, bumps: float = 0.0) -> Gaussian:
        """With a bandwidth `h`, or with the one the penalty chooses (for counts without leading axes)."""
        if h is not None and not h > 0:
            raise MethodFault(f"A bandwidth of {h:g} spreads nothing. Give one above 0; 0.5 to 1 is usual.")
        chosen = bandwidth(form, bumps) if h is None else h
        return cls(form.points, form.p, chosen, form.n)

    @property
    def mean(self) -> Array:
        return np.asarray(self.p @ self.points)

    @property
    def variance(self) -> Array:
        """Of the scores, with n − 1."""
        about = self.points - self.mean[..., None]
        return np.asarray((self.p * about**2).sum(-1) * self.n / (self.n - 1))

    @property
    def shrink(self) -> Array:
        """The factor that keeps the variance."""
        return np.asarray(np.sqrt(self.variance / (self.variance + self.h**2)))

    def rank(self, at: Array) -> Array:
        """The share below each value of `at` (…, M)."""
        return np.asarray((self.p[..., None, :] * ndtr(self._away(at))).sum(-1))

    def ranks(self) -> Array:
        return self.rank(self.points)

    def density(self, at: Array) -> Array:
        """Learners' share for each unit of score at `at` (…, M)."""
        width = (self.shrink * self.h)[..., None]
        return np.asarray((self.p[..., None, :] * _bell(self._away(at))).sum(-1) / width)

    def score(self, rank: Array) -> Array:
        """The value with each share below it, (…, M), by Newton's method kept within a bracket that halves."""
        spread = np.sqrt(self.variance + self.h**2)[..., None]
        low = np.broadcast_to(self.points[0] - 40 * spread, rank.shape).copy()
        high = np.broadcast_to(self.points[-1] + 40 * spread, rank.shape).copy()
        rank = np.clip(rank, 1e-300, 1 - 1e-16)
        at = np.clip(Uniform(self.points, self.p).score(rank), low, high)
        for _ in range(100):
            over = self.rank(at) - rank
            high, low = np.where(over > 0, at, high), np.where(over <= 0, at, low)
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                new = at - over / self.density(at)
            new = np.where((new > low) & (new < high), new, (low + high) / 2)
            if np.abs(new - at).max() < 1e-11:
                return np.asarray(new)
            at = new
        return np.asarray(at)

    def sensitivity(self, at: Array) -> Array:
        """How much `rank(at)` moves with the share at each score, (M, K), for `at` (M,)."""
        mean, variance, a = float(self.mean), float(self.variance), float(self.shrink)
        z2 = (self.points - mean) ** 2 / variance
        pull = 0.5 * (at[:, None] - mean) * (1 - a**2) * z2 + (1 - a) * self.points
        return np.asarray(ndtr(self._away(at)) - pull * self.density(at)[:, None])

    def _away(self, at: Array) -> Array:
        """Each value from each score's curve, in its widths, (…, M, K)."""
        a = self.shrink[..., None, None]
        middle = a * self.points + (1 - a) * self.mean[..., None, None]
        return np.asarray((at[..., :, None] - middle) / (a * self.h))


def bandwidth(form: Counts, bumps: float = 0.0) -> float:
    """The bandwidth that the penalty chooses; `bumps` weighs PEN₂ (0 leaves it out)."""
    first = _least(form, 0.0, 0.0)
    return _least(form, bumps, first) if bumps else first


def _least(form: Counts, bumps: float, narrowest: float) -> float:
    step = float(np.median(np.diff(form.points)))
    found = minimize_scalar(
        lambda h: _penalty(form, h, bumps, step),
        bounds=(max(narrowest, 1e-3 * step), _WIDEST * step),
        method="bounded",
        options={"xatol": 1e-10, "maxiter": 500},
    )
    return float(found.x)


def _penalty(form: Counts, h: float, bumps: float, step: float) -> float:
    made = Gaussian.of(form, h)
    apart = float(((form.p / step - made.density(form.points)) ** 2).sum())
    if not bumps:
        return apart
    left, right = _slope(made, form.points - _QUARTER * step), _slope(made, form.points + _QUARTER * step)
    return apart + bumps * float(np.count_nonzero(left * right < 0))


def _slope(made: Gaussian, at: Array) -> Array:
    away = made._away(at)
    return np.asarray(-(made.p * away * _bell(away)).sum(-1) / (float(made.shrink) * made.h) ** 2)


def _bell(z: Array) -> Array:
    return np.asarray(np.exp(-0.5 * z * z) / _ROOT)
