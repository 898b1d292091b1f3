import gzip

import pytest
from files_of import text_of

from kahui.records.register.read import FileFault, ListedReturn, ListedRoll, read_rolls

LONG = ["School ID", "School Name", "Year", "Demographic", "Count"]
TE_KAO_2000 = {
    "Asian": 1, "European/ Pākehā": 2, "Female": 26, "MELAA": 3, "Male": 37, "Māori": 63, "Other": 4, "Pasifika": 5,
    "Total": 78,
}  # fmt: skip
BY_LEVEL = [
    "Students (∑ Values)", "Year: As at 1 July", "Student: Year level", "School: ID", "Student: Ethnic Group",
    "School: Name", "School: Type",
]  # fmt: skip


def long(number: int, year: int, **changes: object) -> list[list[object]]:
    return [[number, "Te Kao School", year, g, n] for g, n in {**TE_KAO_2000, **changes}.items()]


def test_long():
    data = gzip.compress(text_of([LONG, *long(2, 2000), *long(1, 2001, Total=79), *long(1, 2000)]).encode())
    found = read_rolls(data, "rolls.csv.gz")
    assert found.returns == (
        ListedReturn(1, 2000, ListedRoll(78, 2, 63, 5, 1, 3, 4, None, "prioritised")),
        ListedReturn(1, 2001, ListedRoll(79, 2, 63, 5, 1, 3, 4, None, "prioritised")),
        ListedReturn(2, 2000, ListedRoll(78, 2, 63, 5, 1, 3, 4, None, "prioritised")),
    )
    assert (found.refused, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("row", "column", "value", "cure"),
    [
        (["x1", "", 2000, "Total", 5], "School ID", "x1", "Give the number in digits, such as 7; names and letters identify nothing."),
        ([1, "", "20XX", "Total", 5], "Year", "20XX", "Give the year in four digits, such as 2016."),
        ([9, "", 2000, "Total", -5], "Count", "-5", "Give a whole number of learners, 0 or more; leave it blank when it is not known."),
        ([1, "", 2000, "Total", 5], "Demographic", "Total", "An earlier row gives this school, year and group; it stands."),
        ([1], "School ID", "1", "The row is cut off: fetch the file again."),
    ],
)  # fmt: skip
def test_long_refuses_a_row_and_keeps_the_others(row, column, value, cure):
    found = read_rolls(text_of([LONG, *long(1, 2000), row]).encode(), "rolls.csv")
    assert len(found.returns) == 1
    assert [(r.row, r.column, r.value, r.cure) for r in found.refused] == [(11, column, value, cure)]


def test_long_says_what_it_leaves_out():
    rows = [*long(1, 2000), [1, "", 2000, "Martian", 3], [2, "", 2000, "Asian", 3]]
    found = read_rolls(text_of([LONG, *rows]).encode(), "rolls.csv")
    assert [r.number for r in found.returns] == [1]
    assert found.notes == (
        "1 × the group “Martian” is not known here and was left out.",
        "1 × a school and year without a total were left out.",
    )


def test_wide():
    header = ["School ID", "Year", "Total", "European/ Pākehā", "Māori", "International"]
    rows = [header, [1, 2016, 34, "", 34, 0], [1, 2015, "", 1, 1, 1], [1, 2016, 35, 0, 0, 0]]
    found = read_rolls(text_of(rows).encode(), "rolls.csv")
    assert found.returns == (
        ListedReturn(1, 2016, ListedRoll(34, None, 34, None, None, None, None, 0, "prioritised")),
    )
    assert [(r.row, r.cure) for r in found.refused] == [
        (4, "Row 2 has the same and stands; take out one of rows 2 and 4.")
    ]


def test_by_year_level_adds_levels_and_takes_totals_as_they_stand():
    rows = [
        BY_LEVEL,
        [9, 2025, "Year 1", -1, "Māori", "Charter Schools", ""],
        [8, 2025, "Year 1", 1, "Māori", "Te Kao", "Composite"],
        [7, 2025, "Year 2", 1, "Māori", "Te Kao", "Composite"],
        [3, 2025, "Year 1", 1, "European\\Pākehā", "Te Kao", "Composite"],
        [16, 2025, "Total", 1, "Total", "Te Kao", "Composite"],
        [4, 2025, "Year 1", 2, "Māori", "Taipa", "Composite"],
    ]
    found = read_rolls(text_of(rows).encode(), "roll-2025.csv")
    assert found.returns == (
        ListedReturn(1, 2025, ListedRoll(16, 3, 15, None, None, None, None, None, "total")),
    )
    assert found.notes == (
        "1 × rows of a group of schools (number −1) were left out.",
        "1 × a school and year without a total were left out.",
    )


def test_a_table_of_rolls_without_totals_is_refused():
    with pytest.raises(FileFault, match=r"^r\.csv names its columns but gives no school's total roll\.$"):
        read_rolls(text_of([LONG, [1, "", 2000, "Asian", 3]]).encode(), "r.csv")
