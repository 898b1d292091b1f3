"""For each masked cell, the least and the greatest an attacker can infer, by linear programming."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from kahui.analytics.disclosure.attacker import HAIR, Block, Reals, blocks
from kahui.analytics.disclosure.programs import program, quiet
from kahui.analytics.disclosure.table import Flags, Ints, Table
from kahui.analytics.methods.fault import MethodFault

_AT_ONCE = 12
_EVERY = slice(None)


@dataclass(frozen=True, slots=True)
class Audit:
    """Per masked cell (`cells`, ascending) whole counts `least` to `greatest` (infinite where nothing bounds it).

    Where `proved`, an attacker who solves every sum finds exactly these. Elsewhere tables were found with
    each, so that the attacker's interval is at least as wide. `programs`: linear programs solved.
    """

    cells: Ints
    least: Reals
    greatest: Reals
    proved: Flags
    programs: int

    def narrow(self, width: int) -> Ints:
        """Places in `cells` whose interval is narrower than `width`; of width 0, a cell is exact."""
        return np.flatnonzero(self.greatest - self.least < width)


def audit(
    table: Table,
    lower: Reals,
    upper: Reals,
    *,
    width: int = 1,
    exact: bool = True,
    near: Flags | None = None,
    fits: Reals | None = None,
) -> Audit:
    """Attack a table of which each count is known to lie from `lower` to `upper` (equal where published).

    With `exact`, the two ends of every masked cell are proved; else each cell only until its interval is seen
    to be at least `width` wide. With `near`, only masked cells that hang together with one of these are
    attacked and the others left out; `fits` is a table known to fit, such as the true one. Counts are whole,
    so ends are rounded inwards; that a *table* of whole counts may exclude still more is not used. Raises a
    fault when no table fits what is published.
    Source: Fischetti & Salazar 2001, the attacker's problems.
    """
    masked = np.flatnonzero(upper - lower > HAIR)
    low, high = lower.copy(), upper.copy()
    programs = 0
    proved = np.ones(table.cells, bool)
    seen = np.ones(table.cells, bool) if near is None else np.zeros(table.cells, bool)
    for block in blocks(table, low, high):
        if near is not None and not near[block.cells].any():
            continue
        seen[block.cells] = True
        search = _Search(block, None if fits is None else fits[block.cells])
        search.run(width, exact)
        low[block.cells], high[block.cells] = search.low, search.high
        proved[block.cells] = search.proved
        programs += search.programs
    seen |= high - low <= HAIR
    masked = masked[seen[masked]]
    whole_low, whole_high = np.ceil(low[masked] - HAIR), np.floor(high[masked] + HAIR)
    return Audit(masked, whole_low + 0.0, np.maximum(whole_high, whole_low), proved[masked], programs)


def published_bounds(published: Reals, base: int = 1) -> tuple[Reals, Reals]:
    """What a published column says of each count: all of it; nothing where blank; within a rounding's base."""
    masked = np.isnan(published)
    slack = base - 1
    lower = np.where(masked, 0.0, np.maximum(published - slack, 0.0))
    return lower, np.where(masked, np.inf, published + slack)


class _Search:
    """The linear programs of one block; every solution is kept as a witness for all of its cells."""

    def __init__(self, block: Block, fits: Reals | None) -> None:
        size = block.cells.size
        self.low = np.full(size, np.inf) if fits is None else fits.copy()
        self.high = np.full(size, -np.inf) if fits is None else fits.copy()
        self.proved = np.zeros(block.cells.size, bool)
        self.programs = 0
        self._block = block
        self._all = np.arange(block.cells.size, dtype=np.int32)
        self._solver = _solver(block)

    def run(self, width: int, exact: bool) -> None:
        """Solve until every cell is settled."""
        self._first()
        self._unbounded()
        rng = np.random.default_rng(0)
        size = self._all.size
        for _ in range(_AT_ONCE if size > 2 else 0):
            open_ = self._narrow(width)
            if not open_.any():
                break
            self._solve(np.where(open_, rng.choice((-1.0, 1.0), size), 0.0) * self._bounded())
        for cell in range(size):
            for sign in (1.0, -1.0):
                if self._end_open(cell, sign) if exact else self._narrow(width, slice(cell, cell + 1))[0]:
                    self._extreme(cell, sign)
        if exact:
            self.proved[:] = True
        else:
            self.proved = self._at_bounds()

    def _narrow(self, width: int, cells: slice = _EVERY) -> Flags:
        high, low = self.high[cells], self.low[cells]
        narrow: Flags = np.floor(high + HAIR) - np.ceil(low - HAIR) < width
        return narrow

    def _bounded(self) -> Flags:
        finite: Flags = np.isfinite(self.high)
        return finite

    def _at_bounds(self) -> Flags:
        at: Flags = (self.low <= self._block.lower + HAIR) & (self.high >= self._block.upper - HAIR)
        return at

    def _end_open(self, cell: int, sign: float) -> bool:
        """Whether the witnesses have not yet reached, up to whole numbers, what single sums imply."""
        if sign > 0:
            return bool(np.floor(self.high[cell] + HAIR) < np.floor(self._block.upper[cell] + HAIR))
        return bool(np.ceil(self.low[cell] - HAIR) > np.ceil(self._block.lower[cell] - HAIR))

    def _first(self) -> None:
        if not self._solve(np.zeros(self._all.size)):
            raise MethodFault("No counts fit what is published: its sums contradict each other. Correct it.")

    def _unbounded(self) -> None:
        """Cells that can be as great as one likes: those in a direction that leaves every sum as it is."""
        if np.isfinite(self._block.upper).all():
            return
        self.high[_rising(self._block)] = np.inf
        self.programs += 1

    def _extreme(self, cell: int, sign: float) -> None:
        cost = np.zeros(self._all.size)
        cost[cell] = sign
        self._solve(cost)

    def _solve(self, cost: Reals) -> bool:
        self._solver.changeColsCost(self._all.size, self._all, cost)
        self._solver.run()
        self.programs += 1
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = np.asarray(self._solver.getSolution().col_value)
        np.minimum(self.low, solution, out=self.low)
        np.maximum(self.high, solution, out=self.high)
        return True


def _solver(block: Block) -> highspy.Highs:
    solver = quiet()
    lp = program(block.matrix, np.where(block.equal, block.rhs, -np.inf), block.rhs)
    lp.col_lower_, lp.col_upper_ = block.lower, block.upper
    lp.col_cost_ = np.zeros(block.cells.size)
    lp.sense_ = highspy.ObjSense.kMaximize
    solver.passModel(lp)
    return solver


def _rising(block: Block) -> Flags:
    """The largest set of cells that can all rise together for ever."""
    size = block.cells.size
    rows = block.matrix.shape[0]
    eye = sparse.eye_array(size, format="csr")
    both = sparse.block_array([[block.matrix, None], [eye, -eye]], format="csr")
    solver = quiet()
    lp = program(
        sparse.csr_array(both),
        np.concatenate([np.where(block.equal, 0.0, -np.inf), np.zeros(size)]),
        np.concatenate([np.zeros(rows), np.full(size, np.inf)]),
    )
    free = np.isinf(block.upper)
    lp.col_lower_ = np.zeros(2 * size)
    lp.col_upper_ = np.concatenate([np.where(free, np.inf, 0.0), np.ones(size)])
    lp.col_cost_ = np.concatenate([np.zeros(size), np.ones(size)])
    lp.sense_ = highspy.ObjSense.kMaximize
    solver.passModel(lp)
    solver.run()
    rising: Flags = np.asarray(solver.getSolution().col_value)[:size] > HAIR
    return rising
