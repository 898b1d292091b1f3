"""Histories as the solver reads them: equal histories once, splines looked up by score, columns made orthogonal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kahui.analytics.methods.growth import rows
from kahui.analytics.methods.growth.basis import COLUMNS, Floats, Spline

Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]

_LANES = 8
"""Rows of whitened columns are padded with zeros to a multiple of this, so that loops over them have no rest."""
_DEPENDENT = 1e-11
"""A column whose share of length beyond the columns before it is below this (squared) says nothing new."""


@dataclass(frozen=True, slots=True)
class Design:
    """Scores and splined priors of a cohort, equal histories merged.

    `score` (n,), and `centred`, the same less `centre`; `weight` (n,), how many learners share the history;
    `codes` (k, n), for each prior the row of `table` its splines stand in; `table` (values, 7), prior k's rows
    from `starts[k]` to `starts[k + 1]`; `merged` (learners,), which of the n histories each learner has.
    `whiten` (1 + 7k, padded): a row x of the design times it is z, and the mean of z z' is the identity; columns
    that depend on others are left out, so `rank` may be below 1 + 7k. `leverage` (n,), the length of z over the
    square root of the rank. `total` (padded,), the weighted sum of z.
    """

    score: Floats
    centre: float
    centred: Floats
    weight: Floats
    codes: Codes
    table: Floats
    starts: Whole
    merged: Whole
    whiten: Floats
    rank: int
    leverage: Floats
    total: Floats

    @property
    def learners(self) -> int:
        """How many learners stand behind the histories."""
        return len(self.merged)

    @property
    def padded(self) -> int:
        """Columns of a whitened row, zeros at its end included."""
        return int(self.whiten.shape[1])

    def rows(self, chosen: Whole) -> Floats:
        """The rows z of the chosen histories: (chosen, padded)."""
        z = np.empty((len(chosen), self.padded))
        rows.whitened(chosen, self.codes, self.table, self.whiten, z)
        return z


def design(score: Floats, priors: Sequence[Floats], splines: Sequence[Spline]) -> Design:
    """The design for scores (n,) on priors (n,) each, most recent first, with a spline for each."""
    looked = [_distinct(prior) for prior in priors]
    starts = np.cumsum([0, *(len(values) for values, _ in looked)])
    kept, merged, weight = _merged([*(code for _, code in looked), _distinct(score)[1]])
    table = np.vstack([_columns(spline, values) for spline, (values, _) in zip(splines, looked, strict=True)])
    codes = np.array([start + code[kept] for start, (_, code) in zip(starts, looked, strict=False)], np.int32)
    centre = float(np.median(score))
    whiten, rank = _whitening(rows.gram(codes, table, weight) / weight.sum())
    leverage, total = rows.leverage(codes, table, whiten, weight)
    return Design(
        score=score[kept],
        centre=centre,
        centred=score[kept] - centre,
        weight=weight,
        codes=codes,
        table=table,
        starts=starts,
        merged=merged,
        whiten=whiten,
        rank=rank,
        leverage=leverage / np.sqrt(rank),
        total=total,
    )


def _distinct(values: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
    """The distinct values, rising, and which of them each is; counted where they are whole and not far apart."""
    low = values.min()
    if values.max() - low < 1e5 and (values == np.floor(values)).all():
        place = (values - low).astype(np.intp)
        there = np.flatnonzero(np.bincount(place))
        which = np.empty(there[-1] + 1, np.intp)
        which[there] = np.arange(len(there))
        return there + low, which[place]
    return np.unique(values, return_inverse=True)


def _columns(spline: Spline, values: Floats) -> Floats:
    """A spline's columns at rising values; a knot outside them leaves a column of zeros."""
    columns = spline.narrowed(float(values[0]), float(values[-1])).columns(values)
    return np.pad(columns, ((0, 0), (0, COLUMNS - columns.shape[1])))


def _merged(keys: Sequence[npt.NDArray[np.intp]]) -> tuple[Whole, Whole, Floats]:
    """The first learner of each distinct history, in the order of the keys; whose history is which; how many."""
    joint = np.zeros(len(keys[0]), np.int64)
    most = 1
    for key in keys:
        width = int(key.max()) + 1
        if most * width > 2**62:
            values, joint = np.unique(joint, return_inverse=True)
            most = len(values)
        joint, most = joint * width + key, most * width
    _, first, merged, count = np.unique(joint, return_index=True, return_inverse=True, return_counts=True)
    return first, merged, count.astype(np.float64)


def _whitening(gram: Floats) -> tuple[Floats, int]:
    """Columns that turn x into z with mean z z' = 1, from the mean of x x'; Cholesky with pivots, so that
    columns that depend on others fall out (Higham 1990)."""
    size = len(gram)
    scale = np.sqrt(np.where(np.diag(gram) > 0, np.diag(gram), 1.0))
    left = gram / scale / scale[:, None]
    order = np.arange(size)
    lower = np.zeros((size, size))
    rank = 0
    for rank in range(size):
        rest = np.diag(left).copy()
        rest[order[:rank]] = -1.0
        best = int(np.argmax(rest))
        if rest[best] < _DEPENDENT:
            break
        order[[rank, np.flatnonzero(order == best)[0]]] = order[[np.flatnonzero(order == best)[0], rank]]
        lower[:, rank] = left[:, best] / np.sqrt(rest[best])
        left = left - np.outer(lower[:, rank], lower[:, rank])
    else:
        rank = size
    used = order[:rank]
    whiten = np.zeros((size, -(-rank // _LANES) * _LANES))
    whiten[used, :rank] = np.linalg.inv(lower[used][:, :rank]).T / scale[used, None]
    return whiten, rank
