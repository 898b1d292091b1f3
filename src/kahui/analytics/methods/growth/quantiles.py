"""All quantile regressions of a cohort, exactly, each with the gap between its objective and its dual's.

A quantile's fit is foreseen from its neighbour's by a step of Newton's (Chernozhukov, Fernández-Val and Melly
2022), put right by pivots on a band of histories about it while the others count on the side they are seen on
(Portnoy and Koenker 1997), and then held against every history: a history that turns out to be on the other
side joins the band. The answer is a vertex that is optimal for all histories; its dual is worked out from the
basis anew, and the gap between the two objectives shows that no fit is better.

Long sums and tall products are written without BLAS, whose threads cost more here than they save.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth import rows
from kahui.analytics.methods.growth.band import Band
from kahui.analytics.methods.growth.basis import Floats
from kahui.analytics.methods.growth.design import Design, Whole
from kahui.analytics.methods.growth.simplex import OPTIMAL

QUANTILES: tuple[float, ...] = tuple((2 * k + 1) / 200 for k in range(100))
"""0.005, 0.015 … 0.995: the middles of the hundred percentiles."""

GAP = 1e-9
"""The widest gap that is let through, as a share of the objective: what rounding leaves is a thousandth of it."""

_REACH = 5.0
"""Histories of a band, in units of how many a fit is expected to pass between two quantiles."""
_DAMPING = 0.01
"""Of the mean curvature, added in all directions, so that a step never runs far where few histories stand."""
_ROUNDS = 100
"""Bands tried for one quantile before it is given up; two are usual."""
_FEASIBLE = 1e-7
"""By how much, in learners, rounding may carry the dual past its bounds."""
_STILL = 1e-11
"""By how much, of its size, rounding may carry a point from where its basis puts it."""
_APART = 1e-10
"""Scores are told apart by chance numbers this small, in units of their spread, so that no two pivots tie."""


@dataclass(frozen=True, slots=True)
class QuantileFits:
    """Fits of a design at `quantiles` (q,).

    `slopes` (1 + 7k, q), intercept first; a fit is the design's centre + row x slopes. `objective` (q,), the sum
    over learners of the check function; `dual` (q,), the greatest lower bound found for it; `pivots` made.
    """

    quantiles: Floats
    slopes: Floats
    objective: Floats
    dual: Floats
    pivots: int

    @property
    def gap(self) -> Floats:
        """How much better, at most, any other fit could be (q,): nought but for rounding."""
        return self.objective - self.dual


def fit(design: Design, quantiles: Floats) -> QuantileFits:
    """The exact fits at `quantiles` (q,), rising and within (0, 1).

    Raises MethodFault where a fit cannot be certified: nothing is reported from one.
    """
    vertices = dict(_Process(design).along(quantiles))
    basis = np.array([vertices[at].basis for at in range(len(quantiles))])
    z = design.rows(basis.ravel())
    through = z[:, : design.rank].reshape(*basis.shape, design.rank)
    points = np.linalg.solve(through, design.centred[basis][..., None])[..., 0]
    slopes = np.einsum("xz,qz->xq", design.whiten[:, : design.rank], points)
    fits = QuantileFits(
        quantiles,
        slopes,
        rows.objectives(
            design.codes, lifts(design, slopes), slopes[0], design.centred, design.weight, quantiles
        ),
        np.array([vertices[at].dual for at in range(len(quantiles))]),
        sum(vertex.pivots for vertex in vertices.values()),
    )
    _certify(fits, design)
    return fits


def lifts(design: Design, slopes: Floats) -> Floats:
    """What each row of the design's table adds to each fit: (values, q)."""
    wide = design.table.shape[1]
    out = np.empty((len(design.table), slopes.shape[1]))
    for k, (start, end) in enumerate(zip(design.starts[:-1], design.starts[1:], strict=True)):
        mine = slopes[1 + wide * k : 1 + wide * (k + 1)]
        out[start:end] = np.einsum("rc,cq->rq", design.table[start:end], mine)
    return out


def _certify(fits: QuantileFits, design: Design) -> None:
    spread = (design.weight * np.abs(design.centred)).sum()
    wide = np.abs(fits.gap) > GAP * fits.objective + 1e-12 * spread
    if wide.any():
        at = int(np.argmax(wide))
        raise MethodFault(
            f"The fit at quantile {fits.quantiles[at]:g} could not be shown to be the best: up to "
            f"{fits.gap[at]:.3g} of {fits.objective[at]:.6g} may be left. No percentiles are given for these "
            f"{design.learners:,} learners; "
            "fewer priors, or more learners, would be enough."
        )


@dataclass(frozen=True, slots=True)
class _Vertex:
    """Histories a fit passes through (rank,), the dual's objective, and pivots made."""

    basis: Whole
    dual: float
    pivots: int


class _Process:
    """Follows the fit of one design from quantile to quantile."""

    def __init__(self, design: Design) -> None:
        self.design = design
        n = len(design.score)
        self.scale = float(np.abs(design.centred).mean()) or 1.0
        self.score = design.centred / self.scale + _APART * np.random.default_rng(0).random(n)
        self.residual = np.empty(n)
        self.below = np.zeros(n, bool)
        self.held = np.zeros(n, bool)
        self.tally = np.zeros(len(design.table) + 2)
        self.found, self.changed = np.empty(n, np.int64), np.empty(n, np.int64)
        self.whole = float((design.weight * design.centred).sum())
        self.point = self._least_squares()
        self.width = 0.0
        self.bend = np.eye(design.rank)

    def along(self, quantiles: Floats) -> Iterator[tuple[int, _Vertex]]:
        """From the quantile nearest the middle upwards, then from there downwards."""
        middle = int(np.argmin(np.abs(quantiles - 0.5)))
        self._approach(float(quantiles[middle]))
        yield middle, self._settle(float(quantiles[middle]), self._target(0.01))
        there = self.point.copy(), self.width, self.bend
        for path in (range(middle + 1, len(quantiles)), range(middle - 1, -1, -1)):
            self.point, self.width, self.bend = there[0].copy(), there[1], there[2]
            last = float(quantiles[middle])
            for at in path:
                quantile = float(quantiles[at])
                self._step((quantile - last) * self.design.total)
                yield at, self._settle(quantile, self._target(abs(quantile - last)))
                last = quantile

    def _least_squares(self) -> Floats:
        """Where to begin: the point of least squares, which z being orthogonal makes a sum."""
        design = self.design
        tally = np.concatenate(
            [
                np.bincount(
                    design.codes.ravel(),
                    np.tile(design.weight * self.score, len(design.codes)),
                    len(design.table),
                ),
                [(design.weight * self.score).sum(), 0.0],
            ]
        )
        return rows.pulled(tally, design.table, design.starts, design.whiten) / design.learners

    def _target(self, apart: float) -> int:
        """How many histories a band needs for a step of so much between quantiles."""
        n, rank = len(self.score), self.design.rank
        return min(n, int(_REACH * np.sqrt(rank * n * apart)) + 4 * rank)

    def _approach(self, quantile: float) -> None:
        """From far off: steps of Newton's on bands that grow narrower, for as long as the objective falls."""
        best, before = np.inf, self.point
        for share in (0.25, 0.1, 0.04, 0.02, 0.01):
            self._look()
            objective = float((self.design.weight * self.residual * (quantile - self.below)).sum())
            if objective >= best:
                self.point = before
                return
            best, before = objective, self.point.copy()
            band = self._band(self._target(share))
            self._bend(band, self.design.rows(band))
            self._step(self._pull(quantile))

    def _step(self, pull: Floats) -> None:
        self.point[: self.design.rank] += np.linalg.solve(self.bend, pull[: self.design.rank])

    def _look(self) -> Whole:
        """See every history from the point; those that changed sides are the answer, and the tally is right."""
        design = self.design
        slopes = design.whiten @ self.point
        lift = rows.lifts(design.table, design.starts, slopes)
        moved = rows.look(design.codes, lift, slopes[0], self.score, self.below, self.residual, self.changed)
        changed = self.changed[:moved]
        rows.turn(changed, design.codes, design.weight, design.centred, self.below, self.tally)
        return changed

    def _pull(self, quantile: float) -> Floats:
        design = self.design
        below = rows.pulled(self.tally, design.table, design.starts, design.whiten)
        return quantile * design.total - below

    def _band(self, target: int) -> Whole:
        """About `target` histories near the fit, and the width that holds them."""
        self.held[:] = False
        count = rows.near(self.residual, self.design.leverage, self.width, self.held, self.found)
        if not 0.6 * target <= count <= 1.6 * target:
            apart = np.abs(self.residual) / self.design.leverage
            self.width = float(np.partition(apart, target - 1)[target - 1])
            count = rows.near(self.residual, self.design.leverage, self.width, self.held, self.found)
        return self.found[:count].copy()

    def _bend(self, chosen: Whole, z: Floats) -> None:
        """How the gradient bends about the fit: the density of histories at it, from those in the band."""
        share = self.design.weight[chosen] / (2 * self.width * self.design.leverage[chosen])
        bend = rows.curvature(z, share, self.design.rank)
        self.bend = bend + _DAMPING * np.trace(bend) / len(bend) * np.eye(len(bend))

    def _settle(self, quantile: float, target: int) -> _Vertex:
        """The optimal vertex at a quantile, from the point foreseen."""
        self._look()
        chosen = self._band(target)
        self.held[chosen] = True
        band = Band(self.design, chosen, self.residual, self._pull(quantile))
        self._bend(chosen, band.z)
        self.width *= target / len(chosen)
        pivots = 0
        for _ in range(_ROUNDS):
            outcome, made, moved = band.pivot(quantile)
            pivots += made
            self.point += moved
            changed = self._look()
            outside = changed[~self.held[changed]]
            if outcome == OPTIMAL and len(outside) == 0:
                pull, dual, holds = self._dual(quantile, band.basis)
                if holds:
                    return _Vertex(band.basis, dual, pivots)
                band.renew(pull, self.residual)
            band.turn(outside, self.residual)
            more = outside if outcome == OPTIMAL else np.union1d(outside, self._wider(len(band.chosen)))
            band.extend(more, self.residual)
            self.held[more] = True
        raise MethodFault(
            f"The fit at quantile {quantile:g} was not found in {_ROUNDS} rounds. Nothing is said of these "
            f"{self.design.learners:,} learners; fewer priors, or more learners, would be enough."
        )

    def _wider(self, size: int) -> Whole:
        """As many histories again as the band has, the nearest that it does not hold."""
        apart = np.where(self.held, np.inf, np.abs(self.residual) / self.design.leverage)
        more = min(size, len(apart) - int(self.held.sum()))
        return np.argpartition(apart, more - 1)[:more] if more else np.empty(0, np.int64)

    def _dual(self, quantile: float, basis: Whole) -> tuple[Floats, float, bool]:
        """The pull of all histories outside a basis, the dual's objective there, and whether all holds.

        The dual gives each history outside the basis the quantile, less one below the fit; what it gives the
        basis follows, and must lie between the two. The point must be where the basis says: if rounding has
        carried it off, it is put right and all histories are looked at again.
        """
        design, rank = self.design, self.design.rank
        weight, z = design.weight[basis], design.rows(basis)
        inverse = np.linalg.inv(z[:, :rank])
        point = inverse @ self.score[basis]
        still = np.abs(point - self.point[:rank]).max() <= _STILL * np.abs(point).max()
        if not still:
            self.point[:rank] = point
            self._look()
        seen = weight * (quantile - self.below[basis])
        pull = self._pull(quantile) - seen @ z
        given = -pull[:rank] @ inverse
        dual = quantile * self.whole - self.tally[-1] + (given - seen) @ design.centred[basis]
        over = np.maximum(given - quantile * weight, (quantile - 1) * weight - given).max()
        return pull, float(dual), bool(over <= _FEASIBLE and still)
