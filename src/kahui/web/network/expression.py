"""What every page of an expression of interest does first: find it within reach, and know how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kahui.definition.documents import Section
from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access.check import Acting, No, Yes
from kahui.records.access.places import Place
from kahui.records.documents.queries import sections_of
from kahui.records.editions.queries import definition_for
from kahui.records.formation.queries import places_of_one, within
from kahui.records.formation.queries.interest import Interest, interest_of
from kahui.web.door.routes import acting

STATES = {
    "writing": "Being written. The schools and services it names see it, and the programme’s offices; nobody else.",
    "asking": "Sent on {since}. The founding boards are asked, each by itself.",
    "refused": "Sent on {since}. A board does not agree: change it and send it again, or name other founding members.",
    "sent": "With the office since {since}: every founding board agreed.",
    "approved": "Approved on {since}. Its members now work on its own pages.",
    "withdrawn": "Withdrawn on {since}. It can be changed and sent again.",
}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of interest as somebody works in it, on the day they act."""

    request: HttpRequest
    who: Acting
    interest: Interest
    places: frozenset[Place]
    definition: Definition

    @property
    def number(self) -> int:
        return int(self.interest.network.number)

    @property
    def name(self) -> str:
        return self.interest.name

    @property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(self.interest.document.kind, self.definition, self.who.on)

    @property
    def state(self) -> str:
        """Where it stands, as a sentence."""
        return STATES[self.interest.state].format(since=say(self.interest.since))

    def may(self, ability: str) -> Yes | No:
        return self.who.check(ability, self.places)

    def path(self, page: str = "") -> str:
        return f"/expressions/{self.number}/{page}".rstrip("/")

    def show(self, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
        """The page, with where it is."""
        crumbs = [("Expressions of interest", "/expressions"), (self.name, self.path())]
        frame = {
            "here": self,
            "interest": self.interest,
            "place": "expressions",
            "crumbs": crumbs,
            "on": self.who.on,
        }
        return render(self.request, f"network/{template}.html", {**frame, **values}, status=status)

    def back(self, page: str = "") -> HttpResponse:
        return redirect(self.path(page))


def expression(request: HttpRequest, number: str) -> Expression:
    """The expression of interest of this number within reach of whoever asks. Raises `Http404` with a sentence."""
    who = acting(request)
    found = within(who.reach("network.see"), who.on).filter(number=int(number)).first()
    definition = definition_for(found, who.on) if found else None
    interest = interest_of(found, who.on, definition) if found and definition else None
    if found is None or interest is None or definition is None:
        raise Http404(f"There is no expression of interest {number} within your reach.")
    return Expression(request, who, interest, places_of_one(found, who.on), definition)
