"""What each page shows, as plain values: one function a page, the as-at dates first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kahui.analytics.engine import Row
from kahui.analytics.measures.uptake import Seen
from kahui.analytics.report import Figure, Source
from kahui.definition.model import Definition, Gate, Programme
from kahui.definition.time import AsAt
from kahui.reporting import answers
from kahui.reporting.months import Month, months
from kahui.reporting.snapshot import Snapshot, snapshot

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


def now() -> dt.datetime:
    """The clock."""
    return answers.now()


def default_day(now: dt.datetime) -> dt.date:
    """The day a page shows when none is asked for: today, or, once the programme has closed, the newest
    directory's day, which is the last that its record is about.
    """
    today = now.date()
    state = snapshot()
    if not state.definition.at(today).closed:
        return today
    return answers.seen(state, AsAt(today, now)).schools_to or today


def frame(as_at: AsAt) -> Now:
    """What frames every page."""
    state = snapshot()
    return Now(
        state.definition.at(as_at.on),
        state.definition,
        answers.seen(state, as_at),
        state.id,
        state.first_known,
    )


def figures(as_at: AsAt, scope: str = "nation") -> tuple[Figure, ...]:
    """The uptake figures of a scope; empty for a scope the record does not know."""
    return answers.figures(snapshot(), as_at, scope)


def figures_by(state: Snapshot, on: dt.date) -> dict[str, float | None]:
    """Every figure of the nation on a date, as known now by a state: what a dry run compares before and after."""
    return {f.code: f.value for f in answers.figures(state, AsAt(on, now()), "nation")}


def sky(as_at: AsAt) -> Sky:
    """Every open school and every network on the date."""
    state = snapshot()
    return _sky(state, state.settle(as_at))


@lru_cache(maxsize=32)
def _sky(state: Snapshot, as_at: AsAt) -> Sky:
    # Asked of the engine itself: thousands of rows that would otherwise be kept twice.
    stars = tuple([Star(**row) for row in state.engine.measure("sky", as_at)])
    return Sky(stars, _lines(state, as_at))


def network_list(as_at: AsAt) -> tuple[NetworkLine, ...]:
    """Networks whose approval stood, or that had members, on the date; by id."""
    return _lines(snapshot(), as_at)


def network_page(number: int, as_at: AsAt) -> NetworkPage | None:
    """A network; `None` for an id the record did not know then."""
    state = snapshot()
    line = next((n for n in _lines(state, as_at) if n.number == number), None)
    if line is None:
        return None
    first_services = answers.seen(state, as_at).services_from
    members = tuple(
        _member(row)
        for row in answers.rows(state, "members", as_at, network=number)
        # Nothing is known of services before their first directory: they are not shown as members then.
        if row["kind"] != "service" or (first_services is not None and as_at.on >= first_services)
    )
    here = {m.number for m in members if m.is_member and m.kind == "school"}
    return NetworkPage(
        line=line,
        names=_names(state, number, as_at),
        members=tuple(m for m in members if m.is_member),
        former=tuple(m for m in members if not m.is_member),
        decisions=_decisions(state, number, as_at),
        quarters=_quarters(state, number, as_at),
        figures=answers.figures(state, as_at, f"network:{number}"),
        stars=tuple(s for s in sky(as_at).stars if s.number in here),
    )


def region_list(as_at: AsAt) -> tuple[RegionLine, ...]:
    """Every region with its figures, by name."""
    state = snapshot()
    scopes_ = answers.uptake(state, as_at).scopes
    names = [s.partition(":")[2] for s in scopes_ if s.startswith("region:")]
    return tuple(RegionLine(name, answers.figures(state, as_at, f"region:{name}")) for name in names if name)


def region_page(name: str, as_at: AsAt) -> RegionPage | None:
    """A region; `None` for a name the record does not know."""
    line = next((r for r in region_list(as_at) if r.name == name), None)
    if line is None:
        return None
    whole = sky(as_at)
    networks = tuple(n for n in whole.networks if n.region == name)
    ids = {n.number for n in networks}
    stars = tuple(s for s in whole.stars if s.region == name or s.network in ids)
    return RegionPage(line, networks, Sky(stars, networks))


def school_page(number: int, as_at: AsAt) -> SchoolPage | None:
    """A school with its history as known at the moment; `None` for a number the record did not know then."""
    state = snapshot()
    facts = answers.rows(state, "history", as_at, number=number)
    if not facts:
        return None
    names = {n.number: n.name for n in _lines(state, as_at)}
    details = tuple(_detail(f) for f in facts if f["what"] == "detail")
    star = next((s for s in sky(as_at).stars if s.number == number), None)
    return SchoolPage(
        number=number,
        name=star.name if star else details[-1].name if details else f"School {number}",
        star=star,
        details=details,
        memberships=tuple(
            MembershipLine(f["network"], names.get(f["network"], f"Network {f['network']}"), _span(f))
            for f in facts
            if f["what"] == "membership"
        ),
        rolls=tuple(RollLine(**r) for r in answers.rows(state, "school_rolls", as_at, number=number)),
    )


def sources(as_at: AsAt) -> tuple[Source, ...]:
    """The files the figures rest on: those received by the moment, oldest first."""
    return answers.sources(as_at)


def _lines(state: Snapshot, as_at: AsAt) -> tuple[NetworkLine, ...]:
    return _settled_lines(state, state.settle(as_at))


@lru_cache(maxsize=256)
def _settled_lines(state: Snapshot, as_at: AsAt) -> tuple[NetworkLine, ...]:
    return tuple(_line(row) for row in answers.rows(state, "sizes", as_at))


def _line(row: Row) -> NetworkLine:
    def counted(name: str) -> tuple[int, int, int]:
        return int(row[name]), int(row[f"{name}_sure"]), int(row[f"{name}_may"])

    stage = "endorsed" if row["endorsed"] else "approved" if row["approved"] else "before"
    return NetworkLine(
        row["number"],
        row["name"] or f"Network {row['number']}",
        row["region"],
        row["regions"],
        stage,
        counted("schools"),
        counted("learners"),
        counted("services"),
    )


def _span(row: Row) -> Span:
    return Span(row["starts"], row["starts_by"], row["ends"], row["ends_by"])


def _member(row: Row) -> Member:
    return Member(
        row["kind"],
        row["number"],
        row["name"] or f"{row['kind'].capitalize()} {row['number']}",
        row["type"] or "",
        row["region"] or "",
        row["decile"],
        row["learners"],
        _span(row),
        row["is_true"],
        row["is_sure"],
    )


def _detail(row: Row) -> DetailLine:
    fields = ("name", "type", "authority", "region", "urban", "decile", "is_open")
    return DetailLine(**{f: row[f] for f in fields}, span=_span(row))


def _names(state: Snapshot, number: int, as_at: AsAt) -> tuple[tuple[str, Span], ...]:
    rows = answers.rows(state, "names", as_at, network=number)
    return tuple((r["name"], _span(r)) for r in rows)


def _quarters(state: Snapshot, number: int, as_at: AsAt) -> tuple[Quarter, ...]:
    begins = min(state.definition.begins, as_at.on)
    rows = answers.rows(state, "membership_over_time", as_at, network=number, begins=begins)
    return tuple(Quarter(r["day"], (r["schools"], r["schools_sure"], r["schools_may"])) for r in rows)


def _decisions(state: Snapshot, number: int, as_at: AsAt) -> tuple[DecisionLine, ...]:
    return tuple(
        _decision(state.definition, row) for row in answers.rows(state, "decisions", as_at, network=number)
    )


def _decision(definition: Definition, row: Row) -> DecisionLine:
    then = definition.at(row["on"])
    gate = then.gate(row["gate"])
    decider = then.decider(gate) if gate else None
    return DecisionLine(
        gate,
        row["gate"],
        row["decision"],
        row["on"],
        row["on_by"],
        decider.name.en if decider else "",
        row["source"],
    )


def scopes(as_at: AsAt) -> Sequence[str]:
    """Every scope the record can answer for on the date."""
    return answers.uptake(snapshot(), as_at).scopes


def settled(as_at: AsAt) -> AsAt:
    """The same question with `known` no later than the last change: an equal answer, whatever the clock says."""
    return snapshot().settle(as_at)


def momentum(as_at: AsAt) -> tuple[Month, ...]:
    """Networks month by month, to the date itself."""
    return months(snapshot(), as_at)
