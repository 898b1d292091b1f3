"""Offices decide what has come to their gate: each rule with an example that breaks it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from offices import REGION, SENT, Offices, decide, impartial, offices, send, sent
from people import DAY, _fact, acts, deputy, holds, network, person, school, service
from worlds import KAHUI_AKO

from kahui.definition.gates import stage
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions.advising import ask_for_change, declare
from kahui.records.formation.actions.deciding import AskedFor, decide_gate
from kahui.records.formation.actions.tranches import add_to_tranche, make_tranche
from kahui.records.formation.actions.undoing import undo
from kahui.records.formation.models import Condition, Office, Ruling
from kahui.records.formation.queries.seen import fingerprint
from kahui.records.formation.queries.turns import now_on, taken_of, turn_in
from kahui.records.networks.models import Decision, Membership, Network
from kahui.records.notices.models import Notice
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Offices:
    return offices()


def stands(network: Network, gate: str) -> bool:
    taken = taken_of([network], now_on(DAY))[network.pk]
    return stage([t.said for t in taken], KAHUI_AKO, DAY).stands(gate)


def where(network: Network, matter: str = "interest") -> tuple[str, str, str]:
    """State, gate and whose turn it is."""
    turn = turn_in(network, matter, now_on(DAY), KAHUI_AKO)
    return (turn.state, turn.gate, turn.capacity.code if turn.capacity else "") if turn else ("", "", "")


def members(network: Network) -> list[int]:
    held = Membership.objects.on(now_on(DAY)).filter(network=network)
    return sorted(held.values_list("provider__number", flat=True))


def broken(*args, **more) -> str:
    with pytest.raises(RuleBroken) as told:
        decide(*args, **more)
    return str(told.value)


def nothing_recorded(network: Network) -> bool:
    return not Ruling.objects.filter(decision__network=network).exists()


def test_a_network_goes_from_its_adviser_to_the_office_and_becomes_one(people):
    kura, wharekura, puna = school(1), school(2), service(3)
    group = sent(99001, founding=(kura, wharekura), associate=(puna,), pending=(school(4),))
    assert where(group) == ("waits", "shaping", "adviser")

    decide(people.adviser, group, "shaping", "recommended")
    assert where(group) == ("waits", "approval", "minister")
    assert members(group) == []

    act = decide(people.minister, group, "approval", "approved")
    assert where(group) == ("done", "approval", "")
    assert act.joined == 2
    assert members(group) == [1, 2]  # associates and pending are not


def test_whoever_the_programme_names_for_the_day_decides(people):
    group = sent(99001)
    decide(people.adviser, group, "shaping", "recommended")
    for somebody in (people.secretary, people.adviser, people.director):
        by = impartial(somebody, group)
        with pytest.raises(NotAllowed, match="this is for the office “minister”, which you do not hold"):
            decide_gate(
                networks=[group], gate="approval", word="approved", on=DAY, by=by, definition=KAHUI_AKO
            )
    assert not stands(group, "approval")


def test_the_office_that_decides_moves_with_its_dated_line(people):
    group, later = network(99001), dt.date(2018, 3, 1)
    Office.objects.create(network=group, region=REGION, **_fact(SENT))
    Decision.objects.create(
        network=group, gate="approval", decision="approved", on=SENT, on_by=SENT,
        known_from=dt.datetime(2016, 1, 1, tzinfo=dt.UTC), recorded_by="a test", source="",
    )  # fmt: skip
    send(group, "challenges", on=DAY)
    decide(people.director, group, "submission", "submitted")
    offices = [turn_in(group, "challenges", now_on(day), KAHUI_AKO).capacity.code for day in (DAY, later)]
    assert offices == ["minister", "secretary"]


def test_a_decision_is_dated_no_later_than_today(people):
    group = sent(99001)
    told = broken(people.adviser, group, "shaping", "recommended", on=DAY + dt.timedelta(days=1))
    assert told == (
        "DEC-1: A decision is dated no later than the day on which it is recorded. 16 November 2016 is after "
        "15 November 2016: write the day it was decided."
    )
    assert nothing_recorded(group)


def test_what_is_returned_or_declined_has_a_reason(people):
    group = sent(99001)
    for word in ("returned", "declined"):
        assert broken(people.adviser, group, "shaping", word, reason=" ").startswith("DEC-2: ")
    assert nothing_recorded(group)


def test_a_gate_is_decided_once_for_what_was_sent(people):
    group = sent(99001, name="Kāhui Rata")
    decide(people.adviser, group, "shaping", "recommended")
    told = broken(people.adviser, group, "shaping", "recommended")
    assert told.startswith("DEC-3: ")
    assert "Kāhui Rata: it waits for its approval since 15 November 2016" in told
    decide(people.minister, group, "approval", "approved")
    assert "its approval was decided on 15 November 2016 (“approved”)" in broken(
        people.minister, group, "approval", "approved"
    )
    assert Decision.objects.current().filter(network=group, gate="approval").count() == 1


def test_a_gate_nobody_has_come_to_is_not_decided(people):
    group = network(99001)
    holds(people.adviser, "adviser", group, capacity="adviser")
    assert "Nothing that Kāhui 99001 has sent has come to its" in broken(
        people.adviser, group, "shaping", "recommended"
    )


def test_no_decision_comes_before_the_one_it_rests_on(people):
    group = sent(99001)
    decide(people.adviser, group, "shaping", "recommended", on=DAY - dt.timedelta(days=3))
    told = broken(people.minister, group, "approval", "approved", on=DAY - dt.timedelta(days=4))
    assert told.startswith("DEC-4: ")
    assert not stands(group, "approval")


def test_what_is_decided_is_what_was_seen(people):
    group = sent(99001, founding=(school(1), school(2)))
    decide(people.adviser, group, "shaping", "recommended")
    seen = fingerprint([group], DAY)
    ask_for_change(
        network=group, matter="interest", version=1, section="purpose", words="Say more.",
        by=impartial(people.adviser, group), definition=KAHUI_AKO,
    )  # fmt: skip
    send(group, "interest", purpose="Every child a writer.")
    decide(people.adviser, group, "shaping", "recommended")
    assert broken(people.minister, group, "approval", "approved", seen=seen).startswith("DEC-5: ")
    decide(people.minister, group, "approval", "approved", seen=fingerprint([group], DAY))
    assert stands(group, "approval")


def test_who_has_not_said_is_asked_and_who_has_an_interest_does_not_act(people):
    group, other = sent(99001), sent(99002)
    asked = {
        "networks": [group],
        "gate": "shaping",
        "word": "recommended",
        "on": DAY,
        "definition": KAHUI_AKO,
    }
    with pytest.raises(RuleBroken, match=r"ADV-1: .*Say so for Kāhui 99001"):
        decide_gate(by=acts(people.adviser), **asked)
    declare(network=group, conflict=True, words="My sister leads it.", by=acts(people.adviser))
    with pytest.raises(RuleBroken, match=r"ADV-2: "):
        decide_gate(by=acts(people.adviser), **asked)
    decide(people.adviser, other, "shaping", "recommended")
    assert (stands(group, "shaping"), stands(other, "shaping")) == (False, True)


def test_an_interest_in_one_of_many_stops_the_whole_act(people):
    first, second = sent(99001), sent(99002)
    for group in (first, second):
        decide(people.adviser, group, "shaping", "recommended")
    impartial(people.minister, first)
    declare(network=second, conflict=True, words="A board I sat on.", by=acts(people.minister))
    with pytest.raises(RuleBroken, match="ADV-2"):
        decide_gate(
            networks=[first, second], gate="approval", word="approved", on=DAY, by=acts(people.minister),
            definition=KAHUI_AKO,
        )  # fmt: skip
    assert (stands(first, "approval"), stands(second, "approval")) == (False, False)


def test_a_school_that_is_a_member_elsewhere_stops_the_act_and_nothing_is_half_done(people):
    taken = school(1, "Burnside High School")
    network(99000, taken, name="Kāhui Kahikatea")
    first, second = sent(99001, founding=(school(2), school(3))), sent(99002, founding=(taken, school(4)))
    for group in (first, second):
        decide(people.adviser, group, "shaping", "recommended")
    told = broken(people.minister, (first, second), "approval", "approved")
    assert told.startswith("NET-1: ")
    assert "Burnside High School" in told
    assert [members(first), members(second)] == [[], []]
    assert not stands(first, "approval")


def test_returned_goes_back_to_those_who_write_and_declined_rests(people):
    kura = school(1)
    lead = person("Hana", "school-lead", kura)
    group, other = sent(99001, founding=(kura,)), sent(99002, founding=(kura,))
    decide(people.adviser, group, "shaping", "returned", reason="Name an early learning service.")
    decide(people.adviser, other, "shaping", "declined", reason="One school alone.")
    assert where(group) == ("back", "shaping", "")
    assert where(other) == ("rests", "shaping", "")
    assert set(Notice.objects.filter(person=lead.pk).values_list("about_key", flat=True)) == {
        "99001",
        "99002",
    }
    send(group, "interest", members="Now with a kindergarten.")
    send(other, "interest", members="Two schools.")
    assert where(group) == where(other) == ("waits", "shaping", "adviser")


def test_sent_back_and_sent_again_on_one_day_it_is_recommended_again(people):
    group = sent(99001)
    decide(people.adviser, group, "shaping", "recommended")
    decide(people.minister, group, "approval", "returned", reason="Name the iwi.")
    send(group, "interest", members="With Ngāi Tahu.")
    decide(people.adviser, group, "shaping", "recommended")
    assert where(group) == ("waits", "approval", "minister")
    decide(people.minister, group, "approval", "approved")
    assert stands(group, "approval")


def test_many_are_one_act_and_are_taken_back_as_one(people):
    groups = tuple(sent(99000 + n, founding=(school(10 * n), school(10 * n + 1))) for n in (1, 2, 3))
    for group in groups:
        decide(people.adviser, group, "shaping", "recommended")
    act = decide(people.minister, groups, "approval", "approved", conditions=(AskedFor("Name a leader."),))
    assert [members(g) for g in groups] == [[10, 11], [20, 21], [30, 31]]
    assert Ruling.objects.current().filter(act=act.id).count() == 3

    undo(act=act.id, by=acts(people.minister), definition=KAHUI_AKO, reason="The wrong tranche.")
    assert [members(g) for g in groups] == [[], [], []]
    assert [stands(g, "approval") for g in groups] == [False, False, False]
    assert [where(g) for g in groups] == [("waits", "approval", "minister")] * 3
    assert Condition.objects.current().count() == 0
    told = Entry.objects.filter(about__key="99001", words__contains="Approval").order_by("id")
    assert [e.words for e in told] == [
        "Approval of Kāhui 99001: “approved”. Condition: Name a leader.",
        "Approval of Kāhui 99001: “approved” of 15 November 2016 was taken back. Reason: The wrong tranche.",
    ]
    with pytest.raises(RuleBroken, match="DEC-7"):
        undo(act=act.id, by=acts(people.minister), definition=KAHUI_AKO, reason="Again.")
    decide(people.minister, groups, "approval", "approved")
    assert [members(g) for g in groups] == [[10, 11], [20, 21], [30, 31]]


def test_what_was_known_before_an_act_was_taken_back_stays_known(people):
    group = sent(99001, founding=(school(1), school(2)))
    decide(people.adviser, group, "shaping", "recommended")
    act = decide(people.minister, group, "approval", "approved")
    then = now_on(DAY)
    undo(act=act.id, by=acts(people.minister), definition=KAHUI_AKO, reason="Too early.")
    assert Membership.objects.on(then).filter(network=group).count() == 2
    assert [t.gate for t in taken_of([group], then)[group.pk]] == ["interest", "shaping", "approval"]


def test_what_came_after_is_taken_back_first(people):
    group = sent(99001)
    first = decide(people.adviser, group, "shaping", "recommended")
    decide(people.minister, group, "approval", "approved")
    with pytest.raises(RuleBroken, match=r"DEC-8: .*“approved” on 15 November 2016"):
        undo(act=first.id, by=acts(people.adviser), definition=KAHUI_AKO, reason="A slip.")
    assert stands(group, "shaping")


def test_only_the_office_that_decided_takes_it_back_and_gives_a_reason(people):
    group = sent(99001)
    act = decide(people.adviser, group, "shaping", "recommended")
    for somebody in (people.minister, people.adviser_elsewhere):
        with pytest.raises(NotAllowed):
            undo(act=act.id, by=acts(somebody), definition=KAHUI_AKO, reason="A slip.")
    with pytest.raises(RuleBroken, match="ADV-6"):
        undo(act=act.id, by=acts(people.adviser), definition=KAHUI_AKO, reason="")
    assert stands(group, "shaping")


def test_a_deputys_decision_has_both_names(people):
    group, stand_in = sent(99001), person("Tama Wu")
    decide(people.adviser, group, "shaping", "recommended")
    deputy(stand_in, people.minister.grants.get())
    decide(stand_in, group, "approval", "approved")
    ruling = Ruling.objects.current().get(decision__gate="approval")
    assert (ruling.recorded_by, ruling.capacity) == ("Tama Wu, for Mere Ngata", "minister")
    assert ruling.decision.recorded_by == "Tama Wu, for Mere Ngata"
    with pytest.raises(NotAllowed):
        impartial(stand_in, group, on=DAY + dt.timedelta(days=40))


def test_a_network_is_decided_in_a_tranche_it_is_in(people):
    group, other = sent(99001), sent(99002)
    for each in (group, other):
        decide(people.adviser, each, "shaping", "recommended")
    tranche = make_tranche(gate="approval", name="First", by=acts(people.minister), definition=KAHUI_AKO)
    add_to_tranche(tranche=tranche, network=group, by=acts(people.minister), definition=KAHUI_AKO)
    told = broken(people.minister, (group, other), "approval", "approved", tranche=tranche)
    assert (
        told
        == "DEC-6: A decision taken in a tranche is about networks that are in it. Kāhui 99002 is not in “First”."
    )
    decide(people.minister, group, "approval", "approved", tranche=tranche)
    assert (stands(group, "approval"), stands(other, "approval")) == (True, False)


def test_an_act_is_about_something(people):
    assert broken(people.minister, (), "approval", "approved") == (
        "DEC-10: An act is about one network or more. Choose at least one."
    )


def test_a_gate_for_which_nobody_is_named_is_not_decided(people):
    gates = tuple(replace(g, deciders=()) if g.code == "approval" else g for g in KAHUI_AKO.gates)
    nobody = replace(KAHUI_AKO, gates=gates)
    group = sent(99001)
    decide(people.adviser, group, "shaping", "recommended")
    assert broken(people.minister, group, "approval", "approved", definition=nobody).startswith("DEC-9: ")


def test_a_condition_is_due_after_its_decision(people):
    group = sent(99001)
    asked = (AskedFor("Name an iwi partner.", DAY - dt.timedelta(days=1)),)
    assert broken(people.adviser, group, "shaping", "recommended", conditions=asked).startswith("CND-4: ")


def test_an_office_elsewhere_does_not_decide(people):
    group = sent(99001, region=REGION)
    with pytest.raises(NotAllowed, match=r"your role is for other places|office “adviser”"):
        decide_gate(
            networks=[group], gate="shaping", word="recommended", on=DAY, by=acts(people.adviser_elsewhere),
            definition=KAHUI_AKO,
        )  # fmt: skip
    assert nothing_recorded(group)


def test_an_approval_that_ends_needs_no_turn(people):
    group = sent(99001)
    decide(people.adviser, group, "shaping", "recommended")
    decide(people.minister, group, "approval", "approved")
    decide(people.minister, group, "approval", "withdrawn", reason="The schools asked.")
    assert (stands(group, "approval"), where(group)) == (False, ("ended", "approval", ""))
