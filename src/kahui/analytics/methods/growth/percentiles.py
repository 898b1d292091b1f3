"""Growth percentiles of a panel: Betebenner (2009), Norm- and criterion-referenced student growth.

In each cohort, quantile regressions on splines of one prior score, of two, and so on; for each learner the
percentile with the most priors is the one to report.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth import ranking
from kahui.analytics.methods.growth.basis import Floats
from kahui.analytics.methods.growth.cohorts import Cohort, Histories, Panel, Splines
from kahui.analytics.methods.growth.design import Design, Whole, design
from kahui.analytics.methods.growth.quantiles import QUANTILES, QuantileFits, fit, lifts

FEWEST = 100
"""Learners a cohort needs: among fewer, a hundred percentiles cannot be told apart."""

CUTS = (1, 35, 50, 65, 99)
"""Percentiles whose scores are told: the greatest score with which a learner still has that percentile."""


@dataclass(frozen=True, slots=True)
class Fits:
    """One row for each quantile regression: its cohort, `priors`, `quantile`, learners `n`, and certificate.

    `gap` is how much less, at most, the `objective` of any other fit could be: nought but for rounding.
    """

    topic: npt.NDArray[Any]
    year: Whole
    year_level: Whole
    priors: Whole
    quantile: Floats
    n: Whole
    objective: Floats
    gap: Floats


@dataclass(frozen=True, slots=True)
class Growth:
    """Percentiles of the rows of a panel that have a past.

    `rows` (m,), rows of the panel, rising; `priors` (m,), how many were used, 0 where the cohort was too small;
    `percentile` (m,), 1 to 99, NaN where it cannot be told; `cuts` (m, 5), scores at CUTS; `by_priors` (m, most),
    the percentile with each number of priors, NaN where a learner has fewer; `remarks`, what could not be done.
    """

    rows: Whole
    priors: Whole
    percentile: Floats
    cuts: Floats
    by_priors: Floats
    fits: Fits
    remarks: tuple[str, ...]


def growth(
    panel: Panel,
    most: int = 4,
    *,
    years: Collection[int] | None = None,
    workers: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Growth:
    """Growth percentiles on up to `most` prior scores, cohorts side by side on `workers` threads.

    Only in `years`, when they are given; earlier years are then the past alone.
    `told` is called with how many cohorts are done, of how many. Raises MethodFault when nothing can be said of
    any learner.
    """
    histories = Histories.of(panel)
    cohorts = [cohort for cohort in histories.cohorts() if years is None or cohort.year in years]
    if not cohorts:
        when = "" if years is None else f" to {', '.join(map(str, sorted(years)))}"
        raise MethodFault(
            f"No learner has a score in a topic for two years running{when}, one year level up. Growth needs at "
            f"least that of {FEWEST} learners in a cohort."
        )
    splines = histories.splines()
    done: list[_Told] = []
    with ThreadPoolExecutor(workers or _processors()) as pool:
        for made in pool.map(lambda cohort: _tell(cohort, splines, most), cohorts):
            done.append(made)
            told(len(done), len(cohorts))
    return _joined(done, histories, most)


def _processors() -> int:
    """How many processors this process may use; where the system does not say, how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Told:
    """A cohort's percentiles: (n, most), and (n, 5) cuts of the last; its fits by priors; and remarks."""

    cohort: Cohort
    percentiles: Floats
    cuts: Floats
    fits: list[tuple[Cohort, QuantileFits]]
    remarks: list[str]


def _tell(cohort: Cohort, splines: Splines, most: int) -> _Told:
    n = len(cohort.places)
    told = _Told(cohort, np.full((n, most), np.nan), np.full((n, len(CUTS)), np.nan), [], [])
    for priors in range(1, most + 1):
        among = np.flatnonzero(cohort.past >= priors)
        if len(among) == 0:
            break
        part = cohort.with_past(priors)
        try:
            made, fits = fitted(part, splines, priors)
        except MethodFault as fault:
            told.remarks.append(f"{cohort.name}, {_years(priors)} back: {fault}{_instead(priors)}")
            break
        told.fits.append((part, fits))
        told.percentiles[among, priors - 1], told.cuts[among] = ranked(made, fits)
    return told


def _years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _instead(priors: int) -> str:
    if priors == 1:
        return " They have no growth percentile."
    return f" They are compared on {_years(priors - 1)} back."


def fitted(cohort: Cohort, splines: Splines, priors: int) -> tuple[Design, QuantileFits]:
    """The design of a cohort on its last `priors` scores, and its fits.

    Raises MethodFault where learners are too few, or nobody differs in a score.
    """
    n = len(cohort.places)
    if n < FEWEST:
        raise MethodFault(
            f"{n:,} learner{'s are' if n != 1 else ' is'} too few to rank in hundredths; {FEWEST} would be enough."
        )
    past = range(1, priors + 1)
    scores = [cohort.scores(back) for back in range(priors + 1)]
    for back, values in enumerate(scores):
        if values.min() == values.max():
            when = f"{_years(back)} before" if back else "this year"
            raise MethodFault(
                f"All {n:,} scores {when} are {values[0]:g}, and where nobody differs nobody can be told apart; "
                "at least two different scores are needed, and in earnest some dozens."
            )
    of = [splines[cohort.topic, cohort.year_level - back] for back in past]
    made = design(scores[0], scores[1:], of)
    return made, fit(made, np.array(QUANTILES))


def ranked(made: Design, fits: QuantileFits) -> tuple[Floats, Floats]:
    """The percentile of every learner of a design (learners,), and the scores at CUTS (learners, 5)."""
    n = len(made.score)
    below, cuts = np.empty(n, np.int64), np.empty((n, len(CUTS)))
    ranking.rank(
        np.arange(n),
        made.codes,
        lifts(made, fits.slopes),
        fits.slopes[0] + made.centre,
        made.score,
        np.array(CUTS),
        below,
        cuts,
    )
    return np.clip(below, 1, 99)[made.merged].astype(np.float64), cuts[made.merged]


def _joined(done: list[_Told], histories: Histories, most: int) -> Growth:
    remarks = tuple(remark for told in done for remark in told.remarks)
    fits = [(part, fit) for told in done for part, fit in told.fits]
    if not fits:
        raise MethodFault("Nothing can be said of any learner.\n  " + "\n  ".join(remarks))
    rows = np.concatenate([told.cohort.rows() for told in done])
    by = np.argsort(rows)
    percentiles = np.concatenate([told.percentiles for told in done])[by]
    priors = (~np.isnan(percentiles)).sum(1)
    best = np.take_along_axis(percentiles, np.maximum(priors - 1, 0)[:, None], 1)[:, 0]
    return Growth(
        rows=rows[by],
        priors=priors,
        percentile=best,
        cuts=np.concatenate([told.cuts for told in done])[by],
        by_priors=percentiles,
        fits=_listed(fits),
        remarks=_repeaters(histories) + remarks,
    )


def _repeaters(histories: Histories) -> tuple[str, ...]:
    if histories.repeated == 0:
        return ()
    return (
        f"{histories.repeated:,} scores follow one of the year before that is not of the year level below; "
        "years before such a score are not counted as its past.",
    )


def _listed(fits: list[tuple[Cohort, QuantileFits]]) -> Fits:
    times = [len(fit.quantiles) for _, fit in fits]

    def column(of: Callable[[Cohort], Any], dtype: Any) -> npt.NDArray[Any]:
        return np.repeat(np.array([of(part) for part, _ in fits], dtype), times)

    return Fits(
        topic=column(lambda part: part.topic, object),
        year=column(lambda part: part.year, np.int64),
        year_level=column(lambda part: part.year_level, np.int64),
        priors=column(lambda part: part.priors, np.int64),
        quantile=np.concatenate([fit.quantiles for _, fit in fits]),
        n=column(lambda part: len(part.places), np.int64),
        objective=np.concatenate([fit.objective for _, fit in fits]),
        gap=np.concatenate([fit.gap for _, fit in fits]),
    )
