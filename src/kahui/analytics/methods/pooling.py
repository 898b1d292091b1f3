"""Partial pooling: the share of a small school drawn towards that of its group, as far as its size asks for.

Within a group the schools' true shares are taken to follow a beta distribution with mean μ and spread ρ, the
correlation of two learners of one school; k of n is binomial about the true share (Skellam 1948; Griffiths 1973).
μ and the root of ρ have even priors between 0 and 1 and are averaged over, not set to their best values: so the
limits allow for how little a few schools say of their group (Morris 1983; Rao and Molina 2015, chapter 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, betaln, gammaln

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.intervals import counted

Array = NDArray[np.float64]
_Counts: TypeAlias = tuple[Array, NDArray[np.intp]]
"""Numbers, and how many schools had each."""

_LEAST_SPREAD = 1e-3
"""Of the root of ρ: a correlation of one in a million cannot be told from none, and the sums keep their digits."""
_NODES, _LOOKS, _AT_ONCE = 20, 25, 1024


@dataclass(frozen=True, slots=True)
class Pooled:
    """Of each school, (m,): its own share, the pooled share with limits, and the weight its own data had in it.

    A school with n = 0 has no share of its own (NaN); its pooled share is what its group leads one to expect.
    """

    share: Array
    pooled: Array
    low: Array
    high: Array
    weight: Array


@dataclass(frozen=True, slots=True)
class _Belief:
    """What a group's schools say of their distribution: beta parameters (q,) and how much each is believed."""

    a: Array
    b: Array
    belief: Array


def pool(k: ArrayLike, n: ArrayLike, group: ArrayLike | None = None, level: float = 0.95) -> Pooled:
    """Pool k of n over the schools of each group, (m,); `group` (m,) are whole numbers, one group when not given.

    Limits hold the true share of a school with probability `level`, on average over schools like these.
    """
    k, n = counted(k, n)
    if not 0 < level < 1:
        raise MethodFault(f"The level has to lie between 0 and 1, such as 0.95; it is {level:g}.")
    code = np.zeros(len(k), dtype=np.int64) if group is None else np.asarray(group, dtype=np.int64)
    pooled, low, high, weight = (np.full(len(k), np.nan) for _ in range(4))
    for one in np.unique(code):
        here = np.flatnonzero(code == one)
        pairs, back = np.unique(np.stack([k[here], n[here]]), axis=1, return_inverse=True)
        belief = _believed(k[here], n[here])
        parts = [_of(belief, pairs[:, i : i + _AT_ONCE], level) for i in range(0, pairs.shape[1], _AT_ONCE)]
        found = np.concatenate(parts, axis=1)[:, back.reshape(-1)]
        pooled[here], low[here], high[here], weight[here] = found
    share = np.divide(k, n, out=np.full(len(k), np.nan), where=n > 0)
    return Pooled(share, pooled, low, high, weight)


def _of(belief: _Belief, pairs: Array, level: float) -> Array:
    """Pooled share, low, high and weight, (4, p), of p different pairs k, n (2, p)."""
    k, n = pairs
    a, b = k[:, None] + belief.a, (n - k)[:, None] + belief.b
    pooled = (a / (a + b)) @ belief.belief
    weight = (n[:, None] / (a + b)) @ belief.belief
    square = (a * (a + 1) / ((a + b) * (a + b + 1))) @ belief.belief
    ends = [_quantile(a, b, belief.belief, pooled, square, p) for p in ((1 - level) / 2, (1 + level) / 2)]
    return np.stack([pooled, *ends, weight])


def _quantile(a: Array, b: Array, belief: Array, mean: Array, square: Array, p: float) -> Array:
    """Where the mixture of betas reaches p: Newton from the beta of the same mean and variance, kept in a bracket."""
    size = (mean - square) / (square - mean**2)
    least, most = np.full_like(mean, 1e-300), np.full_like(mean, 1 - 1e-16)
    at = np.clip(betaincinv(mean * size, (1 - mean) * size, p), least, most)
    whole = betaln(a, b)
    for _ in range(100):
        over = betainc(a, b, at[:, None]) @ belief - p
        least, most = np.where(over < 0, at, least), np.where(over < 0, most, at)
        height = np.exp((a - 1) * np.log(at)[:, None] + (b - 1) * np.log1p(-at)[:, None] - whole) @ belief
        step = at - over / height
        if np.all(np.abs(step - at) < 1e-14 + 1e-12 * at):
            break
        at = np.where((step >= least) & (step <= most), step, (least + most) / 2)
    return np.asarray(at)


def _believed(k: Array, n: Array) -> _Belief:
    """The group's posterior on Gauss–Legendre points: over the spread, and at each over the middle it leaves likely.

    The less the schools differ, the better known is their middle; points laid square would miss the narrow end.
    """
    counts = [np.unique(x[x > 0], return_counts=True) for x in (k, n - k, n)]
    least, most = _LEAST_SPREAD, 1 - 1e-9
    for _ in range(4):
        along = np.linspace(least, most, _LOOKS)
        seen = np.flatnonzero(_near_best(_middles(along, counts)[2]))
        least, most = along[max(seen[0] - 1, 0)], along[min(seen[-1] + 1, _LOOKS - 1)]
    points, widths = np.polynomial.legendre.leggauss(_NODES)
    along = least + (most - least) * (points + 1) / 2
    low, high, _ = _middles(along, counts)
    at = low + (high - low) * (points[:, None] + 1) / 2
    heights = _log_posterior(at, along, counts)
    belief = np.exp(heights - heights.max()) * widths[:, None] * widths * (high - low)
    kept = belief > 1e-8 * belief.max()
    a, b = _beta(at, along)
    return _Belief(a[kept], b[kept], belief[kept] / belief[kept].sum())


def _middles(along: Array, counts: list[_Counts]) -> tuple[Array, Array, Array]:
    """At each spread (s,): from where to where the middle is likely, and the greatest height between."""
    low, high = np.full(len(along), -14.0), np.full(len(along), 14.0)
    for _ in range(5):
        at = np.linspace(low, high, _LOOKS)
        heights = _log_posterior(at, along, counts)
        seen = _near_best(heights)
        first, last = seen.argmax(axis=0), _LOOKS - 1 - seen[::-1].argmax(axis=0)
        column = np.arange(len(along))
        low, high = at[np.maximum(first - 1, 0), column], at[np.minimum(last + 1, _LOOKS - 1), column]
    return low, high, heights.max(axis=0)


def _near_best(heights: Array) -> NDArray[np.bool_]:
    """What is not less likely than the best by more than a factor of two millions."""
    return np.asarray(heights > heights.max(axis=0) - 14.5)


def _beta(middle: Array, spread: Array) -> tuple[Array, Array]:
    """Parameters of the beta with mean 1 / (1 + exp(−middle)) and correlation spread²."""
    size = 1 / spread**2 - 1
    return size / (1 + np.exp(-middle)), size / (1 + np.exp(middle))


def _log_posterior(middle: Array, spread: Array, counts: list[_Counts]) -> Array:
    """Beta-binomial likelihood, times the even prior of the mean seen from the logit."""
    a, b = _beta(middle, spread)
    sums = [_rising(x, c) for x, c in zip((a, b, a + b), counts, strict=True)]
    return np.asarray(sums[0] + sums[1] - sums[2] - np.logaddexp(0, middle) - np.logaddexp(0, -middle))


def _rising(start: Array, counts: _Counts) -> Array:
    """Log of start (start + 1) … (start + m − 1), summed over the numbers m seen."""
    seen, times = counts
    return np.asarray((gammaln(start[..., None] + seen) - gammaln(start[..., None])) @ times.astype(float))
