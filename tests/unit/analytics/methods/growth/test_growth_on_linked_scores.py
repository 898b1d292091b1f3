"""Growth on linked scores: an exact link changes nothing; an unsure one makes what is typical less sure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.linked import middle, percentiles, typical_linked
from kahui.analytics.methods.growth.percentiles import growth
from kahui.analytics.methods.growth.typical import typical
from kahui.analytics.methods.linking.drawn import from_errors

LEARNERS, SCHOOLS, DRAWS = 600, 6, 12
POINTS = np.arange(0.0, 201.0)


def world(seed: int = 3) -> tuple[Panel, np.ndarray, np.ndarray]:
    """Two years of 600 learners; half of the schools took a short test in the second, at half the points."""
    rng = np.random.default_rng(seed)
    before = np.round(100 + 15 * rng.standard_normal(LEARNERS))
    after = np.round(105 + 0.8 * (before - 100) + 9 * rng.standard_normal(LEARNERS))
    school = np.arange(LEARNERS) % SCHOOLS
    short = school < SCHOOLS // 2
    scores = np.concatenate([before, np.where(short, after / 2, after)])
    who = np.tile(np.arange(LEARNERS), 2)
    year = np.repeat([2018, 2019], LEARNERS)
    panel = Panel(who, np.full(2 * LEARNERS, "reading"), year, year - 2014, scores)
    tool = np.where(np.concatenate([np.zeros(LEARNERS, bool), short]), "short", "own")
    return panel, tool, school


def link(error: float, draws: int = DRAWS):
    return from_errors(POINTS / 2, POINTS, np.full(POINTS.size, error), draws, seed=1)


def test_an_exact_link_gives_what_one_tool_would() -> None:
    panel, tool, school = world()
    whole = Panel(
        panel.learner,
        panel.topic,
        panel.year,
        panel.year_level,
        np.where(tool == "short", 2 * panel.score, panel.score),
    )
    plain = growth(whole, 1).percentile
    drawn = percentiles(panel, tool, {"short": link(0.0)}, 1)
    made, without = typical_linked(drawn, school), typical(plain, school)
    assert np.array_equal(drawn, np.tile(plain, (DRAWS, 1)))
    assert np.array_equal(middle(panel, tool, {"short": link(0.0)}).score, whole.score)
    assert made.linking == pytest.approx(np.zeros(SCHOOLS), abs=1e-12)
    assert made.mean == pytest.approx(without.mean, abs=1e-12)
    # Barnard and Rubin give a degree of freedom or two less than Student has, whatever the draws say.
    assert (made.high - made.mean) / (without.mean_high - without.mean) == pytest.approx(1.0, abs=2e-3)


def test_every_number_of_priors_is_told_for_each_draw() -> None:
    """Of learners with two years behind them, on one score and on two; the most is what is told without asking."""
    two, tool, _ = world()
    chance = np.random.default_rng(4).integers(-6, 12, len(two.score))
    third = replace(two, year=two.year + 1, year_level=two.year_level + 1, score=two.score + chance)
    last = third.year == third.year.max()
    panel = Panel(*(np.concatenate([getattr(two, n), getattr(third, n)[last]]) for n in
                    ("learner", "topic", "year", "year_level", "score")))  # fmt: skip
    tools = np.concatenate([tool, tool[last]])
    by = percentiles(panel, tools, {"short": link(2.0)}, 2, by_priors=True)
    most = percentiles(panel, tools, {"short": link(2.0)}, 2)
    assert by.shape == (*most.shape, 2)
    assert np.array_equal(np.where(np.isnan(by[..., 1]), by[..., 0], by[..., 1]), most)
    assert np.array_equal(by[..., 0], percentiles(panel, tools, {"short": link(2.0)}, 1))


def test_an_unsure_link_makes_only_its_own_schools_less_sure() -> None:
    panel, tool, school = world()
    widths = {}
    for error in (0.5, 4.0):
        made = typical_linked(percentiles(panel, tool, {"short": link(error)}, 1), school)
        widths[error] = made.high - made.low
        assert list(made.group) == list(range(SCHOOLS))
        assert made.n.tolist() == [LEARNERS // SCHOOLS] * SCHOOLS
        assert (made.linking > 0).all()  # growth is relative: where some rise, others fall
    assert (widths[4.0] > 1.2 * widths[0.5]).all()


def test_limits_hold_the_truth_with_draws_that_err_as_they_say() -> None:
    """Percentiles whose draws share an error of known size: 90% limits hold the middle about as often."""
    rng = np.random.default_rng(11)
    held = []
    for _ in range(600):
        own = 50 + 20 * rng.standard_normal(40)
        link_error = 3 * rng.standard_normal()
        drawn = own + link_error + 3 * rng.standard_normal((20, 1))
        made = typical_linked(drawn, np.zeros(40, int), 0.9)
        held.append(made.low[0] <= 50 <= made.high[0])
    assert 0.86 <= np.mean(held) <= 0.94


def test_what_cannot_be_carried_is_said() -> None:
    panel, tool, _ = world()
    with pytest.raises(MethodFault, match="different numbers of draws"):
        percentiles(panel, tool, {"short": link(1.0), "own": link(1.0, 5)}, 1)
    with pytest.raises(MethodFault, match="No link is given"):
        percentiles(panel, tool, {}, 1)
    with pytest.raises(MethodFault, match="One draw says nothing"):
        typical_linked(np.full((1, 3), 50.0), np.zeros(3, int))
    with pytest.raises(MethodFault, match="No learner has a growth percentile"):
        typical_linked(np.full((3, 3), np.nan), np.zeros(3, int))


def test_a_school_of_one_has_a_mean_and_no_limits() -> None:
    made = typical_linked(np.array([[40.0], [44.0]]), np.array(["a"]))
    assert (made.mean[0], np.isnan(made.low[0]), np.isnan(made.high[0])) == (42.0, True, True)
