"""What an import did, in words and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kahui.definition.model import Definition
from kahui.records.register.models import Photograph
from kahui.records.register.read import DirectoryFile, Refused


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


@dataclass(frozen=True, slots=True)
class Told:
    """Who says so, where they have it from, and the moment it became known: what every fact carries."""

    by: str
    source: str
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A photograph about to be put among those that `standing` holds by day.

    `keys` gives every provider of its kind by number. `unread` are providers (by key) whose row could not be
    read: the photograph says nothing of them, so it closes none and ends no membership of theirs.
    """

    file: DirectoryFile
    as_at: dt.date
    keys: Mapping[int, int]
    standing: Mapping[dt.date, Photograph]
    definition: Definition
    differences: Differences

    @property
    def kind(self) -> str:
        return self.file.kind

    @property
    def days(self) -> list[dt.date]:
        return list(self.standing)

    @property
    def membership_days(self) -> list[dt.date]:
        """The photographs that say who belongs where."""
        return [day for day, photograph in self.standing.items() if photograph.says_membership]

    @property
    def unread(self) -> set[int]:
        refused = {row.number for row in self.file.refused if row.number is not None}
        if not refused:
            return set()
        read = {provider.number for provider in self.file.providers}
        return {self.keys[number] for number in refused - read if number in self.keys}
