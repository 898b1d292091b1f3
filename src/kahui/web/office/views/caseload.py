"""The caseload: every network an office looks after, whose turn it is, and what is stuck."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kahui.records.challenges.queries import facts_of
from kahui.records.challenges.states import WORDS, stays
from kahui.records.editions.queries import by_definition
from kahui.records.formation.queries.caseload import Case, caseload, said
from kahui.records.formation.queries.turns import courses
from kahui.records.networks.models import Network
from kahui.web.door.routes import needs
from kahui.web.office.desk import Desk, desk

SIZE = 25
TURNS = (("mine", "mine"), ("office", "an office’s"), ("network", "the network’s"), ("stuck", "stuck"))


@needs("caseload.see")
def listing(request: HttpRequest) -> HttpResponse:
    """Networks within reach: mine first, then the longest in their state."""
    at = desk(request)
    networks = list(at.reach)
    cases = cases_of(networks, at)
    asked = {name: request.GET.get(name, "")[:100] for name in ("region", "stage", "turn", "q")}
    mine = {case.key for case in cases if _is_mine(case, at)}
    found = [case for case in cases if _asked_for(case, asked, mine)]
    found.sort(key=lambda c: (c.key not in mine, not c.stuck, -c.days, c.name))
    page, pages = _page(request, len(found))
    shown = found[(page - 1) * SIZE : page * SIZE]
    return at.show(
        "caseload",
        rows=_rows(shown, networks, at, mine),
        total=len(found),
        all=len(cases),
        yours=len(mine),
        stuck=sum(bool(case.stuck) for case in cases),
        page=page,
        pages=pages,
        asked=asked,
        turns=TURNS,
        **_choices(cases),
    )


def cases_of(networks: list[Network], at: Desk) -> list[Case]:
    """The caseload of these networks, each under its own edition of the programme."""
    sent = at.sent(networks)
    return [
        case
        for definition, theirs in by_definition(networks, at.who.on)
        for case in caseload(theirs, at.as_at, definition, sent)
    ]


def _is_mine(case: Case, at: Desk) -> bool:
    """Whether it is the turn of whoever asks: their office's, and as an adviser only where they look after it."""
    if not case.capacity:
        return False
    gates = {grant.capacity for grant in at.who.grants}
    if case.adviser_id == at.who.id and not case.conflict:
        return True
    capacity = next((c for c in at.programme.capacities if c.code == case.capacity), None)
    looks_after = capacity is not None and capacity.role == "adviser"
    return case.capacity in gates and not looks_after


def _asked_for(case: Case, asked: dict[str, str], mine: set[int]) -> bool:
    turn = asked["turn"]
    return (
        asked["region"] in ("", case.region)
        and asked["stage"] in ("", case.stage)
        and (turn != "mine" or case.key in mine)
        and (turn != "office" or case.state == "waits")
        and (turn != "network" or case.state not in ("waits", "rests", "ended"))
        and (turn != "stuck" or bool(case.stuck))
        and asked["q"].casefold() in f"{case.name} {case.number}".casefold()
    )


def _choices(cases: list[Case]) -> dict[str, list[tuple[str, str]]]:
    regions = sorted({case.region for case in cases if case.region})
    stages = list(dict.fromkeys(case.stage for case in cases))
    return {"regions": [(r, r) for r in regions], "stages": [(s, s) for s in sorted(stages)]}


@dataclass(frozen=True, slots=True)
class Row:
    """A case, whether it is the asker's turn, and its states: (words, days, share of the widest in percent)."""

    case: Case
    mine: bool
    states: tuple[tuple[str, int], ...]


def _rows(shown: list[Case], networks: list[Network], at: Desk, mine: set[int]) -> list[Row]:
    keys = {case.key for case in shown}
    listed = [n for n in networks if n.pk in keys]
    formed = {
        key: (definition, course)
        for definition, theirs in by_definition(listed, at.who.on)
        for key, course in courses(theirs, at.as_at, definition).items()
    }
    written = facts_of(listed, at.as_at)
    rows = []
    for case in shown:
        definition, course = formed[case.key]
        programme = definition.at(at.as_at.on)
        states = [(said(stay.turn, programme)[0], stay.days) for stay in course]
        if course and course[-1].turn.state == "done":
            states.pop()
        held = stays(written[case.key], definition, at.as_at.on)
        states += [(f"challenges {WORDS[stay.state.code]}", stay.days) for stay in held]
        rows.append(Row(case, case.key in mine, tuple(states)))
    return rows


def _page(request: HttpRequest, total: int) -> tuple[int, int]:
    last = max(1, -(-total // SIZE))
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return min(max(page, 1), last), last
