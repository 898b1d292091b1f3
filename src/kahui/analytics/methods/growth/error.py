"""Percentiles corrected for the error of past scores, by simulation and extrapolation (SIMEX).

A past score is a measurement: learners who did well by chance are compared with better learners than they are,
and seem to grow less. Further error is added to past scores, ever more; predictions are averaged over draws,
and the line through them is followed back to where there would be none (Shang, Van Iwaarden and Betebenner
2015, after Cook and Stefanski 1994). It corrects what is typical of groups; a single learner's percentile is
no surer for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth import ranking
from kahui.analytics.methods.growth.basis import Floats, Spline
from kahui.analytics.methods.growth.cohorts import Histories, Panel
from kahui.analytics.methods.growth.design import design
from kahui.analytics.methods.growth.percentiles import FEWEST, Growth
from kahui.analytics.methods.growth.quantiles import QUANTILES, fit, lifts

Curve = Literal["linear", "quadratic"]

ADDED = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Variances of error added, in units of what is there; less one of them there would be no error."""


def corrected(
    score: Floats,
    priors: list[Floats],
    sem: float,
    *,
    draws: int = 20,
    seed: int = 1,
    curve: Curve = "quadratic",
) -> Floats:
    """Percentiles (n,) of scores (n,) on priors (n,) each that carry a standard error of measurement `sem`.

    Raises MethodFault when the error is not above nought, or is as great as the spread of a prior.
    """
    if not sem > 0:
        raise MethodFault(f"An error of {sem:g} needs no correction. Give the standard error of measurement.")
    for back, prior in enumerate(priors, 1):
        if sem >= prior.std():
            raise MethodFault(
                f"An error of {sem:g} is as great as the spread of scores {back} before ({prior.std():.3g}): they "
                "would be chance alone. Give the standard error of one score, not its variance or reliability."
            )
    chance = np.random.default_rng(seed)
    total = np.zeros((len(score), len(QUANTILES)))
    for added, share in zip(ADDED, _extrapolation(curve), strict=True):
        times = draws if added else 1
        for _ in range(times):
            worse = [prior + np.sqrt(added) * sem * chance.normal(size=len(prior)) for prior in priors]
            _predict(score, worse, share / times, total)
    total = np.sort(np.round(total, ranking.DIGITS), axis=1)
    told: Floats = np.clip((total < score[:, None]).sum(1), 1, 99).astype(np.float64)
    return told


def _extrapolation(curve: Curve) -> Floats:
    """How much each amount of added error counts at minus one: least squares through a line or a parabola."""
    powers: Floats = np.vander(ADDED, 2 if curve == "linear" else 3)
    where: Floats = np.vander([-1.0], powers.shape[1])[0]
    weights: Floats = np.asarray(where @ np.linalg.pinv(powers), np.float64)
    return weights


def _predict(score: Floats, priors: list[Floats], share: float, total: Floats) -> None:
    """Adds `share` times the predictions of all quantiles for each learner to `total` (n, q)."""
    made = design(score, priors, [Spline.of(prior) for prior in priors])
    fits = fit(made, np.array(QUANTILES))
    lift, level = lifts(made, fits.slopes), fits.slopes[0] + made.centre
    for start in range(0, len(score), 4096):
        part = slice(start, start + 4096)
        codes = made.codes[:, made.merged[part]]
        total[part] += share * (level + sum(lift[code] for code in codes))


def correct(
    panel: Panel,
    found: Growth,
    sem: float,
    *,
    draws: int = 20,
    seed: int = 1,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Floats:
    """Corrected percentiles of the rows of a result (m,), on as many priors as it used; NaN where it has none."""
    cohorts = list(Histories.of(panel).cohorts())
    used = np.zeros(len(panel.score), np.int64)
    used[found.rows] = found.priors
    made = np.full(len(used), np.nan)
    for done, cohort in enumerate(cohorts, 1):
        most = int(used[cohort.rows()].max())
        for priors in range(1, most + 1):
            part = cohort.with_past(priors)
            mine = used[part.rows()] == priors
            if not mine.any() or len(part.places) < FEWEST:
                continue
            scores = [part.scores(back) for back in range(priors + 1)]
            key = seed * 1_000_003 + part.year * 1_009 + part.year_level * 31 + priors
            everyone = corrected(scores[0], scores[1:], sem, draws=draws, seed=key)
            made[part.rows()[mine]] = everyone[mine]
        told(done, len(cohorts))
    return made[found.rows]
