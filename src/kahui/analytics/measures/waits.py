"""Months from approval to endorsement, those still waiting counted as waiting, from the rows of `waits.sql`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kahui.analytics.measures.words import Row


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
    share = 1.0
    steps = []
    for months in sorted({m for m, ended in waits if ended}):
        at_risk = sum(m >= months for m, _ in waits)
        endorsed = sum(ended and m == months for m, ended in waits)
        share *= 1 - endorsed / at_risk
        steps.append(Step(months, at_risk, endorsed, share))
    return tuple(steps)


def median(steps: Iterable[Step]) -> float | None:
    """Months by which half were endorsed; `None` when fewer than half have been so far."""
    return next((s.months for s in steps if s.waiting <= 0.5), None)
