"""Readers of the files people have: bytes in, plain values out. No database, no clock, no guesses kept quiet.

Each takes the bytes and the name the file came under (for messages only: layouts are told by their columns).
A file that is not what it should be raises `FileFault`; a row that cannot be read is listed as `Refused`
while the others go in.
"""

from .values import (
    DecisionsFile,
    DirectoryFile,
    FileFault,
    ListedDecision,
    ListedProvider,
    ListedReturn,
    ListedRoll,
    Refused,
    Response,
    RollsFile,
)

__all__ = [
    "DecisionsFile",
    "DirectoryFile",
    "FileFault",
    "ListedDecision",
    "ListedProvider",
    "ListedReturn",
    "ListedRoll",
    "Refused",
    "Response",
    "RollsFile",
    "read_decisions",
    "read_rolls",
    "read_schools",
    "read_services",
]


def read_schools(data: bytes, name: str) -> DirectoryFile:
    """A schools directory of any vintage: CSV (also `.gz`), XLS or XLSX."""
    raise NotImplementedError


def read_services(data: bytes, name: str) -> DirectoryFile:
    """An early learning directory of any vintage: CSV (also `.gz`), XLS or XLSX."""
    raise NotImplementedError


def read_rolls(data: bytes, name: str) -> RollsFile:
    """Rolls by school and year, a row per group (long) or per year (wide)."""
    raise NotImplementedError


def read_decisions(data: bytes, name: str) -> DecisionsFile:
    """Decisions: `network_id,gate,decision,on,on_by,source`."""
    raise NotImplementedError
