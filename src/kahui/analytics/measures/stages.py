"""How long networks take from gate to gate, those still waiting counted as waiting, from the rows of `stages.sql`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kahui.analytics.measures.words import Row
from kahui.analytics.methods.survival.curve import curve
from kahui.analytics.methods.survival.spells import spells


@dataclass(frozen=True, slots=True)
class Stage:
    """The way to one gate in one place: how many networks came to it, passed it, still wait; days by which half passed.

    `half` is `None` while fewer than half have passed (Kaplan and Meier 1958). `longest` is the longest wait of
    those that still wait, in days; `None` where none does.
    """

    gate: str
    name: str
    place: str
    order: int
    came: int
    passed: int
    half: float | None
    longest: int | None

    @property
    def waiting(self) -> int:
        return self.came - self.passed


def stages(rows: Iterable[Row], regions: Mapping[int, str | None]) -> tuple[Stage, ...]:
    """Every gate that some network came to, of the nation (place `""`) first, then of each region by name."""
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        for place in ("", regions.get(row["number"]) or "region not known"):
            found.setdefault((place, row["place"]), []).append(row)
    return tuple(_told(place, group) for (place, _), group in sorted(found.items()))


def _told(place: str, rows: list[Row]) -> Stage:
    waits = [(r["days"], not r["waiting"]) for r in rows]
    lived = curve(spells(*zip(*waits, strict=True)))
    steps = zip(lived.time, lived.events, lived.survival, strict=True)
    half = next((float(day) for day, events, left in steps if events and left <= 0.5), None)
    still = [r["days"] for r in rows if r["waiting"]]
    return Stage(
        rows[0]["gate"],
        rows[0]["name"],
        place,
        rows[0]["place"],
        len(rows),
        len(rows) - len(still),
        half,
        max(still, default=None),
    )
