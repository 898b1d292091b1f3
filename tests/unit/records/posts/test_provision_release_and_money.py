"""What is provided, converted and transferred; release and cover; money; what is given to the tables of figures."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from filling_of import ACROSS, LATER, LEADER, NOW, STARTS, WITHIN, Place, asked_on, at, day
from people import DAY, LONG_AGO, acts, network, person, school

from kahui.definition.time import AsAt
from kahui.records.changes.rules import RuleBroken
from kahui.records.networks.models import Membership
from kahui.records.posts import actions
from kahui.records.posts.models import (
    Appointment,
    CoverAsked,
    CoverOffer,
    Entitlement,
    Holding,
    Opening,
    ReleaseTaken,
)
from kahui.records.posts.queries import (
    fillings,
    holding_rows,
    ledger,
    provided,
    provision_rows,
    release_rows,
    time_to_fill,
    vacancies,
)
from kahui.records.posts.queries.money import money
from kahui.records.posts.queries.release import asked_now, release
from kahui.records.posts.waiting import waiting
from kahui.records.register.models import Roll

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place.made()


def refused(rule):
    return pytest.raises(RuleBroken, match=rf"^{rule}: ")


def counts(place, on=DAY, known=NOW):
    return {
        (
            p.post,
            p.provider and place.schools.index(next(s for s in place.schools if s.pk == p.provider)),
        ): p.count
        for p in provided([place.network], AsAt(on, known), place.definition)
    }


EARNED = {(LEADER, None): 1, (ACROSS, None): 2, (WITHIN, 0): 5, (WITHIN, 1): 3, (WITHIN, 2): 2}

# ---- what is provided ------------------------------------------------------------------------------------------------


def test_rolls_in_force_earn_posts_and_estimates_say_so(place):
    found = provided([place.network], asked_on(DAY), place.definition)
    assert counts(place) == EARNED
    assert [(p.post, p.estimate, p.open) for p in found[:3]] == [
        (LEADER, False, True), (ACROSS, True, True), (WITHIN, True, True),
    ]  # fmt: skip
    assert {p.rule for p in found if p.post == WITHIN} == {
        "One for each 170 learners of a school, rounded down (an estimate)."
    }


def test_the_latest_roll_by_the_day_counts_and_only_members_that_may_hold_posts(place):
    Roll.objects.create(
        provider=place.schools[1], series="return", response="total", total=340, on=day("2016-11-01"),
        on_by=day("2016-11-01"), known_from=day_time("2016-12-01"), recorded_by="a test", source="a test",
    )  # fmt: skip
    private = school(55, roll=9000, authority="Private : Fully Registered")
    Membership.objects.create(
        provider=private, network=place.network, starts=LONG_AGO, starts_by=LONG_AGO, known_from=day_time("2015-01-01"),
        recorded_by="a test", source="a test",
    )  # fmt: skip
    Membership.objects.update(known_from=day_time("2015-01-01"))
    place.schools.append(private)
    assert counts(place, day("2016-10-31")) == EARNED
    assert counts(place, day("2016-11-01")) == EARNED | {(WITHIN, 1): 2}


def day_time(text):
    return dt.datetime.combine(day(text), dt.time(), tzinfo=dt.UTC)


def notice(place, post, count, at=None, starts=DAY, **said):
    by = acts(person("Adviser of the Region", "adviser", place.network))
    source = "Staffing entitlement notice 2017"
    return actions.record_entitlement(
        network=place.network, post=post, count=count, starts=starts, provider=at, source=source, by=by,
        definition=place.definition, **said,
    )  # fmt: skip


def test_a_notice_goes_before_the_roll_from_its_day_and_a_later_one_before_it(place):
    notice(place, WITHIN, 4, place.schools[2], starts=day("2016-08-01"))
    notice(place, WITHIN, 6, place.schools[2], starts=day("2016-09-01"))
    days = [day("2016-07-31"), day("2016-08-01"), day("2016-08-31"), day("2016-09-01")]
    assert [counts(place, on)[WITHIN, 2] for on in days] == [2, 4, 4, 6]
    line = place.line(WITHIN, place.schools[2]).of
    assert (line.estimate, line.rule, line.source) == (
        False, "By the entitlement notice.", "Staffing entitlement notice 2017",
    )  # fmt: skip


def test_a_notice_for_the_whole_network_goes_before_those_of_its_schools(place):
    notice(place, WITHIN, 3, place.schools[0])
    notice(place, WITHIN, 7)
    assert counts(place) == {(LEADER, None): 1, (ACROSS, None): 2, (WITHIN, None): 7}
    place.advertise(WITHIN, place.schools[1])
    assert place.counts(WITHIN) == (7, 1, 0, 0, 0)


def test_what_was_not_known_yet_is_not_seen(place):
    Membership.objects.update(known_from=day_time("2015-01-01"))
    notice(place, LEADER, 2)
    known = Entitlement.objects.get().known_from
    before = known - dt.timedelta(microseconds=1)
    assert [place.line(LEADER, known=k).of.count for k in (before, known)] == [1, 2] or before < known


def test_a_notice_is_a_number_of_a_member_s_posts_with_its_source(place):
    with refused("POST-41"):
        notice(place, WITHIN, -1)
    with refused("POST-6"):
        notice(place, WITHIN, 1, school(56))
    assert Entitlement.objects.count() == 0


# ---- conversions and transfers --------------------------------------------------------------------------------------


def convert(place, given, times=1, code="merge", on=None):
    return actions.convert(
        network=place.network, code=code, given=given, times=times, reason="As the plan asks.",
        by=at(place.leader, on or DAY), definition=place.definition,
    )  # fmt: skip


def test_three_within_school_posts_make_one_across_six_make_two_and_no_more(place):
    a, b, _ = place.schools
    with refused("POST-37"):
        convert(place, {a: 4})
    convert(place, {a: 2, b: 1})
    assert counts(place) == EARNED | {(ACROSS, None): 3, (WITHIN, 0): 3, (WITHIN, 1): 2}
    convert(place, {a: 3})
    assert counts(place) == EARNED | {(ACROSS, None): 4, (WITHIN, 0): 0, (WITHIN, 1): 2}
    with refused("POST-36"):
        convert(place, {b: 2, place.schools[2]: 1})


def test_two_at_once_give_up_as_many_as_one_after_another(place):
    convert(place, {place.schools[0]: 5, place.schools[1]: 1}, times=2)
    assert counts(place) == EARNED | {(ACROSS, None): 4, (WITHIN, 0): 0, (WITHIN, 1): 2}


def test_only_posts_that_nobody_holds_are_given_up(place):
    kura = place.schools[2]
    place.advertise(WITHIN, kura)
    with refused("POST-38") as broken:
        convert(place, {kura: 2, place.schools[1]: 1})
    assert "Kura 1012 (1012) has 1 free of Within-school teacher, and this asks for 2." in str(broken.value)
    with refused("POST-38"):
        convert(place, {place.schools[0]: 3, kura: 0})


def test_a_conversion_is_one_the_programme_has_that_day(place):
    with refused("POST-35"):
        convert(place, {place.schools[0]: 3}, code="swap")
    split = {
        "network": place.network, "code": "responsibility-allowances", "provider": place.schools[0],
        "reason": "For four teachers.", "definition": place.definition,
    }  # fmt: skip
    with refused("POST-35"):
        actions.split(by=at(place.leader, day("2023-12-31")), **split)
    actions.split(by=at(place.leader, day("2024-02-01")), **split)
    assert counts(place, day("2024-02-01"))[WITHIN, 0] == 4


def test_a_free_post_is_held_at_another_member_for_one_year(place):
    a, _, c = place.schools

    def moves(ends, was=a, became=c, count=1):
        return actions.transfer(
            network=place.network, post=WITHIN, was=was, became=became, starts=STARTS, ends=ends, count=count,
            reason="A small school.", by=acts(place.leader), definition=place.definition,
        )  # fmt: skip

    for ends in (None, STARTS, day("2018-01-31")):
        with refused("POST-39"):
            moves(ends)
    for was, became in ((a, a), (a, school(57))):
        with refused("POST-40"):
            moves(day("2018-01-30"), was, became)
    with refused("POST-38"):
        moves(day("2018-01-30"), count=6)
    moves(day("2018-01-30"))
    assert [(counts(place, on)[WITHIN, 0], counts(place, on)[WITHIN, 2]) for on in (DAY, STARTS, day("2018-01-30"))] == [
        (5, 2), (4, 3), (5, 2),
    ]  # fmt: skip


# ---- vacancies and time to fill -------------------------------------------------------------------------------------


def test_vacancies_are_as_old_as_the_advertisement_the_last_end_or_the_gate(place):
    appointment = place.given(LEADER, ends=day("2017-02-28"))
    place.start(appointment)
    opening = place.advertise()
    on = day("2017-03-10")
    filled = fillings([place.network], asked_on(on))
    lines = ledger([place.network], asked_on(on), place.definition)
    found = [
        (v.post, v.since, v.opening, v.days(on)) for v in vacancies(lines, filled, on) if v.post != WITHIN
    ]
    assert found == [
        (ACROSS, day("2015-09-01"), None, 556),
        (ACROSS, DAY, opening.pk, 115),
        (LEADER, day("2017-02-28"), None, 10),
    ]
    assert time_to_fill(filled) == ((STARTS - DAY).days, 1)


def test_the_ledger_and_what_waits_take_the_same_queries_for_one_network_as_for_four(place):
    def asked(networks):
        with CaptureQueriesContext(
            connection,
        ) as ledgers:
            ledger(networks, asked_on(LATER), place.definition)
        with CaptureQueriesContext(connection) as waits:
            waiting(networks, LATER, place.definition)
        with CaptureQueriesContext(connection) as released:
            release(networks, asked_on(LATER), place.definition)
        return len(ledgers), len(waits), len(released)

    place.given()
    others = [Place.made(number=n) for n in (102, 103, 104)]
    for each in (place, *others):
        opening = each.advertise()
        each.panel(opening)
        each.apply(opening, f"Applicant {chr(each.network.number)}")
    one, four = asked([place.network]), asked([place.network, *(o.network for o in others)])
    assert one == four
    assert max(one) <= 35


# ---- release --------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(place):
    appointment = place.given(ends=day("2018-01-30"))
    place.start(appointment)
    return appointment


def took(place, appointment, week, taken, covered=0.0, by="", on=None, who=None):
    return actions.record_release(
        appointment=appointment, week=day(week), taken=taken, covered=covered, covered_by=by,
        by=at(who or appointment.person, on or day("2017-03-01")), definition=place.definition,
    )  # fmt: skip


def test_release_is_entitled_taken_covered_and_unmet_and_a_silent_week_is_not_nought(place, held):
    took(place, held, "2017-02-01", 8, 6, "Mere the reliever")
    took(place, held, "2017-02-08", 4, 4, "Mere the reliever")
    took(place, held, "2017-02-10", 5, 4, "Tom the reliever")  # the same week, said again
    found = release([place.network], asked_on(day("2017-03-01")), place.definition)[0]
    assert (found.weekly, found.weeks, found.silent) == (10, 2, 3)
    assert (found.entitled, found.taken, found.unmet, found.covered, found.uncovered) == (20, 13, 7, 10, 3)
    assert found.by == ("Mere the reliever", "Tom the reliever")
    assert ReleaseTaken.objects.count() == 3


def test_release_is_of_weeks_in_which_the_post_is_held_by_hours_a_week_has(place, held):
    for week in ("2017-01-23", "2018-02-05"):
        with refused("POST-33"):
            took(place, held, week, 1, on=day("2018-03-01"))
    took(place, held, "2017-01-30", 1)
    for taken, covered in ((-1, 0), (26, 0), (4, 5), (4, -1)):
        with refused("POST-42"):
            took(place, held, "2017-02-06", taken, covered, "Mere")
    with refused("POST-43"):
        took(place, held, "2017-02-06", 4, 2, " ")
    with refused("POST-24"):
        took(place, held, "2017-03-06", 4)


def test_cover_is_offered_asked_and_given_as_far_as_it_goes(place, held):
    kura = place.schools[0]
    offer = actions.offer_cover(
        network=place.network, provider=kura, name="Mere the reliever", when="Tuesdays", hours=6, starts=STARTS,
        by=at(place.leads[0], STARTS), definition=place.definition,
    )  # fmt: skip
    said = {"appointment": held, "by": at(held.person, day("2017-02-01")), "definition": place.definition}
    first = actions.ask_cover(week=day("2017-02-06"), hours=4, **said)
    second = actions.ask_cover(week=day("2017-02-06"), hours=4, **said)
    by = at(place.leads[0], day("2017-02-01"))
    actions.give_cover(asked=first, offer=offer, hours=4, by=by)
    with refused("POST-44"):
        actions.give_cover(asked=first, offer=offer, hours=1, by=by)
    with refused("POST-44"):
        actions.give_cover(asked=second, offer=offer, hours=3, by=by)
    actions.give_cover(asked=second, offer=offer, hours=2, by=by)
    assert [(a.pk, left) for a, left in asked_now([place.network], day("2017-02-01"))] == [(second.pk, 2)]
    assert (CoverOffer.objects.count(), CoverAsked.objects.count()) == (1, 2)


# ---- money ------------------------------------------------------------------------------------------------------------


def test_money_follows_the_gate_the_members_and_the_days_each_post_is_held(place):
    appointment = place.given(ends=day("2018-01-30"))
    place.start(appointment)
    actions.end(
        appointment=appointment,
        reason="resigned",
        on=day("2017-04-12"),
        by=at(place.leader, day("2017-04-12")),
    )
    since = day("2017-01-01")
    found = {
        o.payment.code: (o.count, o.amount)
        for o in money(place.network, asked_on(day("2017-12-31")), place.definition, since)
    }
    assert found == {
        "formation": (3, 0),
        "maintenance": (3, 3000),
        "maintenance-2019": (3, 0),
        "maintenance-2021": (3, 0),
        "early-learning": (1, 0),
        "inquiry-time": (3, None),
        "across-allowance": (1, Fraction(16000 * 72, 365)),
        "across-induction": (1, Fraction(750 * 72, 365)),
        "across-travel": (1, None),
    }


# ---- what is given to the tables of figures -------------------------------------------------------------------------


def test_every_step_is_a_row_with_its_day_and_nobody_s_name(place):
    appointment = place.given(ends=day("2018-01-30"))
    place.start(appointment)
    by = at(place.leader, day("2017-04-12"))
    actions.end(appointment=appointment, reason="resigned", on=day("2017-04-12"), by=by)
    took(place, appointment, "2017-02-01", 8, on=day("2017-04-01"))
    opening, net, kura = Opening.objects.get().pk, place.network.pk, appointment.provider_id
    rows = list(holding_rows())
    assert [(*row[:7], row[9] is None) for row in rows] == [
        (opening, net, None, ACROSS, "advertised", None, DAY, True),
        (opening, net, None, ACROSS, "applied", None, DAY, True),
        (opening, net, kura, ACROSS, "appointed", None, LATER, True),
        (opening, net, kura, ACROSS, "started", None, STARTS, False),
        (opening, net, kura, ACROSS, "ended", "term", day("2018-01-30"), False),
        (opening, net, kura, ACROSS, "started", None, STARTS, True),
        (opening, net, kura, ACROSS, "ended", "resigned", day("2017-04-12"), True),
    ]
    assert [row[:6] for row in release_rows(place.definition)] == [
        (opening, net, ACROSS, 10, 8, day("2017-01-30"))
    ]
    said = str([rows, list(release_rows(place.definition)), list(provision_rows())])
    assert "Ana" not in said
    assert (Appointment.objects.count(), Holding.objects.count()) == (1, 2)


def test_another_network_is_not_counted(place):
    other = network(300, school(58, roll=1700))
    place.given()
    found = ledger([other], asked_on(LATER), place.definition)
    assert [(line.of.post, line.of.count, line.of.open, line.taken) for line in found] == [
        (LEADER, 1, False, 0),
        (ACROSS, 2, False, 0),
        (WITHIN, 10, False, 0),
    ]
