"""Who is in the network, who was and who will leave; what follows from each leaving, before and after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kahui.definition.time import BEGINNING, say
from kahui.definition.words import fold
from kahui.records.access import places
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions import members as verbs
from kahui.records.formation.models import Proposed
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.agreements import notices_of_leaving
from kahui.records.networks.models import LeavingNotice, Membership
from kahui.records.received.actions import keep
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now
from kahui.web.design.forms import Form
from kahui.web.door.routes import needs
from kahui.web.network.follows import Leaver, what_follows
from kahui.web.network.forms import ClosesInto, Joins, Leaves
from kahui.web.network.here import Here, here

RECENTLY = dt.timedelta(days=366)
"""OURS: for how long after a leaving its consequences are still shown."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member, as its row says it. `leaves` is the day named in its notice, where one was given."""

    provider: Provider
    name: str
    since: str
    until: str = ""
    leaves: dt.date | None = None
    own: bool = False

    @property
    def path(self) -> str:
        return f"members/{self.provider.kind}/{self.provider.number}"


@needs("network.see")
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """Members now and before, those who are to come, notices of leaving, and what follows from each."""
    at = here(request, number)
    now, before = _members(at)
    leavers = [
        Leaver(_name(n.provider), n.leaves, what_follows(at.network, n.provider, n.leaves, at.definition))
        for n in notices_of_leaving(at.network, at.who.on)
        if n.leaves > at.who.on - RECENTLY
    ]
    values: dict[str, Any] = {
        "members": now,
        "before": before,
        "proposed": _proposed(at),
        "leavers": leavers,
        "may": at.may("members.change"),
        "may_leave": bool(at.may("members.change")) or any(m.own for m in now),
    }
    return at.show("members", **values)


@needs("members.change")
def join(request: HttpRequest, number: str) -> HttpResponse:
    """A provider joins, or moves here from another network."""
    at = here(request, number)
    form = Joins(request.POST or None, initial={"kind": "school", "how": "joins", "on": at.who.on})
    if request.method == "POST" and form.is_valid() and _joined(at, form):
        return at.back("members")
    return at.show("members_join", ("Members", "members"), form=form, status=422 if form.errors else 200)


@needs("network.see")
def leave(request: HttpRequest, number: str, kind: str, provider: str) -> HttpResponse:
    """Written notice that a member leaves, with what follows from it shown first."""
    at = here(request, number)
    one = _provider(kind, provider)
    form = Leaves(
        request.POST or None, request.FILES or None, initial={"notified_on": at.who.on, "leaves": at.who.on}
    )
    if request.method == "POST" and form.is_valid() and _left(at, one, form):
        return at.back("members")
    day = form.cleaned_data.get("leaves") if form.is_bound and form.is_valid() else None
    follows = what_follows(at.network, one, day or at.who.on, at.definition)
    values: dict[str, Any] = {
        "form": form,
        "name": _name(one),
        "follows": follows,
        "status": 422 if form.errors else 200,
    }
    return at.show("members_leave", ("Members", "members"), **values)


@require_POST
@needs("network.see")
def left(request: HttpRequest, number: str, kind: str, provider: str) -> HttpResponse:
    """The day named in a notice has come: the member is one no longer."""
    at = here(request, number)
    one = _provider(kind, provider)
    notice = notices_of_leaving(at.network, at.who.on).filter(provider=one).first()
    if notice is None:
        raise Http404(f"{_name(one)} has given no notice that it leaves.")
    verbs.record_leaving(notice=notice, by=at.who, definition=at.definition)
    messages.success(request, f"{_name(one)} is a member no longer, from {say(notice.leaves)} on.")
    return at.back("members")


@needs("members.change")
def closes_into(request: HttpRequest, number: str, kind: str, provider: str) -> HttpResponse:
    """A member closes into another provider."""
    at = here(request, number)
    gone = _provider(kind, provider)
    form = ClosesInto(request.POST or None, initial={"kind": "school", "on": at.who.on})
    if request.method == "POST" and form.is_valid() and _closed_into(at, gone, form):
        return at.back("members")
    follows = what_follows(at.network, gone, at.who.on, at.definition)
    values: dict[str, Any] = {
        "form": form,
        "name": _name(gone),
        "follows": follows,
        "status": 422 if form.errors else 200,
    }
    return at.show("members_closes", ("Members", "members"), **values)


def _joined(at: Here, form: Joins) -> bool:
    said = form.cleaned_data
    one = _found(form, said["kind"], said["number"])
    if one is None:
        return False
    verb = verbs.move if said["how"] == "moves" else verbs.join
    try:
        verb(
            network=at.network, provider=one, on=said["on"], by=at.who, source=said["source"],
            definition=at.definition,
        )  # fmt: skip
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    messages.success(
        at.request, f"{_name(one)} is a member from {say(said['on'])}. Its board is asked to sign."
    )
    return True


def _left(at: Here, one: Provider, form: Leaves) -> bool:
    said = form.cleaned_data
    scan = keep(said["paper"].read(), home=settings.HOME) if said["paper"] else ""
    try:
        verbs.leave(
            network=at.network, provider=one, notified_on=said["notified_on"], leaves=said["leaves"],
            words=said["words"], scan=scan, by=at.who, definition=at.definition,
        )  # fmt: skip
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    messages.success(
        at.request, f"The notice of {_name(one)} is on record. What follows from it is shown below."
    )
    return True


def _closed_into(at: Here, gone: Provider, form: ClosesInto) -> bool:
    said = form.cleaned_data
    into = _found(form, said["kind"], said["number"])
    if into is None:
        return False
    try:
        verbs.merge_providers(
            gone=gone, into=into, on=said["on"], words=said["words"], by=at.who, definition=at.definition
        )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    messages.success(at.request, f"{_name(gone)} closed into {_name(into)} on {say(said['on'])}.")
    return True


def _found(form: Form, kind: str, number: int) -> Provider | None:
    one = Provider.objects.filter(kind=kind, number=number).first()
    if one is None:
        form.add_error(
            "number", f"The register has no {Provider.Kind(kind).label.lower()} {number}. Check the number."
        )
    return one


def _provider(kind: str, number: str) -> Provider:
    one = Provider.objects.filter(kind=kind, number=int(number)).first()
    if one is None:
        raise Http404(
            f"The register has no {kind} {number}. Members are listed on the network’s page of members."
        )
    return one


def _name(provider: Provider) -> str:
    named = names_now([provider.pk]).get(provider.pk)
    return named[1] if named else f"{provider.kind} {provider.number}"


def _members(at: Here) -> tuple[list[Member], list[Member]]:
    """Members on the day, and those who were before. Three queries."""
    held = Membership.objects.known(now_on(at.who.on).known).filter(network=at.network)
    rows = list(held.select_related("provider").order_by("provider__kind", "starts", "provider__number"))
    names = names_now({r.provider_id for r in rows})
    notices: dict[int, LeavingNotice] = {n.provider_id: n for n in notices_of_leaving(at.network, at.who.on)}
    now: list[Member] = []
    before: list[Member] = []
    for row in rows:
        if row.starts > at.who.on:
            continue
        there = row.ends is None or row.ends > at.who.on
        notice = notices.get(row.provider_id) if there else None
        own = [places.provider(row.provider.kind, row.provider.number)]
        member = Member(
            row.provider,
            names[row.provider_id][1]
            if row.provider_id in names
            else f"{row.provider.kind} {row.provider.number}",
            "a day not known" if row.starts == BEGINNING else say(row.starts),
            say(row.ends) if row.ends else "",
            notice.leaves if notice and notice.leaves > row.starts else None,
            bool(at.who.check("consent.give", own)),
        )
        (now if there else before).append(member)
    return sorted(now, key=lambda m: (m.provider.kind, fold(m.name))), before


def _proposed(at: Here) -> list[tuple[str, str]]:
    """Associates and those who are pending: no members."""
    held = Proposed.objects.on(now_on(at.who.on)).filter(network=at.network).exclude(standing="founding")
    rows = list(held.select_related("provider"))
    names = names_now([r.provider_id for r in rows])
    return [
        (names.get(r.provider_id, (0, str(r.provider.number)))[1], r.get_standing_display()) for r in rows
    ]
