"""A table after others were published: what has been shown is known for good, and differences give away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kahui.analytics.disclosure.complementary import Protected, protect
from kahui.analytics.disclosure.primary import DEDUCIBLE, SHOWN
from kahui.analytics.disclosure.structure import Dimension, Structure
from kahui.analytics.disclosure.table import Flags, Ints, Table
from kahui.analytics.methods.fault import MethodFault


@dataclass(frozen=True, slots=True)
class Release:
    """A table that was published, its true counts, and why each cell was masked (`SHOWN` where it was not)."""

    table: Table
    counts: Ints
    reasons: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Joined:
    """All releases as one table; `place[cell]` is where each cell of the newest stands in it.

    `known` cells were shown by an earlier release; `hidden` ones only masked, and the newest has no such row.
    """

    table: Table
    counts: Ints
    reasons: NDArray[np.int8]
    known: Flags
    hidden: Flags
    place: Ints


def protect_after(
    earlier: Sequence[Release],
    table: Table,
    counts: Ints,
    reasons: NDArray[np.int8],
    *,
    width: int = 1,
) -> Protected:
    """As `protect`, against an attacker who holds the earlier releases too.

    What they showed cannot be masked any more; what they masked for being small must not come out by the
    difference of totals either, such as those of a network before and after a school joined it. The audit is
    of all releases together. Raises a fault where an earlier release has already given a count away.
    """
    alone = protect(table, counts, reasons, width=width)
    if not earlier:
        return alone
    joined = join([*earlier, Release(table, counts, reasons)])
    start = joined.hidden.copy()
    start[joined.place] = alone.reasons != SHOWN
    done = protect(
        joined.table,
        joined.counts,
        joined.reasons,
        width=width,
        known=joined.known,
        start=start & ~joined.known,
    )
    mine = done.reasons[joined.place]
    secondary = mine == DEDUCIBLE
    return replace(done, reasons=mine, secondary=int(secondary.sum()), learners=int(counts[secondary].sum()))


def join(releases: Sequence[Release]) -> Joined:
    """Cells of the same codes and the same count are one cell; every sum of every release holds.

    A total whose members changed has another count, and so stands beside the earlier one. Raises a fault when
    the dimensions differ.
    """
    structure = _joint_structure(releases)
    places, codes, counts, rows = _joint_cells(releases, structure)
    size = len(counts)
    relations = sparse.vstack(
        [_moved(r.table.relations, p, size) for r, p in zip(releases, places, strict=True)]
    )
    table = Table(
        structure,
        np.asarray(codes, np.int64),
        sparse.csr_array(relations),
        np.concatenate([r.table.equal for r in releases]),
        np.asarray(rows, np.int64),
    )
    reasons = np.full(size, SHOWN, np.int8)
    known, hidden = np.zeros(size, bool), np.ones(size, bool)
    for release, place in zip(releases[:-1], places[:-1], strict=True):
        small = (release.reasons != SHOWN) & (release.reasons != DEDUCIBLE)
        reasons[place[small]] = release.reasons[small]
        known[place[release.reasons == SHOWN]] = True
    reasons[places[-1]] = releases[-1].reasons
    hidden[places[-1]] = False
    return Joined(table, np.asarray(counts, np.int64), reasons, known, hidden & ~known, places[-1])


def _joint_structure(releases: Sequence[Release]) -> Structure:
    names = [d.name for d in releases[-1].table.structure.dimensions]
    for release in releases:
        theirs = [d.name for d in release.table.structure.dimensions]
        if theirs != names:
            raise MethodFault(
                f"An earlier release has the dimensions {', '.join(theirs)}, this one {', '.join(names)}. "
                "Give it the same, in the same order."
            )
    codes = [
        tuple(dict.fromkeys(c for r in releases for c in r.table.structure.dimensions[place].codes))
        for place in range(len(names))
    ]
    return Structure(tuple(Dimension(name, its, ()) for name, its in zip(names, codes, strict=True)))


def _joint_cells(
    releases: Sequence[Release], structure: Structure
) -> tuple[list[Ints], list[tuple[int, ...]], list[int], list[int]]:
    at = [{code: i for i, code in enumerate(d.codes)} for d in structure.dimensions]
    found: dict[tuple[tuple[int, ...], int], int] = {}
    rows: list[int] = []
    places = []
    for release in releases:
        dimensions = release.table.structure.dimensions
        place = np.empty(release.table.cells, np.int64)
        for cell, its in enumerate(release.table.codes.tolist()):
            codes = tuple(where[d.codes[c]] for where, d, c in zip(at, dimensions, its, strict=True))
            place[cell] = found.setdefault((codes, int(release.counts[cell])), len(found))
            if place[cell] == len(rows):
                rows.append(int(release.table.rows[cell]))
        places.append(place)
    return places, [codes for codes, _ in found], [count for _, count in found], rows


def _moved(relations: sparse.csr_array, place: Ints, size: int) -> sparse.csr_array:
    coo = relations.tocoo()
    return sparse.csr_array(
        (coo.data, (coo.coords[0], place[coo.coords[1]])), shape=(relations.shape[0], size)
    )
