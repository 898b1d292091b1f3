"""Judgments beside scores: the chance of each judgment at each score, and the cuts that teachers judge by.

A cumulative model: P(judgment at or above k | score) = F((score − cutₖ) / noise), F normal (McKelvey and Zavoina
1975) or logistic (McCullagh 1980). A cut is the score at which half of learners are judged at or above k; the
noise is how far judgments of learners with one score lie apart. By maximum likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtr

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array

Curve = Literal["normal", "logistic"]
LEAST_JUDGED = 30
"""Fewer judged learners than this give no curve."""
LEAST_EACH = 5
"""And each judgment needs so many."""
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Judging:
    """How teachers judge, on the scale of scores.

    `cuts` (J−1,): scores at which half are judged at or above each judgment but the lowest; `noise`: in points;
    `covariance` (J, J) of (cuts…, noise); `learners` whose judgments and scores it rests on.
    """

    judgments: tuple[str, ...]
    cuts: Array
    noise: float
    covariance: Array
    curve: Curve
    learners: int

    @property
    def se(self) -> Array:
        """Standard errors of the cuts, (J−1,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)[:-1]))

    def drawn(self, draws: int, seed: int) -> tuple[Array, Array]:
        """Cuts (D, J−1), in order, and noise (D,), drawn from what the sample leaves open."""
        rng = np.random.default_rng(seed)
        middle = np.append(self.cuts, self.noise)
        both = rng.multivariate_normal(middle, self.covariance, size=draws, method="eigh")
        return np.sort(both[:, :-1], axis=1), np.maximum(both[:, -1], 0.05 * self.noise)


@dataclass(frozen=True, slots=True)
class Chances:
    """A probability table: `chance`, `low`, `high` (K, J) of each judgment at each of `points` (K,)."""

    points: Array
    judgments: tuple[str, ...]
    chance: Array
    low: Array
    high: Array


def judging(
    scores: ArrayLike, judged: ArrayLike, judgments: tuple[str, ...], curve: Curve = "normal"
) -> Judging:
    """The model of judgments (N,) given as places 0…J−1 in `judgments`, lowest first, by scores (N,).

    Raises `MethodFault` where there are too few, where scores part judgments without overlap, or where higher
    scores do not go with higher judgments.
    """
    score, place = np.asarray(scores, dtype=np.float64), np.asarray(judged, dtype=np.int64)
    _enough(score, place, judgments)
    middle, scale = float(score.mean()), float(score.std())
    z = (score - middle) / scale
    share = np.cumsum(np.bincount(place, minlength=len(judgments)))[:-1] / place.size
    start = np.append(_quantile(share) * 1.2, 1.0)
    beta, information = _newton(start, z, place, curve)
    slope = beta[-1]
    if slope <= 0:
        raise MethodFault(
            "Learners with higher scores were not judged higher, so the judgments say nothing on this scale. "
            "Check that judgments are listed from the lowest up, and that both are of the same subject."
        )
    cuts, noise = beta[:-1] / slope, 1 / slope
    size = beta.size
    turn = np.zeros((size, size))
    turn[: size - 1, : size - 1] = np.eye(size - 1) / slope
    turn[: size - 1, -1] = -cuts / slope
    turn[-1, -1] = -1 / slope**2
    covariance = turn @ np.linalg.inv(information) @ turn.T * scale**2
    return Judging(judgments, middle + scale * cuts, float(scale * noise), covariance, curve, int(place.size))


def chances(
    model: Judging, points: ArrayLike, level: float = 0.9, draws: int = 2000, seed: int = 1
) -> Chances:
    """The probability table of a model at each score, with intervals from draws of its cuts and noise."""
    at = np.asarray(points, dtype=np.float64)
    middle = _table(model.cuts[None], np.array([model.noise]), at, model.curve)[0]
    drawn = _table(*model.drawn(draws, seed), at, model.curve)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Chances(at, model.judgments, middle, low, high)


def share_at_or_above(model: Judging, k: int, at: ArrayLike) -> Array:
    """The chance of being judged at or above judgment `k` (1…J−1) at each score."""
    return _curve((np.asarray(at, dtype=np.float64) - model.cuts[k - 1]) / model.noise, model.curve)


def _table(cuts: Array, noise: Array, at: Array, curve: Curve) -> Array:
    above = _curve((at[None, :, None] - cuts[:, None, :]) / noise[:, None, None], curve)
    edge = np.ones((*above.shape[:2], 1))
    full = np.concatenate([edge, above, np.zeros_like(edge)], axis=2)
    return np.asarray(full[..., :-1] - full[..., 1:])


def _enough(score: Array, place: np.ndarray, judgments: tuple[str, ...]) -> None:
    if score.shape != place.shape:
        raise MethodFault(
            f"{score.size} scores stand beside {place.size} judgments. Give both of each learner."
        )
    if not np.isfinite(score).all():
        raise MethodFault("A score is not a number that can be used. Leave the learner out, or correct it.")
    if score.size < LEAST_JUDGED:
        raise MethodFault(
            f"{score.size} learners have both a score and a judgment: too few to see how teachers judge. "
            f"At least {LEAST_JUDGED} are needed; 300 give cuts to about a tenth of a standard deviation."
        )
    if len(judgments) < 2:
        raise MethodFault(
            "There is one judgment, so learners are not told apart. Give at least two, lowest first."
        )
    held = np.bincount(place, minlength=len(judgments))
    few = [f"“{judgments[j]}” ({held[j]})" for j in range(len(judgments)) if held[j] < LEAST_EACH]
    if few:
        raise MethodFault(
            f"Too few learners were judged {', '.join(few)}. Each judgment needs at least {LEAST_EACH}: "
            "add learners, or join it with the one beside it."
        )
    if score.std() == 0:
        raise MethodFault("All learners have the same score. Give scores that differ.")
    for j in range(1, len(judgments)):
        if score[place < j].max() < score[place >= j].min():
            raise MethodFault(
                f"Every learner judged “{judgments[j]}” or above scored more than every learner below it, so how "
                "much judgments vary about the cut cannot be told. If judgments were made from the scores they are "
                "no second opinion; else add learners near the cut."
            )


def _newton(beta: Array, z: Array, place: np.ndarray, curve: Curve) -> tuple[Array, Array]:
    value, gradient, information = _likelihood(beta, z, place, curve)
    for _ in range(_STEPS):
        step = np.linalg.solve(information, gradient)
        size = 1.0
        while size > 1e-8:
            new = beta + size * step
            if (np.diff(new[:-1]) > 0).all():
                after = _likelihood(new, z, place, curve)
                if after[0] >= value - 1e-12:
                    break
            size /= 2
        else:
            break
        beta, (value, gradient, information) = new, after
        if np.abs(size * step).max() < 1e-10:
            return beta, information
    raise MethodFault(
        "No curve fits these judgments. Judgments may be parted by the scores, or have too few learners each: "
        "add learners near the cuts, or join judgments."
    )


def _likelihood(beta: Array, z: Array, place: np.ndarray, curve: Curve) -> tuple[float, Array, Array]:
    """Log-likelihood, gradient and expected information in (thresholds…, slope)."""
    edges = np.concatenate([[-np.inf], beta[:-1], [np.inf]])
    eta = edges[None, :] - beta[-1] * z[:, None]
    below, dense = _curve(eta, curve), _density(eta, curve)
    share = np.maximum(np.diff(below, axis=1), 1e-300)
    size = beta.size
    # Each judgment's share moves with the threshold above it, against the one below, and with the slope.
    moved = np.zeros((z.size, size, size))
    for j in range(size - 1):
        moved[:, j, j] = dense[:, j + 1]
        moved[:, j + 1, j] = -dense[:, j + 1]
    moved[:, :, -1] = -z[:, None] * np.diff(dense, axis=1)
    each = np.arange(z.size)
    mine = moved[each, place] / share[each, place][:, None]
    information = np.einsum("njp,njq,nj->pq", moved, moved, 1 / np.maximum(share, 1e-12))
    return float(np.log(share[each, place]).sum()), mine.sum(0), information


def _curve(eta: Array, curve: Curve) -> Array:
    return np.asarray(ndtr(eta) if curve == "normal" else expit(eta))


def _density(eta: Array, curve: Curve) -> Array:
    if curve == "normal":
        return np.asarray(np.exp(-0.5 * eta**2) / np.sqrt(2 * np.pi))
    half = expit(eta)
    return np.asarray(half * (1 - half))


def _quantile(share: Array) -> Array:
    return np.asarray(np.log(share / (1 - share)) / 1.7)
