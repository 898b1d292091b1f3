"""Whether groups differ in how soon they end: the log-rank test for any number of groups, with delayed entry.

References: Mantel (1966), Cancer Chemotherapy Reports 50, 163–170; Peto and Peto (1972), JRSS A 135, 185–207.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.survival.spells import Array, Spells, Whole, at_risk


@dataclass(frozen=True, slots=True)
class Ranks:
    """`observed` and `expected` ends of each group, (g,), their `variance` (g, g), and the test of no difference."""

    observed: Whole
    expected: Array
    variance: Array
    statistic: float
    freedom: int
    p: float


def log_rank(watched: Spells, group: ArrayLike, kind: int = 1) -> Ranks:
    """Compare groups, `group` (n,) whole numbers 0 … g − 1, by ends of one kind; other ends are losses from sight.

    Raises MethodFault when fewer than two groups had anyone at risk at an end, or nothing tells them apart.
    """
    code = np.asarray(group, dtype=np.int64)
    many = int(code.max()) + 1
    ended = watched.status == kind
    times, place = np.unique(watched.time[ended], return_inverse=True)
    risk = np.stack([at_risk(watched.of(code == g), times) for g in range(many)], axis=1).astype(float)
    deaths = np.bincount(place, minlength=len(times)).astype(float)
    whole = risk.sum(axis=1)
    observed = np.bincount(code[ended], minlength=many)
    expected = (risk * (deaths / whole)[:, None]).sum(axis=0)
    scale = deaths * (whole - deaths) / (whole**2 * np.maximum(whole - 1, 1))
    variance = np.diag((risk * (scale * whole)[:, None]).sum(axis=0)) - (risk * scale[:, None]).T @ risk
    kept = np.flatnonzero(expected > 0)[:-1]
    inner = variance[np.ix_(kept, kept)]
    if len(kept) == 0 or np.linalg.matrix_rank(inner) < len(kept):
        raise MethodFault(
            "Groups cannot be compared: at no end were two of them at risk together. "
            "Give at least two groups that were watched over the same times, with an end among them."
        )
    apart = (observed - expected)[kept]
    statistic = float(apart @ np.linalg.solve(inner, apart))
    freedom = len(kept)
    return Ranks(observed, expected, variance, statistic, freedom, float(chi2.sf(statistic, freedom)))
