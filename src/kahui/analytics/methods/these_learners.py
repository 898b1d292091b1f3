"""The share of these very learners whose true score is at or above a cut: no sampling, but tests that err.

A target can be about learners like a network's (then they are a sample, see `carrying`) or about those it had.
Nobody is drawn then; what is not known is each one's true score, where the links put the cut, and what absent
learners would have shown. Given a score, a true score is taken to be normal about the score drawn towards the mean
by the test's unreliability (Kelley 1947); so learners at the cut count in part, and the share no longer leans
towards the half as that of scores with error does.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from kahui.analytics.methods.carrying import Shares
from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array, Counts
from kahui.analytics.methods.linking.drawn import Drawn

_LEAST_RELIABLE = 0.05


@dataclass(frozen=True, slots=True)
class Scored:
    """Learners with scores of one tool, `scores` (K,); `error`: standard error of a score, in the tool's points.

    `link`: to the scale, `None` for the scale's own tool.
    """

    scores: Counts
    error: float
    link: Drawn | None = None


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
    found = [_truly_above(part, cut) for part in parts]
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


def _truly_above(part: Scored, cut: float) -> tuple[Array, Array]:
    """How many are expected above, and the variance of that number, for each draw of the link, (D,) or (1,)."""
    if not part.error > 0:
        raise MethodFault(
            f"A standard error of {part.error:g} says that scores never err. Give that of one learner's score."
        )
    points, p = part.scores.points, part.scores.p
    mean = float(p @ points)
    spread = float(p @ (points - mean) ** 2)
    reliable = max(_LEAST_RELIABLE, 1 - part.error**2 / spread) if spread > 0 else _LEAST_RELIABLE
    at = np.array([cut]) if part.link is None else part.link.back(cut)
    true = mean + reliable * (points - mean)
    chance = ndtr((true - at[:, None]) / (part.error * np.sqrt(reliable)))
    return np.asarray(chance @ part.scores.count), np.asarray((chance * (1 - chance)) @ part.scores.count)
