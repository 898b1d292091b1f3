"""Typical growth of a group: the middle and the mean of its learners' percentiles, and how sure they are.

A group's learners are taken as a sample of those it might have had. The interval of the median is by order
statistics, interpolated (Hettmansperger and Sheather 1986), and assumes nothing of how percentiles are spread;
that of the mean is Student's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, stdtrit

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.basis import Floats
from kahui.analytics.methods.growth.cohorts import coded
from kahui.analytics.methods.growth.design import Whole


@dataclass(frozen=True, slots=True)
class Typical:
    """One row a group (g,), in the order groups appear: `n` learners, median and mean with their limits.

    Limits are NaN where a group has too few learners for any at the level asked: 6 for 95%.
    """

    group: npt.NDArray[Any]
    n: Whole
    median: Floats
    median_low: Floats
    median_high: Floats
    mean: Floats
    mean_low: Floats
    mean_high: Floats


def typical(percentile: Floats, group: npt.NDArray[Any], level: float = 0.95) -> Typical:
    """Typical growth by group, from percentiles (n,), NaN where there is none, and the group of each (n,).

    Raises MethodFault when no learner has a percentile or the level is not within (0, 1).
    """
    told = ~np.isnan(percentile)
    if not told.any():
        raise MethodFault("No learner has a growth percentile, so no group has a typical one. One is enough.")
    if not 0 < level < 1:
        raise MethodFault(f"{level:g} is no level of confidence. Give a share such as 0.95.")
    names, which = coded(group[told])
    values = percentile[told]
    by = np.argsort(which, kind="stable")
    parts = np.split(values[by], np.flatnonzero(np.diff(which[by])) + 1)
    rows = np.array([(len(part), *_middle(np.sort(part), level), *_mean(part, level)) for part in parts])
    return Typical(np.array(names, object), rows[:, 0].astype(np.int64), *rows[:, 1:].T)


def _middle(rising: Floats, level: float) -> tuple[float, float, float]:
    """The median, and its limits between order statistics."""
    n = len(rising)
    outside = (1 - level) / 2
    d = np.arange(1, n // 2 + 1)
    covered = 1 - 2 * bdtr(d - 1, n, 0.5)
    enough = np.flatnonzero(covered >= level)
    if len(enough) == 0:
        return float(np.median(rising)), np.nan, np.nan
    wide = int(d[enough[-1]])
    beyond = bdtr(wide - 1, n, 0.5), bdtr(wide, n, 0.5)
    share = (outside - beyond[0]) / (beyond[1] - beyond[0])
    share = (n - wide) * share / (wide + (n - 2 * wide) * share)
    low = (1 - share) * rising[wide - 1] + share * rising[min(wide, n - 1)]
    high = (1 - share) * rising[n - wide] + share * rising[max(n - wide - 1, 0)]
    return float(np.median(rising)), float(low), float(high)


def _mean(values: Floats, level: float) -> tuple[float, float, float]:
    n, mean = len(values), float(values.mean())
    if n < 2:
        return mean, np.nan, np.nan
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * float(values.std(ddof=1)) / np.sqrt(n)
    return mean, mean - reach, mean + reach
