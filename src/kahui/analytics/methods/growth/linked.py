"""Growth on linked scores, as sure as their links.

Each draw of the links gives every score its place on the scale and every learner a percentile; what is typical of a
group is told over all draws. Within a draw the group's learners are a sample; between draws stands what the links
leave open. The two are put together as for multiple imputation (Rubin 1987), with the degrees of freedom of Barnard
and Rubin (1999), and the links of a year and of the years before it are drawn together, so what they share cancels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.basis import Floats
from kahui.analytics.methods.growth.cohorts import Panel, coded
from kahui.analytics.methods.growth.design import Whole
from kahui.analytics.methods.growth.percentiles import growth
from kahui.analytics.methods.linking.drawn import Drawn


@dataclass(frozen=True, slots=True)
class Linked:
    """Mean growth percentile of groups (g,), in the order they appear, with every error counted.

    `low`, `high`: its limits, NaN for a group of one. `linking`: standard deviation that the links alone leave.
    """

    group: npt.NDArray[Any]
    n: Whole
    mean: Floats
    low: Floats
    high: Floats
    linking: Floats


def middle(panel: Panel, tool: npt.NDArray[Any], links: Mapping[Any, Drawn]) -> Panel:
    """The panel with each linked score in the middle of its draws. `tool` (n,): what each score was made with."""
    return replace(panel, score=_placed(panel, tool, links, lambda drawn: np.median(drawn, axis=0)))


def percentiles(
    panel: Panel,
    tool: npt.NDArray[Any],
    links: Mapping[Any, Drawn],
    most: int = 4,
    *,
    years: Collection[int] | None = None,
    by_priors: bool = False,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Floats:
    """Growth percentiles of each draw, (D, m): the rows of `growth` on the same panel, in its order.

    With `by_priors` those on each number of prior scores, (D, m, most), NaN where a learner has fewer.
    Raises MethodFault where no score is linked, or links have different numbers of draws.
    """
    if len(counts := {link.draws for link in links.values()}) != 1:
        raise MethodFault(
            "Links with different numbers of draws cannot be carried together. Draw each as often."
            if counts
            else "No link is given, so there is no error of one to carry. Leave the draws out."
        )
    of = counts.pop()
    made = []
    for d, drawn in enumerate(_panels(panel, tool, links, of)):
        found = growth(drawn, most, years=years)
        made.append(found.by_priors if by_priors else found.percentile)
        told(d + 1, of)
    return np.array(made)


def typical_linked(drawn: Floats, group: npt.NDArray[Any], level: float = 0.95) -> Linked:
    """Mean percentile by group from draws (D, m), NaN where there is none, and the group of each row (m,).

    Raises MethodFault with fewer than two draws, or where no learner has a percentile.
    """
    if len(drawn) < 2:
        raise MethodFault(
            "One draw says nothing of how far draws lie apart. Take at least two; twenty are better."
        )
    told = ~np.isnan(drawn).any(axis=0)
    if not told.any():
        raise MethodFault("No learner has a growth percentile, so no group has a typical one. One is enough.")
    names, which = coded(group[told])
    values, n = drawn[:, told], np.bincount(which)
    means = np.array([np.bincount(which, one) for one in values]) / n
    apart = np.array(
        [np.bincount(which, (one - mean[which]) ** 2) for one, mean in zip(values, means, strict=True)]
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        within = (apart / (n - 1) / n).mean(axis=0)
    between = (1 + 1 / len(drawn)) * means.var(axis=0, ddof=1)
    mean, reach = means.mean(axis=0), _reach(within, between, n, len(drawn), level)
    return Linked(np.array(names, object), n, mean, mean - reach, mean + reach, np.sqrt(between))


def _reach(within: Floats, between: Floats, n: Whole, draws: int, level: float) -> Floats:
    total = within + between
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(total > 0, between / total, 0.0)
        known = n - 1.0
        observed = (known + 1) / (known + 3) * known * (1 - share)
        freedom = 1 / (share**2 / (draws - 1) + 1 / observed)
        return np.asarray(stdtrit(freedom, (1 + level) / 2) * np.sqrt(total))


def _panels(panel: Panel, tool: npt.NDArray[Any], links: Mapping[Any, Drawn], draws: int) -> Iterator[Panel]:
    for d in range(draws):
        yield replace(panel, score=_placed(panel, tool, links, itemgetter(d)))


def _placed(
    panel: Panel, tool: npt.NDArray[Any], links: Mapping[Any, Drawn], one: Callable[[Floats], Floats]
) -> Floats:
    """Every score on the scale: of a linked tool as `one` takes it from its draws, of the scale's own as it is."""
    score = np.array(panel.score, dtype=np.float64)
    for name, link in links.items():
        rows = np.flatnonzero(tool == name)
        points, back = np.unique(score[rows], return_inverse=True)
        if len(points):
            score[rows] = one(link.at(points))[back]
    return score
