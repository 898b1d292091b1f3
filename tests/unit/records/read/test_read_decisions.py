import datetime as dt

import pytest

from kahui.records.register.read import FileFault, ListedDecision, read_decisions

HEADER = "network_id,gate,decision,on,on_by,source\n"
GOOD = "99000,approval,approved,2014-12-01,2014-12-31,\n"


def read(rows: str):
    return read_decisions((HEADER + rows).encode(), "decisions.csv")


def test_a_day_that_is_known_and_one_known_within_bounds():
    found = read(GOOD + '99000,endorsement,endorsed,31/12/2016,,"Gazette, page 2"\n')
    assert found.rows == (
        ListedDecision(2, 99000, "approval", "approved", dt.date(2014, 12, 1), dt.date(2014, 12, 31), ""),
        ListedDecision(
            3,
            99000,
            "endorsement",
            "endorsed",
            dt.date(2016, 12, 31),
            dt.date(2016, 12, 31),
            "Gazette, page 2",
        ),
    )
    assert (found.refused, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("row", "column", "value", "cure", "number"),
    [
        ("9,approval,approved,31/02/2016,,", "on", "31/02/2016", "2016-02 has no day 31: give a day that exists.", 9),
        ("9,approval,approved,2016-13-01,,", "on", "2016-13-01", "There is no month 13: write year-month-day or day/month/year with a month from 1 to 12.", 9),
        ("9,approval,approved,last week,,", "on", "last week", "Write the day as year-month-day, such as 2016-12-31.", 9),
        ("9,approval,approved,,,", "on", "", "Write the day as year-month-day, such as 2016-12-31.", 9),
        ("9,approval,approved,2016-12-31,2016-12-30,", "on_by", "2016-12-30", "It is the latest day it can have been: give 2016-12-31 or later, or leave it blank.", 9),
        ("Waimea,approval,approved,2016-12-31,,", "network_id", "Waimea", "Give the number in digits, such as 7; names and letters identify nothing.", None),
        ("9,,approved,2016-12-31,,", "gate", "", "Say which, in the programme's own word.", 9),
        ("9,approval,,2016-12-31,,", "decision", "", "Say which, in the programme's own word.", 9),
        ("99000,approval,approved,2014-12-01,,", "network_id", "99000", "Row 2 has the same and stands; take out one of rows 2 and 3.", 99000),
        ("9,approval,approved,2016-12-31,,Gazette, page 2", "source", "page 2", "Put words that hold a comma in quotation marks.", 9),
    ],
)  # fmt: skip
def test_a_refused_row_is_listed_with_its_cure(row, column, value, cure, number):
    found = read(GOOD + row + "\n" + "5,approval,approved,2015-01-01,,\n")
    assert [d.network for d in found.rows] == [99000, 5]
    (refused,) = found.refused
    assert (refused.row, refused.column, refused.value, refused.cure, refused.number) == (
        3,
        column,
        value,
        cure,
        number,
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "decisions.csv holds no decision: it has no row below its header."),
        ("x,approval,approved,2016-01-01,,\n", "decisions.csv holds no decision: none of its rows could be read. Row 2, network_id: “x”. Give the number in digits, such as 7; names and letters identify nothing."),
    ],
)  # fmt: skip
def test_a_file_with_no_decision_is_refused(rows: str, said: str):
    with pytest.raises(FileFault) as fault:
        read(rows)
    assert str(fault.value) == said
