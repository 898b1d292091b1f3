"""Openings of a rehearsal that nobody was given by its day: a panel has met, or nobody came and it was withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kahui.records.access.models import Person
from kahui.records.formation.queries.memorandum import members_of
from kahui.records.networks.models import Network
from kahui.records.posts.models import (
    Application,
    EmployerWord,
    Interest,
    Opening,
    Panelist,
    Score,
    WithdrawnOpening,
)
from kahui.records.register.models import Provider
from kahui.site.world import dated
from kahui.site.world.dated import SOURCE
from kahui.site.world.facts import Keys
from kahui.site.world.people import People, names
from kahui.site.world.telling import DAY, place_of
from kahui.site.world.words import APPLIED, SCORES

HOUR = 3
"""Of a day, at which what it tells came to be known: before anybody acts."""
WAITS = 30
"""Days after closing for which an opening that nobody answered is left open; OURS."""

Row = dict[str, Any]


def put_candidates(
    rows: Sequence[tuple[Row, Opening]], people: People, keys: Keys, day: dt.date, seed: int
) -> None:
    """Write how far each of these openings has come: whoever is appointed later has applied and was scored."""
    coming = [(row, opening) for row, opening in rows if row["appointed"] is not None]
    given_up = [
        opening for row, opening in rows if row["appointed"] is None and opening.closes + WAITS * DAY <= day
    ]
    WithdrawnOpening.objects.bulk_create(
        [
            WithdrawnOpening(opening=o, reason="Nobody applied.", **dated.event(o.closes + WAITS * DAY, HOUR))
            for o in given_up
        ]
    )
    _Panels(people, keys, day, seed).put(coming)


class _Panels:
    """Panels at work: two schools' leads score two who applied, and the choice is theirs to make."""

    def __init__(self, people: People, keys: Keys, day: dt.date, seed: int) -> None:
        self.people, self.day = people, day
        self.schools = Provider.objects.in_bulk()
        self.keys = keys
        self.members = members_of(list(Network.objects.all()), day)
        self.named = names(seed + 3)

    def put(self, coming: Sequence[tuple[Row, Opening]]) -> None:
        applications, words = [], []
        for row, opening in coming:
            for school in self._employers(row, opening):
                applications.append((opening, school))
        persons = Person.objects.bulk_create([self._person(n) for n in range(len(applications))])
        made = Application.objects.bulk_create(
            [
                self._application(opening, school, person, n)
                for n, ((opening, school), person) in enumerate(zip(applications, persons, strict=True))
            ]
        )
        for application in made:
            on = min(application.on + 2 * DAY, self.day)
            said = {"agrees": True, "answered_by": self._chair(application.provider), "way": "signed-in"}
            words.append(EmployerWord(application=application, **said, **dated.event(on, HOUR)))
        EmployerWord.objects.bulk_create(words)
        self._scored(made)

    def _employers(self, row: Row, opening: Opening) -> list[Provider]:
        """Who employs the two who applied: the school that will be the employer, and the last of the members."""
        schools = self._leads(opening)
        first = self.schools[self.keys.providers[row["school"]]]
        return [first, schools[-1]] if schools else [first]

    def _leads(self, opening: Opening) -> list[Provider]:
        listed = self.members.get(opening.network_id, [])
        return [p for p in listed if ("school-lead", place_of(p)) in self.people.by]

    def _scored(self, made: Sequence[Application]) -> None:
        panels, interests, scores = [], [], []
        for opening in {a.opening_id: a.opening for a in made}.values():
            begins = {"starts": opening.on, "starts_by": opening.on, **dated.known(opening.on, HOUR)}
            for school in self._leads(opening)[:2]:
                person = self.people.who("school-lead", place_of(school))
                panels.append(Panelist(opening=opening, person=person, provider=school, **begins))
                over = opening.closes + 3 * DAY
                if over > self.day:
                    continue
                interests.append(
                    Interest(opening=opening, person=person, conflict=False, **dated.event(over, HOUR))
                )
                for n, application in enumerate(a for a in made if a.opening_id == opening.pk):
                    mark, why = SCORES[n % len(SCORES)]
                    said = {"person": person, "score": mark, "reason": why}
                    scores.append(Score(application=application, **said, **dated.event(over, HOUR)))
        Panelist.objects.bulk_create(panels)
        Interest.objects.bulk_create(interests)
        Score.objects.bulk_create(scores)

    def _person(self, n: int) -> Person:
        name, address = next(self.named)
        person = Person(email=address.replace("@", f".{n + 1}.applies@"), name=name)
        person.set_unusable_password()
        return person

    def _application(self, opening: Opening, school: Provider, person: Person, n: int) -> Application:
        on = min(opening.on + 10 * DAY, self.day)
        said = {"words": APPLIED[n % len(APPLIED)], "number": n % 2 + 1}
        return Application(opening=opening, person=person, provider=school, **said, **dated.event(on, HOUR))

    def _chair(self, school: Provider) -> str:
        person = self.people.by.get(("board", place_of(school)))
        return str(person) if person else SOURCE
