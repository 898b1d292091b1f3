"""The slow, obvious attacker and the slow, obvious fewest: every table of whole counts, one big program."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from kahui.analytics.disclosure.table import Table

Counts = NDArray[np.int64]


def tables(table: Table, counts: Counts, masked: NDArray[np.bool_], most: int) -> Iterator[Counts]:
    """Every table of whole counts from 0 to `most` that agrees with what is shown, cell by cell."""
    relations = table.relations.toarray()
    last = [int(np.flatnonzero(row)[-1]) for row in relations]

    def fill(cell: int, made: Counts) -> Iterator[Counts]:
        if cell == made.size:
            yield made.copy()
            return
        for value in range(most + 1) if masked[cell] else [counts[cell]]:
            made[cell] = value
            closed = [relations[r] @ made for r, end in enumerate(last) if end == cell]
            equal = [table.equal[r] for r, end in enumerate(last) if end == cell]
            if all(over == 0 if same else over <= 0 for over, same in zip(closed, equal, strict=True)):
                yield from fill(cell + 1, made)
        made[cell] = 0

    yield from fill(0, np.zeros(counts.size, np.int64))


def fewest(table: Table, counts: Counts, primaries: NDArray[np.bool_]) -> int:
    """How many further cells have to be masked so that every primary cell can be one more or one less.

    One program: for each primary cell a shift of its own, within the cells that are masked.
    """
    cells, of = counts.size, np.flatnonzero(primaries)
    much = int(counts.max()) + 10
    shifts, up = cells * of.size, of.size
    relations = sparse.csr_array(table.relations)
    rows = [_row(sparse.block_diag([relations] * of.size), shifts, cells, up)]
    sums = LinearConstraint(rows[0], 0, 0)
    every = sparse.eye_array(shifts)
    chosen = sparse.vstack([sparse.eye_array(cells)] * of.size)
    below = sparse.diags_array(counts.astype(float)) @ sparse.eye_array(cells)
    none = sparse.csr_array((shifts, up))
    most = LinearConstraint(sparse.hstack([every, -much * chosen, none]), -np.inf, 0)
    least = LinearConstraint(sparse.hstack([every, sparse.vstack([below] * of.size), none]), 0, np.inf)
    pick = sparse.csr_array(
        (np.ones(up), (range(up), [k * cells + c for k, c in enumerate(of)])), (up, shifts)
    )
    moved = LinearConstraint(
        sparse.hstack([pick, sparse.csr_array((up, cells)), -2 * sparse.eye_array(up)]), -1, -1
    )
    cost = np.concatenate([np.zeros(shifts), (~primaries).astype(float), np.zeros(up)])
    lower = np.concatenate([np.full(shifts, -much), primaries.astype(float), np.zeros(up)])
    upper = np.concatenate([np.full(shifts, much), np.ones(cells + up)])
    whole = np.concatenate([np.zeros(shifts), np.ones(cells + up)])
    found = milp(cost, constraints=[sums, most, least, moved], bounds=Bounds(lower, upper), integrality=whole)
    return round(found.fun)


def _row(matrix: sparse.sparray, shifts: int, cells: int, up: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.hstack([matrix, sparse.csr_array((matrix.shape[0], cells + up))]))
