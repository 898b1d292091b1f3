"""Stages: how many networks came to each gate and passed it, and how long that took, by region."""

from __future__ import annotations

from collections.abc import Sequence

from kahui.analytics.measures.stages import Stage, stages
from kahui.analytics.report import Chart, Column, Section, Table
from kahui.definition.time import AsAt
from kahui.reporting import answers, words
from kahui.reporting.snapshot import Snapshot

FUNNEL = (
    Column("gate", "Gate"),
    Column("place", "Where"),
    Column("came", "Came to it", "count"),
    Column("passed", "Passed it", "count"),
    Column("waiting", "Still wait", "count"),
    Column("half", "Half had passed after, days", "count", "fewer than half have"),
    Column("longest", "Longest wait now, days", "count", "none waits"),
)


def chapter(state: Snapshot, as_at: AsAt, when: str) -> Section | None:
    """The way from gate to gate; none where only approvals and endorsements are on the record, for then the days
    between the others are not known."""
    counted = {g.code for g in state.definition.gates if g.counts_as}
    found = stages(
        answers.rows(state, "stages", as_at),
        {r["number"]: r["region"] for r in answers.rows(state, "sizes", as_at)},
    )
    if not any(s.passed and s.gate not in counted for s in found):
        return None
    nation = [s for s in found if not s.place]
    rows = tuple(
        (s.name, s.place or "The whole country", s.came, s.passed, s.waiting, s.half, s.longest)
        for s in sorted(found, key=lambda s: (s.order, bool(s.place), s.place))
    )
    notes = (
        "Days run from the nearest gate before that stood. Half is counted with those still waiting as waiting "
        "(Kaplan and Meier 1958), never as if they had passed.",
    )
    table = Table("stages", "From gate to gate, by region", when, FUNNEL, rows, notes)
    return Section(
        "stages", "How long each gate takes", tuple(_sentences(nation)), (_chart(nation, when),), (table,)
    )


def _sentences(nation: Sequence[Stage]) -> list[str]:
    told = []
    for s in nation:
        half = (
            f"half had passed within {words.number(s.half)} days, counting those still waiting as waiting"
            if s.half is not None
            else "fewer than half have passed so far"
        )
        told.append(f"{s.name}: {s.passed} of the {s.came} networks that came to it have passed it; {half}.")
    return told


def _chart(nation: Sequence[Stage], when: str) -> Chart:
    columns = (Column("gate", "Gate"), Column("passed", "Networks that passed it", "count"))
    rows = tuple((s.name, s.passed) for s in nation)
    table = Table("funnel", "Networks that passed each gate", when, columns, rows)
    most = max(nation, key=lambda s: s.waiting)
    title = f"Most wait at “{most.name}”: {most.waiting} of the {most.came} that came to it"
    alt = f"{title}. " + "; ".join(f"{r[0]}: {r[1]}" for r in rows) + "."
    return Chart(
        "funnel", "bars", title, f"Networks that passed each gate. {when}", alt, table, "gate", ("passed",)
    )
