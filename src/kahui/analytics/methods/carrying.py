"""The error of a link, carried into whatever is worked out from linked scores.

A link is carried as draws of its whole function, not as an error beside each score: learners measured with one
tool are all moved together by a link that is off, so their errors do not average out. Draw d of every link
belongs to draw d of every figure; a figure of two years uses the same draw in both, and what they share cancels.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array, Counts
from kahui.analytics.methods.linking.drawn import Drawn
from kahui.analytics.methods.linking.uniform import Uniform


@dataclass(frozen=True, slots=True)
class Measured:
    """Learners with scores of one tool: `scores` counted (…, K), and its link, `None` for the scale's own tool."""

    scores: Counts
    link: Drawn | None = None

    @property
    def n(self) -> Array:
        return self.scores.n


@dataclass(frozen=True, slots=True)
class Judged:
    """Learners whom teachers judged: `at_or_above` the standard of `n`, in schools of `sizes` learners.

    The cut at which half of learners are judged so and the noise of judgments about it, drawn: `cut` and `noise`
    (D,), in points of the scale. `leniency`: standard deviation between schools of where they put the cut.
    `spread`: standard deviation of learners' scores on the scale, within what is judged together.
    """

    at_or_above: float
    n: float
    cut: Array
    noise: Array
    spread: float
    leniency: float = 0.0
    sizes: tuple[int, ...] = ()


def above(part: Measured, cut: float) -> Array:
    """How many learners lie at or above `cut` on the scale, (…, D): with a link, in part those it falls among.

    `cut` is an edge on the continuous scale: of whole-number scores, half a point below the least that counts.
    The scale's own tool needs no link: its learners count whole, (…, 1).
    """
    if part.link is None:
        over = part.scores.points >= cut
        return np.asarray(part.scores.count[..., over].sum(-1, keepdims=True))
    return np.asarray(part.n[..., None] * (1 - Uniform.of(part.scores).rank(part.link.back(cut))))


def judged_share(part: Judged, cut: float, rng: np.random.Generator) -> Array:
    """The share of judged learners at or above `cut` on the scale, (D,), with every error it has.

    Were scores and noise normal, a share A judged so would say that the middle learner is at
    cut_J + √(spread² + noise²)·Φ⁻¹(A), and so a share Φ((middle − cut) / spread) at or above the cut.
    """
    draws = part.cut.size
    judged = rng.beta(part.at_or_above + 0.5, part.n - part.at_or_above + 0.5, size=draws)
    sizes = np.asarray(part.sizes or (part.n,), dtype=np.float64)
    lenient = part.leniency * np.sqrt((sizes**2).sum()) / sizes.sum() * rng.standard_normal(draws)
    middle = part.cut + lenient + np.hypot(part.spread, part.noise) * ndtri(judged)
    return np.asarray(ndtr((middle - cut) / part.spread))


@dataclass(frozen=True, slots=True)
class Shares:
    """A share at or above a cut, drawn: with every error (`all`, (D,)), and with each kind alone.

    `middle`: as the learners' results have it, by the middle of each link's draws; `n`: learners.
    `sampling`, `linking`, `judgment`, `measurement`: standard deviations that each error would leave by itself.
    """

    all: Array
    middle: float
    n: float
    sampling: float
    linking: float
    judgment: float
    measurement: float = 0.0


def carried(
    measured: Sequence[Measured], judged: Sequence[Judged], cut: float, draws: int, seed: int
) -> Shares:
    """The share of a network's learners at or above `cut`, its schools' tools and judgments together.

    Sampling is of learners like these (Jeffreys' beta); with one value for each part, it is drawn once for all
    that is measured and once for each part that is judged. Other learners are other samples: their draws are
    apart though the seed is one. Raises `MethodFault` where there is no learner.
    """
    measured = [part for part in measured if float(part.n) > 0]
    n = float(sum(float(part.n) for part in measured))
    total = n + sum(part.n for part in judged)
    if total < 1:
        raise MethodFault(
            "No learner has a result, so no share can be told. Give the results of at least one."
        )
    counts = [np.broadcast_to(above(part, cut), (draws,)) for part in measured]
    rng = np.random.default_rng([seed, _mark(measured, judged)])
    k = np.sum(counts, axis=0) if counts else np.zeros(draws)
    middle = float(np.median(k))
    share = rng.beta(k + 0.5, n - k + 0.5) * n if n else np.zeros(draws)
    opinion = [judged_share(part, cut, rng) for part in judged]
    every = (share + sum(part.n * p for part, p in zip(judged, opinion, strict=True))) / total
    at = middle / n if n else 0.0
    told = middle + sum(part.n * float(np.median(p)) for part, p in zip(judged, opinion, strict=True))
    known = np.sqrt(n * at * (1 - at)) / total
    doubt = np.sqrt(sum((part.n * p.std()) ** 2 for part, p in zip(judged, opinion, strict=True))) / total
    return Shares(every, told / total, total, float(known), float(k.std() / total), float(doubt))


def _mark(measured: Sequence[Measured], judged: Sequence[Judged]) -> int:
    """A number that tells these learners from others."""
    told = b"".join(part.scores.count.tobytes() for part in measured)
    return zlib.crc32(told + repr([(part.at_or_above, part.n) for part in judged]).encode())
