"""Growth percentiles corrected for the error of prior scores, where one tool was kept and its error is known."""

from __future__ import annotations

import numpy as np

from kahui.analytics.methods.growth.error import corrected
from kahui.site.rehearsal.tools import TOOLS
from proof.nation import OWN, Columns
from proof.readings import by_fifth, percentiles
from proof.said import Figures, figure

DRAWS = 5
TOPIC = 0


def figures(rows: Columns, past: np.ndarray) -> Figures:
    """Plain, corrected and true percentiles of learners who kept the common scale, in one topic, by fifth."""
    mine = (rows["tool"] == OWN) & (rows["place"] == TOPIC)
    two = mine & (past >= 0) & mine[past]
    pair = two.copy()
    pair[past[two]] = True
    some = {name: column[pair] for name, column in rows.items()}
    back = np.where(two[pair], np.arange(pair.sum()) - 1, -1)
    plain, true = percentiles(some, some["score"]), percentiles(some, some["theta"])
    better = _corrected(some, back)
    at = np.flatnonzero(np.isfinite(plain) & np.isfinite(true) & np.isfinite(better))
    made = {"plain": plain, "corrected": better, "truth": true}
    return {
        "learners": len(at),
        "distance": {name: figure(np.abs(p - true)[at].mean(), 1) for name, p in made.items()},
        "by fifth": by_fifth(some, back, at, made),
    }


def _corrected(rows: Columns, past: np.ndarray) -> np.ndarray:
    found = np.full(len(past), np.nan)
    for level in np.unique(rows["year_level"][past >= 0]).tolist():
        at = np.flatnonzero((past >= 0) & (rows["year_level"] == level))
        score, prior = rows["score"][at], rows["score"][past[at]]
        found[at] = corrected(score, [prior], TOOLS[OWN].error, draws=DRAWS, seed=level)
    return found
