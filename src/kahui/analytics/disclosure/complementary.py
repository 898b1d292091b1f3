"""Which further counts to mask so that no masked count can be worked out from the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kahui.analytics.disclosure.audit import Audit
from kahui.analytics.disclosure.masks import Masks, attack
from kahui.analytics.disclosure.primary import DEDUCIBLE, SHOWN
from kahui.analytics.disclosure.table import Flags, Ints, Table
from kahui.analytics.methods.fault import MethodFault

_MOST_STARTS, _STARTS_OF_CELLS = 100, 20_000


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
    table: Table,
    counts: Ints,
    reasons: NDArray[np.int8],
    *,
    width: int = 1,
    known: Flags | None = None,
    start: Flags | None = None,
) -> Protected:
    """Mask what else has to be masked, and attack the result before it is handed over.

    `reasons` are those of the primary cells. `known` cells were shown before and cannot be masked; a primary
    cell among them is shown, as it is known. Every masked cell can, for all an attacker can infer, be one of
    at least `width + 1` whole counts. Cells are chosen for their number first, then for how few learners they
    count; `start` are cells to begin with. Raises a fault naming a cell that nothing can protect.
    """
    shown = np.zeros(table.cells, bool) if known is None else known
    primaries = (reasons != SHOWN) & ~shown
    masks = Masks(table, counts, primaries, shown, width)
    starts = min(_MOST_STARTS, max(1, _STARTS_OF_CELLS // max(table.cells, 1)))
    masked = masks.best(starts, start)
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
