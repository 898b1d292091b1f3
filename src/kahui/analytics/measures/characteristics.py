"""Members beside others: means, standardised differences, intervals; from the rows of `characteristics.sql`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from kahui.analytics.measures.words import Row

Z95 = 1.959963984540054
OBVIOUS = 0.2
"""A standardised difference below this is commonly called small (Cohen 1988); above it, a difference to see."""

_NUMBERS = {"Roll", "Decile"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One characteristic among members and among others.

    `members` and `others` are means (`kind` is `mean`) or shares from 0 to 1. `difference` is standardised: the
    difference of the two over the root of the mean of their variances; `low` and `high` its 95% interval
    (Hedges and Olkin 1985). All three are `None` where a group has fewer than two schools or nothing varies.
    """

    characteristic: str
    level: str
    kind: Literal["mean", "share"]
    members_n: int
    others_n: int
    members: float | None
    others: float | None
    difference: float | None
    low: float | None
    high: float | None

    @property
    def obvious(self) -> bool:
        """Whether it is a difference to see, and not by chance."""
        if self.difference is None or self.low is None or self.high is None:
            return False
        return abs(self.difference) >= OBVIOUS and (self.low > 0 or self.high < 0)


def differences(rows: Iterable[Row]) -> tuple[Difference, ...]:
    """A difference for each row, the order kept: numbers first, then levels."""
    made = [_difference(row) for row in rows]
    return tuple(sorted(made, key=lambda d: (d.characteristic not in _NUMBERS, d.characteristic)))


def _moments(n: int, total: float, squares: float, *, share: bool) -> tuple[float | None, float | None]:
    """Mean and variance; of a share of schools p(1 - p), of a number the sample variance."""
    if not n:
        return None, None
    mean = total / n
    if share:
        return mean, mean * (1 - mean)
    return mean, (squares - n * mean * mean) / (n - 1) if n > 1 else None


def _difference(row: Row) -> Difference:
    share = row["characteristic"] not in _NUMBERS
    indicator = share and row["characteristic"] != "Learners"
    n1, n0 = row["members"], row["others"]
    m1, v1 = _moments(n1, row["members_sum"], row["members_squares"], share=indicator)
    m0, v0 = _moments(n0, row["others_sum"], row["others_squares"], share=indicator)
    d = low = high = None
    if (
        m1 is not None
        and m0 is not None
        and v1 is not None
        and v0 is not None
        and v1 + v0 > 0
        and min(n1, n0) > 1
    ):
        d = (m1 - m0) / sqrt((v1 + v0) / 2)
        error = sqrt((n1 + n0) / (n1 * n0) + d * d / (2 * (n1 + n0)))
        low, high = d - Z95 * error, d + Z95 * error
    return Difference(
        row["characteristic"], row["level"], "share" if share else "mean", n1, n0, m1, m0, d, low, high
    )
