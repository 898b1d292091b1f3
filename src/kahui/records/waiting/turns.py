"""Everything that waits, put together from what each subject says waits; and of it, what waits for one person.

Nothing of it is stored: whose turn it is follows from the facts and the grants of a day.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from django.db import connection
from django.db.models import Count, Max, QuerySet

from kahui.definition.model import Definition
from kahui.records.access.check import Acting
from kahui.records.access.places import Place, Reach
from kahui.records.challenges import waiting as challenges
from kahui.records.changes.queries import changes_so_far
from kahui.records.editions import waiting as editions
from kahui.records.editions.queries import by_definition
from kahui.records.formation import waiting as formation
from kahui.records.formation import waiting_agreements as agreements
from kahui.records.formation.queries import within
from kahui.records.networks.models import Network
from kahui.records.notices.waiting import Waiting
from kahui.records.posts import waiting as posts
from kahui.records.timeline.models import Entry

Subject = Callable[[Collection[Network], dt.date, Definition], list[Waiting]]

SUBJECTS: tuple[Subject, ...] = (formation.waiting, agreements.waiting, challenges.waiting, posts.waiting)
"""What each subject says waits in networks of one edition of the programme."""


def waiting_of(networks: Collection[Network], on: dt.date) -> list[Waiting]:
    """What waits in these networks on a day, whoever it waits for, each network under its own edition of the
    programme: what is due first, then what has waited longest.

    A number of queries that grows with the editions in use, and not with the networks.
    """
    found = [
        _of_its_network(one)
        for definition, theirs in by_definition(networks, on)
        for subject in SUBJECTS
        for one in subject(theirs, on, definition)
    ]
    return sorted(found, key=urgency)


def waiting_for(acting: Acting) -> list[Waiting]:
    """What waits for somebody on the day they act: by each role and office they hold, deputies' included."""
    return owned_by(acting, waiting_where(acting))


def waiting_where(acting: Acting) -> list[Waiting]:
    """What waits where somebody holds a role, whoever it waits for.

    A process keeps what it worked out until the next act of anybody: a nation’s takes a second or two, and is asked
    again and again in between. Inside a transaction nothing is kept, for what is in it may not come to stand.
    """
    networks = list(concerning(acting))
    if connection.in_atomic_block:
        return sorted([*waiting_of(networks, acting.on), *_of_the_nation(acting)], key=urgency)
    state = (str(connection.settings_dict["NAME"]), acting.on, changes_so_far(), *_told())
    asked = frozenset(n.pk for n in networks)
    with _LOCK:
        kept = _KEPT.setdefault(state, {})
        if asked not in kept:
            for old in [key for key in _KEPT if key != state or len(kept) >= MOST_KEPT]:
                _KEPT.pop(old)
            _KEPT.setdefault(state, {})[asked] = waiting_of(networks, acting.on)
        found = list(_KEPT[state][asked])
    return sorted([*found, *_of_the_nation(acting)], key=urgency)


def _of_the_nation(acting: Acting) -> list[Waiting]:
    """What waits in no network, of what somebody may do something about."""
    return editions.waiting() if acting.reach("programme.approve") else []


MOST_KEPT = 32
_KEPT: dict[tuple[object, ...], dict[frozenset[int], list[Waiting]]] = {}
_LOCK = threading.Lock()


def _told() -> tuple[int, int]:
    """How many lines the timeline has and which is its last: every act writes one, in its own transaction."""
    told = Entry.objects.aggregate(many=Count("pk"), last=Max("pk"))
    return told["many"], told["last"] or 0


def concerning(acting: Acting) -> QuerySet[Network]:
    """The networks in which anything can wait for somebody: those that lie where they hold a role."""
    return within(Reach(frozenset(Place(g.place_kind, g.place_key) for g in acting.grants)), acting.on)


def owned_by(acting: Acting, waiting: Iterable[Waiting]) -> list[Waiting]:
    """Of what waits, what waits for somebody."""
    held = {
        (g.role, Place(g.place_kind, g.place_key), capacity)
        for g in acting.grants
        for capacity in ("", g.capacity)
    }
    me = Place("person", str(acting.id))
    return [w for w in waiting if w.place == me or (w.role, w.place, w.capacity) in held]


def _of_its_network(waiting: Waiting) -> Waiting:
    if waiting.network is None and waiting.place.kind == "network":
        return replace(waiting, network=int(waiting.place.key))
    return waiting


def urgency(waiting: Waiting) -> tuple[object, ...]:
    """What is due comes before what is not, the sooner the earlier; else what has waited longest."""
    return (waiting.due is None, waiting.due or waiting.since, waiting.since, waiting.of, waiting.code)
