"""The panel's pages: declare an interest, the grid and its workbook, one candidate, the choice. While an opening is
blind, nothing here is asked for that would name anybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kahui.definition.time import AsAt
from kahui.records.access.check import NotAllowed
from kahui.records.access.places import Place
from kahui.records.posts import actions
from kahui.records.posts.grid import grid_bytes, read_grid
from kahui.records.posts.models import Application, Opening
from kahui.records.posts.queries.candidates import Candidate, candidates, counts, hidden, panel, sits_on
from kahui.records.register.read.values import FileFault
from kahui.records.timeline.actions import looked
from kahui.web.door.routes import signed_in
from kahui.web.network.here import Here
from kahui.web.network.posts_forms import Declares, Lists, Reason, Scores, Workbook
from kahui.web.network.posts_here import POSTS, ask, done, opening_here, path_of, post_name, step_of

WHY = "Shows the panel of an opening who applied, without names while it is blind; nobody else."
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in(WHY)
def declare(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Say whether one has an interest of one's own in an opening."""
    at, found = _panel_here(request, number, key)
    form = Declares(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        conflict, words = said["conflict"] == "yes", said["words"]
        if done(
            form, lambda: actions.declare(opening=found, conflict=conflict, words=words, by=at.who), "words"
        ):
            messages.success(request, "What you declared is on record.")
            return redirect(path_of(at, found, "grid"))
    lead = (
        "Say so before you score. What the interest is in is kept on record and shown to nobody on the panel."
    )
    return ask(at, form, "Declare an interest", step_of(at, found), lead=lead, send="Declare", warning="")


@signed_in(WHY)
def grid(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Everybody who applied beside everybody's scores; counts by state; the workbook out and back."""
    at, found = _panel_here(request, number, key)
    applied, sits = _read(at, found)
    values: dict[str, Any] = _frame(at, found, applied, sits)
    return at.show("posts_grid", POSTS, step_of(at, found), **values)


@signed_in(WHY)
def workbook(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The grid as a workbook, with no more in it than the page has."""
    at, found = _panel_here(request, number, key)
    applied, sits = _read(at, found)

    def address(c: Candidate) -> str:
        return request.build_absolute_uri(path_of(at, found, f"candidates/{c.number}"))

    data = grid_bytes(found, applied, sits, at.who.id, address)
    response = HttpResponse(data, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="opening-{found.pk}.xlsx"'
    return response


@signed_in(WHY)
def scores(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Read a workbook that came back: each row recorded, or refused in a sentence."""
    at, found = _panel_here(request, number, key)
    form = Workbook(request.POST or None, request.FILES or None)
    values: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            values["read"] = read_grid(opening=found, data=file.read(), name=file.name[:80], by=at.who)
        except (FileFault, NotAllowed) as fault:
            form.broken(fault, "file")
    applied, sits = _read(at, found)
    status = 422 if form.errors or (values and values["read"].refused) else 200
    frame = _frame(at, found, applied, sits) | {"form": form, "status": status} | values
    return at.show("posts_grid", POSTS, step_of(at, found), **frame)


@signed_in(WHY)
def candidate(request: HttpRequest, number: str, key: str, which: str) -> HttpResponse:
    """One candidate: what they wrote, one's own score, the shortlist."""
    at, found = _panel_here(request, number, key)
    applied, sits = _read(at, found)
    one = next((c for c in applied if c.number == int(which)), None)
    if one is None:
        raise Http404(f"There is no candidate {which} in this opening.")
    own = one.scores.get(at.who.id or 0)
    what = request.POST.get("what", "")
    score = Scores(
        request.POST if what == "score" else None,
        initial={"score": str(own[0]), "reason": own[1]} if own else None,
        prefix="score",
    )
    lists = Lists(request.POST if what == "list" else None, prefix="list")
    if request.method == "POST" and _acted(at, one, score, lists):
        return redirect(path_of(at, found, f"candidates/{one.number}"))
    if request.method == "GET" and not hidden(found):
        looked(f"Looked at the application of {one.label}.", about=_person(one), by=at.who)
    after = next((c for c in applied if c.number > one.number and not c.withdrawn), None)
    values = _frame(at, found, applied, sits) | {"one": one, "score": score, "lists": lists, "after": after}
    status = 422 if score.errors or lists.errors else 200
    grid_step = ("The panel’s grid", f"posts/openings/{found.pk}/grid")
    return at.show("posts_candidate", POSTS, step_of(at, found), grid_step, status=status, **values)


@signed_in(WHY)
def choose(request: HttpRequest, number: str, key: str, which: str) -> HttpResponse:
    """The panel's choice, with its reason."""
    at, found = _panel_here(request, number, key)
    application = (
        Application.objects.filter(opening=found, number=int(which)).select_related("opening").first()
    )
    if application is None:
        raise Http404(f"There is no candidate {which} in this opening.")
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        said = {"application": application, "reason": reason, "by": at.who, "definition": at.definition}
        if done(form, lambda: actions.choose(**said), "reason"):
            messages.success(request, f"The panel chose {application.person}. Whoever comes next is told.")
            return redirect(path_of(at, found))
    lead = (
        "Names are seen from the moment of the choice. It is the panel’s: agree on it before you record it."
    )
    title = f"Choose candidate {application.number}"
    return ask(at, form, title, step_of(at, found), lead=lead, send="Record the panel’s choice", warning="")


def _panel_here(request: HttpRequest, number: str, key: str) -> tuple[Here, Opening]:
    """An opening whose panel whoever asks sits on, or the adviser who must affirm. Raises `NotAllowed`."""
    at, found = opening_here(request, number, key)
    sits = sits_on(found, at.who.person, AsAt(at.who.on, timezone.now()))
    if not sits and not at.who.reach("post.affirm").nation:
        raise NotAllowed(
            "You may not see who applied: only the panel of this opening does, and you do not sit on it."
        )
    return at, found


def _read(at: Here, found: Opening) -> tuple[list[Candidate], Any]:
    moment = AsAt(at.who.on, timezone.now())
    return candidates(found, moment), panel(found, moment)


def _frame(at: Here, found: Opening, applied: list[Candidate], sits: Any) -> dict[str, Any]:
    seat = next((m for m in sits if m.person == at.who.id), None)
    return {
        "opening": found,
        "post": post_name(at, found.post),
        "applied": applied,
        "counts": counts(applied),
        "panel": sits,
        "seat": seat,
        "may_score": seat is not None and seat.scores and at.who.on > found.closes,
        "closed": at.who.on > found.closes,
        "unseen": hidden(found),
        "form": Workbook(),
        "page": path_of(at, found),
        "rows": [(c, [c.scores.get(m.person) for m in sits]) for c in applied],
    }


def _acted(at: Here, one: Candidate, score: Scores, lists: Lists) -> bool:
    application = Application.objects.select_related("opening__network").get(pk=one.application)
    if score.is_bound and score.is_valid():
        said = score.cleaned_data
        if done(score, lambda: actions.score(application=application, by=at.who, **said), "score"):
            messages.success(at.request, f"Your score of candidate {one.number} is on record.")
            return True
    if lists.is_bound and lists.is_valid():
        listed, reason = lists.cleaned_data["listed"] == "yes", lists.cleaned_data["reason"]
        if done(
            lists, lambda: actions.shortlist(application=application, listed=listed, reason=reason, by=at.who)
        ):
            messages.success(
                at.request, f"Candidate {one.number} is {'on' if listed else 'not on'} the shortlist."
            )
            return True
    return False


def _person(one: Candidate) -> Place:
    application = Application.objects.get(pk=one.application)
    return Place("person", str(application.person_id))
