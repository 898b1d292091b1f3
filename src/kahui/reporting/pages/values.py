"""What pages show, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from kahui.analytics.engine import Row
from kahui.analytics.measures.uptake import Seen
from kahui.analytics.report import Figure
from kahui.definition.lines import Gate
from kahui.definition.model import Definition, Programme

Stage = str
"""`approved`, `endorsed`, or `before` for a network whose approval does not stand on the date."""


class Star(NamedTuple):
    """An open school: its place (`None` where the directory has none), its learners, its network's id."""

    number: int
    name: str
    type: str
    region: str
    decile: int | None
    eligible: bool
    latitude: float | None
    longitude: float | None
    learners: int | None
    network: int | None
    sure: bool


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A network as one line. Counts are (value, low, high); `regions` is how many its schools lie in."""

    number: int
    name: str
    region: str | None
    regions: int
    stage: Stage
    schools: tuple[int, int, int]
    learners: tuple[int, int, int]
    services: tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Sky:
    """Every open school and every network on a date. Equal questions give the same sky, which is its own key."""

    stars: tuple[Star, ...]
    networks: tuple[NetworkLine, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A period with its bounds, as the record holds it. Ends are `None` while not known to have ended."""

    starts: dt.date
    starts_by: dt.date
    ends: dt.date | None
    ends_by: dt.date | None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a network, now or before: `kind` is school or service."""

    kind: str
    number: int
    name: str
    type: str
    region: str
    decile: int | None
    learners: int | None
    span: Span
    is_member: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision on record, who decided by the definition of that day, and where it is from."""

    gate: Gate | None
    gate_code: str
    decision: str
    on: dt.date
    on_by: dt.date
    decider: str
    source: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """Eligible member schools at the end of a quarter: (value, low, high)."""

    day: dt.date
    schools: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class NetworkPage:
    line: NetworkLine
    names: tuple[tuple[str, Span], ...]
    members: tuple[Member, ...]
    former: tuple[Member, ...]
    decisions: tuple[DecisionLine, ...]
    quarters: tuple[Quarter, ...]
    figures: tuple[Figure, ...]
    stars: tuple[Star, ...]

    @property
    def deciles(self) -> tuple[tuple[int | None, int], ...]:
        """How many member schools have each decile, 1 to 10, then none or unknown."""
        schools = [m.decile for m in self.members if m.kind == "school"]
        return tuple((d, schools.count(d)) for d in [*range(1, 11), None])


@dataclass(frozen=True, slots=True)
class RegionLine:
    name: str
    figures: tuple[Figure, ...]

    def figure(self, code: str) -> Figure:
        return next(f for f in self.figures if f.code == code)


@dataclass(frozen=True, slots=True)
class RegionPage:
    line: RegionLine
    networks: tuple[NetworkLine, ...]
    sky: Sky


@dataclass(frozen=True, slots=True)
class DetailLine:
    name: str
    type: str
    authority: str
    region: str
    urban: str
    decile: int | None
    is_open: bool
    span: Span


@dataclass(frozen=True, slots=True)
class MembershipLine:
    network: int
    network_name: str
    span: Span


@dataclass(frozen=True, slots=True)
class RollLine:
    """A school's roll. Ethnic groups of one school are small counts and are not shown."""

    on: dt.date
    total: int


@dataclass(frozen=True, slots=True)
class SchoolPage:
    number: int
    name: str
    star: Star | None
    details: tuple[DetailLine, ...]
    memberships: tuple[MembershipLine, ...]
    rolls: tuple[RollLine, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """What frames every page: the programme on the date, what was seen when, the state it is read from."""

    programme: Programme
    definition: Definition
    seen: Seen
    snapshot: str
    first_known: dt.datetime | None


def span_of(row: Row) -> Span:
    """The bounds of a row's period."""
    return Span(row["starts"], row["starts_by"], row["ends"], row["ends_by"])
