"""People and their roles, kept by whoever may give roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kahui.definition.time import say
from kahui.records.access.actions import end, give, person_named
from kahui.records.access.check import NotAllowed
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION
from kahui.records.access.queries import grants_of, people
from kahui.records.access.roles import ROLES
from kahui.records.changes.rules import RuleBroken
from kahui.records.timeline.actions import looked
from kahui.reporting.snapshot import definition
from kahui.web.design.paging import page_of
from kahui.web.desk.forms import EndRole, GiveRole, NewPerson
from kahui.web.desk.things import Thing, roles_in_words
from kahui.web.door.routes import acting, needs

SIZE = 50
CRUMBS = ("People and roles", "roles")


@needs("grants.give")
def roles(request: HttpRequest) -> HttpResponse:
    """Everybody on record, searched by name or address, with the roles they hold."""
    who = acting(request)
    text = " ".join(request.GET.get("q", "").split())[:200]
    found = people(text, who.on)
    total = found.count()
    page, last = page_of(request, total, SIZE)
    shown = list(found[(page - 1) * SIZE : page * SIZE])
    words = {r.grant.pk: r for r in roles_in_words([g for p in shown for g in p.held], who.on)}  # type: ignore[attr-defined]
    lines = [(p, [words[g.pk] for g in p.held if g.pk in words]) for p in shown]  # type: ignore[attr-defined]
    looked("Looked through people and their roles.", about=NATION, by=who)
    values = {"place": "roles", "lines": lines, "text": text, "total": total, "page": page, "pages": last}
    return render(request, "desk/roles.html", values)


@needs("grants.give")
def new_person(request: HttpRequest) -> HttpResponse:
    """Put somebody on record; their roles are given next."""
    form = NewPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acting(request).may("grants.give", [NATION])
            person = person_named(email=form.cleaned_data["email"], name=form.cleaned_data["name"])
            return redirect("person-roles", person.pk)
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault)
    return render(request, "desk/person_new.html", {"form": form, "place": "roles", "crumbs": _crumbs()})


@needs("grants.give")
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: what they hold and held; give them a role."""
    who = acting(request)
    somebody = _person(person)
    form = GiveRole(request.POST or None, definition=definition(), initial={"starts": who.on})
    if request.method == "POST" and form.is_valid() and (given := _given(form, somebody, request)):
        name = ROLES[given.role].name.lower()
        messages.success(request, f"{somebody} is {name} from {say(given.starts)}.")
        return redirect("person-roles", somebody.pk)
    looked(f"Looked at the roles of {somebody}.", about=Thing("person", str(somebody.pk), ""), by=who)
    held = roles_in_words(grants_of(somebody), who.on)
    values = {"place": "roles", "person": somebody, "held": held, "form": form, "crumbs": _crumbs()}
    return render(request, "desk/person.html", values)


@needs("grants.give")
def role_ends(request: HttpRequest, person: int, grant: int) -> HttpResponse:
    """A role of somebody is held no longer."""
    who = acting(request)
    somebody = _person(person)
    found = grants_of(somebody).filter(pk=grant).first()
    if found is None:
        raise Http404("This person holds no role of this number any more.")
    form = EndRole(request.POST or None, initial={"on": max(who.on, found.starts)})
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            end(grant=found, on=said["on"], by=who, source=said["source"])
            messages.success(request, f"{somebody} holds this role no longer, from {say(said['on'])}.")
            return redirect("person-roles", somebody.pk)
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "on")
    crumbs = [*_crumbs(), (str(somebody), reverse("person-roles", args=[somebody.pk]))]
    held = roles_in_words([found], who.on)[0]
    values = {"place": "roles", "person": somebody, "role": held, "form": form, "crumbs": crumbs}
    return render(request, "desk/role_ends.html", values)


def _given(form: GiveRole, somebody: Person, request: HttpRequest) -> Grant | None:
    said = form.cleaned_data
    try:
        return give(
            person=somebody,
            role=said["role"],
            place=said["place"],
            capacity=said["capacity"],
            starts=said["starts"],
            ends=said["ends"],
            source=said["source"],
            by=acting(request),
        )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return None


def _person(pk: int) -> Person:
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise Http404("Nobody on record has this number. Look for them by name.")
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(CRUMBS[0], reverse(CRUMBS[1]))]
