"""A network that was endorsed and recruits: teachers in post, one post to be scored, one to be affirmed, one to be
approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kahui.definition.lines import Post
from kahui.definition.time import AsAt
from kahui.records.access.actions import person_named
from kahui.records.access.models import Person
from kahui.records.formation.actions.advising import declare as declare_interest
from kahui.records.formation.actions.deciding import decide_gate
from kahui.records.networks.models import Network
from kahui.records.posts import actions as posts
from kahui.records.posts.models import Application, Appointment, Opening
from kahui.records.posts.queries.ledger import ledger
from kahui.records.register.models import Provider
from kahui.site.world.casting import Cast
from kahui.site.world.people import names
from kahui.site.world.stories.agreeing import advised, agreed, members, received, standing
from kahui.site.world.telling import DAY, Story, Telling
from kahui.site.world.words import APPLIED, SCORES

LARGE = 14
"""Ours: the size that a network which recruits comes nearest to, so that it has several posts of each kind."""


def stories(told: Telling, cast: Cast, seed: int) -> list[Story]:
    """The network comes to its endorsement, and then its openings go on side by side."""
    filling = Filling(told, names(seed + 2))
    teachers = [filling.in_post(0), filling.in_post(1)]
    return [recruits(told, cast), *teachers, filling.to_affirm(), filling.to_approve(), filling.to_score()]


def recruits(told: Telling, cast: Cast) -> Story:
    """Endorsed in winter."""
    network = yield from standing(told, cast, LARGE)
    told.told["recruits"] = network
    yield from agreed(told, network, 106)
    yield 98
    advised(told, network)
    yield 92
    received(told, network)
    yield 80
    office = told.office("endorsement")
    declare_interest(network=network, conflict=False, by=office, now=told.now)
    decide_gate(
        networks=[network], gate="endorsement", word="endorsed", on=told.day, by=office, definition=told.definition,
        now=told.now,
    )  # fmt: skip


@dataclass
class Filling:
    """The openings of the network that recruits, from the day on which it was endorsed."""

    told: Telling
    named: Iterator[tuple[str, str]]

    @property
    def network(self) -> Network:
        return self.told.told["recruits"]

    @property
    def schools(self) -> list[Provider]:
        return [p for p in members(self.told, self.network) if p.kind == Provider.Kind.SCHOOL]

    @property
    def across(self) -> Post:
        """A post of the whole network that an endorsement opens."""
        return self._post("network")

    @property
    def within(self) -> Post:
        """A post of one school."""
        return self._post("school")

    def _post(self, per: str) -> Post:
        gate = self.told.definition.standing("endorsed")
        assert gate is not None  # the reference programme has one
        posts = [p for p in self.told.definition.posts if p.opened_by == gate.code]
        return next(p for p in posts if p.provisions[0].per == per)

    def schools_with_one(self) -> list[Provider]:
        """The schools with a post of their own that nobody holds and nobody has advertised."""
        lines = ledger([self.network], AsAt(self.told.day, self.told.now), self.told.definition)
        free = {line.of.provider for line in lines if line.of.post == self.within.code and line.free}
        return [school for school in self.schools if school.pk in free]

    def free_across(self) -> int:
        lines = ledger([self.network], AsAt(self.told.day, self.told.now), self.told.definition)
        return sum(line.free for line in lines if line.of.post == self.across.code)

    # ---- steps ------------------------------------------------------------------------------------------------

    def advertised(
        self,
        post: Post,
        days: int,
        panel: Sequence[Provider],
        school: Provider | None = None,
        *,
        blind: bool = False,
    ) -> Opening:
        told, by = self.told, self.told.leader(self.network)
        opening = posts.advertise(
            network=self.network, post=post.code, provider=school, closes=told.day + days * DAY, blind=blind,
            words="You would work with teachers of several schools on how learners write.",
            purposes=[(told.definition.purposes[0].code, "Tuhituhi: every learner writes with purpose")],
            by=by, definition=told.definition, now=told.now,
        )  # fmt: skip
        sits = [(self._lead(p), p) for p in panel]
        posts.name_panel(opening=opening, people=sits, by=by, definition=told.definition, now=told.now)
        return opening

    def applied(self, opening: Opening, n: int, school: Provider, *, supported: bool = True) -> Application:
        told = self.told
        name, address = next(self.named)
        person = person_named(email=address.replace("@", ".applies@"), name=name)
        application = posts.apply(
            opening=opening, provider=school, words=APPLIED[n % len(APPLIED)], prerequisites=self._asked(opening),
            by=told.acting(person), definition=told.definition, now=told.now,
        )  # fmt: skip
        if supported:
            posts.support(application=application, agrees=True, by=told.board(school), now=told.now)
        return application

    def declared(self, opening: Opening, panel: Sequence[Provider]) -> None:
        for school in panel:
            posts.declare(opening=opening, conflict=False, by=self.told.lead(school), now=self.told.now)

    def scored(self, applications: Sequence[Application], school: Provider) -> None:
        for n, application in enumerate(applications):
            mark, why = SCORES[n % len(SCORES)]
            posts.score(
                application=application, score=mark, reason=why, by=self.told.lead(school), now=self.told.now
            )  # fmt: skip

    def chosen(self, application: Application, school: Provider) -> None:
        told, by = self.told, self.told.lead(school)
        posts.shortlist(
            application=application, listed=True, reason="Scored highest by both.", by=by, now=told.now
        )
        posts.choose(
            application=application, reason="She has done it, and others learned from it.", by=by,
            definition=told.definition, now=told.now,
        )  # fmt: skip

    # ---- courses ----------------------------------------------------------------------------------------------

    def in_post(self, place: int) -> Story:
        """A teacher within a school: advertised, chosen, approved, appointed, started; and the release since."""
        told = self.told
        yield 72
        free = self.schools_with_one()
        school = free[place % len(free)]
        opening = self.advertised(self.within, 14, [school], school)
        yield 64
        application = self.applied(opening, 1, school)
        yield 56
        self.declared(opening, [school])
        self.scored([application], school)
        self.chosen(application, school)
        yield 51
        posts.approve(
            application=application, agrees=True, by=told.board(school), definition=told.definition, now=told.now
        )  # fmt: skip
        yield 49
        appointment = posts.appoint(
            opening=opening, tenure="permanent", starts=told.last - 36 * DAY, by=told.leader(self.network),
            definition=told.definition, now=told.now,
        )  # fmt: skip
        yield 36
        posts.start(
            appointment=appointment, by=told.leader(self.network), definition=told.definition, now=told.now
        )
        yield from self._release_since(appointment)

    def _release_since(self, appointment: Appointment) -> Story:
        """Four weeks taken and covered; of this week one hour of two, and nobody covered it."""
        told = self.told
        for ago in (26, 19, 12, 5):
            yield ago
            self.released(appointment, 2.0, 2.0)
        yield 1
        self.released(appointment, 1.0, 0.0)
        posts.ask_cover(
            appointment=appointment, week=told.last + 7 * DAY, hours=2, words="Nobody could cover this week.",
            by=told.acting(appointment.person), definition=told.definition, now=told.now,
        )  # fmt: skip

    def released(self, appointment: Appointment, taken: float, covered: float) -> None:
        told = self.told
        posts.record_release(
            appointment=appointment, week=told.day, taken=taken, covered=covered,
            covered_by="our relief teacher" if covered else "", by=told.acting(appointment.person),
            definition=told.definition, now=told.now,
        )  # fmt: skip

    def to_affirm(self) -> Story:
        """A panel of two schools has chosen, and the choice waits to be affirmed."""
        yield 36
        post, pair = self._affirming(), self.schools[:2]
        opening = self.advertised(post, 14, pair)
        yield 30
        applications = [self.applied(opening, n, school) for n, school in enumerate(self._employers(2))]
        yield 20
        self.declared(opening, pair)
        for school in pair:
            self.scored(applications, school)
        yield 12
        self.chosen(applications[0], pair[0])

    def to_approve(self) -> Story:
        """A school has chosen one of its own teachers, and its board is to appoint them."""
        yield 26
        school = self.schools_with_one()[0]
        opening = self.advertised(self.within, 10, [school], school)
        yield 23
        application = self.applied(opening, 0, school)
        yield 12
        self.declared(opening, [school])
        self.scored([application], school)
        yield 9
        self.chosen(application, school)

    def to_score(self) -> Story:
        """Four have applied without a name; one of the panel has scored them all, the other two of them."""
        yield 20
        if not self.free_across():
            return
        pair = self.schools[:2]
        opening = self.advertised(self.across, 14, pair, blind=True)
        yield 14
        applications = [self.applied(opening, n, school) for n, school in enumerate(self._employers(3))]
        yield 7
        applications.append(self.applied(opening, 3, self._employers(1)[0], supported=False))
        yield 4
        self.declared(opening, pair)
        self.scored(applications, pair[0])
        self.scored(applications[:2], pair[1])

    def _affirming(self) -> Post:
        """The post that waits to be affirmed: across schools where there are two, else the one for who leads."""
        if self.free_across() > 1:
            return self.across
        return next(
            p for p in self.told.definition.posts if p.provisions[0].per == "network" and p != self.across
        )

    def _employers(self, count: int) -> list[Provider]:
        """Schools that employ who applies, the last of the network first, so that they are not those of the panel."""
        return [self.schools[-1 - n % len(self.schools)] for n in range(count)]

    def _asked(self, opening: Opening) -> tuple[str, ...]:
        return next(p for p in self.told.definition.posts if p.code == opening.post).terms.prerequisites

    def _lead(self, school: Provider) -> Person:
        person = self.told.lead(school).person
        assert person is not None  # a school is led by somebody
        return person
