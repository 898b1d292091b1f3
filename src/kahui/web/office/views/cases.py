"""One network as an office sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse

from kahui.definition.formation import Look
from kahui.records.access import places
from kahui.records.access.check import No
from kahui.records.challenges.queries import facts_of
from kahui.records.challenges.states import WORDS, stays
from kahui.records.formation.queries import cases
from kahui.records.formation.queries.caseload import Case as Summary
from kahui.records.formation.queries.caseload import caseload, said
from kahui.records.formation.queries.interest import interest_of
from kahui.records.formation.queries.turns import courses
from kahui.records.formation.turns import CHALLENGES, INTEREST, MEMORANDUM, OFFICES
from kahui.records.timeline.models import Entry
from kahui.records.timeline.queries import timeline_of
from kahui.web.door.routes import needs
from kahui.web.office.desk import Case, desk

LATEST = 12
"""Lines of the timeline on a case; the rest have a page of their own."""


@needs("caseload.see")
def case(request: HttpRequest, number: int) -> HttpResponse:
    """What it sent, what was said of it, what it waits for, and what can be done about it."""
    at = desk(request)
    one = at.case(number)
    network, as_at = one.network, at.as_at
    summary = caseload([network], as_at, one.definition, at.sent([network]))[0]
    held = _stays(one, summary.adviser)
    return at.show(
        "case",
        case=one,
        summary=summary,
        gates=_gates(one),
        acts=_acts(one, summary.adviser),
        papers=_papers(one, request),
        ledger=cases.ledger(network, as_at),
        looks=_looks(one),
        advice=cases.advice_on(network, as_at),
        support=_support(one),
        rulings=cases.rulings_on(network, as_at),
        conditions=_conditions(one),
        stays=held,
        now=_now(summary, held),
        entries=timeline_of(places.network(number), as_at, Entry.Kind.DID)[:LATEST],
    )


def _now(summary: Summary, held: list[tuple[str, dt.date, int]]) -> dict[str, Any]:
    """What it does now, since when, and whose turn that is; once it is decided, what its challenges do."""
    if summary.state in (None, "done") and held:
        words, since, days = held[-1]
        doing, _, whose = words.partition(" – ")
        return {"doing": doing, "whose": whose, "since": since, "days": days}
    return {"doing": summary.doing, "whose": summary.whose, "since": summary.since, "days": summary.days}


def _looks(one: Case) -> tuple[Look, ...]:
    """What the programme looks for in a network that forms, as it is on the day looked at."""
    day = one.desk.as_at.on
    found = interest_of(one.network, day, one.definition)
    return found.looks(one.definition, day) if found else ()


def _gates(one: Case) -> list[dict[str, Any]]:
    """The gates at which an office can decide about it now, and whether whoever asks may: those it has come to, and
    those that stand and can be ended."""
    waits = [t.gate for t in one.turns if t.state == "waits"]
    found = []
    for gate in one.programme.gates:
        capacity = one.programme.decider(gate)
        if capacity is None or capacity.role not in OFFICES:
            continue
        ends = one.stage.stands(gate.code) and any(o.effect == "ends" for o in gate.outcomes)
        if gate.code in waits or ends:
            words = "Decide" if gate.code in waits else "End"
            may = one.may_act("gate.decide", capacity=capacity.code)
            named = f"{words}: {gate.name.en.lower()}"
            found.append({"gate": gate, "words": named, "may": may, "waits": gate.code in waits})
    return found


def _acts(one: Case, adviser: str) -> dict[str, Any]:
    open = any(t.state in ("waits", "back") for t in one.turns)
    decided = No("Nothing of it is before an office on this day.")
    return {
        "declare": one.may("conflict.declare"),
        "advise": one.may_act("advice.give") if open else decided,
        "ask": (one.may_act("advice.give") or one.may_act("gate.decide")) if open else decided,
        "assign": one.may("case.assign"),
        "support": one.may("support.record"),
        "condition": one.may_act("condition.close"),
        "adviser": adviser,
    }


def _papers(one: Case, request: HttpRequest) -> list[dict[str, Any]]:
    """Its documents; each whole where it is the first, or where somebody asks for the whole."""
    found = []
    for kind in (CHALLENGES, MEMORANDUM, INTEREST):
        paper = cases.read(one.network, kind, one.desk.as_at, one.definition)
        if paper is not None:
            whole = request.GET.get("whole") == kind or paper.since is None
            outline = next((o for o in one.definition.documents if o.kind == kind), None)
            title = outline.name.en if outline else kind.capitalize()
            found.append({"read": paper, "whole": whole, "kind": kind, "title": title})
    return found


def _support(one: Case) -> list[Any]:
    return list(cases.support_of(one.network, one.desk.as_at))


def _conditions(one: Case) -> list[dict[str, Any]]:
    day = one.desk.as_at.on
    return [
        {"condition": c, "met": met, "late": met is None and c.due is not None and c.due < day}
        for c, met in cases.conditions_of(one.network, one.desk.as_at)
    ]


def _stays(one: Case, adviser: str) -> list[tuple[str, dt.date, int]]:
    """Every state it was in, in words, from which day and for how many: its expression of interest until that was
    decided, then its challenges."""
    as_at, on = one.desk.as_at, one.desk.as_at.on
    formed = courses([one.network], as_at, one.definition)[one.network.pk]
    found = [
        (" – ".join(said(stay.turn, one.programme, adviser)), stay.starts, stay.days)
        for stay in formed
        if stay.turn.state != "done"
    ]
    for held in stays(facts_of([one.network], as_at)[one.network.pk], one.definition, on):
        role = held.state.owner.role
        whose = "its boards" if role == "board" else "an office" if role in OFFICES else "those who write it"
        found.append((f"challenges {WORDS[held.state.code]} – {whose}", held.starts, held.days))
    return found
