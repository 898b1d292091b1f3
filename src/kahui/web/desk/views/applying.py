"""Applying for a post: what is open, one's own applications. Anybody who can sign in can apply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kahui.definition.time import AsAt
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.queries import definition_for
from kahui.records.networks.models import Membership
from kahui.records.networks.queries import names_of
from kahui.records.posts import actions
from kahui.records.posts.models import Application, Opening
from kahui.records.posts.queries.applicants import applications_of, open_on, states_of
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now
from kahui.reporting.snapshot import definition
from kahui.web.design.forms import Form, Text
from kahui.web.door.routes import acting, signed_in

Line = tuple[Opening, str, str, str]
"""An opening, and in words its post, its network, its school."""


class Applies(Form):
    """An application. The board’s address is asked for where its chair does not sign in."""

    school = forms.ChoiceField(label="The school that employs you")
    words = Text(label="Why you, and what you would do", rows=9, longest=20_000)
    prerequisites = forms.MultipleChoiceField(
        label="What you meet", required=False, widget=forms.CheckboxSelectMultiple
    )
    chair = forms.CharField(label="Name of your board’s chair", required=False, max_length=200)
    address = forms.EmailField(
        label="Your board’s e-mail address",
        required=False,
        help_text="If given, your board is asked by a letter whether it supports you; nobody needs to sign in.",
    )

    def __init__(
        self, *args: Any, schools: list[tuple[str, str]], asked: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = schools  # type: ignore[attr-defined]
        self.fields["prerequisites"].choices = [(p, p) for p in asked]  # type: ignore[attr-defined]
        if not asked:
            del self.fields["prerequisites"]


@signed_in("Lists the posts that are open to anybody, and the applications of whoever is signed in.")
def openings(request: HttpRequest) -> HttpResponse:
    """Every post that is open on the day, soonest to close first, and what I have applied for."""
    who = acting(request)
    rows = list(open_on(who.on))
    values = {
        "place": "openings",
        "on": who.on,
        "rows": _lines(rows),
        "applied": _mine(who.id or 0),
    }
    return render(request, "desk/openings.html", values)


@signed_in("Anybody who can sign in can apply for an open post; each sees their own application only.")
def apply(request: HttpRequest, key: str) -> HttpResponse:
    """One opening, and a form to apply for it."""
    who, found = acting(request), _opening(key)
    under = definition_for(found.network, who.on)
    programme = under.at(who.on)
    post = next((p for p in programme.posts if p.code == found.post), None)
    asked = post.terms.prerequisites if post else ()
    form = Applies(request.POST or None, schools=_schools(found, AsAt(who.on, timezone.now())), asked=asked)
    if request.method == "POST" and form.is_valid() and _applied(request, found, form):
        messages.success(request, "Your application is in. Your board is asked whether it supports you.")
        return redirect("/openings")
    purposes = {p.code: p.name.en for p in under.purposes}
    values = {
        "place": "openings",
        "opening": found,
        "line": _lines([found])[0],
        "purposes": [(purposes.get(p.purpose, p.purpose), p.challenge) for p in found.purposes.all()],
        "form": form,
        "open": found.on <= who.on <= found.closes,
    }
    return render(request, "desk/apply.html", values, status=422 if form.errors else 200)


@require_POST
@signed_in("Whoever applied takes their own application back.")
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take one's own application back."""
    who = acting(request)
    mine = (
        Application.objects.current()
        .filter(pk=int(key), person=who.person)
        .select_related("opening__network")
    )
    found = mine.first()
    if found is None:
        raise Http404("There is no such application of yours.")
    actions.take_back(application=found, by=who)
    messages.success(request, "Your application is taken back. It stays on record that you applied.")
    return redirect("/openings")


def _opening(key: str) -> Opening:
    found: Opening | None = (
        Opening.objects.current().filter(pk=int(key)).select_related("network", "provider").first()
    )
    if found is None:
        raise Http404("There is no such opening. Those that are open are in the list of openings.")
    return found


def _lines(rows: list[Opening]) -> list[Line]:
    """Each opening with its post, its network and its school in words. Two queries."""
    posts = {p.code: p.name.en for p in definition().posts}
    networks = names_of({o.network for o in rows})
    schools = names_now({o.provider_id for o in rows if o.provider_id})
    return [
        (
            o,
            posts.get(o.post, o.post),
            networks[o.network_id],
            schools[o.provider_id][1] if o.provider_id in schools else "",
        )
        for o in rows
    ]


def _mine(person: int) -> list[tuple[Application, Line, str]]:
    """My applications, newest first, and where each stands."""
    mine = applications_of(person)
    lines = _lines([a.opening for a in mine])
    return list(zip(mine, lines, states_of(mine, person), strict=True))


def _schools(found: Opening, moment: AsAt) -> list[tuple[str, str]]:
    if found.provider_id:
        return [(str(found.provider_id), names_now([found.provider_id])[found.provider_id][1])]
    members = Membership.objects.on(moment).filter(network=found.network, provider__kind=Provider.Kind.SCHOOL)
    named = names_now(list(members.values_list("provider", flat=True)))
    return [
        ("", "Choose your school"),
        *sorted(((str(k), n) for k, (_, n) in named.items()), key=lambda s: s[1]),
    ]


def _applied(request: HttpRequest, found: Opening, form: Applies) -> bool:
    said = form.cleaned_data
    board = (said["address"], said["chair"] or "the chair") if said["address"] else None
    try:
        actions.apply(
            opening=found,
            provider=Provider.objects.get(pk=int(said["school"])),
            words=said["words"],
            prerequisites=said.get("prerequisites", []),
            board=board,
            by=acting(request),
            definition=definition_for(found.network, acting(request).on),
        )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    return True
