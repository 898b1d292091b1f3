"""The caseload: every network an office looks after, whose turn it is, and what is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kahui.definition.model import Programme
from kahui.records.challenges.queries import facts_of
from kahui.records.challenges.states import WORDS, stays
from kahui.records.challenges.states import Stay as Held
from kahui.records.editions.queries import by_definition
from kahui.records.formation.queries.caseload import Case, caseload, said
from kahui.records.formation.queries.turns import courses
from kahui.records.formation.turns import OFFICES, Stay
from kahui.records.networks.models import Network
from kahui.web.design.paging import page_of
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
    page, pages = page_of(request, len(found), SIZE)
    shown = found[(page - 1) * SIZE : page * SIZE]
    rows = _rows(shown, networks, at, mine)
    return at.show(
        "caseload",
        rows=rows,
        widest=max((part.begins + part.days for row in rows for part in row.parts), default=1) or 1,
        tranches=bool(at.who.reach("tranche.make")),
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
    if case.capacity not in {grant.capacity for grant in at.who.grants if grant.capacity}:
        return False
    capacity = next((c for c in at.programme.capacities if c.code == case.capacity), None)
    if capacity is not None and capacity.role == "adviser":
        return case.adviser_id == at.who.id and not case.conflict
    return True


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
class Part:
    """A state as it is drawn: its words, whether it was an office's turn, its days, where it begins on the strip."""

    words: str
    office: bool
    days: int
    begins: int


@dataclass(frozen=True, slots=True)
class Row:
    """A case, whether it is the asker's turn, what it does now and whose turn that is, and the states it was in."""

    case: Case
    mine: bool
    doing: str
    whose: str
    days: int
    parts: tuple[Part, ...]


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
        held = stays(written[case.key], definition, at.as_at.on)
        rows.append(_row(case, course, held, definition.at(at.as_at.on), mine=case.key in mine))
    return rows


def _row(
    case: Case, course: Sequence[Stay], held: Sequence[Held], programme: Programme, *, mine: bool
) -> Row:
    """Its expression of interest until that was decided, then its challenges."""
    states = [
        (said(s.turn, programme)[0], s.turn.state == "waits", s.days)
        for s in course
        if s.turn.state != "done"
    ]
    states += [(f"challenges {WORDS[s.state.code]}", s.state.owner.role in OFFICES, s.days) for s in held]
    parts, begins = [], 0
    for words, office, days in states:
        parts.append(Part(words, office, days, begins))
        begins += days
    doing, whose, days = case.doing, case.whose, case.days
    if case.state in (None, "done") and held:
        now = held[-1]
        doing, days = f"challenges {WORDS[now.state.code]}", now.days
        whose = "its boards" if now.state.owner.role == "board" else "those who write it"
    return Row(case, mine, doing, whose, days, tuple(parts))
