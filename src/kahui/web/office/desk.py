"""What every page of an office does first: who asks, about which day, and which networks are within their reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kahui.definition.gates import Stage, come_to
from kahui.definition.model import Definition, Programme
from kahui.definition.time import AsAt
from kahui.records.access.check import Acting, No, Yes
from kahui.records.access.places import Place
from kahui.records.challenges.queries import sendings
from kahui.records.editions.queries import definition_for, live_definition
from kahui.records.formation.queries import places_of_one, within
from kahui.records.formation.queries.declared import declared
from kahui.records.formation.queries.turns import Sendings, now_on, taken_of, turns
from kahui.records.formation.turns import Turn
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.web.door.routes import acting


@dataclass(frozen=True)
class Desk:
    """Somebody at their office's desk. `as_at` is the day looked at; acts are always of today. `definition` is the
    programme that is live; a network may be under another (`Case.definition`)."""

    request: HttpRequest
    who: Acting
    as_at: AsAt
    definition: Definition

    @property
    def today(self) -> bool:
        """Whether the day looked at is the day on which they act, with all that is known now."""
        return self.as_at.on == self.who.on and "known" not in self.request.GET

    @property
    def programme(self) -> Programme:
        """The programme on the day looked at."""
        return self.definition.at(self.as_at.on)

    @property
    def reach(self) -> QuerySet[Network]:
        """The networks within reach on the day looked at."""
        return within(self.who.reach("caseload.see"), self.as_at.on)

    def sent(self, networks: Any) -> Mapping[str, Sendings]:
        """What was sent last of the matters whose versions are fixed before they are sent."""
        return sendings(networks, self.as_at)

    def case(self, number: int) -> Case:
        """A network within reach; `Http404` with a sentence where it is not."""
        found = self.reach.filter(number=number).first()
        if found is None:
            raise Http404(
                f"There is no network {number} within your reach on this day. Your caseload lists those that are."
            )
        return Case(self, found)

    def show(self, template: str, *steps: tuple[str, str], **values: Any) -> HttpResponse:
        """The page, with where it is: each step's words and its address."""
        frame = {
            "desk": self,
            "on": self.as_at.on,
            "today": self.today,
            "place": "caseload",
            "word": self.programme.name.network.en,
            "crumbs": [("Caseload", reverse("caseload")), *steps],
        }
        return render(self.request, f"office/{template}.html", {**frame, **values})


def desk(request: HttpRequest) -> Desk:
    """Whoever is signed in, on the day asked for (`?on=`, `?known=`), else today. Raises `TimeFault`."""
    who = acting(request)
    if request.method == "POST":
        as_at = now_on(who.on)
    else:
        on = request.GET.get("on") or who.on.isoformat()
        as_at = AsAt.read(on, request.GET.get("known"), now=timezone.now())
    request.as_at = as_at  # type: ignore[attr-defined]
    return Desk(request, who, as_at, live_definition(who.on))


@dataclass(frozen=True)
class Case:
    """One network on the desk."""

    desk: Desk
    network: Network

    @cached_property
    def name(self) -> str:
        return name_of(self.network, self.desk.as_at)

    @cached_property
    def definition(self) -> Definition:
        """The programme that the network is under."""
        return definition_for(self.network, self.desk.who.on)

    @property
    def programme(self) -> Programme:
        """The network's programme on the day looked at."""
        return self.definition.at(self.desk.as_at.on)

    @cached_property
    def places(self) -> frozenset[Place]:
        return places_of_one(self.network, self.desk.who.on)

    @property
    def path(self) -> str:
        return reverse("case", args=[self.network.number])

    @property
    def step(self) -> tuple[str, str]:
        """This network as a step of the way to a page."""
        return self.name, self.path

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Where each of its matters is on the day looked at."""
        found = turns([self.network], self.desk.as_at, self.definition, self.desk.sent([self.network]))
        return found[self.network.pk]

    @cached_property
    def stage(self) -> Stage:
        """The gates that stand on the day looked at."""
        taken = taken_of([self.network], self.desk.as_at)[self.network.pk]
        return come_to([t.said for t in taken], self.definition, self.desk.as_at.on)

    def may(self, ability: str, *, capacity: str = "") -> Yes | No:
        """Whether whoever asks may do it here; on another day than today nobody does anything."""
        if not self.desk.today:
            return No("You look at another day: acts are of today.")
        return self.desk.who.check(ability, self.places, capacity=capacity)

    @cached_property
    def own_interest(self) -> bool | None:
        """Whether whoever asks declared an interest of their own; `None` while they have not said."""
        who = self.desk.who
        return declared(who.id or 0, [self.network], now_on(who.on)).get(self.network.pk)

    def may_act(self, ability: str, *, capacity: str = "") -> Yes | No:
        """As `may`, for what only somebody without an interest of their own does."""
        if self.own_interest:
            return No("You declared an interest of your own here: somebody else acts on it.")
        allowed = self.may(ability, capacity=capacity)
        if allowed and self.own_interest is None:
            return No("Say first whether you have an interest of your own here.")
        return allowed
