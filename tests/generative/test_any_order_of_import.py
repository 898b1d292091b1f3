"""Photographs, decisions and returns imported in any order, and again: the same facts, and nothing is lost."""

import datetime as dt
from itertools import pairwise

import pytest
from directories import decided, directory_of, photograph, returned, school
from django.db import transaction
from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from kahui.definition.time import DAY
from kahui.records.changes.queries import changes_so_far
from kahui.records.networks.models import Decision, Membership, NetworkName
from kahui.records.register.models import Detail, Photograph, Roll

pytestmark = pytest.mark.django_db

DAYS = [dt.date(2016, 1, 1) + dt.timedelta(days=n) for n in (0, 1, 3, 4, 7)]
WHOLE = [DAYS[0] + DAY * n for n in range(-3, 12)]
NUMBERS = (1, 2, 3)
NETWORKS = (99001, 99002)
KNOWN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
MODELS = (Detail, Membership, NetworkName, Decision, Roll, Photograph)


@st.composite
def directories(draw):
    """A day, and the schools it lists with their networks; blank networks throughout say nothing of membership."""
    listed = []
    for number in NUMBERS:
        if draw(st.booleans()) or number == 1:
            network = draw(st.sampled_from([None, *NETWORKS]))
            listed.append(school(number, network, name=draw(st.sampled_from(["Kea", "Kiwi"]))))
    return "photograph", draw(st.sampled_from(DAYS)), tuple(listed)


@st.composite
def approvals(draw):
    rows = []
    for network in NETWORKS:
        if draw(st.booleans()):
            on = draw(st.sampled_from(WHOLE))
            rows.append((network, "approval", "approved", on, on + DAY * draw(st.integers(0, 3))))
    return "decisions", None, tuple(rows)


@st.composite
def returns(draw):
    years = draw(st.sets(st.sampled_from([2012, 2013, 2014, 2015])))
    return "returns", None, tuple((1, year, 50) for year in sorted(years))


@st.composite
def worlds(draw):
    """Events in the order they are imported, and the same ones in order of date, the last of each day only."""
    events = draw(st.lists(directories(), min_size=1, max_size=4))
    events += [draw(approvals()), draw(returns())]
    imported = draw(st.permutations(events))
    last = {day: event for event in imported if (day := event[1])}
    in_order = [event for event in events if event[1] is None] + [last[day] for day in sorted(last)]
    again = draw(st.lists(st.sampled_from(in_order), max_size=2))
    return [*imported, *again], in_order


def bring(event, now):
    kind, day, what = event
    if kind == "photograph":
        photograph(day, directory_of(*what), now=now)
    elif kind == "decisions" and what:
        decided(*what, now=now)
    elif kind == "returns" and what:
        returned(*what, now=now)


def facts():
    """Everything held now, by numbers (not by keys): who, what, when."""

    def listed(model, *fields):
        held = model.objects.filter(known_to__isnull=True)
        return sorted(map(repr, held.values_list(*fields)))

    times = ("starts", "starts_by", "ends", "ends_by", "seen_from", "seen_to")
    return {
        "details": listed(Detail, "provider__number", "name", "is_open", *times),
        "memberships": listed(Membership, "provider__number", "network__number", *times),
        "names": listed(NetworkName, "network__number", "kind", "name", *times),
        "decisions": listed(Decision, "network__number", "gate", "decision", "on", "on_by"),
        "rolls": listed(Roll, "provider__number", "series", "on", "total"),
        "photographs": listed(Photograph, "as_at", "says_membership"),
    }


def rows_known(model, moment):
    known = model.objects.filter(Q(known_to__isnull=True) | Q(known_to__gt=moment), known_from__lte=moment)
    return set(known.values_list("pk", flat=True))


@settings(max_examples=40)
@given(worlds())
def test_any_order_gives_the_facts_of_the_order_of_dates(world):
    imported, in_order = world
    with transaction.atomic():
        for n, event in enumerate(in_order):
            bring(event, KNOWN + n * DAY)
        wanted = facts()
        transaction.set_rollback(True)
    with transaction.atomic():
        for n, event in enumerate(imported):
            bring(event, KNOWN + n * DAY)
        assert facts() == wanted
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(worlds())
def test_what_was_known_stays_known_as_it_was(world):
    imported, _ = world
    with transaction.atomic():
        before = {}
        for n, event in enumerate(imported):
            moment = KNOWN + n * DAY
            bring(event, moment)
            before[moment] = {model: rows_known(model, moment) for model in MODELS}
        for moment, known in before.items():
            assert {model: rows_known(model, moment) for model in MODELS} == known
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(worlds())
def test_periods_of_one_provider_never_overlap_at_any_moment(world):
    imported, _ = world
    with transaction.atomic():
        for n, event in enumerate(imported):
            bring(event, KNOWN + n * DAY)
        for n in range(len(imported)):
            for model in (Detail, Membership):
                for provider in NUMBERS:
                    keys = rows_known(model, KNOWN + n * DAY)
                    rows = model.objects.filter(pk__in=keys, provider__number=provider).order_by("starts")
                    periods = list(rows.values_list("starts", "ends"))
                    for (_, ends), (starts, _) in pairwise(periods):
                        assert ends is not None
                        assert ends <= starts
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(worlds())
def test_importing_everything_again_in_order_changes_nothing(world):
    _, in_order = world
    with transaction.atomic():
        for event in in_order:
            bring(event, KNOWN)
        rows = [model.objects.count() for model in MODELS]
        counted = changes_so_far()
        for event in in_order:
            bring(event, KNOWN + DAY)
        assert [model.objects.count() for model in MODELS] == rows
        assert changes_so_far() == counted
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(st.lists(directories(), min_size=1, max_size=4))
def test_on_its_day_a_photograph_is_certain(shots):
    last = {day: listed for _, day, listed in shots}
    with transaction.atomic():
        for n, event in enumerate(shots):
            bring(event, KNOWN + n * DAY)
        for day, listed in last.items():
            certain = Detail.objects.current().filter(starts_by__lte=day).exclude(ends__lte=day)
            shown = sorted(certain.values_list("provider__number", "name"))
            assert shown == [(each["number"], each["name"]) for each in listed]
        transaction.set_rollback(True)
