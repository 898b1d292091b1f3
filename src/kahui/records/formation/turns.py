"""Whose turn it is in one matter of a network, worked out of what was sent, asked and decided; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from kahui.definition.gates import Decision as Said
from kahui.definition.gates import come_to, has_words_for, spine, understood
from kahui.definition.lines import Capacity, Effect, Gate
from kahui.definition.model import Definition, Itself, Programme

State = Literal["waits", "back", "rests", "ended", "done"]
"""`waits`: an office's turn. `back`: those who write are asked to change it. `rests`: declined. `ended`: withdrawn.
`done`: every gate of the matter has been passed."""

OFFICES = ("adviser", "director", "office")
"""Roles whose gates are decided in an office; the others are boards' and networks' own."""

INTEREST, MEMORANDUM, CHALLENGES = "interest", "memorandum", "challenges"
"""Kinds of document (`documents.Document.Kind`): what a gate is about."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was done and when that became known: acts of one day are in the order of their being known."""

    on: dt.date
    known: dt.datetime

    def before(self, other: Moment) -> bool:
        return (self.on, self.known) < (other.on, other.known)


@dataclass(frozen=True, slots=True)
class Sent:
    """A version of a matter as it was sent. `version` is `None` where only a decision says that it was."""

    version: int | None
    at: Moment


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision on record; `id` is its key."""

    id: int
    gate: str
    word: str
    on: dt.date
    on_by: dt.date
    known: dt.datetime

    @property
    def said(self) -> Said:
        return Said(self.gate, self.word, self.on, self.on_by)

    @property
    def at(self) -> Moment:
        return Moment(self.on, self.known)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a matter is. `gate` is the gate it waits at, or the last one decided; `since` the day of the state.

    `capacity` is whose turn it is while it waits; `last` the newest decision since it was sent.
    """

    matter: str
    version: int | None
    state: State
    gate: str
    since: dt.date
    capacity: Capacity | None = None
    last: Taken | None = None


def matter_of(gate: Gate, programme: Programme) -> str:
    """The kind of document that a gate decides about; `""` for a gate that is about none."""
    if gate.code in (INTEREST, MEMORANDUM):
        return gate.code
    way = [g.code for g in spine(programme)]
    place = way.index(gate.code)
    for standing, matter in (("approved", INTEREST), ("endorsed", CHALLENGES)):
        last = next((g.code for g in programme.gates if g.counts_as == standing), None)
        if last is not None and place <= way.index(last):
            return matter
    return ""


def way_of(matter: str, programme: Programme) -> tuple[Gate, ...]:
    """The gates of a matter, in their order."""
    return _way(matter, Itself(programme))


@lru_cache(maxsize=1024)
def _way(matter: str, this: Itself) -> tuple[Gate, ...]:
    return tuple(g for g in spine(this.value) if matter_of(g, this.value) == matter)


def in_office(gate: Gate, programme: Programme) -> bool:
    """Whether an office decides at this gate."""
    capacity = programme.decider(gate)
    return capacity is not None and capacity.role in OFFICES


def turn_of(
    matter: str,
    sent: Sent | None,
    asked: Moment | None,
    taken: Sequence[Taken],
    definition: Definition,
    on: dt.date,
) -> Turn | None:
    """Where a matter is on a day; `None` while no office has anything to do with it.

    `sent` is the newest version sent, `asked` when a section of it was last asked to be changed, `taken` every
    decision about the network by the day, in order.
    """
    programme = definition.at(on)
    way = way_of(matter, programme)
    moves = _moves(taken, {g.code for g in way}, definition, sent)
    if sent is None and not moves:
        return None
    version = sent.version if sent else None
    last, effect, rests = moves[-1] if moves else (None, "stands", False)
    begun = last.at if last else sent.at  # type: ignore[union-attr]
    told = last.gate if last else ""
    if last is not None and effect != "stands":
        state: State = "ended" if effect == "ends" else "rests" if rests else "back"
        return Turn(matter, version, state, told, begun.on, last=last)
    passed = {t.gate for t, its, _ in moves if its == "stands"}
    if way and way[-1].code in passed:
        return Turn(matter, version, "done", told, begun.on, last=last)
    if asked is not None and not asked.before(begun):
        return Turn(matter, version, "back", told, asked.on, last=last)
    gate = _next(way, passed, programme, whole=sent is not None)
    if gate is None or not _open(gate, way, taken, definition, on, sent=sent):
        return None
    return Turn(matter, version, "waits", gate.code, begun.on, programme.decider(gate), last)


@dataclass(frozen=True, slots=True)
class Stay:
    """A state held from `starts` until before `ends`, which is `None` of the state on the day asked for."""

    turn: Turn
    starts: dt.date
    ends: dt.date | None
    days: int


def course(
    matter: str,
    sent: Sequence[Sent],
    asked: Sequence[tuple[int, Moment]],
    taken: Sequence[Taken],
    definition: Definition,
    on: dt.date,
) -> tuple[Stay, ...]:
    """Every state a matter was in until a day, in order, and for how many days; those of one day count as the last of
    them. `asked` has the version that each request was about."""
    days = {s.at.on for s in sent} | {at.on for _, at in asked} | {t.on for t in taken}
    held: list[Turn] = []
    for day in sorted({d for d in days if d <= on}):
        newest = max((s for s in sent if s.at.on <= day), key=lambda s: (s.at.on, s.at.known), default=None)
        last = max(
            (at for version, at in asked if newest and version == newest.version and at.on <= day),
            key=lambda m: (m.on, m.known),
            default=None,
        )
        turn = turn_of(matter, newest, last, [t for t in taken if t.on <= day], definition, day)
        if turn is not None and (not held or (held[-1].state, held[-1].gate) != (turn.state, turn.gate)):
            held.append(replace(turn, since=day))
    ends: list[dt.date | None] = [*(turn.since for turn in held[1:]), None]
    return tuple(
        Stay(turn, turn.since, end, ((end or on) - turn.since).days)
        for turn, end in zip(held, ends, strict=False)
    )


def _moves(
    taken: Sequence[Taken], codes: set[str], definition: Definition, sent: Sent | None
) -> list[tuple[Taken, Effect, bool]]:
    """The decisions at these gates since something was sent, each with its effect and whether the matter rests."""
    found = []
    for each in sorted(taken, key=lambda t: (t.on, t.known, t.id)):
        if each.gate not in codes or (sent is not None and each.at.before(sent.at)):
            continue
        if not has_words_for(each.said, definition):
            continue
        gate, effect = understood(each.said, definition)
        outcome = gate.outcome(each.word)
        found.append((each, effect, outcome is not None and outcome.rests))
    return found


def _next(way: Sequence[Gate], passed: set[str], programme: Programme, *, whole: bool) -> Gate | None:
    """The first gate of an office that has not been passed. Where the record does not hold what was sent (not
    `whole`), gates before the last one passed were passed too, unrecorded."""
    begun = 0 if whole else max((i + 1 for i, g in enumerate(way) if g.code in passed), default=0)
    return next((g for g in way[begun:] if g.code not in passed and in_office(g, programme)), None)


def _open(
    gate: Gate,
    way: Sequence[Gate],
    taken: Sequence[Taken],
    definition: Definition,
    on: dt.date,
    *,
    sent: Sent | None,
) -> bool:
    """Whether what a gate rests on stands: the gates it follows, and those of the matter that are not an office's."""
    programme = definition.at(on)
    reached = come_to([t.said for t in taken], definition, on)
    before = way[: [g.code for g in way].index(gate.code)]
    own = [g.code for g in before if not in_office(g, programme)] if sent is not None else []
    return all(reached.stands(code) for code in (*gate.follows, *own))
