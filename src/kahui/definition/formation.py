"""What a network that forms is looked at for: its founders and its pathway, as sentences while it is written.

The values of `formation.toml`, how they are read, and the checks; pure. A programme without that file looks for
nothing. None of these stops anybody from sending: who decides weighs them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kahui.definition.lines import Cited, Coded, Span
from kahui.definition.reading import Fault, Node, listed
from kahui.definition.words import fold

if TYPE_CHECKING:
    from kahui.definition.model import Definition

FILE = "formation.toml"
PROVIDERS = ("school", "service", "tertiary")
NUMBERS = ("no", "one", "two", "three", "four", "five")


@dataclass(frozen=True, slots=True)
class Founders:
    """How many providers of which authority found a network, during a span; `words` is the rule as a sentence."""

    least: int
    authority_begins: tuple[str, ...]
    words: str
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Teaches:
    """Which segments of the pathway a kind of provider teaches; of schools, one of some types."""

    kind: str
    types: tuple[str, ...]
    segments: tuple[str, ...]
    cited: Cited


@dataclass(frozen=True, slots=True)
class Forming:
    """Everything the programme looks for in a network that forms, on every day."""

    founders: tuple[Founders, ...] = ()
    teaches: tuple[Teaches, ...] = ()

    def reach(self, kind: str, type: str) -> frozenset[str]:
        """The segments that a provider of this kind and type teaches; none where the programme does not know."""
        wanted = fold(type)
        lines = [t for t in self.teaches if t.kind == kind]
        return frozenset(
            s for t in lines if not t.types or wanted in {fold(w) for w in t.types} for s in t.segments
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A provider that an expression of interest names, as the register has it on the day.

    `elsewhere` is the network it is in already; `answer` its board's (`None` while there is none).
    """

    name: str
    kind: str
    type: str
    authority: str
    founds: bool
    elsewhere: str = ""
    answer: bool | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked for: whether it is there, and a sentence that names what is missing."""

    code: Literal["founders", "pathway", "elsewhere", "boards"]
    met: bool
    words: str


def looks(named: Sequence[Named], definition: Definition, on: dt.date) -> tuple[Look, ...]:
    """What the programme looks for on a day, of the providers that are named. Associates and those pending count
    for the pathway; boards are asked of founders alone."""
    forming = definition.forming or Forming()
    founders = [n for n in named if n.founds]
    found = []
    rule = next((f for f in forming.founders if f.span.holds(max(on, definition.begins))), None)
    if rule is not None:
        found.append(_founders(founders, rule))
    if forming.teaches:
        found.append(_pathway(named, definition.at(on).segments, forming, definition))
    return (*found, _elsewhere(founders), _boards(founders))


def _founders(founders: Sequence[Named], rule: Founders) -> Look:
    begins = tuple(fold(a) for a in rule.authority_begins)
    those = [n.name for n in founders if n.kind == "school" and fold(n.authority).startswith(begins)]
    if len(those) >= rule.least:
        return Look("founders", True, f"{rule.words} There are {_number(len(those))}: {_few(those)}.")
    there = (
        f"There is one: {those[0]}."
        if len(those) == 1
        else f"There are {_number(len(those))}."
        if those
        else "There is none yet."
    )
    return Look("founders", False, f"{rule.words} {there} Invite {_number(rule.least - len(those))} more.")


def _pathway(
    named: Sequence[Named], segments: Sequence[Coded], forming: Forming, definition: Definition
) -> Look:
    reached: set[str] = set()
    unknown = []
    for one in named:
        theirs = forming.reach(one.kind, definition.type(one.type))
        reached |= theirs
        unknown += [] if theirs else [one.name]
    gaps = [s.name.en for s in segments if s.code not in reached]
    ends = f"from {segments[0].name.en.lower()} to {segments[-1].name.en.lower()}" if segments else ""
    aside = f" The register does not say what {_few(unknown)} teaches." if unknown else ""
    if not gaps:
        return Look("pathway", True, f"The pathway is whole, {ends}.{aside}")
    lowered = [g[:1].lower() + g[1:] for g in gaps]
    return Look(
        "pathway", False, f"The pathway {ends} has gaps: nobody named teaches {listed(lowered, 'or')}.{aside}"
    )


def _elsewhere(founders: Sequence[Named]) -> Look:
    clashes = [f"{n.name} is in {n.elsewhere}" for n in founders if n.elsewhere]
    if not clashes:
        return Look("elsewhere", True, "No founding member is in another network.")
    return Look(
        "elsewhere",
        False,
        f"A school is in one network at a time, and {listed(clashes)}: it leaves there before approval.",
    )


def _boards(founders: Sequence[Named]) -> Look:
    yes = sum(n.answer is True for n in founders)
    against = [n.name for n in founders if n.answer is False]
    open_ = [n.name for n in founders if n.answer is None]
    counted = f"{yes} of {len(founders)} boards {'agrees' if yes == 1 else 'agree'}."
    if against:
        counted += f" Not {_few(against)}."
    if open_:
        counted += f" No answer yet from {_few(open_)}."
    return Look("boards", bool(founders) and yes == len(founders), counted)


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _few(names: Sequence[str]) -> str:
    return listed(list(names)) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"


def read_forming(file: Node) -> Forming:
    """What a programme looks for, from the file's own node."""
    return Forming(
        tuple(_read_founders(n) for n in file.lines("founders")),
        tuple(_read_teaches(n) for n in file.lines("teaches")),
    )


def forming_faults(forming: Forming, segments: Sequence[str]) -> Iterator[Fault]:
    """Segments that are named and are none, and numbers below one."""
    for place, line in enumerate(forming.founders, 1):
        if line.least < 1:
            yield Fault(FILE, f"founders[{place}].least", f"found {line.least}", "Write 1 or more.")
    for place, teaches in enumerate(forming.teaches, 1):
        for segment in teaches.segments:
            if segment not in segments:
                found = f"found “{segment}”, which is no segment"
                yield Fault(
                    FILE,
                    f"teaches[{place}].segments",
                    found,
                    f"Segments are {listed(list(segments)) or 'none yet'}.",
                )


def cited_forming(forming: Forming) -> Iterator[tuple[str, str, Cited]]:
    """Every citation: (file, key, what is cited)."""
    for place, line in enumerate(forming.founders, 1):
        yield FILE, f"founders[{place}]", line.cited
    for place, teaches in enumerate(forming.teaches, 1):
        yield FILE, f"teaches[{place}]", teaches.cited


def _read_founders(node: Node) -> Founders:
    made = Founders(
        node.integer("least", 1, required=True) or 0,
        node.texts("authority_begins", required=True),
        node.text("words"),
        node.span(),
        node.cited(),
    )
    node.done()
    return made


def _read_teaches(node: Node) -> Teaches:
    made = Teaches(
        node.choice("kind", PROVIDERS),
        node.texts("types"),
        node.texts("segments", required=True),
        node.cited(),
    )
    node.done()
    return made
