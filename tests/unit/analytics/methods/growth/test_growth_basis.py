"""Splines of a prior score: what they can be, and what they are told from."""

import numpy as np
import pytest

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.basis import Spline

SCORES = np.arange(100.0, 201.0)


def test_knots_are_the_fifths_and_boundaries_a_tenth_beyond():
    assert Spline.of(SCORES) == Spline((120.0, 140.0, 160.0, 180.0), (90.0, 210.0))


def test_knots_are_rounded_to_three_decimals():
    assert Spline.of(SCORES / 7).knots == (17.143, 20.0, 22.857, 25.714)


def test_columns_are_those_of_r():
    """`bs(x, knots = c(120, 140, 160, 180), Boundary.knots = c(90, 210))` of R's splines 4.2.2."""
    columns = Spline.of(SCORES).columns(np.array([100.0, 150.0, 200.0]))
    expected = [
        [0.539259259259, 0.154920634921, 0.00952380952381, 0, 0, 0, 0],
        [0, 0.0178571428571, 0.482142857143, 0.482142857143, 0.0178571428571, 0, 0],
        [0, 0, 0, 0.00952380952381, 0.154920634921, 0.539259259259, 0.296296296296],
    ]
    np.testing.assert_allclose(columns, expected, atol=1e-9)


def test_knots_that_fall_together_are_kept():
    piled = Spline.of(np.array([0.0] * 70 + list(range(30))))
    assert piled.knots[:3] == (0.0, 0.0, 0.0)
    assert np.isfinite(piled.columns(np.arange(30.0))).all()


def test_drawn_in_the_same_curves_are_left():
    spline = Spline.of(SCORES)
    near = np.linspace(110, 170, 61)
    wide = np.column_stack([np.ones(61), spline.columns(near)])
    drawn_in = np.column_stack([np.ones(61), spline.narrowed(110, 170).columns(near)])
    assert np.linalg.matrix_rank(drawn_in) == np.linalg.matrix_rank(np.hstack([wide, drawn_in])) == 7


def test_a_score_in_which_nobody_differs_is_refused():
    with pytest.raises(MethodFault, match="All 5 scores are 3: a score that nobody differs in"):
        Spline.of(np.full(5, 3.0))
