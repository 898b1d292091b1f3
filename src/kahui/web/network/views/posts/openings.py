"""Opening a post and seeing it through: advertise, an opening's page, its panel, withdraw, affirm, appoint."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kahui.definition import tenure
from kahui.definition.time import AsAt
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, PROVIDERS
from kahui.records.access.roles import ROLES, roles_with
from kahui.records.posts import actions
from kahui.records.posts.actions.answering import ask_by_letter
from kahui.records.posts.models import Application, Choice, Opening
from kahui.records.posts.queries.candidates import candidates, counts, hidden, panel
from kahui.records.posts.queries.fillings import Filling, fillings
from kahui.records.posts.queries.ledger import ledger
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now
from kahui.web.door.routes import needs, signed_in
from kahui.web.network.here import Here
from kahui.web.network.posts_forms import Advertise, Affirms, Appoints, Letters, PanelOf, Reason
from kahui.web.network.posts_here import (
    POSTS,
    ask,
    done,
    opening_here,
    path_of,
    post_name,
    post_named,
    posts_here,
    step_of,
)

DAY = dt.timedelta(days=1)
PANEL = "Shows an opening to those who may see posts where it lies, and to its panel, who may come from elsewhere."


@needs("post.advertise")
def advertise(request: HttpRequest, number: str) -> HttpResponse:
    """Advertise one post of the network or of one of its schools."""
    at = posts_here(request, number)
    form = Advertise(
        request.POST or None,
        posts=_posts(at),
        purposes=[(p.code, p.name.en) for p in at.definition.purposes if p.span.holds(at.who.on)],
        initial={"closes": at.who.on + dt.timedelta(days=21)},
    )
    if request.method == "POST" and form.is_valid():
        made: list[Opening] = []
        if done(form, lambda: made.append(_advertise(at, form.cleaned_data)), "post"):
            messages.success(request, "The post is advertised. Name its panel before anybody applies.")
            return redirect(path_of(at, made[0], "panel"))
    lead = "What the programme asks is checked when you send it; what you have written stays."
    return ask(at, form, "Advertise a post", lead=lead, send="Advertise it", warning="")


@signed_in(PANEL)
def opening(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One opening: what it is for, its panel, how many applied and where they stand, and what comes next."""
    at, found = opening_here(request, number, key)
    moment = AsAt(at.who.on, timezone.now())
    applied = candidates(found, moment)
    sits = panel(found, moment)
    filling = next(f for f in fillings([at.network], moment) if f.opening == found.pk)
    chosen = next((c for c in applied if c.application == filling.application), None)
    purposes = {p.code: p.name.en for p in at.definition.purposes}
    post = post_named(at, found.post)
    values: dict[str, Any] = {
        "opening": found,
        "post": post_name(at, found.post),
        "school": names_now([found.provider_id])[found.provider_id][1] if found.provider_id else "",
        "purposes": [(purposes.get(p.purpose, p.purpose), p.challenge) for p in found.purposes.all()],
        "panel": sits,
        "seat": next((m for m in sits if m.person == at.who.id), None),
        "applied": applied,
        "counts": counts(applied),
        "unseen": hidden(found),
        "f": filling,
        "chosen": chosen,
        "state": filling.state(at.who.on),
        "closed": at.who.on > found.closes,
        "affirms": bool(post and post.terms.affirmed_by(at.who.on)),
        "acts": _acts(at, found, filling),
        "page": path_of(at, found),
    }
    return at.show("posts_opening", POSTS, **values)


@needs("post.advertise")
def name_panel(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Name who sits on the panel of an opening."""
    at, found = opening_here(request, number, key)
    people = _may_sit(at)
    form = PanelOf(request.POST or None, people=[(code, words) for code, words, _, _ in people])
    if request.method == "POST" and form.is_valid():
        chosen = [(p, s) for code, _, p, s in people if code in form.cleaned_data["people"]]
        said = {"opening": found, "people": chosen, "by": at.who, "definition": at.definition}
        if done(form, lambda: actions.name_panel(**said), "people"):  # type: ignore[arg-type]
            messages.success(request, "The panel is named, and each of them is told.")
            return redirect(path_of(at, found))
    lead = "People of several schools where the network chooses. It is named before anybody has applied."
    return ask(at, form, "Name the panel", step_of(at, found), lead=lead, send="Name this panel", warning="")


@needs("post.advertise")
def withdraw(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Withdraw an opening, unfilled."""
    at, found = opening_here(request, number, key)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: actions.withdraw_opening(opening=found, reason=reason, by=at.who), "reason"):
            messages.success(request, "The opening is withdrawn. The post can be advertised again.")
            return redirect(path_of(at, found))
    lead = "Nothing is removed: those who applied stay on record, and the reason stands beside it."
    return ask(
        at, form, "Withdraw this opening", step_of(at, found), lead=lead, send="Withdraw it", warning=""
    )


@needs("post.affirm")
def affirm(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The adviser of the national panel affirms the panel's choice, or not."""
    at, found = opening_here(request, number, key)
    form = Affirms(request.POST or None)
    application = _chosen(found)
    if request.method == "POST" and form.is_valid() and application is not None:
        said = form.cleaned_data
        met, words = said["met"] == "yes", said["words"]
        what = {
            "application": application,
            "met": met,
            "words": words,
            "by": at.who,
            "definition": at.definition,
        }
        if done(form, lambda: actions.affirm(**what), "words"):
            messages.success(request, "Your answer is on record, and whoever comes next is told.")
            return redirect(path_of(at, found))
    lead = f"The panel chose {application.person}." if application else "The panel has chosen nobody yet."
    return ask(
        at, form, "Affirm the panel’s choice", step_of(at, found), lead=lead, send="Answer", warning=""
    )


@needs("appointment.record")
def appoint(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Record the appointment that the employing board approved."""
    at, found = opening_here(request, number, key)
    form = Appoints(request.POST or None, ways=_ways(at, found), initial={"starts": at.who.on})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: _appoint(at, found, form.cleaned_data))
    ):
        messages.success(request, "The appointment is on record. Record the start when the day has come.")
        return redirect(path_of(at, found))
    application = _chosen(found)
    lead = f"{application.person}, employed by " if application else ""
    lead += f"{names_now([application.provider_id])[application.provider_id][1]}." if application else ""
    return ask(at, form, "Record the appointment", step_of(at, found), lead=lead, send="Appoint", warning="")


@needs("appointment.record")
def letter(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Ask the employing board for the appointment by a letter, where nobody of it signs in."""
    at, found = opening_here(request, number, key)
    form = Letters(request.POST or None)
    application = _chosen(found)
    if request.method == "POST" and form.is_valid() and application is not None:
        said = form.cleaned_data | {"application": application, "purpose": "appointment", "by": at.who}
        if done(form, lambda: ask_by_letter(**said), "to"):
            messages.success(request, "The board is asked by letter. Its link works once, for three weeks.")
            return redirect(path_of(at, found))
    lead = "The link in it shows who was chosen and asks for the board’s answer. Nobody needs to sign in."
    return ask(
        at, form, "Ask the board by letter", step_of(at, found), lead=lead, send="Send the letter", warning=""
    )


def _posts(at: Here) -> list[tuple[str, str]]:
    """Every post of the network and its schools, with how many are free."""
    lines = ledger([at.network], AsAt(at.who.on, timezone.now()), at.definition)
    schools = names_now({x.of.provider for x in lines if x.of.provider})
    found = []
    for line in lines:
        where = f", {schools[line.of.provider][1]}" if line.of.provider else ""
        estimate = ", an estimate" if line.of.estimate else ""
        free = f"{line.free} free of {line.of.count}{estimate}"
        found.append(
            (f"{line.of.post}:{line.of.provider or ''}", f"{post_name(at, line.of.post)}{where} ({free})")
        )
    return found


def _advertise(at: Here, said: dict[str, Any]) -> Opening:
    post, _, school = said["post"].partition(":")
    return actions.advertise(
        network=at.network,
        post=post,
        provider=Provider.objects.get(pk=int(school)) if school else None,
        closes=said["closes"],
        blind=said["blind"],
        words=said["words"],
        purposes=[(code, said["challenge"]) for code in said["purposes"]],
        by=at.who,
        definition=at.definition,
    )


def _may_sit(at: Here) -> list[tuple[str, str, Person, Provider | None]]:
    """Everybody who may score where the network lies: a key, who and from where, the person, the school."""
    held = Grant.objects.held_on(at.who.on)
    held = (
        held.filter(role__in=roles_with("post.shortlist"))
        .exclude(place_kind="nation")
        .select_related("person")
    )
    there = {(p.kind, p.key) for p in at.places if p != NATION}
    grants = [g for g in held.order_by("person__name", "pk") if (g.place_kind, g.place_key) in there]
    numbers = {int(g.place_key) for g in grants if g.place_kind in PROVIDERS}
    schools = {(p.kind, str(p.number)): p for p in Provider.objects.filter(number__in=numbers)}
    names = names_now({p.pk for p in schools.values()})
    found, seen = [], set()
    for grant in grants:
        school = schools.get((grant.place_kind, grant.place_key))
        where = names[school.pk][1] if school and school.pk in names else at.name
        key = f"{grant.person_id}:{school.pk if school else ''}"
        if key not in seen:
            seen.add(key)
            words = f"{grant.person}, {ROLES[grant.role].name.lower()}, {where}"
            found.append((key, words, grant.person, school))
    return found


def _chosen(found: Opening) -> Application | None:
    choice = Choice.objects.current().filter(application__opening=found).first()
    return choice.application if choice else None


def _ways(at: Here, found: Opening) -> list[tuple[str, str]]:
    post = post_named(at, found.post)
    return [(t.kind, tenure.sentence(t).capitalize()) for t in post.terms.ways(at.who.on)] if post else []


def _appoint(at: Here, found: Opening, said: dict[str, Any]) -> None:
    actions.appoint(
        opening=found,
        tenure=said["tenure"],
        starts=said["starts"],
        ends=said["last"] + DAY if said["last"] else None,
        reason=said["reason"],
        by=at.who,
        definition=at.definition,
    )


def _acts(at: Here, found: Opening, f: Filling) -> list[tuple[str, str, Any]]:
    """What can be done now, and by whom: words, address, and whether it is open to whoever asks."""
    state = f.state(at.who.on)
    if f.appointment:
        path = at.path(f"posts/held/{f.appointment}")
        words = {"appointed": "Record the start", "started": "Extend or end it"}.get(
            state, "See how it ended"
        )
        return [(words, path, at.may("posts.see"))]
    if state == "withdrawn":
        return []
    page, words, ability = _next(at, found, f)
    acts = [(words, path_of(at, found, page), at.may(ability))]
    if f.chosen is None and not f.applied:
        acts.insert(0, ("Name the panel", path_of(at, found, "panel"), at.may("post.advertise")))
    return acts


def _next(at: Here, found: Opening, f: Filling) -> tuple[str, str, str]:
    """The page, the words and the ability of the next act of an opening that is neither given nor withdrawn."""
    post = post_named(at, found.post)
    refused = (f.affirmed and not f.affirmed.yes) or (f.approved and not f.approved.yes)
    if f.chosen is None or refused:
        return "withdraw", "Withdraw it", "post.advertise"
    if post and post.terms.affirmed_by(at.who.on) and f.affirmed is None:
        return "affirm", "Affirm the choice", "post.affirm"
    if f.approved is None:
        return "letter", "Ask the board by letter", "appointment.record"
    return "appoint", "Record the appointment", "appointment.record"
