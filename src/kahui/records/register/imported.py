"""What an import did, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from kahui.records.register.read import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: who, and what it was and became (blank where there is only one side)."""

    number: int
    name: str
    was: str = ""
    became: str = ""
    what: str = ""

    def __str__(self) -> str:
        what = f"{self.what}: " if self.what else ""
        if self.was and self.became:
            return f"{self.number} {self.name}: {what}{self.was} → {self.became}"
        said = self.was or self.became
        return f"{self.number} {self.name}: {what}{said}" if said else f"{self.number} {self.name}"


@dataclass(slots=True)
class Differences:
    """How a photograph differs from what was held on its day, each kind in order of number."""

    opened: list[Line] = field(default_factory=list)
    closed: list[Line] = field(default_factory=list)
    renamed: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    joined: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    moved: list[Line] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {f.name: len(getattr(self, f.name)) for f in fields(self)}

    def sort(self) -> None:
        for f in fields(self):
            getattr(self, f.name).sort(key=lambda line: (line.number, line.what))


@dataclass(slots=True)
class Imported:
    """What an import did.

    `accepted` rows of the file are in the store, `refused` ones are not. `unchanged`: the store already held
    all of it and nothing was written. `first`: the first photograph of its kind, so it differs from nothing.
    `figures` holds (code, before, after) of the figures that moved, where they were asked for.
    """

    kind: str
    accepted: int
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()
    differences: Differences = field(default_factory=Differences)
    unchanged: bool = True
    first: bool = False
    dry_run: bool = False
    added: int = 0
    superseded: int = 0
    figures: tuple[tuple[str, Any, Any], ...] = ()
