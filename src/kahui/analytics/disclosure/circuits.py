"""The cheapest cells to mask so that one count can be another: a circuit found by linear programming."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from kahui.analytics.disclosure.attacker import HAIR
from kahui.analytics.disclosure.programs import Reals, program, quiet
from kahui.analytics.disclosure.table import Flags, Ints, Table
from kahui.analytics.methods.fault import MethodFault

_NEAR = (600, 6000, 10**9)


class Circuits:
    """Circuits in one table; each is looked for near its cell first, then farther away.

    Source: the shifts of Kelly, Golden & Assad 1992 and their linear-programming heuristic, over any sums.
    """

    def __init__(self, table: Table, counts: Ints) -> None:
        self._table = table
        self._counts = counts
        self._by_cell = sparse.csc_array(table.relations)
        self._by_sum = sparse.csr_array(table.relations)
        self._slack = -(table.relations @ counts)

    def through(self, cell: int, cost: Reals, width: int) -> Ints:
        """Cells that, masked together, let `cell` be `width` more, or less; the cheapest found.

        `cost` is 0 where a cell is masked already, infinite where it is shown already. Raises a fault when
        masking everything would not do.
        """
        signs = (1, -1) if self._counts[cell] >= width else (1,)
        for near in _NEAR:
            region = self._region(cell, near, cost)
            found = [self._cheapest(region, cell, sign * width, cost) for sign in signs]
            prices = [np.inf if f is None else float(cost[f].sum()) for f in found]
            best = found[int(np.argmin(prices))]
            if best is not None:
                return best
            if region.size < near:
                break
        raise MethodFault(
            f"The count in {self._table.name(cell)} can be worked out whatever else is masked. "
            "Leave its row out, or join its codes with others."
        )

    def _region(self, cell: int, most: int, cost: Reals) -> Ints:
        """Cells that are few sums away, that may be masked; all of them when there are no more."""
        usable = np.isfinite(cost)
        seen = np.zeros(self._table.cells, bool)
        seen[cell] = True
        edge = np.array([cell])
        while edge.size and seen.sum() < most:
            sums = np.unique(self._by_cell[:, edge].indices)
            beyond = np.unique(self._by_sum[sums].indices)
            edge = beyond[~seen[beyond] & usable[beyond]]
            room = most - int(seen.sum())
            if edge.size > room:
                edge = edge[np.argsort(cost[edge], kind="stable")[:room]]
            seen[edge] = True
        return np.flatnonzero(seen)

    def _cheapest(self, region: Ints, cell: int, shift: int, cost: Reals) -> Ints | None:
        columns = self._by_cell[:, region]
        rows = np.unique(columns.indices)
        sums = sparse.csr_array(sparse.csr_array(columns)[rows])
        equal = self._table.equal[rows]
        both = sparse.csr_array(sparse.hstack([sums, -sums], format="csr"))
        lp = program(both, np.where(equal, 0.0, -np.inf), np.where(equal, 0.0, self._slack[rows]))
        counts = self._counts[region].astype(float)
        upper = np.concatenate([np.full(region.size, np.inf), counts])
        at = int(np.searchsorted(region, cell))
        fixed = (np.arange(2) * region.size) + at
        lower = np.zeros(2 * region.size)
        lower[fixed] = upper[fixed] = (max(shift, 0), max(-shift, 0))
        lp.col_lower_, lp.col_upper_ = lower, upper
        lp.col_cost_ = np.tile(cost[region] + 1e-4, 2)
        solver = quiet()
        solver.setOptionValue("presolve", "on")
        solver.passModel(lp)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.asarray(solver.getSolution().col_value)
        support: Flags = np.abs(moved[: region.size] - moved[region.size :]) > HAIR
        return region[support]
