"""What every act on a post begins and ends with: who may, on which day, known when, and the line in the timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kahui.definition.lines import Post
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.places import Place, network, provider
from kahui.records.access.queries import holders
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.rules import require
from kahui.records.formation.queries import places_of_one
from kahui.records.networks.models import Network
from kahui.records.notices.actions import notify
from kahui.records.posts.models import Opening, WithdrawnOpening
from kahui.records.posts.rules.filling import on_its_day, open_still
from kahui.records.register.models import Provider
from kahui.records.timeline.actions import Teller, tell


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Whoever did something where their name may not be read."""

    words: str
    id: None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An act under way: on a day, known from a moment, recorded as done by somebody."""

    day: dt.date
    now: dt.datetime
    recorded: str
    teller: Teller

    @property
    def known(self) -> dict[str, Any]:
        return {"known_from": self.now, "recorded_by": self.recorded[:200], "source": ""}

    @property
    def event(self) -> dict[str, Any]:
        """The fields of an event of this act."""
        return {"on": self.day, "on_by": self.day, **self.known}

    def period(self, starts: dt.date, ends: dt.date | None = None) -> dict[str, Any]:
        """The fields of a period that this act records."""
        return {"starts": starts, "starts_by": starts, "ends": ends, "ends_by": ends, **self.known}

    @property
    def as_at(self) -> AsAt:
        """The day of the act, with everything that is known."""
        return AsAt(self.day, max(self.now, timezone.now()))

    def tell(self, words: str, *about: Place, by: Teller | None = None) -> None:
        """Write the line of this act; a change has been made."""
        tell(words, about=about, by=by or self.teller, on=self.day, now=self.now)
        count_change()


def begin(
    by: Acting,
    ability: str,
    places: Iterable[Place],
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Act:
    """Begin an act, inside its transaction: wait for one's turn, and ask whether they may. Raises `NotAllowed`."""
    await_turn()
    recorded = by.may(ability, places) if ability else by.words
    return Act(on or by.on, now or timezone.now(), recorded, by)


def here(of: Network | Opening, on: dt.date) -> frozenset[Place]:
    """Every place that a network's posts lie in; those of an opening lie at the schools of its panel too."""
    if isinstance(of, Network):
        return places_of_one(of, on)
    sits = of.panel.current().filter(provider__isnull=False)
    schools = sits.values_list("provider__kind", "provider__number")
    return places_of_one(of.network, on) | {provider(kind, number) for kind, number in schools}


def about(opening: Opening) -> tuple[Place, Place]:
    """What a line about an opening is about: its network and itself."""
    return network(opening.network.number), Place("opening", str(opening.pk))


def place_of(school: Provider) -> Place:
    return provider(school.kind, school.number)


def post_of(definition: Definition, code: str, on: dt.date) -> Post:
    """The post as it is on a day. Raises `ValueError` for a code that is none."""
    found = next((p for p in definition.at(on).posts if p.code == code), None)
    if found is None:
        raise ValueError(f"“{code}” is no post of this programme.")
    return found


def still_open(opening: Opening, act: Act, by: Acting) -> None:
    """An opening that was not withdrawn, and an act that is not dated before it or to come (POST-23, POST-24)."""
    require(open_still(withdrawn=WithdrawnOpening.objects.current().filter(opening=opening).exists()))
    require(on_its_day(act.day, opening.on, "the opening was advertised", by.on))


def write_to(
    people: Iterable[Person | str],
    *,
    kind: str,
    subject: str,
    words: str,
    path: str,
    once: str,
    about: Place | None = None,
) -> None:
    """Write the same message to several people."""
    for person in people:
        notify(to=person, kind=kind, subject=subject, words=words, path=path, about=about, once=once)


def boards(school: Provider, on: dt.date) -> list[Person]:
    """Who answers for the board of a school on a day."""
    return list(holders(role="board", place=place_of(school), on=on))
