"""Growth percentiles of readings, beside those that the same method gives of the same learners' true ability."""

from __future__ import annotations

import numpy as np
from proof.links import Studies
from proof.nation import CODES, Columns
from proof.readings import before, percentiles, readings
from proof.said import LEVEL, Figures, Section, coverage, figure, holds, leans, limits, percent
from scipy.special import stdtrit

FEWEST = 20
FAR = 20
WAYS = ("scores as they are, tools mixed", "scores linked")
WHO = ("kept their tool", "changed it")
FIFTHS = ("lowest", "second", "middle", "fourth", "highest")


def figures(proofs: list[Studies]) -> Figures:
    """Of the first nation's last two years: percentiles by way of counting, by fifth of prior ability, by school."""
    studies = proofs[0]
    rows = readings(studies, studies.nation.years[-2])
    past = before(rows)
    found = {way: percentiles(rows, rows[name]) for way, name in zip(WAYS, ("score", "linked"), strict=True)}
    truth = percentiles(rows, rows["theta"])
    kept = np.isfinite(truth) & np.all([np.isfinite(f) for f in found.values()], axis=0)
    changed = rows["tool"] != rows["tool"][past]
    groups = dict(zip(WHO, (kept & ~changed, kept & changed), strict=True))
    return {
        "learners": int(kept.sum()),
        "by tool change": {
            who: {way: _apart(made[some], truth[some]) for way, made in found.items()}
            for who, some in groups.items()
        },
        "by fifth": _fifths(rows, past, found[WAYS[1]], truth, kept),
        "by school": _schools(rows, found[WAYS[1]], truth, kept & ~changed),
    }


def _apart(made: np.ndarray, truth: np.ndarray) -> Figures:
    off = made - truth
    return {
        "learners": len(off),
        "correlation": figure(np.corrcoef(made, truth)[0, 1], 3),
        "distance": figure(np.abs(off).mean(), 1),
        "bias": figure(off.mean(), 2),
        "far": figure((np.abs(off) > FAR).mean(), 3),
    }


def _fifths(rows: Columns, past: np.ndarray, made: np.ndarray, truth: np.ndarray, kept: np.ndarray) -> Figures:
    """Mean percentile by readings and by truth, by fifth of true ability the year before within topic and level."""
    at = np.flatnonzero(kept)
    prior, cohort = rows["theta"][past[at]], rows["place"][at] * 20 + rows["year_level"][at]
    order = np.lexsort((prior, cohort))
    size = np.bincount(cohort)[cohort[order]]
    first = np.searchsorted(cohort[order], cohort[order])
    fifth = np.empty(len(at), int)
    fifth[order] = 5 * (np.arange(len(at)) - first) // size
    means = {name: np.bincount(fifth, p[at]) / np.bincount(fifth) for name, p in (("made", made), ("true", truth))}
    return {
        name: {
            "readings": figure(means["made"][place], 1),
            "truth": figure(means["true"][place], 1),
            "bias": figure(means["made"][place] - means["true"][place], 2),
        }
        for place, name in enumerate(FIFTHS)
    }


def _schools(rows: Columns, made: np.ndarray, truth: np.ndarray, kept: np.ndarray) -> Figures:
    """Mean percentile of each school and topic with Student's interval, by tool, beside the same learners' truth."""
    at = np.flatnonzero(kept)
    key = rows["school"][at].astype(int) * 10 + rows["place"][at]
    distinct, code, n = np.unique(key, return_inverse=True, return_counts=True)
    mean, true = (np.bincount(code, p[at]) / n for p in (made, truth))
    spread = np.bincount(code, np.square(made[at] - mean[code]))
    half = stdtrit(np.maximum(n - 1, 1), (1 + LEVEL) / 2) * np.sqrt(spread / np.maximum(n - 1, 1) / n)
    tool = np.zeros(len(n), int)
    tool[code] = rows["tool"][at]
    enough, found = n >= FEWEST, {}
    for each, name in enumerate(CODES):
        some = enough & (tool == each)
        off = (mean - true)[some]
        found[name] = {
            "schools": int(some.sum()),
            "bias": figure(np.average(off, weights=n[some]), 2),
            "coverage": coverage(np.abs(off) <= half[some], distinct[some] // 10),
            "width": figure(2 * half[some].mean(), 1),
        }
    return found


def told(found: Figures) -> Section:
    """The section of the report."""
    by_change, fifths, schools = found["by tool change"], found["by fifth"], found["by school"]
    kept = by_change[WHO[0]][WAYS[1]]
    return Section(
        "Growth percentiles",
        (
            f"{found['learners']:,} growth percentiles of one nation's last two years, on one prior score. Truth: what the "
            "same method says of the same learners from their true ability, this year and the year before.",
            f"A single learner's percentile is a rough guide: among learners who kept their tool it lies {kept['distance']:.0f} "
            f"percentiles from the true one on average, and for {percent(kept['far'])} of them more than {FAR} away.",
            *(_change(way, by_change[WHO[1]][way]) for way in WAYS),
            *(leans(f"Learners in the {name} fifth of true ability the year before: percentiles lean", f["bias"],
                    "percentiles") for name, f in fifths.items()),
            "An error in the prior score does this: a learner whose prior score fell short by chance seems to grow.",
            *(holds(f"Schools on the {code}: intervals of their mean percentile", f["coverage"])
              for code, f in schools.items()),
            *(leans(f"Schools on the {code}: their mean percentile leans", f["bias"], "percentiles")
              for code, f in schools.items()),
        ),
        (
            (
                "Growth across a change of tool",
                ("Learners who", "How", "Learners", "Correlation with the truth", "Mean distance", f"More than {FAR} away",
                 "Bias"),
                tuple(
                    (who, way, f"{f['learners']:,}", f"{f['correlation']:.2f}", f"{f['distance']:.1f}", percent(f["far"]),
                     f"{f['bias']:+.1f}")
                    for who, by_way in by_change.items() for way, f in by_way.items()
                ),
            ),
            (
                "Mean percentile by fifth of true ability the year before, scores linked",
                ("Fifth", "By readings", "By truth", "Bias"),
                tuple((name, f"{f['readings']:.1f}", f"{f['truth']:.1f}", f"{f['bias']:+.1f}") for name, f in fifths.items()),
            ),
            (
                f"Mean percentile of a school and topic, at least {FEWEST} learners who kept their tool",
                ("Tool", "Schools and topics", "Bias", f"{LEVEL:.0%} intervals that hold the truth", "Mean width"),
                tuple(
                    (code, f"{f['schools']:,}", f"{f['bias']:+.1f}", limits(f["coverage"]), f"{f['width']:.1f}")
                    for code, f in schools.items()
                ),
            ),
        ),
    )  # fmt: skip


def _change(way: str, found: Figures) -> str:
    told = (
        f"Learners who changed their tool, {way}: {percent(found['far'])} of percentiles are more than {FAR} away, and "
        f"their correlation with the truth is {found['correlation']:.2f}"
    )
    return f"**Poor:** {told}." if found["correlation"] < 0.5 else f"{told}."
