"""Where a set of challenges is on a day and whose turn it is: a fold over what was written, answered, sent, asked and
decided. Pure; every state has exactly one owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kahui.definition.gates import come_to
from kahui.definition.model import Definition
from kahui.records.formation.turns import CHALLENGES, Moment, Sent, Taken, Turn, turn_of

Board = tuple[str, int]
"""A board by its provider: kind and number."""

Code = Literal[
    "writing", "agreeing", "refused", "ready", "office", "sent", "back", "rests", "ended", "endorsed"
]

WORDS: dict[Code, str] = {
    "writing": "being written",
    "agreeing": "before the boards",
    "refused": "a board does not agree",
    "ready": "agreed by every board, not submitted yet",
    "office": "before an office",
    "sent": "submitted, and waiting for a step before it",
    "back": "sent back to be changed",
    "rests": "declined",
    "ended": "ended",
    "endorsed": "endorsed",
}
WRITERS: frozenset[Code] = frozenset(
    {"writing", "refused", "ready", "sent", "back", "rests", "ended", "endorsed"}
)
"""States in which it is the turn of those who write; the others are the boards' and an office's."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A version as it was fixed for the boards to agree to."""

    number: int
    at: Moment


@dataclass(frozen=True, slots=True)
class Answer:
    """A board's answer to a version."""

    board: Board
    version: int
    agrees: bool
    at: Moment


@dataclass(frozen=True, slots=True)
class Belongs:
    """A board is one of a member's, from `starts` until before `ends`."""

    board: Board
    starts: dt.date
    ends: dt.date | None = None

    def on(self, day: dt.date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked for a section of a version to be changed."""

    version: int
    at: Moment


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that has happened to one network's challenges, in any order."""

    fixed: tuple[Fixed, ...] = ()
    answers: tuple[Answer, ...] = ()
    members: tuple[Belongs, ...] = ()
    sent: tuple[Sent, ...] = ()
    asked: tuple[Asked, ...] = ()
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose turn it is: holders of a role; of an office (`capacity`) where a gate waits; of these boards where they
    are to answer."""

    role: str
    capacity: str = ""
    boards: frozenset[Board] = frozenset()


@dataclass(frozen=True, slots=True)
class State:
    """Where the challenges are, in which version, and whose turn it is. `gate` is the gate that waits, or was last
    decided; `again` is true of challenges that were endorsed before and are on their way once more."""

    code: Code
    version: int | None
    owner: Owner
    gate: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """A state held from `starts` until before `ends`, which is `None` of the state on the day asked for."""

    state: State
    starts: dt.date
    ends: dt.date | None
    days: int


def answered(facts: Facts, version: int, on: dt.date) -> dict[Board, bool]:
    """Each member's last answer to a version by a day; a member without one is not in it."""
    there = {m.board for m in facts.members if m.on(on)}
    by_then = [a for a in facts.answers if a.version == version and a.at.on <= on and a.board in there]
    return {a.board: a.agrees for a in sorted(by_then, key=lambda a: (a.at.on, a.at.known))}


def state(facts: Facts, definition: Definition, on: dt.date) -> State | None:
    """Where the challenges are at the end of a day; `None` while the network may not write any."""
    taken = [t for t in facts.taken if t.on <= on]
    if not _approved(taken, definition, on):
        return None
    sent = _last([s for s in facts.sent if s.at.on <= on])
    fixed = max((f for f in facts.fixed if f.at.on <= on), key=lambda f: f.number, default=None)
    turn = _turn(facts, sent, taken, definition, on)
    again = _endorsed_before(taken, definition, sent, turn)
    if turn is not None and turn.state == "waits":
        capacity = turn.capacity
        owner = Owner(capacity.role, capacity.code) if capacity else Owner("leader")
        return State("office", turn.version, owner, turn.gate, again)
    if fixed is not None and (sent is None or (sent.version or 0) < fixed.number):
        return _with_boards(
            facts, fixed.number, on, again=again or (turn is not None and turn.state == "done")
        )
    if turn is None:
        code: Code = "writing" if sent is None else "sent"
        return State(code, sent.version if sent else None, Owner("leader"), again=again)
    codes: dict[str, Code] = {"back": "back", "rests": "rests", "ended": "ended", "done": "endorsed"}
    return State(codes[turn.state], turn.version, Owner("leader"), turn.gate, again)


def stays(facts: Facts, definition: Definition, on: dt.date) -> tuple[Stay, ...]:
    """Every state the challenges were in until a day, in order, and for how many days; those of one day count as
    the last of them. Boards that answer one by one are one state; an approval that stops and stands again goes on."""
    held: list[tuple[dt.date, State]] = []
    for day in sorted({d for d in _days(facts) if d <= on} | {on}):
        now = state(facts, definition, day)
        if now is None:
            continue
        if held and _alike(held[-1][1], now):
            held[-1] = (held[-1][0], now)
        else:
            held.append((day, now))
    ends = [day for day, _ in held[1:]]
    made = [Stay(s, day, end, (end - day).days) for (day, s), end in zip(held, ends, strict=False)]
    if held:
        made.append(Stay(held[-1][1], held[-1][0], None, (on - held[-1][0]).days))
    return tuple(made)


def _alike(one: State, other: State) -> bool:
    """Whether two states differ in nothing but the boards that have still to answer."""
    return replace(one, owner=replace(one.owner, boards=frozenset())) == replace(
        other, owner=replace(other.owner, boards=frozenset())
    )


def _with_boards(facts: Facts, version: int, on: dt.date, *, again: bool) -> State:
    """A version that was fixed and not sent yet: for the boards to answer, then for those who write."""
    answers = answered(facts, version, on)
    wanted = frozenset(m.board for m in facts.members if m.on(on)) - answers.keys()
    if not all(answers.values()):
        return State("refused", version, Owner("leader"), again=again)
    if wanted:
        return State("agreeing", version, Owner("board", boards=wanted), again=again)
    return State("ready", version, Owner("leader"), again=again)


def _turn(
    facts: Facts, sent: Sent | None, taken: Sequence[Taken], definition: Definition, on: dt.date
) -> Turn | None:
    asked = [a.at for a in facts.asked if sent is not None and a.version == sent.version and a.at.on <= on]
    last = max(asked, key=lambda m: (m.on, m.known), default=None)
    return turn_of(CHALLENGES, sent, last, taken, definition, on)


def _approved(taken: Sequence[Taken], definition: Definition, on: dt.date) -> bool:
    gate = definition.standing("approved")
    return gate is not None and _stands(taken, definition, on, gate.code)


def _stands(taken: Sequence[Taken], definition: Definition, on: dt.date, gate: str) -> bool:
    return come_to([t.said for t in taken], definition, on).stands(gate)


def _endorsed_before(
    taken: Sequence[Taken], definition: Definition, sent: Sent | None, turn: Turn | None
) -> bool:
    """Whether an endorsement stood before what is on its way was sent."""
    gate = definition.standing("endorsed")
    if gate is None or sent is None or (turn is not None and turn.state == "done"):
        return False
    before = [t for t in taken if t.gate == gate.code and t.at.before(sent.at)]
    return _stands(before, definition, sent.at.on, gate.code)


def _last(sent: Iterable[Sent]) -> Sent | None:
    return max(sent, key=lambda s: (s.at.on, s.at.known), default=None)


def _days(facts: Facts) -> set[dt.date]:
    lists: tuple[Iterable[Fixed | Answer | Sent | Asked], ...] = (
        facts.fixed,
        facts.answers,
        facts.sent,
        facts.asked,
    )
    days = {each.at.on for happened in lists for each in happened} | {t.on for t in facts.taken}
    for member in facts.members:
        days |= {member.starts} | ({member.ends} if member.ends else set())
    return days
