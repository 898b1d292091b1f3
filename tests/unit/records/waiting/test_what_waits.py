"""What waits for whom: only what is theirs, whoever stands in for them included; and of others, nothing that is private."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people import DAY, SETTING_UP, acts, deputy, holds, network, person, school
from worlds import KAHUI_AKO

from kahui.records.access.actions import give
from kahui.records.access.places import NATION, Place
from kahui.records.networks import actions
from kahui.records.networks.models import Network
from kahui.records.notices.waiting import Waiting
from kahui.records.waiting.cases import PRIVATE, cases, longest_first
from kahui.records.waiting.desk import Desk
from kahui.records.waiting.owners import Key, holders_of, owners_of
from kahui.records.waiting.turns import owned_by, urgency, waiting_for, waiting_of

pytestmark = pytest.mark.django_db
APPROVED = dt.date(2015, 3, 2)


def approved(made: Network, on: dt.date = APPROVED) -> Network:
    """Since approved, a network has its challenges to write: something waits for its leader."""
    said = {"source": "a test", "by": "a test", "definition": KAHUI_AKO}
    actions.decide(network=made, gate="approval", decision="approved", on=on, **said)
    return made


def thing(role: str = "board", place: Place = NATION, **said: object) -> Waiting:
    ordinary = {"code": "answer", "words": "Answer", "of": "Kāhui 101", "since": APPROVED, "path": "/waiting"}
    return Waiting(role=role, place=place, **(ordinary | said))  # type: ignore[arg-type]


def test_each_sees_what_waits_for_them_and_nothing_of_the_next_network():
    one, other = approved(network(101, school(1))), approved(network(102, school(2)))
    mere, tane = person("Mere", "leader", one), person("Tane", "leader", other)
    board = person("Hana", "board", one.memberships.get().provider)
    stands_in = person("Rua")
    deputy(stands_in, of=mere.grants.get())
    theirs = {
        who: {(w.network, w.role, w.place) for w in waiting_for(acts(who))}
        for who in (mere, stands_in, tane, board, person("Nobody"))
    }
    for_one = {w for w in theirs[mere] if w[1] == "leader"}
    assert for_one == {(101, "leader", ("network", "101"))} == theirs[stands_in]
    assert theirs[tane] == {(102, "leader", ("network", "102"))}
    assert {(n, role) for n, role, _ in theirs[board]} <= {(101, "board")}
    assert [*theirs.values()][-1] == set()


def test_a_deputy_s_turn_ends_with_their_days():
    one = approved(network(101, school(1)))
    grant = holds(person("Mere"), "leader", one)
    rua = person("Rua")
    deputy(rua, of=grant, days=10)
    there = [len(waiting_for(acts(rua, DAY + dt.timedelta(days=n)))) > 0 for n in (-1, 0, 9, 10)]
    assert there == [False, True, True, False]


def test_an_office_is_its_capacity_and_a_person_is_themselves():
    mine = {
        "minister": thing("office", capacity="minister"),
        "secretary": thing("office", capacity="secretary"),
        "any": thing("office"),
    }
    hana = person("Hana")
    give(person=hana, role="office", place=NATION, capacity="minister", starts=APPROVED, by=SETTING_UP)
    asked = [*mine.values(), thing("", Place("person", str(hana.pk))), thing("", Place("person", "999"))]
    assert owned_by(acts(hana), asked) == [mine["minister"], mine["any"], asked[3]]
    holders = holders_of({Key.of(w) for w in asked}, DAY)
    assert {k.capacity or k.place.key: people for k, people in holders.items()} == {
        "minister": [hana],
        "secretary": [],
        "": [hana],
        str(hana.pk): [hana],
        "999": [],
    }


def test_what_is_due_comes_first_then_what_has_waited_longest():
    day = dt.timedelta(days=1)
    late, soon, long, short = (
        thing(due=DAY - day),
        thing(due=DAY + day),
        thing(since=APPROVED - day),
        thing(),
    )
    assert sorted([short, soon, long, late], key=urgency) == [late, soon, long, short]
    listed = [thing(network=2, since=DAY), thing(network=1, since=APPROVED), thing(network=2)]
    assert longest_first([3, 2, 1], listed) == [1, 2, 3]


def test_owners_are_named_with_the_place_and_nobody_where_there_is_nobody():
    kura = school(7, "Kura Tuarua")
    person("Mere", "board", kura), person("Ana", "board", kura)
    gone = person("Gone", "board", kura)
    gone.is_active = False
    gone.save()
    keys = [thing(place=Place("school", n)) for n in ("7", "8")] + [thing("office", capacity="minister")]
    owners = owners_of(keys, DAY)
    assert [(str(owners[Key.of(w)]), owners[Key.of(w)].people) for w in keys] == [
        ("Board chair, Kura Tuarua", ("Ana", "Mere")),
        ("Board chair, 8", ()),
        (next(c.name.en for c in KAHUI_AKO.capacities if c.code == "minister"), ()),
    ]


def test_whose_turn_it_is_hides_what_is_private():
    network(101, school(1, "Kura Tahi")), network(102, school(2, "Kura Rua"))
    secret = thing(place=Place("school", "2"), network=101, private=True, words="Support an applicant")
    shown, hidden = cases([101, 102], [secret, thing(place=Place("school", "1"), network=101)], DAY)
    assert ([t.words for t in shown.turns], shown.rests) == (["Answer"], PRIVATE)
    assert "Kura Rua" not in str(shown)
    assert (hidden.turns, hidden.rests) == ((), "Nothing waits: nothing has been sent, and nothing decided.")


def test_boards_that_are_to_answer_are_one_turn():
    network(101, school(1), school(2))
    asked = [
        thing(place=Place("school", str(n)), network=101, since=APPROVED + dt.timedelta(days=n))
        for n in (1, 2)
    ]
    (case,) = cases([101], asked, DAY)
    (turn,) = case.turns
    assert ([str(o) for o in turn.owners], turn.since, turn.unheld) == (
        ["Board chair, Kura 1", "Board chair, Kura 2"],
        APPROVED + dt.timedelta(days=1),
        True,
    )


def test_why_nothing_waits_is_the_last_decision():
    one = approved(network(101, school(1)))
    (case,) = cases([101], [], DAY)
    assert (case.name, case.stage, case.rests) == (
        "Kāhui 101",
        "Approval",
        "Nothing waits: Approval was approved on 2 March 2015, and nothing has been sent since.",
    )
    assert [c.rests for c in cases([101], waiting_of([one], DAY), DAY)] == [""]


def test_the_first_screen_shows_networks_within_reach_only():
    one, _ = approved(network(101, school(1))), approved(network(102, school(2)))
    assert Desk(acts(person("Mere", "leader", one))).numbers == [101]
    assert Desk(acts(person("Evaluator", "evaluator"))).numbers == [101, 102]
    panel = Desk(acts(person("Panel", "panel-adviser")))
    assert (panel.numbers, panel.mine) == ([], [])


@pytest.mark.parametrize("role", ["evaluator", "leader"])
def test_queries_do_not_grow_with_networks(role):
    counts = []
    for n in (1, 9):
        made = [
            approved(network(100 * n + i, *[school(1000 * n + 10 * i + j) for j in range(n)]))
            for i in range(n)
        ]
        who = person(f"Somebody{'x' * n}", "evaluator") if role == "evaluator" else person(f"Lead{'x' * n}")
        for each in made if role == "leader" else ():
            holds(who, "leader", each)
        with CaptureQueriesContext(connection) as asked:
            desk = Desk(acts(who))
            desk.tasks(desk.mine)
            desk.cases(desk.numbers)
        counts.append(len(asked))
    assert counts[1] == counts[0]


@pytest.mark.django_db(transaction=True)
def test_what_was_worked_out_is_kept_until_the_next_act_and_no_longer():
    one = approved(network(101, school(1)))
    mere, tane = person("Mere", "leader", one), person("Tane")
    before = waiting_for(acts(mere))
    with CaptureQueriesContext(connection) as again:
        assert waiting_for(acts(mere)) == before
    assert len(again) < 6
    approved(network(102, school(2)))
    holds(mere, "leader", Network.objects.get(number=102))
    assert {w.network for w in waiting_for(acts(mere))} == {101, 102}
    assert waiting_for(acts(tane)) == []
    said = {"source": "a test", "by": "a test", "definition": KAHUI_AKO}
    actions.decide(network=one, gate="approval", decision="withdrawn", on=DAY, **said)
    after = waiting_for(acts(mere))
    assert after == owned_by(acts(mere), waiting_of(list(Network.objects.order_by("number")), DAY)) != before
