"""Terms of posts, conversions and money: what the definition says of them, worked out by hand."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.definition import money, tenure
from kahui.definition.conversions import sentence

POSTS = {p.code: p for p in KAHUI_AKO.posts}
LEADER, ACROSS, WITHIN = POSTS["leader"], POSTS["across-schools-teacher"], POSTS["within-school-teacher"]
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2026, 1, 27))


def test_each_post_is_held_as_its_sources_say():
    on = dt.date(2016, 11, 15)
    assert {
        p.code: [tenure.sentence(t) for t in p.terms.tenures if t.span.holds(on)] for p in KAHUI_AKO.posts
    } == {
        "leader": ["a fixed term of up to two years, once", "an extension of up to two years"],
        "across-schools-teacher": [
            "a fixed term of up to two years",
            "an extension of up to two years, once",
        ],
        "within-school-teacher": [
            "permanent",
            "a fixed term of up to one year",
            "an extension of up to one year",
            "a post transferred from another board, up to one year",
        ],
    }
    assert [t.kind for t in WITHIN.terms.ways(on)] == ["permanent", "fixed", "transferred"]


def test_what_was_not_found_says_so():
    extension = LEADER.terms.tenure("extension", dt.date(2016, 11, 15))
    assert (extension.cited.basis, extension.cited.note) == (
        "not-found",
        "How a Leader's term is extended was not found. Ours: by up to two years each time.",
    )
    assert [(p.code, p.cited.basis) for p in KAHUI_AKO.payments if p.amount is None and not p.bands] == [
        ("inquiry-time", "not-found"),
        ("leader-travel", "not-found"),
        ("across-travel", "not-found"),
    ]


def test_release_in_hours_a_week():
    assert [tenure.hours(p.release, KAHUI_AKO.week) for p in (LEADER, ACROSS, WITHIN)] == [10, 10, 2]


def test_the_national_panel_affirms_what_a_panel_across_schools_chose_and_nothing_else():
    on = dt.date(2016, 11, 15)
    assert [(p.terms.chosen_by, p.terms.affirmed_by(on)) for p in KAHUI_AKO.posts] == [
        ("network", "panel-adviser"),
        ("network", "panel-adviser"),
        ("school", ""),
    ]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2016-01-28", "2018-01-28"), ("2016-02-29", "2018-02-28"), ("2015-12-31", "2017-12-31")],
)
def test_a_term_of_two_years_ends_on_the_same_day_or_the_last_of_its_month(starts, ends):
    line = ACROSS.terms.tenure("fixed", dt.date(2016, 1, 1))
    assert tenure.latest_end(line, dt.date.fromisoformat(starts)) == dt.date.fromisoformat(ends)


def test_within_school_posts_make_across_schools_posts_rounded_down_in_what_is_deducted():
    merge = KAHUI_AKO.conversions.merge("merge", dt.date(2016, 11, 15))
    assert [merge.deducted(n) for n in (1, 2)] == [3, 6]
    assert (
        sentence(merge)
        == "3.3 for each one more, 2 at most, rounded down: 3.3 (so 3) for 1; 6.6 (so 6) for 2."
    )


def test_the_split_of_2024_keeps_time_and_money_exactly():
    assert KAHUI_AKO.conversions.split("responsibility-allowances", dt.date(2023, 12, 31)) is None
    split = KAHUI_AKO.conversions.split("responsibility-allowances", dt.date(2024, 1, 1))
    assert (split.time, split.money) == (WITHIN.release, WITHIN.allowance) == (0.08, 8000)


def test_secondary_and_area_schools_alone_have_a_bound_on_fixed_terms():
    on = dt.date(2016, 11, 15)
    bound = WITHIN.terms.fixed_share("Secondary (Year 9-15)", on)
    assert (bound.from_posts, bound.most_percent) == (3, 40)
    assert [WITHIN.terms.fixed_share(t, on) for t in ("Full Primary", "Contributing")] == [None, None]


# ---- money ----------------------------------------------------------------------------------------------------


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_parts_of_a_time_are_paid_what_the_whole_is(days):
    first, between, last = days
    assert money.part_of_years(first, between) + money.part_of_years(between, last) == money.part_of_years(
        first, last
    )


@given(st.integers(2014, 2025), st.integers(1, 5))
def test_whole_years_are_whole_years_leap_or_not(year, count):
    assert money.part_of_years(dt.date(year, 1, 1), dt.date(year + count, 1, 1)) == count


def test_an_allowance_is_pro_rata_by_days_and_by_the_rule_in_force():
    by = {p.code: p for p in KAHUI_AKO.payments}
    whole = (dt.date(2014, 1, 1), dt.date(2026, 1, 1))
    half = money.due(by["across-allowance"], dt.date(2017, 1, 1), dt.date(2017, 3, 15), whole)
    assert half == Fraction(16000 * 73, 365) == 3200
    within = (dt.date(2018, 1, 1), dt.date(2020, 1, 1))
    lines = [by["maintenance"], by["maintenance-2019"], by["maintenance-2021"]]
    assert [money.due(p, dt.date(2016, 1, 1), dt.date(2024, 1, 1), within) for p in lines] == [1000, 2000, 0]
    first_years = (
        dt.date(2016, 1, 1),
        dt.date(2018, 1, 1),
    )  # the first year has the allowance of formation instead
    assert money.due(by["maintenance"], dt.date(2016, 1, 1), dt.date(2024, 1, 1), first_years) == 1000
    assert money.due(by["leader-travel"], dt.date(2017, 1, 1), dt.date(2018, 1, 1), whole) is None


def test_what_is_paid_once_is_paid_for_the_day_it_began():
    formation = next(p for p in KAHUI_AKO.payments if p.code == "formation")
    year = (dt.date(2016, 1, 1), dt.date(2017, 1, 1))
    assert [
        money.due(formation, start, dt.date(2020, 1, 1), year)
        for start in (dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2016, 12, 31), dt.date(2017, 1, 1))
    ] == [0, 1000, 1000, 0]


def test_early_learning_funds_grow_with_the_services():
    fund = next(p for p in KAHUI_AKO.payments if p.code == "early-learning")
    assert [fund.of(n) for n in (0, 1, 5, 6, 10, 11, 40)] == [0, 4000, 4000, 5500, 5500, 7000, 7000]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Fraction(3200), "$3,200"),
        (Fraction(1, 200), "$0.01"),
        (Fraction(-5, 2), "-$2.50"),
        (Fraction(10**6), "$1,000,000"),
    ],
)
def test_money_is_written_in_dollars_and_cents(amount, words):
    assert money.cents(amount) == words


def test_another_programme_has_its_own_terms():
    assert [[tenure.sentence(t) for t in p.terms.tenures] for p in ENGLISH_TRUST.posts] == [
        ["a fixed term of up to one year", "an extension of up to one year"],
        ["a fixed term of up to one year"],
    ]
