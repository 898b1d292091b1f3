"""Fits and percentiles against a linear program each, on panels of any kind; and what must not change them."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from reference import growth as slow

from kahui.analytics.methods.growth.basis import Spline
from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.design import design
from kahui.analytics.methods.growth.percentiles import growth, ranked
from kahui.analytics.methods.growth.quantiles import QUANTILES, fit

KINDS = {
    "whole marks": lambda chance, x: np.round(100 + 15 * x),
    "few marks": lambda chance, x: np.round(2 * x),
    "no two alike": lambda chance, x: 100 + 15 * x,
    "long tail": lambda chance, x: np.exp(x),
    "piled up at the top": lambda chance, x: np.round(np.minimum(10 * x, 5)),
    "tied far from nought": lambda chance, x: 1e6 + np.round(3 * x) / 3,
}


def drawn(seed, n, priors, kind):
    """Scores of this year, then of the years before: correlated, of one kind."""
    chance = np.random.default_rng(seed)
    able = chance.normal(size=n)
    return [KINDS[kind](chance, able + 0.7 * chance.normal(size=n)) for _ in range(priors + 1)]


def fitted(scores, quantiles=QUANTILES):
    made = design(scores[0], scores[1:], [Spline.of(prior) for prior in scores[1:]])
    return made, fit(made, np.array(quantiles))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.integers(0, 2**32), some.integers(30, 160), some.integers(1, 3), some.sampled_from(sorted(KINDS)))
def test_no_fit_is_better_than_ours(seed, n, priors, kind):
    scores = drawn(seed, n, priors, kind)
    quantiles = [0.005, 0.105, 0.495, 0.815, 0.995]
    _, fits = fitted(scores, quantiles)
    x = slow.matrix(scores[1:], scores[1:])
    least = [slow.least(x, scores[0], quantile)[0] for quantile in quantiles]
    spread = np.abs(scores[0] - np.median(scores[0])).sum()
    np.testing.assert_allclose(fits.objective, least, rtol=1e-9, atol=1e-9 * spread)
    np.testing.assert_allclose(fits.gap, 0, atol=1e-9 * spread)


@pytest.mark.parametrize(("n", "priors"), [(101, 1), (121, 3)])
def test_percentiles_are_those_of_a_hundred_linear_programs(n, priors):
    scores = drawn(7, n, priors, "no two alike")
    told = ranked(*fitted(scores))[0]
    assert told.tolist() == slow.percentiles(slow.matrix(scores[1:], scores[1:]), scores[0], QUANTILES)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    some.integers(0, 2**32),
    some.sampled_from([-500.0, 0.0, 250.0]),
    some.sampled_from([0.5, 1.0, 4.0]),
    some.sampled_from(["whole marks", "few marks"]),
)
def test_another_origin_unit_or_order_of_rows_changes_nothing(seed, origin, unit, kind):
    scores = drawn(seed, 120, 2, kind)
    mixed = np.random.default_rng(seed).permutation(120)
    once = ranked(*fitted(scores))[0]
    again = ranked(*fitted([origin + unit * values[mixed] for values in scores]))[0]
    assert again.tolist() == once[mixed].tolist()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.integers(0, 2**32), some.sampled_from(sorted(KINDS)))
def test_of_two_learners_with_one_past_the_higher_score_has_no_lower_percentile(seed, kind):
    score, prior = drawn(seed, 140, 1, kind)
    told, cuts = ranked(*fitted([score, prior]))
    for past in np.unique(prior):
        alike = prior == past
        by_score = np.argsort(score[alike], kind="stable")
        assert (np.diff(told[alike][by_score]) >= 0).all()
        assert (cuts[alike] == cuts[alike][0]).all()
    assert (np.diff(cuts, axis=1) >= 0).all()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.integers(0, 2**32))
def test_a_panel_in_any_order_gives_each_learner_the_same(seed):
    chance = np.random.default_rng(seed)
    first, second = drawn(3, 130, 1, "whole marks")
    rows = np.concatenate([first, second])
    learner, year = np.tile(np.arange(130), 2), np.repeat([2020, 2021], 130)
    told = []
    for mixed in (np.arange(260), chance.permutation(260)):
        found = growth(
            Panel(
                learner[mixed],
                np.full(260, "pānui", object),
                year[mixed],
                (year - 2017)[mixed],
                rows[mixed],
            )
        )
        told.append(dict(zip(learner[mixed][found.rows].tolist(), found.percentile.tolist(), strict=True)))
    assert told[0] == told[1]
