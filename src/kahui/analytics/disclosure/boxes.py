"""Alternative tables made of one move in every dimension: the cells that a masked count can hide among.

A box is the product of a move in each dimension. Adding it to a table, or taking it away, leaves every sum as
it is, so that if all its cells are masked nobody can tell the two tables apart. Each primary cell is given the
box that masks the fewest further cells; then each is asked again, given what the others need, until nothing
is gained.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kahui.analytics.disclosure.moves import moves_of
from kahui.analytics.disclosure.table import Flags, Ints, Table, strides_of

MOST_KEYS = 20_000_000
_LARGEST = 64
_NOBODY, _UNSEEN = -1, -2

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cover:
    """`boxes[primary, :sizes[primary]]` are the cells of each primary cell's box; a size of 0: none was found."""

    boxes: NDArray[np.int32]
    sizes: Ints

    def masked(self, cells: int) -> Flags:
        """Every cell of every box."""
        masked = np.zeros(cells, bool)
        masked[self.boxes[np.arange(self.boxes.shape[1]) < self.sizes[:, None]]] = True
        return masked


class Steps(NamedTuple):
    """The moves as steps among keys."""

    offset: Ints
    first: Ints
    last: Ints
    start: Ints
    step: Ints
    sign: Ints


class Boxes:
    """The boxes of one table."""

    def __init__(self, table: Table, counts: Ints, width: int) -> None:
        self._table = table
        self._width = width
        self._counts = counts
        moves = moves_of(table.structure)
        strides, total = strides_of(table.structure)
        dimension = np.repeat(np.arange(strides.size), np.diff(moves.offset))
        of_move = np.repeat(dimension, moves.last - moves.first)
        step = moves.code * np.repeat(strides[of_move], np.diff(moves.start))
        self._steps = Steps(moves.offset[:-1], moves.first, moves.last, moves.start, step, moves.sign)
        self._place = _places(table, strides, total)

    def cover(self, primaries: Ints, cost: Reals, rng: np.random.Generator, sweeps: int = 2) -> Cover:
        """A box per primary cell; `cost` of masking each cell is 0 where it is masked anyway, infinite where
        it is shown already."""
        boxes = np.zeros((primaries.size, _LARGEST), np.int32)
        sizes = np.zeros(primaries.size, np.int64)
        uses = np.zeros(self._table.cells, np.int64)
        for _ in range(sweeps):
            order = rng.permutation(primaries.size)
            changed = _sweep(
                order,
                primaries,
                self._table.codes,
                self._steps,
                self._place,
                self._counts,
                cost,
                self._width,
                uses,
                boxes,
                sizes,
            )
            if changed == 0:
                break
        return Cover(boxes, sizes)


def _places(table: Table, strides: Ints, total: int) -> NDArray[np.int32]:
    """The cell at each key; `_NOBODY` where a sum counts a missing row as nought, `_UNSEEN` where no sum sees it."""
    keys = table.codes @ strides
    place = np.full(total, _UNSEEN, np.int32)
    place[keys] = np.arange(keys.size)
    if keys.size == total:
        return place
    missing = np.flatnonzero(place == _UNSEEN)
    for at, dimension in enumerate(table.structure.dimensions):
        code = missing // strides[at] % len(dimension.codes)
        for tree in dimension.trees:
            parents = np.asarray(tree, np.int64)
            has_parts = np.zeros(total, bool)
            parent = parents[table.codes[:, at]]
            part = np.flatnonzero(parent >= 0)
            has_parts[keys[part] + (parent[part] - table.codes[part, at]) * strides[at]] = True
            above = parents[code]
            sees = (above >= 0) & has_parts[missing + (above - code) * strides[at]]
            place[missing[sees]] = _NOBODY
    return place


@njit(cache=True)
def _sweep(
    order: Any,
    primaries: Any,
    codes: Any,
    steps: Any,
    place: Any,
    counts: Any,
    cost: Any,
    width: Any,
    uses: Any,
    boxes: Any,
    sizes: Any,
) -> Any:
    """Ask every primary cell again for its cheapest box; how many boxes changed."""
    changed = 0
    keys = np.empty(_LARGEST, np.int64)
    signs = np.empty(_LARGEST, np.int64)
    best = np.empty(_LARGEST, np.int32)
    for p in order:
        for k in range(sizes[p]):
            uses[boxes[p, k]] -= 1
        span = steps.offset + codes[primaries[p]]
        which = steps.first[span]
        least = np.inf
        found = 0
        possible = (which < steps.last[span]).all()
        while possible:
            size = _expand(which, steps, keys, signs)
            if size > 0:
                price = _price(size, keys, signs, place, counts, cost, uses, width, least)
                if price < least:
                    least = price
                    found = _kept(size, keys, place, best)
            possible = _next(which, span, steps)
        same = found == sizes[p]
        for k in range(found):
            same = same and best[k] == boxes[p, k]
            boxes[p, k] = best[k]
            uses[best[k]] += 1
        sizes[p] = found
        changed += not same
    return changed


@njit(cache=True)
def _expand(which: Any, steps: Any, keys: Any, signs: Any) -> Any:
    """Keys and signs of the box of these moves; how many, or 0 where they are too many."""
    size = 1
    keys[0] = 0
    signs[0] = 1
    for move in which:
        begin, end = steps.start[move], steps.start[move + 1]
        if size * (end - begin) > _LARGEST:
            return 0
        for e in range(end - begin - 1, -1, -1):
            for k in range(size):
                keys[e * size + k] = keys[k] + steps.step[begin + e]
                signs[e * size + k] = signs[k] * steps.sign[begin + e]
        size *= end - begin
    return size


@njit(cache=True)
def _price(
    size: Any,
    keys: Any,
    signs: Any,
    place: Any,
    counts: Any,
    cost: Any,
    uses: Any,
    width: Any,
    least: Any,
) -> Any:
    """What the box masks that is not masked yet; infinite where it cannot be added or taken away `width` times."""
    price = 0.0
    up = np.inf
    down = np.inf
    for k in range(size):
        cell = place[keys[k]]
        if cell == _NOBODY:
            return np.inf
        if cell == _UNSEEN:
            continue
        if uses[cell] == 0:
            price += cost[cell]
            if price >= least:
                return np.inf
        if signs[k] > 0:
            down = min(down, counts[cell])
        else:
            up = min(up, counts[cell])
    return price if up + down >= width else np.inf


@njit(cache=True)
def _kept(size: Any, keys: Any, place: Any, best: Any) -> Any:
    found = 0
    for k in range(size):
        if place[keys[k]] >= 0:
            best[found] = place[keys[k]]
            found += 1
    return found


@njit(cache=True)
def _next(which: Any, span: Any, steps: Any) -> Any:
    """The next choice of moves; false after the last."""
    for d in range(which.size - 1, -1, -1):
        which[d] += 1
        if which[d] < steps.last[span[d]]:
            return True
        which[d] = steps.first[span[d]]
    return False
