"""Typical growth of a group: limits that hold what they promise."""

import numpy as np
import pytest

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.typical import typical


def test_median_and_mean_by_group_in_the_order_they_appear():
    made = typical(np.array([40.0, 10, 60, 20, np.nan]), np.array(["B", "A", "B", "A", "C"], object))
    assert made.group.tolist() == ["B", "A"]
    assert (made.n.tolist(), made.median.tolist(), made.mean.tolist()) == ([2, 2], [50, 15], [50, 15])


def test_the_limits_of_the_mean_are_students():
    """`t.test(c(10, 20, 30, 40, 50))` of R 4.2.2: 10.36757 to 49.63243."""
    made = typical(np.array([10.0, 20, 30, 40, 50]), np.zeros(5, int))
    np.testing.assert_allclose([made.mean_low[0], made.mean_high[0]], [10.36757, 49.63243], atol=1e-5)


def test_five_learners_have_no_limits_of_the_median_and_six_have():
    """Six all lie on one side of the middle once in 32: the least 95% can be made of. By hand: 5/14 of a step in."""
    five, six = typical(np.arange(5.0), np.zeros(5, int)), typical(np.arange(6.0), np.zeros(6, int))
    assert np.isnan(five.median_low[0])
    np.testing.assert_allclose([six.median_low[0], six.median_high[0]], [5 / 14, 5 - 5 / 14])


@pytest.mark.parametrize("n", [8, 25, 120])
def test_the_limits_of_the_median_hold_the_truth_as_often_as_they_say(n):
    chance = np.random.default_rng(n)
    drawn = chance.uniform(0, 1, (4000, n)) ** 2 * 100
    made = typical(drawn.ravel(), np.repeat(np.arange(4000), n))
    held = (made.median_low <= 25) & (made.median_high >= 25)
    assert 0.935 <= held.mean() <= 0.97


def test_no_percentile_at_all_is_refused():
    with pytest.raises(MethodFault, match="No learner has a growth percentile"):
        typical(np.array([np.nan]), np.array(["A"], object))


def test_a_level_that_is_no_share_is_refused():
    with pytest.raises(MethodFault, match="95 is no level of confidence"):
        typical(np.array([50.0]), np.array(["A"], object), 95)
