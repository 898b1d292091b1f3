"""Passes over all histories of a cohort: their splines looked up, never laid out as a matrix.

A history i has scores `score[i]`, `weight[i]` learners, and for each prior k the row `codes[k, i]` of `table`
(values, 7). A fit is a `level` and a number `lift[c]` for each row c of the table: its value for history i is
the level plus the lifts of the history's codes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kahui.analytics.methods.growth.compiled import compiled

Array = npt.NDArray[Any]


@compiled
def gram(codes: Array, table: Array, weight: Array) -> Array:
    """The weighted sum of x x' over histories: (1 + 7k, 1 + 7k)."""
    priors, n = codes.shape
    wide = table.shape[1]
    total = np.zeros((1 + wide * priors, 1 + wide * priors))
    x = np.empty(1 + wide * priors)
    at = np.empty(1 + 4 * priors, np.int64)
    x[0] = 1.0
    at[0] = 0
    for i in range(n):
        used = 1
        for k in range(priors):
            for c in range(wide):
                value = table[codes[k, i], c]
                if value != 0.0:
                    at[used] = 1 + wide * k + c
                    x[used] = value
                    used += 1
        for a in range(used):
            part = weight[i] * x[a]
            for b in range(a + 1):
                total[at[a], at[b]] += part * x[b]
    for a in range(len(total)):
        for b in range(a):
            total[b, a] = total[a, b]
    return total


@compiled
def whitened(chosen: Array, codes: Array, table: Array, whiten: Array, out: Array) -> None:
    """The rows z of the chosen histories, written into `out` (chosen, padded)."""
    priors = codes.shape[0]
    wide = table.shape[1]
    padded = whiten.shape[1]
    for a in range(len(chosen)):
        for d in range(padded):
            out[a, d] = whiten[0, d]
        for k in range(priors):
            for c in range(wide):
                value = table[codes[k, chosen[a]], c]
                if value != 0.0:
                    row = 1 + wide * k + c
                    for d in range(padded):
                        out[a, d] += value * whiten[row, d]


@compiled
def leverage(codes: Array, table: Array, whiten: Array, weight: Array) -> tuple[Array, Array]:
    """The length of z of every history (n,), and the weighted sum of z (padded,)."""
    n = codes.shape[1]
    padded = whiten.shape[1]
    length = np.empty(n)
    total = np.zeros(padded)
    z = np.empty((1, padded))
    one = np.empty(1, np.int64)
    for i in range(n):
        one[0] = i
        whitened(one, codes, table, whiten, z)
        square = 0.0
        for d in range(padded):
            square += z[0, d] * z[0, d]
            total[d] += weight[i] * z[0, d]
        length[i] = np.sqrt(square)
    return length, total


@compiled
def lifts(table: Array, starts: Array, slopes: Array) -> Array:
    """What each row of the table adds to a fit: the row times its prior's slopes. `slopes` is (1 + 7k,)."""
    lift = np.empty(len(table))
    wide = table.shape[1]
    for k in range(len(starts) - 1):
        for row in range(starts[k], starts[k + 1]):
            total = 0.0
            for c in range(wide):
                total += table[row, c] * slopes[1 + wide * k + c]
            lift[row] = total
    return lift


@compiled
def look(
    codes: Array, lift: Array, level: float, score: Array, below: Array, residual: Array, changed: Array
) -> int:
    """Residuals of all histories (n,); which of them changed sides goes to `changed`, how many is the answer."""
    priors, n = codes.shape
    for i in range(n):
        residual[i] = score[i] - level
    for k in range(0, priors - 1, 2):
        one, two = codes[k], codes[k + 1]
        for i in range(n):
            residual[i] -= lift[one[i]] + lift[two[i]]
    if priors % 2:
        one = codes[priors - 1]
        for i in range(n):
            residual[i] -= lift[one[i]]
    moved = 0
    for i in range(n):
        if (residual[i] < 0.0) != below[i]:
            changed[moved] = i
            moved += 1
    return moved


@compiled
def turn(changed: Array, codes: Array, weight: Array, score: Array, below: Array, tally: Array) -> None:
    """Histories that changed sides: `below` (n,) is set, and `tally` (values + 2,) kept: the weight below the
    fit for each row of the table, then their whole weight, then their weighted scores."""
    values = len(tally) - 2
    for a in range(len(changed)):
        i = changed[a]
        part = -weight[i] if below[i] else weight[i]
        below[i] = not below[i]
        for k in range(codes.shape[0]):
            tally[codes[k, i]] += part
        tally[values] += part
        tally[values + 1] += part * score[i]


@compiled
def near(residual: Array, leverage: Array, width: float, held: Array, found: Array) -> int:
    """Histories within `width` times their leverage of the fit and not held yet: into `found`, how many."""
    count = 0
    for i in range(len(residual)):
        if abs(residual[i]) <= width * leverage[i] and not held[i]:
            found[count] = i
            count += 1
    return count


@compiled
def pulled(tally: Array, table: Array, starts: Array, whiten: Array) -> Array:
    """The weighted sum of z over the histories below the fit, from their tally: (padded,)."""
    padded = whiten.shape[1]
    wide = table.shape[1]
    total = np.empty(padded)
    for d in range(padded):
        total[d] = tally[len(table)] * whiten[0, d]
    for k in range(len(starts) - 1):
        for c in range(wide):
            part = 0.0
            for row in range(starts[k], starts[k + 1]):
                part += tally[row] * table[row, c]
            for d in range(padded):
                total[d] += part * whiten[1 + wide * k + c, d]
    return total


@compiled
def curvature(band: Array, share: Array, rank: int) -> Array:
    """The sum of z z' over the rows of a band (m, padded), each times its share (m,): (rank, rank)."""
    padded = band.shape[1]
    total = np.zeros((rank, padded))
    for i in range(len(band)):
        for a in range(rank):
            part = share[i] * band[i, a]
            for b in range(padded):
                total[a, b] += part * band[i, b]
    return total[:, :rank].copy()


@compiled
def objectives(
    codes: Array, lift: Array, level: Array, score: Array, weight: Array, quantiles: Array
) -> Array:
    """The weighted sum of the check function for each of q fits (q,); `lift` is (values, q), `level` (q,)."""
    total = np.zeros(len(level))
    fit = np.empty(len(level))
    for i in range(codes.shape[1]):
        for q in range(len(level)):
            fit[q] = level[q]
        for k in range(codes.shape[0]):
            for q in range(len(level)):
                fit[q] += lift[codes[k, i], q]
        for q in range(len(level)):
            residual = score[i] - fit[q]
            total[q] += weight[i] * max(quantiles[q] * residual, (quantiles[q] - 1.0) * residual)
    return total
