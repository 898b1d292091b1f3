"""What a table of the data contract is made of: columns with words, and the two times of every fact."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: pa.DataType
    words: str
    null: str = ""
    """What a blank means; empty where the column is never blank."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    words: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(c.name, c.type, nullable=bool(c.null)) for c in self.columns])


KNOWN = (
    Column("known_from", pa.timestamp("us"), "The moment (UTC) from which we held this to be so."),
    Column("known_to", pa.timestamp("us"), "The moment (UTC) from which we no longer did.", "still held"),
)
PERIOD = (
    Column("starts", pa.date32(), "The earliest day it can have begun."),
    Column("starts_by", pa.date32(), "The latest day it can have begun."),
    Column("ends", pa.date32(), "The earliest day on which it was no longer so.", "not known to have ended"),
    Column("ends_by", pa.date32(), "The latest such day.", "not known to have ended"),
)
EVENT = (
    Column("on", pa.date32(), "The earliest day it can have happened."),
    Column("on_by", pa.date32(), "The latest day it can have happened."),
)
