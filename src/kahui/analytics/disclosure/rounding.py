"""Rounding small counts away, so that sums still add up; or every count at random."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numba import njit
from scipy import sparse

from kahui.analytics.disclosure.table import Ints, Table
from kahui.analytics.methods.fault import MethodFault

_NEAR = 40

Manner = Literal["controlled", "keyed", "random"]


@dataclass(frozen=True, slots=True)
class Rounded:
    """The counts to publish, and by how much the furthest margin and the margins on average moved."""

    counts: Ints
    furthest: int
    on_average: float


def rounded(
    table: Table, counts: Ints, *, base: int = 3, manner: Manner = "controlled", key: str = ""
) -> Rounded:
    """Counts of which none lies between 0 and `base`.

    Additive: each innermost count below `base` becomes 0 or `base`, all others stay, and margins are added up
    anew. `keyed` decides by a hash of `key` and the cell's codes, `base` as often as the count over `base`, so
    that on average nothing is gained or lost and a cell is rounded alike in every table and on every date its
    count is the same. `controlled` starts there and turns cells over while the margins, all of them at once,
    come nearer to the true ones. `random` rounds every cell to a multiple of `base` by its hash, margins too,
    so that sums need not hold. Raises a fault where the innermost counts are missing.
    Sources: Langsrud & Heldal 2018 (small counts, margins kept); Statistics New Zealand's random rounding to
    base 3.
    """
    chance = _chances(table, key)
    if manner == "random":
        made = counts // base * base + base * (chance < (counts % base) / base)
        return _measured(counts, made, np.ones(counts.size, bool))
    inner, sums = composition(table)
    true = counts[inner]
    small = np.flatnonzero((true > 0) & (true < base))
    made = true.copy()
    made[small] = base * (chance[inner][small] < true[small] / base)
    if manner == "controlled":
        margins = np.ones(table.cells, bool)
        margins[inner] = False
        over = sparse.csc_array(sparse.csr_array(sums)[np.flatnonzero(margins)])
        _turn(small, over.indptr, over.indices, over @ (made - true), made, base)
    after = np.rint(sums @ made).astype(np.int64)
    others = np.ones(table.cells, bool)
    others[inner] = False
    return _measured(counts, after, others)


def composition(table: Table) -> tuple[Ints, sparse.csr_array]:
    """The innermost cells, and of which of them every cell is the sum (cells × innermost cells).

    Raises a fault where two ways of adding up have no innermost cells in common, or where overlapping codes
    are tied by relations: rounding them apart would break the ties.
    """
    if table.structure.relations:
        raise MethodFault(
            "The structure ties overlapping codes by relations, which rounding would break. Mask it."
        )
    relations = table.relations
    coo = relations.tocoo()
    totals = np.full(relations.shape[0], -1, np.int64)
    totals[coo.coords[0][coo.data < 0]] = coo.coords[1][coo.data < 0]
    inner = np.setdiff1d(np.arange(table.cells), totals)
    shape = (table.cells, inner.size)
    sums = sparse.csr_array((np.ones(inner.size), (inner, np.arange(inner.size))), shape=shape)
    known = np.zeros(table.cells, bool)
    known[inner] = True
    parts = sparse.csr_array(relations.maximum(0))
    size = np.diff(parts.indptr)
    while not known.all():
        ready = (parts @ known.astype(float) == size) & ~known[totals]
        cells, rows = np.unique(totals[ready], return_index=True)
        rows = np.flatnonzero(ready)[rows]
        place = sparse.csr_array(
            (np.ones(cells.size), (cells, np.arange(cells.size))), (table.cells, cells.size)
        )
        sums = sparse.csr_array(sums + place @ (parts[rows] @ sums))
        known[cells] = True
    left = sparse.csr_array(relations @ sums)
    wrong = np.flatnonzero(abs(left).sum(axis=1) > 0)
    if wrong.size:
        raise MethodFault(
            f"The count in {table.name(int(totals[wrong[0]]))} is added up in two ways that share no innermost "
            "counts. Give the rows of both codes crossed, and they can be rounded alike."
        )
    return inner, sums


def _measured(counts: Ints, made: Ints, margins: Sequence[bool] | Any) -> Rounded:
    moved = np.abs(made - counts)[margins]
    return Rounded(made, int(moved.max(initial=0)), float(moved.mean()) if moved.size else 0.0)


def _chances(table: Table, key: str) -> Any:
    """A number from 0 up to 1 for each cell, always the same for the same key and codes."""
    dimensions = table.structure.dimensions
    secret = hashlib.blake2b(key.encode(), digest_size=32).digest()
    made = np.empty(table.cells)
    for cell, codes in enumerate(table.codes.tolist()):
        words = "\x1f".join(d.codes[c] for d, c in zip(dimensions, codes, strict=True))
        digest = hashlib.blake2b(words.encode(), digest_size=8, key=secret).digest()
        made[cell] = int.from_bytes(digest, "big") / 2.0**64
    return made


@njit(cache=True)
def _turn(cells: Any, indptr: Any, indices: Any, over: Any, made: Any, base: Any) -> None:
    """Turn cells over, 0 for `base` or back, alone or with one nearby, while the squares of what margins are
    over come to less."""
    for _ in range(100):
        turned = False
        for a in range(cells.size):
            one = cells[a]
            if _gain(one, indptr, indices, over, made, base) < -1e-9:
                _apply(one, indptr, indices, over, made, base)
                turned = True
                continue
            for b in range(max(0, a - _NEAR), a):
                other = cells[b]
                if (made[one] > 0) == (made[other] > 0):
                    continue
                alone = _gain(one, indptr, indices, over, made, base)
                _apply(one, indptr, indices, over, made, base)
                if alone + _gain(other, indptr, indices, over, made, base) < -1e-9:
                    _apply(other, indptr, indices, over, made, base)
                    turned = True
                    break
                _apply(one, indptr, indices, over, made, base)
        if not turned:
            return


@njit(cache=True)
def _gain(cell: Any, indptr: Any, indices: Any, over: Any, made: Any, base: Any) -> Any:
    step = -base if made[cell] else base
    gain = 0.0
    for k in range(indptr[cell], indptr[cell + 1]):
        gain += step * (2 * over[indices[k]] + step)
    return gain


@njit(cache=True)
def _apply(cell: Any, indptr: Any, indices: Any, over: Any, made: Any, base: Any) -> None:
    step = -base if made[cell] else base
    made[cell] += step
    for k in range(indptr[cell], indptr[cell + 1]):
        over[indices[k]] += step
