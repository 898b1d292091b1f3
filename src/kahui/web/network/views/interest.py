"""An expression of interest: begun, named, its schools and services invited, what the programme looks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kahui.records.access.check import Acting, NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.queries import drafts_of, open_requests
from kahui.records.editions.queries import definitions_for
from kahui.records.formation.actions import interest as verbs
from kahui.records.formation.models import Proposed
from kahui.records.formation.queries.interest import State, found_by, interests_of, states_of
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.queries import names_of
from kahui.records.register.models import Detail, Provider
from kahui.records.register.queries import names_now
from kahui.web.door.routes import acting, needs
from kahui.web.network.expression import Expression, expression
from kahui.web.network.interest_forms import STANDINGS, Begin, Rename

WORDS: dict[State, str] = {
    "writing": "being written",
    "asking": "boards are asked",
    "refused": "a board does not agree",
    "sent": "with the office",
    "approved": "approved",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list: what to do, where, and how it stands in words."""

    words: str
    state: str
    path: str = ""
    why: str = ""


@needs("network.see")
def listing(request: HttpRequest) -> HttpResponse:
    """The expressions of interest within reach; whoever leads a school begins one here."""
    who = acting(request)
    networks = list(interests_of(who.reach("network.see"), who.on)[:200])
    called = names_of(networks)
    states = states_of(networks, who.on, definitions_for(networks, who.on))
    lines = [(n.number, called[n.pk], *_in_words(*states[n.pk])) for n in networks]
    own = _own(who)
    form = Begin(own=own) if own else None
    return render(request, "network/expressions.html", {"place": "expressions", "lines": lines, "form": form})


@needs("interest.write")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin one for one's own school or service."""
    who = acting(request)
    form = Begin(request.POST, own=_own(who))
    if form.is_valid():
        kind, number = form.cleaned_data["provider"].split("-")
        provider = Provider.objects.get(kind=kind, number=int(number))
        try:
            network = verbs.begin(provider=provider, name=form.cleaned_data["name"], by=who)
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "name")
        else:
            messages.success(request, "Begun. What you write is kept; come back to it whenever you like.")
            return redirect(f"/expressions/{network.number}")
    values = {"place": "expressions", "lines": [], "form": form}
    return render(request, "network/expressions.html", values, status=422)


@needs("network.see")
def home(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands, what is left to do, what the programme looks for."""
    at = expression(request, number)
    values: dict[str, Any] = {
        "above": [("Expressions of interest", "/expressions")],
        "tasks": _tasks(at),
        "looks": at.interest.looks(at.definition, at.who.on),
        "requests": [(r, _section(at, r.section)) for r in open_requests(at.interest.document)],
        "may_send": at.may("interest.submit"),
        "may_withdraw": at.may("interest.submit"),
    }
    return at.show("expression", **values)


@needs("interest.write")
def name(request: HttpRequest, number: str) -> HttpResponse:
    """Another name."""
    at = expression(request, number)
    form = Rename(request.POST or None, initial={"name": at.name})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.rename(
                network=at.interest.network,
                name=form.cleaned_data["name"],
                by=at.who,
                definition=at.definition,
            )
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "name")
        else:
            messages.success(request, "The name is kept.")
            return at.back()
    return at.show("expression_name", form=form, status=422 if form.errors else 200)


@needs("network.see")
def who(request: HttpRequest, number: str) -> HttpResponse:
    """Who is named, as the register has them; others are found there by name or number."""
    at = expression(request, number)
    text = request.GET.get("q", "")[:100]
    return at.show("expression_who", **_who(at, text))


@needs("interest.write")
@require_POST
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """Name somebody, change how they are named, or take them out."""
    at = expression(request, number)
    kind, key, standing = (request.POST.get(k, "") for k in ("kind", "number", "standing"))
    provider = Provider.objects.filter(
        kind=kind, number=int(key) if key.isdigit() and len(key) < 10 else -1
    ).first()
    known = provider is not None and standing in (*Proposed.Standing.values, "out")
    if provider is None or not known:
        fault = "Choose one of those found in the register, and how it takes part."
        return at.show("expression_who", errors=[("q", fault)], status=422, **_who(at, ""))
    told = {"network": at.interest.network, "provider": provider, "by": at.who, "definition": at.definition}
    try:
        if standing == "out":
            verbs.take_out(**told)  # type: ignore[arg-type]
        else:
            verbs.name_provider(standing=standing, **told)  # type: ignore[arg-type]
    except (RuleBroken, NotAllowed) as fault:
        return at.show("expression_who", errors=[("q", str(fault))], status=422, **_who(at, ""))
    named = names_now([provider.pk]).get(provider.pk, (0, "It"))[1]
    done = "is no longer named" if standing == "out" else f"is named: {Proposed.Standing(standing).label}"
    messages.success(request, f"{named} {done}.")
    return at.back("who")


def _who(at: Expression, text: str) -> dict[str, Any]:
    named = {f.provider.pk for f in at.interest.named}
    found: tuple[Detail, ...] = found_by(text, now_on(at.who.on)) if text.strip() else ()
    return {
        "text": text,
        "found": [(d, d.provider_id in named) for d in found],
        "standings": STANDINGS,
        "may": at.may("interest.write"),
        "looks": [look for look in at.interest.looks(at.definition, at.who.on) if look.code != "boards"],
    }


def _tasks(at: Expression) -> list[Task]:
    drafts, asked = drafts_of(at.interest.document), {r.section for r in open_requests(at.interest.document)}
    count = len(at.interest.named)
    tasks = [
        Task("Name", at.name, at.path("name")),
        Task("Who takes part", f"{count} named" if count > 1 else "only you so far", at.path("who")),
    ]
    for section in at.sections:
        draft = drafts.get(section.code)
        if section.code in asked:
            state = "asked to be changed"
        elif draft and draft.text:
            state = f"{len(draft.text):,} characters, last by {draft.saved_by}"
        else:
            state = "to be written" if section.required else "if you like"
        tasks.append(Task(section.name.en, state, at.path(f"sections/{section.code}")))
    agreed = sum(f.answer is True for f in at.interest.founders)
    boards = (
        f"{agreed} of {len(at.interest.founders)} agree" if at.interest.version else "asked once it is sent"
    )
    return [*tasks, Task("The boards", boards, at.path("boards"))]


def _section(at: Expression, code: str) -> str:
    return next((s.name.en for s in at.sections if s.code == code), code)


def _in_words(state: State, since: dt.date) -> tuple[str, dt.date | None]:
    """Where it stands, as the list says it; since when, where that is worth saying."""
    return WORDS[state], since if state != "writing" else None


def _own(who: Acting) -> list[tuple[str, str]]:
    """The providers that somebody may begin for: (kind-number, name)."""
    reach = who.reach("interest.write")
    keys = [(p.kind, int(p.key)) for p in sorted(reach.places) if p.kind in Provider.Kind.values]
    held = [p for kind, number in keys for p in Provider.objects.filter(kind=kind, number=number)]
    names = names_now([p.pk for p in held])
    return [(f"{p.kind}-{p.number}", names.get(p.pk, (0, f"{p.kind} {p.number}"))[1]) for p in held]
