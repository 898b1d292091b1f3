"""A caseload says where each network is, whose turn it is and what is stuck, in as many queries for one as for many."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from offices import ELSEWHERE, REGION, SENT, Offices, decide, impartial, offices, send, sent
from people import DAY, acts, network, school
from worlds import KAHUI_AKO

from kahui.definition.time import AsAt
from kahui.records.formation.actions.advising import advise, ask_for_change, declare
from kahui.records.formation.actions.conditions import meet
from kahui.records.formation.actions.deciding import AskedFor
from kahui.records.formation.actions.tranches import add_to_tranche, make_tranche
from kahui.records.formation.models import Condition
from kahui.records.formation.queries.caseload import Case, caseload
from kahui.records.formation.queries.reach import within
from kahui.records.formation.queries.turns import courses, now_on
from kahui.records.formation.turns import CHALLENGES, Moment, Sent
from kahui.records.formation.waiting_office import waiting, waiting_about
from kahui.records.networks.models import Network

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Offices:
    return offices()


def case_of(group: Network, as_at: AsAt | None = None) -> Case:
    return caseload([group], as_at or now_on(DAY), KAHUI_AKO)[0]


def told(group: Network, as_at: AsAt | None = None) -> tuple[str, str, str, int]:
    """Stage, what it waits for, whose turn, for how many days."""
    case = case_of(group, as_at)
    return case.stage, case.doing, case.whose, case.days


def waits(*groups: Network, on: dt.date = DAY) -> list[tuple[str, str, str, str]]:
    """What waits: its code, whose it is by role and place, and where it is done."""
    return [(w.code, w.role, w.place.key, w.path) for w in waiting(groups, on, KAHUI_AKO)]


def test_stage_turn_and_days_from_sent_to_approved(people):
    group = sent(99001, adviser=people.adviser)
    assert told(group) == ("Expression of interest", "waits for shaping and recommendation", "Aroha Tāne", 30)
    decide(people.adviser, group, "shaping", "recommended", on=DAY - dt.timedelta(days=10))
    assert told(group) == ("Shaping and recommendation", "waits for approval", "Minister of Education", 10)
    decide(people.minister, group, "approval", "approved")
    assert told(group) == ("Approval", "“approved” at approval", "those who write it", 0)


def test_a_section_asked_for_is_the_writers_turn_until_the_next_version(people):
    group = sent(99001, adviser=people.adviser)
    by = impartial(people.adviser, group)
    ask_for_change(
        network=group,
        matter="interest",
        version=1,
        section="purpose",
        words="For whom?",
        by=by,
        definition=KAHUI_AKO,
    )
    assert told(group)[1:3] == ("sent back to be changed", "those who write it")
    assert waits(group) == []
    send(group, "interest", purpose="For all.")
    assert told(group)[1:3] == ("waits for shaping and recommendation", "Aroha Tāne")


def test_what_was_so_on_a_day_stays_so(people):
    group = sent(99001, adviser=people.adviser)
    before = AsAt(DAY - dt.timedelta(days=11), now_on(DAY).known)
    decide(people.adviser, group, "shaping", "recommended", on=DAY - dt.timedelta(days=10))
    assert told(group, before)[1:] == ("waits for shaping and recommendation", "Aroha Tāne", 19)
    assert told(group, AsAt(SENT - dt.timedelta(days=1), before.known))[:2] == (
        "Not sent yet",
        "being written",
    )


def test_what_is_stuck_and_why(people):
    late = sent(99001, on=DAY - dt.timedelta(days=29))
    assert case_of(late).stuck == ("Nobody looks after it.", "29 days in this state; 28 is long.")
    fine = sent(99002, adviser=people.adviser, on=DAY - dt.timedelta(days=28))
    assert case_of(fine).stuck == ()
    declare(network=fine, conflict=True, words="My daughter’s school.", by=acts(people.adviser))
    assert case_of(fine).stuck == (
        "Aroha Tāne declared an interest in it: somebody else is to look after it.",
    )


def test_an_overdue_condition_is_stuck_until_it_is_met(people):
    group = sent(99001, adviser=people.adviser)
    day = DAY - dt.timedelta(days=5)
    asked = (AskedFor("Name an iwi partner.", DAY - dt.timedelta(days=1)), AskedFor("Tell the whānau."))
    decide(people.adviser, group, "shaping", "recommended", on=day, conditions=asked)
    assert case_of(group).stuck == ("A condition was due on 14 November 2016.",)
    assert [w[0] for w in waits(group)] == ["decide", "condition", "condition"]
    meet(
        condition=Condition.objects.get(due__isnull=False), words="Letter of Ngāti Whātua.",
        by=impartial(people.adviser, group),
    )  # fmt: skip
    assert case_of(group).stuck == ()
    assert [w[0] for w in waits(group)] == ["decide", "condition"]


def test_each_state_waits_for_exactly_one_owner(people):
    group, path = sent(99001), "/office/cases/99001"
    assert waits(group) == [("assign", "director", REGION, f"{path}#adviser")]
    case = sent(99002, adviser=people.adviser)
    me, path = str(people.adviser.pk), "/office/cases/99002"
    assert waits(case) == [("advise", "adviser", me, path)]
    advise(
        network=case, matter="interest", version=1, supports=True, words="Ready.",
        by=impartial(people.adviser, case), definition=KAHUI_AKO,
    )  # fmt: skip
    assert waits(case) == [("recommend", "adviser", me, path)]
    decide(people.adviser, case, "shaping", "recommended")
    assert waits(case) == [("decide", "office", "", path)]
    decide(people.minister, case, "approval", "approved")
    assert waits(case) == []


def test_an_adviser_with_an_interest_waits_for_the_director(people):
    case = sent(99002, adviser=people.adviser)
    declare(network=case, conflict=True, words="I taught there.", by=acts(people.adviser))
    assert waits(case) == [("assign", "director", REGION, "/office/cases/99002#adviser")]


def test_a_tranche_waits_as_one_thing(people):
    groups = [sent(99000 + n, adviser=people.adviser) for n in range(1, 4)]
    tranche = make_tranche(gate="approval", name="Second", by=acts(people.minister), definition=KAHUI_AKO)
    for group in groups:
        decide(people.adviser, group, "shaping", "recommended")
    for group in groups[:2]:
        add_to_tranche(tranche=tranche, network=group, by=acts(people.minister), definition=KAHUI_AKO)
    assert sorted(waits(*groups)) == [
        ("decide", "office", "", "/office/cases/99003"),
        ("decide-tranche", "office", "", f"/office/tranches/{tranche.pk}"),
    ]


def test_challenges_that_were_fixed_and_not_sent_wait_for_no_office(people):
    group = sent(99001, adviser=people.adviser)
    decide(people.adviser, group, "shaping", "recommended")
    decide(people.minister, group, "approval", "approved")
    fixed = send(group, "challenges")
    assert waits(group) == []
    assert waiting_about(CHALLENGES, [group], DAY, KAHUI_AKO, {CHALLENGES: {}}) == []
    submitted = {CHALLENGES: {group.pk: Sent(1, Moment(fixed.on, fixed.known_from))}}
    found = waiting_about(CHALLENGES, [group], DAY, KAHUI_AKO, submitted)
    assert [(w.code, w.place.key) for w in found] == [("advise", str(people.adviser.pk))]
    advise(
        network=group, matter="challenges", version=1, supports=True, words="Ready.",
        by=impartial(people.adviser, group), definition=KAHUI_AKO,
    )  # fmt: skip
    found = waiting_about(CHALLENGES, [group], DAY, KAHUI_AKO, submitted)
    assert [(w.code, w.role, w.place.key, w.capacity) for w in found] == [
        ("decide", "director", REGION, "director")
    ]


def test_a_caseload_ends_where_its_office_does(people):
    here, there = sent(99001), sent(99002, region=ELSEWHERE)
    network(99003, school(7))
    for who, seen in ((people.director, [here.number]), (people.director_elsewhere, [there.number])):
        listed = caseload(within(acts(who).reach("caseload.see"), DAY), now_on(DAY), KAHUI_AKO)
        assert [case.number for case in listed] == seen


@pytest.mark.parametrize("ask", [caseload, lambda n, at, d: waiting(list(n), at.on, d)])
def test_many_networks_take_no_more_queries_than_one(people, ask):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(Network.objects.all(), now_on(DAY), KAHUI_AKO)
        return len(captured)

    asked = (AskedFor("Name an iwi partner."),)
    decide(people.adviser, sent(99001, adviser=people.adviser), "shaping", "recommended", conditions=asked)
    one = queries()
    for n in range(2, 12):
        group = sent(99000 + n, adviser=people.adviser)
        if n % 2:
            decide(people.adviser, group, "shaping", "recommended", conditions=asked)
    assert queries() == one


def test_days_in_each_state_add_up_to_all_the_days_since_it_was_sent(people):
    group = sent(99001, adviser=people.adviser)
    day = DAY - dt.timedelta(days=20)
    decide(people.adviser, group, "shaping", "returned", on=day, reason="Name a service.")
    send(group, "interest", on=DAY - dt.timedelta(days=12), members="With a kindergarten.")
    decide(people.adviser, group, "shaping", "recommended", on=DAY - dt.timedelta(days=2))
    stays = courses([group], now_on(DAY), KAHUI_AKO)[group.pk]
    assert [(s.turn.state, s.turn.gate, s.days) for s in stays] == [
        ("waits", "shaping", 10),
        ("back", "shaping", 8),
        ("waits", "shaping", 10),
        ("waits", "approval", 2),
    ]
    assert sum(s.days for s in stays) == (DAY - SENT).days
