"""The fewest further cells to mask, proved: integer programming against the attacker's linear programs."""

from __future__ import annotations

from collections.abc import Iterator

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kahui.analytics.disclosure.attacker import HAIR
from kahui.analytics.disclosure.complementary import Protected, finished, protect
from kahui.analytics.disclosure.masks import attack
from kahui.analytics.disclosure.primary import SHOWN
from kahui.analytics.disclosure.programs import Reals, program, quiet
from kahui.analytics.disclosure.table import Flags, Ints, Table
from kahui.analytics.methods.fault import MethodFault

MOST_CELLS = 500
_ROOT_ROUNDS = 60
_ORDERS = 3


def fewest(
    table: Table, counts: Ints, reasons: NDArray[np.int8], *, width: int = 1, known: Flags | None = None
) -> Protected:
    """As `protect`, with the fewest secondary cells there can be; the gap of the proof is 0.

    Which cells to mask is an integer program with a 0 or 1 per cell. Cuts say, for a cell that a choice leaves
    too narrow, that something outside must be masked as well; they are added until the choice holds.
    Raises a fault for a table of more than `MOST_CELLS` cells.
    Source: Fischetti & Salazar 2001, with cuts from the largest sets of masked cells that still fail.
    """
    if table.cells > MOST_CELLS:
        raise MethodFault(
            f"The table has {table.cells:,} cells; the fewest can be proved for at most {MOST_CELLS:,}. "
            "Leave out “exact”: what is masked then is as safe, and nearly as little."
        )
    shown = np.zeros(table.cells, bool) if known is None else known
    start = protect(table, counts, reasons, width=width, known=known)
    primaries = (reasons != SHOWN) & ~shown
    kept = np.where(primaries, reasons, SHOWN)
    if start.secondary == 0:
        return start
    choice = _Choice(table, primaries, shown)
    failing = _Failing(table, counts, width)
    choice.tighten(table, np.flatnonzero(primaries))
    while True:
        masked = choice.solve()
        if int((masked & ~primaries).sum()) >= start.secondary:
            return start
        seen = attack(table, counts, masked, width)
        narrow = seen.cells[seen.narrow(width)]
        if not narrow.size:
            return finished(table, counts, kept, masked, width)
        for cell in narrow:
            for outside in failing.outside(int(cell), masked, shown):
                choice.require(outside, None if primaries[cell] else int(cell))


class _Choice:
    """The integer program: which cells to mask, as few as the cuts so far allow."""

    def __init__(self, table: Table, primaries: Flags, shown: Flags) -> None:
        self._primaries = primaries
        self._solver = quiet()
        self._solver.setOptionValue("presolve", "on")
        self._solver.setOptionValue("solver", "choose")
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        self._solver.setOptionValue("mip_abs_gap", 0.999)
        size = table.cells
        lp = program(sparse.csr_array((0, size), dtype=float), np.zeros(0), np.zeros(0))
        lp.col_lower_ = primaries.astype(float)
        lp.col_upper_ = (~shown | primaries).astype(float)
        lp.col_cost_ = (~primaries).astype(float)
        self._solver.passModel(lp)
        self._size = size

    def require(self, outside: Ints, given: int | None) -> None:
        """At least one of these cells is masked (if `given` is)."""
        cells, factors = outside.astype(np.int32), np.ones(outside.size)
        if given is not None:
            cells, factors = np.append(cells, np.int32(given)), np.append(factors, -1.0)
        self._solver.addRow(0.0 if given is not None else 1.0, np.inf, cells.size, cells, factors)

    def tighten(self, table: Table, cells: Ints) -> None:
        """Cuts on the relaxation: some shift of the masked cells has to move each primary cell at all."""
        shifts = _Shifts(table)
        for _ in range(_ROOT_ROUNDS):
            self._solver.run()
            part = np.asarray(self._solver.getSolution().col_value)
            cuts = [
                cut for cell in cells if (cut := shifts.cut(int(cell), part, self._primaries)) is not None
            ]
            for cut in cuts:
                self.require(cut, None)
            if not cuts:
                return

    def solve(self) -> Flags:
        """The cells of the least choice."""
        whole = np.full(self._size, highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(self._size, np.arange(self._size, dtype=np.int32), whole)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise MethodFault("No choice of masked cells is safe. Leave out rows, or join codes.")
        chosen: Flags = np.asarray(self._solver.getSolution().col_value) > 0.5
        return chosen


class _Shifts:
    """The most a cell can move when each cell moves no more than its part of being masked."""

    def __init__(self, table: Table) -> None:
        self._matrix = sparse.csr_array(table.relations[np.flatnonzero(table.equal)])
        self._all = np.arange(table.cells, dtype=np.int32)
        self._solver = quiet()
        zeros = np.zeros(self._matrix.shape[0])
        lp = program(self._matrix, zeros, zeros)
        lp.col_lower_ = lp.col_upper_ = lp.col_cost_ = np.zeros(table.cells)
        self._solver.passModel(lp)

    def cut(self, cell: int, part: Reals, free: Flags) -> Ints | None:
        """Cells of which one at least has to be masked, if `part` masks less than one of them in all."""
        room = np.where(free, 1e5, np.maximum(part, 0.0))
        room[cell] = 1e5
        cost = np.zeros(part.size)
        cost[cell] = -1.0
        self._solver.changeColsBounds(part.size, self._all, -room, room)
        self._solver.changeColsCost(part.size, self._all, cost)
        self._solver.run()
        duals = np.asarray(self._solver.getSolution().row_dual)
        reduced = cost - self._matrix.T @ duals
        outside = np.flatnonzero((np.abs(reduced) > HAIR) & ~free)
        holds = (np.abs(reduced[free]) > HAIR).any() or part[outside].sum() > 1 - 1e-4
        return None if holds else outside


class _Failing:
    """The attacker's two programs for one cell, over any set of masked cells."""

    def __init__(self, table: Table, counts: Ints, width: int) -> None:
        self._counts = counts.astype(float)
        self._width = width
        self._all = np.arange(table.cells, dtype=np.int32)
        self._rng = np.random.default_rng(0)
        self._solver = quiet()
        size = table.relations.shape[0]
        lp = program(table.relations, np.where(table.equal, 0.0, -np.inf), np.zeros(size))
        lp.col_lower_ = lp.col_upper_ = self._counts
        lp.col_cost_ = np.zeros(table.cells)
        self._solver.passModel(lp)

    def outside(self, cell: int, masked: Flags, shown: Flags) -> Iterator[Ints]:
        """For largest sets that include `masked` and leave the cell too narrow, the cells outside them."""
        for _ in range(_ORDERS):
            most = masked.copy()
            for other in self._rng.permutation(np.flatnonzero(~masked & ~shown)):
                most[other] = True
                most[other] = self._narrow(cell, most)
            yield np.flatnonzero(~most & ~shown)

    def _narrow(self, cell: int, masked: Flags) -> bool:
        lower = np.where(masked, 0.0, self._counts)
        upper = np.where(masked, np.inf, self._counts)
        self._solver.changeColsBounds(self._all.size, self._all, lower, upper)
        high = self._end(cell, -1.0)
        low = self._end(cell, 1.0)
        return bool(np.floor(high + HAIR) - np.ceil(low - HAIR) < self._width)

    def _end(self, cell: int, cost: float) -> float:
        """The least (cost 1) or greatest (cost -1) the cell can be."""
        self._solver.changeColCost(cell, cost)
        self._solver.run()
        open_ = self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal
        value = np.inf if open_ else float(self._solver.getSolution().col_value[cell])
        self._solver.changeColCost(cell, 0.0)
        return value
