"""The fold of decisions into a stage, against trying every way that undated decisions can fall."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kahui.definition import load
from kahui.definition.gates import Decision, GateFault, may_follow, spine, stage
from kahui.site.home import programmes

KAHUI_AKO = load(programmes() / "kahui-ako")
DAYS = [dt.date(2016, 1, d) for d in range(1, 6)]
day = st.sampled_from(DAYS)
spans = st.tuples(day, day).map(sorted)
words = st.sampled_from(["approved", "returned", "declined", "withdrawn"])
decisions = st.lists(
    st.builds(lambda word, span: Decision("approval", word, *span), words, spans), max_size=4
)
EFFECTS = {"approved": "stands", "withdrawn": "ends", "returned": "none", "declined": "none"}


def fallen(dated, on):
    """The slow way: decisions on known days, one by one in order; does the approval stand?"""
    stands = False
    for when, _, effect in sorted((when, place, EFFECTS[word]) for place, (when, word) in enumerate(dated)):
        if when <= on and effect != "none":
            stands = effect == "stands"
    return stands


def ways(made, on):
    """The answers over every way the decisions can fall within their bounds."""
    choices = [[d for d in DAYS if x.on <= d <= x.on_by] for x in made]
    return {
        fallen(list(zip(days, [x.decision for x in made], strict=True)), on) for days in product(*choices)
    }


@given(decisions, day)
def test_certain_and_possible_are_what_every_way_and_some_way_say(made, on):
    answers = ways(made, on)
    assert stage(made, KAHUI_AKO, on, "certain").stands("approval") == (answers == {True})
    assert stage(made, KAHUI_AKO, on, "possible").stands("approval") == (True in answers)


@given(decisions, day)
def test_value_is_every_decision_on_its_earliest_day(made, on):
    earliest = fallen([(x.on, x.decision) for x in made], on)
    assert stage(made, KAHUI_AKO, on).stands("approval") == earliest


@given(decisions, day, st.data())
def test_a_return_or_a_refusal_changes_nothing(made, on, data):
    span = data.draw(spans)
    word = data.draw(st.sampled_from(["returned", "declined"]))
    place = data.draw(st.integers(0, len(made)))
    more = [*made[:place], Decision("approval", word, *span), *made[place:]]
    for sense in ("value", "certain", "possible"):
        assert stage(more, KAHUI_AKO, on, sense) == stage(made, KAHUI_AKO, on, sense)


@given(decisions, day)
def test_a_second_approval_keeps_it_standing(made, on):
    again = Decision("approval", "approved", DAYS[-1], DAYS[-1])
    before = stage(made, KAHUI_AKO, DAYS[-1])
    after = stage([*made, again], KAHUI_AKO, DAYS[-1])
    assert after.stands("approval")
    if before.stands("approval"):
        assert after.gates[0].since == before.gates[0].since
    assert after.gates[0].renewed == DAYS[-1]


@given(decisions, day)
def test_a_withdrawal_on_the_day_ends_it_that_day(made, on):
    ended = [*made, Decision("approval", "revoked", on, on)]
    assert not stage(ended, KAHUI_AKO, on).stands("approval")


def a(gate, decision, on, on_by=None):
    return Decision(gate, decision, dt.date.fromisoformat(on), dt.date.fromisoformat(on_by or on))


def test_where_a_network_is_comes_in_the_order_of_the_spine():
    made = [a("endorsement", "endorsed", "2016-07-01"), a("approval", "approved", "2015-03-01", "2015-03-31")]
    here = stage(made, KAHUI_AKO, dt.date(2016, 12, 31))
    assert [s.gate for s in here.gates] == ["approval", "endorsement"]
    assert here.furthest == "endorsement"
    assert (here.gates[0].since, here.gates[0].since_by) == (dt.date(2015, 3, 1), dt.date(2015, 3, 31))
    assert stage(made, KAHUI_AKO, dt.date(2014, 1, 1)).furthest is None


def test_standing_counts_from_the_first_decision_after_the_last_that_ended_it():
    made = [
        a("approval", "approved", "2015-01-01"),
        a("approval", "withdrawn", "2015-06-01"),
        a("approval", "granted", "2016-01-01"),
        a("approval", "Approved", "2016-02-01"),
    ]
    (stood,) = stage(made, KAHUI_AKO, dt.date(2016, 12, 31)).gates
    assert (stood.since, stood.renewed) == (dt.date(2016, 1, 1), dt.date(2016, 2, 1))


def test_the_spine_puts_every_gate_after_those_before_it():
    assert [g.code for g in spine(KAHUI_AKO.at(dt.date(2016, 12, 31)))] == [
        "interest",
        "shaping",
        "approval",
        "memorandum",
        "submission",
        "endorsement",
        "implementation",
        "closing",
    ]


def test_an_endorsement_before_any_approval_is_told_so():
    wanted = a("endorsement", "endorsed", "2015-07-01")
    assert may_follow([a("approval", "approved", "2015-08-01")], KAHUI_AKO, wanted) == (
        "Endorsement on 1 July 2015 comes before its approval: no approval stands on that day. "
        "Record the approval first, or correct the day."
    )
    assert may_follow([a("approval", "approved", "2015-07-01")], KAHUI_AKO, wanted) is None


def test_bounds_that_leave_room_are_not_refused():
    approved = a("approval", "approved", "2015-03-01", "2016-04-30")
    assert may_follow([approved], KAHUI_AKO, a("endorsement", "endorsed", "2015-07-01")) is None
    assert may_follow([approved], KAHUI_AKO, a("endorsement", "endorsed", "2015-02-28")) is not None


def test_an_approval_that_ended_carries_no_endorsement_but_an_endorsement_can_still_be_ended():
    made = [a("approval", "approved", "2015-01-01"), a("approval", "withdrawn", "2016-01-01")]
    assert may_follow(made, KAHUI_AKO, a("endorsement", "endorsed", "2016-01-01")) is not None
    assert may_follow(made, KAHUI_AKO, a("endorsement", "revoked", "2016-01-01")) is None


def test_an_approval_needs_nothing_on_record_first():
    assert may_follow([], KAHUI_AKO, a("approval", "approved", "2014-12-01")) is None


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (
            a("endorsment", "endorsed", "2016-01-01"),
            "“endorsment” is no gate of this programme. Write interest, shaping, approval, memorandum, submission, "
            "endorsement, implementation or closing.",
        ),
        (
            a("approval", "blessed", "2016-01-01"),
            "“blessed” is no outcome of the gate “approval”. Write approved, returned, declined or withdrawn.",
        ),
    ],
)
def test_words_that_the_definition_does_not_know_are_told_with_those_it_does(decision, said):
    with pytest.raises(GateFault) as fault:
        stage([decision], KAHUI_AKO, dt.date(2016, 12, 31))
    assert str(fault.value) == said
