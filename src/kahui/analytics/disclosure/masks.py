"""Sets of masked cells that hold: covered by boxes, thinned, attacked, and widened where the attack gets through."""

from __future__ import annotations

import numpy as np

from kahui.analytics.disclosure.audit import Audit, audit
from kahui.analytics.disclosure.boxes import MOST_KEYS, Boxes
from kahui.analytics.disclosure.circuits import Circuits
from kahui.analytics.disclosure.programs import Reals
from kahui.analytics.disclosure.table import Flags, Ints, Table, strides_of
from kahui.analytics.disclosure.thinning import thinned

LP_CELLS = 1_000
"""In a larger table room is made by boxes first: a linear program for each narrow cell would take too long."""

_ROUNDS = 40
_LEAST_PATIENCE, _MOST_PATIENCE = 20, 100


def attack(table: Table, counts: Ints, masked: Flags, width: int, near: Flags | None = None) -> Audit:
    """The audit of the counts with these cells masked, as far as `width`."""
    fits = counts.astype(float)
    lower, upper = np.where(masked, 0.0, fits), np.where(masked, np.inf, fits)
    return audit(table, lower, upper, width=width, exact=False, near=near, fits=fits)


class Masks:
    """Sets for one table that leave every masked cell room for `width + 1` counts, from different starts."""

    def __init__(self, table: Table, counts: Ints, primaries: Flags, shown: Flags, width: int) -> None:
        self._table, self._counts, self._width = table, counts, width
        self._primaries = primaries
        self._circuits = Circuits(table, counts)
        self._cost = 1.0 + counts / (10.0 * max(int(counts.max(initial=0)), 1))
        self._cost[shown] = np.inf
        self._cost[primaries] = 0.0
        boxed = strides_of(table.structure)[1] <= MOST_KEYS
        self._boxes = Boxes(table, counts, width) if boxed else None

    def best(self, starts: int, first: Flags | None = None) -> Flags:
        """The one with the fewest secondary cells, then learners, of at most as many starts; all with the cells
        `first`. When as many starts in a row as there are cells (20 to 100) bring nothing, no more are made."""
        given = self._primaries if first is None else self._primaries | first
        patience = min(max(given.size, _LEAST_PATIENCE), _MOST_PATIENCE)
        best, least, since = given, np.inf, 0
        for start in range(starts):
            masked = self._from(given, np.random.default_rng(start), start > 0)
            loss = float(self._cost[masked].sum())
            since = 0 if loss < least else since + 1
            if loss < least:
                best, least = masked, loss
            if loss == 0 or since == patience:
                break
        return best

    def _from(self, given: Flags, rng: np.random.Generator, shaken: bool) -> Flags:
        cost = self._cost * rng.uniform(0.5, 1.5, self._cost.size) if shaken else self._cost
        masked = given.copy()
        if self._boxes is not None and masked.any():
            cover = self._boxes.cover(np.flatnonzero(self._primaries), np.where(given, 0.0, cost), rng)
            masked |= cover.masked(masked.size)
        order = np.flatnonzero(masked & ~self._primaries)
        order = order[np.argsort(-cost[order], kind="stable")]
        masked = thinned(self._table, masked, self._primaries, order)
        near = None
        for _ in range(_ROUNDS):
            before = masked.copy()
            narrow = self._narrow(masked, near)
            self._widen(narrow, masked, cost, rng)
            if not narrow.size and (masked == before).all():
                break
            near = self._beside(masked != before)
        return masked

    def _beside(self, changed: Flags) -> Flags:
        """Cells that share a sum with a changed one."""
        sums = abs(self._table.relations)
        beside: Flags = sums.T @ (sums @ changed.astype(float)) > 0
        return beside

    def _narrow(self, masked: Flags, near: Flags | None) -> Ints:
        """Masked cells that the attack gets through to; those that need not be masked are shown instead."""
        seen = attack(self._table, self._counts, masked, self._width, near)
        narrow = seen.narrow(self._width)
        given = seen.cells[narrow[seen.least[narrow] == seen.greatest[narrow]]]
        masked[given[~self._primaries[given]]] = False
        left = seen.cells[narrow]
        return left[masked[left]]

    def _widen(self, narrow: Ints, masked: Flags, cost: Reals, rng: np.random.Generator) -> None:
        """Mask what gives each of these cells room, cheapest first."""
        if self._boxes is not None and narrow.size and masked.size > LP_CELLS:
            cover = self._boxes.cover(narrow, np.where(masked, 0.0, cost), rng)
            masked |= cover.masked(masked.size)
            narrow = narrow[cover.sizes == 0]
        for cell in narrow:
            price = np.where(masked, 0.0, cost)
            masked[self._circuits.through(int(cell), price, self._width)] = True
