"""The share of these very learners whose true score is at or above a cut: no sampling, but tests that err.

A target can be about learners like a network's (then they are a sample, see `carrying`) or about those it had.
Nobody is drawn then; what is not known is each one's true score, where the links put it, and what absent learners
would have shown.

Let y be a score on the scale: a linked tool's as draw d of its link puts it. Learners of one part have a mean m and
a variance S there. A score errs by s, the tool's own error e times the scale's points for one of the tool's (the
ratio of the two standard deviations), so that a bent scale keeps its reliability r = 1 − e²/(variance in the tool's
points). True scores taken as normal, a learner's is about m + r(y − m) with standard deviation s√r (Kelley 1947),
and lies at or above c with the chance p = Φ((m + r(y − m) − c)/(s√r)). The number above, T, is told by Σp, and
errs by two things that do not go together, since the first has mean nought whatever the scores are:

  E(T − Σp̂)² = Σp(1 − p) + E(Σp̂ − Σp)²,   Σp̂ − Σp ≈ Gₘ(m̂ − m) + G_S(Ŝ − S)

with G the derivatives of Σp. The second is the variance of the mean over n learners of
ψ = Gₘ(y − m) + G_S((y − m)² − S), that is Σψ²/n(n − 1): m and S are worked out from few learners. A part of fewer
than 20 takes for S what all parts have about their means, with the error of a normal variance, 2S²/(learners less
parts); so one learner alone is told by her own score, which errs by s. Where nobody is beside another, S cannot be
known, and every score stands for itself.

A link makes observed scores alike, not true ones. Where both have mean μ and variance σ², the linked scores of
learners with a true score t have the mean μ + a(t − μ), a² = (σ² − s²)/(σ² − e₀²), and e₀ is the error of the
scale's own tool: the less sure test shows the same learners nearer the mean, and the link spreads them anew. So a
linked tool's cut is μ + a(c − μ). μ, σ and e₀ are those of the link's samples (`made_on`). Where they are not given
all these learners stand for them, and those with scores of the scale's own tool for e₀; without such scores a is 1.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr

from kahui.analytics.methods.carrying import Shares
from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array, Counts
from kahui.analytics.methods.linking.drawn import Drawn

_LEAST_RELIABLE = 0.05
_FEW = 20
"""Learners of a part below which their spread is that of all parts."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Whom a link was made on: `mean` and standard deviation `sd` of their scores on the scale's own tool.

    `error`: the standard error of one of these scores, in points of the scale.
    """

    mean: float
    sd: float
    error: float

    @property
    def moments(self) -> tuple[Array, Array, Array]:
        """Mean, variance, and squared error of a score."""
        return np.asarray(self.mean), np.asarray(self.sd**2), np.asarray(self.error**2)


@dataclass(frozen=True, slots=True)
class Scored:
    """Learners with scores of one tool, `scores` (K,); `error`: standard error of a score, in the tool's points.

    `error` is that over all learners, as a tool's manual tells it. `link`: to the scale, `None` for the scale's
    own tool; `made_on`: whom the link was made on, where that is known.
    """

    scores: Counts
    error: float
    link: Drawn | None = None
    made_on: Sample | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """Learners on the scale, for each draw of their link (D or 1): `at` (D, K), and of these `mean`, `variance`.

    `error`: of a score on the scale (D,). `pooled`: where the variance is of all parts about their means, how many
    learners less parts it is from; 0 where it is of these learners alone.
    """

    count: Array
    at: Array
    mean: Array
    variance: Array
    error: Array
    linked: bool
    made_on: Sample | None = None
    pooled: float = 0.0

    @property
    def n(self) -> float:
        """Learners."""
        return float(self.count.sum())

    @property
    def reliable(self) -> Array:
        """The share of variance that is not error (D,); at least a little, and all where no variance is known."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.maximum(_LEAST_RELIABLE, 1 - self.error**2 / self.variance))


def carried_for_these(tested: Sequence[Scored], cut: float, draws: int, seed: int, absent: int = 0) -> Shares:
    """The share of these learners with a true score at or above `cut`, drawn (D,).

    `absent` learners of the same schools have no result; they are drawn like the others. Raises `MethodFault`
    where nobody has a result.
    """
    parts = [part for part in tested if float(part.scores.n) > 0]
    n = float(sum(float(part.scores.n) for part in parts))
    if n < 1:
        raise MethodFault(
            "No learner has a result, so no share can be told. Give the results of at least one."
        )
    placed = _with_spread([_placed(part) for part in parts])
    found = [_truly_above(part, at) for part, at in zip(placed, _cuts(placed, cut), strict=True)]
    expected = np.sum([np.broadcast_to(mean, (draws,)) for mean, _ in found], axis=0)
    variance = np.sum([np.broadcast_to(spread, (draws,)) for _, spread in found], axis=0)
    told = zlib.crc32(b"".join(part.scores.count.tobytes() for part in parts))
    rng = np.random.default_rng([seed, told])
    k = np.clip(expected + np.sqrt(variance) * rng.standard_normal(draws), 0, n)
    without = rng.binomial(absent, rng.beta(k + 0.5, n - k + 0.5)) if absent else np.zeros(draws)
    total = n + absent
    middle = float(np.median(expected)) / n
    return Shares(
        all=np.asarray((k + without) / total),
        middle=middle,
        n=total,
        sampling=float(without.std() / total),
        linking=float(expected.std() / total),
        judgment=0.0,
        measurement=float(np.sqrt(np.median(variance)) / total),
    )


def _placed(part: Scored) -> _Placed:
    if not part.error > 0:
        raise MethodFault(
            f"A standard error of {part.error:g} says that scores never err. Give that of one learner's score."
        )
    points, p = part.scores.points, part.scores.p
    own = float(p @ (points - p @ points) ** 2)
    at = points[None] if part.link is None else part.link.at(points)
    mean = at @ p
    variance = (at - mean[:, None]) ** 2 @ p
    # A draw may put all learners at one place; the error there is small, not none.
    size = np.maximum(np.sqrt(variance / own) if own > 0 else _slope(part, float(p @ points)), 1e-9)
    return _Placed(
        part.scores.count, at, mean, variance, part.error * size, part.link is not None, part.made_on
    )


def _with_spread(parts: Sequence[_Placed]) -> list[_Placed]:
    """The same with variances of learners sampled, those of few learners from all parts together."""
    beside = sum(part.n - 1 for part in parts)
    total = np.asarray(sum(part.n * part.variance for part in parts))
    pooled = total / beside if beside > 0 else np.full(total.shape, np.inf)
    return [
        replace(part, variance=part.variance * part.n / (part.n - 1))
        if part.n >= _FEW
        else replace(part, variance=pooled, pooled=max(beside, 1.0))
        for part in parts
    ]


def _slope(part: Scored, score: float) -> Array:
    """The scale's points for one of the tool's, by each draw (D,), about a score that all learners have."""
    if part.link is None:
        return np.ones(1)
    ends = part.link.at([score - part.error, score + part.error])
    return np.asarray((ends[:, 1] - ends[:, 0]) / (2 * part.error))


def _cuts(parts: Sequence[_Placed], cut: float) -> list[Array]:
    """Where linked scores of learners whose true score is the cut have their mean, for each part (D,) or (1,)."""
    all_of_them = _together(parts)

    def moved(part: _Placed) -> Array:
        sample = part.made_on
        mean, square, error = all_of_them if sample is None else sample.moments
        if not part.linked or error is None or not np.all(square):
            return np.array([cut])
        least = _LEAST_RELIABLE * square
        spread = np.maximum(square - part.error**2, least) / np.maximum(square - error, least)
        return np.asarray(mean + np.sqrt(spread) * (cut - mean))

    return [moved(part) for part in parts]


def _together(parts: Sequence[_Placed]) -> tuple[Array, Array, Array | None]:
    """Mean and variance of all scores on the scale, and the squared error of those of its own tool, if any are."""
    n = sum(part.n for part in parts)
    mean = np.asarray(sum(part.n * part.mean for part in parts) / n)
    square = np.asarray(sum((part.at - mean[:, None]) ** 2 @ part.count for part in parts) / n)
    own = [part for part in parts if not part.linked]
    if not own:
        return mean, square, None
    return mean, square, np.asarray(sum(part.n * part.error**2 for part in own) / sum(part.n for part in own))


def _truly_above(part: _Placed, cut: Array) -> tuple[Array, Array]:
    """How many are expected above, and the variance of that number, for each draw of the link, (D,) or (1,)."""
    away = part.at - part.mean[:, None]
    reliable = part.reliable
    known = part.error * np.sqrt(reliable)
    z = ((part.mean - cut)[:, None] + reliable[:, None] * away) / known[:, None]
    chance = ndtr(z)
    expected, spread = chance @ part.count, (chance * (1 - chance)) @ part.count
    return np.asarray(expected), np.asarray(spread + _of_few(part, away, z, known))


def _of_few(part: _Placed, away: Array, z: Array, known: Array) -> Array:
    """The variance of the number expected for that the mean and the spread are those of few learners."""
    lost = 1 - part.reliable
    variance = np.where(np.isfinite(part.variance), part.variance, 0.0)
    dense = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * part.count
    by_mean = dense.sum(1) * lost / known
    # A greater spread makes scores more reliable: at a fixed error, dr/dS = (1 − r)/S.
    more = np.where(part.reliable > _LEAST_RELIABLE, lost / np.maximum(variance, 1e-12), 0.0)[:, None]
    by_spread = (dense * more * (away / known[:, None] - z / (2 * part.reliable[:, None]))).sum(1)
    if part.pooled:
        return np.asarray(by_mean**2 * variance / part.n + by_spread**2 * 2 * variance**2 / part.pooled)
    moved = by_mean[:, None] * away + by_spread[:, None] * (away**2 - variance[:, None])
    return np.asarray(moved**2 @ part.count / (part.n * (part.n - 1)))
