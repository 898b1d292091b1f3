"""Showing again what need not be masked, by elimination over the ways in which the masked counts can shift.

The shifts of the masked cells that no sum notices form a space. A masked cell stays unknown, as far as sums go,
while some shift in the space moves it. Showing a cell leaves the shifts that do not move it; so a cell may be
shown if no other that has to stay unknown moves always in proportion with it. Whether counts above nought
leave room for the shifts is for the audit, which follows.
Source: after Langsrud 2024 (elimination, but from the side of the shifts and not of the sums).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from scipy import sparse

from kahui.analytics.disclosure.attacker import apart
from kahui.analytics.disclosure.table import Flags, Ints, Table

MOST_CELLS = 6000
_PRIME = 2_147_483_629


def thinned(table: Table, masked: Flags, keep: Flags, order: Ints) -> Flags:
    """The cells still masked after each of `order` that can be shown has been; `keep` stay masked and unknown.

    Parts of more than `MOST_CELLS` masked cells that hang together are left as they are.
    """
    matrix = sparse.csc_array(table.relations)[:, np.flatnonzero(masked)]
    cells = np.flatnonzero(masked)
    rows = np.flatnonzero(np.diff(sparse.csr_array(matrix).indptr))
    matrix = sparse.csr_array(sparse.csr_array(matrix)[rows])
    equal = table.equal[rows]
    rank = np.full(table.cells, -1, np.int64)
    rank[order] = np.arange(order.size)
    still = masked.copy()
    for columns, all_rows in apart(matrix):
        its, its_rows = cells[columns], all_rows[equal[all_rows]]
        if its.size > MOST_CELLS or not its_rows.size:
            continue
        places = np.argsort(rank[its])
        places = places[rank[its[places]] >= 0]
        sums = sparse.csr_array(matrix[its_rows])[:, columns].toarray().astype(np.int64)
        shown = _show(_shifts(sums % _PRIME), places, keep[its])
        still[its[shown]] = False
    return still


@njit(cache=True)
def _shifts(sums: Any) -> Any:
    """A basis (rows) of the columns' combinations that every row of `sums` leaves at nought, modulo the prime."""
    columns = sums.shape[1]
    row_of = _solved(sums)
    free = np.flatnonzero(row_of < 0)
    shifts = np.zeros((free.size, columns), np.int64)
    for f in range(free.size):
        shifts[f, free[f]] = 1
        for c in range(columns):
            if row_of[c] >= 0:
                shifts[f, c] = (_PRIME - sums[row_of[c], free[f]]) % _PRIME
    return shifts


@njit(cache=True)
def _solved(sums: Any) -> Any:
    """Solve each row for a column of its own, shortest row first; the row solved for each column, or -1."""
    rows, columns = sums.shape
    row_of = np.full(columns, -1, np.int64)
    size = np.zeros(rows, np.int64)
    for r in range(rows):
        size[r] = np.count_nonzero(sums[r])
    done = size == 0
    while not done.all():
        row = np.argmin(np.where(done, columns + 1, size))
        done[row] = True
        where = np.flatnonzero(sums[row])
        if where.size == 0:
            continue
        column = where[-1]
        row_of[column] = row
        inverse = _inverse(sums[row, column])
        for c in where:
            sums[row, c] = sums[row, c] * inverse % _PRIME
        for r in range(rows):
            factor = sums[r, column]
            if r != row and factor != 0:
                for c in where:
                    sums[r, c] = (sums[r, c] - factor * sums[row, c]) % _PRIME
                size[r] = np.count_nonzero(sums[r])
    return row_of


@njit(cache=True)
def _inverse(a: Any) -> Any:
    result: Any = 1
    power: Any = a
    exponent = _PRIME - 2
    while exponent:
        if exponent & 1:
            result = result * power % _PRIME
        power = power * power % _PRIME
        exponent >>= 1
    return result


@njit(cache=True)
def _show(shifts: Any, order: Any, keep: Any) -> Any:
    """Show, in order, each cell that no kept cell moves in proportion with."""
    count, columns = shifts.shape
    alive = np.ones(count, np.bool_)
    shown = np.zeros(columns, np.bool_)
    for cell in order:
        pivot = -1
        for r in range(count):
            if alive[r] and shifts[r, cell] != 0:
                pivot = r
                break
        if pivot >= 0:
            inverse = _inverse(shifts[pivot, cell])
            if _tied(shifts, alive, pivot, cell, inverse, keep):
                continue
            where = np.flatnonzero(shifts[pivot])
            alive[pivot] = False
            for r in range(count):
                factor = shifts[r, cell]
                if alive[r] and factor != 0:
                    factor = factor * inverse % _PRIME
                    for c in where:
                        shifts[r, c] = (shifts[r, c] - factor * shifts[pivot, c]) % _PRIME
        shown[cell] = True
    return shown


@njit(cache=True)
def _tied(shifts: Any, alive: Any, pivot: Any, cell: Any, inverse: Any, keep: Any) -> Any:
    """Whether some kept cell would move no more once `cell` does not."""
    for c in range(shifts.shape[1]):
        if not keep[c] or c == cell or shifts[pivot, c] == 0:
            continue
        ratio = shifts[pivot, c] * inverse % _PRIME
        tied = True
        for r in range(shifts.shape[0]):
            if alive[r] and (shifts[r, c] - shifts[r, cell] * ratio) % _PRIME != 0:
                tied = False
                break
        if tied:
            return True
    return False
