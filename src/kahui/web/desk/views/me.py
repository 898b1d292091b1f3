"""My roles, who stands in for me, and for whom I stand in."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kahui.definition.time import say
from kahui.records.access.actions import end_deputy, name_deputy
from kahui.records.access.check import NotAllowed
from kahui.records.access.models import Grant, Person, fold_address
from kahui.records.access.queries import deputies_of
from kahui.records.access.roles import ROLES
from kahui.records.changes.rules import RuleBroken
from kahui.records.notices.actions import notify
from kahui.web.desk.forms import NameDeputy
from kahui.web.desk.things import roles_in_words
from kahui.web.door.routes import acting, signed_in
from kahui.web.door.second import asked_of

OWN = "Shows whoever is signed in their own roles and deputies."
USUAL = dt.timedelta(days=10)
"""How long somebody stands in where nobody says otherwise."""


@signed_in(OWN)
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here: roles, deputies, how I sign in."""
    who = acting(request)
    assert who.person is not None
    held = roles_in_words(who.grants, who.on)
    values = {
        "place": "me",
        "person": who.person,
        "on": who.on,
        "own": [r for r in held if r.grant.instead_of_id is None],
        "others": [r for r in held if r.grant.instead_of_id is not None],
        "deputies": roles_in_words(deputies_of(who.person, who.on), who.on),
        "second": asked_of(who),
        "password": who.person.has_usable_password(),
    }
    return render(request, "desk/me.html", values)


@signed_in("Names a deputy for a role of one’s own.")
def deputy(request: HttpRequest, grant: int) -> HttpResponse:
    """Name somebody who stands in for me, from a day until a day."""
    who = acting(request)
    mine = next((g for g in who.grants if g.pk == grant and g.instead_of_id is None), None)
    if mine is None:
        raise Http404("This is no role of yours today. Your roles are on your own page.")
    form = NameDeputy(request.POST or None, initial={"starts": who.on, "ends": who.on + USUAL})
    if request.method == "POST" and form.is_valid() and (named := _named(form, mine, request)):
        until = say(form.cleaned_data["ends"])
        messages.success(
            request, f"{named.person} stands in for you until {until}. Both names stand in the record."
        )
        return redirect("me")
    held = roles_in_words([mine], who.on)[0]
    values = {"form": form, "role": held, "place": "me", "crumbs": [("Your roles", reverse("me"))]}
    return render(request, "desk/deputy.html", values)


def _named(form: NameDeputy, grant: Grant, request: HttpRequest) -> Grant | None:
    said = form.cleaned_data
    person = Person.objects.filter(email=fold_address(said["email"]), is_active=True).first()
    if person is None:
        form.add_error(
            "email", "Nobody here has this address. Ask whoever keeps the records to add them first."
        )
        return None
    try:
        with transaction.atomic():
            named = name_deputy(
                grant=grant, deputy=person, starts=said["starts"], ends=said["ends"], by=acting(request)
            )
            notify(
                to=person,
                kind="deputy",
                subject="You stand in for somebody",
                words="You have been named as a deputy. Sign in to see for whom, as what, and until when.",
                path=reverse("me"),
                once=f"deputy:{named.pk}",
            )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return None
    return named


@signed_in("Ends what one has given, or what one stands in for.")
@require_POST
def deputy_ends(request: HttpRequest, grant: int) -> HttpResponse:
    """A deputy stands in no longer, from today."""
    who = acting(request)
    found = Grant.objects.select_related("instead_of__person", "person").filter(pk=grant).first()
    principal = found.instead_of if found else None
    if found is None or principal is None or who.id not in (found.person_id, principal.person_id):
        raise Http404("No deputy of yours has this number.")
    end_deputy(grant=found, on=max(who.on, found.starts), by=who)
    messages.success(request, f"{found.person} stands in as {ROLES[found.role].name.lower()} no longer.")
    return redirect("me")
