"""What a reader gives back: rows as listed, rows refused with their cure, and notes on the file."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

Response = Literal["prioritised", "total"]
"""`prioritised`: each learner is counted in one ethnic group; `total`: in every group they belong to."""


class FileFault(ValueError):
    """The whole file is refused; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that does not go in. `row` is its number as a person sees it, header and preamble counted.

    `number` is the provider's or network's where it could be read: a provider whose row was refused is not
    missing from the directory.
    """

    row: int
    column: str
    value: str
    cure: str
    number: int | None = None

    def __str__(self) -> str:
        shown = f"“{self.value}”" if self.value else "blank"
        return f"Row {self.row}, {self.column}: {shown}. {self.cure}"


class ListedRoll(NamedTuple):
    """Learners of a provider as listed. `None` is unknown, never zero; the total is always known."""

    total: int
    european: int | None
    maori: int | None
    pacific: int | None
    asian: int | None
    melaa: int | None
    other: int | None
    international: int | None
    response: Response


class ListedProvider(NamedTuple):
    """A school or service as a directory lists it.

    Words (`type`, `authority`, `region`…) are as printed, stripped; `""` where the file has none. `name` has
    no "(Proposed…)" marker: that is `is_open` False, with `opens_on` where a day was given. Coordinates are
    WGS84 degrees; `network` is the community's number. `row` is the row it stands in.
    """

    number: int
    is_open: bool
    name: str
    type: str
    authority: str
    definition: str
    region: str
    regional_council: str
    district: str
    urban: str
    decile: int | None
    latitude: float | None
    longitude: float | None
    network: int | None
    network_name: str
    opens_on: dt.date | None
    row: int
    roll: ListedRoll | None


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A directory as read. Without the community columns (`says_membership` False) it says nothing of them."""

    kind: Literal["school", "service"]
    says_membership: bool
    providers: tuple[ListedProvider, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedReturn:
    """The roll of one school as at 1 July of a year."""

    number: int
    year: int
    roll: ListedRoll


@dataclass(frozen=True, slots=True)
class RollsFile:
    """Roll returns as read, in order of school and year, each pair once."""

    returns: tuple[ListedReturn, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """A decision as listed. It was taken between `on` and `on_by`; they are equal where the day is known."""

    row: int
    network: int
    gate: str
    decision: str
    on: dt.date
    on_by: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """Decisions as read, in the order of the file."""

    rows: tuple[ListedDecision, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
