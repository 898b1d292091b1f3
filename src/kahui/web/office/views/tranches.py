"""Tranches: networks put before the deciding office together, and their pack."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from kahui.definition.time import AsAt
from kahui.definition.words import fold
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.queries import definitions_for
from kahui.records.formation.actions.tranches import (
    add_to_tranche,
    is_decided,
    make_tranche,
    remove_from_tranche,
)
from kahui.records.formation.models import InTranche, Pack, Ruling, Tranche
from kahui.records.formation.queries.caseload import Case
from kahui.records.formation.turns import OFFICES
from kahui.records.networks.models import Network
from kahui.records.received.queries import open_kept
from kahui.reporting.pack import freeze
from kahui.reporting.write import MEDIA_TYPES
from kahui.web.door.routes import needs
from kahui.web.office.desk import Desk, desk
from kahui.web.office.forms import Begins, Made
from kahui.web.office.views.caseload import cases_of

SIZE = 50
"""Tranches on a page, the newest first."""


@needs("tranche.make")
def listing(request: HttpRequest) -> HttpResponse:
    """Every tranche within reach, and a way to begin one."""
    at = desk(request)
    gates = [
        (g.code, g.name.en)
        for g in at.programme.gates
        if (capacity := at.programme.decider(g)) is not None and capacity.role in OFFICES
    ]
    approved = next((g.code for g in at.programme.gates if g.counts_as == "approved"), "")
    form = Begins(request.POST or None, gates=gates, initial={"gate": approved})
    if request.method == "POST" and form.is_valid() and (made := _begun(at, form)):
        return redirect("tranche", key=made.pk)
    known = Q(networks__known_to__isnull=True)
    rows = Tranche.objects.by(at.as_at).annotate(size=Count("networks", filter=known)).order_by("-on", "-id")
    decided = set(Ruling.objects.by(at.as_at).exclude(tranche=None).values_list("tranche", flat=True))
    listed = [(t, t.pk in decided) for t in rows.filter(_within(at))[:SIZE]]
    return at.show("tranches", form=form, tranches=listed)


def _within(at: Desk) -> Q:
    """Tranches with a network within reach, and those that have none."""
    reached = InTranche.objects.current().filter(network__in=at.reach).values("tranche")
    filled = InTranche.objects.current().values("tranche")
    return Q(pk__in=reached) | ~Q(pk__in=filled)


def _begun(at: Desk, form: Begins) -> Tranche | None:
    try:
        return make_tranche(by=at.who, definition=at.definition, **form.cleaned_data)
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return None


def tranche_of(at: Desk, key: int) -> tuple[Tranche, list[Network]]:
    """A tranche within reach, and those of its networks that are; `Http404` with a sentence where it is not."""
    found = Tranche.objects.current().filter(_within(at), pk=key).first()
    if found is None:
        raise Http404(
            "No tranche within your reach has this number. Those that are, are on the page of tranches."
        )
    there = InTranche.objects.by(at.as_at).filter(tranche=found).values("network")
    return found, list(at.reach.filter(pk__in=there).order_by("number"))


@needs("tranche.make")
def tranche(request: HttpRequest, key: int) -> HttpResponse:
    """One tranche: its networks, those that could go in, its packs, and the way to decide."""
    at = desk(request)
    found, networks = tranche_of(at, key)
    keys = {n.pk for n in networks}
    cases = cases_of(list(at.reach), at)
    gate = at.programme.gate(found.gate)
    capacity = at.programme.decider(gate) if gate else None
    decided = is_decided(found)
    return at.show(
        "tranche",
        ("Tranches", reverse("tranches")),
        tranche=found,
        gate=gate,
        capacity=capacity,
        cases=[case for case in cases if case.key in keys],
        others=[] if decided else _others(cases, found),
        decided=decided,
        acts=_acts(found),
        whole=_is_whole(at, found),
        packs=found.packs.by(at.as_at).order_by("-on", "-id"),
        form=Made(initial={"on": at.who.on}),
        may=at.who.check("gate.decide", _anywhere(at), capacity=capacity.code if capacity else ""),
    )


def _anywhere(at: Desk) -> Any:
    return at.who.reach("gate.decide").places


def _others(cases: list[Case], tranche: Tranche) -> list[Case]:
    """Networks that have come to the gate and are in no open tranche."""
    return [c for c in cases if c.tranche_id is None and _waits_at(c, tranche.gate)]


def _waits_at(case: Case, gate: str) -> bool:
    return any(t.state == "waits" and t.gate == gate for t in case.turns)


def _acts(tranche: Tranche) -> list[dict[str, Any]]:
    """The acts taken in a tranche that stand: when, by whom, about how many."""
    rows = Ruling.objects.current().filter(tranche=tranche).select_related("decision").order_by("id")
    found: dict[str, dict[str, Any]] = {}
    for ruling in rows:
        mine = found.setdefault(ruling.act, {"ruling": ruling, "size": 0})
        mine["size"] += 1
    return list(found.values())


def _is_whole(at: Desk, tranche: Tranche) -> bool:
    """Whether every network of a tranche is within reach: only then is its pack."""
    there = InTranche.objects.current().filter(tranche=tranche)
    return not there.exclude(network__in=at.reach).exists()


@needs("tranche.make")
@require_POST
def add(request: HttpRequest, key: int) -> HttpResponse:
    """Put the networks that were ticked into a tranche: all of them or none."""
    at = desk(request)
    found, _ = tranche_of(at, key)
    numbers = [int(n) for n in request.POST.getlist("network") if n.isascii() and n.isdigit() and len(n) < 9]
    with transaction.atomic():
        chosen = list(at.reach.filter(number__in=numbers).order_by("number"))
        under = definitions_for(chosen, at.who.on)
        for network in chosen:
            add_to_tranche(tranche=found, network=network, by=at.who, definition=under[network.pk])
    if chosen:
        messages.success(request, f"{len(chosen)} put into “{found.name}”.")
    else:
        messages.warning(request, "Nothing was ticked, so nothing was put in.")
    return redirect("tranche", key=key)


@needs("tranche.make")
@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Take one network out of a tranche."""
    at = desk(request)
    found, networks = tranche_of(at, key)
    gone = next((n for n in networks if str(n.number) == request.POST.get("network")), None)
    if gone is None:
        raise Http404("This network is not in this tranche, or not within your reach.")
    remove_from_tranche(tranche=found, network=gone, by=at.who)
    messages.success(
        request, f"Network {gone.number} was taken out of “{found.name}”. It can be put in again."
    )
    return redirect("tranche", key=key)


@needs("tranche.make")
@require_POST
def pack(request: HttpRequest, key: int) -> HttpResponse:
    """Make the pack of a tranche: figures as at a day, frozen in two files."""
    at = desk(request)
    found, networks = tranche_of(at, key)
    form = Made(request.POST)
    if not form.is_valid() or not _is_whole(at, found) or not networks:
        messages.error(request, "No pack was made: give the day of its figures, and put a network in first.")
        return redirect("tranche", key=key)
    try:
        freeze(found, networks, AsAt(form.cleaned_data["on"], at.as_at.known), by=at.who)
    except ValueError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, "The pack was made. Its files are the same from now on.")
    return redirect("tranche", key=key)


@needs("tranche.make")
def pack_file(request: HttpRequest, key: int, format: str) -> HttpResponse:
    """One file of a pack, as it was made."""
    at = desk(request)
    found = Pack.objects.current().select_related("tranche").filter(pk=key).first()
    if found is None or format not in ("docx", "pdf") or not _is_whole(at, found.tranche):
        raise Http404("No pack within your reach has this address.")
    data = open_kept(found.pdf if format == "pdf" else found.document, settings.HOME)
    media = MEDIA_TYPES["pdf" if format == "pdf" else "docx"]
    name = f"{slugify(fold(found.tranche.name))}-{found.figures_on:%Y-%m-%d}.{format}"
    return HttpResponse(
        data, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
