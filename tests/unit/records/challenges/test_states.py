"""Whose turn it is with a network's challenges: every state has exactly one owner, on every day, whatever happened."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.records.challenges.states import (
    WORDS,
    WRITERS,
    Answer,
    Asked,
    Belongs,
    Facts,
    Fixed,
    Owner,
    State,
    state,
    stays,
)
from kahui.records.formation.turns import Moment, Sent, Taken

FIRST = dt.date(2016, 1, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(8)]
"""Few days, so that much happens on one of them."""
A, B = ("school", 1), ("school", 2)


def at(n, order=0):
    return Moment(
        FIRST + dt.timedelta(days=n),
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=n, seconds=order),
    )


def took(n, gate, word, id=1, order=0):
    moment = at(n, order)
    return Taken(id, gate, word, moment.on, moment.on, moment.known)


APPROVED = took(0, "approval", "approved")
BOTH = (Belongs(A, FIRST), Belongs(B, FIRST))


def told(n, definition=KAHUI_AKO, **facts):
    made = Facts(**{"members": BOTH, "taken": (APPROVED,), **facts})
    return state(made, definition, FIRST + dt.timedelta(days=n))


def test_before_its_approval_a_network_writes_no_challenges():
    assert told(3, taken=()) is None


def test_from_the_first_version_to_the_endorsement_and_again():
    facts = Facts(
        members=BOTH,
        fixed=(Fixed(1, at(1)), Fixed(2, at(6))),
        answers=(Answer(A, 1, True, at(1)), Answer(B, 1, True, at(2)), Answer(A, 2, True, at(6)), Answer(B, 2, True, at(6))),
        sent=(Sent(1, at(3)), Sent(2, at(7))),
        taken=(APPROVED, took(4, "submission", "submitted", 2), took(5, "endorsement", "endorsed", 3)),
    )  # fmt: skip
    said = [
        (s.code, s.version, s.owner.role, s.owner.capacity, s.again)
        for s in (state(facts, KAHUI_AKO, d) for d in DAYS)
    ]
    assert said == [
        ("writing", None, "leader", "", False),
        ("agreeing", 1, "board", "", False),
        ("ready", 1, "leader", "", False),
        ("office", 1, "director", "director", False),
        ("office", 1, "office", "minister", False),
        ("endorsed", 1, "leader", "", False),
        ("ready", 2, "leader", "", True),
        ("office", 2, "director", "director", True),
    ]
    assert [(s.state.code, s.days) for s in stays(facts, KAHUI_AKO, DAYS[-1])] == [
        ("writing", 1), ("agreeing", 1), ("ready", 1), ("office", 1), ("office", 1), ("endorsed", 1), ("ready", 1),
        ("office", 0),
    ]  # fmt: skip


def test_who_still_has_to_agree_is_named():
    one = told(2, fixed=(Fixed(1, at(1)),), answers=(Answer(A, 1, True, at(1)),))
    assert one == State("agreeing", 1, Owner("board", boards=frozenset({B})))


def test_a_board_that_says_no_gives_the_turn_to_those_who_write():
    no = (Answer(A, 1, False, at(1)),)
    assert told(2, fixed=(Fixed(1, at(1)),), answers=no) == State("refused", 1, Owner("leader"))


def test_the_later_answer_of_a_board_counts():
    changed = (Answer(A, 1, False, at(1)), Answer(B, 1, True, at(1)), Answer(A, 1, True, at(1, 5)))
    assert told(2, fixed=(Fixed(1, at(1)),), answers=changed) == State("ready", 1, Owner("leader"))


def test_an_agreement_to_one_version_is_none_to_the_next():
    old = (Answer(A, 1, True, at(1)), Answer(B, 1, True, at(1)))
    assert told(3, fixed=(Fixed(1, at(1)), Fixed(2, at(2))), answers=old).owner.boards == {A, B}


def test_a_new_member_agrees_too_and_one_that_left_does_not_hold_it_up():
    agreed = (Answer(A, 1, True, at(1)),)
    joined = (*BOTH[:1], Belongs(B, FIRST + dt.timedelta(days=3)))
    left = (*BOTH[:1], Belongs(B, FIRST, FIRST + dt.timedelta(days=3)))
    fixed = (Fixed(1, at(1)),)
    assert [told(n, fixed=fixed, answers=agreed, members=joined).code for n in (2, 3)] == [
        "ready",
        "agreeing",
    ]
    assert [told(n, fixed=fixed, answers=agreed, members=left).code for n in (2, 3)] == ["agreeing", "ready"]


def test_a_section_asked_to_be_changed_comes_back_to_those_who_write():
    both = (Answer(A, 1, True, at(1)), Answer(B, 1, True, at(1)))
    said = told(3, fixed=(Fixed(1, at(1)),), answers=both, sent=(Sent(1, at(2)),), asked=(Asked(1, at(3)),))
    assert (said.code, said.owner) == ("back", Owner("leader"))


def test_a_return_without_a_request_comes_back_too():
    both = (Answer(A, 1, True, at(1)), Answer(B, 1, True, at(1)))
    taken = (APPROVED, took(3, "submission", "returned", 2))
    said = told(4, fixed=(Fixed(1, at(1)),), answers=both, sent=(Sent(1, at(2)),), taken=taken)
    assert (said.code, said.gate, said.owner) == ("back", "submission", Owner("leader"))


def test_decisions_without_any_version_on_record_are_an_endorsement_all_the_same():
    taken = (APPROVED, took(2, "submission", "submitted", 2), took(3, "endorsement", "endorsed", 3))
    assert told(4, taken=taken).code == "endorsed"


# ---- whatever happens -------------------------------------------------------------------------------------------

days = st.integers(0, 6)
boards = st.sampled_from([A, B, ("service", 3)])
versions = st.integers(1, 3)
decisions = st.sampled_from(
    [
        ("approval", "approved"),
        ("approval", "withdrawn"),
        ("submission", "submitted"),
        ("submission", "returned"),
        ("endorsement", "endorsed"),
        ("endorsement", "returned"),
        ("endorsement", "declined"),
        ("endorsement", "withdrawn"),
        ("memorandum", "signed"),
        ("closing", "closed"),
    ]
)


@st.composite
def histories(draw):
    def several(*parts, most=5):
        return [
            (at(draw(days), order), *(draw(p) for p in parts)) for order in range(draw(st.integers(0, most)))
        ]

    fixed = tuple(Fixed(n, at(draw(days))) for n in range(1, draw(st.integers(0, 3)) + 1))
    answers = tuple(Answer(b, v, yes, m) for m, b, v, yes in several(boards, versions, st.booleans()))
    sent = tuple(Sent(v, m) for m, v in several(versions, most=3))
    asked = tuple(Asked(v, m) for m, v in several(versions, most=2))
    taken = [took(draw(days), *draw(decisions), id=n, order=n) for n in range(draw(st.integers(0, 6)))]
    members = tuple(
        Belongs(b, m.on, m.on + dt.timedelta(days=n) if n else None)
        for m, b, n in several(boards, st.integers(0, 4))
    )
    return Facts(fixed, answers, members, sent, asked, (took(0, "approval", "approved", 99), *taken))


def one_owner(said):
    """The roles whose turn a state is, by the state alone: there must be one, and it must be the one it says."""
    if said.code == "office":
        return bool(said.owner.capacity) and not said.owner.boards
    if said.code == "agreeing":
        return said.owner.role == "board" and bool(said.owner.boards) and not said.owner.capacity
    return said.code in WRITERS and said.owner == Owner("leader")


@given(histories())
def test_every_state_has_exactly_one_owner(facts):
    for day in DAYS:
        said = state(facts, KAHUI_AKO, day)
        assert said is None or (said.code in WORDS and one_owner(said))


@given(histories(), st.integers(0, 7))
def test_what_comes_later_changes_no_state_of_an_earlier_day(facts, n):
    day = FIRST + dt.timedelta(days=n)
    until = Facts(
        tuple(f for f in facts.fixed if f.at.on <= day),
        tuple(a for a in facts.answers if a.at.on <= day),
        tuple(m for m in facts.members if m.starts <= day),
        tuple(s for s in facts.sent if s.at.on <= day),
        tuple(a for a in facts.asked if a.at.on <= day),
        tuple(t for t in facts.taken if t.on <= day),
    )
    assert state(until, KAHUI_AKO, day) == state(facts, KAHUI_AKO, day)


@given(histories())
def test_the_days_in_each_state_are_the_days_since_the_first(facts):
    held = stays(facts, KAHUI_AKO, DAYS[-1])
    assert all(a.ends == b.starts for a, b in pairwise(held))
    assert all(a.state != b.state for a, b in pairwise(held))
    assert sum(s.days for s in held) == ((DAYS[-1] - held[0].starts).days if held else 0)


OTHERS = {
    ("approval", "approved"): ("charter", "chartered"),
    ("approval", "withdrawn"): ("charter", "dissolved"),
    ("submission", "submitted"): ("cycle", "agreed"),
    ("submission", "returned"): ("cycle", "lapsed"),
    ("endorsement", "endorsed"): ("accreditation", "accredited"),
    ("endorsement", "returned"): ("accreditation", "referred"),
    ("endorsement", "withdrawn"): ("accreditation", "removed"),
}


@given(histories())
def test_in_a_programme_with_other_gates_every_state_has_one_owner_too(facts):
    said = [(t, OTHERS.get((t.gate, t.word))) for t in facts.taken]
    facts = replace(facts, taken=tuple(replace(t, gate=o[0], word=o[1]) for t, o in said if o))
    found = [state(facts, ENGLISH_TRUST, day) for day in DAYS]
    assert all(each is None or one_owner(each) for each in found)
    assert found[0] is not None or len(facts.taken) > 1
