"""The challenges: written together, agreed by every board, submitted, sent back, endorsed, refreshed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kahui.records.access.check import NotAllowed
from kahui.records.challenges.actions import fix as fix_challenges
from kahui.records.challenges.actions import submit as submit_challenges
from kahui.records.challenges.counting import counted
from kahui.records.challenges.queries import facts_of, submissions
from kahui.records.challenges.states import WORDS, Stay, stays
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions.memorandum import stands_on
from kahui.records.formation.models import Advice
from kahui.records.formation.queries.turns import now_on
from kahui.web.door.routes import needs
from kahui.web.network.forms import Submits
from kahui.web.network.here import Here, here
from kahui.web.network.papers import Papers, papers

KIND = "challenges"
OWNERS = {"leader": "those who write for the network", "board": "the boards"}


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that is looked at before challenges go on, and whether it is so."""

    words: str
    so: bool
    told: str


@needs("network.see")
def challenges(request: HttpRequest, number: str) -> HttpResponse:
    """Where the challenges are and whose turn it is; sections, versions, answers, checks, days in each state."""
    at = here(request, number)
    found = papers(at, KIND)
    held = stays(facts_of([at.network], now_on(at.who.on))[at.network.pk], at.definition, at.who.on)
    values: dict[str, Any] = {
        "papers": found,
        "kind": KIND,
        "now": _words(at, held[-1]) if held else None,
        "code": held[-1].state.code if held else "",
        "stays": [_words(at, stay) for stay in held],
        "checks": checks(at, found),
        "submissions": submissions(at.network, at.who.on),
        "advice": Advice.objects.current()
        .filter(network=at.network, matter=KIND, on__lte=at.who.on)
        .order_by("on", "pk"),
        "may": at.may("challenges.write"),
        "may_submit": at.may("challenges.submit"),
        "may_record": at.may("consent.record"),
    }
    return at.show("challenges", **values)


@require_POST
@needs("challenges.write")
def fix(request: HttpRequest, number: str) -> HttpResponse:
    """Fix what is written as a version, for the boards to agree to."""
    at = here(request, number)
    made = fix_challenges(network=at.network, by=at.who, definition=at.definition)
    messages.success(
        request, f"Version {made.number} is fixed. Every member’s board is asked whether it agrees."
    )
    return at.back(KIND)


@needs("challenges.submit")
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Look at what is sent and at the checks, then send it to the regional office."""
    at = here(request, number)
    found = papers(at, KIND)
    form = Submits(request.POST or None)
    version = found.newest.number if found.newest else 0
    if request.method == "POST" and form.is_valid() and _submitted(at, version, form):
        return at.back(KIND)
    values = {"form": form, "papers": found, "checks": checks(at, found), "kind": KIND}
    return at.show("submit", (found.name, KIND), status=422 if form.errors else 200, **values)


def checks(at: Here, found: Papers) -> list[Checked]:
    """What is looked at: every board’s agreement, the memorandum, how many challenges there are."""
    newest = found.newest
    count = counted(
        newest.sections.get(KIND, "") if newest else "", at.definition, newest.on if newest else at.who.on
    )
    gate = at.programme.gate("memorandum")
    signed = gate is not None and stands_on(at.network, gate.code, at.who.on, at.definition)
    boards = len(found.boards)
    made = [
        Checked(
            "Every board agrees", bool(boards) and found.agreed == boards, f"{found.agreed} of {boards} agree"
        )
    ]
    if gate is not None:
        made.append(
            Checked(
                f"{gate.name.en} signed",
                signed,
                "it stands on this day" if signed else "it does not stand on this day",
            )
        )
    source = f" [{count.asked.cited.source}: {count.asked.cited.note}]" if count.asked else ""
    return [*made, Checked("As many challenges as are asked for", count.within, count.words + source)]


def _words(at: Here, stay: Stay) -> dict[str, Any]:
    """A state in words: what it is, whose turn it is, since when and for how many days."""
    state = stay.state
    office = next((c.name.en for c in at.programme.capacities if c.code == state.owner.capacity), "")
    gate = at.programme.gate(state.gate) if state.gate else None
    words = f"before the gate “{gate.name.en}”" if state.code == "office" and gate else WORDS[state.code]
    return {
        "words": ("again " if state.again else "") + words,
        "version": state.version,
        "owner": f"the {office}" if office else OWNERS.get(state.owner.role, state.owner.role),
        "since": stay.starts,
        "until": stay.ends,
        "days": stay.days,
    }


def _submitted(at: Here, version: int, form: Submits) -> bool:
    try:
        submit_challenges(
            network=at.network,
            version=version,
            words=form.cleaned_data["words"],
            by=at.who,
            definition=at.definition,
        )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    messages.success(at.request, f"Version {version} is with the regional office.")
    return True
