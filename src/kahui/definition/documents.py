"""What each kind of document asks for: the values of `documents.toml`, and how they are read.

A programme without that file asks for nothing in writing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kahui.definition.lines import Cited, Span, Text
from kahui.definition.reading import Fault, Node

FILE = "documents.toml"
KINDS = ("interest", "memorandum", "challenges")
"""The kinds of document that a network can have: its hope, what its members agree on, what it sets out to do."""
LONGEST = 10_000
"""Ours: characters of a section where the programme does not say (about three printed pages)."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: what it asks, whether it must be answered, how many characters it holds."""

    code: str
    name: Text
    asks: str
    required: bool
    longest: int
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Outline:
    """A kind of document: what it is called, and every section it has ever had, in order."""

    kind: str
    name: Text
    sections: tuple[Section, ...]
    cited: Cited

    def at(self, on: dt.date) -> tuple[Section, ...]:
        """The sections asked for on a day, in order."""
        return tuple(s for s in self.sections if s.span.holds(on))


def outline(outlines: tuple[Outline, ...], kind: str) -> Outline:
    """The outline of a kind of document; one that asks for nothing where the programme has none."""
    nothing = Outline(kind, Text(kind.capitalize()), (), Cited("", "not-found"))
    return next((o for o in outlines if o.kind == kind), nothing)


def read_outlines(file: Node) -> tuple[Outline, ...]:
    """The outlines of a programme's documents, from the file's own node."""
    return tuple(_outline(n) for n in file.lines("document"))


def outline_faults(outlines: tuple[Outline, ...]) -> Iterator[Fault]:
    """Kinds and sections named twice, and sections that hold nothing."""
    for place, one in enumerate(outlines):
        if one.kind in {o.kind for o in outlines[:place]}:
            found = f"found a second outline of “{one.kind}”"
            yield Fault(FILE, f"document[{one.kind}]", found, "Keep one: its sections can have dates.")
        for at, section in enumerate(one.sections):
            key = f"document[{one.kind}].section[{section.code}]"
            if section.longest < 1:
                yield Fault(FILE, f"{key}.longest", f"found {section.longest}", "Write 1 or more.")
            if any(s.code == section.code and _meet(s.span, section.span) for s in one.sections[:at]):
                found = "found a second section with this code on the same days"
                yield Fault(FILE, f"{key}.code", found, "Give each a code of its own.")


def cited_outlines(outlines: tuple[Outline, ...]) -> Iterator[tuple[str, str, Cited]]:
    """Every citation: (file, key, what is cited)."""
    for one in outlines:
        yield FILE, f"document[{one.kind}]", one.cited
        for section in one.sections:
            yield FILE, f"document[{one.kind}].section[{section.code}]", section.cited


def _meet(one: Span, other: Span) -> bool:
    begins = max(one.starts or dt.date.min, other.starts or dt.date.min)
    return one.holds(begins) and other.holds(begins)


def _outline(node: Node) -> Outline:
    made = Outline(
        node.choice("kind", KINDS),
        node.words("name"),
        tuple(_section(n) for n in node.lines("section", required=True)),
        node.cited(),
    )
    node.done()
    return made


def _section(node: Node) -> Section:
    longest = node.integer("longest", LONGEST)
    made = Section(
        code=node.text("code"),
        name=node.words("name"),
        asks=node.text("asks"),
        required=node.flag("required"),
        longest=LONGEST if longest is None else longest,
        span=node.span(),
        cited=node.cited(),
    )
    node.done()
    return made
