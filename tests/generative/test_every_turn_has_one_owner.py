"""Whatever people do, in whatever order: each thing that waits has one owner, and each network a turn or a reason.

Random acts are done on days that go forward; those that a rule refuses change nothing. After every act what waits is
asked, and what must hold of it holds.
"""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import transaction
from house import ACTS, LIKELY, WAY, House
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from people import acts
from worlds import KAHUI_AKO

from kahui.records.access.check import NotAllowed
from kahui.records.access.models import Person
from kahui.records.access.places import NATION, PROVIDERS
from kahui.records.access.roles import ROLES
from kahui.records.challenges.queries import sendings
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.queries.turns import now_on, turns
from kahui.records.networks.models import Network
from kahui.records.notices.waiting import Waiting
from kahui.records.register.models import Provider
from kahui.records.waiting.cases import PRIVATE, cases
from kahui.records.waiting.digests import words_of
from kahui.records.waiting.owners import Key, holders_of
from kahui.records.waiting.turns import owned_by, waiting_of

pytestmark = pytest.mark.django_db


@st.composite
def stories(draw):  # type: ignore[no-untyped-def]
    """Acts with their choices; what a network needs to come far comes more often than the rest."""
    acts_ = draw(st.lists(st.sampled_from([*LIKELY, *ACTS]), min_size=12, max_size=30))
    return acts_, random.Random(draw(st.integers(0, 2**32 - 1)))


class Undone(Exception):
    """Ends an example: nothing of it is kept."""


@settings(max_examples=10, phases=[Phase.generate])  # a story reads as it is; making it shorter takes minutes
@given(stories())
def test_every_waiting_thing_has_one_owner_and_every_network_a_turn_or_a_reason(story):
    names, chance = story

    def told() -> None:
        with transaction.atomic():
            house = House(chance.randrange)
            _do(house, "begin")
            for _ in range(chance.randrange(len(WAY) + 1)):  # stories begin anywhere on the way
                _do(house, "onward")
            for name in names:
                house.day += dt.timedelta(days=chance.randrange(40))
                _do(house, name)
                _holds(house.day)
            raise Undone

    with pytest.raises(Undone):
        told()


def _do(house: House, name: str) -> None:
    """The act, or nothing where a rule or a right stands in its way."""
    try:
        with transaction.atomic():
            getattr(house, name)()
    except (RuleBroken, NotAllowed):
        pass


def _holds(day: dt.date) -> None:
    networks = list(Network.objects.all())
    waiting = waiting_of(networks, day)
    for each in waiting:
        _has_one_owner(each, day)
    once = [(w.code, w.words, w.network, w.place, w.path) for w in waiting]
    assert len(once) == len(set(once)), "the same thing waits twice for one owner"
    _nobody_sees_more(waiting, day)
    _each_network_is_told(networks, waiting, day)
    _offices_wait(networks, waiting, day)


def _has_one_owner(waiting: Waiting, day: dt.date) -> None:
    """One role in one place in which it can be held, or one person; one office at most, of that role."""
    kind, key = waiting.place
    if kind == "person":
        assert Person.objects.filter(pk=int(key)).exists()
    else:
        assert kind in ROLES[waiting.role].places, waiting
        assert waiting.place == NATION or key
    if kind in PROVIDERS:
        assert Provider.objects.filter(kind=kind, number=int(key)).exists()
    offices_ = {c.code: c.role for c in KAHUI_AKO.capacities}
    assert waiting.capacity == "" or offices_[waiting.capacity] == waiting.role
    assert waiting.words
    assert waiting.of
    assert waiting.path.startswith("/")
    assert waiting.since <= day, waiting


def _nobody_sees_more(waiting: list[Waiting], day: dt.date) -> None:
    """What waits for somebody is what they hold the role of, whichever way it is asked; digests name nobody."""
    holders = holders_of({Key.of(w) for w in waiting}, day)
    told = words_of(waiting, 0, day)
    assert [p.name for p in Person.objects.all() if p.name in told] == []
    for somebody in Person.objects.all():
        mine = owned_by(acts(somebody, day), waiting)
        assert mine == [w for w in waiting if somebody in holders[Key.of(w)]]


def _each_network_is_told(networks: list[Network], waiting: list[Waiting], day: dt.date) -> None:
    seen = {n: [w for w in waiting if n.number in (w.network, *w.also)] for n in networks}
    for network, case in zip(networks, cases([n.number for n in networks], waiting, day), strict=True):
        shown = [w for w in seen[network] if not w.private]
        assert sum(len(t.owners) for t in case.turns) == len({(w.words, Key.of(w)) for w in shown})
        assert bool(case.rests) == (not shown or any(w.private for w in seen[network]))
        assert case.rests == PRIVATE or not case.rests or case.rests.startswith("Nothing waits: ")
    assert {n for w in waiting for n in (w.network, *w.also)} <= {n.number for n in networks}


def _offices_wait(networks: list[Network], waiting: list[Waiting], day: dt.date) -> None:
    """Where it is an office's turn in a matter, something waits for an office."""
    as_at = now_on(day)
    for network, theirs in zip(
        networks, turns(networks, as_at, KAHUI_AKO, sendings(networks, as_at)).values(), strict=True
    ):
        at_work = [
            w for w in waiting if network.number in (w.network, *w.also) and w.path.startswith("/office/")
        ]
        assert len({t.matter for t in theirs if t.state == "waits"}) <= len(at_work)
