"""Networks month by month: what stood, with its bounds, and what was printed for the month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from kahui.analytics.engine import Row
from kahui.analytics.measures.uptake import known_to_lack
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.reporting import answers
from kahui.reporting.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Month:
    """Networks that stood at the end of a month: (value, low, high), and what was printed for that month.

    An endorsed count that the record is known to lack has no upper bound, and none at all where it names no network.
    """

    day: dt.date
    approved: tuple[int, int, int]
    endorsed: tuple[int | None, int | None, int | None]
    approved_printed: float | None
    endorsed_printed: float | None


def months(state: Snapshot, as_at: AsAt) -> tuple[Month, ...]:
    """Month by month from the one before the first approval; the last is the date itself."""
    return _months(state, state.settle(as_at))


@lru_cache(maxsize=128)
def _months(state: Snapshot, as_at: AsAt) -> tuple[Month, ...]:
    rows = answers.rows(state, "momentum", as_at, begins=min(state.definition.begins, as_at.on))
    first = next((i for i, row in enumerate(rows) if row["approved_may"]), len(rows))
    return (
        tuple(_month(state.definition, row) for row in rows[max(first - 1, 0) :]) if first < len(rows) else ()
    )


def lacks_endorsements(definition: Definition, counted: int, on: dt.date) -> bool:
    """Whether more endorsements were printed by a day than the record names."""
    return known_to_lack(definition, "networks.endorsed", "nation", counted=counted, on=on) is not None


def printed_in(definition: Definition, code: str, day: dt.date) -> float | None:
    """The nation's figure printed for the month of a day: of several, the latest day's, then the highest."""
    lines = [
        p
        for p in definition.published
        if (p.code, p.scope, p.asat.year, p.asat.month) == (code, "nation", day.year, day.month)
        and p.value is not None
    ]
    best = max(lines, key=lambda p: (p.asat, p.value or 0), default=None)
    return best.value if best else None


def _month(definition: Definition, row: Row) -> Month:
    endorsed: tuple[int | None, int | None, int | None]
    endorsed = row["endorsed"], row["endorsed_sure"], row["endorsed_may"]
    if lacks_endorsements(definition, row["endorsed_may"], row["day"]):
        endorsed = (*endorsed[:2], None) if row["endorsed_may"] else (None, None, None)
    return Month(
        row["day"],
        (row["approved"], row["approved_sure"], row["approved_may"]),
        endorsed,
        printed_in(definition, "networks.approved", row["day"]),
        printed_in(definition, "networks.endorsed", row["day"]),
    )
