"""What every working page of a network does first: find it within reach, and know who asks, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kahui.definition.model import Definition, Programme
from kahui.records.access.check import Acting, No, Yes
from kahui.records.access.places import Place
from kahui.records.editions.queries import definition_for
from kahui.records.formation.queries import places_of_one, within
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.web.door.routes import acting


@dataclass(frozen=True, slots=True)
class Here:
    """A network as somebody works in it, on the day they act."""

    request: HttpRequest
    who: Acting
    network: Network
    name: str
    places: frozenset[Place]
    definition: Definition

    @property
    def number(self) -> int:
        return int(self.network.number)

    @property
    def programme(self) -> Programme:
        """The programme on the day."""
        return self.definition.at(self.who.on)

    def may(self, ability: str, *, capacity: str = "") -> Yes | No:
        return self.who.check(ability, self.places, capacity=capacity)

    def path(self, page: str = "") -> str:
        return f"/inside/{self.number}/{page}".rstrip("/")

    def crumbs(self, *steps: tuple[str, str]) -> list[tuple[str, str]]:
        """The way to a page from the network's own, for who sees that: each step's words and its page."""
        own = [(self.name, self.path())] if self.may("network.see") else []
        return [*own, *((words, self.path(page)) for words, page in steps)]

    def show(self, template: str, *steps: tuple[str, str], status: int = 200, **values: Any) -> HttpResponse:
        """The page, with where it is."""
        frame = {
            "here": self,
            "place": "work",
            "crumbs": self.crumbs(*steps),
            "on": self.who.on,
            "word": self.programme.name.network.en,
        }
        return render(self.request, f"network/{template}.html", {**frame, **values}, status=status)

    def back(self, page: str = "") -> HttpResponse:
        return redirect(self.path(page))


def here(request: HttpRequest, number: str) -> Here:
    """The network of this number within reach of whoever asks. Raises `Http404` with a sentence."""
    who = acting(request)
    found = within(who.reach("network.see"), who.on).filter(number=int(number)).first()
    if found is None:
        raise Http404(
            f"There is no network {number} within your reach. The networks you work in are on your first page."
        )
    return Here(
        request, who, found, name_of(found), places_of_one(found, who.on), definition_for(found, who.on)
    )
