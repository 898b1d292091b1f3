"""A table of counts and the structure that says what adds up to what, read together."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kahui.analytics.disclosure.structure import Structure, structure_from
from kahui.analytics.disclosure.table import Table, table_of
from kahui.analytics.methods.fault import MethodFault
from kahui.site.commands.measure.files import Read, Refused, read
from kahui.site.commands.measure.kinds import Kind


@dataclass(frozen=True)
class Tabled:
    """A table, and the columns of its file."""

    table: Table
    read: Read

    def dimensions(self) -> dict[str, np.ndarray]:
        """The columns of codes, to be written again."""
        return {d.name: self.read.columns[d.name] for d in self.table.structure.dimensions}


def read_structure(path: Path) -> Structure:
    """The structure of a JSON file. Raises Refused when it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once_each)
    except OSError as why:
        raise Refused(f"{path} cannot be read: {why.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from None
    except json.JSONDecodeError as why:
        raise Refused(f"{path.name}, line {why.lineno}: {why.msg}. Correct the JSON there.") from None
    except MethodFault as fault:
        raise Refused(f"{path.name}: {fault}") from None
    try:
        return structure_from(data)
    except MethodFault as fault:
        raise Refused(f"{path.name}: {fault}") from None


def read_table(
    path: Path, structure: Structure, counts: dict[str, Kind], *, optional: bool = False
) -> Tabled:
    """The table of a file with its dimensions' columns and the columns of counts asked for."""
    clash = [d.name for d in structure.dimensions if d.name in ("count", "published", "mask", "reason")]
    if clash:
        raise Refused(
            f"A dimension is named “{clash[0]}”, which is a column of the result. Name it otherwise."
        )
    dimensions: dict[str, Kind] = {d.name: "text" for d in structure.dimensions}
    found = read(path, dimensions, counts) if optional else read(path, dimensions | counts)
    columns = [found.columns[d.name].tolist() for d in structure.dimensions]
    try:
        return Tabled(table_of(structure, columns, found.numbers), found)
    except MethodFault as fault:
        raise Refused(f"{path.name}: {fault}") from None


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise MethodFault(f"“{key}” is written twice in one place. Keep one of them.")
        made[key] = value
    return made
