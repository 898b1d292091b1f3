"""Progress, reading by reading, cell by cell, with the interval found by search."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from typing import Any

Row = dict[str, Any]
GROUPS = {
    "all": lambda reading: True,
    "maori": lambda reading: reading["maori"],
    "pacific": lambda reading: reading["pacific"],
    "additional-needs": lambda reading: reading["additional_needs"],
    "low-socio-economic": lambda reading: reading["low_socio_economic"],
    "boys": lambda reading: reading["boys"],
}


def known(fact: Row, moment: dt.datetime) -> bool:
    return fact["known_from"] <= moment and (fact["known_to"] is None or moment < fact["known_to"])


def held(fact: Row, day: dt.date) -> bool:
    return fact["starts"] <= day and (fact["ends"] is None or day < fact["ends"])


def limit(k: int, n: int, z: float, side: int) -> float:
    """The proportion from which k of n lies exactly z standard errors away, below (-1) or above (+1): by halving."""
    inside, outside = k / n, 0.0 if side < 0 else 1.0
    for _ in range(200):
        p = (inside + outside) / 2
        if (k / n - p) ** 2 <= z * z * p * (1 - p) / n:
            inside = p
        else:
            outside = p
    return inside


class Progress:
    """One world, asked on one day as known at one moment."""

    def __init__(
        self,
        readings: list[Row],
        members: list[Row],
        targets: list[Row],
        band: dict[int, str],
        on: dt.date,
        moment: dt.datetime,
        z: float,
    ) -> None:
        self.on, self.band, self.z = on, band, z
        self.members = [m for m in members if known(m, moment)]
        self.targets = [t for t in targets if known(t, moment)]
        self.readings = [
            r
            for r in readings
            if r["at_or_above"] is not None and r["year"] <= on.year and r["year_level"] in band
        ]

    def day(self, year: int) -> dt.date:
        return min(dt.date(year, 12, 31), self.on)

    def networks(self, school: int, year: int) -> list[int | None]:
        found = [m["network"] for m in self.members if m["provider"] == school and held(m, self.day(year))]
        return found or [None]

    def target(
        self, network: int | None, school: int, year: int, topic: str, band: str, group: str
    ) -> float | None:
        """Of the promises about these learners the narrowest, and of those the first to fall due."""
        about = [
            t
            for t in self.targets
            if t["network"] == network
            and t["school"] in (None, school)
            and t["topic"] == topic
            and t["band"] in (None, band)
            and t["group"] == group
            and t["share"] is not None
            and t["by_year"] >= year
            and held(t, self.day(year))
        ]
        about.sort(key=lambda t: (t["school"] is None, t["band"] is None, t["by_year"], t["target"]))
        return about[0]["share"] if about else None

    def rows(self) -> list[Row]:
        """Every cell, in order of network (none last), school, year, topic, band and group."""
        of: Counter[Any] = Counter()
        above: Counter[Any] = Counter()
        for reading in self.readings:
            for network in self.networks(reading["school"], reading["year"]):
                for group, belongs in GROUPS.items():
                    if belongs(reading):
                        where = (network, reading["school"], reading["year"], reading["topic"])
                        cell = (*where, self.band[reading["year_level"]], group)
                        of[cell] += 1
                        above[cell] += reading["at_or_above"]
        order = list(GROUPS)
        cells = sorted(of, key=lambda c: (c[0] is None, c[0] or 0, *c[1:5], order.index(c[5])))
        return [self._row(cell, of[cell], above[cell]) for cell in cells]

    def _row(self, cell: Any, n: int, k: int) -> Row:
        target = self.target(*cell)
        names = ("network", "school", "year", "topic", "band", "group")
        return {
            **dict(zip(names, cell, strict=True)),
            "n": n,
            "at_or_above": k,
            "share": k / n,
            "low": limit(k, n, self.z, -1),
            "high": limit(k, n, self.z, +1),
            "gap": None if target is None else target - k / n,
            "target": target,
            "more": None if target is None else self._more(target, n, k),
        }

    def _more(self, target: float, n: int, k: int) -> int:
        return next(more for more in range(n + 1) if (k + more) / n >= target - 1e-9 / n)


def close(one: Any, other: Any) -> bool:
    """Equal, or for numbers with decimals equal but for their last digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)
