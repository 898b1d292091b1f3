"""What is wrong with a structure or a table is said with its row and column."""

import numpy as np
import pytest
from tables_of_counts import plain

from kahui.analytics.disclosure.structure import structure_from
from kahui.analytics.disclosure.table import check_adds_up, table_of
from kahui.analytics.methods.fault import MethodFault

PLACE = {"name": "place", "parent_of": {"s1": "n1", "s2": "n1", "n1": None}}


def refused(call, words):
    with pytest.raises(MethodFault) as told:
        call()
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "The structure is not a list of names"),
        ({"dimensions": []}, "names no dimensions"),
        ({"dimensions": [PLACE], "relation": []}, "“relation”, which means nothing here"),
        ({"dimensions": [PLACE, PLACE]}, "two dimensions named “place”"),
        ({"dimensions": [{"parent_of": {}}]}, "Dimension 1 of the structure has no name"),
        ({"dimensions": [{"name": "x", "parent_of": {}}]}, "“x” has no codes"),
        (
            {"dimensions": [{"name": "x", "parent_of": {"a": "b"}}]},
            "the parent of “a” is “b”, which is not a code",
        ),
        (
            {"dimensions": [{"name": "x", "parent_of": {"a": "b", "b": "c", "c": "a"}}]},
            "goes round in a circle: a → b → c → a",
        ),
        (
            {"dimensions": [PLACE], "relations": [{"dimension": "place", "terms": {"s1": 1, "s9": -1}}]},
            "“s9”, which is not a code of dimension “place”",
        ),
        (
            {"dimensions": [PLACE], "relations": [{"dimension": "place", "terms": {"s1": 1, "s2": 0.5}}]},
            "the factor of “s2” is “0.5”",
        ),
        (
            {"dimensions": [PLACE], "relations": [{"dimension": "place", "terms": {"s1": 1}, "sense": ">"}]},
            "has the sense “>”",
        ),
        (
            {"dimensions": [PLACE], "outcome": {"dimension": "y"}},
            "names the dimension “y”. There are: “place”",
        ),
    ],
)
def test_a_structure_at_fault(data, words):
    refused(lambda: structure_from(data), words)


def test_a_code_unknown_to_the_structure():
    refused(
        lambda: table_of(structure_from({"dimensions": [PLACE]}), [["s1", "s3", "n1"]]),
        "Row 3, column “place”: “s3” is not a code of the structure",
    )


def test_a_missing_margin():
    refused(
        lambda: table_of(structure_from({"dimensions": [PLACE]}), [["s1", "s2"]]),
        "Row 2 (s1), column “place”: its margin n1 has no row",
    )


def test_the_same_cell_twice():
    refused(
        lambda: table_of(structure_from({"dimensions": [PLACE]}), [["s1", "n1", "s1"]]),
        "Rows 2 and 4 are the same cell (s1)",
    )


def test_margins_that_do_not_add_up():
    table, counts = plain([[1, 2], [3, 4]])
    counts[2] = 4
    refused(
        lambda: check_adds_up(table, counts),
        "The count in row 4 (a0 × all) is 4, and its 2 parts, of which the first is row 2 (a0 × b0), add up to 3",
    )


def test_a_relation_that_does_not_hold():
    more = {"relations": [{"dimension": "a", "terms": {"a0": 1, "a1": -1}, "sense": "<="}]}
    table, counts = plain([[9, 9], [3, 40]], **more)
    refused(lambda: check_adds_up(table, counts), "9 in row 2 (a0 × b0) and 3 in row 5 (a1 × b0)")


def test_parts_without_a_row_count_nobody_and_a_total_without_parts_stands_alone():
    dimensions = [PLACE, {"name": "group", "parent_of": {"g": "all", "all": None}}]
    table = table_of(structure_from({"dimensions": dimensions}), [["s1", "n1", "n1"], ["all", "all", "g"]])
    check_adds_up(table, np.array([7, 7, 7]))
    refused(lambda: check_adds_up(table, np.array([7, 7, 6])), "row 3 (n1 × all)")


def test_two_hierarchies_over_the_same_codes():
    dimension = PLACE | {"also": [{"s1": "north", "north": None, "s2": None}]}
    table = table_of(structure_from({"dimensions": [dimension]}), [["s1", "s2", "n1", "north"]])
    check_adds_up(table, np.array([3, 4, 7, 3]))
    refused(lambda: check_adds_up(table, np.array([3, 4, 7, 2])), "row 5 (north) is 2")
