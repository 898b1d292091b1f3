"""The cells of a table and every sum that ties them, as one sparse matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kahui.analytics.disclosure.structure import Dimension, Structure
from kahui.analytics.methods.fault import MethodFault

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells and their relations.

    `codes[cell, dimension]` is a place among the dimension's codes. `relations` has a row per sum and a column
    per cell: `relations @ counts` is 0 where `equal`, at most 0 elsewhere; margins have the factor -1. `rows` are
    the numbers by which a person finds the cells.
    """

    structure: Structure
    codes: Ints
    relations: sparse.csr_array
    equal: Flags
    rows: Ints

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return int(self.codes.shape[0])

    def name(self, cell: int) -> str:
        """What a person calls the cell: its row as a spreadsheet shows it, and its codes."""
        words = (d.codes[c] for d, c in zip(self.structure.dimensions, self.codes[cell], strict=True))
        return f"row {self.rows[cell]} ({' × '.join(words)})"


def table_of(structure: Structure, columns: Sequence[Sequence[str]], rows: Ints | None = None) -> Table:
    """Cells from their columns of codes, one sequence per dimension, all of one length.

    `rows` are their numbers in a file; without, the first is row 2, below a header.
    A total has to have a row wherever one of its parts has one. A part without a row counts nobody; a total
    none of whose parts has a row stands for itself. Raises a fault that names row and column.
    """
    rows = np.arange(len(columns[0])) + 2 if rows is None else rows
    codes = _codes(structure, columns, rows)
    keys, strides = _keys(structure, codes)
    order = np.argsort(keys, kind="stable")
    _no_twins(structure, codes, keys, order, rows)
    finder = _Finder(keys[order], order)
    blocks = [
        _hierarchy(structure, codes, keys, strides, finder, place, tree, rows)
        for place, dimension in enumerate(structure.dimensions)
        for tree in dimension.trees
    ]
    extra = [
        _among(codes, keys, strides, finder, relation.dimension, relation.terms)
        for relation in structure.relations
    ]
    equal = [np.ones(b.shape[0], bool) for b in blocks]
    equal += [np.full(b.shape[0], r.sense == "=") for b, r in zip(extra, structure.relations, strict=True)]
    relations = sparse.csr_array(sparse.vstack([*blocks, *extra], format="csr"))
    return Table(structure, codes, relations, np.concatenate(equal), rows)


def check_adds_up(table: Table, counts: Ints) -> None:
    """Raise a fault naming a total whose parts do not add up to it, or a relation that does not hold.

    Of several sums that are wrong, one is told of the cell that most of them share: it is likely at fault.
    """
    over = table.relations @ counts
    wrong = np.flatnonzero(np.where(table.equal, over != 0, over > 0))
    if not wrong.size:
        return
    sums = sparse.csr_array(table.relations[wrong])
    suspect = int(np.argmax(abs(sums).sum(axis=0)))
    factor = sums[:, [suspect]].toarray().ravel()
    which = int(np.argmin(factor) if factor.min() < 0 else np.argmax(factor))
    shared = f" Of {wrong.size} sums that are wrong, most have the count in {table.name(suspect)}."
    more = shared if wrong.size > 1 else ""
    raise MethodFault(
        _wrong_sum(table, counts, sums[[which]].tocoo(), bool(table.equal[wrong[which]])) + more
    )


def _wrong_sum(table: Table, counts: Ints, row: sparse.coo_array, equal: bool) -> str:
    cells, factors = row.coords[1], row.data
    total = np.flatnonzero(factors == -1)
    if not (equal and total.size == 1 and (np.delete(factors, total) == 1).all()):
        words = " and ".join(f"{counts[c]} in {table.name(int(c))}" for c in cells)
        return f"A relation of the structure does not hold for {words}. Correct one of them."
    margin, parts = int(cells[total[0]]), np.delete(cells, total)
    return (
        f"The count in {table.name(margin)} is {counts[margin]}, and its {parts.size} parts, of which the first "
        f"is {table.name(int(parts[0]))}, add up to {counts[parts].sum()}. Correct the count, or add the part "
        "that is missing."
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    """Cells by key."""

    keys: Ints
    order: Ints

    def find(self, keys: Ints) -> Ints:
        """The cell of each key, -1 where the table has no such row."""
        if not self.keys.size:
            return np.full(keys.shape, -1, np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return np.where(self.keys[at] == keys, self.order[at], -1)


def strides_of(structure: Structure) -> tuple[Ints, int]:
    """What one step in each dimension adds to a cell's key, and how many keys there are."""
    sizes = [len(d.codes) for d in structure.dimensions]
    strides = np.ones(len(sizes), np.int64)
    total = 1
    for place in range(len(sizes) - 1, -1, -1):
        strides[place] = total
        total *= sizes[place]
    if total >= 2**62:
        raise MethodFault("The dimensions have more combinations of codes than can be numbered. Use fewer.")
    return strides, total


def _keys(structure: Structure, codes: Ints) -> tuple[Ints, Ints]:
    strides, _ = strides_of(structure)
    return codes @ strides, strides


def _codes(structure: Structure, columns: Sequence[Sequence[str]], rows: Ints) -> Ints:
    placed = [_placed(d, column, rows) for d, column in zip(structure.dimensions, columns, strict=True)]
    return np.stack(placed, axis=1)


def _placed(dimension: Dimension, column: Sequence[str], rows: Ints) -> Ints:
    at = {code: place for place, code in enumerate(dimension.codes)}
    try:
        return np.fromiter((at[str(code)] for code in column), np.int64, len(column))
    except KeyError:
        row, code = next((r, c) for r, c in zip(rows, column, strict=True) if str(c) not in at)
    raise MethodFault(
        f"Row {row}, column “{dimension.name}”: “{code}” is not a code of the structure. "
        "List it there with its parent, or correct it here."
    )


def _no_twins(structure: Structure, codes: Ints, keys: Ints, order: Ints, rows: Ints) -> None:
    same = np.flatnonzero(np.diff(keys[order]) == 0)
    if same.size:
        one, other = int(order[same[0]]), int(order[same[0] + 1])
        words = (d.codes[c] for d, c in zip(structure.dimensions, codes[one], strict=True))
        raise MethodFault(
            f"Rows {rows[one]} and {rows[other]} are the same cell ({' × '.join(words)}). Keep one of them."
        )


def _hierarchy(
    structure: Structure,
    codes: Ints,
    keys: Ints,
    strides: Ints,
    finder: _Finder,
    place: int,
    tree: Sequence[int],
    rows: Ints,
) -> sparse.csr_array:
    parent = np.asarray(tree, np.int64)[codes[:, place]]
    parts = np.flatnonzero(parent >= 0)
    margin_keys = keys[parts] + (parent[parts] - codes[parts, place]) * strides[place]
    margins = finder.find(margin_keys)
    if (margins < 0).any():
        part = int(parts[np.argmin(margins)])
        dimension = structure.dimensions[place]
        words = [d.codes[c] for d, c in zip(structure.dimensions, codes[part], strict=True)]
        name = " × ".join(words)
        words[place] = dimension.codes[int(parent[part])]
        raise MethodFault(
            f"Row {rows[part]} ({name}), column “{dimension.name}”: its margin {' × '.join(words)} has no row. "
            "Add the row, or take the parent out of the structure."
        )
    totals, sums = np.unique(margins, return_inverse=True)
    data = np.concatenate([np.ones(parts.size), -np.ones(totals.size)])
    at = (np.concatenate([sums, np.arange(totals.size)]), np.concatenate([parts, totals]))
    return sparse.csr_array((data, at), shape=(totals.size, keys.size))


def _among(
    codes: Ints,
    keys: Ints,
    strides: Ints,
    finder: _Finder,
    place: int,
    terms: Sequence[tuple[int, int]],
) -> sparse.csr_array:
    first = terms[0][0]
    bases = keys[codes[:, place] == first] - first * strides[place]
    cells = np.stack([finder.find(bases + code * strides[place]) for code, _ in terms], axis=1)
    cells = cells[(cells >= 0).all(axis=1)]
    rows = np.repeat(np.arange(cells.shape[0]), len(terms))
    data = np.tile(np.asarray([float(f) for _, f in terms]), cells.shape[0])
    return sparse.csr_array((data, (rows, cells.ravel())), shape=(cells.shape[0], keys.size))
