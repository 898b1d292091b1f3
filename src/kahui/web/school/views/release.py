"""A teacher's own release: this week in ten seconds, on a phone; and asking the pool for cover."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kahui.definition.time import AsAt, say
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.queries import definition_for
from kahui.records.networks.queries import name_of
from kahui.records.posts import actions
from kahui.records.posts.models import Appointment
from kahui.records.posts.queries.release import held_by, monday, offers, release, weeks_of
from kahui.web.design.forms import Form
from kahui.web.door.routes import acting, signed_in

WEEK = dt.timedelta(days=7)
WEEKS = 4
"""How many weeks back can be told of on the page; earlier ones are said to be silent."""


class Takes(Form):
    """Release of one week: two numbers, and a name where there was cover."""

    week = forms.ChoiceField(label="Which week")
    taken = forms.FloatField(label="Hours taken", min_value=0, max_value=60)
    covered = forms.FloatField(label="Hours of them covered", min_value=0, max_value=60, required=False)
    covered_by = forms.CharField(label="Who covered", max_length=200, required=False)

    def __init__(self, *args: Any, weeks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = weeks  # type: ignore[attr-defined]


class Asks(Form):
    """Cover asked of the pool."""

    week = forms.ChoiceField(label="Which week")
    hours = forms.FloatField(label="Hours", min_value=0.5, max_value=60)
    words = forms.CharField(label="What for", max_length=300, required=False)

    def __init__(self, *args: Any, weeks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = weeks  # type: ignore[attr-defined]


@signed_in("Shows the holder of a post their own release, and nobody else’s.")
def mine(request: HttpRequest) -> HttpResponse:
    """The posts I hold; the first of them, ready to be told of."""
    who = acting(request)
    held = [h.appointment for h in held_by(who.person, who.on)] if who.person else []
    if len(held) == 1:
        return redirect("my-release", key=held[0].pk)
    values = {"held": [(a, name_of(a.network), _post(a)) for a in held], "place": "release"}
    return render(request, "school/release_none.html", values)


@signed_in("Shows the holder of a post their own release, and nobody else’s.")
def week(request: HttpRequest, key: str) -> HttpResponse:
    """Say what release was taken in a week."""
    who, found = acting(request), _mine(request, key)
    form = Takes(request.POST or None, weeks=_weeks(who.on), initial={"week": monday(who.on).isoformat()})
    if request.method == "POST" and form.is_valid() and _said(request, found, form):
        return redirect("my-release", key=found.pk)
    return render(
        request, "school/release.html", _values(request, found, form), status=422 if form.errors else 200
    )


@signed_in("The holder of a post asks for cover for themselves.")
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the pool for cover in a week to come."""
    who, found = acting(request), _mine(request, key)
    ahead = [monday(who.on) + n * WEEK for n in range(WEEKS)]
    form = Asks(request.POST or None, weeks=[(d.isoformat(), f"The week of {say(d)}") for d in ahead])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"week": dt.date.fromisoformat(form.cleaned_data["week"])}
        try:
            actions.ask_cover(
                appointment=found, by=who, definition=definition_for(found.network, who.on), **said
            )
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "hours")
        else:
            messages.success(request, "The network’s schools see what you ask for.")
            return redirect("my-release", key=found.pk)
    pool = list(offers([found.network], who.on))
    values = {"form": form, "found": found, "pool": pool, "place": "release"}
    return render(request, "school/release_ask.html", values, status=422 if form.errors else 200)


def _mine(request: HttpRequest, key: str) -> Appointment:
    found: Appointment | None = (
        Appointment.objects.current()
        .filter(pk=int(key), person=acting(request).person)
        .select_related("network", "opening__network", "provider")
        .first()
    )
    if found is None:
        raise Http404("There is no such post of yours.")
    return found


def _weeks(on: dt.date) -> list[tuple[str, str]]:
    """This week first, then those before it."""
    first, *before = [monday(on) - n * WEEK for n in range(WEEKS)]
    return [(first.isoformat(), "This week"), *((d.isoformat(), f"The week of {say(d)}") for d in before)]


def _said(request: HttpRequest, found: Appointment, form: Takes) -> bool:
    said = form.cleaned_data
    try:
        actions.record_release(
            appointment=found,
            week=dt.date.fromisoformat(said["week"]),
            taken=said["taken"],
            covered=said["covered"] or 0.0,
            covered_by=said["covered_by"],
            by=acting(request),
            definition=definition_for(found.network, acting(request).on),
        )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, "taken")
        return False
    messages.success(request, f"{said['taken']:g} hours of release are on record for that week.")
    return True


def _values(request: HttpRequest, found: Appointment, form: Takes) -> dict[str, Any]:
    who = acting(request)
    told = release([found.network], AsAt(who.on, timezone.now()), definition_for(found.network, who.on))
    return {
        "form": form,
        "found": found,
        "post": _post(found),
        "network": name_of(found.network),
        "told": next((r for r in told if r.appointment == found.pk), None),
        "weeks": list(weeks_of(found)[:WEEKS]),
        "place": "release",
    }


def _post(found: Appointment) -> str:
    return next(
        (p.name.en for p in definition_for(found.network).posts if p.code == found.post), str(found.post)
    )
