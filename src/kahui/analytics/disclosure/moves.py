"""The ways in which one dimension lets counts shift without any of its sums noticing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from kahui.analytics.disclosure.structure import Dimension, Structure
from kahui.analytics.disclosure.table import Ints

Move = tuple[tuple[int, int], ...]
"""Codes and by how much each changes, +1 or -1; every hierarchy and relation of the dimension stays as it is."""

_BESIDE, _AROUND, _BELOW = 24, 6, 3
_FEW_CODES = 9


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves of all dimensions, flat: those of a dimension's code are `first` to `last` (exclusive) at
    `offset[dimension] + code`; the entries of a move are `start[move]` to `start[move + 1]`."""

    offset: Ints
    first: Ints
    last: Ints
    start: Ints
    code: Ints
    sign: Ints


def moves_of(structure: Structure, seed: int = 0) -> Moves:
    """A sample of short moves through every code: to a sibling, to a cousin, to the total."""
    offset, first, last, start, code, sign = [0], [], [], [0], [], []
    for place, dimension in enumerate(structure.dimensions):
        for through in _through(structure, place, dimension, np.random.default_rng(seed)):
            first.append(len(start) - 1)
            for move in through:
                code += [c for c, _ in move]
                sign += [s for _, s in move]
                start.append(len(code))
            last.append(len(start) - 1)
        offset.append(offset[-1] + len(dimension.codes))
    return Moves(*(np.asarray(each, np.int64) for each in (offset, first, last, start, code, sign)))


def _through(
    structure: Structure, place: int, dimension: Dimension, rng: np.random.Generator
) -> Iterator[list[Move]]:
    sums = list(_sums(structure, place, dimension))
    tangled = len(dimension.trees) > 1 or any(r.dimension == place for r in structure.relations)
    every = (
        list(_by_trial(len(dimension.codes), sums)) if tangled and len(dimension.codes) <= _FEW_CODES else []
    )
    trees = [_Tree(tree) for tree in dimension.trees]
    for code in range(len(dimension.codes)):
        found = {m for m in every if any(c == code for c, _ in m)}
        for tree in trees:
            found |= {m for m in tree.moves(code, rng) if not tangled or _unnoticed(m, sums)}
        yield sorted(found, key=lambda m: (len(m), m))


class _Tree:
    """One hierarchy, walked both ways."""

    def __init__(self, parents: tuple[int, ...]) -> None:
        self._parents = parents
        self._children: list[list[int]] = [[] for _ in parents]
        self._tops = [code for code, parent in enumerate(parents) if parent < 0]
        for code, parent in enumerate(parents):
            if parent >= 0:
                self._children[parent].append(code)

    def moves(self, code: int, rng: np.random.Generator) -> Iterator[Move]:
        """Moves through the code: a path down from it, against a path down from a code beside or around it."""
        below = [self._down(code, rng) for _ in range(_BELOW if self._children[code] else 1)]
        up = [code]
        while True:
            parent = self._parents[up[-1]]
            if parent < 0:
                break
            beside = [c for c in self._children[parent] if c != up[-1]]
            most = _BESIDE if len(up) == 1 else _AROUND
            for other in rng.permutation(beside)[:most].tolist():
                against = [(c, -1) for c in (other, *self._down(other, rng))]
                for path in below:
                    yield tuple(sorted([(c, 1) for c in (*up, *path)] + against))
            up.append(parent)
        for path in below:
            yield tuple(sorted((c, 1) for c in (*up, *path)))

    def _down(self, code: int, rng: np.random.Generator) -> list[int]:
        path = []
        while self._children[code]:
            code = self._children[code][int(rng.integers(len(self._children[code])))]
            path.append(code)
        return path


def _sums(structure: Structure, place: int, dimension: Dimension) -> Iterator[dict[int, int]]:
    for tree in dimension.trees:
        for total in set(tree) - {-1}:
            yield {total: -1} | {code: 1 for code, parent in enumerate(tree) if parent == total}
    for relation in structure.relations:
        if relation.dimension == place:
            yield dict(relation.terms)


def _unnoticed(move: Move, sums: list[dict[int, int]]) -> bool:
    return all(sum(each.get(code, 0) * sign for code, sign in move) == 0 for each in sums)


def _by_trial(codes: int, sums: list[dict[int, int]]) -> Iterator[Move]:
    """Every move of a dimension of few codes that has none shorter within it and begins with +1."""
    kept: list[set[int]] = []
    changes = [c for c in product((0, 1, -1), repeat=codes) if any(c)]
    for change in sorted(changes, key=lambda c: sum(map(abs, c))):
        move = tuple((code, sign) for code, sign in enumerate(change) if sign)
        codes_of = {code for code, _ in move}
        if move[0][1] == 1 and not any(k <= codes_of for k in kept) and _unnoticed(move, sums):
            kept.append(codes_of)
            yield move
