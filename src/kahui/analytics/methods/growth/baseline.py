"""Growth beside an earlier cohort's: percentiles among learners of the years that were taken as the measure.

A cohort's own percentiles have their middle at 50 whatever happens to the country. Against fits of earlier years
they can rise and fall: 55 in the middle says that half of learners now grow as 45 of 100 did then (Betebenner 2009;
baseline-referenced percentiles of the SGP package). What is compared is scores, so they must be of one scale that
kept its meaning: a test that became easier, or known, looks like growth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth import ranking
from kahui.analytics.methods.growth.basis import COLUMNS, Floats, Spline
from kahui.analytics.methods.growth.cohorts import Cohort, Histories, Panel
from kahui.analytics.methods.growth.design import Whole, design
from kahui.analytics.methods.growth.percentiles import CUTS, FEWEST
from kahui.analytics.methods.growth.quantiles import QUANTILES, fit


@dataclass(frozen=True, slots=True)
class Measure:
    """Fits of a topic and year level on some prior scores, to be held against later learners.

    `splines` and `ranges` (low, high) of each prior, most recent first; `level` (q,) and `slopes` (7k, q), so that
    a fit is level + columns x slopes; `n` learners of `years`; `gap`, the widest of their certificates.
    """

    splines: tuple[Spline, ...]
    ranges: tuple[tuple[float, float], ...]
    level: Floats
    slopes: Floats
    n: int
    years: tuple[int, ...]
    gap: float


Baseline = Mapping[tuple[Any, int, int], Measure]
"""By topic, year level and number of prior scores."""


@dataclass(frozen=True, slots=True)
class Referenced:
    """Percentiles of the rows of a panel that have a past, among learners of a baseline.

    `rows` (m,), rising; `priors` (m,), how many were used, 0 where the baseline has nobody to compare with;
    `percentile` (m,), 1 to 99, NaN there; `cuts` (m, 5), scores at CUTS; `beyond` (m,), whether a prior score lies
    outside those of the baseline, and was taken to be at their end. `remarks`: what could not be done.
    """

    rows: Whole
    priors: Whole
    percentile: Floats
    cuts: Floats
    beyond: npt.NDArray[np.bool_]
    remarks: tuple[str, ...]


def baseline(panel: Panel, years: Collection[int], most: int = 4) -> dict[tuple[Any, int, int], Measure]:
    """The fits of learners of `years` together, on up to `most` prior scores.

    Several years' cohorts of a year level are one. Raises MethodFault where none has FEWEST learners.
    """
    histories = Histories.of(panel)
    splines, together = histories.splines(), dict[tuple[Any, int], list[Cohort]]()
    for cohort in histories.cohorts():
        if cohort.year in years:
            together.setdefault((cohort.topic, cohort.year_level), []).append(cohort)
    found = {}
    for (topic, level), cohorts in together.items():
        for priors in range(1, most + 1):
            parts = [part for c in cohorts if len((part := c.with_past(priors)).places)]
            scores = (
                [np.concatenate([p.scores(back) for p in parts]) for back in range(priors + 1)]
                if parts
                else []
            )
            if not scores or len(scores[0]) < FEWEST or any(s.min() == s.max() for s in scores):
                break
            of = [splines[topic, level - back] for back in range(1, priors + 1)]
            found[topic, level, priors] = _measure(scores, of, tuple(p.year for p in parts))
    if not found:
        raise MethodFault(
            f"No topic and year level has {FEWEST} learners with differing scores in {_listed(years)} and a score "
            "the year before, one year level down. A baseline needs at least that."
        )
    return found


def _measure(scores: list[Floats], splines: list[Spline], years: tuple[int, ...]) -> Measure:
    made = design(scores[0], scores[1:], splines)
    fits = fit(made, np.array(QUANTILES))
    ranges = tuple((float(prior.min()), float(prior.max())) for prior in scores[1:])
    return Measure(
        tuple(s.narrowed(*r) for s, r in zip(splines, ranges, strict=True)),
        ranges,
        fits.slopes[0] + made.centre,
        fits.slopes[1:],
        len(scores[0]),
        years,
        float(fits.gap.max()),
    )


def referenced(panel: Panel, against: Baseline, *, years: Collection[int] | None = None) -> Referenced:
    """Percentiles of learners of a panel among those of a baseline, on as many prior scores as both have.

    Only of `years`, when they are given. No number of learners is too few: those they are compared with are not
    they. Raises MethodFault where nobody can be compared.
    """
    told: list[tuple[Whole, int, Floats, Floats, npt.NDArray[np.bool_]]] = []
    remarks: list[str] = []
    for cohort in Histories.of(panel).cohorts():
        if years is not None and cohort.year not in years:
            continue
        has = [used for topic, level, used in against if (topic, level) == (cohort.topic, cohort.year_level)]
        if not has:
            remarks.append(f"{cohort.name}: the baseline has nobody of this topic and year level.")
        told += _parts(cohort, against, max(has, default=0))
    if not any(used for _, used, *_ in told):
        raise MethodFault(
            "Nobody can be compared with the baseline. " + (" ".join(remarks) or "Nobody has a past.")
        )
    rows = np.concatenate([rows for rows, *_ in told])
    by = np.argsort(rows)
    return Referenced(
        rows[by],
        np.concatenate([np.full(len(rows), used) for rows, used, *_ in told])[by],
        np.concatenate([percentile for *_, percentile, _, _ in told])[by],
        np.concatenate([cuts for *_, cuts, _ in told])[by],
        np.concatenate([beyond for *_, beyond in told])[by],
        tuple(remarks),
    )


def _parts(
    cohort: Cohort, against: Baseline, most: int
) -> Iterator[tuple[Whole, int, Floats, Floats, npt.NDArray[np.bool_]]]:
    used = np.minimum(cohort.past, most)
    for priors in np.unique(used).tolist():
        rows = cohort.rows()[used == priors]
        if priors == 0:
            nothing = np.full((len(rows), 1 + len(CUTS)), np.nan)
            yield rows, 0, nothing[:, 0], nothing[:, 1:], np.zeros(len(rows), bool)
            continue
        part = cohort.with_past(priors)
        mine = used[cohort.past >= priors] == priors
        scores = [part.scores(back)[mine] for back in range(priors + 1)]
        yield rows, priors, *_compared(against[cohort.topic, cohort.year_level, priors], scores)


def _compared(measure: Measure, scores: list[Floats]) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """The percentile of each learner (n,), scores at CUTS (n, 5), and whose past lies beyond the baseline's (n,)."""
    n = len(scores[0])
    codes, lifts, start = np.empty((len(scores) - 1, n), np.int32), [], 0
    beyond = np.zeros(n, bool)
    for k, (spline, (low, high)) in enumerate(zip(measure.splines, measure.ranges, strict=True)):
        prior = np.clip(scores[k + 1], low, high)
        beyond |= prior != scores[k + 1]
        values, which = np.unique(prior, return_inverse=True)
        columns = spline.columns(values)
        slopes = measure.slopes[COLUMNS * k :][: columns.shape[1]]
        lifts.append(np.einsum("rc,cq->rq", columns, slopes))
        codes[k] = start + which
        start += len(values)
    below, cuts = np.empty(n, np.int64), np.empty((n, len(CUTS)))
    table = np.concatenate(lifts)
    ranking.rank(np.arange(n), codes, table, measure.level, scores[0], np.array(CUTS), below, cuts)
    return np.clip(below, 1, 99).astype(np.float64), cuts, beyond


def _listed(years: Collection[int]) -> str:
    return ", ".join(map(str, sorted(years))) or "no year"
