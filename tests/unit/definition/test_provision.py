"""Posts that rolls earn. The rule for teachers is an estimate, and every line says so."""

import datetime as dt

import pytest

from kahui.definition import load
from kahui.definition.provision import earned
from kahui.site.home import programmes

ON = load(programmes() / "kahui-ako").at(dt.date(2016, 12, 31))
LEADER, ACROSS, WITHIN = "leader", "across-schools-teacher", "within-school-teacher"


def counts(rolls):
    return {e.post: e.count for e in earned(ON, rolls)}


def test_small_schools_earn_no_within_school_teacher():
    by_school = {e.post: e.by_school for e in earned(ON, {1: 169, 2: 170, 3: 339, 4: 340, 5: 0})}
    assert by_school == {LEADER: (), ACROSS: (), WITHIN: ((1, 0), (2, 1), (3, 1), (4, 2), (5, 0))}


@pytest.mark.parametrize(("roll", "posts"), [(0, 0), (419, 0), (420, 1), (840, 1), (1259, 1), (1260, 2)])
def test_across_schools_teachers_are_rounded_halves_up_on_the_whole_network(roll, posts):
    assert counts({1: roll})[ACROSS] == posts
    assert counts({1: roll - roll // 2, 2: roll // 2})[ACROSS] == posts


def test_one_leader_however_large_and_estimates_are_marked():
    made = earned(ON, {1: 500, 2: 600, 3: None})
    assert [(e.post, e.count, e.estimate, e.cited.source) for e in made] == [
        (LEADER, 1, False, "LEAD"),
        (ACROSS, 1, True, "MR"),
        (WITHIN, 5, True, "MR, ERO4"),
    ]
    assert [e.rule for e in made] == [
        "One for each network.",
        "One for each 840 learners of a network, rounded to the nearest, halves up (an estimate).",
        "One for each 170 learners of a school, rounded down (an estimate).",
    ]


def test_the_stand_in_comes_near_to_what_november_2016_printed_as_possible():
    # 80 is 9% and 352 is 8% of what was possible, among about 750,000 learners: 842 to 941, and 4,141 to 4,693.
    assert 842 <= counts({1: 750_000})[ACROSS] <= 941
    assert 4141 <= counts({1: 750_000})[WITHIN] <= 4693


def test_another_programme_earns_by_its_own_rule():
    trust = load(programmes() / "english-trust").at(dt.date(2020, 1, 1))
    made = earned(trust, {1: 399, 2: 800})
    assert [(e.post, e.count, e.estimate) for e in made] == [
        ("lead-reviewer", 1, False),
        ("peer-reviewer", 2, True),
    ]


def test_a_roll_below_zero_is_refused():
    with pytest.raises(ValueError, match="School 7 has a roll below zero; correct the roll"):
        earned(ON, {7: -1})
