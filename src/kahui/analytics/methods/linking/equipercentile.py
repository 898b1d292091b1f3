"""Lining up equal ranks: which forms a design compares, and how one score becomes another.

One path serves percentile ranks (`Uniform`) and the kernel (`Gaussian`): a form made continuous has a rank for
every score and a score for every rank. References: Kolen and Brennan (2014), chapters 2 and 5; von Davier,
Holland and Thayer (2004), chapters 2 to 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import (
    Array,
    CommonItems,
    Counts,
    Design,
    EquivalentGroups,
    SingleGroup,
)
from kahui.analytics.methods.linking.kernel import Gaussian
from kahui.analytics.methods.linking.presmoothing import smoothed, smoothed_table
from kahui.analytics.methods.linking.uniform import Uniform

Continuous = Uniform | Gaussian
Through = Literal["chained", "frequency-estimation"]
Roots = tuple[Array, ...]


def presmoothed(design: Design, degree: int, cross: int = 1) -> tuple[Design, Roots]:
    """The design with its counts smoothed, and the root of each sample's covariance (first form's first)."""
    if isinstance(design, EquivalentGroups):
        x, y = smoothed(design.x, degree), smoothed(design.y, degree)
        return EquivalentGroups(x.form, y.form), (x.root, y.root)
    if isinstance(design, SingleGroup):
        both = smoothed_table(design.both, degree, cross)
        return SingleGroup(both.form), (both.root,)
    one, two = smoothed_table(design.x, degree, cross), smoothed_table(design.y, degree, cross)
    made = CommonItems(one.form, two.form, design.internal, design.weight)
    return made, (one.root, two.root)


def forms(design: Design, through: Through) -> dict[str, Counts]:
    """The forms whose ranks are lined up: `x` and `y`, and between them the anchor in each group if chained."""
    if isinstance(design, EquivalentGroups):
        return {"x": design.x, "y": design.y}
    if isinstance(design, SingleGroup):
        return {"x": design.both.by_row, "y": design.both.by_column}
    if through == "chained":
        return {
            "x": design.x.by_row,
            "anchor of x": design.x.by_column,
            "anchor of y": design.y.by_column,
            "y": design.y.by_row,
        }
    return _in_one_population(design)


def lined_up(made: Mapping[str, Continuous], at: Array | None = None) -> Array:
    """The score of y with the same rank as each score of x: `at` (…, M), or x's own scores."""
    x, y = made["x"], made["y"]
    rank = x.ranks() if at is None else x.rank(at)
    if "anchor of x" not in made:
        return y.score(rank)
    return y.score(made["anchor of y"].rank(made["anchor of x"].score(rank)))


def relative(design: CommonItems) -> Array:
    """Shares of the second group at each anchor score as a multiple of the first's (0 where one has none), (…, L).

    Raises `MethodFault` where most learners of a group have anchor scores that nobody in the other had.
    """
    one, two = design.x.by_column.p, design.y.by_column.p
    both = (one > 0) & (two > 0)
    lost = np.maximum(np.where(both, 0, one).sum(-1), np.where(both, 0, two).sum(-1))
    if np.any(lost > 0.5):
        raise MethodFault(
            "More than half of one group has anchor scores that nobody in the other had, so how a form goes with "
            "the anchor cannot be carried from one to the other. Use method “chained”, or groups nearer each other."
        )
    return np.asarray(np.where(both, two, 0.0) / np.where(both, one, 1.0))


def _in_one_population(design: CommonItems) -> dict[str, Counts]:
    """Each form as it would be in both groups together, if at every anchor score it is as in its own group."""
    w = design.w[..., None]
    ratio = relative(design)
    inverse = np.where(ratio > 0, 1 / np.where(ratio > 0, ratio, 1.0), 0.0)
    x = np.einsum("...kl,...l->...k", design.x.p, w + (1 - w) * ratio)
    y = np.einsum("...kl,...l->...k", design.y.p, (1 - w) + w * inverse)
    return {
        "x": Counts(design.x.rows, x * design.x.n[..., None]),
        "y": Counts(design.y.rows, y * design.y.n[..., None]),
    }
