"""Momentum: cumulative approvals and endorsements, what was printed, and how long endorsement took."""

from __future__ import annotations

from kahui.analytics.measures import waits as waiting
from kahui.analytics.report import Cell, Chart, Column, Section, Table
from kahui.definition.time import AsAt
from kahui.reporting import answers, words
from kahui.reporting.months import lacks_endorsements, months
from kahui.reporting.snapshot import Snapshot

SERIES = (
    Column("day", "By", "date"),
    Column("approved", "Approved", "count"),
    Column("approved_low", "At least", "count"),
    Column("approved_high", "At most", "count"),
    Column("endorsed", "Endorsed, on record", "count"),
)
PRINTED = (
    Column("approved_printed", "Approved, as printed", "count", "none printed"),
    Column("endorsed_printed", "Endorsed, as printed", "count", "none printed"),
)
DRAWN = ("approved", "approved_printed", "endorsed", "endorsed_printed")
WAITS = (
    Column("months", "Months since approval"),
    Column("networks", "Networks", "count"),
    Column("endorsed", "Endorsed within them", "count"),
    Column("waiting", "Still waiting", "count"),
)
BANDS = ((0, 6), (6, 12), (12, 18), (18, 24), (24, 36), (36, None))


def chapter(state: Snapshot, as_at: AsAt, when: str) -> Section:
    """Approvals and endorsements month by month; months from approval to endorsement."""
    series = table(state, as_at, when)
    waits = wait_table(state, as_at, when)
    last = series.rows[-1] if series.rows else None
    charts: tuple[Chart, ...] = ()
    told: list[str] = []
    if last:
        title = f"{words.cell(last[1], 'count')} networks approved by {words.day(as_at.on)}"
        charts = (
            Chart(
                "momentum",
                "steps",
                title,
                f"Cumulative networks, by the end of each month. {when}",
                f"{title}. "
                + "; ".join(f"{words.cell(r[0], 'date')}: {r[1]}" for r in series.rows[::6])
                + ".",
                series,
                "day",
                tuple(c.code for c in series.columns if c.code in DRAWN),
                "approved_low",
                "approved_high",
            ),
        )
        told.append(f"{title}{_at_record(last)}.")
    asked = answers.uptake(state, as_at)
    counted = sum(r["endorsed_may"] for r in asked.sizes)
    lacking = lacks_endorsements(state.definition, counted, as_at.on)
    told += _waited(state, as_at, complete=not lacking)
    return Section("momentum", "Momentum", tuple(told), charts, (series, waits) if not charts else (waits,))


def table(state: Snapshot, as_at: AsAt, when: str) -> Table:
    """A row a month: rebuilt, with bounds, and what was printed for that month, where anything ever was."""
    said = bool(state.definition.published)
    rows = tuple(
        (m.day, *m.approved, m.endorsed[0])
        + ((words.whole(m.approved_printed), words.whole(m.endorsed_printed)) if said else ())
        for m in months(state, as_at)
    )
    notes = (
        "Printed figures stand at the month they were printed for; where several were printed for one month, "
        "the latest day, then the highest.",
    )
    columns = SERIES + (PRINTED if said else ())
    return Table(
        "momentum", "Approvals and endorsements by month", when, columns, rows, notes if said else ()
    )


def _at_record(last: tuple[Cell, ...]) -> str:
    return f" (at least {last[2]}, at most {last[3]})" if last[2] != last[3] else ""


def wait_table(state: Snapshot, as_at: AsAt, when: str) -> Table:
    """Networks by months since approval: endorsed within them, or still waiting."""
    found = answers.rows(state, "waits", as_at)
    rows = []
    for least, most in BANDS:
        here = [r for r in found if r["months"] >= least and (most is None or r["months"] < most)]
        name = f"{least} to under {most}" if most else f"{least} or more"
        endorsed = sum(not r["waiting"] for r in here)
        rows.append((name, len(here), endorsed, len(here) - endorsed))
    notes = ("Months run from approval to the first endorsement; for a network still waiting, to the date.",)
    return Table("waits", "Months from approval to endorsement", when, WAITS, tuple(rows), notes)


def _waited(state: Snapshot, as_at: AsAt, *, complete: bool) -> list[str]:
    found = answers.rows(state, "waits", as_at)
    ended = [r for r in found if not r["waiting"]]
    if not found:
        return []
    told = [f"Of {len(found)} networks approved by then, {len(ended)} have an endorsement on record."]
    if not complete:
        told.append("The record lacks endorsements by name, so the time to endorsement cannot be summed up.")
        return told
    half = waiting.median(waiting.still_waiting(found))
    if half is None:
        told.append("Fewer than half have been endorsed, counting those still waiting as waiting.")
    else:
        told.append(
            f"Half were endorsed within {words.number(half, 1)} months, counting those still waiting as waiting."
        )
    return told
