"""What waits for somebody in the filling of posts: worked out, a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.access.places import NATION, Place, provider
from kahui.records.access.places import network as place_of_network
from kahui.records.networks.models import Network
from kahui.records.networks.queries import names_of
from kahui.records.notices.waiting import Waiting
from kahui.records.posts.models import (
    Application,
    EmployerWord,
    Interest,
    Panelist,
    Score,
    WithdrawnApplication,
)
from kahui.records.posts.queries.fillings import Filling, fillings
from kahui.records.posts.queries.ledger import Vacancy, lines_of, vacancies
from kahui.records.posts.queries.provision import provided
from kahui.records.register.models import Provider

SOON = dt.timedelta(days=90)
"""Ours: a term that runs out within a school term and a holiday is somebody's turn already."""


def waiting(networks: Collection[Network], on: dt.date, definition: Definition) -> list[Waiting]:
    """Everything that waits in the filling of these networks' posts on a day, each with its one owner.

    What waits for a member of a panel has the place `person`: the owner is that person, whatever their roles.
    """
    as_at = AsAt(on, timezone.now())
    filled = fillings(networks, as_at)
    facts = _Facts(networks, filled, on, definition)
    found = [w for each in filled for w in facts.of(each, on)]
    lines = lines_of(provided(networks, as_at, definition), filled, on)
    return [*found, *facts.unadvertised(v for v in vacancies(lines, filled, on) if v.opening is None)]


class _Facts:
    """What the fillings do not say of themselves: who has still to score or to answer, and what things are called."""

    def __init__(
        self, networks: Collection[Network], filled: Iterable[Filling], on: dt.date, definition: Definition
    ) -> None:
        self.numbers = {n.pk: n.number for n in networks}
        self.posts = {p.code: p for p in definition.posts}
        self.names = names_of(networks)
        live = [f.opening for f in filled if f.state(on) == "advertised" and f.chosen is None]
        self.unscored = _unscored(live, on)
        self.unanswered = _unanswered(live)
        schools = {f.employer for f in filled if f.employer} | {
            p for f in self.unanswered.values() for _, p, _ in f
        }
        chosen = Application.objects.filter(pk__in=[f.application for f in filled if f.application])
        self.employers = dict(chosen.values_list("pk", "provider"))
        wanted = Provider.objects.filter(pk__in=schools | set(self.employers.values()))
        self.schools = {
            pk: provider(kind, number) for pk, kind, number in wanted.values_list("pk", "kind", "number")
        }

    def post(self, code: str) -> str:
        return self.posts[code].name.en if code in self.posts else code

    def of(self, f: Filling, on: dt.date) -> Iterator[Waiting]:
        """What an opening waits for on a day."""
        state, name = f.state(on), self.post(f.post)
        if state == "advertised" and f.chosen is None:
            yield from self._choosing(f, name, on)
        elif state == "advertised":
            yield from self._answering(f, name)
        elif state == "appointed" and f.agreed and f.appointed:
            start = f.agreed[0]
            if start <= on:
                yield self._opening(f, "post.start", f"Record the start: {name}", start)
        elif state == "started" and f.ends and f.ends - SOON <= on:
            yield self._opening(
                f, "post.extend", f"Extend, or advertise again: {name}", f.ends - SOON, due=f.ends
            )

    def _choosing(self, f: Filling, name: str, on: dt.date) -> Iterator[Waiting]:
        for application, school, since in self.unanswered.get(f.opening, []):
            place, path = self.schools[school], f"/board/posts/{application}/support"
            words = "Say whether you support somebody who has applied"
            yield self._waiting("post.support", words, f, "board", place, since, path, f.closes)
        if on <= f.closes:
            return
        since = f.closes + dt.timedelta(days=1)
        if not f.applied:
            yield self._opening(
                f, "post.readvertise", f"Nobody applied: withdraw or advertise again: {name}", since
            )
        elif to_score := self.unscored.get(f.opening):
            path = self._path(f)
            for person in to_score:
                owner = Place("person", str(person))
                yield self._waiting(
                    "post.score", f"Score who applied: {name}", f, "", owner, since, f"{path}/grid"
                )
        else:
            yield self._opening(f, "post.choose", f"Bring the panel to a choice: {name}", since)

    def _answering(self, f: Filling, name: str) -> Iterator[Waiting]:
        assert f.chosen is not None  # or nothing waits to be answered
        terms = self.posts[f.post].terms if f.post in self.posts else None
        office = terms.affirmed_by(f.chosen) if terms else ""
        refused = (f.affirmed and not f.affirmed.yes) or (f.approved and not f.approved.yes)
        if refused:
            since = f.approved.on if f.approved else f.affirmed.on if f.affirmed else f.chosen
            yield self._opening(f, "post.rechoose", f"Choose again, or withdraw the opening: {name}", since)
        elif office and f.affirmed is None:
            words, path = f"Affirm a panel’s choice: {name}", self._path(f)
            yield self._waiting("post.affirm", words, f, "panel-adviser", NATION, f.chosen, path)
        elif f.approved is None:
            since = f.affirmed.on if f.affirmed else f.chosen
            place = self.schools[self.employers[f.application]]
            path = f"/board/posts/{f.application}/approve"
            yield self._waiting(
                "post.approve", f"Answer for your board: {name}", f, "board", place, since, path
            )
        else:
            yield self._opening(f, "post.appoint", f"Record the appointment: {name}", f.approved.on)

    def _opening(
        self, f: Filling, code: str, words: str, since: dt.date, due: dt.date | None = None
    ) -> Waiting:
        place = place_of_network(self.numbers[f.network])
        return self._waiting(code, words, f, "leader", place, since, self._path(f), due)

    def _waiting(
        self,
        code: str,
        words: str,
        f: Filling,
        role: str,
        place: Place,
        since: dt.date,
        path: str,
        due: dt.date | None = None,
    ) -> Waiting:
        of = self.names[f.network]
        private = code == "post.support"  # or the panel would learn from whose school somebody applied
        number = self.numbers[f.network]
        return Waiting(code, words, of, role, place, since, path, due=due, network=number, private=private)

    def unadvertised(self, vacant: Iterable[Vacancy]) -> Iterator[Waiting]:
        """One thing for each post of a network: how many of it nobody holds and nobody has advertised."""
        by_post: dict[tuple[int, str], list[Vacancy]] = {}
        for each in vacant:
            by_post.setdefault((each.network, each.post), []).append(each)
        for (network, post), some in by_post.items():
            number, count = self.numbers[network], len(some)
            words = f"Advertise: {self.post(post)}" + (f" ({count} that nobody holds)" if count > 1 else "")
            of, place = self.names[network], place_of_network(number)
            since, path = min(v.since for v in some), f"/inside/{number}/posts/advertise"
            yield Waiting("post.advertise", words, of, "leader", place, since, path, network=number)

    def _path(self, f: Filling) -> str:
        return f"/inside/{self.numbers[f.network]}/posts/openings/{f.opening}"


def _unscored(openings: Collection[int], on: dt.date) -> dict[int, list[int]]:
    """Opening → members of its panel who have not declared yet, or have no interest and have somebody left to score."""
    sits = Panelist.objects.held_on(on).filter(opening__in=openings)
    said = Interest.objects.current().filter(opening__in=openings).order_by("on", "id")
    conflict = {(o, p): c for o, p, c in said.values_list("opening", "person", "conflict")}
    applied = dict[int, set[int]]()
    for opening, application in _standing(openings).values_list("opening", "pk"):
        applied.setdefault(opening, set()).add(application)
    given = Score.objects.current().filter(application__opening__in=openings)
    scored = set(given.values_list("application", "person"))
    found: dict[int, list[int]] = {}
    for opening, person in sits.order_by("id").values_list("opening", "person"):
        left = any((a, person) not in scored for a in applied.get(opening, ()))
        if left and not conflict.get((opening, person), False):
            found.setdefault(opening, []).append(person)
    return found


def _unanswered(openings: Collection[int]) -> dict[int, list[tuple[int, int, dt.date]]]:
    """Opening → applications whose employer has not said anything: application, employer, since when."""
    said = EmployerWord.objects.current().filter(application__opening__in=openings).values("application")
    found: dict[int, list[tuple[int, int, dt.date]]] = {}
    rows = _standing(openings).exclude(pk__in=said).order_by("id")
    for opening, *rest in rows.values_list("opening", "pk", "provider", "on"):
        found.setdefault(opening, []).append((rest[0], rest[1], rest[2]))
    return found


def _standing(openings: Collection[int]):  # type: ignore[no-untyped-def]
    back = WithdrawnApplication.objects.current().values("application")
    return Application.objects.current().filter(opening__in=openings).exclude(pk__in=back)
