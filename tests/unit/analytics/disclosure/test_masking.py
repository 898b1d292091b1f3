"""Small tables by hand, and the fewest masked cells against one big program."""

import numpy as np
import pytest
from reference import attackers
from tables_of_counts import nested, of_size, plain

from kahui.analytics.disclosure.audit import audit, published_bounds
from kahui.analytics.disclosure.complementary import protect
from kahui.analytics.disclosure.exact import fewest
from kahui.analytics.disclosure.primary import BELOW_FLOOR, DEDUCIBLE, SHOWN, Floors, primary
from kahui.analytics.disclosure.releases import Release, join, protect_after
from kahui.analytics.methods.fault import MethodFault

SMALL = {"t1": ((5, 6), 7), "t2": ((5, 10), 8), "t3": ((3, 3, 5), 7), "t4": ((4, 4, 5), 14)}
"""Shape with margins, and how many counts from 1 to 4."""


def few(counts):
    return np.where((counts > 0) & (counts < 5), BELOW_FLOOR, SHOWN).astype(np.int8)


def shown(counts, masked):
    return np.where(masked, np.nan, counts.astype(float))


def test_one_small_count_takes_three_others_with_it():
    table, counts = plain([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    done = fewest(table, counts, primary(table, counts))
    grid = done.reasons.reshape(4, 4)
    assert done.secondary == 3
    assert grid[0, 0] == BELOW_FLOOR
    assert (grid != SHOWN).sum(0).tolist() in ([2, 2, 0, 0], [2, 0, 2, 0])
    assert done.learners == 20 + 40 + 50


def test_the_attacker_solves_what_is_left_open():
    table, counts = plain([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    masked = counts == 3
    found = audit(table, *published_bounds(shown(counts, masked)))
    assert (found.least.tolist(), found.greatest.tolist()) == ([3], [3])


def test_a_total_that_is_masked_to_the_top_has_no_greatest():
    table, _ = plain([3, 20])
    found = audit(table, *published_bounds(np.array([np.nan, 20.0, np.nan])))
    assert found.least.tolist() == [0, 20]
    assert found.greatest.tolist() == [np.inf, np.inf]


def test_contradicting_counts_are_told():
    table, counts = plain([[3, 20], [40, 50]])
    published = shown(counts, (counts == 3) | (counts == 40))
    published[1] = 500
    with pytest.raises(MethodFault, match="No counts fit what is published"):
        audit(table, *published_bounds(published))


@pytest.mark.parametrize("name", SMALL)
def test_the_fewest_are_as_few_as_one_big_program_finds(name):
    shape, small = SMALL[name]
    table, counts = of_size(shape, small, seed=0)
    reasons = few(counts)
    best = attackers.fewest(table, counts, reasons != SHOWN)
    assert fewest(table, counts, reasons).secondary == best
    assert protect(table, counts, reasons).secondary <= 1.1 * best


def test_a_larger_table_is_not_proved():
    table, counts = plain(np.full((30, 30), 9))
    with pytest.raises(MethodFault, match="at most 500"):
        fewest(table, counts, few(counts))


def test_schools_within_networks():
    table, counts = nested([[[3, 40], [20, 30]], [[50, 60], [70, 80]], [[9, 2]]])
    done = protect(table, counts, primary(table, counts))
    assert done.audit.narrow(1).size == 0
    assert (counts[done.reasons == SHOWN] >= 5).all()


def test_what_is_known_already_is_not_masked():
    table, counts = plain([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    known = np.isin(counts, [20, 40])
    done = protect(table, counts, primary(table, counts), known=known)
    assert (done.reasons[known] == SHOWN).all()
    assert (done.reasons == DEDUCIBLE).sum() >= 3


def test_nothing_helps_when_all_else_is_known():
    table, counts = plain([[3, 20], [40, 50]])
    with pytest.raises(MethodFault, match=r"row 2 \(a0 × b0\) can be worked out whatever else is masked"):
        protect(table, counts, primary(table, counts), known=counts != 3)


def test_a_wider_interval_where_one_is_asked():
    table, counts = plain([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    done = protect(table, counts, primary(table, counts), width=10)
    found = audit(table, *published_bounds(shown(counts, done.reasons != SHOWN)))
    assert (found.greatest - found.least >= 10).all()


def test_overlapping_groups_are_attacked_through_their_relations():
    more = {
        "relations": [
            {"dimension": "a", "terms": {"a0": 1, "a1": 1, "a2": -1, "all": -1}, "sense": "="},
        ]
    }
    with_it, counts = plain([[4, 30], [20, 40], [0, 0]], **more)
    without, _ = plain([[4, 30], [20, 40], [0, 0]])
    masked = np.isin(np.arange(counts.size), [0, 1, 3, 4])
    loose = audit(without, *published_bounds(shown(counts, masked)))
    tight = audit(with_it, *published_bounds(shown(counts, masked)))
    assert (tight.least >= loose.least).all()
    assert (tight.greatest <= loose.greatest).all()


OUTCOME = {"outcome": {"dimension": "b", "whole": "all", "at_or_above": "b0", "below": "b1"}}


class TestPrimary:
    def reasons(self, at, below):
        table, counts = plain([[at, below], [100, 100]], **OUTCOME)
        return (primary(table, counts, Floors()) != SHOWN).reshape(3, 3)[0].tolist()

    def test_a_whole_below_the_floor_takes_its_parts(self):
        assert self.reasons(2, 2) == [True, True, True]
        assert self.reasons(0, 0) == [True, True, True]

    def test_few_or_none_on_one_side_mask_both_sides(self):
        assert self.reasons(3, 20) == [True, True, False]
        assert self.reasons(0, 20) == [True, True, False]
        assert self.reasons(20, 0) == [True, True, False]

    def test_enough_on_both_sides_are_shown(self):
        assert self.reasons(4, 4) == [False, False, False]

    def test_without_an_outcome_each_count_stands_alone(self):
        table, counts = plain([[0, 4], [5, 60]])
        assert (primary(table, counts) != SHOWN).tolist() == (counts < 5).tolist()


class TestReleases:
    """A network of two schools is published; then a third joins it."""

    def before_and_after(self):
        before, old = nested([[[30, 40], [20, 35]], [[50, 60], [70, 80]]])
        after, new = nested([[[30, 40], [20, 35], [3, 44]], [[50, 60], [70, 80]]])
        return Release(before, old, primary(before, old)), after, new

    def test_what_the_first_release_showed_stays_shown(self):
        first, table, counts = self.before_and_after()
        done = protect_after([first], table, counts, primary(table, counts))
        joined = join([first, Release(table, counts, done.reasons)])
        assert (done.reasons[joined.known[joined.place]] == SHOWN).all()

    def test_the_newcomer_is_not_given_away_by_the_difference(self):
        first, table, counts = self.before_and_after()
        alone = protect(table, counts, primary(table, counts))
        together = protect_after([first], table, counts, primary(table, counts))
        assert self.known_exactly(first, table, counts, alone.reasons).any()
        assert not self.known_exactly(first, table, counts, together.reasons).any()

    def known_exactly(self, first, table, counts, reasons):
        joined = join([first, Release(table, counts, reasons)])
        masked = joined.reasons != SHOWN
        masked[joined.known] = False
        found = audit(joined.table, *published_bounds(shown(joined.counts, masked)))
        small = joined.counts[found.cells] < 5
        return (found.least == found.greatest)[small]
