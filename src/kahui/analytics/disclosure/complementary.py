"""Which further counts to mask so that no masked count can be worked out from the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kahui.analytics.disclosure.audit import Audit, audit
from kahui.analytics.disclosure.boxes import MOST_KEYS, Boxes
from kahui.analytics.disclosure.circuits import Circuits
from kahui.analytics.disclosure.primary import DEDUCIBLE, SHOWN
from kahui.analytics.disclosure.programs import Reals
from kahui.analytics.disclosure.table import Flags, Ints, Table, strides_of
from kahui.analytics.disclosure.thinning import thinned
from kahui.analytics.methods.fault import MethodFault

_ROUNDS = 30
_SMALL = 4_000
_STARTS = 24


@dataclass(frozen=True, slots=True)
class Protected:
    """Why each cell is masked (`SHOWN` where it is not), the audit that passed, and the loss.

    `secondary`: cells masked for others' sake; `learners`: the counts in them, added up.
    """

    reasons: NDArray[np.int8]
    audit: Audit
    secondary: int
    learners: int


def protect(
    table: Table, counts: Ints, reasons: NDArray[np.int8], *, width: int = 1, known: Flags | None = None
) -> Protected:
    """Mask what else has to be masked, and attack the result before it is handed over.

    `reasons` are those of the primary cells. `known` cells were shown before and cannot be masked; a primary
    cell among them is shown, as it is known. Every masked cell can, for all an attacker can infer, be one of
    at least `width + 1` whole counts. Cells are chosen for their number first, then for how few learners they
    count. Raises a fault naming a cell that nothing can protect.
    """
    shown = np.zeros(table.cells, bool) if known is None else known
    primaries = (reasons != SHOWN) & ~shown
    masks = Masks(table, counts, primaries, shown, width)
    masked = masks.best(_STARTS if table.cells <= _SMALL else 1)
    return finished(table, counts, np.where(primaries, reasons, SHOWN), masked, width)


def finished(table: Table, counts: Ints, reasons: NDArray[np.int8], masked: Flags, width: int) -> Protected:
    """The masked cells with their reasons; refused unless the audit passes."""
    primaries = reasons != SHOWN
    final = reasons.copy()
    final[masked & ~primaries] = DEDUCIBLE
    passed = attack(table, counts, masked, width)
    if passed.narrow(width).size:
        cell = int(passed.cells[passed.narrow(width)[0]])
        raise MethodFault(f"The count in {table.name(cell)} is still not safe. Nothing may be published.")
    secondary = masked & ~primaries
    return Protected(final, passed, int(secondary.sum()), int(counts[secondary].sum()))


def attack(table: Table, counts: Ints, masked: Flags, width: int) -> Audit:
    """The audit of the counts with these cells masked, as far as `width`."""
    lower = np.where(masked, 0.0, counts)
    return audit(table, lower, np.where(masked, np.inf, counts), width=width, exact=False)


class Masks:
    """Sets of masked cells that hold, from different starts."""

    def __init__(self, table: Table, counts: Ints, primaries: Flags, shown: Flags, width: int) -> None:
        self._table, self._counts, self._width = table, counts, width
        self._primaries, self._shown = primaries, shown
        self._circuits = Circuits(table, counts)
        self._cost = 1.0 + counts / (10.0 * max(int(counts.max(initial=0)), 1))
        self._cost[shown] = np.inf
        self._cost[primaries] = 0.0
        boxed = strides_of(table.structure)[1] <= MOST_KEYS
        self._boxes = Boxes(table, counts, width) if boxed else None

    def best(self, starts: int) -> Flags:
        """The one with the fewest secondary cells, then learners, of as many starts."""
        found = [self._from(np.random.default_rng(start), start > 0) for start in range(starts)]
        return min(found, key=self._loss)

    def _loss(self, masked: Flags) -> float:
        return float(self._cost[masked].sum())

    def _from(self, rng: np.random.Generator, shaken: bool) -> Flags:
        cost = self._cost * rng.uniform(0.5, 1.5, self._cost.size) if shaken else self._cost
        masked = self._covered(cost, rng)
        order = np.flatnonzero(masked & ~self._primaries)
        order = order[np.argsort(-cost[order], kind="stable")]
        return self._repaired(thinned(self._table, masked, self._primaries, order), cost)

    def _covered(self, cost: Reals, rng: np.random.Generator) -> Flags:
        masked = self._primaries.copy()
        cells = np.flatnonzero(self._primaries)
        if self._boxes is None or not cells.size:
            return masked
        return masked | self._boxes.cover(cells, cost, rng).masked(masked.size)

    def _repaired(self, masked: Flags, cost: Reals) -> Flags:
        """Mask a circuit through each cell the audit finds too narrow; show those that are given away anyway."""
        for _ in range(_ROUNDS):
            seen = attack(self._table, self._counts, masked, self._width)
            narrow = seen.narrow(self._width)
            if not narrow.size:
                return masked
            given = narrow[(seen.least == seen.greatest)[narrow]]
            given = seen.cells[given]
            masked[given[~self._primaries[given]]] = False
            for cell in seen.cells[narrow]:
                if masked[cell]:
                    price = np.where(masked, 0.0, cost)
                    masked[self._circuits.through(int(cell), price, self._width)] = True
        return masked
