"""What must hold of any link, whatever the counts."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reference.percentile_ranks import linked

from kahui.analytics.methods.linking.chains import Step, chained, drawn_through
from kahui.analytics.methods.linking.designs import (
    Counts,
    EquivalentGroups,
    SingleGroup,
    Table,
    counted,
    resampled,
)
from kahui.analytics.methods.linking.drawn import Drawn, from_errors
from kahui.analytics.methods.linking.equipercentile import lined_up
from kahui.analytics.methods.linking.errors import drawn_again, link
from kahui.analytics.methods.linking.functions import How, continuous, equated, turned
from kahui.analytics.methods.linking.presmoothing import smoothed, smoothed_table

METHODS = [How("mean"), How("linear"), How("equipercentile"), How("kernel", bandwidth=0.6)]
NAMES = ["mean", "linear", "equipercentile", "kernel"]


def forms(least=0, shortest=3, longest=12):
    """Counts at 0, 1, 2 …, of at least ten learners with at least two scores."""
    held = st.lists(st.integers(least, 30), min_size=shortest, max_size=longest)
    return held.filter(lambda c: sum(c) >= 10 and sum(k > 0 for k in c) > 1)


def form(counts, points=None):
    return counted(range(len(counts)) if points is None else points, counts)


@given(x=forms(), y=forms())
def test_equal_ranks_are_the_slow_telling_s(x, y):
    made = equated(EquivalentGroups(form(x), form(y)), How("equipercentile"))
    np.testing.assert_allclose(made, [float(v) for v in linked(x, y)], rtol=0, atol=1e-9)


@pytest.mark.parametrize("how", METHODS, ids=NAMES)
@given(x=forms(least=1))
def test_a_form_linked_to_itself_is_itself(how, x):
    made = link(EquivalentGroups(form(x), form(x)), how)
    np.testing.assert_allclose(made.equated, made.points, rtol=0, atol=1e-7)


@given(gaps=st.lists(st.floats(0.1, 50), min_size=3, max_size=9), data=st.data())
def test_a_form_of_uneven_scale_scores_lines_up_with_itself(gaps, data):
    points = np.cumsum(gaps)
    counts = data.draw(
        st.lists(st.integers(1, 30), min_size=len(points), max_size=len(points)).filter(
            lambda c: sum(c) >= 10
        )
    )
    same = form(counts, points)
    made = equated(EquivalentGroups(same, same), How("equipercentile"))
    np.testing.assert_allclose(made, points, rtol=1e-9, atol=1e-8)


@pytest.mark.parametrize("how", METHODS, ids=NAMES)
@given(x=forms(least=1), y=forms(least=1))
def test_there_and_back_is_where_one_was(how, x, y):
    """A link is symmetric: the link the other way undoes it, between the ends."""
    design = EquivalentGroups(form(x), form(y))
    there = link(design, how)
    back = link(turned(design), how)
    dense = np.linspace(there.points[0], there.points[-1], 41)
    if how.by_ranks:
        forward, backward = continuous(design, how), continuous(turned(design), how)
        returned = lined_up(backward, lined_up(forward, dense))
    else:
        returned = back(there(dense))
    np.testing.assert_allclose(returned, dense, rtol=0, atol=1e-6)


@pytest.mark.parametrize("how", METHODS, ids=NAMES)
@given(x=forms(), y=forms())
def test_a_higher_score_never_becomes_a_lower_one(how, x, y):
    made = link(EquivalentGroups(form(x), form(y)), how)
    assert (np.diff(made.equated) >= -1e-9).all()


@pytest.mark.parametrize("how", METHODS[:3], ids=NAMES[:3])
@given(x=forms(), y=forms(), stretch=st.floats(0.1, 40), move=st.floats(-500, 500))
def test_a_change_of_units_changes_only_the_units(how, x, y, stretch, move):
    plain = link(EquivalentGroups(form(x), form(y)), how)
    scaled = form(y, move + stretch * np.arange(len(y)))
    other = link(EquivalentGroups(form(x), scaled), how)
    np.testing.assert_allclose(other.equated, move + stretch * plain.equated, rtol=1e-7, atol=1e-6)
    np.testing.assert_allclose(other.se, stretch * plain.se, rtol=1e-5, atol=1e-6)


@given(x=forms(least=1, shortest=6), degree=st.integers(1, 4))
def test_smoothing_keeps_as_many_moments_as_its_degree(x, degree):
    given_, made = form(x), smoothed(form(x), degree).form
    for k in range(degree + 1):
        assert made.count @ made.points**k == pytest.approx(given_.count @ given_.points**k, rel=1e-7)


@given(st.data())
def test_smoothing_a_table_keeps_margins_and_their_product(data):
    rows, columns = 5, 4
    cells = data.draw(st.lists(st.integers(1, 20), min_size=rows * columns, max_size=rows * columns))
    table = Table(np.arange(5.0), np.arange(4.0), np.array(cells, dtype=float).reshape(rows, columns))
    made = smoothed_table(table, 3).form
    for i, j in [(k, 0) for k in range(4)] + [(0, k) for k in range(4)] + [(1, 1)]:
        moment = [t.rows**i @ t.count @ t.columns**j for t in (table, made)]
        assert moment[0] == pytest.approx(moment[1], rel=1e-7)


@given(x=forms(shortest=4), y=forms(shortest=4), seed=st.integers(0, 99))
@settings(max_examples=40)
def test_all_replicates_at_once_are_each_by_itself(x, y, seed):
    design = EquivalentGroups(form(x), form(y))
    drawn = resampled(design, np.random.default_rng(seed), 6)
    for how in METHODS[:3]:
        together = equated(drawn, how)
        for i in range(6):
            one = EquivalentGroups(
                Counts(drawn.x.points, drawn.x.count[i]), Counts(drawn.y.points, drawn.y.count[i])
            )
            assume(min(np.count_nonzero(one.x.count), np.count_nonzero(one.y.count)) > 1)
            np.testing.assert_allclose(together[i], equated(one, how), rtol=0, atol=1e-9)


@given(x=forms(least=1), y=forms(least=1))
def test_a_chain_there_and_back_comes_home_with_both_errors(x, y):
    design = EquivalentGroups(form(x), form(y))
    there, back = link(design, How("linear")), link(turned(design), How("linear"))
    inside = (there.equated >= back.points[0]) & (there.equated <= back.points[-1])
    assume(inside.all())
    home = chained(
        [
            Step("a", "b", there.points, there.equated, there.se),
            Step("b", "a", back.points, back.equated, back.se),
        ]
    )
    np.testing.assert_allclose(home.value, there.points, rtol=0, atol=1e-9)
    assert (home.se >= np.interp(there.equated, back.points, back.se) - 1e-12).all()


@given(x=forms(least=1), y=forms(least=1), seed=st.integers(0, 99))
@settings(max_examples=30)
def test_drawing_the_links_of_a_chain_shows_the_error_the_chain_says(x, y, seed):
    design = EquivalentGroups(form(x), form(y))
    first = link(design, How("linear"))
    points = np.linspace(first.equated[0] - 30, first.equated[-1] + 30, 200)
    second = Step("b", "c", points, 0.5 * points + 3, np.full(points.size, 0.7))
    drawn = drawn_through(
        [
            from_errors(first.points, first.equated, np.full(first.points.size, 0.4), 4000, seed),
            from_errors(second.points, second.value, second.se, 4000, seed + 1),
        ]
    )
    told = chained([Step("a", "b", first.points, first.equated, np.full(first.points.size, 0.4)), second])
    assume((np.diff(first.equated) > 0.5).all())
    np.testing.assert_allclose(drawn.values.std(0), told.se, rtol=0.15)


@given(slope=st.floats(0.2, 3), start=st.floats(-20, 20), se=st.floats(0.1, 1), at=st.floats(0.1, 0.9))
def test_a_drawn_link_read_backwards_is_its_inverse(slope, start, se, at):
    points = np.arange(0.0, 31.0)
    drawn = from_errors(points, start + slope * points, np.full(31, se), 50, 1)
    value = start + slope * 30 * at
    back = drawn.back(value)
    inside = (back >= 0) & (back <= 30)
    again = np.array([np.interp(b, points, v) for b, v in zip(back, drawn.values, strict=True)])
    np.testing.assert_allclose(again[inside], value, rtol=0, atol=1e-7)


def test_learners_scores_under_each_draw_are_the_draw_s_own_values():
    drawn = Drawn(np.arange(3.0), np.array([[0.0, 10, 30], [1, 2, 3]]))
    np.testing.assert_array_equal(drawn.at([0, 0.5, 2, 9]), [[0, 5, 30, 30], [1, 1.5, 3, 3]])


def test_a_single_group_keeps_each_learner_s_two_scores_together():
    """Drawn again as one sample: with the same scores twice, the link never moves."""
    same = SingleGroup(Table(np.arange(5.0), np.arange(5.0), np.diag([10.0, 20, 30, 20, 10])))
    drawn = drawn_again(same, How("equipercentile"), 50, seed=3)
    held = drawn.equated[:, 1:4]
    np.testing.assert_allclose(held, np.broadcast_to([1.0, 2, 3], held.shape), rtol=0, atol=1e-9)
