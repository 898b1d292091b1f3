"""What a change of the programme would do to a network that is on its way: where it stands, whom it waits for, which
posts its rolls earn. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kahui.definition.gates import Decision, Stage, come_to, spine
from kahui.definition.lines import Gate
from kahui.definition.model import Definition, Programme
from kahui.definition.reading import listed


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a network stands under a definition: gates passed, the gate it waits at and for whom, posts earned."""

    passed: tuple[str, ...]
    at: str
    waits_for: str
    posts: tuple[tuple[str, int], ...]


def stands(
    decisions: Sequence[Decision], definition: Definition, posts: Mapping[str, int], on: dt.date
) -> Stands:
    """Where a network stands on a day under a definition, with the posts it then has. Decisions at gates the
    definition does not know are left out."""
    programme = definition.at(on)
    reached = come_to(decisions, definition, on)
    gate = next_gate(reached, programme)
    capacity = programme.decider(gate) if gate else None
    passed = tuple(_named(programme, stood.gate) for stood in reached.gates)
    return Stands(
        passed, gate.name.en if gate else "", capacity.name.en if capacity else "", tuple(posts.items())
    )


def next_gate(reached: Stage, programme: Programme) -> Gate | None:
    """The first gate of the spine that a network has yet to pass and may: what it follows stands.

    A gate that something which stands rests on (follows, or comes after) is taken as passed, whether it is on
    record or not: nobody is asked for a step whose next step was taken.
    """
    order = spine(programme)
    behind: set[str] = set()
    for gate in reversed(order):
        if reached.stands(gate.code) or gate.code in behind:
            behind |= {*gate.follows, *gate.preceded_by}
    for gate in order:
        if reached.stands(gate.code) or gate.code in behind:
            continue
        if all(reached.stands(code) or code in behind for code in gate.follows):
            return gate
    return None


def differences(before: Stands, after: Stands) -> Iterator[str]:
    """What is not the same, in sentences; none where nothing is."""
    lost = [g for g in before.passed if g not in after.passed]
    if lost:
        yield f"{listed(lost)} would no longer be among its steps; what was decided stays on record."
    if gained := [g for g in after.passed if g not in before.passed]:
        yield f"{listed(gained)} would count as passed."
    if before.at != after.at:
        yield f"It would wait at “{after.at or 'nothing'}” and not at “{before.at or 'nothing'}”."
    if before.waits_for != after.waits_for:
        yield f"It would wait for {_whom(after)} and not for {_whom(before)}."
    was, becomes = dict(before.posts), dict(after.posts)
    for post in dict.fromkeys([*was, *becomes]):
        if was.get(post, 0) != becomes.get(post, 0):
            yield f"{post}: it would have {becomes.get(post, 0)} and not {was.get(post, 0)}."


def _whom(where: Stands) -> str:
    return where.waits_for[:1].lower() + where.waits_for[1:] if where.waits_for else "nobody"


def _named(programme: Programme, code: str) -> str:
    gate = programme.gate(code)
    return gate.name.en if gate else code
