"""One holder: start, extend, end; and the pool of cover."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kahui.definition.time import AsAt, say
from kahui.records.access.places import Place
from kahui.records.networks.models import Membership
from kahui.records.posts import actions
from kahui.records.posts.models import Appointment, CoverAsked, CoverOffer
from kahui.records.posts.queries.fillings import fillings
from kahui.records.posts.queries.release import asked_now, offer_left, offers, weeks_of
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now
from kahui.records.timeline.actions import looked
from kahui.web.door.routes import needs
from kahui.web.network.here import Here
from kahui.web.network.posts_forms import Ends, Extends, Gives, Offers, Starts
from kahui.web.network.posts_here import POSTS, ask, done, holder_here, post_name, posts_here
from kahui.web.network.views.posts.ledger import term_words

DAY = dt.timedelta(days=1)
RELEASE = ("Release and cover", "posts/release")


@needs("posts.see")
def holder(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Who holds a post, from when until when, and what can be done about it."""
    at, found = holder_here(request, number, key)
    f = next(f for f in fillings([at.network], AsAt(at.who.on, timezone.now())) if f.appointment == found.pk)
    state = f.state(at.who.on)
    may = at.may("appointment.record")
    path = at.path(f"posts/held/{found.pk}")
    acts = {"appointed": ["start"], "started": ["extend", "end"] if found.ends else ["end"]}.get(state, [])
    words = {"start": "Record the start", "extend": "Extend the term", "end": "Record the end"}
    values: dict[str, Any] = {
        "found": found,
        "post": post_name(at, found.post),
        "facts": _facts(at, found, f.started, f.ends, f.reason if state == "ended" else ""),
        "terms": term_words(at, found.post, at.who.on),
        "weeks": list(weeks_of(found)[:12]),
        "acts": [(words[a], f"{path}/{a}", may) for a in acts],
    }
    looked(
        f"Looked at the appointment of {found.person}.",
        about=Place("person", str(found.person_id)),
        by=at.who,
    )
    return at.show("posts_holder", POSTS, **values)


@needs("appointment.record")
def start(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Record that somebody started."""
    at, found = holder_here(request, number, key)
    form = Starts(request.POST or None, initial={"on": min(found.starts, at.who.on)})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        said = {"appointment": found, "on": on, "by": at.who, "definition": at.definition}
        if done(form, lambda: actions.start(**said), "on"):
            messages.success(request, f"{found.person} holds the post from {say(on)}.")
            return redirect(at.path(f"posts/held/{found.pk}"))
    lead = (
        f"{found.person}, agreed from {say(found.starts)}. Their role in the network begins on the same day."
    )
    return ask(at, form, "Record the start", _step(found), lead=lead, send="Record the start", warning="")


@needs("appointment.record")
def extend(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A term runs longer."""
    at, found = holder_here(request, number, key)
    form = Extends(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        until, reason = said["last"] + DAY, said["reason"]
        what = {
            "appointment": found,
            "until": until,
            "reason": reason,
            "by": at.who,
            "definition": at.definition,
        }
        if done(form, lambda: actions.extend(**what), "last"):
            messages.success(request, f"The term now runs until {say(said['last'])}.")
            return redirect(at.path(f"posts/held/{found.pk}"))
    lead = " ".join(term_words(at, found.post, at.who.on))
    return ask(at, form, "Extend the term", _step(found), lead=lead, send="Extend it", warning="")


@needs("appointment.record")
def end(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A post is held no longer."""
    at, found = holder_here(request, number, key)
    form = Ends(request.POST or None, initial={"on": at.who.on})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(form, lambda: actions.end(appointment=found, by=at.who, **said), "on"):
            messages.success(request, f"{found.person} holds the post until {say(said['on'] - DAY)}.")
            return redirect(at.path(f"posts/held/{found.pk}"))
    lead = "The reason is kept: what somebody is owed at the end of a post depends on it."
    return ask(at, form, "Record the end", _step(found), lead=lead, send="Record the end", warning="")


@needs("release.record")
def offer(request: HttpRequest, number: str) -> HttpResponse:
    """A member offers somebody who can cover."""
    at = posts_here(request, number)
    form = Offers(request.POST or None, schools=members_named(at), initial={"starts": at.who.on})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["provider"] = Provider.objects.get(pk=int(said.pop("school")))
        said |= {"network": at.network, "by": at.who, "definition": at.definition}
        if done(form, lambda: actions.offer_cover(**said)):
            messages.success(request, "The offer is in the pool.")
            return at.back("posts/release")
    lead = "Every holder of a post in the network can ask for it."
    return ask(at, form, "Offer cover", RELEASE, lead=lead, send="Offer it", warning="")


@needs("release.record")
def give(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Give hours of the pool to what was asked."""
    at = posts_here(request, number)
    asked = CoverAsked.objects.filter(pk=int(key), appointment__network=at.network)
    found = asked.select_related("appointment__network", "appointment__person").first()
    left = next(
        (hours for a, hours in asked_now([at.network], at.who.on) if found and a.pk == found.pk), None
    )
    if found is None or left is None:
        raise Http404(
            "Nothing is asked for here any more. What is still asked for is on the page of release."
        )
    pool = [(o, offer_left(o, found.week)) for o in offers([at.network], at.who.on)]
    choices = [(str(o.pk), f"{o.name}, {o.when} ({hours:g} hours left)") for o, hours in pool if hours > 0]
    form = Gives(request.POST or None, offers=choices, initial={"hours": left})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = CoverOffer.objects.get(pk=int(said["offer"]))
        if done(
            form,
            lambda: actions.give_cover(asked=found, offer=chosen, hours=said["hours"], by=at.who),
            "hours",
        ):
            messages.success(request, f"{chosen.name} covers {said['hours']:g} hours.")
            return at.back("posts/release")
    lead = f"{left:g} hours are asked for in the week of {say(found.week)}, for {found.appointment.person}."
    return ask(at, form, "Give cover", RELEASE, lead=lead, send="Give it", warning="")


def _step(found: Appointment) -> tuple[str, str]:
    return str(found.person), f"posts/held/{found.pk}"


def _facts(
    at: Here, found: Appointment, started: dt.date | None, ends: dt.date | None, reason: str
) -> list[tuple[str, str]]:
    agreed = f"{say(found.starts)}" + (f" to {say(found.ends - DAY)}" if found.ends else ", permanently")
    facts = [
        ("Employed by", names_now([found.provider_id])[found.provider_id][1]),
        ("Appointed", say(found.on)),
        ("Agreed", agreed),
        ("Started", say(started) if started else "not yet"),
    ]
    facts += [("Held until", say(ends - DAY))] if ends and started else []
    facts += [("Why it ended", reason)] if reason else []
    return [*facts, ("Reason for a fixed term", found.reason)] if found.reason else facts


def members_named(at: Here) -> list[tuple[str, str]]:
    """Member schools on the day: key and name."""
    now = Membership.objects.on(AsAt(at.who.on, timezone.now())).filter(
        network=at.network, provider__kind="school"
    )
    named = names_now(list(now.values_list("provider", flat=True)))
    return sorted(((str(key), name) for key, (_, name) in named.items()), key=lambda s: s[1])
