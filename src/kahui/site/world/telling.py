"""Stories told day by day: acts of the world's people, each on its day, the earliest day first."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field

from kahui.definition.model import Definition
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.places import NATION, Place
from kahui.records.changes.clock import standing_on
from kahui.records.formation.models import Assignment, Office
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Network
from kahui.records.notices.mailbox import mailbox_is_open
from kahui.records.notices.models import Mail, Notice
from kahui.records.notices.outbox import deliver
from kahui.records.register.models import Provider
from kahui.records.timeline.models import Entry
from kahui.site.world.people import People

Story = Iterator[int]
"""Acts of one network or office. It gives, before each of its days, how many days before the last day that is."""

Course = Generator[int, None, Network]
"""A story that gives the network it is about, for another to go on with."""

DAY = dt.timedelta(days=1)
NOON = dt.time(0, 0)
"""Ours: when a day's acts begin, in UTC: early afternoon where the people live, so that it is the same day in both."""


@dataclass
class Telling:
    """Whoever tells: the people, the programme, the day on which the world stands still, and the day being told."""

    people: People
    definition: Definition
    last: dt.date
    day: dt.date = field(default=dt.date.min)
    told: dict[str, Network] = field(default_factory=dict)
    """The networks that stories are about, by the name of the story."""
    _moment: dt.datetime = field(default=dt.datetime.min.replace(tzinfo=dt.UTC))

    def go(self, stories: Iterable[Story]) -> None:
        """Tell them all, a day at a time; what a day brought people is in their mailbox by its evening."""
        queue: list[tuple[dt.date, int, Story]] = []
        for n, story in enumerate(stories):
            self._next(queue, n, story)
        while queue:
            day = queue[0][0]
            self.day, self._moment = day, dt.datetime.combine(day, NOON, dt.UTC)
            with standing_on(day):
                while queue and queue[0][0] == day:
                    _, n, story = heapq.heappop(queue)
                    self._next(queue, n, story)
                self._evening()

    def _next(self, queue: list[tuple[dt.date, int, Story]], n: int, story: Story) -> None:
        ago = next(story, None)
        if ago is not None:
            heapq.heappush(queue, (max(working(self.last - ago * DAY), self.day), n, story))

    @property
    def now(self) -> dt.datetime:
        """The moment of the next act: acts of a day are known in the order in which they were done."""
        self._moment += dt.timedelta(minutes=1)
        return self._moment

    def acting(self, person: Person) -> Acting:
        return Acting(person, self.day)

    def who(self, role: str, place: Place) -> Acting:
        """Whoever holds a role in a place, on the day being told."""
        return self.acting(self.people.who(role, place))

    def office(self, gate: str) -> Acting:
        """Whoever decides at a gate of a deciding office on the day being told."""
        programme = self.definition.at(self.day)
        known = programme.gate(gate)
        capacity = programme.decider(known) if known else None
        return self.who(f"office:{capacity.code}" if capacity else "", NATION)

    def adviser(self, network: Network) -> Acting:
        """Whoever looks after a network."""
        return self.acting(Assignment.objects.on(now_on(self.day)).get(network=network).adviser)

    def director(self, network: Network) -> Acting:
        """Whoever directs the region whose office a network's papers go to."""
        office = Office.objects.on(now_on(self.day)).get(network=network)
        return self.who("director", Place("region", office.region))

    def lead(self, school: Provider) -> Acting:
        """Whoever leads a school."""
        return self.who("school-lead", place_of(school))

    def board(self, provider: Provider) -> Acting:
        """Whoever answers for a school's board, or for a service."""
        return self.who("nominee" if provider.kind == Provider.Kind.SERVICE else "board", place_of(provider))

    def leader(self, network: Network) -> Acting:
        return self.who("leader", Place("network", str(network.number)))

    def _evening(self) -> None:
        """Mail goes out; what the day's acts wrote themselves with no moment of their own is known since then."""
        moment = self.now
        if mailbox_is_open():
            deliver(now=moment)
        Entry.objects.filter(known_from__gt=moment).update(known_from=moment)
        Notice.objects.filter(written_at__gt=moment).update(written_at=moment)
        Mail.objects.filter(sent_at__gt=moment).update(sent_at=moment)


def working(day: dt.date) -> dt.date:
    """The day, or the Friday before where it falls on a weekend."""
    return day - max(0, day.weekday() - 4) * DAY


def place_of(provider: Provider) -> Place:
    return Place(str(provider.kind), str(provider.number))
