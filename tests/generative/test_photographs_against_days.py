"""Periods inferred from photographs, against a slow account of each single day."""

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kahui.definition.time import BEGINNING, DAY
from kahui.records.register.photographs import Approval, Held, held, memberships, runs, sightings

DAYS = [dt.date(2016, 1, 1) + dt.timedelta(days=n) for n in (0, 1, 3, 4, 7, 11)]
"""Few and close, so that the bounds of periods meet."""
WHOLE = [DAYS[0] - DAY * 3 + DAY * n for n in range(20)]

often = settings(max_examples=200)

photographed = st.sets(st.sampled_from(DAYS), min_size=1).map(sorted)


@st.composite
def seen(draw, states):
    days = draw(photographed)
    shown = draw(st.lists(st.sampled_from([None, *states]), min_size=len(days), max_size=len(days)))
    return days, {day: state for day, state in zip(days, shown, strict=True) if state is not None}


@st.composite
def approvals(draw):
    found = {}
    for network in (1, 2):
        on = draw(st.none() | st.sampled_from(WHOLE))
        if on:
            found[network] = Approval(on, on + DAY * draw(st.integers(0, 5)))
    return found


def value(periods, day):
    return [p.state for p in periods if p.starts <= day and (p.ends is None or day < p.ends)]


def certain(periods, day):
    return [p.state for p in periods if p.starts_by <= day and (p.ends is None or day < p.ends)]


def possible(periods, day):
    return {p.state for p in periods if p.starts <= day and (p.ends_by is None or day < p.ends_by)}


def around(days, day):
    """The photograph on or before a day, and the one on or after it."""
    before = max((d for d in days if d <= day), default=None)
    after = min((d for d in days if d >= day), default=None)
    return before, after


def one(state):
    return [] if state is None else [state]


@often
@given(seen("ab"))
def test_a_state_is_carried_back_to_the_day_after_the_photograph_before(world):
    days, shown = world
    periods = held(days, shown)
    for day in WHOLE:
        before, after = around(days, day)
        assert value(periods, day) == one(shown.get(after if after else before))


@often
@given(seen("ab"))
def test_a_state_is_certain_where_the_photographs_on_both_sides_show_it(world):
    days, shown = world
    periods = held(days, shown)
    for day in WHOLE:
        before, after = around(days, day)
        first, last = shown.get(before), shown.get(after) if after else shown.get(before)
        assert certain(periods, day) == one(first if first == last else None)


@often
@given(seen("ab"))
def test_a_state_is_possible_where_the_photograph_on_either_side_shows_it(world):
    days, shown = world
    periods = held(days, shown)
    for day in WHOLE:
        before, after = around(days, day)
        assert possible(periods, day) == {shown.get(before), shown.get(after)} - {None}


def founded(days, shown, approved, named, after):
    """Whether the member that `after` shows first is one that the approval of its network named."""
    network, before = shown[after], max((d for d in days if d < after), default=None)
    approval = approved.get(network)
    if not named or approval is None or approval.on > after:
        return False
    since = before is None or approval.on_by > before
    return since and all(shown.get(d) != network for d in days if d < after)


@often
@given(seen([1, 2]), approvals(), st.booleans())
def test_a_member_belongs_to_what_the_next_photograph_shows_but_not_before_there_was_such_a_network(
    world, approved, named
):
    days, shown = world
    periods = memberships(days, shown, approved, named=named)
    for day in WHOLE:
        before, after = around(days, day)
        network = shown.get(after if after else before)
        joined_since = network is not None and shown.get(before) != network
        approval = approved.get(network)
        if joined_since and after and approval and day < approval.on <= after:
            # Not in it yet: in what it moved from, or, founding it, in none that is known.
            network = None if founded(days, shown, approved, named, after) else shown.get(before)
        assert value(periods, day) == one(network)


@often
@given(seen([1, 2]), approvals(), st.booleans())
def test_a_membership_is_certain_between_photographs_that_show_it_and_since_an_approval_that_names_it(
    world, approved, named
):
    days, shown = world
    periods = memberships(days, shown, approved, named=named)
    for day in WHOLE:
        before, after = around(days, day)
        network = shown.get(after if after else before)
        sure = shown.get(before) == network
        if not sure and network is not None and founded(days, shown, approved, named, after):
            sure = approved[network].on_by <= day
        elif not sure and network is not None and shown.get(before) and day < after:
            # It moved without a gap, so until there was such a network it was in the one before.
            approval = approved.get(network)
            if approval and before < day < approval.on <= after:
                network, sure = shown[before], True
        assert certain(periods, day) == one(network if sure else None)


@often
@given(seen([1, 2]), approvals(), st.booleans())
def test_memberships_of_one_provider_follow_each_other(world, approved, named):
    days, shown = world
    periods = memberships(days, shown, approved, named=named)
    for period in periods:
        assert period.starts <= period.starts_by
        assert (period.ends is None) == (period.ends_by is None)
        assert period.ends is None or period.starts_by < period.ends <= period.ends_by
    for earlier, later in pairwise(periods):
        assert earlier.ends <= later.starts
        assert earlier.ends_by <= later.starts_by


@often
@given(seen([1, 2]), approvals(), st.booleans())
def test_what_each_photograph_showed_is_recovered_from_the_periods(world, approved, named):
    days, shown = world
    periods = memberships(days, shown, approved, named=named)
    assert sightings([(p.state, p.seen_from, p.seen_to) for p in periods], days) == shown


@often
@given(seen("ab"))
def test_runs_cover_every_sighting_once(world):
    days, shown = world
    found = [(day, run.state) for run in runs(days, shown) for day in days if run.first <= day <= run.last]
    assert found == sorted(shown.items())


@often
@given(seen("ab"), st.sampled_from(WHOLE))
def test_roll_returns_bound_only_what_no_photograph_bounds(world, returned):
    days, shown = world
    without, informed = held(days, shown), held(days, shown, returned)
    for plain, told in zip(without, informed, strict=True):
        if plain.starts == BEGINNING:
            assert told == Held(
                plain.state,
                BEGINNING,
                min(returned, plain.starts_by),
                plain.ends,
                plain.ends_by,
                plain.seen_from,
                plain.seen_to,
            )
        else:
            assert told == plain
