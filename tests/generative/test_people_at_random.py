"""Random people do random things, most of which they may not. Whatever they manage, on any day: the rules hold, nobody
sees beyond their scope, and what was answered about the past is answered alike.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from house import ACTS, LIKELY, House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import acts
from worlds import KAHUI_AKO

from kahui.definition.gates import Decision as Said
from kahui.definition.gates import may_follow
from kahui.definition.time import AsAt
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.access.models import Person
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.models import Consent
from kahui.records.formation.queries import places_of, within
from kahui.records.formation.queries.turns import turns
from kahui.records.networks.models import Decision, Membership, Network
from kahui.records.posts.models import Holding
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db
SEES = ("network.see", "caseload.see", "posts.see", "timeline.see")


class Crowd(House):
    """The same nation and acts; but whoever acts is anybody who is there, whatever their role."""

    @property
    def all(self) -> Acting:
        """Somebody, half the time who may do everything, so that stories come far."""
        if self.choose(2):
            return super().all
        return acts(self.one(Person.objects.order_by("pk")), self.day)


class Undone(Exception):
    """Ends an example: nothing of it is kept."""


@st.composite
def stories(draw: Any) -> Any:
    names = draw(st.lists(st.sampled_from([*LIKELY, *ACTS]), min_size=6, max_size=25))
    return names, draw(st.randoms(use_true_random=False))


@settings(max_examples=25, suppress_health_check=[*HealthCheck])
@given(stories())
def test_whoever_does_whatever_the_rules_hold_scopes_hold_and_the_past_stays(story: Any) -> None:
    names, chance = story

    def told() -> None:
        with transaction.atomic():
            crowd = Crowd(chance.randrange)
            answers: dict[AsAt, Any] = {}
            for name in ["begin", *names]:
                crowd.day += dt.timedelta(days=chance.randrange(40))
                before = Entry.objects.count()
                done = _tried(crowd, name)
                assert done or Entry.objects.count() == before, "an act that was refused left a trace"
                _rules_hold()
                _scopes_hold(crowd.day)
                as_at = AsAt(crowd.day, timezone.now())
                answers[as_at] = _answer(as_at)
            assert {as_at: _answer(as_at) for as_at in answers} == answers
            raise Undone

    with pytest.raises(Undone):
        told()


def _tried(crowd: Crowd, name: str) -> bool:
    try:
        with transaction.atomic():
            getattr(crowd, name)()
    except (RuleBroken, NotAllowed):
        return False
    return True


def _answer(as_at: AsAt) -> Any:
    """What the record answers of a day, as known at a moment: where every network is, and who belongs to it."""
    networks = list(Network.objects.order_by("pk"))
    there = {n.pk: t for n, t in zip(networks, turns(networks, as_at, KAHUI_AKO).values(), strict=True)}
    members = Membership.objects.on(as_at).order_by("network", "provider")
    return {k: t for k, t in there.items() if t}, list(members.values_list("network", "provider", "starts"))


def _rules_hold() -> None:
    """The rules, asked of everything that is held now and not only of what was just recorded."""
    stays = defaultdict(list)
    for provider, starts, ends in Membership.objects.current().values_list("provider", "starts", "ends"):
        stays[provider].append((starts, ends or dt.date.max))
    for periods in stays.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(periods)))  # NET-1
    for network in Network.objects.all():
        held = Decision.objects.current().filter(network=network).order_by("on", "pk")
        told = [Said(d.gate, d.decision, d.on, d.on_by) for d in held]
        assert [why for d in told if (why := may_follow(told, KAHUI_AKO, d))] == []  # NET-2
    holders = defaultdict(list)
    for person, starts, ends in Holding.objects.current().values_list(
        "appointment__person", "starts", "ends"
    ):
        holders[person].append((starts, ends or dt.date.max))
    for periods in holders.values():
        assert all(one[1] <= other[0] for one, other in pairwise(sorted(periods)))
    for consent in Consent.objects.current().select_related("provider", "network"):
        known = consent.network.proposed.filter(provider=consent.provider).exists()
        assert known or consent.network.memberships.filter(provider=consent.provider).exists()


def _scopes_hold(day: dt.date) -> None:
    """Network by network and in one query, everybody sees the same: what their reach covers, and nothing else."""
    networks = list(Network.objects.order_by("pk"))
    places = places_of(networks, day)
    for somebody in Person.objects.all():
        who = acts(somebody, day)
        for ability in SEES:
            reach = who.reach(ability)
            asked = {n.pk for n in within(reach, day)}
            assert asked == {n.pk for n in networks if reach.covers(places[n.pk])}
            assert asked == {n.pk for n in networks if who.check(ability, places[n.pk])}
