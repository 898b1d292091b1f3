"""Which counts are too small to show, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kahui.analytics.disclosure.table import Flags, Ints, Table, strides_of
from kahui.analytics.methods.fault import MethodFault

SHOWN, BELOW_FLOOR, FEW_AT_OR_ABOVE, FEW_BELOW, DEDUCIBLE = range(5)

REASONS = (
    "",
    "fewer learners than the floor",
    "too few at or above: so few, or none, would identify",
    "too few below: so few, or none, would identify",
    "would give away another masked count",
)
"""What each reason means, by its number."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The fewest learners of a shown category, and the fewest at or above (and below) within it."""

    learners: int = 5
    at_or_above: int = 4


def primary(table: Table, counts: Ints, floors: Floors = Floors()) -> NDArray[np.int8]:
    """The reason why each cell may not be shown, `SHOWN` where it may.

    Without an outcome every count below the floor is masked, nought too: a shown count has at least `floor`
    learners. With one, the floor is for the whole, whose parts are masked with it; and of a whole large
    enough both parts are masked when fewer than `at_or_above` are at or above, or are below: none or all
    says of each learner where they stand.
    Source: Public Achievement Information 2016, as kept in the programme's `disclosure.toml`.
    """
    reasons = np.full(table.cells, SHOWN, np.int8)
    outcome = table.structure.outcome
    if outcome is None:
        reasons[counts < floors.learners] = BELOW_FLOOR
        return reasons
    code = table.codes[:, outcome.dimension]
    wholes = _of(table, outcome.dimension, outcome.whole)
    parts = (code == outcome.at_or_above) | (code == outcome.below)
    _every_part_has_its_whole(table, wholes, parts)
    n = np.where(wholes >= 0, counts[wholes], counts)
    others = ~parts & (code != outcome.whole)
    reasons[(n < floors.learners) | (others & (counts < floors.learners))] = BELOW_FLOOR
    for part, reason in ((outcome.below, FEW_BELOW), (outcome.at_or_above, FEW_AT_OR_ABOVE)):
        few = np.flatnonzero((code == part) & (counts < floors.at_or_above) & (reasons != BELOW_FLOOR))
        other = outcome.at_or_above if part == outcome.below else outcome.below
        pair = _of(table, outcome.dimension, other)[few]
        reasons[few] = reason
        reasons[pair[pair >= 0]] = reason
    return reasons


def _of(table: Table, place: int, code: int) -> Ints:
    """The cell with that code in that dimension and all else equal, per cell; -1 where there is none."""
    strides, _ = strides_of(table.structure)
    keys = table.codes @ strides
    order = np.argsort(keys)
    wanted = keys + (code - table.codes[:, place]) * strides[place]
    at = np.minimum(np.searchsorted(keys[order], wanted), max(keys.size - 1, 0))
    return np.where(keys[order][at] == wanted, order[at], -1)


def _every_part_has_its_whole(table: Table, wholes: Ints, parts: Flags) -> None:
    alone = np.flatnonzero(parts & (wholes < 0))
    if alone.size:
        raise MethodFault(
            f"The count in {table.name(int(alone[0]))} has no row for the whole it is part of. Add that row."
        )
