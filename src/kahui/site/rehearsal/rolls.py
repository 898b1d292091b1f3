"""Rolls of schools on the first of July: counted from learners, and carried back to years before there are any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from kahui.site.rehearsal.chance import stream
from kahui.site.rehearsal.counted import Counted
from kahui.site.rehearsal.register import Register

GROUPS = ("european", "maori", "pacific", "asian")


def rolls(register: Register, counted: Counted, seed: int) -> Iterator[dict[str, Any]]:
    """Rows of `roll`, a school at a time, year by year."""
    chance = stream(seed, "rolls")
    for school in range(register.schools.count):
        there = [y for y in register.years if register.schools.open(y)[school]]
        known = {y: counted.prioritised(school, y) for y in there if y in counted.years}
        if not known:
            continue
        after = known[min(known)]
        for year in sorted(there, reverse=True):
            if year not in known:
                factor = float(chance.normal(0.997, 0.03))
                after = {name: max(0, round(n * factor)) for name, n in after.items()}
                known[year] = after | {"total": sum(n for name, n in after.items() if name != "total")}
                after = known[year]
        yield from (_row(school, year, known[year]) for year in there)


def _row(school: int, year: int, counts: dict[str, int]) -> dict[str, Any]:
    on = dt.date(year, 7, 1)
    return {
        "provider": school + 1,
        "total": counts["total"],
        **{group: counts[group] for group in GROUPS},
        "on": on,
        "on_by": on,
        "known_from": dt.datetime.combine(dt.date(year, 9, 1), dt.time(9)),
        "known_to": None,
    }
