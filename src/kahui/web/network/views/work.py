"""A network's own first page: what waits and whose turn it is, what is done, its people, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kahui.definition.gates import come_to
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.models import Grant
from kahui.records.access.roles import ROLES
from kahui.records.formation.actions.telling import adviser_of, region_of
from kahui.records.formation.queries.memorandum import members_of
from kahui.records.formation.queries.turns import now_on, taken_of
from kahui.records.formation.turns import Taken
from kahui.records.networks.agreements import acting_as_one, merged_into
from kahui.records.networks.queries import name_of
from kahui.records.waiting.cases import Turn, cases
from kahui.records.waiting.turns import owned_by, waiting_of
from kahui.web.door.routes import needs
from kahui.web.network.here import Here, here

PAGES = {
    "memorandum": "memorandum",
    "submission": "challenges",
    "endorsement": "challenges",
    "closing": "ending",
}
"""Gate → the page of the network on which its work is done."""

KINDS = (
    ("school", "school", "schools"),
    ("service", "early learning service", "early learning services"),
    ("tertiary", "tertiary provider", "tertiary providers"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A gate of the way, and whether it has been passed."""

    words: str
    state: str
    why: str = ""
    path: str = ""


@needs("network.see")
def work(request: HttpRequest, number: str) -> HttpResponse:
    """What waits here, for whom; what is done; who is who."""
    at = here(request, number)
    waiting = waiting_of([at.network], at.who.on)
    mine = owned_by(at.who, waiting)
    found = cases([at.number], waiting, at.who.on)[0]
    values: dict[str, Any] = {
        "yours": mine,
        "turns": [_turn(t) for t in found.turns if t.words not in {w.words for w in mine}],
        "rests": found.rests,
        "stage": found.stage,
        "steps": steps(at),
        "people": _people(at),
        "ways": _ways(at),
        "together": acting_as_one(at.network, at.who.on),
        "merged": _merged(at),
    }
    return at.show("work", **values)


def steps(at: Here) -> list[Step]:
    """The way of the programme, each gate with what the record says of it on the day."""
    taken = taken_of([at.network], now_on(at.who.on))[at.network.pk]
    reached = {s.gate: s for s in come_to([t.said for t in taken], at.definition, at.who.on).gates}
    found = []
    for gate in at.programme.gates:
        stood, last = reached.get(gate.code), _last(taken, gate.code)
        if stood is not None:
            state = f"stands since {say(stood.since)}"
            state += f", again on {say(stood.renewed)}" if stood.renewed != stood.since else ""
        else:
            state = f"{last.word} on {say(last.on)}" if last else "not yet"
        page = PAGES.get(gate.code, "")
        found.append(Step(gate.name.en, state, "", at.path(page) if page else ""))
    return found


def _last(taken: Sequence[Taken], gate: str) -> Taken | None:
    return next((t for t in reversed(taken) if t.gate == gate), None)


def _turn(turn: Turn) -> dict[str, Any]:
    """What waits, for whom (the places of one role together), since when, by when, and whether nobody holds it."""
    by_role: dict[str, list[str]] = {}
    for owner in turn.owners:
        by_role.setdefault(owner.role, []).append(owner.where)
    owners = "; ".join(
        f"{role}: {', '.join(w for w in where if w)}".rstrip(": ") for role, where in by_role.items()
    )
    return {
        "words": turn.words,
        "owners": owners,
        "since": turn.since,
        "due": turn.due,
        "unheld": turn.unheld,
    }


def _people(at: Here) -> list[tuple[str, str]]:
    """Who leads and keeps the network, who looks after it, and how many boards it has."""
    found = [(ROLES[g.role].name, _holder(g)) for g in _held(at)]
    adviser, region = adviser_of(at.network, at.who.on), region_of(at.network, at.who.on)
    found += [("Adviser", str(adviser))] if adviser else []
    found += [("Regional office", region.key)] if region else []
    members = members_of([at.network], at.who.on)[at.network.pk]
    counted = [(sum(p.kind == kind for p in members), one, many) for kind, one, many in KINDS]
    words = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counted if n)
    return [*found, ("Members", words or "none on this day")]


def _held(at: Here) -> list[Grant]:
    own = places.network(at.number)
    held = Grant.objects.held_on(at.who.on).filter(place_kind=own.kind, place_key=own.key)
    return list(held.select_related("person", "instead_of__person").order_by("role", "person__name"))


def _holder(grant: Grant) -> str:
    return f"{grant.person}, for {grant.instead_of.person}" if grant.instead_of else str(grant.person)


def _ways(at: Here) -> list[tuple[str, str]]:
    """Where to go on from here, as far as whoever looks may."""
    ways = (
        ("network.see", "Members", at.path("members")),
        ("network.see", "Memorandum and what is shared", at.path("memorandum")),
        ("network.see", "Challenges", at.path("challenges")),
        ("posts.see", "Posts and release", at.path("posts")),
        ("network.see", "Merging, acting as one, closing", at.path("ending")),
        ("timeline.see", "Who did what, and when", f"/timeline/network/{at.number}"),
        ("network.see", "Its public page", reverse("network", args=[at.number])),
    )
    return [(words, path) for ability, words, path in ways if at.may(ability)]


def _merged(at: Here) -> str:
    merger = merged_into(at.network, at.who.on)
    return f"It went on as part of {name_of(merger.into)} on {say(merger.on)}." if merger else ""
