"""
# Files in: what a directory is, and what becomes of a row that cannot be read

A directory is told by its columns, whatever the year and the file's name.
"""

import datetime as dt

import pytest

from kahui.records.register.read import FileFault, read_decisions, read_schools


def directory(*lines: str):
    return read_schools("\n".join(lines).encode(), "directory.csv")


def test_columns_are_known_by_any_of_their_names():
    """2016 said `School ID` and `Name`, 2021 `School Number` and `School Name`, 2026 `School_Id` and `Org_Name`."""
    of_2016 = directory("School ID,Name,Authority", "1,Te Kao School,State")
    of_2021 = directory("School Number,School Name,Authority", "1,Te Kao School,State")
    of_2026 = directory("School_Id,Org_Name,Authority", "1,Te Kao School,State")
    assert of_2016.providers == of_2021.providers == of_2026.providers


def test_a_school_that_is_not_open_yet_says_so_in_its_name():
    """The mark is taken off the name; the school is not open, and the day is kept where it is given."""
    found = directory(
        "School ID,Name,Authority", "655,Kauri Flats School (Proposed open date: 30 Jan 2017 ),State"
    )
    school = found.providers[0]
    assert (school.name, school.is_open, school.opens_on) == (
        "Kauri Flats School",
        False,
        dt.date(2017, 1, 30),
    )


def test_an_open_plan_school_is_open():
    """Open in a name is not a mark."""
    found = directory("School ID,Name,Authority", "1,Cargill Open Plan School,State")
    assert found.providers[0].is_open


def test_a_blank_roll_is_not_known():
    """It is never nought."""
    found = directory("School ID,Name,Authority,Total School Roll", "1,Te Kao School,State,")
    assert found.providers[0].roll is None


def test_a_row_that_cannot_be_read_is_listed_and_the_others_go_in():
    """Each with its row, its column, what stood there and what to do."""
    found = directory(
        "School ID,Name,Authority,Total School Roll",
        "1,Te Kao School,State,34",
        "2A,Taipa Area School,State,257",
        "3,Kaitaia College,State,-5",
        "1,Te Kao School,State,34",
    )
    assert [p.number for p in found.providers] == [1]
    assert [str(refused) for refused in found.refused] == [
        "Row 3, School ID: “2A”. Give the number in digits, such as 7; names and letters identify nothing.",
        "Row 4, Total School Roll: “-5”. Give a whole number of learners, 0 or more; "
        "leave it blank when it is not known.",
        "Row 5, School ID: “1”. Row 2 has the same and stands; take out one of rows 2 and 5.",
    ]


def test_a_directory_without_communities_says_nothing_of_them():
    """So it ends no membership."""
    found = directory("School_Id,Org_Name,Authority", "1,Te Kao School,State")
    assert not found.says_membership
    assert found.notes[0] == "The file has no community number: it says nothing of membership."


def test_a_file_that_is_no_directory_is_refused_in_one_sentence():
    with pytest.raises(FileFault) as fault:
        directory("Fruit,Colour", "apple,red")
    assert str(fault.value) == (
        "directory.csv is no schools directory: "
        "no row near its top names a column like “School Number” and “School Name”."
    )


def test_a_decision_may_be_known_only_within_bounds():
    """`on` is the earliest day, `on_by` the latest; a blank `on_by` means that the day is known."""
    data = "network_id,gate,decision,on,on_by,source\n99000,approval,approved,2014-12-01,2014-12-31,report\n"
    decision = read_decisions(data.encode(), "decisions.csv").rows[0]
    assert (decision.on, decision.on_by) == (dt.date(2014, 12, 1), dt.date(2014, 12, 31))


def test_a_day_that_does_not_exist_is_refused():
    rows = ["99000,approval,approved,2014-12-01,,", "99001,approval,approved,31/02/2016,,"]
    data = "\n".join(["network_id,gate,decision,on,on_by,source", *rows]).encode()
    assert [str(refused) for refused in read_decisions(data, "decisions.csv").refused] == [
        "Row 3, on: “31/02/2016”. 2016-02 has no day 31: give a day that exists."
    ]
