"""What must hold of networks. Each rule's first line is its number and its sentence, as a person reads it.

A rule gives `None` where it holds, else its sentence with the facts of the case.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kahui.definition import gates
from kahui.definition.model import Definition, Gate, Programme
from kahui.definition.time import BEGINNING, say
from kahui.records.changes.rules import sentence


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on record or about to be: between `on` and `on_by`, at a gate, in the programme's own words."""

    network: int
    gate: str
    decision: str
    on: dt.date
    on_by: dt.date


@dataclass(frozen=True, slots=True)
class Belonging:
    """A membership in words: the network's name and number, and the bounds of its start."""

    number: int
    name: str
    starts: dt.date
    starts_by: dt.date

    @property
    def since(self) -> str:
        if self.starts == self.starts_by:
            return f"since {say(self.starts)}"
        if self.starts == BEGINNING:
            return f"since {say(self.starts_by)} or before"
        return f"since a day between {say(self.starts)} and {say(self.starts_by)}"


def one_network_at_a_time(provider: str, belongs: Belonging | None) -> str | None:
    """NET-1: A school belongs to at most one network at a time."""
    if belongs is None:
        return None
    return (
        f"{sentence(one_network_at_a_time)} {provider} has been a member of {belongs.name} "
        f"({belongs.number}) {belongs.since}: record its leaving first, or its move."
    )


def after_the_gate_before(taken: Decided, decisions: Iterable[Decided], definition: Definition) -> str | None:
    """NET-2: A decision at a gate comes once the gate it follows stands."""
    earlier = [gates.Decision(d.gate, d.decision, d.on, d.on_by) for d in decisions]
    wanted = gates.Decision(taken.gate, taken.decision, taken.on, taken.on_by)
    why = gates.may_follow(earlier, definition, wanted)
    return None if why is None else f"{sentence(after_the_gate_before)} Network {taken.network}: {why}"


def network_on_record(number: int, *, known: bool) -> str | None:
    """NET-3: Only networks on the record take part: a directory names it, or a first decision began it."""
    if known:
        return None
    return (
        f"{sentence(network_on_record)} Network {number} is not on the record: check its number, or import the "
        "directory or the decision that names it first."
    )


def only_a_member_leaves(provider: str, network: str, on: dt.date, *, belongs: bool) -> str | None:
    """NET-4: Only a member leaves a network."""
    if belongs:
        return None
    return (
        f"{sentence(only_a_member_leaves)} {provider} is not known to have been a member of {network} "
        f"on the day before {say(on)}."
    )


def gate_known(code: str, programme: Programme) -> str | None:
    """NET-5: A decision is at a gate that the programme has on that date."""
    if programme.gate(code) is not None:
        return None
    there = ", ".join(gate.code for gate in programme.gates) or "none"
    return f"{sentence(gate_known)} “{code[:60]}” is none of them on {say(programme.on)}: {there}."


def word_known(word: str, gate: Gate) -> str | None:
    """NET-6: A decision is recorded in one of its gate's own words."""
    if gate.outcome(word) is not None:
        return None
    there = ", ".join(outcome.word for outcome in gate.outcomes)
    return f"{sentence(word_known)} “{word[:60]}” is none of the words of “{gate.code}”: {there}."
