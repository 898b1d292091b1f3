"""Percentiles corrected for the error of past scores, against a truth that is known."""

import numpy as np
import pytest

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.basis import Spline
from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.design import design
from kahui.analytics.methods.growth.error import correct, corrected
from kahui.analytics.methods.growth.percentiles import growth, ranked
from kahui.analytics.methods.growth.quantiles import QUANTILES, fit

SEM = 5.0


@pytest.fixture(scope="module")
def world():
    """The true past score, the past score as measured, and the score now: growth has nothing to do with the past."""
    chance = np.random.default_rng(5)
    true = 100 + 15 * chance.normal(size=4000)
    return true, true + SEM * chance.normal(size=4000), 10 + 0.9 * true + 8 * chance.normal(size=4000)


def bias(percentile, true):
    """By how many percentiles a learner a standard deviation better off seems to grow more."""
    return np.polyfit((true - true.mean()) / true.std(), percentile, 1)[0]


def test_most_of_the_bias_goes(world):
    true, measured, now = world
    as_it_is = ranked(*_fitted(now, measured))[0]
    put_right = corrected(now, [measured], SEM, draws=8)
    assert abs(bias(ranked(*_fitted(now, true))[0], true)) < 0.5
    assert bias(as_it_is, true) > 3
    assert abs(bias(put_right, true)) < 0.25 * bias(as_it_is, true)


def test_the_same_seed_gives_the_same(world):
    _, measured, now = world
    told = [corrected(now[:300], [measured[:300]], SEM, draws=2, seed=seed) for seed in (1, 1, 2)]
    assert (told[0] == told[1]).all()
    assert (told[0] != told[2]).any()


@pytest.mark.parametrize(
    ("sem", "said"), [(0.0, "needs no correction"), (40.0, "as great as the spread of scores 1 before")]
)
def test_an_error_that_cannot_be_is_refused(world, sem, said):
    _, measured, now = world
    with pytest.raises(MethodFault, match=said):
        corrected(now, [measured], sem)


def test_a_panel_is_corrected_where_it_has_percentiles(world):
    true, measured, now = world
    n = 300
    panel = Panel(
        np.tile(np.arange(n), 3),
        np.full(3 * n, "pānui", object),
        np.repeat([2022, 2021, 2020], n),
        np.repeat([6, 5, 4], n),
        np.round(np.concatenate([now[:n], measured[:n], true[:n]])),
    )
    found = growth(panel, years=[2021])
    told = correct(panel, found, SEM, draws=1)
    assert panel.year[found.rows].tolist() == [2021] * n
    expected = corrected(panel.score[n : 2 * n], [panel.score[2 * n :]], SEM, draws=1, seed=_seed(2021, 5, 1))
    assert told.tolist() == expected.tolist()


def _seed(year, level, priors):
    return 1_000_003 + year * 1_009 + level * 31 + priors


def _fitted(now, past):
    made = design(now, [past], [Spline.of(past)])
    return made, fit(made, np.array(QUANTILES))
