"""What members agree on: how many challenges are asked for, and what may be shared for which purpose.

The values of `agreements.toml`, and how they are read. A programme without that file asks for no number of
challenges and names nothing that may be shared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kahui.definition.lines import Cited, Span, Text
from kahui.definition.reading import Fault, Node, listed

Shared = Literal["freely", "as-agreed", "never"]
SHARED = ("freely", "as-agreed", "never")
FILE = "agreements.toml"


@dataclass(frozen=True, slots=True)
class Count:
    """How many challenges a submission has, during a span: `least` to `most` inclusive; `None` is unbounded."""

    least: int
    most: int | None
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much harm it can do to share something: `shared` freely, as the members agree, or never with a group."""

    code: str
    name: Text
    shared: Shared
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Line:
    """A purpose, or a kind of information with its `sensitivity` (`""` for a purpose)."""

    code: str
    name: Text
    sensitivity: str
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Agreements:
    """Everything the programme says of agreements between members, on every day."""

    counts: tuple[Count, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    information: tuple[Line, ...] = ()
    purposes: tuple[Line, ...] = ()

    def count(self, on: dt.date) -> Count | None:
        """How many challenges are asked for on a day; `None` where the programme asks for no number."""
        return next((c for c in self.counts if c.span.holds(on)), None)

    def told(self, code: str, on: dt.date) -> Line | None:
        """The kind of information with a code, on a day; `None` where the programme does not know it."""
        return next((i for i in self.information if i.code == code and i.span.holds(on)), None)

    def purpose(self, code: str, on: dt.date) -> Line | None:
        """The purpose with a code, on a day; `None` where the programme does not know it."""
        return next((p for p in self.purposes if p.code == code and p.span.holds(on)), None)

    def sensitivity(self, code: str) -> Sensitivity | None:
        """A step of the scale by its code; `None` where there is no such step."""
        return next((s for s in self.sensitivities if s.code == code), None)


def read_agreements(file: Node) -> Agreements:
    """The agreements of a programme, from the file's own node."""
    return Agreements(
        tuple(_count(n) for n in file.lines("count")),
        tuple(_sensitivity(n) for n in file.lines("sensitivity")),
        tuple(_line(n, n.text("sensitivity")) for n in file.lines("information")),
        tuple(_line(n, "") for n in file.lines("purpose")),
    )


def agreement_faults(agreed: Agreements) -> Iterator[Fault]:
    """Steps of the scale that are named and are none, codes on two lines, and a least above the most."""
    steps = [s.code for s in agreed.sensitivities]
    for line in agreed.information:
        if line.sensitivity not in steps:
            found = f"found “{line.sensitivity}”, which is no step of the scale"
            cure = f"Steps are {listed(steps) or 'none yet: write a [[sensitivity]] line'}."
            yield Fault(FILE, f"information[{line.code}].sensitivity", found, cure)
    for place, count in enumerate(agreed.counts, 1):
        if count.most is not None and count.most < count.least:
            found = f"found {count.most}, which is less than the least ({count.least})"
            yield Fault(FILE, f"count[{place}].most", found, f"Write {count.least} or more.")


def coded_agreements(agreed: Agreements) -> Iterator[tuple[str, str, list[str]]]:
    """The lists in which every code is to exist once: (file, key, codes)."""
    yield FILE, "sensitivity", [s.code for s in agreed.sensitivities]
    yield FILE, "information", [i.code for i in agreed.information]
    yield FILE, "purpose", [p.code for p in agreed.purposes]


def cited_agreements(agreed: Agreements) -> Iterator[tuple[str, str, Cited]]:
    """Every citation: (file, key, what is cited)."""
    lists: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("count", agreed.counts),
        ("sensitivity", agreed.sensitivities),
        ("information", agreed.information),
        ("purpose", agreed.purposes),
    )
    for key, lines in lists:
        for place, line in enumerate(lines, 1):
            yield FILE, f"{key}[{getattr(line, 'code', place)}]", line.cited


def _count(node: Node) -> Count:
    made = Count(
        node.integer("least", 0, required=True) or 0, node.integer("most"), node.span(), node.cited()
    )
    node.done()
    return made


def _sensitivity(node: Node) -> Sensitivity:
    shared = node.choice("shared", SHARED)
    made = Sensitivity(node.text("code"), node.words("name"), shared, node.span(), node.cited())  # type: ignore[arg-type]
    node.done()
    return made


def _line(node: Node, sensitivity: str) -> Line:
    made = Line(node.text("code"), node.words("name"), sensitivity, node.span(), node.cited())
    node.done()
    return made
