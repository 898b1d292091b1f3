"""Changing the programme while it runs: propose, see what it would do to whom, assent, go over."""

from __future__ import annotations

import difflib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kahui.definition import DefinitionFault
from kahui.definition.edits import EditFault
from kahui.definition.time import say
from kahui.records.access.check import NotAllowed
from kahui.records.access.places import NATION
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.actions import adopt, assent, propose
from kahui.records.editions.models import Edition, Live
from kahui.records.editions.queries import (
    definition_of,
    editions_for,
    live,
    live_definition,
    live_files,
    proposals,
)
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Network
from kahui.reporting.edition_effects import Effect, effects, on_their_way
from kahui.web.door.routes import acting, needs
from kahui.web.office.edition_forms import WAYS, Change, File

CRUMBS = ("Programme", "editions")


@needs("programme.propose")
def programme(request: HttpRequest) -> HttpResponse:
    """The programme as it is, what is proposed, what was live before, and the ways of changing it."""
    who = acting(request)
    running = live(who.on)
    past = Live.objects.current().select_related("edition").order_by("-starts", "-pk")
    values: dict[str, Any] = {
        "definition": live_definition(who.on),
        "running": running,
        "proposals": list(proposals()),
        "past": list(past),
        "ways": [(reverse("edition-new", args=[way]), words) for way, (_, words) in WAYS.items()],
    }
    return _show(request, "editions", **values)


@needs("programme.propose")
def change(request: HttpRequest, way: str) -> HttpResponse:
    """Propose a change. What the files then say wrongly is told with the file, the line and the cure."""
    if way not in WAYS:
        raise Http404("The programme can be changed in the ways that its page lists.")
    files, definition = live_files(), live_definition()
    form = _form(request, way, files)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose(
                files=form.edited(files),
                based_on=request.POST.get("based_on", ""),
                words=form.cleaned_data["words"],
                by=acting(request),
            )
        except (EditFault, DefinitionFault, RuleBroken, NotAllowed) as fault:
            form.broken(fault)
        else:
            messages.success(request, "Proposed. Below is what it would do; nothing has changed yet.")
            return redirect("edition", made.pk)
    values = {"form": form, "title": WAYS[way][1], "based_on": definition.hash}
    return _show(request, "edition_new", CRUMBS, status=422 if form.errors else 200, **values)


def _form(request: HttpRequest, way: str, files: dict[str, str]) -> Change:
    kind = WAYS[way][0]
    who = acting(request)
    about: dict[str, Any] = {"definition": live_definition(), "on": who.on, "initial": {"starts": who.on}}
    if kind is File:
        name = request.GET.get("file", "gates.toml")
        about |= {"live": files, "initial": {"name": name, "text": files.get(name, "")}}
    return kind(request.POST or None, **about)


@needs("programme.propose")
def edition(request: HttpRequest, edition: int) -> HttpResponse:
    """One edition: what it changes in the files, what it would do to whom, who assented."""
    made, who = _edition(edition), acting(request)
    if request.method == "POST":
        try:
            is_live = assent(edition=made, by=who)
        except (RuleBroken, NotAllowed) as fault:
            messages.error(request, str(fault))
        else:
            told = (
                f"It is the programme from {say(who.on)}."
                if is_live
                else "Your assent is on record; one more is needed."
            )
            messages.success(request, told)
        return redirect("edition", made.pk)
    is_live = Live.objects.current().filter(edition=made).exists()
    given = list(made.assents.filter(known_to=None).select_related("person").order_by("on", "pk"))
    found = _effects(request, made)
    values: dict[str, Any] = {
        "edition": made,
        "is_live": is_live,
        "assents": given,
        "mine": any(a.person_id == who.id for a in given),
        "may": who.check("programme.approve", [NATION]),
        "changed": [e for e in found if e.changes],
        "same": sum(not e.changes for e in found),
        "lines": list(_lines(made)),
    }
    return _show(request, "edition", CRUMBS, **values)


@needs("programme.approve")
def adopt_page(request: HttpRequest, edition: int) -> HttpResponse:
    """Networks that began under an earlier edition go over to this one; what that does to each is shown first."""
    made, who = _edition(edition), acting(request)
    found = _effects(request, made)
    if request.method == "POST":
        numbers = [int(n) for n in request.POST.getlist("network") if n.isdecimal()]
        try:
            gone = adopt(edition=made, networks=list(Network.objects.filter(number__in=numbers)), by=who)
        except (RuleBroken, NotAllowed) as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, f"{gone} network{'' if gone == 1 else 's'} went over.")
        return redirect("edition-adopt", made.pk)
    return _show(request, "edition_adopt", CRUMBS, edition=made, effects=found)


def _effects(request: HttpRequest, made: Edition) -> tuple[Effect, ...]:
    """What it does to each network on its way that is not under it already."""
    who = acting(request)
    definition = definition_of(made)
    networks = on_their_way(definition, who.on)
    under = editions_for(networks, who.on)
    others = [n for n in networks if under[n.pk] != made]
    return effects(others, definition, now_on(who.on))


def _lines(made: Edition) -> Any:
    """The lines of files that differ from the live programme's: ("-" or "+", file, line)."""
    before = live_files() if live() != made else {}
    for name, text in made.files.items():
        old = before.get(name, "" if before else text).splitlines()
        for line in difflib.unified_diff(old, text.splitlines(), n=0, lineterm=""):
            if line[:1] in "+-" and line[:3] not in ("+++", "---") and line[1:].strip():
                yield line[0], name, line[1:]


def _edition(key: int) -> Edition:
    found: Edition | None = Edition.objects.current().select_related("proposed_by").filter(pk=key).first()
    if found is None:
        raise Http404(
            "There is no such change of the programme. The page of the programme lists those there are."
        )
    return found


def _show(
    request: HttpRequest, template: str, *steps: tuple[str, str], status: int = 200, **values: Any
) -> HttpResponse:
    crumbs = [(words, reverse(name)) for words, name in steps]
    frame = {"place": "editions", "crumbs": crumbs, "on": acting(request).on}
    return render(request, f"office/{template}.html", {**frame, **values}, status=status)
