"""A person records that a school joins, leaves or moves on a day, beside what photographs show."""

import datetime as dt

import pytest
from directories import day, decided, directory_of, kahui_ako, photograph, school

from kahui.records.changes.rules import RuleBroken
from kahui.records.networks import actions
from kahui.records.networks.models import Membership, Network
from kahui.records.register.models import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_networks():
    photograph("2016-05-24", directory_of(school(1), school(2, 99001), school(3, 99002)))


def record(verb, number, network, on):
    verb(
        provider=Provider.objects.get(number=number),
        network=Network.objects.get(number=network),
        on=day(on),
        by="a test",
        source="minutes",
        definition=kahui_ako(),
    )


def periods(number):
    times = ("network__number", "starts", "starts_by", "ends", "ends_by")
    held = Membership.objects.current().filter(provider__number=number).order_by("starts").values_list(*times)
    return [(n, *("" if d is None else d.isoformat() for d in dates)) for n, *dates in held]


def test_a_school_joins_on_a_known_day():
    record(actions.join, 1, 99001, "2017-02-01")
    assert periods(1) == [(99001, "2017-02-01", "2017-02-01", "", "")]


def test_a_school_that_joined_stays_a_member_while_directories_say_so():
    record(actions.join, 1, 99001, "2017-02-01")
    photograph("2017-07-30", directory_of(school(1, 99001), school(2, 99001), school(3, 99002)))
    photograph("2021-09-01", directory_of(school(1), school(2, 99001), school(3, 99002)))
    assert periods(1) == [(99001, "2017-02-01", "2017-02-01", "2017-07-31", "2021-09-01")]


def test_an_older_photograph_fills_the_past_of_a_school_that_joined():
    record(actions.join, 1, 99001, "2017-02-01")
    photograph("2015-05-01", directory_of(school(1, 99002), school(2, 99001), school(3, 99002)))
    assert periods(1) == [
        (99002, "0001-01-01", "2015-05-01", "2015-05-02", "2016-05-24"),
        (99001, "2017-02-01", "2017-02-01", "", ""),
    ]


def test_a_member_leaves_on_a_known_day():
    record(actions.leave, 2, 99001, "2017-01-31")
    assert periods(2) == [(99001, "0001-01-01", "2016-05-24", "2017-01-31", "2017-01-31")]


def test_a_member_moves_without_a_day_between():
    record(actions.move, 2, 99002, "2017-01-31")
    assert periods(2) == [
        (99001, "0001-01-01", "2016-05-24", "2017-01-31", "2017-01-31"),
        (99002, "2017-01-31", "2017-01-31", "", ""),
    ]


def test_the_day_of_joining_makes_known_what_lay_between_two_photographs():
    photograph("2017-07-30", directory_of(school(1, 99001), school(2, 99001), school(3, 99002)))
    record(actions.join, 1, 99001, "2017-02-01")
    assert periods(1) == [(99001, "2017-02-01", "2017-02-01", "", "")]


def test_members_of_a_network_that_merges_move_and_a_decision_ends_it():
    decided((99001, "approval", "approved", "2014-12-01"))
    record(actions.move, 2, 99002, "2017-01-31")
    actions.decide(
        network=Network.objects.get(number=99001),
        gate="approval",
        decision="withdrawn",
        on=day("2017-01-31"),
        source="minutes",
        by="a test",
        definition=kahui_ako(),
    )
    assert [n for n, *_, ends in periods(2) if not ends] == [99002]


@pytest.mark.parametrize(
    ("verb", "number", "network", "on", "told"),
    [
        (
            actions.join,
            2,
            99002,
            "2017-02-01",
            "NET-1: A school belongs to at most one network at a time. School 2 (2) has been a member of Network "
            "99001 (99001) since 24 May 2016 or before: record its leaving first, or its move.",
        ),
        (
            actions.leave,
            1,
            99001,
            "2017-02-01",
            "NET-4: Only a member leaves a network. School 1 (1) is not known to have been a member of Network 99001 "
            "on the day before 1 February 2017.",
        ),
        (
            actions.move,
            1,
            99001,
            "2017-02-01",
            "NET-4: Only a member leaves a network. School 1 (1) is not known to have been a member of another "
            "network on the day before 1 February 2017.",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_in_words_and_changes_nothing(verb, number, network, on, told):
    before = list(Membership.objects.order_by("pk").values_list())
    with pytest.raises(RuleBroken) as broken:
        record(verb, number, network, on)
    assert str(broken.value) == told
    assert list(Membership.objects.order_by("pk").values_list()) == before


def test_a_day_to_come_is_refused():
    to_come = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    with pytest.raises(RuleBroken, match="REG-1: Only what has happened is recorded"):
        record(actions.join, 1, 99001, to_come.isoformat())
