"""Growth percentiles of readings, beside those that the same method gives of the same learners' true ability."""

from __future__ import annotations

import numpy as np

from kahui.analytics.methods.growth.typical import typical
from proof import correction
from proof.links import Studies
from proof.nation import CODES, Columns
from proof.readings import FIFTHS, before, by_fifth, percentiles, readings
from proof.said import LEVEL, Figures, Section, coverage, figure, holds, leans, limits, percent

FEWEST = 20
FAR = 20
WAYS = ("scores as they are, tools mixed", "scores linked")
WHO = ("kept their tool", "changed it")


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
        "by fifth": by_fifth(rows, past, np.flatnonzero(kept), {"readings": found[WAYS[1]], "truth": truth}),
        "corrected": correction.figures(rows, past),
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


def _schools(rows: Columns, made: np.ndarray, truth: np.ndarray, kept: np.ndarray) -> Figures:
    """Mean percentile of each school and topic with its interval, by tool, beside the same learners' truth."""
    at = np.flatnonzero(kept)
    key = rows["school"][at].astype(int) * 10 + rows["place"][at]
    whole, true = typical(made[at], key, LEVEL), typical(truth[at], key, LEVEL)
    last = dict(zip(key.tolist(), rows["tool"][at].tolist(), strict=True))
    school, tool = whole.group.astype(int), np.array([last[k] for k in whole.group.tolist()])
    found = {}
    for each, name in enumerate(CODES):
        some = (whole.n >= FEWEST) & (tool == each)
        held = (whole.mean_low <= true.mean) & (true.mean <= whole.mean_high)
        found[name] = {
            "schools": int(some.sum()),
            "bias": figure(np.average((whole.mean - true.mean)[some], weights=whole.n[some]), 2),
            "coverage": coverage(held[some], school[some] // 10),
            "width": figure((whole.mean_high - whole.mean_low)[some].mean(), 1),
        }
    return found


def told(found: Figures) -> Section:
    """The section of the report."""
    by_change, fifths, schools = found["by tool change"], found["by fifth"], found["by school"]
    better = found["corrected"]
    kept = by_change[WHO[0]][WAYS[1]]
    return Section(
        "Growth percentiles",
        (
            f"{found['learners']:,} growth percentiles of one nation's last two years, on one prior score. "
            "Truth: what the same method says of the same learners from their true ability, this year and "
            "the year before; of a school, the mean of that over the same learners.",
            "A single learner's percentile is a rough guide: among learners who kept their tool it lies "
            f"{kept['distance']:.0f} percentiles from the true one on average, and for "
            f"{percent(kept['far'])} of them more than {FAR} away.",
            *(_change(way, by_change[WHO[1]][way]) for way in WAYS),
            *(
                leans(
                    f"Learners in the {name} fifth of true ability the year before: their percentiles lean",
                    f["readings"] - f["truth"],
                    "percentiles",
                )
                for name, f in fifths.items()
            ),
            "An error in the prior score does this: a learner whose prior score fell short by chance seems to grow.",
            *(
                leans(
                    f"Corrected for that error (SIMEX), on one tool whose error is known, the {name} fifth lean",
                    f["corrected"] - f["truth"],
                    "percentiles",
                )
                for name, f in better["by fifth"].items()
                if name in (FIFTHS[0], FIFTHS[-1])
            ),
            _single(better["distance"]),
            *(
                holds(f"Schools on the {code}: intervals of their mean percentile", f["coverage"])
                for code, f in schools.items()
            ),
            *(
                leans(f"Schools on the {code}: their mean percentile leans", f["bias"], "percentiles")
                for code, f in schools.items()
            ),
        ),
        (
            (
                "Growth across a change of tool",
                (
                    "Learners who",
                    "How",
                    "Learners",
                    "Correlation with the truth",
                    "Mean distance",
                    f"More than {FAR} away",
                    "Bias",
                ),
                tuple(
                    (
                        who,
                        way,
                        f"{f['learners']:,}",
                        f"{f['correlation']:.2f}",
                        f"{f['distance']:.1f}",
                        percent(f["far"]),
                        f"{f['bias']:+.1f}",
                    )
                    for who, by_way in by_change.items()
                    for way, f in by_way.items()
                ),
            ),
            (
                "Mean percentile by fifth of true ability the year before, scores linked",
                ("Fifth", "By readings", "By truth", "Bias"),
                tuple(
                    (name, f"{f['readings']:.1f}", f"{f['truth']:.1f}", f"{f['readings'] - f['truth']:+.1f}")
                    for name, f in fifths.items()
                ),
            ),
            (
                f"The same where one tool was kept in one topic ({better['learners']:,} learners), plain and corrected",
                ("Fifth", "Plain", "Corrected", "By truth", "Bias plain", "Bias corrected"),
                tuple(
                    (
                        name,
                        f"{f['plain']:.1f}",
                        f"{f['corrected']:.1f}",
                        f"{f['truth']:.1f}",
                        f"{f['plain'] - f['truth']:+.1f}",
                        f"{f['corrected'] - f['truth']:+.1f}",
                    )
                    for name, f in better["by fifth"].items()
                ),
            ),
            (
                f"Mean percentile of a school and topic, at least {FEWEST} learners who kept their tool",
                (
                    "Tool",
                    "Schools and topics",
                    "Bias",
                    f"{LEVEL:.0%} intervals that hold the truth",
                    "Mean width",
                ),
                tuple(
                    (
                        code,
                        f"{f['schools']:,}",
                        f"{f['bias']:+.1f}",
                        limits(f["coverage"]),
                        f"{f['width']:.1f}",
                    )
                    for code, f in schools.items()
                ),
            ),
        ),
    )


def _change(way: str, found: Figures) -> str:
    told = (
        f"Learners who changed their tool, {way}: {percent(found['far'])} of percentiles are more than {FAR} "
        f"away, and their correlation with the truth is {found['correlation']:.2f}"
    )
    return f"**Poor:** {told}." if found["correlation"] < 0.5 else f"{told}."


def _single(distance: Figures) -> str:
    told = (
        f"A single learner's corrected percentile lies {distance['corrected']:.1f} from the true one on "
        f"average, and {distance['plain']:.1f} without the correction"
    )
    return f"**Poor:** {told}." if distance["corrected"] > distance["plain"] else f"{told}."
