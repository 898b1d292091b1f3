"""Whether a target was met, when the scores behind it are linked and learners are few: yes, no, or cannot tell.

A target is met when nearly all draws of the share lie at or above it, not met when nearly all lie below, and
otherwise nobody can tell from what there is. With a 90% interval, a verdict of met (or not met) on a target that
was exactly reached is given by error alone in at most one case of twenty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kahui.analytics.methods.carrying import Shares
from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array

Word = Literal["met", "not met", "cannot tell"]
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict on one target.

    `share`, `low`, `high`: the share and its interval, 0 to 1; `chance`: of draws at or above the target.
    `sampling`, `linking`, `judgment`, `measurement`: standard deviations of the share from each error alone.
    """

    word: Word
    target: float
    share: float
    low: float
    high: float
    chance: float
    level: float
    sampling: float = 0.0
    linking: float = 0.0
    judgment: float = 0.0
    measurement: float = 0.0

    @property
    def sentence(self) -> str:
        """The verdict as one says it."""
        # Whole per cents, or as many decimals as keep a limit from reading as the target itself.
        digits = next((d for d in range(4) if self._told(d)[3] not in self._told(d)[1:3]), 0)
        share, low, high, target = self._told(digits)
        about = (
            f"{share} of learners are at or above, between {low} and {high} with every error counted; "
            f"the target is {target}"
        )
        if self.word == "met":
            return f"Met: {about}."
        if self.word == "not met":
            return f"Not met: {about}."
        return f"Cannot tell: {about}. {self.surer}"

    def _told(self, digits: int) -> tuple[str, ...]:
        return tuple(f"{value:.{digits}%}" for value in (self.share, self.low, self.high, self.target))

    @property
    def surer(self) -> str:
        """What would make the verdict surer: less of its greatest error."""
        kinds = {
            "More learners (another year, or the whole cohort) would make it surer.": self.sampling,
            "A surer link between the tools would: more learners who took both, or one tool for all.": (
                self.linking
            ),
            "More moderation would: schools judging the same work, and some of it tested too.": self.judgment,
            "A longer test, or a second one, would make it surer.": self.measurement,
        }
        return max(kinds, key=lambda words: kinds[words])


def interval(draws: Array, level: float = LEVEL) -> tuple[Array, Array]:
    """The middle `level` of draws (…, D): lower and upper limit, (…,) each."""
    if not 0 < level < 1:
        raise MethodFault(f"An interval cannot hold {level:g} of the draws. Give a share between 0 and 1.")
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return np.asarray(low), np.asarray(high)


def verdict(shares: Shares, target: float, level: float = LEVEL) -> Verdict:
    """The verdict on a share that should be at least `target` (0 to 1)."""
    if not 0 <= target <= 1:
        raise MethodFault(f"A target of {target:g} is no share. Write it from 0 to 1, such as 0.85 for 85%.")
    low, high = (float(limit) for limit in interval(shares.all, level))
    # When all or none are at or above, the interval reaches to where they are (Brown, Cai and DasGupta 2001).
    low, high = min(low, shares.middle), max(high, shares.middle)
    return Verdict(
        word=_word(low, high, target),
        target=target,
        share=shares.middle,
        low=low,
        high=high,
        chance=float((shares.all >= target).mean()),
        level=level,
        sampling=shares.sampling,
        linking=shares.linking,
        judgment=shares.judgment,
        measurement=shares.measurement,
    )


def change(before: Shares, after: Shares, level: float = LEVEL) -> tuple[float, float, float]:
    """By how much a share rose: middle, lower and upper limit. Both must be carried on the same links' draws."""
    if before.all.shape != after.all.shape:
        raise MethodFault(
            f"The first share has {before.all.size} draws and the second {after.all.size}. "
            "Carry both on the same draws of the same links, so that what they share cancels."
        )
    rose = after.all - before.all
    low, high = (float(limit) for limit in interval(rose, level))
    return float(np.median(rose)), low, high


def _word(low: float, high: float, target: float) -> Word:
    if low >= target:
        return "met"
    return "not met" if high < target else "cannot tell"
