"""What is in flight beside any one network: a deputy, a change of the programme, two acting as one, one who leaves."""

from __future__ import annotations

import datetime as dt
import itertools

from kahui.definition.edits import with_decider
from kahui.records.access.actions import name_deputy
from kahui.records.access.models import Grant
from kahui.records.access.places import NATION, region
from kahui.records.editions.actions import assent, propose
from kahui.records.editions.models import Edition
from kahui.records.editions.queries import installed, live_files
from kahui.records.formation.actions.ending import act_as_one
from kahui.records.formation.actions.members import leave
from kahui.records.formation.queries.memorandum import members_of
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Network
from kahui.records.posts.models import Holding
from kahui.records.register.models import Provider
from kahui.site.world.casting import Cast
from kahui.site.world.telling import DAY, Story, Telling, place_of


def stories(told: Telling, cast: Cast) -> list[Story]:
    """What happens once in the house."""
    return [deputy(told, cast), programme(told), as_one(told), leaver(told)]


def deputy(told: Telling, cast: Cast) -> Story:
    """The region's director is away for ten days, and the director of another stands in (the adviser where none is)."""
    yield 5
    here = region(cast.region)
    director = told.who("director", here)
    grant = Grant.objects.current().get(person=director.person, role="director", instead_of__isnull=True)
    others = [
        person for (role, place), person in told.people.by.items() if role == "director" and place != here
    ]
    stands_in = others[0] if others else told.people.who("adviser", here)
    starts = told.last - 4 * DAY
    name_deputy(
        grant=grant, deputy=stands_in, starts=starts, ends=starts + 10 * DAY, by=director, now=told.now
    )  # fmt: skip


def programme(told: Telling) -> Story:
    """Who endorses is to change with the next year: one designer has proposed it and assented, another is awaited."""
    yield 6
    designer = told.who("designer", NATION)
    gate = told.definition.standing("endorsed")
    assert gate is not None  # the reference programme has one
    director = next(c.code for c in told.definition.capacities if c.role == "director")
    words = "From the new year on, directors endorse what their regions submit."
    starts = dt.date(told.last.year + 1, 2, 1)
    files = with_decider(live_files(), gate.code, director, starts, words)
    propose(files=files, based_on=installed().hash, words=words, by=designer, on=told.day)
    yield 5
    edition = Edition.objects.latest("pk")
    assent(edition=edition, by=told.who("designer", NATION), on=told.day)


def as_one(told: Telling) -> Story:
    """Two approvals of one region, which act as one."""
    yield 60
    there = [
        told.told[name] for name in ("drafted", "sent back", "submitted", "one signature short", "recruits")
    ]
    pairs = itertools.combinations(there, 2)
    pair = next((p for p in pairs if told.director(p[0]).id == told.director(p[1]).id), None)
    if pair is not None:
        act_as_one(
            networks=pair, name="Te Rōpū Kotahi", starts=told.day, by=told.director(pair[0]), now=told.now
        )  # fmt: skip


def leaver(told: Telling) -> Story:
    """A school gives notice to its network; where one employs somebody in a post, it is that one."""
    yield 8
    found = _employer(told) or _last_to_join(told)
    network, provider = found
    told.told["one leaves"] = network
    leave(
        network=network, provider=provider, notified_on=told.day, leaves=dt.date(told.last.year + 1, 1, 28),
        words="Our board has resolved to work with the two schools across the river instead. Ngā mihi ki a koutou.",
        by=told.board(provider), definition=told.definition, now=told.now,
    )  # fmt: skip


def _employer(told: Telling) -> tuple[Network, Provider] | None:
    """The first school that employs somebody in a post, in a network that no other story is about."""
    about = {network.pk for network in told.told.values()}
    held = Holding.objects.on(now_on(told.day)).exclude(appointment__network__in=about)
    for holding in held.select_related("appointment__network", "appointment__provider").order_by("pk"):
        network, provider = holding.appointment.network, holding.appointment.provider
        if provider in members_of([network], told.day)[network.pk] and _answers(told, provider):
            return network, provider
    return None


def _last_to_join(told: Telling) -> tuple[Network, Provider]:
    network = told.told["submitted"]
    return network, members_of([network], told.day)[network.pk][-1]


def _answers(told: Telling, provider: Provider) -> bool:
    return ("board", place_of(provider)) in told.people.by
