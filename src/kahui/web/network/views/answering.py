"""A board answers for a version of a document: signed in, by a link it is sent, or on paper that somebody records."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions import consents
from kahui.records.formation.actions.asking import ask_by_letter
from kahui.records.received.actions import keep
from kahui.web.door.routes import needs
from kahui.web.network.forms import Answers, AnswersOnPaper
from kahui.web.network.here import Here, here
from kahui.web.network.interest_forms import ByLetter
from kahui.web.network.papers import Board, Papers, papers


@needs("consent.give")
def answer(request: HttpRequest, number: str, kind: str, member: str, provider: str) -> HttpResponse:
    """A board's own answer, signed in."""
    at = here(request, number)
    found = papers(at, kind)
    board = _board(found, member, provider)
    form = Answers(request.POST or None, initial={"version": _version(found)})
    if request.method == "POST" and form.is_valid() and _answered(at, found, board, form):
        return at.back(kind)
    values = {"form": form, "papers": found, "board": board, "kind": kind, "on_paper": False}
    return at.show("answer", (found.name, kind), status=422 if form.errors else 200, **values)


@needs("consent.record")
def on_paper(request: HttpRequest, number: str, kind: str, member: str, provider: str) -> HttpResponse:
    """A board's answer that came on paper, recorded with its scan."""
    at = here(request, number)
    found = papers(at, kind)
    board = _board(found, member, provider)
    form = AnswersOnPaper(
        request.POST or None,
        request.FILES or None,
        initial={"version": _version(found), "on": at.who.on, "agrees": "yes"},
    )
    if request.method == "POST" and form.is_valid() and _recorded(at, found, board, form):
        return at.back(kind)
    values = {"form": form, "papers": found, "board": board, "kind": kind, "on_paper": True}
    return at.show("answer", (found.name, kind), status=422 if form.errors else 200, **values)


@needs("network.see")
def by_letter(request: HttpRequest, number: str, kind: str, member: str, provider: str) -> HttpResponse:
    """Ask a board that does not sign in, by a link."""
    at = here(request, number)
    found = papers(at, kind)
    board = _board(found, member, provider)
    form = ByLetter(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_by_letter(
                network=at.network, provider=board.answer.provider, version=found.versions[0],
                by=at.who, definition=at.definition, **form.cleaned_data,
            )  # fmt: skip
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "to")
        else:
            messages.success(request, f"A link is on its way to {asked.to}.")
            return at.back(kind)
    title = f"Send a link to the board of {board.answer.name}"
    values = {"form": form, "title": title, "send": "Send the link", "follows": ()}
    return at.show("ending_form", (found.name, kind), status=422 if form.errors else 200, **values)


def _board(found: Papers, member: str, provider: str) -> Board:
    wanted = (member, int(provider))
    for board in found.boards:
        if (board.answer.provider.kind, board.answer.provider.number) == wanted:
            return board
    raise Http404(
        "There is nothing for this board to answer: it is no member on this day, or no version has been fixed."
    )


def _answered(at: Here, found: Papers, board: Board, form: Answers) -> bool:
    said = form.cleaned_data
    try:
        consents.answer(
            network=at.network, provider=board.answer.provider, matter=found.kind, version=said["version"],
            agrees=said["agrees"] == "yes", words=said["words"], by=at.who, definition=at.definition,
        )  # fmt: skip
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, "words" if "CON-" in str(fault) else None)
        return False
    messages.success(at.request, f"The answer of {board.answer.name} is on record.")
    return True


def _recorded(at: Here, found: Papers, board: Board, form: AnswersOnPaper) -> bool:
    said = form.cleaned_data
    try:
        consents.record_paper(
            network=at.network, provider=board.answer.provider, matter=found.kind, version=said["version"],
            agrees=said["agrees"] == "yes", words=said["words"], answered_by=said["answered_by"], on=said["on"],
            scan=keep(said["paper"].read(), home=settings.HOME), by=at.who, definition=at.definition,
        )  # fmt: skip
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    messages.success(at.request, f"The answer of {board.answer.name} is on record, with its paper.")
    return True


def _version(found: Papers) -> int:
    return found.newest.number if found.newest else 0
