"""What somebody can infer who knows every published count, every sum, and that no count is below nought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kahui.analytics.disclosure.table import Flags, Ints, Table
from kahui.analytics.methods.fault import MethodFault

Reals = NDArray[np.float64]

HAIR = 1e-6
"""Further apart than this, two solved counts are not the same."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells not known that hang together by sums, with their sums: `matrix @ counts` is `rhs` where `equal`, at
    most `rhs` elsewhere."""

    cells: Ints
    matrix: sparse.csr_array
    rhs: Reals
    equal: Flags
    lower: Reals
    upper: Reals


def blocks(table: Table, lower: Reals, upper: Reals) -> Iterator[Block]:
    """The table as the attacker sees it, in blocks that have no sum in common.

    `lower` and `upper` bound each count; equal where it is known. Both are narrowed in place by what single
    sums imply. Raises a fault when no table fits.
    """
    matrix = sparse.csr_array(table.relations)
    broken = _narrow(matrix.indptr, matrix.indices, matrix.data, table.equal, lower, upper)
    if broken >= 0:
        raise MethodFault(_no_table(table, matrix, broken))
    open_ = upper - lower > HAIR
    left = matrix[:, np.flatnonzero(open_)]
    cells = np.flatnonzero(open_)
    rows = np.flatnonzero(np.diff(left.indptr))
    left = sparse.csr_array(left[rows])
    known = np.where(open_, 0.0, lower)
    rhs = -(matrix[rows] @ known)
    for columns, its_rows in apart(left):
        yield Block(
            cells[columns],
            sparse.csr_array(left[its_rows][:, columns]),
            rhs[its_rows],
            table.equal[rows[its_rows]],
            lower[cells[columns]],
            upper[cells[columns]],
        )


def apart(matrix: sparse.csr_array) -> Iterator[tuple[Ints, Ints]]:
    """Columns and rows of each connected part."""
    rows, columns = matrix.shape
    coo = matrix.tocoo()
    graph = sparse.coo_array(
        (np.ones(coo.nnz, np.int8), (coo.coords[1], columns + coo.coords[0])), shape=(rows + columns,) * 2
    )
    count, part = connected_components(graph, directed=False)
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(count + 1))
    for begin, end in pairwise(ends):
        its = order[begin:end]
        yield its[its < columns], its[its >= columns] - columns


def _no_table(table: Table, matrix: sparse.csr_array, row: int) -> str:
    its = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
    words = ", ".join(table.name(int(c)) for c in its[:4])
    more = f" and {its.size - 4} more" if its.size > 4 else ""
    return f"No counts fit what is published: the sum of {words}{more} cannot hold. Correct the published counts."


@njit(cache=True)
def _narrow(indptr: Any, indices: Any, data: Any, equal: Any, lower: Any, upper: Any) -> Any:
    """Narrow bounds by one sum at a time until nothing moves; the number of a sum that cannot hold, or -1."""
    for _ in range(30):
        moved = False
        for row in range(indptr.size - 1):
            begin, end = indptr[row], indptr[row + 1]
            for side in range(2 if equal[row] else 1):
                turn = 1.0 - 2.0 * side
                least = 0.0
                open_ = 0
                for k in range(begin, end):
                    low = _least(turn * data[k], lower[indices[k]], upper[indices[k]])
                    open_ += np.isinf(low)
                    least += 0.0 if np.isinf(low) else low
                if open_ == 0 and least > 1e-6:
                    return row
                for k in range(begin, end):
                    a, c = turn * data[k], indices[k]
                    low = _least(a, lower[c], upper[c])
                    if open_ > np.isinf(low):
                        continue
                    bound = -(least - (0.0 if np.isinf(low) else low)) / a
                    if a > 0 and bound < upper[c] - 1e-7:
                        upper[c] = max(bound, lower[c])
                        moved = True
                    elif a < 0 and bound > lower[c] + 1e-7:
                        lower[c] = min(bound, upper[c])
                        moved = True
        if not moved:
            break
    return -1


@njit(cache=True)
def _least(a: Any, lower: Any, upper: Any) -> Any:
    return a * lower if a > 0 else a * upper
