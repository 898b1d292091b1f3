"""Advisers, directors and those who follow conditions: each rule with what breaks it, each act with what it tells."""

from __future__ import annotations

import datetime as dt

import pytest
from offices import ELSEWHERE, REGION, Offices, decide, impartial, offices, send, sent
from people import DAY, acts, person, school
from worlds import KAHUI_AKO

from kahui.definition.time import AsAt
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions.advising import (
    advise,
    ask_for_change,
    assign,
    declare,
    offer_support,
    say_taken_up,
)
from kahui.records.formation.actions.conditions import meet
from kahui.records.formation.actions.deciding import AskedFor
from kahui.records.formation.actions.tranches import add_to_tranche, make_tranche, remove_from_tranche
from kahui.records.formation.actions.undoing import undo
from kahui.records.formation.models import Advice, Assignment, Condition, Declaration, Support, Tranche
from kahui.records.formation.queries.turns import now_on, turn_in
from kahui.records.notices.models import Notice
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Offices:
    return offices()


def told_to(somebody) -> list[str]:
    return list(Notice.objects.filter(person=somebody.pk).order_by("id").values_list("subject", flat=True))


def timeline() -> list[tuple[str, str]]:
    """What happened, and who did it."""
    return list(
        Entry.objects.filter(about__kind="network").order_by("id").values_list("words", "recorded_by")
    )


# ---- who looks after a network -------------------------------------------------------------------------------


def test_a_director_says_who_looks_after_a_network_and_that_person_is_told(people):
    group = sent(99001, name="Kāhui Rata")
    assign(network=group, adviser=people.adviser, by=acts(people.director))
    assert told_to(people.adviser) == ["Kāhui Rata is yours to look after"]
    assert timeline()[-1] == ("Aroha Tāne looks after Kāhui Rata.", "Dan Reid")


def test_one_adviser_at_a_time_and_the_earlier_stays_known(people):
    group = sent(99001, adviser=people.adviser)
    other = person("Rangi Poe", "adviser", REGION, capacity="adviser")
    assign(network=group, adviser=other, by=acts(people.director))
    on = [
        list(Assignment.objects.on(now_on(day)).values_list("adviser__name", flat=True))
        for day in (DAY - dt.timedelta(days=1), DAY)
    ]
    assert on == [["Aroha Tāne"], ["Rangi Poe"]]
    assign(network=group, adviser=other, by=acts(people.director))  # said twice, it is one assignment
    assert Assignment.objects.current().filter(ends__isnull=True).count() == 1


def test_only_an_adviser_of_the_place_looks_after_it(people):
    group = sent(99001)
    with pytest.raises(RuleBroken, match=r"ADV-4: .*Esther Low holds no such role for Kāhui 99001"):
        assign(network=group, adviser=people.adviser_elsewhere, by=acts(people.director))
    assert not Assignment.objects.exists()


def test_who_has_an_interest_in_it_is_not_made_its_adviser(people):
    group = sent(99001)
    declare(network=group, conflict=True, words="My school.", by=acts(people.adviser))
    with pytest.raises(RuleBroken, match="ADV-2"):
        assign(network=group, adviser=people.adviser, by=acts(people.director))


@pytest.mark.parametrize("who", ["adviser", "minister", "director_elsewhere"])
def test_nobody_else_says_who_looks_after_it(people, who):
    group = sent(99001, region=REGION)
    with pytest.raises(NotAllowed):
        assign(network=group, adviser=people.adviser, by=acts(getattr(people, who)))
    assert not Assignment.objects.exists()


# ---- interests of one's own ----------------------------------------------------------------------------------


def test_a_declared_interest_hands_the_network_to_the_director(people):
    group = sent(99001, adviser=people.adviser, name="Kāhui Rata")
    sent(99002, region=ELSEWHERE)
    declare(network=group, conflict=True, words="My sister leads it.", by=acts(people.adviser))
    assert told_to(people.director) == ["Kāhui Rata needs somebody else"]
    assert told_to(people.director_elsewhere) == []
    with pytest.raises(RuleBroken, match=r"ADV-6: .*Write what the interest is"):
        declare(network=group, conflict=True, words=" ", by=acts(people.adviser))


def test_the_last_declaration_counts_and_the_same_again_writes_nothing(people):
    group = sent(99001)
    for conflict in (False, False, True, False):
        declare(network=group, conflict=conflict, words="Mine." if conflict else "", by=acts(people.adviser))
    assert list(Declaration.objects.order_by("id").values_list("conflict", flat=True)) == [False, True, False]
    decide(people.adviser, group, "shaping", "recommended")


def test_a_deployment_has_no_interest_to_declare(people):
    with pytest.raises(NotAllowed, match="it is a person who has one"):
        declare(network=sent(99001), conflict=True, words="x", by=Acting.deployment("kahui test"))


# ---- advice and requests -------------------------------------------------------------------------------------


def advice(people: Offices, group, **more) -> Advice:
    said = {"network": group, "matter": "interest", "version": 1, "supports": True, "words": "Ready."}
    by = impartial(people.adviser, group)
    return advise(by=by, definition=KAHUI_AKO, **(said | more))


def test_advice_is_on_the_newest_version_and_in_words(people):
    group = sent(99001)
    with pytest.raises(RuleBroken, match="ADV-6"):
        advice(people, group, words=" ")
    send(group, "interest", purpose="Otherwise.")
    with pytest.raises(RuleBroken, match=r"ADV-3: .*version 2 is the newest"):
        advice(people, group)
    advice(people, group, version=2)
    assert advice(people, group, version=2).pk == Advice.objects.get().pk  # said twice
    assert timeline()[-1] == ("Advice on version 2 of the expression of interest: in favour.", "Aroha Tāne")


def test_nobody_advises_on_what_was_never_sent(people):
    with pytest.raises(RuleBroken, match=r"ADV-3: .*no version has been sent"):
        advice(people, sent(99001), matter="challenges")


def test_those_who_write_are_told_what_is_asked_for_once(people):

    kura = school(1)
    lead = person("Hana", "school-lead", kura)
    stranger = person("Ben", "school-lead", school(2))
    group = sent(99001, founding=(kura,), name="Kāhui Rata")
    by = impartial(people.adviser, group)
    asked = {"network": group, "matter": "interest", "version": 1, "section": "purpose", "words": "For whom?"}
    first = ask_for_change(by=by, definition=KAHUI_AKO, **asked)
    assert ask_for_change(by=by, definition=KAHUI_AKO, **asked).pk == first.pk
    assert (told_to(lead), told_to(stranger)) == (["Kāhui Rata: an answer"], [])
    with pytest.raises(RuleBroken, match="DOC-2"):
        ask_for_change(by=by, definition=KAHUI_AKO, **(asked | {"section": "nothing of it"}))


def test_what_is_decided_is_not_asked_to_be_changed(people):
    group = sent(99001)
    decide(people.adviser, group, "shaping", "recommended")
    decide(people.minister, group, "approval", "approved")
    with pytest.raises(RuleBroken, match="ADV-8"):
        ask_for_change(
            network=group, matter="interest", version=1, section="purpose", words="Late.",
            by=acts(people.adviser), definition=KAHUI_AKO,
        )  # fmt: skip
    turn = turn_in(group, "interest", now_on(DAY), KAHUI_AKO)
    assert (turn.state, turn.gate) == ("done", "approval")


def test_an_adviser_elsewhere_neither_advises_nor_asks(people):
    group = sent(99001)
    said = {
        "network": group,
        "matter": "interest",
        "version": 1,
        "words": "x",
        "by": acts(people.adviser_elsewhere),
    }
    with pytest.raises(NotAllowed):
        advise(supports=True, definition=KAHUI_AKO, **said)
    with pytest.raises((NotAllowed, RuleBroken)):
        ask_for_change(section="purpose", definition=KAHUI_AKO, **said)
    assert not Advice.objects.exists()


# ---- support -------------------------------------------------------------------------------------------------


def test_support_is_offered_and_what_became_of_it_said_once(people):
    group = sent(99001)
    by = acts(people.adviser)
    offered = offer_support(network=group, kind="Data workshop", hours=6, by=by)
    before = AsAt(DAY, now_on(DAY).known)
    taken = say_taken_up(support=offered, taken_up=True, by=by)
    assert (taken.taken_up, taken.hours) == (True, 6)
    assert Support.objects.by(before).get().taken_up is None
    for stale in (offered, taken):
        with pytest.raises(RuleBroken, match="ADV-7"):
            say_taken_up(support=stale, taken_up=False, by=by)
    with pytest.raises(RuleBroken, match=r"ADV-5: .*16 November 2016 is after 15 November 2016"):
        offer_support(network=group, kind="Data", on=DAY + dt.timedelta(days=1), by=by)
    with pytest.raises(RuleBroken, match="ADV-6"):
        offer_support(network=group, kind=" ", by=by)
    assert Support.objects.current().count() == 1


# ---- conditions ----------------------------------------------------------------------------------------------


def test_a_condition_is_met_once_by_something_while_its_decision_stands(people):
    group = sent(99001)
    act = decide(
        people.adviser,
        group,
        "shaping",
        "recommended",
        conditions=(AskedFor("Name a leader."), AskedFor("Tell iwi.")),
    )
    first, second = Condition.objects.order_by("id")
    by = acts(people.adviser)
    for rule, said in (
        ("CND-2", {"words": " "}),
        ("CND-3", {"words": "Seen.", "on": DAY - dt.timedelta(days=1)}),
        ("ADV-5", {"words": "Seen.", "on": DAY + dt.timedelta(days=1)}),
    ):
        with pytest.raises(RuleBroken, match=rule):
            meet(condition=first, by=by, **said)
    meet(condition=first, words="A letter.", by=by)
    with pytest.raises(RuleBroken, match="CND-1"):
        meet(condition=first, words="Another.", by=by)
    undo(act=act.id, by=by, definition=KAHUI_AKO, reason="A slip.")
    with pytest.raises(RuleBroken, match="CND-1"):
        meet(condition=second, words="A letter.", by=by)
    with pytest.raises(NotAllowed):
        meet(condition=second, words="A letter.", by=acts(people.adviser_elsewhere))


# ---- tranches ------------------------------------------------------------------------------------------------


def test_a_tranche_holds_what_has_come_to_its_gate(people):
    by = acts(people.minister)
    with pytest.raises(RuleBroken, match="TRA-3"):
        make_tranche(gate="approval", name=" ", by=by, definition=KAHUI_AKO)
    with pytest.raises(RuleBroken, match="NET-5"):
        make_tranche(gate="nothing", name="First", by=by, definition=KAHUI_AKO)
    made = make_tranche(gate="approval", name="First", by=by, definition=KAHUI_AKO)
    assert make_tranche(gate="approval", name="First", by=by, definition=KAHUI_AKO).pk == made.pk
    early, ready = sent(99001), sent(99002)
    decide(people.adviser, ready, "shaping", "recommended")
    with pytest.raises(RuleBroken, match=r"DEC-3: .*waits for its shaping and recommendation"):
        add_to_tranche(tranche=made, network=early, by=by, definition=KAHUI_AKO)
    add_to_tranche(tranche=made, network=ready, by=by, definition=KAHUI_AKO)
    other = make_tranche(gate="approval", name="Second", by=by, definition=KAHUI_AKO)
    with pytest.raises(RuleBroken, match=r"TRA-1: .*is in “First”"):
        add_to_tranche(tranche=other, network=ready, by=by, definition=KAHUI_AKO)
    with pytest.raises(RuleBroken, match="DEC-6"):
        remove_from_tranche(tranche=other, network=ready, by=by)
    decide(people.minister, ready, "approval", "approved", tranche=made)
    with pytest.raises(RuleBroken, match="TRA-2"):
        remove_from_tranche(tranche=made, network=ready, by=by)


def test_a_director_puts_in_networks_of_their_region_only(people):
    here, there = sent(99001), sent(99002, region=ELSEWHERE)
    decide(people.adviser, here, "shaping", "recommended")
    decide(people.adviser_elsewhere, there, "shaping", "recommended")
    made = make_tranche(gate="approval", name="First", by=acts(people.director), definition=KAHUI_AKO)
    add_to_tranche(tranche=made, network=here, by=acts(people.director), definition=KAHUI_AKO)
    with pytest.raises(NotAllowed):
        add_to_tranche(tranche=made, network=there, by=acts(people.director), definition=KAHUI_AKO)
    with pytest.raises(NotAllowed):
        make_tranche(gate="approval", name="Mine", by=acts(people.adviser), definition=KAHUI_AKO)
    assert Tranche.objects.get().networks.current().count() == 1
