"""Decisions folded into a stage: which gates stand on a day. A stage is worked out, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kahui.definition.lines import Effect, Gate
from kahui.definition.model import Definition, Itself, Programme
from kahui.definition.reading import listed
from kahui.definition.time import say

Sense = Literal["value", "certain", "possible"]
"""`value`: every decision on its earliest day. `certain`: however they fall. `possible`: in at least one way."""


class GateFault(ValueError):
    """A decision that cannot be understood; the message is a sentence for the person who recorded it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as recorded: the words used, and the earliest and latest day it can have been made."""

    gate: str
    decision: str
    on: dt.date
    on_by: dt.date


@dataclass(frozen=True, slots=True)
class Stood:
    """A gate that stands: since when (`since`, `since_by` where undated) and when last decided again."""

    gate: str
    since: dt.date
    since_by: dt.date
    renewed: dt.date


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a network is on a day: the gates that stand, in the order of the spine."""

    on: dt.date
    gates: tuple[Stood, ...]

    def stands(self, gate: str) -> bool:
        return any(stood.gate == gate for stood in self.gates)

    @property
    def furthest(self) -> str | None:
        """The last gate of the spine that stands; `None` before any does."""
        return self.gates[-1].gate if self.gates else None


def understood(decision: Decision, definition: Definition) -> tuple[Gate, Effect]:
    """The gate and the effect that a decision's words mean on its day; raises `GateFault` with the cure."""
    return _understood(Itself(definition), decision.gate, decision.decision, decision.on_by)


@lru_cache(maxsize=16_384)
def _understood(this: Itself, code: str, word: str, on_by: dt.date) -> tuple[Gate, Effect]:
    programme: Programme = this.value.at(on_by)
    gate = programme.gate(code)
    if gate is None:
        codes = listed([g.code for g in programme.gates], "or")
        raise GateFault(f"“{code}” is no gate of this programme. Write {codes}.")
    outcome = gate.outcome(word)
    if outcome is None:
        words = listed([o.word for o in gate.outcomes], "or")
        name = gate.name.en.lower()
        raise GateFault(f"“{word}” is no outcome of the gate “{name}”. Write {words}.")
    return gate, outcome.effect


def stage(
    decisions: Sequence[Decision], definition: Definition, on: dt.date, sense: Sense = "value"
) -> Stage:
    """Which gates stand on a day. Decisions of one day count in the order given.

    A decision without effect leaves the gate as it was; one that ends it ends it; one more that makes it stand
    keeps it standing. Raises `GateFault` for words the definition does not know.
    """
    by_gate: dict[str, list[tuple[Decision, Effect]]] = {}
    for decision in decisions:
        gate, effect = understood(decision, definition)
        if effect != "none":
            by_gate.setdefault(gate.code, []).append((decision, effect))
    standing = []
    for gate in spine(definition.at(on)):
        moves = by_gate.get(gate.code, [])
        if _stands(moves, on, sense):
            standing.append(_stood(gate.code, moves, on))
    return Stage(on, tuple(standing))


def has_words_for(decision: Decision, definition: Definition) -> bool:
    """Whether the definition has the gate and the word of a decision on its day."""
    try:
        understood(decision, definition)
    except GateFault:
        return False
    return True


def come_to(
    decisions: Sequence[Decision], definition: Definition, on: dt.date, sense: Sense = "value"
) -> Stage:
    """As `stage`, of a network's history, of which some can have been decided under another edition of the programme:
    a decision for which this one has no words is no step of it, and is left out."""
    return stage([d for d in decisions if has_words_for(d, definition)], definition, on, sense)


def may_follow(decisions: Sequence[Decision], definition: Definition, wanted: Decision) -> str | None:
    """Why a decision cannot come after those on record, as a sentence; `None` when it can.

    A decision that ends its gate is always allowed. Any other needs every gate that its gate follows to be able
    to stand by its latest day. Raises `GateFault` where the definition has no words for the one that is wanted.
    """
    gate, effect = understood(wanted, definition)
    if effect == "ends":
        return None
    reached = come_to(decisions, definition, wanted.on_by, "possible")
    programme = definition.at(wanted.on_by)
    for code in gate.follows:
        if not reached.stands(code):
            before = programme.gate(code)
            name = before.name.en if before else code
            return (
                f"{gate.name.en} on {say(wanted.on_by)} comes before its {name.lower()}: "
                f"no {name.lower()} stands on that day. Record the {name.lower()} first, or correct the day."
            )
    return None


def spine(programme: Programme) -> tuple[Gate, ...]:
    """The gates in order: each after those it follows or that precede it, otherwise as written."""
    return _spine(Itself(programme))


@lru_cache(maxsize=1024)
def _spine(this: Itself) -> tuple[Gate, ...]:
    programme: Programme = this.value
    codes = {g.code for g in programme.gates}
    placed: list[Gate] = []
    waiting = list(programme.gates)
    while waiting:
        done = {g.code for g in placed}
        ready = next(g for g in waiting if {*g.follows, *g.preceded_by} & codes <= done)
        placed.append(ready)
        waiting.remove(ready)
    return tuple(placed)


def _stands(moves: list[tuple[Decision, Effect]], on: dt.date, sense: Sense) -> bool:
    if sense == "value":
        past = [(d.on, place) for place, (d, _) in enumerate(moves) if d.on <= on]
        return bool(past) and moves[max(past)[1]][1] == "stands"
    if sense == "possible":
        return _can_be_last(moves, on, "stands")
    ended = _can_be_last(moves, on, "ends") or all(d.on_by > on for d, _ in moves)
    return not ended and any(effect == "stands" for _, effect in moves)


def _can_be_last(moves: list[tuple[Decision, Effect]], on: dt.date, effect: Effect) -> bool:
    """Whether the decisions can fall so that one with this effect is the last by a day."""
    for place, (last, its) in enumerate(moves):
        if its != effect or last.on > on:
            continue
        day = min(last.on_by, on)
        others = [(d, p) for p, (d, e) in enumerate(moves) if e != effect]
        if all((d.on, p) < (day, place) or d.on_by > on for d, p in others):
            return True
    return False


def _stood(code: str, moves: list[tuple[Decision, Effect]], on: dt.date) -> Stood:
    """Since when a gate has stood: from the first decision after the last that ended it, by earliest days."""
    order = sorted(((d.on, place) for place, (d, _) in enumerate(moves) if d.on <= on))
    run: list[Decision] = []
    for _, place in order:
        decision, effect = moves[place]
        run = [*run, decision] if effect == "stands" else []
    run = run or [d for d, effect in moves if effect == "stands" and d.on <= on]
    return Stood(code, run[0].on, run[0].on_by, run[-1].on)
