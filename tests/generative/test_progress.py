"""Random small worlds of results: the measure agrees with the count reading by reading, in every cell and column.

Days collide with the ends of years; memberships and promises are corrected; promises overlap and differ in width.
"""

from __future__ import annotations

import datetime as dt
import itertools
from statistics import NormalDist
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.progress import Progress, close

from kahui.analytics.engine import Engine
from kahui.analytics.measures.progress import COLUMNS, bands, progress
from kahui.analytics.tables import MEMBERSHIP, READING, TARGET
from kahui.definition.time import AsAt

DAYS = [
    dt.date(2016, 12, 30),
    dt.date(2016, 12, 31),
    dt.date(2017, 1, 1),
    dt.date(2017, 12, 31),
    dt.date(2018, 1, 1),
]
MOMENTS = [dt.datetime(2019, 1, n) for n in (1, 2, 3)]
YEARS = (2016, 2017, 2018)
TOPICS = ("reading", "writing")
GROUPS = ("all", "maori", "pacific", "additional-needs", "low-socio-economic", "boys")
BANDS = ("1-2", "3")

flag = st.booleans()
seldom = st.sampled_from((False, False, False, True))
readings = st.lists(
    st.fixed_dictionaries(
        {
            "learner": st.just(1),
            "school": st.sampled_from((1, 2)),
            "year": st.sampled_from(YEARS),
            "year_level": st.sampled_from((1, 2, 3, 4)),
            "topic": st.sampled_from(TOPICS),
            "taken": st.just(DAYS[0]),
            "tool": st.just("a tool"),
            "version": st.just("1"),
            "score": st.just(1.0),
            "at_or_above": st.sampled_from((True, True, False, None)),
            **dict.fromkeys(("maori", "pacific", "additional_needs", "low_socio_economic", "boys"), flag),
        }
    ),
    min_size=1,
    max_size=40,
)


@st.composite
def times(draw: Any) -> dict[str, Any]:
    """A period and when it was known, most of them wide, with and without an end."""
    first, last = sorted(draw(st.lists(st.integers(0, 4), min_size=2, max_size=2, unique=True)))
    early, late = sorted(draw(st.lists(st.integers(0, 2), min_size=2, max_size=2, unique=True)))
    starts, ends = DAYS[draw(st.sampled_from((0, 0, first)))], DAYS[last] if draw(seldom) else None
    return {
        "starts": starts,
        "starts_by": starts,
        "ends": ends,
        "ends_by": ends,
        "known_from": MOMENTS[draw(st.sampled_from((0, 0, early)))],
        "known_to": MOMENTS[late] if draw(seldom) else None,
    }


@st.composite
def members(draw: Any) -> list[dict[str, Any]]:
    """Up to four memberships; a school may be in two networks at once, which a record does not hold but a file may."""
    many = draw(st.integers(1, 4))
    return [
        {
            "provider": draw(st.sampled_from((1, 2))),
            "network": draw(st.sampled_from((7, 7, 8))),
            **draw(times()),
        }
        for _ in range(many)
    ]


@st.composite
def targets(draw: Any) -> list[dict[str, Any]]:
    """Promises that differ in how widely and when they are meant, most of them of network 7 and of all learners."""
    many = draw(st.integers(0, 8))
    return [
        {
            "target": n,
            "network": draw(st.sampled_from((7, 7, 7, 8))),
            "school": draw(st.sampled_from((None, 1, 2))),
            "topic": draw(st.sampled_from(("reading", "reading", "writing"))),
            "band": draw(st.sampled_from((None, *BANDS))),
            "group": draw(st.sampled_from(("all", "all", "all", *GROUPS))),
            "share": draw(st.sampled_from((None, 0.0, 0.25, 1 / 3, 0.5, 0.85, 1.0))),
            "by_year": draw(st.sampled_from(YEARS)),
            **draw(times()),
        }
        for n in range(many)
    ]


def distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """No membership twice over: the same school in the same network on one day counts once on record."""
    kept: list[dict[str, Any]] = []
    for row in rows:
        if not any((k["provider"], k["network"]) == (row["provider"], row["network"]) for k in kept):
            kept.append(row)
    return kept


@settings(max_examples=40)
@given(readings, members(), targets(), st.sampled_from((0.8, 0.95)))
def test_the_measure_counts_as_one_counts_by_hand(
    read: list[dict[str, Any]], belonged: list[dict[str, Any]], promised: list[dict[str, Any]], level: float
) -> None:
    belonged = distinct(belonged)
    engine = Engine(
        {"membership": pa.Table.from_pylist(belonged, schema=MEMBERSHIP.schema)},
        lake={
            "reading": pa.Table.from_pylist(read, schema=READING.schema),
            "target": pa.Table.from_pylist(promised, schema=TARGET.schema),
            "band": bands(BANDS),
        },
    )
    z = NormalDist().inv_cdf((1 + level) / 2)
    for on, moment in itertools.product(DAYS[1:4], MOMENTS):
        found = progress(engine, AsAt(on, moment.replace(tzinfo=dt.UTC)), level=level).to_pylist()
        slow = Progress(read, belonged, promised, {1: "1-2", 2: "1-2", 3: "3"}, on, moment, z).rows()
        assert [list(row) for row in found[:1]] == [[c.name for c in COLUMNS]] * bool(found)
        keys = ("network", "school", "year", "topic", "band", "group")
        assert [[row[k] for k in keys] for row in found] == [[row[k] for k in keys] for row in slow]
        differ = [(f, s, c) for f, s in zip(found, slow, strict=True) for c in s if not close(f[c], s[c])]
        assert differ == []
