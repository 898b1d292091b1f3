"""How many challenges a text sets out, beside how many are asked for on its day."""

import datetime as dt

import pytest
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.records.challenges.counting import challenges_in, counted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Ko te pānui te kaupapa.", 0),
        ("1. Tuhituhi\n2. Pāngarau\n3. Hauora", 3),
        ("Challenge 1: Writing\n\nChallenge 2: Mathematics", 2),
        ("## Wero 1 – Tuhituhi\n1a. Boys\n1b. Māori\n## Wero 2 – Pāngarau", 2),
        ("1. Writing to 85% by\n2020. That is the year", 1),
        ("1) Tuhituhi\n1) Tuhituhi again", 1),
        ("2. Nothing comes first", 0),
    ],
)
def test_challenges_are_counted_by_the_numbers_that_begin_their_lines(text, count):
    assert challenges_in(text) == count


@pytest.mark.parametrize(
    ("on", "definition", "many", "within"),
    [
        ("2016-11-15", KAHUI_AKO, 2, True),
        ("2018-01-01", KAHUI_AKO, 2, False),
        ("2018-01-01", KAHUI_AKO, 3, True),
        ("2018-01-01", KAHUI_AKO, 5, True),
        ("2018-01-01", KAHUI_AKO, 6, False),
        ("2018-01-01", ENGLISH_TRUST, 9, True),
    ],
)
def test_the_number_is_held_against_what_the_programme_asks_for_on_the_day(on, definition, many, within):
    text = "\n".join(f"{n}. Wero" for n in range(1, many + 1))
    assert counted(text, definition, dt.date.fromisoformat(on)).within is within


def test_the_answer_says_both_numbers():
    day = dt.date(2018, 1, 1)
    assert counted("1. Wero", KAHUI_AKO, day).words == "1 numbered challenge found; 3 to 5 are asked for."
    assert counted("1. A\n2. B", KAHUI_AKO, dt.date(2016, 1, 1)).words == (
        "2 numbered challenges found. The programme asks for no number on this day."
    )
