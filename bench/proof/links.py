"""Links from a study of the invented nation, beside the links that its truth gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from proof.nation import OWN, Nation, Section, percent, seen_on

from kahui.analytics.methods.linking.designs import EquivalentGroups, tallied
from kahui.analytics.methods.linking.drawn import Drawn
from kahui.analytics.methods.linking.errors import drawn_again, link
from kahui.analytics.methods.linking.functions import How
from kahui.site.rehearsal.tools import TOOLS, TOPICS, cuts, growth

LEARNERS = 800
"""Learners of a topic and year level in each of a study's two groups, made by lot: one takes the tool, one the other,
each in its own window of the year."""
DRAWS = 400
HOW = How("equipercentile", smooth=4)
UNITS = {OWN: 10.0, 1: 1.0, 2: 9.0, 3: 2.0}
"""Points of each tool that make one mark of a link: about a tenth of a year level's standard deviation."""
MANY = 200_000


@dataclass(frozen=True)
class Linked:
    """A tool's link to the common scale at one level: `drawn` and `middle` in points of the common scale."""

    points: np.ndarray
    middle: np.ndarray
    se: np.ndarray
    seen: np.ndarray
    drawn: Drawn


class Studies:
    """Linking studies, each made once. A version is studied in the first year it is used."""

    def __init__(self, nation: Nation, seed: int, learners: int = LEARNERS) -> None:
        self.nation, self.seed, self.learners = nation, seed, learners
        self.link = cache(self._link)

    def year(self, tool: int, version: int) -> int:
        """When a version of a tool was studied."""
        return next(y for y in self.nation.years if TOOLS[tool].version(y) == version)

    def scores(
        self, tool: int, version: int, topic: int, level: int, learners: int, seed: list[int]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Scores of both tools, each of its own group of learners drawn from the whole country: (n,) each."""
        rng = np.random.default_rng(seed)
        year, first = self.year(tool, version), self.nation.years[0]
        at, shown = np.full(learners, level), []
        for form in (tool, OWN):
            theta = growth(at.astype(float), self.nation.rates) - 0.25 + 1.05 * rng.standard_normal(learners)
            noise = TOOLS[form].error * rng.standard_normal(learners)
            shown.append(seen_on(form, theta, at, year, first) + noise)
        return shown[0], shown[1]

    def _link(self, tool: int, version: int, topic: int, level: int) -> Linked:
        scores = self.scores(
            tool, version, topic, level, self.learners, [self.seed, tool, version, topic, level]
        )
        design, base = _design(tool, *scores)
        made = link(design, HOW)
        again = drawn_again(design, HOW, DRAWS, seed=self.seed + 7919 * level + 31 * topic + tool)
        unit = UNITS[tool]
        points = base[0] + unit * made.points
        values = base[1] + UNITS[OWN] * np.sort(again.equated, axis=1)
        return Linked(
            points,
            base[1] + UNITS[OWN] * made.equated,
            UNITS[OWN] * again.se,
            made.seen,
            Drawn(points, values),
        )

    def true(self, tool: int, version: int, topic: int, level: int) -> tuple[np.ndarray, np.ndarray]:
        """The same link from very many learners: points and what they become."""
        design, base = _design(
            tool, *self.scores(tool, version, topic, level, MANY, [0, tool, version, topic, level])
        )
        made = link(design, How("equipercentile"))
        return base[0] + UNITS[tool] * made.points, base[1] + UNITS[OWN] * made.equated


def _design(tool: int, one: np.ndarray, two: np.ndarray) -> tuple[EquivalentGroups, tuple[float, float]]:
    marks, base = [], []
    for score, unit in ((one, UNITS[tool]), (two, UNITS[OWN])):
        mark = np.round(score / unit)
        base.append(float(mark.min() * unit))
        marks.append(mark - mark.min())
    return EquivalentGroups(*(tallied(m) for m in marks)), (base[0], base[1])


def section(nation: Nation, studies: Studies) -> Section:
    """How far the links of the study lie from the links of the whole country, and how often their intervals hold."""
    rows, figures = [], {}
    for tool in range(1, len(TOOLS)):
        levels = [n for n in range(2, 14) if TOOLS[tool].first_level <= n <= TOOLS[tool].last_level]
        gaps, held, widths, at_cut = [], [], [], []
        for topic in range(len(TOPICS)):
            for level in levels:
                made, (points, values) = (
                    studies.link(tool, 1, topic, level),
                    studies.true(tool, 1, topic, level),
                )
                middle = _middle(made, studies, tool, topic, level)
                truth = np.interp(made.points[middle], points, values)
                low, high = np.quantile(made.drawn.values[:, middle], (0.05, 0.95), axis=0)
                gaps.append(made.middle[middle] - truth)
                held.append((low <= truth) & (truth <= high))
                widths.append(high - low)
                cut = cuts(nation.rates, nation.years[0])[tool, topic, level]
                back = np.interp(cut, made.points, made.middle) - np.interp(cut, points, values)
                at_cut.append(abs(back))
        bias, cover = float(np.concatenate(gaps).mean()), float(np.concatenate(held).mean())
        figures[TOOLS[tool].code] = {
            "bias": round(bias, 2),
            "coverage": round(cover, 3),
            "width": round(float(np.concatenate(widths).mean()), 1),
        }
        rows.append(
            (
                TOOLS[tool].code,
                f"{bias:+.1f}",
                percent(cover),
                f"{np.concatenate(widths).mean():.0f}",
                f"{np.mean(at_cut):.1f}",
            )
        )
    return Section(
        "Links against the true links",
        (
            f"Each link rests on two groups of {studies.learners} invented learners of a year level, made by lot; each took one "
            "tool in its own window. It is set beside the link that 200,000 learners give. Points are of the common scale, on which a "
            "year level's standard deviation is about 105.",
            "Between the 5th and the 95th of a hundred learners; at the ends a link of this size is a guess, and is marked so.",
        ),
        (
            (
                "Links of all year levels from 2 and three topics",
                (
                    "Tool",
                    "Mean distance",
                    "90% intervals that hold the true link",
                    "Their width",
                    "Distance at the cut",
                ),
                tuple(rows),
            ),
        ),
        figures,
    )


def _middle(made: Linked, studies: Studies, tool: int, topic: int, level: int) -> np.ndarray:
    one, _ = studies.scores(tool, 1, topic, level, 20_000, [1, tool, topic, level])
    low, high = np.quantile(one, (0.05, 0.95))
    return np.asarray((made.points >= low) & (made.points <= high))
