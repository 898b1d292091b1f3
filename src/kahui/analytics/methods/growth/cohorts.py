"""Who is compared with whom: learners in the same year level this year, on the same path in the years before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.basis import Floats, Spline
from kahui.analytics.methods.growth.design import Whole

_LISTED = 10

Splines = dict[tuple[Any, int], Spline]
"""By topic and year level."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Scores over years: one row (n,) for each learner, topic and year.

    `learner` and `topic` are whole numbers or text, `year` and `year_level` whole numbers, `score` finite.
    `numbers` (n,) is how a person numbers the rows, from 1 if not given. Raises MethodFault when empty or when a
    score is not finite.
    """

    learner: npt.NDArray[Any]
    topic: npt.NDArray[Any]
    year: Whole
    year_level: Whole
    score: Floats
    numbers: Whole | None = None

    def number(self, row: int) -> int:
        """What a person calls a row."""
        return row + 1 if self.numbers is None else int(self.numbers[row])

    def __post_init__(self) -> None:
        if len(self.score) == 0:
            raise MethodFault(
                "The panel has no rows. Two years of scores of a hundred learners are the least."
            )
        wrong = np.flatnonzero(~np.isfinite(self.score))
        if len(wrong):
            raise MethodFault(
                f"{len(wrong):,} scores are not finite numbers, the first in row {self.number(wrong[0])}. Leave such "
                "rows out: a learner who was not assessed has no score, and no growth can be told from one."
            )


@dataclass(frozen=True, slots=True)
class Histories:
    """Rows of a panel joined along the years of each learner in each topic.

    `order` (n,), rows by learner, topic and year; `past` (n,), for each of these, how many years before it join
    on without a gap, one year level up each time: the row k years before a row is then k places before it.
    """

    panel: Panel
    order: Whole
    past: Whole
    repeated: int
    """Rows with a row of the year before that is not of the year level below."""

    @classmethod
    def of(cls, panel: Panel) -> Histories:
        """Raises MethodFault when a learner has two rows in one topic and year."""
        topics, topic = coded(panel.topic)
        who = coded(panel.learner)[1] * len(topics) + topic
        first = int(panel.year.min())
        key = who * (int(panel.year.max()) - first + 1) + (panel.year - first)
        order = np.argsort(key, kind="stable")
        _once(panel, order, key)
        who, year, level = who[order], panel.year[order], panel.year_level[order]
        next_year = (np.diff(who) == 0) & (np.diff(year) == 1)
        joined = np.concatenate([[False], next_year & (np.diff(level) == 1)])
        start = np.where(joined, 0, np.arange(len(order)))
        past = np.arange(len(order)) - np.maximum.accumulate(start)
        return cls(panel, order, past, int(next_year.sum() - joined.sum()))

    def cohorts(self) -> Iterator[Cohort]:
        """Cohorts by topic, year and year level, of rows with at least one year before them."""
        panel, at = self.panel, np.flatnonzero(self.past > 0)
        rows = self.order[at]
        topics, topic = coded(panel.topic)
        spread = [panel.year, panel.year_level]
        key = topic[rows]
        for values in spread:
            key = key * (int(values.max()) - int(values.min()) + 1) + (values[rows] - values.min())
        by = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[by], prepend=-1))
        for places in np.split(at[by], starts[1:]) if len(by) else []:
            row = self.order[places[0]]
            yield Cohort(
                self, topics[topic[row]], int(panel.year[row]), int(panel.year_level[row]), 1, places
            )

    def splines(self) -> Splines:
        """For each topic and year level, the spline of all its scores; none where all are equal."""
        topics, topic = coded(self.panel.topic)
        level = self.panel.year_level
        key = topic * (int(level.max()) + 1) + level
        by = np.argsort(key, kind="stable")
        groups = np.split(by, np.flatnonzero(np.diff(key[by])) + 1)
        found = {}
        for group in groups:
            scores = self.panel.score[group]
            if scores.min() < scores.max():
                found[topics[topic[group[0]]], int(level[group[0]])] = Spline.of(scores)
        return found


@dataclass(frozen=True, slots=True)
class Cohort:
    """Learners of a topic, year and year level who have at least `priors` years behind them.

    `places` (n,) are theirs in the histories' order.
    """

    histories: Histories
    topic: Any
    year: int
    year_level: int
    priors: int
    places: Whole

    @property
    def name(self) -> str:
        """What a person calls it."""
        return f"{self.topic}, {self.year}, year level {self.year_level}"

    @property
    def past(self) -> Whole:
        """How many prior years each learner has (n,)."""
        return self.histories.past[self.places]

    def rows(self) -> Whole:
        """Rows of the panel (n,)."""
        return self.histories.order[self.places]

    def scores(self, back: int) -> Floats:
        """Scores so many years back (n,), at most `priors`; 0 is this year."""
        return self.histories.panel.score[self.histories.order[self.places - back]]

    def with_past(self, years: int) -> Cohort:
        """Those who have at least so many prior years."""
        return replace(self, priors=years, places=self.places[self.past >= years])


def coded(values: npt.NDArray[Any]) -> tuple[list[Any], Whole]:
    """The distinct values in the order they appear, and which of them each is."""
    made = pa.array(values).dictionary_encode()
    return made.dictionary.to_pylist(), made.indices.to_numpy().astype(np.int64)


def _once(panel: Panel, order: Whole, key: Whole) -> None:
    twice = np.flatnonzero(np.diff(key[order]) == 0)
    if len(twice) == 0:
        return
    listed = [
        f"learner {panel.learner[a]}, {panel.topic[a]}, {panel.year[a]} (rows {panel.number(a)} and {panel.number(b)})"
        for a, b in ((order[i], order[i + 1]) for i in twice[:_LISTED])
    ]
    more = f", and {len(twice) - _LISTED:,} more" if len(twice) > _LISTED else ""
    raise MethodFault(
        f"{len(twice):,} rows give a learner a second score in one topic and year: {'; '.join(listed)}{more}. "
        "Keep one score for each; which one is a judgement that cannot be made here."
    )
