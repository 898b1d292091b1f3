"""One answer to “may they do this here, today?”, for actions, buttons and the access table alike."""

import datetime as dt

import pytest
from people import DAY, LONG_AGO, acts, at, deputy, holds, network, person, school

from kahui.records.access.actions import end, give, person_named
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.access.models import Grant
from kahui.records.access.places import NATION
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.queries import places_of_one, within

pytestmark = pytest.mark.django_db


def test_a_board_may_answer_for_its_own_school_and_for_no_other():
    mine, other = school(1), school(2)
    hana = acts(person("Hana Reweti", "board", mine))
    assert hana.may("consent.give", [at(mine)]) == "Hana Reweti"
    with pytest.raises(NotAllowed, match="your role is for other places"):
        hana.may("consent.give", [at(other)])


def test_a_role_holds_from_its_first_day_to_before_its_last():
    kura = school(1)
    somebody = person("Hana Reweti")
    grant = holds(somebody, "board", kura)
    end(grant=grant, on=DAY, by=Acting.deployment("a test"))
    days = [DAY - dt.timedelta(days=1), DAY]
    assert [bool(acts(somebody, on).check("consent.give", [at(kura)])) for on in days] == [True, False]
    assert Grant.objects.count() == 2  # the one that was held stays on record, superseded


def test_a_deputy_acts_for_ten_days_and_both_names_are_recorded():
    office = holds(person("Mere Tau"), "office", capacity="minister")
    stands_in = person("Piripi Moana")
    deputy(stands_in, office, DAY, 10)
    said = [
        bool(acts(stands_in, DAY + dt.timedelta(days=n)).check("gate.decide", [NATION], capacity="minister"))
        for n in (-1, 0, 9, 10)
    ]
    assert said == [False, True, True, False]
    assert acts(stands_in).may("gate.decide", [NATION]) == "Piripi Moana, for Mere Tau"


def test_a_deputy_may_do_nothing_once_the_one_they_stand_in_for_may_not():
    office = holds(person("Mere Tau"), "office", capacity="minister")
    stands_in = person("Piripi Moana")
    deputy(stands_in, office, DAY, 10)
    end(grant=office, on=DAY + dt.timedelta(days=2), by=Acting.deployment("a test"))
    assert bool(acts(stands_in, DAY).check("gate.decide", [NATION]))
    assert not acts(stands_in, DAY + dt.timedelta(days=3)).check("gate.decide", [NATION])


def test_an_office_decides_only_in_its_own_capacity():
    secretary = acts(person("Mere Tau", "office", capacity="secretary"))
    with pytest.raises(NotAllowed, match="the office “minister”, which you do not hold"):
        secretary.may("gate.decide", [NATION], capacity="minister")


@pytest.mark.parametrize(
    ("role", "where", "seen"),
    [
        ("evaluator", None, [101, 102, 103]),
        ("director", "Auckland", []),  # no office has been recorded for these networks
        ("leader", "network", [101]),
        ("board", "school", [101]),
        ("school-lead", "elsewhere", []),
    ],
)
def test_the_networks_within_reach_are_found_in_one_query(role, where, seen, django_assert_num_queries):
    kura, lone = school(1), school(9)
    first = network(101, kura, school(2))
    network(102, school(3))
    network(103, school(4))
    place = {"network": first, "school": kura, "elsewhere": lone}.get(where, where)
    reach = acts(person("Hana Reweti", role, place)).reach("network.see")
    with django_assert_num_queries(1):
        assert sorted(n.number for n in within(reach, DAY)) == seen


def test_a_network_lies_in_the_nation_in_itself_and_where_its_members_are():
    first = network(101, school(1), school(2))
    network(102, school(3))
    assert {(p.kind, p.key) for p in places_of_one(first, DAY)} == {
        ("nation", ""),
        ("network", "101"),
        ("school", "1"),
        ("school", "2"),
    }


@pytest.mark.parametrize("email", ["hōne@example.org", "hone", "hone@", ""])
def test_an_address_that_no_mail_reaches_is_refused_in_a_sentence(email):
    with pytest.raises(RuleBroken, match="ACC-1"):
        person_named(email=email, name="Hōne")


def test_a_role_is_held_where_it_is_for():
    with pytest.raises(RuleBroken, match=r"ACC-2: .* not in a region"):
        person("Hana Reweti", "board", "Auckland")


def test_nobody_gives_themselves_a_role():
    registrar = person("Rangi Keeper", "registrar")
    with pytest.raises(RuleBroken, match="ACC-4"):
        give(person=registrar, role="office", place=NATION, starts=LONG_AGO, by=acts(registrar))


def test_a_deputy_stands_in_within_the_time_of_the_other():
    kura = school(1)
    hana = holds(person("Hana Reweti"), "board", kura)
    with pytest.raises(RuleBroken, match="ACC-3"):
        deputy(person("Piripi Moana"), hana, LONG_AGO - dt.timedelta(days=1), 10)
