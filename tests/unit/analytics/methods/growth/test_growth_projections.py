"""Where learners are heading: as those ahead of them went."""

import numpy as np
import pytest

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.percentiles import CUTS, growth
from kahui.analytics.methods.growth.projections import SHOWN, project


def made(n=150):
    """Learners A of 2020 to 2023 in year levels 3 to 6, and B, who have A's first two scores a year or two later."""
    chance = np.random.default_rng(2)
    able = chance.normal(size=n)
    scores = np.round(100 + 12 * np.arange(4)[:, None] + 15 * able + 7 * chance.normal(size=(4, n)))
    rows = [(f"A{i}", 2020 + y, 3 + y, scores[y, i]) for y in range(4) for i in range(n)]
    rows += [(f"B{i}", 2022 + y, 3 + y + 1, scores[y + 1, i]) for y in range(2) for i in range(n)]
    learner, year, level, score = zip(*rows, strict=True)
    return Panel(
        np.array(learner, object),
        np.full(len(rows), "pānui", object),
        np.array(year),
        np.array(level),
        np.array(score),
    )


@pytest.fixture(scope="module")
def panel():
    return made()


def test_a_year_ahead_is_where_learners_with_the_same_past_went(panel):
    """B in 2023 have the scores A had in 2021 and 2022, and A's cuts of 2023 on two priors are B's way."""
    ahead = project(panel, {("pānui", 6): 150.0}, most=2)
    cuts = growth(panel, 2)
    of_a = {
        str(panel.learner[r])[1:]: c
        for r, c in zip(cuts.rows, cuts.cuts, strict=True)
        if panel.year[r] == 2023 and panel.learner[r][0] == "A"
    }
    assert len(ahead.rows) == 150
    at = [CUTS.index(pace) for pace in SHOWN]
    for row, scores in zip(ahead.rows, ahead.scores, strict=True):
        expected = of_a[str(panel.learner[row])[1:]][at]
        np.testing.assert_allclose(scores, np.clip(expected, *_range(panel, 6)), atol=1e-5)


def test_needed_growth_is_the_least_that_reaches_the_target(panel):
    ahead = project(panel, {("pānui", 6): 150.0})
    reached = ahead.scores >= ahead.target[:, None]
    for at, pace in enumerate(SHOWN):
        np.testing.assert_array_equal(reached[:, at], ahead.needed <= pace)


def test_a_higher_target_needs_no_less_growth_and_one_too_high_cannot_be_reached(panel):
    low, high, beyond = (project(panel, {("pānui", 6): aim}).needed for aim in (130.0, 150.0, 1e6))
    assert (np.nan_to_num(low, nan=100) <= np.nan_to_num(high, nan=100)).all()
    assert np.isnan(beyond).all()
    assert (project(panel, {("pānui", 6): 0.0}).needed == 1).all()


def test_two_years_ahead_goes_by_way_of_one():
    """Level 5 learners of the last year, to level 7 by level 6."""
    panel = made()
    older = [
        (f"C{i}", y, 2 + y - 2017, s)
        for i, (y, s) in enumerate(zip([2022] * 120, range(90, 210), strict=True))
    ]
    older += [(f"C{i}", 2023, 8, s + 10 + (i * 7) % 13) for i, (_, _, _, s) in enumerate(older)]
    older = [(w, y, {2022: 6, 2023: 7}[y], float(s)) for w, y, _, s in older]
    learner, year, level, score = zip(*older, strict=True)
    panel = Panel(
        np.concatenate([panel.learner, np.array(learner, object)]),
        np.full(len(panel.score) + len(older), "pānui", object),
        np.concatenate([panel.year, year]),
        np.concatenate([panel.year_level, level]),
        np.concatenate([panel.score, score]),
    )
    ahead = project(panel, {("pānui", 7): 170.0})
    assert set(ahead.ahead.tolist()) == {1, 2}
    assert (np.diff(ahead.scores, axis=1) >= 0).all()


def test_no_target_above_anyone_is_refused(panel):
    with pytest.raises(MethodFault, match="No learner of the last year has a target"):
        project(panel, {("tuhituhi", 6): 150.0})


def test_a_year_level_nobody_grew_into_is_said(panel):
    with pytest.raises(MethodFault, match="Nobody grew into pānui, year level 7, in the last year"):
        project(panel, {("pānui", 7): 150.0}, years=1)


def _range(panel, level):
    there = panel.score[panel.year_level == level]
    return there.min(), there.max()
