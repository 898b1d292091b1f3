"""A network with people who fill posts, in as few lines as a test needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from people import DAY, acts, network, person, school
from worlds import KAHUI_AKO

from kahui.definition.time import AsAt
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.networks.models import Decision, Network
from kahui.records.posts import actions
from kahui.records.posts.models import Application, Appointment, Opening
from kahui.records.posts.queries.ledger import Line, ledger
from kahui.records.register.models import Provider

LEADER, ACROSS, WITHIN = "leader", "across-schools-teacher", "within-school-teacher"
CLOSES = DAY + dt.timedelta(days=14)
LATER = DAY + dt.timedelta(days=20)
STARTS = dt.date(2017, 1, 30)
NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def decided(made: Network, gate: str, word: str, on: dt.date = dt.date(2015, 2, 1)) -> None:
    Decision.objects.create(
        network=made,
        gate=gate,
        decision=word,
        on=on,
        on_by=on,
        known_from=dt.datetime(2015, 3, 1, tzinfo=dt.UTC),
        recorded_by="a test",
        source="a test",
    )


@dataclass
class Place:
    """An endorsed network of three schools with 1,700 learners: one leader, two across, ten within school posts."""

    network: Network
    schools: list[Provider]
    leader: Person
    leads: list[Person]
    boards: list[Person]
    adviser: Person
    definition: Any = field(default=KAHUI_AKO)

    @classmethod
    def made(
        cls, *, endorsed: bool = True, rolls: tuple[int, ...] = (850, 510, 340), number: int = 101
    ) -> Place:
        first = number * 10
        schools = [school(first + n, roll=roll) for n, roll in enumerate(rolls)]
        made = network(number, *schools)
        decided(made, "approval", "approved")
        if endorsed:
            decided(made, "endorsement", "endorsed", dt.date(2015, 9, 1))
        tag = chr(65 + number % 26)
        names = [chr(97 + n) for n in range(len(schools))]
        return cls(
            network=made,
            schools=schools,
            leader=person(f"Leader {tag}", "leader", made),
            leads=[person(f"Lead {tag} {n}", "school-lead", s) for n, s in zip(names, schools, strict=True)],
            boards=[person(f"Board {tag} {n}", "board", s) for n, s in zip(names, schools, strict=True)],
            adviser=person("National Adviser", "panel-adviser", None),
        )

    # ---- the steps, each with whatever is not said as it ordinarily is -----------------------------------------

    def advertise(self, post: str = ACROSS, at: Provider | None = None, **said: Any) -> Opening:
        ordinary = {"closes": CLOSES, "blind": False, "by": acts(self.leader), "definition": self.definition}
        return actions.advertise(network=self.network, post=post, provider=at, **(ordinary | said))

    def panel(self, opening: Opening, *people: Person) -> None:
        """The leads of the first two schools, who have no interest."""
        sits = people or (self.leads[0], self.leads[1])
        at = {p.pk: s for p, s in zip(self.leads, self.schools, strict=True)}
        named = [(p, at.get(p.pk)) for p in sits]
        actions.name_panel(opening=opening, people=named, by=acts(self.leader), definition=self.definition)
        for somebody in sits:
            actions.declare(opening=opening, conflict=False, by=acts(somebody))

    def apply(
        self, opening: Opening, name: str = "Ana Horomia", at: Provider | None = None, **said: Any
    ) -> Application:
        somebody = person(name)
        post = next(p for p in self.definition.posts if p.code == opening.post)
        ordinary = {
            "provider": at or opening.provider or self.schools[2],
            "words": "I would work with every school.",
            "prerequisites": post.terms.prerequisites,
            "by": acts(somebody),
            "definition": self.definition,
        }
        return actions.apply(opening=opening, **(ordinary | said))

    def support(self, application: Application, agrees: bool = True, words: str = "") -> None:
        board = self.boards[self.schools.index(application.provider)]
        actions.support(application=application, agrees=agrees, words=words, by=acts(board))

    def score(self, application: Application, *scores: int, on: dt.date = LATER) -> None:
        for somebody, given in zip(self.leads, scores, strict=False):
            actions.score(application=application, score=given, reason="Clear.", by=acts(somebody, on))

    def list(self, application: Application, listed: bool = True, on: dt.date = LATER) -> None:
        by = acts(self.leads[0], on)
        actions.shortlist(application=application, listed=listed, reason="Strongest.", by=by)

    def choose(self, application: Application, on: dt.date = LATER) -> None:
        by = acts(self.leads[0], on)
        actions.choose(application=application, reason="The best.", by=by, definition=self.definition)

    def chosen(self, opening: Opening, name: str = "Ana Horomia", at: Provider | None = None) -> Application:
        """Somebody who applied, was supported, scored, listed and chosen."""
        self.panel(opening)
        application = self.apply(opening, name, at)
        self.support(application)
        self.score(application, 4, 5)
        self.list(application)
        self.choose(application)
        return application

    def affirm(
        self, application: Application, met: bool = True, on: dt.date = LATER, words: str = ""
    ) -> None:
        by = acts(self.adviser, on)
        actions.affirm(application=application, met=met, words=words, by=by, definition=self.definition)

    def approve(
        self, application: Application, agrees: bool = True, on: dt.date = LATER, words: str = ""
    ) -> None:
        board = self.boards[self.schools.index(application.provider)]
        by = acts(board, on)
        actions.approve(
            application=application, agrees=agrees, words=words, by=by, definition=self.definition
        )

    def appoint(self, opening: Opening, **said: Any) -> Appointment:
        ordinary = {
            "tenure": "fixed",
            "starts": STARTS,
            "ends": STARTS.replace(year=STARTS.year + 1),
            "by": acts(self.leader, LATER),
            "definition": self.definition,
        }
        return actions.appoint(opening=opening, **(ordinary | said))

    def given(
        self, post: str = ACROSS, name: str = "Ana Horomia", at: Provider | None = None, **said: Any
    ) -> Appointment:
        """Somebody appointed to a post, by every step there is."""
        opening = self.advertise(post, at)
        application = self.chosen(opening, name, at)
        if post != WITHIN:
            self.affirm(application)
        self.approve(application)
        return self.appoint(opening, **said)

    def start(self, appointment: Appointment, on: dt.date | None = None) -> None:
        by = acts(self.leader, on or appointment.starts)
        actions.start(appointment=appointment, by=by, definition=self.definition)

    def line(
        self, post: str, at: Provider | None = None, on: dt.date = LATER, known: dt.datetime = NOW
    ) -> Line:
        key = (self.network.pk, post, at.pk if at else None)
        lines = ledger([self.network], AsAt(on, known), self.definition)
        return next(line for line in lines if line.of.key == key)

    def counts(self, post: str, at: Provider | None = None, on: dt.date = LATER) -> tuple[int, ...]:
        """Provided, advertised, appointed, started, ended."""
        line = self.line(post, at, on)
        return line.of.count, line.advertised, line.appointed, line.started, line.ended


def at(who: Person, on: dt.date) -> Acting:
    return acts(who, on)


def asked_on(on: dt.date) -> AsAt:
    """A day, with everything that is known."""
    return AsAt(on, NOW)
