"""Momentum and waits, network by network and day by day, over every history."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from reference import histories


def month_ends(begins: dt.date, on: dt.date) -> list[dt.date]:
    """The last day of each month from that of `begins` to that of `on`, none after `on`."""
    days, year, month = [], begins.year, begins.month
    while (year, month) <= (on.year, on.month):
        days.append(min(dt.date(year, month, calendar.monthrange(year, month)[1]), on))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return days


def momentum(chronicle: Any, begins: dt.date, on: dt.date, known: dt.datetime) -> list[dict[str, Any]]:
    decisions = histories.known(chronicle.facts, "decision", known)
    rows = []
    for day in month_ends(begins, on):
        row: dict[str, Any] = {"day": day}
        for name in ("approved", "endorsed"):
            row |= {name: 0, f"{name}_sure": 0, f"{name}_may": 0}
        for network in chronicle.networks.values():
            own = [d for d in decisions if d["network"] == network]
            ways = [
                (histories.stands(h, "approved", day), histories.stands(h, "endorsed", day))
                for h in histories.events(own, [day])
            ]
            for name, found in (("approved", [a for a, _ in ways]), ("endorsed", [a and e for a, e in ways])):
                row[name] += found[0]
                row[f"{name}_sure"] += all(found)
                row[f"{name}_may"] += any(found)
        rows.append(row)
    return rows


def waits(chronicle: Any, on: dt.date, known: dt.datetime) -> dict[int, list[tuple[int, bool]]]:
    """By network: (days from approval, whether still waiting) in every history in which it was approved by `on`.

    By value first; a network that was not approved by `on` by value is left out.
    """
    decisions = histories.known(chronicle.facts, "decision", known)
    found: dict[int, list[tuple[int, bool]]] = {}
    for number, network in chronicle.networks.items():
        own = [d for d in decisions if d["network"] == network]
        ways = [_wait(h, on) for h in histories.events(own, [on])]
        if ways and ways[0] is not None:
            found[number] = [way for way in ways if way is not None]
    return found


def _wait(history: Any, on: dt.date) -> tuple[int, bool] | None:
    first: dict[str, dt.date] = {}
    ended = None
    for event in sorted(history, key=lambda e: e.on):
        if event.on > on:
            continue
        if event.fact["effect"] == "stands" and event.fact["standing"] is not None:
            first.setdefault(event.fact["standing"], event.on)
        if event.fact["effect"] == "ends" and event.fact["standing"] == "approved":
            ended = event.on
    if "approved" not in first:
        return None
    if "endorsed" in first:
        return max((first["endorsed"] - first["approved"]).days, 0), False
    until = ended if ended is not None and not histories.stands(history, "approved", on) else on
    return max((until - first["approved"]).days, 0), True


def still_waiting(waits: list[tuple[float, bool]]) -> list[tuple[float, int, int, float]]:
    """(months, at risk, endorsed, share still waiting) by walking the durations one by one."""
    share, steps = 1.0, []
    for months in sorted({m for m, waiting in waits if not waiting}):
        at_risk = len([1 for m, _ in waits if m >= months])
        endorsed = len([1 for m, waiting in waits if m == months and not waiting])
        share = share * (at_risk - endorsed) / at_risk
        steps.append((months, at_risk, endorsed, share))
    return steps
