"""One network: its names, members, decisions, and size through time."""

from __future__ import annotations

from kahui.analytics.engine import Row
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.reporting import answers
from kahui.reporting.pages.country import lines, sky
from kahui.reporting.pages.values import DecisionLine, Member, NetworkPage, Quarter, Span, span_of
from kahui.reporting.snapshot import Snapshot, snapshot


def network_page(number: int, as_at: AsAt) -> NetworkPage | None:
    """A network; `None` for an id the record did not know then."""
    state = snapshot()
    line = next((n for n in lines(state, as_at) if n.number == number), None)
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


def _member(row: Row) -> Member:
    return Member(
        row["kind"],
        row["number"],
        row["name"] or f"{row['kind'].capitalize()} {row['number']}",
        row["type"] or "",
        row["region"] or "",
        row["decile"],
        row["learners"],
        span_of(row),
        row["is_true"],
        row["is_sure"],
    )


def _names(state: Snapshot, number: int, as_at: AsAt) -> tuple[tuple[str, Span], ...]:
    rows = answers.rows(state, "names", as_at, network=number)
    return tuple((r["name"], span_of(r)) for r in rows)


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
