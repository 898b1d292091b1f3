"""Pivots of the simplex method for one quantile, on the histories of a band about the fit.

A vertex is a fit that passes through `rank` histories, its basis. Leaving one of them along its edge, the
objective falls until enough others have been crossed (Barrodale and Roberts 1973; Koenker and d'Orey 1987).
A basis may begin with artificial places, which no history holds: coordinates that are free to move. The fit
then need not be a vertex, and each pivot puts a history in such a place.

Arrays: `band` (m, padded), whitened rows; `gap` (m,), residuals; `weight` (m,); `side` (m,), 1 above the fit,
-1 below, 0 in the basis; `place` (rank,), the band's row in each place of the basis or -1; `edges` (rank,
padded), the move that lifts the fit by one at a place and not at the others; `square` (rank,), its squared
length; `pull` (padded,), the sum over all histories outside the basis, in the band or not, of weight x v x z,
with v the quantile above the fit and the quantile less one below it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kahui.analytics.methods.growth.compiled import compiled

Array = npt.NDArray[Any]

OPTIMAL, OUT_OF_BAND, UNFINISHED = 1, 2, 3

_SLACK = 1e-9
"""A slope, in learners, that is as good as none."""
_STILL = 1e-11
"""A history whose fit changes by less than this, a unit along an edge, stays where it is."""
_NEAR, _FAR = 1e-12, 1e30
"""Nearer than crossings are looked for at first, and farther than any history of a band is."""
_MARGIN = 1.0 + 1e-9
"""Sums taken in another order are not quite the same."""


@compiled
def price(edges: Array, square: Array, pull: Array, held: Array, quantile: float) -> tuple[int, float, float]:
    """The edge down which the objective falls fastest for its length, its direction, and the slope along it.

    `held` (rank,) is the weight of the history in each place, 0 where it is artificial; an artificial place is
    left even when nothing falls. The answer is -1 at an optimal vertex.
    """
    best, chosen, direction, slope = -1.0, -1, 1.0, 0.0
    for j in range(len(edges)):
        along = 0.0
        for c in range(edges.shape[1]):
            along += edges[j, c] * pull[c]
        up = along - (1.0 - quantile) * held[j]
        down = -along - quantile * held[j]
        fall = max(up, down)
        if fall > _SLACK or held[j] == 0.0:
            worth = fall * fall / square[j]
            if worth > best:
                best, chosen, slope = worth, j, -fall
                direction = 1.0 if up >= down else -1.0
    return chosen, direction, slope


@compiled
def rises(band: Array, move: Array, rise: Array) -> None:
    """How each history's fit changes a unit along a move, into `rise` (m,)."""
    for i in range(len(band)):
        total = 0.0
        for c in range(band.shape[1]):
            total += band[i, c] * move[c]
        rise[i] = total


@compiled
def crossings(
    gap: Array, weight: Array, side: Array, rise: Array, reach: float, when: Array, steep: Array, who: Array
) -> tuple[int, float]:
    """The histories crossed within `reach` along a move: when each is, and by how much it makes the slope steeper.

    How many they are, and the sum of `steep`.
    """
    count, total = 0, 0.0
    for i in range(len(gap)):
        if abs(gap[i]) <= reach * abs(rise[i]) and side[i] * rise[i] > _STILL:
            when[count] = max(gap[i] / rise[i], 0.0)
            steep[count] = weight[i] * abs(rise[i])
            who[count] = i
            total += steep[count]
            count += 1
    return count, total


@compiled
def turning(when: Array, steep: Array, who: Array, count: int, need: float) -> int:
    """The crossing at which the slope stops falling: the first by which the sum of `steep` reaches `need`.

    Sorts only as far as needed (quickselect by weight): those crossed before stand before it. -1 if none.
    """
    low, high, before = 0, count, 0.0
    while low < high:
        one, two, three = when[low], when[(low + high) // 2], when[high - 1]
        middle = max(min(one, two), min(max(one, two), three))
        under, i, over = low, low, high
        less, same = 0.0, 0.0
        while i < over:
            if when[i] < middle:
                less += steep[i]
                _swap(when, steep, who, i, under)
                under += 1
                i += 1
            elif when[i] > middle:
                over -= 1
                _swap(when, steep, who, i, over)
            else:
                same += steep[i]
                i += 1
        if before + less >= need and under > low:
            high = under
        elif before + less + same >= need:
            before += less
            for j in range(under, over):
                before += steep[j]
                if before >= need:
                    return j
            return over - 1
        else:
            before += less + same
            low = over
    return -1


@compiled
def _swap(when: Array, steep: Array, who: Array, i: int, j: int) -> None:
    when[i], when[j] = when[j], when[i]
    steep[i], steep[j] = steep[j], steep[i]
    who[i], who[j] = who[j], who[i]


@compiled
def exchange(edges: Array, square: Array, row: Array, chosen: int) -> None:
    """A history with the whitened row (padded,) takes a place in the basis: the edges after it."""
    rank, padded = edges.shape
    rise = 0.0
    for c in range(padded):
        rise += edges[chosen, c] * row[c]
    total = 0.0
    for c in range(padded):
        edges[chosen, c] /= rise
        total += edges[chosen, c] * edges[chosen, c]
    square[chosen] = total
    for j in range(rank):
        if j != chosen:
            rise = 0.0
            for c in range(padded):
                rise += edges[j, c] * row[c]
            total = 0.0
            for c in range(padded):
                edges[j, c] -= rise * edges[chosen, c]
                total += edges[j, c] * edges[j, c]
            square[j] = total


@compiled
def add(pull: Array, amount: float, row: Array) -> None:
    """pull += amount x row."""
    for c in range(len(pull)):
        pull[c] += amount * row[c]


@compiled
def pivot(
    band: Array,
    gap: Array,
    weight: Array,
    side: Array,
    place: Array,
    edges: Array,
    square: Array,
    pull: Array,
    quantile: float,
    moved: Array,
    most: int,
) -> tuple[int, int]:
    """Pivots until the vertex is optimal, the band has no more crossings, or `most` are done: which, and how many.

    All arrays are changed in place; `moved` (padded,) receives how far the fit has moved.
    """
    m = len(band)
    rise, when, steep = np.empty(m), np.empty(m), np.empty(m)
    who = np.empty(m, np.int64)
    held = np.zeros(len(place))
    reach = _FAR
    for j in range(len(place)):
        if place[j] >= 0:
            held[j] = weight[place[j]]
    move = np.empty(edges.shape[1])
    for done in range(most):
        chosen, direction, slope = price(edges, square, pull, held, quantile)
        if chosen < 0:
            return OPTIMAL, done
        for c in range(len(move)):
            move[c] = direction * edges[chosen, c]
        rises(band, move, rise)
        count, total = crossings(gap, weight, side, rise, reach, when, steep, who)
        while total < -slope * _MARGIN and reach < _FAR:
            reach *= 8.0
            count, total = crossings(gap, weight, side, rise, reach, when, steep, who)
        turn = turning(when, steep, who, count, -slope)
        if turn < 0:
            return OUT_OF_BAND, done
        reach = max(2.0 * when[turn], 0.5 * min(reach, 32.0 * when[turn]), _NEAR)
        for j in range(turn):
            i = who[j]
            add(pull, -weight[i] * side[i], band[i])
            side[i] = -side[i]
        for i in range(m):
            gap[i] -= when[turn] * rise[i]
        add(moved, when[turn], move)
        enters, leaves = who[turn], place[chosen]
        add(pull, -weight[enters] * (quantile if side[enters] > 0 else quantile - 1.0), band[enters])
        side[enters] = 0
        gap[enters] = 0.0
        if leaves >= 0:
            side[leaves] = -1 if direction > 0 else 1
            add(pull, weight[leaves] * (quantile if direction < 0 else quantile - 1.0), band[leaves])
        exchange(edges, square, band[enters], chosen)
        place[chosen] = enters
        held[chosen] = weight[enters]
    return UNFINISHED, most
