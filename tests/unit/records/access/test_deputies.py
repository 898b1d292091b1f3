"""Who stands in for whom: named by the holder, for days, and ended by either of the two."""

import datetime as dt

import pytest
from people import DAY, LONG_AGO, acts, deputy, holds, person, school

from kahui.records.access.actions import end, end_deputy, name_deputy
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.access.models import Grant
from kahui.records.access.places import NATION
from kahui.records.access.queries import deputies_of, people
from kahui.records.changes.rules import RuleBroken
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db
LATER = DAY + dt.timedelta(days=3)


@pytest.fixture
def stands_in() -> Grant:
    return deputy(person("Piripi Moana"), holds(person("Mere Tau"), "office", capacity="minister"), DAY, 10)


@pytest.mark.parametrize("who", ["principal", "deputy"])
def test_either_of_the_two_ends_it_and_both_names_stand_in_the_record(stands_in, who):
    by = stands_in.instead_of.person if who == "principal" else stands_in.person
    end_deputy(grant=stands_in, on=LATER, by=acts(by))
    days = [bool(acts(stands_in.person, day).check("gate.decide", [NATION])) for day in (DAY, LATER)]
    assert days == [True, False]
    last = Entry.objects.order_by("pk").last()
    assert (
        last.words
        == "Piripi Moana stands in for Mere Tau as deciding office no longer, from 18 November 2016."
    )
    assert sorted((a.kind, a.key) for a in last.about.all()) == [
        ("nation", ""),
        *sorted(("person", str(p.pk)) for p in (stands_in.person, stands_in.instead_of.person)),
    ]


def test_somebody_else_ends_nothing(stands_in):
    with pytest.raises(NotAllowed, match="You may not give and end roles"):
        end_deputy(grant=stands_in, on=LATER, by=acts(person("Hana Reweti", "board", school(1))))
    assert Grant.objects.current().get(pk=stands_in.pk).ends == DAY + dt.timedelta(days=10)


def test_a_deputy_names_no_deputy(stands_in):
    with pytest.raises(RuleBroken, match="ACC-5"):
        name_deputy(
            grant=stands_in, deputy=person("Third One"), starts=DAY, ends=LATER, by=acts(stands_in.person)
        )


def test_a_role_that_names_no_deputies_gets_one_only_from_who_gives_roles():
    evaluator, registrar = person("Eva Reader"), person("Rangi Keeper", "registrar")
    grant, second = holds(evaluator, "evaluator"), person("Second Reader")
    with pytest.raises(NotAllowed):
        name_deputy(grant=grant, deputy=second, starts=DAY, ends=LATER, by=acts(evaluator))
    name_deputy(grant=grant, deputy=second, starts=DAY, ends=LATER, by=acts(registrar))
    assert [g.role for g in acts(second).grants] == ["evaluator"]


@pytest.mark.parametrize("day", [LONG_AGO - dt.timedelta(days=1), dt.date(2030, 1, 1)])
def test_a_role_ends_within_its_time(day):
    grant = holds(person("Hana Reweti"), "board", school(1))
    ended = end(grant=grant, on=dt.date(2020, 1, 1), by=Acting.deployment("a test"))
    with pytest.raises(RuleBroken, match="ACC-6"):
        end(grant=ended, on=day, by=Acting.deployment("a test"))


def test_a_role_is_not_ended_twice_from_an_old_page():
    grant = holds(person("Hana Reweti"), "board", school(1))
    end(grant=grant, on=DAY, by=Acting.deployment("a test"))
    with pytest.raises(RuleBroken, match="ACC-7"):
        end(grant=grant, on=LATER, by=Acting.deployment("a test"))


def test_deputies_are_those_who_stand_in_now_or_later(stands_in):
    principal = stands_in.instead_of.person
    assert [
        [g.person.name for g in deputies_of(principal, on)] for on in (DAY, DAY + dt.timedelta(days=10))
    ] == [
        ["Piripi Moana"],
        [],
    ]


def test_people_are_found_whatever_the_macrons_and_with_what_they_hold(django_assert_num_queries):
    for number, name in enumerate(("Hōne Ngāta", "Hone Ruka", "Mere Tau")):
        holds(person(name), "board", school(number + 1))
    with django_assert_num_queries(3):
        found = [(p.name, [g.role for g in p.held]) for p in people("hone", DAY)]
    assert found == [("Hone Ruka", ["board"]), ("Hōne Ngāta", ["board"])]
