"""Where a learner is heading, and how much growth reaches a target.

A learner who keeps growing at percentile p is expected, at the next year level, to score what learners who are
there now scored at that percentile on the same past; that score becomes part of the past, and so on (Betebenner
2009). What is told is as good as the assumption that next year's learners grow as this year's did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.basis import COLUMNS, Floats, Spline
from kahui.analytics.methods.growth.cohorts import Cohort, Histories, Panel, Splines
from kahui.analytics.methods.growth.design import Whole
from kahui.analytics.methods.growth.percentiles import fitted

PACES = np.arange(1, 100)
"""Percentiles a learner may keep growing at."""
SHOWN = (35, 50, 65)
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Projections:
    """One row for each learner of the last year and year ahead that a target is set for (m,).

    `rows`, the row of the panel; `ahead`, years; `target`, the score aimed at; `needed`, the least percentile to
    keep growing at that reaches it, NaN where not even 99 does; `scores` (m, 3), what growth at the 35th, 50th
    and 65th percentile leads to. `remarks`: what could not be told.
    """

    rows: Whole
    ahead: Whole
    target: Floats
    needed: Floats
    scores: Floats
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Model:
    """Predictions for a year level on some priors: `splines` of each, drawn in to its range, and slopes by pace."""

    splines: list[Spline]
    ranges: list[tuple[float, float]]
    level: Floats
    slopes: Floats
    bounds: tuple[float, float]

    def predict(self, priors: list[Floats]) -> Floats:
        """Scores (n, 99), each pace from its own past: priors (n, 1) or (n, 99). No pace leads below a slower one."""
        total = np.broadcast_to(self.level, (len(priors[0]), len(PACES))).copy()
        for k, (spline, (low, high), prior) in enumerate(zip(self.splines, self.ranges, priors, strict=True)):
            columns = spline.columns(np.clip(prior, low, high).ravel()).reshape(*prior.shape, -1)
            slopes = self.slopes[1 + COLUMNS * k :][: columns.shape[2]]
            if prior.shape[1] == 1:
                total += columns[:, 0] @ slopes
            else:
                total += np.einsum("npc,cp->np", columns, slopes)
        return np.sort(np.clip(total, *self.bounds), axis=1)


def project(
    panel: Panel, targets: Mapping[tuple[Any, int], float], *, years: int = 3, most: int = 4
) -> Projections:
    """Growth needed to reach `targets`, scores by (topic, year level), from the last year of a panel.

    Raises MethodFault when no learner's way to a target can be told.
    """
    histories = Histories.of(panel)
    last = int(panel.year.max())
    models = _Models(histories, last, most)
    found: list[tuple[Whole, int, float, Floats]] = []
    for topic, level, places in _now(histories, last):
        aims = [
            (ahead, targets[topic, level + ahead])
            for ahead in range(1, years + 1)
            if (topic, level + ahead) in targets
        ]
        if not aims:
            continue
        farthest = aims[-1][0]
        for past in np.unique(np.minimum(histories.past[places], most - 1)):
            alike = places[np.minimum(histories.past[places], most - 1) == past]
            for start in range(0, len(alike), _CHUNK):
                part = alike[start : start + _CHUNK]
                for ahead, scores in enumerate(models.ways(topic, level, part, int(past), farthest), 1):
                    found += [(histories.order[part], ahead, aim, scores) for at, aim in aims if at == ahead]
    if not found:
        raise MethodFault(
            "No learner of the last year has a target in a year level that learners have grown into. "
            + (" ".join(dict.fromkeys(models.remarks)) or "Give targets for year levels above theirs.")
        )
    return _joined(found, tuple(dict.fromkeys(models.remarks)))


def _now(histories: Histories, last: int) -> list[tuple[Any, int, Whole]]:
    """Places of the last year by topic and year level."""
    panel = histories.panel
    places = np.flatnonzero(panel.year[histories.order] == last)
    groups: dict[tuple[Any, int], list[int]] = {}
    for place in places:
        row = histories.order[place]
        groups.setdefault((panel.topic[row], int(panel.year_level[row])), []).append(int(place))
    return [(topic, level, np.array(members)) for (topic, level), members in groups.items()]


class _Models:
    """Fits of the last year's cohorts, each made once when it is asked for."""

    def __init__(self, histories: Histories, last: int, most: int) -> None:
        self.histories, self.most = histories, most
        self.splines: Splines = histories.splines()
        self.cohorts = {(c.topic, c.year_level): c for c in histories.cohorts() if c.year == last}
        self.made: dict[tuple[Any, int, int], _Model | None] = {}
        self.remarks: list[str] = []

    def ways(self, topic: Any, level: int, places: Whole, past: int, years: int) -> list[Floats]:
        """Scores (n, 99) one year ahead, two, and so on, for learners with so many years of past."""
        score = self.histories.panel.score[self.histories.order]
        known = [score[places - back][:, None] for back in range(past + 1)]
        told: list[Floats] = []
        for ahead in range(1, years + 1):
            model = self._longest(topic, level + ahead, min(self.most, len(known)))
            if model is None:
                break
            told.append(model.predict(known[: len(model.splines)]))
            known = [told[-1], *known]
        return told

    def _longest(self, topic: Any, level: int, priors: int) -> _Model | None:
        for used in range(priors, 0, -1):
            key = topic, level, used
            if key not in self.made:
                self.made[key] = self._make(*key)
            if self.made[key] is not None:
                return self.made[key]
        return None

    def _make(self, topic: Any, level: int, priors: int) -> _Model | None:
        if (topic, level) not in self.cohorts:
            self.remarks.append(f"Nobody grew into {topic}, year level {level}, in the last year.")
            return None
        cohort: Cohort = self.cohorts[topic, level].with_past(priors)
        if len(cohort.places) == 0:
            return None
        try:
            design, fits = fitted(cohort, self.splines, priors)
        except MethodFault as fault:
            self.remarks.append(f"{cohort.name}: {fault}")
            return None
        past = [cohort.scores(back) for back in range(1, priors + 1)]
        ranges = [(float(p.min()), float(p.max())) for p in past]
        splines = [
            self.splines[topic, level - back].narrowed(*ranges[back - 1]) for back in range(1, priors + 1)
        ]
        panel = self.histories.panel
        there = panel.score[(panel.topic == topic) & (panel.year_level == level)]
        return _Model(
            splines,
            ranges,
            fits.slopes[0, PACES] + design.centre,
            fits.slopes[:, PACES],
            (float(there.min()), float(there.max())),
        )


def _joined(found: list[tuple[Whole, int, float, Floats]], remarks: tuple[str, ...]) -> Projections:
    rows = np.concatenate([part for part, *_ in found])
    ahead = np.concatenate([np.full(len(part), ahead) for part, ahead, *_ in found])
    by = np.lexsort([ahead, rows])
    needed = np.concatenate([1.0 + (scores < aim).sum(1) for _, _, aim, scores in found])
    return Projections(
        rows=rows[by],
        ahead=ahead[by],
        target=np.concatenate([np.full(len(part), aim) for part, _, aim, _ in found])[by],
        needed=np.where(needed > PACES[-1], np.nan, needed)[by],
        scores=np.concatenate([scores[:, [p - 1 for p in SHOWN]] for *_, scores in found])[by],
        remarks=remarks,
    )
