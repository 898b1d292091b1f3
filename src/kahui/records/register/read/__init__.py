"""Readers of the files people have: bytes in, plain values out. No database, no clock, no guesses kept quiet.

Each takes the bytes and the name the file came under (for messages only: layouts are told by their columns).
A file that is not what it should be raises `FileFault`; a row that cannot be read is listed as `Refused`
while the others go in.
"""

from .decisions import read_decisions
from .directory import read_schools, read_services
from .rolls import read_rolls
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
