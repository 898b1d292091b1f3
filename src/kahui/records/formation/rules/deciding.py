"""What must hold of decisions, tranches and conditions. Each rule's first line is its number and its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kahui.definition.lines import Gate, Outcome
from kahui.definition.model import Programme
from kahui.definition.time import say
from kahui.records.changes.rules import sentence
from kahui.records.formation.turns import Turn


def not_after_the_acting_day(on: dt.date, acting: dt.date) -> str | None:
    """DEC-1: A decision is dated no later than the day on which it is recorded."""
    if on <= acting:
        return None
    return f"{sentence(not_after_the_acting_day)} {say(on)} is after {say(acting)}: write the day it was decided."


def reason_given(outcome: Outcome, reason: str) -> str | None:
    """DEC-2: What is returned, declined or ended is so for a reason that is given."""
    if outcome.effect == "stands" or reason.strip():
        return None
    return f"{sentence(reason_given)} Write why it is “{outcome.word}”: those whose work it is will read it."


def come_to_the_gate(network: str, gate: Gate, turn: Turn | None, programme: Programme) -> str | None:
    """DEC-3: A gate is decided when a network has come to it, and once for what was sent."""
    if turn is not None and turn.state == "waits" and turn.gate == gate.code:
        return None
    name = gate.name.en.lower()
    if turn is None:
        return f"{sentence(come_to_the_gate)} Nothing that {network} has sent has come to its {name}."
    return f"{sentence(come_to_the_gate)} {network}: {_where(turn, programme)}. Open it again to see what stands."


def _where(turn: Turn, programme: Programme) -> str:
    gate = programme.gate(turn.gate) if turn.gate else None
    name = gate.name.en.lower() if gate else "its matter"
    if turn.state == "waits":
        return f"it waits for its {name} since {say(turn.since)}"
    if turn.last is not None:
        return f"its {name} was decided on {say(turn.last.on)} (“{turn.last.word}”)"
    return f"a section of it was asked to be changed on {say(turn.since)}, and the answer has not come"


def not_before_what_it_decides(network: str, on: dt.date, since: dt.date) -> str | None:
    """DEC-4: A decision comes no earlier than what it is about: the sending, or the decision before it."""
    if on >= since:
        return None
    return f"{sentence(not_before_what_it_decides)} {say(on)} is before {say(since)}, when {network} came to this gate."


def as_it_was_seen(*, same: bool) -> str | None:
    """DEC-5: What is decided is what was seen before deciding."""
    if same:
        return None
    return (
        f"{sentence(as_it_was_seen)} Something has changed meanwhile: a decision, a version, the schools named or the "
        "tranche. Nothing was recorded; look again, then decide."
    )


def in_this_tranche(network: str, tranche: str, *, there: bool) -> str | None:
    """DEC-6: A decision taken in a tranche is about networks that are in it."""
    return None if there else f"{sentence(in_this_tranche)} {network} is not in “{tranche}”."


def taken_back_once(*, stands: bool) -> str | None:
    """DEC-7: An act is taken back whole, and once."""
    if stands:
        return None
    return (
        f"{sentence(taken_back_once)} This one was taken back or corrected already: its record shows by whom."
    )


def last_act_first(network: str, later: str) -> str | None:
    """DEC-8: What came after an act is taken back before it."""
    if not later:
        return None
    return f"{sentence(last_act_first)} {network} has come further since: {later}. Take that back first."


def somebody_decides(gate: Gate, capacity: object | None, on: dt.date) -> str | None:
    """DEC-9: A gate is decided on days for which the programme says who decides."""
    if capacity is not None:
        return None
    return f"{sentence(somebody_decides)} For {gate.name.en.lower()} it names nobody on {say(on)}."


def something_decided(networks: Collection[object]) -> str | None:
    """DEC-10: An act is about one network or more."""
    return None if networks else f"{sentence(something_decided)} Choose at least one."


def in_one_tranche(network: str, other: str) -> str | None:
    """TRA-1: A network is in one open tranche of a gate at a time."""
    if not other:
        return None
    return f"{sentence(in_one_tranche)} {network} is in “{other}”: take it out there first."


def tranche_open(name: str, *, decided: bool) -> str | None:
    """TRA-2: Networks go into and out of a tranche until it is decided."""
    return f"{sentence(tranche_open)} Something in “{name}” was decided already." if decided else None


def tranche_named(name: str) -> str | None:
    """TRA-3: A tranche has a name by which the office will know it."""
    return None if name.strip() else f"{sentence(tranche_named)} Write one, such as “Second tranche of 2016”."


def closed_once(*, open: bool) -> str | None:
    """CND-1: A condition is met once, while the decision that asks for it stands."""
    return None if open else f"{sentence(closed_once)} It was met already, or its decision was taken back."


def shown_by_something(words: str) -> str | None:
    """CND-2: A condition is met by something that shows it."""
    return (
        None
        if words.strip()
        else f"{sentence(shown_by_something)} Write what shows it, and where it can be seen."
    )


def met_after_asked(on: dt.date, asked: dt.date) -> str | None:
    """CND-3: A condition is met no earlier than it was asked for."""
    if on >= asked:
        return None
    return f"{sentence(met_after_asked)} {say(on)} is before {say(asked)}, when it was asked for."


def due_after_decided(due: dt.date | None, on: dt.date) -> str | None:
    """CND-4: A condition is due after the decision that asks for it."""
    if due is None or due >= on:
        return None
    return f"{sentence(due_after_decided)} {say(due)} is before {say(on)}: write a later day, or none."
