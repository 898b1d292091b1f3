"""
# Who may endorse

A programme is data: dated lines, each with its source. Asked for a date, the definition answers with the lines that
hold on that date and no other.
"""

import datetime as dt
import tomllib

import pytest

from kahui.definition import load
from kahui.site.home import programmes


def on(text):
    return load(programmes() / "kahui-ako").at(dt.date.fromisoformat(text))


def who_endorses(text):
    programme = on(text)
    return programme.decider(programme.gate("endorsement")).name.en


@pytest.mark.parametrize(
    ("day", "who"),
    [
        ("2015-07-01", "Minister of Education"),
        ("2017-12-31", "Minister of Education"),
        ("2018-01-01", "Secretary for Education"),
        ("2025-05-22", "Secretary for Education"),
    ],
)
def test_the_minister_endorses_until_the_secretary_does(day, who):
    """The day of the change was not found; it is one line of the definition, and marked so."""
    assert who_endorses(day) == who


def test_it_is_one_dated_line():
    """Exactly one line of gates.toml carries the day, so one line is changed when the day is found."""
    text = (programmes() / "kahui-ako" / "gates.toml").read_text(encoding="utf-8")
    assert [line.strip() for line in text.splitlines() if "2018-01-01" in line] == ["starts = 2018-01-01"]
    (gate,) = (g for g in tomllib.loads(text)["gate"] if g["code"] == "endorsement")
    assert [(d["capacity"], d.get("starts")) for d in gate["decider"]] == [
        ("minister", None),
        ("secretary", dt.date(2018, 1, 1)),
    ]
    assert gate["decider"][1]["basis"] == "not-found"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2014-12-31", "Communities of Schools"),
        ("2016-12-31", "Communities of Learning"),
        ("2017-04-10", "Communities of Learning | Kāhui Ako"),
        ("1999-01-01", "Communities of Schools"),
    ],
)
def test_the_programme_has_the_name_of_its_era(day, name):
    """Before it began it is known by its first name."""
    assert on(day).name.programme.both == name


@pytest.mark.parametrize(("day", "closed"), [("2026-01-27", False), ("2026-01-28", True)])
def test_it_closes_on_the_first_day_without_it(day, closed):
    assert on(day).closed == closed


@pytest.mark.parametrize("word", ["approval", "Approved", "APPROVE", "formation"])
def test_a_gate_is_known_by_any_of_its_spellings(word):
    assert on("2016-12-31").gate(word).code == "approval"


@pytest.mark.parametrize(
    ("word", "effect"),
    [
        ("Endorsed", "stands"),
        ("refreshed", "stands"),
        ("returned", "none"),
        ("declined", "none"),
        ("revoked", "ends"),
    ],
)
def test_a_decision_does_what_its_word_says(word, effect):
    """A return or a refusal leaves an earlier endorsement as it was; a withdrawal ends it."""
    assert on("2016-12-31").gate("endorsement").outcome(word).effect == effect
