"""How long from approval to endorsement, told half way through the history, beside what then came to pass."""

from __future__ import annotations

import datetime as dt

import numpy as np

from kahui.analytics.methods.survival.curve import curve
from kahui.analytics.methods.survival.spells import spells
from kahui.site.rehearsal.networks import Network, networks
from kahui.site.rehearsal.rates import RATES
from kahui.site.rehearsal.register import register
from kahui.site.rehearsal.sizes import Size
from proof.links import Studies
from proof.said import LEVEL, Figures, Section, coverage, figure, holds, leans, limits

NATIONS, SCHOOLS = 100, "600-schools"
"""Histories of networks, made as a rehearsal makes them, without their learners."""
TOLD, BEGINS = dt.date(2017, 6, 30), dt.date(2016, 7, 1)
MONTHS = (6, 12, 18, 24)
MONTH = 30.4375
WAYS = (
    "only those endorsed so far",
    "Kaplan and Meier",
    "a record that begins late, entry passed over",
    "a record that begins late, entry counted",
)


def figures(proofs: list[Studies]) -> Figures:
    """Bias and coverage of the share endorsed within so many months, by way of counting."""
    seed, size = proofs[0].seed, Size.read(SCHOOLS, RATES)
    rows: dict[str, list[tuple[int, int, float, float, float, float]]] = {way: [] for way in WAYS}
    for place in range(NATIONS):
        there = register(size, range(2010, 2020), 10_000 * seed + place, RATES)
        each = networks(size, there, 10_000 * seed + place, RATES).each
        known = [n for n in each if n.approved < TOLD]
        seen = [n for n in known if n.endorsed is None or n.endorsed > BEGINS]
        ways = (_finished(known), _curve(known), _curve(seen), _curve(seen, entry=True))
        for way, told in zip(WAYS, ways, strict=True):
            for month, (at, low, high) in zip(MONTHS, told, strict=True):
                rows[way].append((place, month, _truly(known, month), at, low, high))
    found = {way: _by_month(np.array(some)) for way, some in rows.items()}
    return {"nations": NATIONS, "networks": len(each), "ways": found}


def _by_month(rows: np.ndarray) -> Figures:
    place, month, true, at, low, high = rows.T
    told = {}
    for each in MONTHS:
        here = (month == each) & np.isfinite(low)
        off = 100 * (at - true)[month == each]
        held = coverage((low <= true)[here] & (true <= high)[here], place[here]) if here.any() else {"of": 0}
        told[str(each)] = {"bias": figure(np.nanmean(off), 1), "coverage": held}
    return told


def _curve(known: list[Network], *, entry: bool = False) -> list[tuple[float, float, float]]:
    """The share endorsed by each of MONTHS with limits; withdrawn and waiting networks are watched until then."""
    ends = [min(d for d in (n.endorsed, n.withdrawn, TOLD) if d is not None) for n in known]
    time = [max((end - n.approved).days, 1) for end, n in zip(ends, known, strict=True)]
    status = [int(n.endorsed is not None and n.endorsed == end) for end, n in zip(ends, known, strict=True)]
    since = [max((BEGINS - n.approved).days, 0) for n in known] if entry else None
    found = curve(spells(time, status, since), LEVEL)
    told = []
    for month in MONTHS:
        at = int(np.searchsorted(found.time, month * MONTH, side="right")) - 1
        left = (found.survival[at], found.high[at], found.low[at]) if at >= 0 else (1.0, np.nan, np.nan)
        told.append((1 - left[0], 1 - left[1], 1 - left[2]))
    return told


def _finished(known: list[Network]) -> list[tuple[float, float, float]]:
    days = np.array([(n.endorsed - n.approved).days for n in known if n.endorsed and n.endorsed <= TOLD])
    return [(float(np.mean(days <= month * MONTH)), np.nan, np.nan) for month in MONTHS]


def _truly(known: list[Network], month: int) -> float:
    within = [n.endorsed is not None and (n.endorsed - n.approved).days <= month * MONTH for n in known]
    return float(np.mean(within))


def told(found: Figures) -> Section:
    """The section of the report."""
    ways, year = found["ways"], "12"
    return Section(
        "Months from approval to endorsement",
        (
            f"Histories of {found['nations']} nations of {found['networks']} networks, by the rehearsal's "
            f"rules and without their learners. The question is asked on {TOLD:%-d %B %Y}: what share of the "
            "networks approved by then is endorsed within so many months? The answer is what came to pass "
            "of those networks by the end of 2019. A record that begins late knows no network endorsed "
            f"before {BEGINS:%-d %B %Y}.",
            *(
                leans(
                    f"{way[0].upper() + way[1:]}: the share endorsed within {year} months leans",
                    f[year]["bias"],
                    "points",
                )
                for way, f in ways.items()
            ),
            *(
                holds(
                    f"Kaplan and Meier: intervals of the share endorsed within {month} months", f["coverage"]
                )
                for month, f in ways[WAYS[1]].items()
            ),
            holds(
                f"Entry counted: intervals of the share endorsed within {year} months",
                ways[WAYS[3]][year]["coverage"],
            ),
            "The estimate takes it that networks wait alike whenever they were approved. In the nation, as "
            "in the programme, they do not: endorsements come in waves, and what half the history shows of "
            "long waits comes from its earliest networks alone.",
        ),
        (
            (
                f"Share endorsed within so many months: bias in points, and {LEVEL:.0%} intervals that hold "
                "what came to pass",
                ("Way", *(f"{month} months" for month in MONTHS)),
                tuple(
                    (
                        way,
                        *(
                            f"{f['bias']:+.1f}"
                            + (f"; {limits(f['coverage'])}" if f["coverage"]["of"] else "")
                            for f in by.values()
                        ),
                    )
                    for way, by in ways.items()
                ),
            ),
        ),
    )
