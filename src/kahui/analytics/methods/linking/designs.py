"""What a link is estimated from: who took what, counted by score.

Every count may carry leading axes: `(…, K)` is one count per score for each replicate, so that one call works
on a thousand resampled samples as it works on one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kahui.analytics.methods.fault import MethodFault

Array = NDArray[np.float64]

LEAST_LEARNERS = 10
"""Below this many learners on a form there is nothing to line up; a link worth using needs hundreds."""
MOST_MARKS = 200
"""Whole-number scores up to here are taken for marks: every mark from 0 is a possible score."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many learners had each score of one form.

    `points`: the possible scores, ascending, (K,). `count`: learners at each, (…, K).
    """

    points: Array
    count: Array

    @property
    def n(self) -> Array:
        """Learners, one number for each replicate."""
        return np.asarray(self.count.sum(-1))

    @property
    def p(self) -> Array:
        """Share of learners at each score, (…, K)."""
        return np.asarray(self.count / self.count.sum(-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Table:
    """Two scores of the same learners: `count` (…, K, L) by `rows` (K,) and `columns` (L,)."""

    rows: Array
    columns: Array
    count: Array

    @property
    def n(self) -> Array:
        return np.asarray(self.count.sum((-2, -1)))

    @property
    def p(self) -> Array:
        return np.asarray(self.count / self.count.sum((-2, -1), keepdims=True))

    @property
    def by_row(self) -> Counts:
        """The first score alone."""
        return Counts(self.rows, self.count.sum(-1))

    @property
    def by_column(self) -> Counts:
        """The second score alone."""
        return Counts(self.columns, self.count.sum(-2))


@dataclass(frozen=True, slots=True)
class EquivalentGroups:
    """Two groups of learners alike, as by drawing lots; each took one form."""

    x: Counts
    y: Counts


@dataclass(frozen=True, slots=True)
class SingleGroup:
    """The same learners took both forms: rows are scores of the first, columns of the second."""

    both: Table


@dataclass(frozen=True, slots=True)
class CommonItems:
    """Two groups that need not be alike; each took its own form, and both took the anchor.

    Rows are total scores, columns anchor scores. `internal`: the anchor counts within the total. `weight`:
    that of the first group in the population the link is for; `None` takes its share of all learners.
    """

    x: Table
    y: Table
    internal: bool = True
    weight: float | None = None

    @property
    def w(self) -> Array:
        """The weight of the first group."""
        if self.weight is not None:
            return np.asarray(float(self.weight))
        return np.asarray(self.x.n / (self.x.n + self.y.n))


Design = EquivalentGroups | SingleGroup | CommonItems


def counted(points: ArrayLike, count: ArrayLike, form: str = "the form") -> Counts:
    """Counts from a list of possible scores and the learners at each. Raises `MethodFault` if they cannot link."""
    at, held = np.asarray(points, dtype=np.float64), np.asarray(count, dtype=np.float64)
    if at.shape != held.shape or at.ndim != 1:
        raise MethodFault(
            f"There are {at.size} scores of {form} and {held.size} counts. Give one count for each score."
        )
    order = np.argsort(at, kind="stable")
    at, held = at[order], held[order]
    twice = at[1:][np.diff(at) == 0]
    if twice.size:
        raise MethodFault(f"The score {twice[0]:g} of {form} is listed twice. Give each score once.")
    _enough(at, held, form)
    return Counts(at, held)


def tallied(scores: ArrayLike, form: str = "the form", marks: int | None = None) -> Counts:
    """Counts from a score per learner. `marks` is the greatest possible mark, where more than anyone had."""
    held = np.asarray(scores, dtype=np.float64)
    at = _possible(held, form, marks)
    return counted(at, np.bincount(np.searchsorted(at, held), minlength=at.size), form)


def cross_tallied(
    first: ArrayLike,
    second: ArrayLike,
    forms: tuple[str, str] = ("the first form", "the second form"),
    marks: tuple[int | None, int | None] = (None, None),
) -> Table:
    """The table of two scores per learner, (N,) each."""
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.shape != two.shape:
        raise MethodFault(
            f"{one.size} learners have a score of {forms[0]} and {two.size} of {forms[1]}. "
            "Give both scores of each learner, a row a learner."
        )
    rows, columns = _possible(one, forms[0], marks[0]), _possible(two, forms[1], marks[1])
    count = np.zeros((rows.size, columns.size))
    np.add.at(count, (np.searchsorted(rows, one), np.searchsorted(columns, two)), 1)
    _enough(rows, count.sum(1), forms[0])
    _enough(columns, count.sum(0), forms[1])
    return Table(rows, columns, count)


def with_one_anchor(x: Table, y: Table, *, internal: bool = True, weight: float | None = None) -> CommonItems:
    """Two tables whose anchors are one test: every score of it that either group had."""
    if weight is not None and not 0 <= weight <= 1:
        raise MethodFault(f"The weight of the first group is {weight:g}. Give a share from 0 to 1.")
    columns = np.union1d(x.columns, y.columns)
    if not np.intersect1d(x.columns[x.count.sum(0) > 0], y.columns[y.count.sum(0) > 0]).size:
        raise MethodFault(
            "No anchor score was had in both groups, so nothing joins them. "
            "Check that both anchors are the same items, scored the same way."
        )
    return CommonItems(_widened(x, columns), _widened(y, columns), internal, weight)


def resampled(design: Design, rng: np.random.Generator, replicates: int) -> Design:
    """The design as `replicates` samples of the same size would have given it (leading axis)."""
    if isinstance(design, EquivalentGroups):
        return replace(design, x=_drawn(design.x, rng, replicates), y=_drawn(design.y, rng, replicates))
    if isinstance(design, SingleGroup):
        return replace(design, both=_drawn_table(design.both, rng, replicates))
    return replace(
        design, x=_drawn_table(design.x, rng, replicates), y=_drawn_table(design.y, rng, replicates)
    )


def cells(design: Design) -> int:
    """How many numbers one replicate of the design holds."""
    if isinstance(design, EquivalentGroups):
        return design.x.points.size + design.y.points.size
    if isinstance(design, SingleGroup):
        return design.both.count.size
    return design.x.count.size + design.y.count.size


def _drawn(form: Counts, rng: np.random.Generator, replicates: int) -> Counts:
    drawn = rng.multinomial(round(float(form.n)), form.p, size=replicates)
    return Counts(form.points, drawn.astype(np.float64))


def _drawn_table(table: Table, rng: np.random.Generator, replicates: int) -> Table:
    flat = table.p.ravel()
    seen = np.flatnonzero(flat)
    count = np.zeros((replicates, flat.size))
    count[:, seen] = rng.multinomial(round(float(table.n)), flat[seen], size=replicates)
    return replace(table, count=count.reshape(replicates, *table.count.shape))


def _widened(table: Table, columns: Array) -> Table:
    count = np.zeros((table.rows.size, columns.size))
    count[:, np.searchsorted(columns, table.columns)] = table.count
    return Table(table.rows, columns, count)


def _possible(scores: Array, form: str, marks: int | None) -> Array:
    """The possible scores of a form: marks from 0, else every score that somebody had."""
    if not scores.size:
        raise MethodFault(
            f"No learner has a score of {form}. Give at least {LEAST_LEARNERS}; hundreds make a link sure."
        )
    if not np.isfinite(scores).all():
        raise MethodFault(
            f"A score of {form} is not a number that can be used. Leave the learner out, or correct it."
        )
    whole = bool((scores == np.round(scores)).all())
    if whole and scores.min() >= 0 and scores.max() <= (marks or MOST_MARKS):
        return np.arange(0.0, max(scores.max(), marks or 0) + 1)
    if marks is not None:
        raise MethodFault(
            f"A score of {form} lies outside 0 to {marks} marks or is no whole number. "
            "Correct it, or leave out the number of marks."
        )
    return np.unique(scores)


def _enough(points: Array, count: Array, form: str) -> None:
    if not (np.isfinite(points).all() and np.isfinite(count).all()):
        raise MethodFault(f"A score or count of {form} is not a number that can be used. Correct it.")
    if (count < 0).any():
        raise MethodFault(f"A count of {form} is below zero. Counts are of learners: 0 or more.")
    n = count.sum()
    if n < LEAST_LEARNERS:
        raise MethodFault(
            f"{n:g} learners have a score of {form}: too few to line it up with another. "
            f"At least {LEAST_LEARNERS} are needed for any link, and some hundreds for one that is sure."
        )
    if np.count_nonzero(count) < 2:
        raise MethodFault(
            f"All learners have the same score of {form}, so it tells none of them apart. "
            "Give scores that differ."
        )
