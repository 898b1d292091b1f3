"""Times known only to lie between two bounds: the likeliest way to share them out.

Reference: Turnbull (1976), JRSS B 38, 290–295; the support by Peto (1973), Applied Statistics 22, 86–91. The
likelihood is climbed by Newton steps under the constraint that no share is below 0 (Wang 2007, JRSS B 69, 185–198),
from a start by self-consistency, until no place in the support could take more: `gap` bounds what is left to gain.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import nnls

from kahui.analytics.methods.fault import MethodFault

Array = NDArray[np.float64]
Places = NDArray[np.intp]

_NEAR, _ROUNDING = 1e-9, 1e-14
_WARM, _MOST = 30, 200


@dataclass(frozen=True, slots=True)
class Bounded:
    """Stretches within which ends lie, (s,), in order: bounds, the share that ended in each, the share left after it.

    Where in its stretch an end lies the data do not say. `after`: the stretch begins after `low`, not on it.
    `high` is infinite where what is left has not ended yet.
    `gap`: by how much at most the log likelihood falls short of the greatest.
    """

    low: Array
    after: NDArray[np.bool_]
    high: Array
    ended: Array
    survival: Array
    log_likelihood: float
    gap: float

    def median(self) -> tuple[float, float]:
        """The stretch within which half have ended."""
        at = int(np.flatnonzero(self.survival <= 0.5)[0])
        return float(self.low[at]), float(self.high[at])


def bounded(low: ArrayLike, high: ArrayLike, ended: ArrayLike) -> Bounded:
    """Ends at a time from `low` to `high`, both days included, (n,); where not `ended`, later than `low`.

    Raises MethodFault when there are none, or a low is above its high.
    """
    least, most = np.atleast_1d(np.asarray(low, dtype=float)), np.array(high, dtype=float, ndmin=1)
    done = np.atleast_1d(np.asarray(ended, dtype=bool))
    if len(least) == 0:
        raise MethodFault("There is nobody to watch. Give at least one time.")
    most[~done] = np.inf
    if not (np.isfinite(least).all() and np.isfinite(most[done]).all() and np.all(least <= most)):
        raise MethodFault("What has ended needs two finite bounds, the low not above the high.")
    values, code = np.unique(np.concatenate([least, most]), return_inverse=True)
    # At one value a stretch that begins there comes before one that ends there, and that before “later than it”.
    begin, finish = 3 * code[: len(least)] + np.where(done, 0, 2), 3 * code[len(least) :] + 1
    starts, stops = _innermost(begin, finish)
    spans = np.stack([np.searchsorted(starts, begin), np.searchsorted(stops, finish, side="right")])
    spans, times = np.unique(spans, axis=1, return_counts=True)
    shares, gap = _likeliest(spans[0], spans[1], times.astype(float), len(starts))
    seen = np.flatnonzero(shares)
    reached = float(times @ np.log(_covered(shares, spans[0], spans[1])))
    left = np.maximum(1 - np.cumsum(shares[seen]), 0.0)
    left[-1] = 0.0
    begun = starts[seen]
    return Bounded(
        values[begun // 3], begun % 3 == 2, values[stops[seen] // 3], shares[seen], left, reached, gap
    )


def _innermost(begin: Places, finish: Places) -> tuple[Places, Places]:
    """Where a beginning is followed by a finish with nothing between: only there can the likeliest shares lie."""
    starts, stops = np.unique(begin), np.unique(finish)
    follows = np.searchsorted(stops, starts)
    last = np.append(follows[1:] != follows[:-1], True)
    return starts[last], stops[follows[last]]


def _likeliest(first: Places, after: Places, times: Array, size: int) -> tuple[Array, float]:
    """Shares over the support (s,), given that each span first … after − 1 was seen `times` times; and the gap."""
    shares, whole = np.full(size, 1 / size), float(times.sum())
    for _ in range(_WARM):
        shares = shares * _gain(shares, first, after, times) / whole
    shares[shares < 1e-6 / size] = 0.0
    shares /= shares.sum()
    gap = np.inf
    for _ in range(_MOST):
        gain = _gain(shares, first, after, times)
        gap = float(gain.max() - whole)
        if gap <= _NEAR * whole:
            return shares, max(gap, 0.0)
        aim = _newton(shares, _candidates(shares, gain), first, after, times)
        shares = _climbed(shares, aim, first, after, times)
    raise MethodFault(
        f"The likeliest shares were not found to within {_NEAR:g} a spell (still {gap / whole:.1g}). "
        "Bounds that nest in very many ways can cause this; try with fewer spells."
    )


def _candidates(shares: Array, gain: Array) -> Places:
    """The places that hold a share, and between each two the one with most to gain."""
    held = np.flatnonzero(shares)
    edges = np.concatenate([[0], held + 1, [len(shares)]])
    best = [int(a + np.argmax(gain[a:b])) for a, b in pairwise(edges) if b > a]
    return np.asarray(np.unique(np.concatenate([held, best]).astype(np.intp)))


def _newton(shares: Array, places: Places, first: Places, after: Places, times: Array) -> Array:
    """Where the second-order picture of the likelihood is highest, with no share below 0 and all adding up to 1."""
    inside = (first[:, None] <= places) & (places < after[:, None])
    slopes = inside / _covered(shares, first, after)[:, None]
    rows = np.sqrt(times / times.sum())[:, None] * (slopes - 2)
    found, _ = nnls(np.vstack([rows, np.ones(len(places))]), np.append(np.zeros(len(rows)), 1.0))
    aim = np.zeros_like(shares)
    aim[places] = found / found.sum()
    return aim


def _climbed(shares: Array, aim: Array, first: Places, after: Places, times: Array) -> Array:
    """As far towards the aim as the likelihood climbs enough."""
    here, slope = _covered(shares, first, after), float(_gain(shares, first, after, times) @ (aim - shares))
    there, step = _covered(aim, first, after), 1.0
    for _ in range(60):
        with np.errstate(divide="ignore", invalid="ignore"):
            gained = float(times @ np.log1p(step * (there - here) / here))
        if gained >= step * slope / 3 - _ROUNDING * times.sum():
            break
        step /= 2
    moved = (1 - step) * shares + step * aim
    return np.asarray(moved / moved.sum())


def _covered(shares: Array, first: Places, after: Places) -> Array:
    """The share that lies in each span."""
    whole = np.concatenate([[0.0], np.cumsum(shares)])
    return np.asarray(whole[after] - whole[first])


def _gain(shares: Array, first: Places, after: Places, times: Array) -> Array:
    """How fast the likelihood would climb with more at each place: the number of spells, where it is at its best."""
    each = times / _covered(shares, first, after)
    size = len(shares) + 1
    rises = np.bincount(first, each, size) - np.bincount(after, each, size)
    return np.asarray(np.cumsum(rises)[:-1])
