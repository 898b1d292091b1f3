"""The share not yet ended by each time, some still waiting and some watched only from later on.

References: Kaplan and Meier (1958), JASA 53, 457–481; Greenwood (1926) for the error; delayed entry as in
Andersen, Borgan, Gill and Keiding (1993), IV.1 and III.3; Kalbfleisch and Prentice (2002), 1.4, for the limits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kahui.analytics.methods.survival.spells import Array, Spells, Whole, log_log, tally


@dataclass(frozen=True, slots=True)
class Curve:
    """At each distinct time a spell stops, (t,). NaN: `low`, `high` where survival is 1 or 0, `se` where it is 0."""

    time: Array
    at_risk: Whole
    events: Whole
    survival: Array
    se: Array
    low: Array
    high: Array

    def quantile(self, share: float = 0.5) -> float | None:
        """The first time by which `share` have ended; None when fewer have."""
        ended = np.flatnonzero(self.survival <= 1 - share)
        return float(self.time[ended[0]]) if len(ended) else None

    @property
    def emptied(self) -> float | None:
        """The time at which everyone at risk ended though others entered later: from then on the curve is 0."""
        out = np.flatnonzero((self.events == self.at_risk) & (self.events > 0))
        return float(self.time[out[0]]) if len(out) and out[0] < len(self.time) - 1 else None


def curve(watched: Spells, level: float = 0.95) -> Curve:
    """The share not yet ended, any kind of end counted as one, with Greenwood's error and log-log limits."""
    counted = tally(watched)
    events = counted.ends.sum(axis=1)
    risk = counted.at_risk.astype(float)
    survival = np.cumprod(1 - events / risk)
    left = risk - events
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(events > 0, events / (risk * left), 0.0)
        se = survival * np.sqrt(np.cumsum(parts))
    low, high = log_log(survival, se, level)
    return Curve(counted.time, counted.at_risk, events, survival, se, low, high)
