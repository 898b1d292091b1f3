"""How what was found is put into words: what counts as good and as poor stands here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.intervals import clustered, wilson

LEVEL = 0.90
"""Intervals of estimators say that they hold the truth this often."""
FAR_TOO_SELDOM = 0.80
"""Coverage below this is poor."""
LEANS = {
    "points": (1.0, 3.0),
    "percentiles": (1.0, 3.0),
    "of five": (0.05, 0.15),
    "scale points": (3.0, 10.0),
}
"""By unit: a bias up to the first is small; above the second it is poor."""
FINDS = 0.80
"""Planted effects found less often than this: the estimator is weak. False alarms are held to what was asked for."""

POOR = "**Poor:**"
"""How a sentence begins that warns."""

Table = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]
Figures = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A part of the report of truth: sentences, and tables of text (title, head, rows)."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()


def coverage(held: np.ndarray, cluster: np.ndarray) -> Figures:
    """How often intervals held the truth, with 95% limits that know that intervals of one cluster go together."""
    code = np.unique(cluster, return_inverse=True)[1]
    k, n = np.bincount(code, held.astype(float)), np.bincount(code).astype(float)
    try:
        found = clustered(k, n, np.zeros(len(k), int), 0.95).shares
    except MethodFault:
        found = wilson(k.sum(), n.sum(), 0.95)
    low, high = float(found.low[0]), float(found.high[0])
    return {"held": figure(held.mean()), "low": figure(low), "high": figure(high), "of": len(held)}


def share(k: float, n: float) -> Figures:
    """k of n with Wilson's 95% limits."""
    found = wilson(k, n, 0.95)
    limits = {"low": figure(found.low[0]), "high": figure(found.high[0])} if n else {}
    return {"held": figure(k / n) if n else None, **limits, "of": int(n)}


def figure(value: Any, digits: int = 4) -> float:
    """A number as it is kept."""
    return round(float(value), digits)


def percent(part: float | None) -> str:
    """A share as it is printed."""
    return "" if part is None else f"{100 * part:.1f}%"


def limits(cover: Figures) -> str:
    """A share with its limits, as printed in a table."""
    if not cover["of"]:
        return "none"
    return f"{percent(cover['held'])} ({100 * cover['low']:.0f}–{100 * cover['high']:.0f})"


def worth(cover: Figures, level: float = LEVEL) -> str:
    """What a coverage is worth, in one of five ways of saying it."""
    held, low, high = cover["held"], cover["low"], cover["high"]
    if held < FAR_TOO_SELDOM:
        return "poor" if high < level else "seemingly poor, of too few to be sure"
    if high < level:
        return "too seldom"
    return "more often than is said, on the safe side" if low > level else "as often as is said, or near it"


def holds(what: str, cover: Figures, level: float = LEVEL) -> str:
    """A sentence on coverage: whether intervals do what they say."""
    word = worth(cover, level)
    found = f"{what} hold the truth {percent(cover['held'])} of the time, where {level:.0%} is said"
    return f"**Poor:** {found}. Do not rest a decision on them." if word == "poor" else f"{found}: {word}."


def leans(what: str, bias: float, unit: str) -> str:
    """A sentence on bias: which way and whether it matters. Shares come in points of a hundred."""
    small, poor = LEANS[unit]
    if abs(bias) <= small:
        return f"{what} {bias:+.2f} {unit}: small."
    way = "high" if bias > 0 else "low"
    if abs(bias) > poor:
        return f"**Poor:** {what} {bias:+.1f} {unit}: too {way} to be relied on."
    return f"{what} {bias:+.1f} {unit}: somewhat too {way}."


def finds(what: str, found: Figures) -> str:
    """A sentence on how many of the planted effects were found."""
    if not found["of"]:
        return f"No {what} were planted where they could be seen."
    told = f"Of {found['of']} {what}, {percent(found['held'])} were found"
    if found["high"] < FINDS or found["held"] < FINDS:
        return f"{told}: **weak**. That nothing is found says little."
    return f"{told}."


def alarms(what: str, false: Figures, asked: float) -> str:
    """A sentence on false alarms, beside the share that was asked for."""
    told = f"Of {false['of']} {what}, {percent(false['held'])} raised a false alarm, where {asked:.1%} was asked for"
    return f"**Poor:** {told}." if false["low"] > asked else f"{told}."
