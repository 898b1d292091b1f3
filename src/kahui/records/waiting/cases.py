"""Networks with whose turn it is in each; and where nothing waits, why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kahui.definition.gates import Decision as Said
from kahui.definition.gates import come_to
from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access.check import Acting
from kahui.records.editions.queries import definitions_for
from kahui.records.formation.models import Assignment
from kahui.records.formation.queries import within
from kahui.records.networks.models import Decision, Network
from kahui.records.networks.queries import names_by_number
from kahui.records.networks.rules import Decided
from kahui.records.notices.waiting import Waiting
from kahui.records.waiting.owners import Key, Owner, owners_of

PRIVATE = "Something waits that is shown only to whom it waits for."


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that waits in a network, for however many owners: the same words to each (boards that are to answer).

    `since` is the day from which it has waited longest, `due` the first day by which.
    """

    words: str
    owners: tuple[Owner, ...]
    since: dt.date
    due: dt.date | None

    @property
    def role(self) -> str:
        return self.owners[0].role

    @property
    def unheld(self) -> bool:
        """Whether nobody holds the role of one of them: nobody will do it until somebody does."""
        return any(not owner.people for owner in self.owners)


@dataclass(frozen=True, slots=True)
class Case:
    """A network: its name, the gate it has come to, what waits; `rests` says why nothing does, or what is not shown."""

    number: int
    name: str
    stage: str
    turns: tuple[Turn, ...]
    rests: str = ""


def seen_by(acting: Acting) -> QuerySet[Network]:
    """The networks somebody looks after: those assigned to them as an adviser, else all within their reach."""
    seen = within(acting.reach("network.see"), acting.on)
    mine = Assignment.objects.current().filter(adviser=acting.id, starts__lte=acting.on, ends__isnull=True)
    if acting.reach("caseload.see") and mine.exists():
        return seen.filter(pk__in=mine.values("network"))
    return seen


def longest_first(numbers: Collection[int], waiting: Iterable[Waiting]) -> list[int]:
    """Numbers of networks: those in which something has waited longest first, those in which nothing waits last."""
    since: dict[int, dt.date] = {}
    for each in waiting:
        for number in (each.network, *each.also):
            if number is not None:
                since[number] = min(each.since, since.get(number, each.since))
    return sorted(numbers, key=lambda number: (since.get(number, dt.date.max), number))


def cases(numbers: Sequence[int], waiting: Iterable[Waiting], on: dt.date) -> list[Case]:
    """These networks, in this order, with what waits in each of them. Queries do not grow with them."""
    theirs: dict[int, list[Waiting]] = {number: [] for number in numbers}
    hidden: set[int] = set()
    for each in waiting:
        for number in theirs.keys() & {each.network, *each.also}:
            if each.private:
                hidden.add(number)
            else:
                theirs[number].append(each)
    listed = Network.objects.filter(number__in=theirs)
    definitions = {n.number: d for n, d in zip(listed, _definitions(listed, on), strict=True)}
    owners = owners_of([w for of in theirs.values() for w in of], on)
    names, taken = names_by_number(theirs), _decisions(theirs, on)
    return [
        Case(
            number,
            names[number],
            stage_of(taken[number], definitions[number], on),
            _turns(theirs[number], owners),
            PRIVATE
            if number in hidden
            else ""
            if theirs[number]
            else why_nothing(taken[number], definitions[number], on),
        )
        for number in numbers
    ]


def _definitions(networks: Iterable[Network], on: dt.date) -> list[Definition]:
    listed = list(networks)
    held = definitions_for(listed, on)
    return [held[network.pk] for network in listed]


def why_nothing(taken: Sequence[Decided], definition: Definition, on: dt.date) -> str:
    """Why nothing waits in a network, from what was decided about it, as a sentence."""
    if not taken:
        return "Nothing waits: nothing has been sent, and nothing decided."
    last = taken[-1]
    gate = definition.at(on).gate(last.gate)
    where = gate.name.en if gate else last.gate
    return f"Nothing waits: {where} was {last.decision} on {say(last.on)}, and nothing has been sent since."


def stage_of(taken: Sequence[Decided], definition: Definition, on: dt.date) -> str:
    """The last gate that stands, as the programme calls it; blank before any does."""
    furthest = come_to([Said(d.gate, d.decision, d.on, d.on_by) for d in taken], definition, on).furthest
    gate = definition.at(on).gate(furthest) if furthest else None
    return gate.name.en if gate else ""


def _turns(waiting: Sequence[Waiting], owners: dict[Key, Owner]) -> tuple[Turn, ...]:
    alike: dict[tuple[str, str, str], list[Waiting]] = defaultdict(list)
    for each in waiting:
        alike[each.words, each.role, each.capacity].append(each)
    return tuple(
        Turn(
            words,
            tuple(sorted({owners[Key.of(w)] for w in them}, key=str)),
            min(w.since for w in them),
            min((w.due for w in them if w.due), default=None),
        )
        for (words, *_), them in alike.items()
    )


def _decisions(numbers: Collection[int], on: dt.date) -> dict[int, list[Decided]]:
    found: dict[int, list[Decided]] = {number: [] for number in numbers}
    held = Decision.objects.current().filter(network__number__in=found, on__lte=on)
    held = held.order_by("on", "known_from", "id")
    for row in held.values_list("network__number", "gate", "decision", "on", "on_by"):
        found[row[0]].append(Decided(*row))
    return found
