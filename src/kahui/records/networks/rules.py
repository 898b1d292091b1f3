"""What must hold of networks. Each rule's first line is its number and its sentence, as a person reads it.

A rule gives `None` where it holds, else its sentence with the facts of the case.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kahui.definition import gates
from kahui.definition.lines import Gate
from kahui.definition.model import Definition, Programme
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


def not_into_itself(name: str, *, same: bool) -> str | None:
    """NET-7: Nothing merges into itself."""
    if not same:
        return None
    return f"{sentence(not_into_itself)} {name} was named on both sides: name the other one."


def merges_once(name: str, into: str, on: dt.date | None) -> str | None:
    """NET-8: What has merged into another does not merge again, and nothing merges into it."""
    if on is None:
        return None
    return f"{sentence(merges_once)} {name} merged into {into} on {say(on)}."


def notice_before_leaving(given: dt.date, leaves: dt.date) -> str | None:
    """NET-9: Notice of leaving is given on or before the day on which the member leaves."""
    if given <= leaves:
        return None
    return (
        f"{sentence(notice_before_leaving)} The notice is of {say(given)} and the leaving of {say(leaves)}: "
        "correct one of the two days."
    )


def acts_as_one_once(name: str, group: str | None) -> str | None:
    """NET-10: A network acts as one with others in one group at a time."""
    if group is None:
        return None
    return f"{sentence(acts_as_one_once)} {name} already acts as one in “{group}”: end that first."


def two_act_as_one(count: int) -> str | None:
    """NET-11: It takes two networks or more to act as one."""
    return None if count >= 2 else f"{sentence(two_act_as_one)} Only {count} was named: add another."


def term_in_order(starts: dt.date, ends: dt.date, review_on: dt.date | None) -> str | None:
    """NET-12: A memorandum ends after it starts, and its review falls between the two."""
    if ends <= starts:
        return f"{sentence(term_in_order)} It would start on {say(starts)} and end on {say(ends)}."
    if review_on is not None and not starts < review_on <= ends:
        return (
            f"{sentence(term_in_order)} The review on {say(review_on)} is not between {say(starts)} and "
            f"{say(ends)}."
        )
    return None


def sharing_known(purpose: str, information: str, definition: Definition, on: dt.date) -> str | None:
    """NET-13: What is shared, and for what, is in the programme's own words."""
    agreed = definition.agreed
    if agreed is None or not agreed.information:
        return f"{sentence(sharing_known)} This programme names nothing that may be shared."
    if agreed.purpose(purpose, on) is None:
        there = ", ".join(p.code for p in agreed.purposes if p.span.holds(on)) or "none"
        return f"{sentence(sharing_known)} “{purpose[:60]}” is no purpose of it: {there}."
    if agreed.told(information, on) is None:
        there = ", ".join(i.code for i in agreed.information if i.span.holds(on))
        return f"{sentence(sharing_known)} “{information[:60]}” is no kind of information of it: {there}."
    return None


def not_with_a_group(information: str, definition: Definition, on: dt.date) -> str | None:
    """NET-14: What is most sensitive is never shared with a group."""
    told = definition.agreed.told(information, on) if definition.agreed else None
    step = definition.agreed.sensitivity(told.sensitivity) if definition.agreed and told else None
    if told is None or step is None or step.shared != "never":
        return None
    return (
        f"{sentence(not_with_a_group)} “{told.name.en}” is {step.name.en.lower()}: ask for consent, and tell only "
        "named people who need to know."
    )


def sharing_has_an_end(starts: dt.date, ends: dt.date, roles: Iterable[str]) -> str | None:
    """NET-15: A line of the protocol says who may see it, and ends after it starts."""
    if not list(roles):
        return f"{sentence(sharing_has_an_end)} Choose at least one role that may see it."
    if ends <= starts:
        return f"{sentence(sharing_has_an_end)} It would start on {say(starts)} and end on {say(ends)}."
    return None


def still_open(name: str, closed: dt.date | None) -> str | None:
    """NET-16: A network that has closed keeps its record and takes no new members."""
    if closed is None:
        return None
    return f"{sentence(still_open)} {name} closed on {say(closed)}."
