"""Progress: the share at or above, its limits and the gap to what was promised, of every cell there is."""

from __future__ import annotations

import datetime as dt
import re
from statistics import NormalDist

import pyarrow as pa

from kahui.analytics.engine import Engine
from kahui.analytics.tables import BAND, Column
from kahui.definition.time import AsAt

GROUPS = ("all", "maori", "pacific", "additional-needs", "low-socio-economic", "boys")
"""All learners, then the priority groups, which overlap: a learner counts in each they are of."""

BANDS = ("1-3", "4-6", "7-8", "9-10", "11-13")
"""Year levels counted together, when nothing else is said (ours)."""

COLUMNS = (
    Column("network", pa.int64(), "The network's key.", "the school belonged to none then"),
    Column("school", pa.int64(), "The school's key."),
    Column("year", pa.int16(), "The school year."),
    Column("topic", pa.string(), "The topic's code."),
    Column("band", pa.string(), "Year levels counted together, as 4-6."),
    Column("group", pa.string(), "all, or a priority group."),
    Column("n", pa.int32(), "Learners with a reading that says whether they were at or above."),
    Column("at_or_above", pa.int32(), "Of them, those at or above."),
    Column("share", pa.float64(), "at_or_above / n."),
    Column("low", pa.float64(), "The lower limit of the share (Wilson)."),
    Column("high", pa.float64(), "The upper limit."),
    Column("gap", pa.float64(), "target - share: what is missing; below 0 where it is passed.", "no promise"),
    Column("target", pa.float64(), "The share that was promised of these learners.", "no promise"),
    Column(
        "more", pa.int32(), "How many more learners at or above would have kept the promise.", "no promise"
    ),
)


class BandFault(ValueError):
    """Bands that cannot be; the message is a sentence for the person who wrote them."""


def bands(words: tuple[str, ...] = BANDS) -> pa.Table:
    """The table `band` from bands as people write them: `4-6`, or `13` for one level.

    Raises `BandFault` for what is no band, and for a year level that is in two.
    """
    rows: list[dict[str, object]] = []
    seen: dict[int, str] = {}
    for word in words:
        found = re.fullmatch(r"([0-9]{1,2})(?:-([0-9]{1,2}))?", word)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 0 < first <= last:
            raise BandFault(f"“{word[:20]}” is no band of year levels. Write such as 4-6, or 13 for one.")
        for level in range(first, last + 1):
            if level in seen:
                raise BandFault(f"Year level {level} is in {seen[level]} and in {word}. Put it in one band.")
            seen[level] = word
            rows.append({"year_level": level, "band": word})
    return pa.Table.from_pylist(rows, schema=BAND.schema)


def progress(engine: Engine, as_at: AsAt, *, level: float = 0.95) -> pa.Table:
    """Every cell with at least one learner, in order of its columns; networks known as at, blank ones last.

    `level` is how much an interval is to hold, 0 to 1. The columns are `COLUMNS`.
    """
    found = engine.table("progress", as_at, z=NormalDist().inv_cdf((1 + level) / 2))
    return found.select([c.name for c in COLUMNS]).cast(pa.schema([(c.name, c.type) for c in COLUMNS]))


def last_day(year: int) -> dt.date:
    """The day as at which all of a year's results count."""
    return dt.date(year, 12, 31)
