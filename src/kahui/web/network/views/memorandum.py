"""The memorandum: written together, fixed, signed board by board, for a time; and what members agree to share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import NotAllowed
from kahui.records.access.roles import ROLES
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions import memorandum as verbs
from kahui.records.formation.actions import sharing
from kahui.records.formation.queries.memorandum import members_of
from kahui.records.networks.agreements import protocol, term_of
from kahui.records.networks.models import Sharing
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now
from kahui.web.door.routes import needs
from kahui.web.network.forms import Ends, HoldsFor, Shares
from kahui.web.network.here import Here, here
from kahui.web.network.papers import papers

KIND = "memorandum"
SEEING = ("leader", "school-lead", "teacher", "board", "adviser")
"""Roles a line of the protocol can be for: those who work with a network’s learners or answer for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the protocol in words, with who has agreed; `mine` are the boards whoever looks answers for."""

    key: int
    what: str
    why: str
    who: str
    when: str
    words: str
    agreed: tuple[str, ...]
    against: tuple[str, ...]
    mine: tuple[tuple[str, str, bool | None], ...]


@needs("network.see")
def memorandum(request: HttpRequest, number: str) -> HttpResponse:
    """Where the memorandum is: its sections, its versions, who has signed, its term, what is shared."""
    at = here(request, number)
    gate = at.programme.gate(KIND)
    values: dict[str, Any] = {
        "papers": papers(at, KIND),
        "kind": KIND,
        "gate": gate,
        "stands": gate is not None and verbs.stands_on(at.network, gate.code, at.who.on, at.definition),
        "term": term_of(at.network, at.who.on),
        "lines": _lines(at),
        "may": at.may("memorandum.write"),
        "may_record": at.may("consent.record"),
    }
    return at.show("memorandum", **values)


@require_POST
@needs("memorandum.write")
def fix(request: HttpRequest, number: str) -> HttpResponse:
    """Fix what is written as a version, for the boards to sign."""
    at = here(request, number)
    made = verbs.fix_memorandum(network=at.network, by=at.who, definition=at.definition)
    messages.success(request, f"Version {made.number} is fixed. Every member’s board is asked to sign it.")
    return at.back(KIND)


@needs("memorandum.write")
def term(request: HttpRequest, number: str) -> HttpResponse:
    """For how long the newest version holds, and when it is reviewed."""
    at = here(request, number)
    newest = papers(at, KIND).newest
    form = HoldsFor(request.POST or None, initial={"starts": at.who.on})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.set_term(
                network=at.network, version=newest.number if newest else 0, by=at.who, **form.cleaned_data
            )
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault)
        else:
            messages.success(request, "The term is on record.")
            return at.back(KIND)
    values = {"form": form, "title": "How long it holds", "send": "Record the term", "follows": ()}
    return at.show("ending_form", ("Memorandum", KIND), status=422 if form.errors else 200, **values)


@needs("memorandum.write")
def end(request: HttpRequest, number: str) -> HttpResponse:
    """The members end their memorandum."""
    at = here(request, number)
    form = Ends(request.POST or None, initial={"on": at.who.on})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.end_memorandum(network=at.network, by=at.who, definition=at.definition, **form.cleaned_data)
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault)
        else:
            messages.success(
                request, "The memorandum has ended. Every version and signature stays on record."
            )
            return at.back(KIND)
    values = {"form": form, "title": "End the memorandum", "send": "End it", "follows": ()}
    return at.show("ending_form", ("Memorandum", KIND), status=422 if form.errors else 200, **values)


@needs("memorandum.write")
def share(request: HttpRequest, number: str) -> HttpResponse:
    """Put a line into the data-sharing protocol, for the boards to agree to."""
    at = here(request, number)
    form = _share_form(at)
    if request.method == "POST" and form.is_valid():
        try:
            sharing.propose_sharing(
                network=at.network, by=at.who, definition=at.definition, **form.cleaned_data
            )
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, {"NET-14": "information", "NET-15": "ends"}.get(str(fault)[:6]))
        else:
            messages.success(request, "Nothing is shared until boards agree, each for its own learners.")
            return at.back(KIND)
    values = {"form": form, "title": "Share something", "send": "Put it to the boards", "follows": ()}
    return at.show("ending_form", ("Memorandum", KIND), status=422 if form.errors else 200, **values)


@require_POST
@needs("consent.give")
def share_answer(request: HttpRequest, number: str, line: str, member: str, provider: str) -> HttpResponse:
    """A board says whether it shares its part."""
    at = here(request, number)
    one = Provider.objects.filter(kind=member, number=int(provider)).first()
    if one is None:
        raise Http404("The register has no such provider.")
    agrees = request.POST.get("agrees") == "yes"
    sharing.answer_sharing(
        sharing=_line(at, line), provider=one, agrees=agrees, by=at.who, definition=at.definition
    )
    messages.success(request, "The answer is on record. It can be changed on any day.")
    return at.back(KIND)


@require_POST
@needs("memorandum.write")
def share_end(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """A line of the protocol holds no longer, from today."""
    at = here(request, number)
    sharing.end_sharing(sharing=_line(at, line), on=at.who.on, by=at.who, definition=at.definition)
    messages.success(request, "It is shared no longer, from today on.")
    return at.back(KIND)


def _line(at: Here, key: str) -> Sharing:
    found: Sharing | None = Sharing.objects.current().filter(network=at.network, pk=int(key)).first()
    if found is None:
        raise Http404(
            "There is no such line in this network’s protocol. It may have ended: look at the memorandum."
        )
    return found


def _share_form(at: Here) -> Shares:
    form = Shares(at.request.POST or None, initial={"starts": at.who.on})
    agreed = at.definition.agreed
    told = [i for i in agreed.information if i.span.holds(at.who.on)] if agreed else []
    steps = {s.code: s for s in agreed.sensitivities} if agreed else {}
    form.fields["information"].choices = [  # type: ignore[attr-defined]
        (i.code, f"{i.name.en} ({steps[i.sensitivity].name.en.lower()})")
        for i in told
        if steps[i.sensitivity].shared == "as-agreed"
    ]
    purposes = [p for p in agreed.purposes if p.span.holds(at.who.on)] if agreed else []
    form.fields["purpose"].choices = [(p.code, p.name.en) for p in purposes]  # type: ignore[attr-defined]
    form.fields["roles"].choices = [(code, ROLES[code].name) for code in SEEING]  # type: ignore[attr-defined]
    return form


def _lines(at: Here) -> list[Line]:
    members = members_of([at.network], at.who.on)[at.network.pk]
    called = names_now([p.pk for p in members])
    names = {(p.kind, p.number): _named(p, called) for p in members}
    agreed = at.definition.agreed
    found = []
    for line, answers in protocol(at.network, at.who.on):
        told = agreed.told(line.information, line.starts) if agreed else None
        purpose = agreed.purpose(line.purpose, line.starts) if agreed else None
        mine = [
            (f"{p.kind}/{p.number}", names[p.kind, p.number], answers.get((p.kind, p.number)))
            for p in members
            if at.who.check("consent.give", [places.provider(p.kind, p.number)])
        ]
        found.append(
            Line(
                line.pk,
                told.name.en if told else line.information,
                purpose.name.en if purpose else line.purpose,
                ", ".join(ROLES[r].name for r in line.roles if r in ROLES),
                f"from {say(line.starts)}" + (f" until {say(line.ends)}" if line.ends else ""),
                line.words,
                tuple(sorted(names[b] for b, yes in answers.items() if yes and b in names)),
                tuple(sorted(names[b] for b, yes in answers.items() if not yes and b in names)),
                tuple(mine),
            )
        )
    return found


def _named(provider: Provider, names: dict[int, tuple[int, str]]) -> str:
    return names[provider.pk][1] if provider.pk in names else f"{provider.kind} {provider.number}"
