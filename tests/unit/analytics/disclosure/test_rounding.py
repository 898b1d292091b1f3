"""Rounding by hand, where it cannot be done, and what it tells an attacker."""

import numpy as np
import pytest
from tables_of_counts import nested, plain

from kahui.analytics.disclosure.audit import audit, published_bounds
from kahui.analytics.disclosure.rounding import rounded
from kahui.analytics.disclosure.structure import structure_from
from kahui.analytics.disclosure.table import table_of
from kahui.analytics.methods.fault import MethodFault


def test_controlled_rounding_keeps_totals_that_can_be_kept():
    table, counts = plain([[1, 2], [2, 1]])
    done = rounded(table, counts)
    assert done.counts[[2, 5, 6, 7, 8]].tolist() == [3, 3, 3, 3, 6]
    assert (done.furthest, done.on_average) == (0, 0.0)


def test_large_counts_stay():
    table, counts = nested([[[30, 40], [20, 35]], [[50, 60]]])
    assert rounded(table, counts).counts.tolist() == counts.tolist()


def test_controlled_margins_are_nearer_than_keyed_ones():
    chance = np.random.default_rng(3)
    table, counts = plain(chance.poisson(2, (12, 12)))
    near, alike = (rounded(table, counts, manner=manner) for manner in ("controlled", "keyed"))
    assert near.furthest <= 2
    assert near.on_average < alike.on_average


def test_another_key_rounds_otherwise():
    table, counts = plain(np.full((10, 10), 1))
    one, other = (rounded(table, counts, manner="keyed", key=key).counts for key in ("one", "other"))
    assert one.tolist() != other.tolist()


def test_relations_among_overlapping_codes_are_refused():
    table, counts = plain(
        [[1, 9], [3, 9]], relations=[{"dimension": "a", "terms": {"a0": 1, "a1": -1}, "sense": "<="}]
    )
    with pytest.raises(MethodFault, match="ties overlapping codes by relations"):
        rounded(table, counts)


def test_two_ways_of_adding_up_without_a_common_inside_are_refused():
    dimension = {"name": "x", "parent_of": {"a": "all", "b": "all", "all": None}}
    structure = structure_from({"dimensions": [dimension, {**dimension, "name": "y"}]})
    table = table_of(structure, [["a", "b", "all", "all", "all"], ["all", "all", "a", "b", "all"]])
    with pytest.raises(MethodFault, match=r"row 6 \(all × all\) is added up in two ways"):
        rounded(table, np.array([1, 2, 2, 1, 3]))


def test_a_rounded_count_is_known_to_within_its_base():
    table, _ = plain([3, 9])
    lower, upper = published_bounds(np.array([3.0, np.nan, 12.0]), base=3)
    assert (lower.tolist(), upper.tolist()) == ([1, 0, 10], [5, np.inf, 14])
    found = audit(table, lower, upper)
    assert found.least.tolist() == [1, 5, 10]
    assert found.greatest.tolist() == [5, 13, 14]
