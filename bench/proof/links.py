"""Links from a study of the invented nation, beside the links that its truth gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

import numpy as np

from kahui.analytics.methods.linking.designs import EquivalentGroups, tallied
from kahui.analytics.methods.linking.drawn import Drawn
from kahui.analytics.methods.linking.errors import drawn_again, link
from kahui.analytics.methods.linking.functions import How
from kahui.analytics.methods.these_learners import Sample
from kahui.site.rehearsal.tools import TOOLS, TOPICS, cuts, growth
from proof.nation import OWN, Nation, seen_on
from proof.said import LEVEL, Figures, Section, coverage, figure, holds, leans, limits

LEARNERS = 800
"""Learners of a topic and year level in each of a study's two groups, made by lot: one takes the tool, one the other,
each in its own window of the year."""
DRAWS = 400
HOW = How("equipercentile", smooth=4)
UNITS = {OWN: 10.0, 1: 1.0, 2: 9.0, 3: 2.0}
"""Points of each tool that make one mark of a link: about a tenth of a year level's standard deviation."""
MEAN, SPREAD = -0.25, 1.05
"""True ability of the learners of a study, about what is expected of their year level."""
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
    """Linking studies, each made once: of a version in the first year it is used, or (`yearly`) again every year."""

    def __init__(self, nation: Nation, seed: int, *, yearly: bool = False) -> None:
        self.nation, self.seed, self.yearly = nation, seed, yearly
        self.link = cache(self._link)

    @cached_property
    def again(self) -> Studies:
        """The same nation with its studies made again every year."""
        return Studies(self.nation, self.seed, yearly=True)

    def year(self, tool: int, version: int) -> int:
        """When a version of a tool was first studied."""
        return next(y for y in self.nation.years if TOOLS[tool].version(y) == version)

    def studied(self, tool: int, year: int) -> int:
        """When the link that is used for a tool in a year was studied."""
        return year if self.yearly else self.year(tool, TOOLS[tool].version(year))

    def scores(
        self, tool: int, year: int, topic: int, level: int, learners: int, seed: list[int]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Scores of both tools, each of its own group of learners drawn from the whole country: (n,) each."""
        rng = np.random.default_rng(seed)
        first = self.nation.years[0]
        at, shown = np.full(learners, level), []
        for form in (tool, OWN):
            theta = (
                growth(at.astype(float), self.nation.rates) + MEAN + SPREAD * rng.standard_normal(learners)
            )
            noise = TOOLS[form].error * rng.standard_normal(learners)
            shown.append(seen_on(form, theta, at, year, first) + noise)
        return shown[0], shown[1]

    def sample(self, year: int, level: int, cut: float) -> Sample:
        """Whom a study of a year level tests, by the common scale's points above a cut."""
        at = np.full(2, level)
        theta = growth(at.astype(float), self.nation.rates) + MEAN + SPREAD * np.array([-1.0, 1.0])
        low, high = seen_on(OWN, theta, at, year, self.nation.years[0])
        error = TOOLS[OWN].error
        return Sample(float((low + high) / 2 - cut), float(np.hypot((high - low) / 2, error)), error)

    def _link(self, tool: int, year: int, topic: int, level: int) -> Linked:
        drawn_by = [self.seed, tool, year, topic, level]
        design, base = _design(tool, *self.scores(tool, year, topic, level, LEARNERS, drawn_by))
        made = link(design, HOW)
        again = drawn_again(design, HOW, DRAWS, seed=self.seed + 7919 * level + 31 * topic + tool)
        points = base[0] + UNITS[tool] * made.points
        values = base[1] + UNITS[OWN] * np.sort(again.equated, axis=1)
        return Linked(
            points,
            base[1] + UNITS[OWN] * made.equated,
            UNITS[OWN] * again.se,
            made.seen,
            Drawn(points, values),
        )


def true(studies: Studies, tool: int, topic: int, level: int) -> tuple[np.ndarray, np.ndarray]:
    """The link of a tool's first year from very many learners: points and what they become."""
    year = studies.nation.years[0]
    scores = studies.scores(tool, year, topic, level, MANY, [0, tool, year, topic, level])
    design, base = _design(tool, *scores)
    made = link(design, How("equipercentile"))
    return base[0] + UNITS[tool] * made.points, base[1] + UNITS[OWN] * made.equated


def _design(tool: int, one: np.ndarray, two: np.ndarray) -> tuple[EquivalentGroups, tuple[float, float]]:
    marks, base = [], []
    for score, unit in ((one, UNITS[tool]), (two, UNITS[OWN])):
        mark = np.round(score / unit)
        base.append(float(mark.min() * unit))
        marks.append(mark - mark.min())
    return EquivalentGroups(*(tallied(m) for m in marks)), (base[0], base[1])


def figures(proofs: list[Studies]) -> Figures:
    """By tool: how far the links of studies lie from the links of the whole country, and how often intervals hold."""
    return {TOOLS[tool].code: _figures(proofs, tool) for tool in range(1, len(TOOLS))}


def _figures(proofs: list[Studies], tool: int) -> Figures:
    gaps, held, widths, at_cut = [], [], [], []
    cluster: list[np.ndarray] = []
    levels = range(max(2, TOOLS[tool].first_level), TOOLS[tool].last_level + 1)
    for studies, topic, level in product(proofs, range(len(TOPICS)), levels):
        made, year = studies.link(tool, studies.year(tool, 1), topic, level), studies.nation.years[0]
        points, values = true(studies, tool, topic, level)
        middle = _middle(made, studies, tool, topic, level)
        truth = np.interp(made.points[middle], points, values)
        low, high = np.quantile(made.drawn.values[:, middle], ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
        gaps.append(made.middle[middle] - truth)
        held.append((low <= truth) & (truth <= high))
        widths.append(high - low)
        cluster.append(np.full(middle.sum(), len(cluster)))
        cut = cuts(studies.nation.rates, year)[tool, topic, level]
        at_cut.append(abs(np.interp(cut, made.points, made.middle) - np.interp(cut, points, values)))
    return {
        "bias": figure(np.concatenate(gaps).mean(), 2),
        "coverage": coverage(np.concatenate(held), np.concatenate(cluster)),
        "width": figure(np.concatenate(widths).mean(), 1),
        "at the cut": figure(np.mean(at_cut), 2),
        "links": len(gaps),
    }


def told(found: Figures) -> Section:
    """The section of the report."""
    return Section(
        "Links against the true links",
        (
            f"Each link rests on two groups of {LEARNERS} invented learners of a year level, made by lot; "
            "each took one tool in its own window. It is set beside the link that 200,000 learners give. "
            "Points are of the common scale, on which a year level's standard deviation is about 105. Only "
            "scores between the 5th and the 95th of a hundred learners count; at the ends a link of this "
            "size is a guess, and is marked so.",
            *(
                holds(f"{LEVEL:.0%} intervals of links of the {code}", f["coverage"])
                for code, f in found.items()
            ),
            *(
                leans(f"On average links of the {code} are off by", f["bias"], "scale points")
                for code, f in found.items()
            ),
        ),
        (
            (
                "Links of all year levels from 2 and three topics",
                (
                    "Tool",
                    "Links",
                    "Bias",
                    f"{LEVEL:.0%} intervals that hold the true link",
                    "Their width",
                    "Distance at the cut",
                ),
                tuple(
                    (
                        code,
                        str(f["links"]),
                        f"{f['bias']:+.1f}",
                        limits(f["coverage"]),
                        f"{f['width']:.0f}",
                        f"{f['at the cut']:.1f}",
                    )
                    for code, f in found.items()
                ),
            ),
        ),
    )


def _middle(made: Linked, studies: Studies, tool: int, topic: int, level: int) -> np.ndarray:
    one, _ = studies.scores(tool, studies.nation.years[0], topic, level, 20_000, [1, tool, topic, level])
    low, high = np.quantile(one, (0.05, 0.95))
    return np.asarray((made.points >= low) & (made.points <= high))
