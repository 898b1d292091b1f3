"""What was decided about networks: in the programme's own words, each gate after the one it follows."""

import pytest
from directories import day, decided, directory_of, kahui_ako, photograph, school

from kahui.records.changes.queries import changes_so_far
from kahui.records.changes.rules import RuleBroken
from kahui.records.networks.actions import correct_decision, decide
from kahui.records.networks.models import Decision, Membership, Network
from kahui.records.received.models import Receipt

pytestmark = pytest.mark.django_db

APPROVED = (99001, "approval", "approved", "2016-08-01", "2016-08-31")
ENDORSED = (99001, "endorsement", "endorsed", "2017-03-06")
NET_2 = "NET-2: A decision at a gate comes once the gate it follows stands. "


def held():
    rows = Decision.objects.current().order_by("on").values_list("network__number", "gate", "decision")
    return list(rows)


def refusals(imported):
    return [(refused.row, refused.column, refused.cure) for refused in imported.refused]


def test_approval_and_endorsement_come_in_one_file_in_any_order():
    imported = decided(ENDORSED, APPROVED)
    assert (imported.accepted, imported.refused) == (2, ())
    assert held() == [(99001, "approval", "approved"), (99001, "endorsement", "endorsed")]


def test_an_endorsement_without_an_approval_is_refused_and_the_other_rows_go_in():
    imported = decided(
        APPROVED, (99002, "endorsement", "endorsed", "2017-03-06"), (99002, *APPROVED[1:3], "2017-04-01")
    )
    assert refusals(imported) == [
        (
            3,
            "gate",
            NET_2
            + "Network 99002: Endorsement on 6 March 2017 comes before its approval: no approval stands on that "
            "day. Record the approval first, or correct the day.",
        )
    ]
    assert held() == [(99001, "approval", "approved"), (99002, "approval", "approved")]


def test_a_network_never_approved_cannot_be_endorsed():
    photograph("2016-05-24", directory_of(school(1, 99001)))
    imported = decided(ENDORSED)
    assert refusals(imported) == [
        (
            2,
            "gate",
            NET_2
            + "Network 99001: Endorsement on 6 March 2017 comes before its approval: no approval stands on that "
            "day. Record the approval first, or correct the day.",
        )
    ]


def test_a_network_that_is_not_on_the_record_is_refused():
    imported = decided((88888, "endorsement", "endorsed", "2017-03-06"))
    assert refusals(imported) == [
        (
            2,
            "network_id",
            "NET-3: Only networks on the record take part: a directory names it, or a first decision began it. "
            "Network 88888 is not on the record: check its number, or import the directory or the decision that "
            "names it first.",
        )
    ]


def test_an_endorsement_may_fall_on_any_day_on_which_the_approval_can_have_stood():
    assert decided(APPROVED, (99001, "endorsement", "endorsed", "2016-08-01")).refused == ()


def test_after_an_approval_is_withdrawn_no_endorsement_follows():
    imported = decided(APPROVED, (99001, "approval", "withdrawn", "2017-01-31"), ENDORSED)
    assert [refused.row for refused in imported.refused] == [4]


def test_a_gate_the_programme_does_not_have_is_refused_with_those_it_has():
    imported = decided((99001, "aproval", "approved", "2016-08-01"))
    there = ", ".join(gate.code for gate in kahui_ako().at(day("2016-08-01")).gates)
    assert refusals(imported) == [
        (
            2,
            "gate",
            "NET-5: A decision is at a gate that the programme has on that date. “aproval” is none of them on "
            f"1 August 2016: {there}.",
        )
    ]


def test_a_word_the_gate_does_not_know_is_refused_with_those_it_knows():
    imported = decided((99001, "approval", "agreed-ish", "2016-08-01"))
    words = ", ".join(outcome.word for outcome in kahui_ako().standing("approved").outcomes)
    assert refusals(imported) == [
        (
            2,
            "decision",
            "NET-6: A decision is recorded in one of its gate's own words. “agreed-ish” is none of the words of "
            f"“approval”: {words}.",
        )
    ]


def test_other_spellings_are_held_in_the_programmes_own_word():
    decided((99001, "Approval", "Granted", "2016-08-01"))
    assert held() == [(99001, "approval", "approved")]


def test_a_decision_to_come_is_refused():
    imported = decided((99001, "approval", "approved", "2016-08-01", "2999-01-01"))
    assert [(r.row, r.column) for r in imported.refused] == [(2, "on_by")]
    assert imported.refused[0].cure.startswith(
        "REG-1: Only what has happened is recorded. 1 January 2999 has not come yet;"
    )


def test_the_same_decisions_again_change_nothing():
    decided(APPROVED, ENDORSED)
    before = (changes_so_far(), Decision.objects.count(), Receipt.objects.count())
    assert decided(ENDORSED, APPROVED).unchanged
    assert (changes_so_far(), Decision.objects.count(), Receipt.objects.count()) == before


def test_a_second_endorsement_is_another_decision():
    decided(APPROVED, ENDORSED)
    decided((99001, "endorsement", "endorsed", "2019-05-01"))
    assert held()[1:] == [(99001, "endorsement", "endorsed")] * 2


def test_each_decision_keeps_its_own_source():
    decided((*APPROVED, "tranche 6"), (*ENDORSED, "", "gazette"))
    assert list(Decision.objects.order_by("on").values_list("source", flat=True)) == ["tranche 6", "gazette"]


def test_a_correction_supersedes_and_members_follow_the_approval():
    photograph("2016-05-24", directory_of(school(1), school(2, 99002)))
    photograph("2017-07-30", directory_of(school(1, 99001), school(2, 99002)))
    decided(APPROVED)
    correct_decision(
        decision=Decision.objects.get(),
        on=day("2016-09-05"),
        on_by=day("2016-09-05"),
        source="a letter",
        by="a test",
        definition=kahui_ako(),
    )
    decisions = Decision.objects.order_by("pk").values_list("on", "on_by", "known_to")
    assert [(on, on_by, to is None) for on, on_by, to in decisions] == [
        (day("2016-08-01"), day("2016-08-31"), False),
        (day("2016-09-05"), day("2016-09-05"), True),
    ]
    founding = Membership.objects.current().filter(provider__number=1).values_list("starts", "starts_by")
    assert list(founding) == [(day("2016-09-05"), day("2016-09-05"))]


def test_a_correction_may_not_put_an_approval_after_the_endorsement_that_follows_it():
    decided(APPROVED, ENDORSED)
    with pytest.raises(RuleBroken, match="NET-2"):
        correct_decision(
            decision=Decision.objects.get(gate="approval"),
            on=day("2018-01-01"),
            on_by=day("2018-01-01"),
            source="a letter",
            by="a test",
            definition=kahui_ako(),
        )
    assert Decision.objects.exclude(known_to=None).count() == 0


def test_a_decision_is_recorded_one_by_one_under_the_same_rules():
    photograph("2016-05-24", directory_of(school(1, 99001)))
    told = {"network": Network.objects.get(), "source": "minutes", "by": "a test", "definition": kahui_ako()}
    with pytest.raises(RuleBroken, match="NET-2"):
        decide(gate="endorsement", decision="endorsed", on=day("2017-03-06"), **told)
    first = decide(gate="approval", decision="approved", on=day("2014-12-15"), **told)
    assert decide(gate="approval", decision="approved", on=day("2014-12-15"), **told) == first
    decide(gate="endorsement", decision="endorsed", on=day("2017-03-06"), **told)
    assert held() == [(99001, "approval", "approved"), (99001, "endorsement", "endorsed")]
