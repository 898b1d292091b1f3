"""What the programme says of agreements between members, on a day."""

import datetime as dt

import pytest
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.definition.agreements import agreement_faults, read_agreements
from kahui.definition.reading import Node


@pytest.mark.parametrize(
    ("on", "asked"),
    [("2016-12-31", None), ("2017-12-31", None), ("2018-01-01", (3, 5)), ("2024-01-01", (3, 5))],
)
def test_three_to_five_challenges_are_asked_for_from_2018_on(on, asked):
    count = KAHUI_AKO.agreed.count(dt.date.fromisoformat(on))
    assert (count and (count.least, count.most)) == asked


def test_a_number_that_stands_in_for_one_not_found_says_so():
    assert [c.cited.basis for c in KAHUI_AKO.agreed.counts] == ["not-found"]


def test_what_is_never_shared_with_a_group_is_one_step_of_the_scale():
    agreed = KAHUI_AKO.agreed
    how = {i.code: agreed.sensitivity(i.sensitivity).shared for i in agreed.information}
    assert [code for code in how if how[code] == "never"] == ["safety"]
    assert [code for code in how if how[code] == "freely"] == ["aggregates"]


def test_a_programme_without_the_file_says_nothing_of_agreements():
    assert ENGLISH_TRUST.agreed is None


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"count": [{"least": 3, "most": 2, "basis": "ours"}]}, ["count[1].most"]),
        (
            {"information": [{"code": "x", "name": "X", "sensitivity": "secret", "basis": "ours"}]},
            ["information[x].sensitivity"],
        ),
        ({"count": [{"least": 3, "basis": "ours"}]}, []),
    ],
)
def test_lines_that_cannot_hold_are_named(said, faults):
    met = []
    agreed = read_agreements(Node("agreements.toml", "", said, met))
    assert ([f.key for f in agreement_faults(agreed)], met) == (faults, [])
