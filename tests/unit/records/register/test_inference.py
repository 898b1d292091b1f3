"""Small cases of the inference that a random world seldom meets."""

import datetime as dt

from kahui.records.register.photographs import Approval, Held, memberships, printed_name, unbroken

JULY = {year: dt.date(year, 7, 1) for year in range(2012, 2018)}


def test_a_return_of_the_photographs_own_day_belongs_to_the_series():
    until, returns = JULY[2016], {JULY[2014], JULY[2015]}
    assert unbroken(returns | {until}, JULY.values(), until) == JULY[2014]
    assert unbroken(returns, JULY.values(), until) is None


def test_returns_after_the_photograph_say_nothing_of_the_time_before():
    assert unbroken({JULY[2017]}, JULY.values(), dt.date(2016, 5, 24)) is None


def test_a_service_that_moves_to_a_new_network_stays_in_the_old_one_until_there_is_such_a_network():
    first, last = dt.date(2016, 5, 24), dt.date(2017, 7, 30)
    approved = dt.date(2016, 8, 1)
    found = memberships(
        [first, last], {first: 1, last: 2}, {2: Approval(approved, dt.date(2016, 8, 31))}, named=False
    )
    assert found == [
        Held(1, dt.date.min, first, approved, last, first, first),
        Held(2, approved, last, None, None, last, None),
    ]


def test_a_school_that_was_in_a_network_before_does_not_found_it_when_it_returns():
    days = [dt.date(2016, 1, 1), dt.date(2016, 2, 1), dt.date(2016, 3, 1)]
    approvals = {1: Approval(dt.date(2016, 1, 1), dt.date(2016, 2, 15))}
    found = memberships(days, {days[0]: 1, days[2]: 1}, approvals, named=True)
    assert [(held.starts, held.starts_by) for held in found] == [
        (days[0], days[0]),
        (dt.date(2016, 2, 2), days[2]),
    ]


def test_of_equally_common_names_the_first_by_alphabet():
    assert printed_name(["Tamai", "Oneroa", "Tamai", "Oneroa", ""]) == "Oneroa"
    assert printed_name(["", ""]) == ""
