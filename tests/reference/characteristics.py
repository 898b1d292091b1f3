"""Characteristics of members beside others, from the lists of schools, with the textbook's two passes."""

from __future__ import annotations

import math
import statistics
from typing import Any

from reference.uptake import Reference

GROUPS = {"european": "European or Pākehā", "maori": "Māori", "pacific": "Pacific", "asian": "Asian"}


def characteristics(asked: Reference) -> dict[tuple[str, str], tuple[list[float], list[float]]]:
    """(characteristic, level) → its values among members and among others, unknown ones left out."""
    schools = []
    for provider, (kind, _) in asked.numbers.items():
        life = asked.lives.get(provider, [()])[0]
        now = [p.fact for p in life if p.on(asked.on)]
        if kind == "school" and now and asked.eligible(life, "nation"):
            rolls = sorted(
                (r for r in asked.rolls.get(provider, []) if r["on"] <= asked.on),
                key=lambda r: (r["on"], r.known_from, r["total"]),
            )
            schools.append((now[0], rolls[-1] if rolls else None, asked.memberships_in(provider)[0][0]))
    found: dict[tuple[str, str], tuple[list[float], list[float]]] = {}

    def put(name: str, level: str, value: float | None, member: bool) -> None:
        both = found.setdefault((name, level), ([], []))
        if value is not None:
            both[0 if member else 1].append(float(value))

    for detail, roll, member in schools:
        put("Roll", "learners", roll["total"] if roll else None, member)
        put("Decile", "decile, 1 to 10", detail["decile"], member)
        for group, level in GROUPS.items():
            known = roll and roll["total"] and roll[group] is not None
            put("Learners", level, roll[group] / roll["total"] if known else None, member)
        for name, column in (("Type", "type"), ("Region", "region"), ("Urban or rural", "urban")):
            for level in {d[column] for d, _, _ in schools}:
                put(name, level, detail[column] == level, member)
    return found


def difference(name: str, members: list[float], others: list[float]) -> tuple[Any, ...]:
    """(mean of members, of others, standardised difference, low, high); `None` where there is none."""
    means = [statistics.fmean(x) if x else None for x in (members, others)]
    if min(len(members), len(others)) < 2:
        return (*means, None, None, None)
    spread = statistics.variance if name in ("Roll", "Decile", "Learners") else statistics.pvariance
    variance = (spread(members) + spread(others)) / 2
    if variance < 1e-12:
        return (*means, None, None, None)
    d = (means[0] - means[1]) / math.sqrt(variance)  # type: ignore[operator]
    n, m = len(members), len(others)
    error = math.sqrt((n + m) / (n * m) + d * d / (2 * (n + m)))
    z = statistics.NormalDist().inv_cdf(0.975)
    return (*means, d, d - z * error, d + z * error)
