"""Months from approval to endorsement, those still waiting counted as waiting, from the rows of `waits.sql`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kahui.analytics.measures.words import Row
from kahui.analytics.methods.survival.curve import curve
from kahui.analytics.methods.survival.spells import spells


@dataclass(frozen=True, slots=True)
class Step:
    """After `months`: how many were at risk just before, how many were endorsed then, the share still waiting."""

    months: float
    at_risk: int
    endorsed: int
    waiting: float


def still_waiting(rows: Iterable[Row]) -> tuple[Step, ...]:
    """The share still waiting after each duration seen (Kaplan and Meier 1958). Empty for no networks.

    A network not endorsed by the date leaves the group at risk when its months end; it is never taken as endorsed.
    """
    waits = [(r["months"], not r["waiting"]) for r in rows]
    if not waits:
        return ()
    found = curve(spells(*zip(*waits, strict=True)))
    steps = zip(found.time, found.at_risk, found.events, found.survival, strict=True)
    return tuple(Step(float(m), int(n), int(d), float(s)) for m, n, d, s in steps if d)


def median(steps: Iterable[Step]) -> float | None:
    """Months by which half were endorsed; `None` when fewer than half have been so far."""
    return next((s.months for s in steps if s.waiting <= 0.5), None)
