"""What the programme looks for in a network that forms, as sentences."""

import datetime as dt

import pytest
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.definition.formation import Named, forming_faults, looks, read_forming
from kahui.definition.reading import Node

DAY = dt.date(2016, 11, 15)


def kura(name, type="Full Primary", authority="State: Not integrated", founds=True, **said):
    return Named(name, "school", type, authority, founds, **said)


def puna(name, founds=False):
    return Named(name, "service", "Free Kindergarten", "Community Based", founds)


def said(code, *named, programme=KAHUI_AKO):
    return next((look.met, look.words) for look in looks(named, programme, DAY) if look.code == code)


def test_one_state_school_and_a_private_one_are_not_two_state_schools():
    met, words = said("founders", kura("Tahi"), kura("Rua", authority="Private: Fully Registered"))
    assert (met, words.partition("included. ")[2]) == (False, "There is one: Tahi. Invite one more.")


def test_an_associate_does_not_found():
    assert said("founders", kura("Tahi"), kura("Rua", founds=False))[0] is False


def test_a_state_integrated_school_is_a_state_school():
    assert said("founders", kura("Tahi"), kura("Rua", authority="State: Integrated"))[0] is True


def test_the_gaps_of_a_pathway_are_named_in_its_order():
    met, words = said("pathway", kura("Tahi"), kura("Rua", "Secondary (Year 11-15)"))
    assert (met, words) == (
        False,
        "The pathway from early learning to after school has gaps: nobody named teaches early learning, years 9 and "
        "10 or after school.",
    )


def test_a_whole_pathway_counts_associates_and_spellings_of_types():
    named = [kura("Tahi"), kura("Rua", "Composite (Year 1-15)"), puna("Puna")]
    whole = [*named, Named("Wānanga", "tertiary", "", "", False)]
    assert said("pathway", *whole) == (True, "The pathway is whole, from early learning to after school.")


def test_what_a_special_school_teaches_is_not_guessed():
    assert said("pathway", kura("Motu", "Special"))[1].endswith(
        "The register does not say what Motu teaches."
    )


def test_a_founder_that_is_elsewhere_is_named_with_its_network():
    named = [kura("Tahi", elsewhere="Kāhui Ako o Tai (99001)"), kura("Rua")]
    assert "Tahi is in Kāhui Ako o Tai (99001)" in said("elsewhere", *named)[1]
    assert said("elsewhere", kura("Tahi", founds=False, elsewhere="Kāhui Ako o Tai (99001)"), kura("Rua"))[0]


def test_every_founders_board_is_counted_and_nobody_elses():
    named = [kura("A", answer=True), kura("B", answer=False), kura("C"), kura("D", founds=False)]
    assert said("boards", *named) == (False, "1 of 3 boards agrees. Not B. No answer yet from C.")
    assert said("boards", kura("A", answer=True), kura("D", founds=False))[0] is True
    assert said("boards")[0] is False


def test_another_programme_looks_for_something_else():
    named = [kura("A", authority="Academy sponsor led"), kura("B", authority="Free schools")]
    assert [(look.code, look.met) for look in looks(named, ENGLISH_TRUST, DAY)] == [
        ("founders", True),
        ("elsewhere", True),
        ("boards", False),
    ]


@pytest.mark.parametrize("programme", [KAHUI_AKO, ENGLISH_TRUST])
def test_every_type_of_school_is_known_or_left_open_on_purpose(programme):
    if not programme.forming.teaches:
        return
    unknown = [t.code for t in programme.types if not programme.forming.reach("school", t.code)]
    assert unknown == ["Special School", "Correspondence School", "Activity Centre"]


def test_lines_that_cannot_hold_are_named():
    met = []
    said = {
        "founders": [{"least": 0, "authority_begins": ["State"], "words": "Two.", "basis": "ours"}],
        "teaches": [{"kind": "school", "segments": ["middle"], "basis": "ours"}],
    }
    forming = read_forming(Node("formation.toml", "", said, met))
    assert ([f.key for f in forming_faults(forming, ["primary"])], met) == (
        ["founders[1].least", "teaches[1].segments"],
        [],
    )
