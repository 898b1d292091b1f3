"""The histories about a fit, and the basis that is worked on among them."""

from __future__ import annotations

import numpy as np

from kahui.analytics.methods.growth import simplex
from kahui.analytics.methods.growth.basis import Floats
from kahui.analytics.methods.growth.design import Design, Whole

_MOST = 1000
"""Pivots before all is worked out anew."""


class Band:
    """Histories `chosen` (m,) with their rows `z`, a basis among them, and the pull of all histories outside it.

    It begins with a basis of artificial places only, so the fit may begin anywhere.
    """

    def __init__(self, design: Design, chosen: Whole, residual: Floats, pull: Floats) -> None:
        self.design, self.pull = design, pull
        self.chosen = np.empty(0, np.int64)
        self.z = np.empty((0, design.padded))
        self.gap, self.weight = np.empty(0), np.empty(0)
        self.side = np.empty(0, np.int8)
        self.place = np.full(design.rank, -1)
        self.edges = np.eye(design.rank, design.padded)
        self.square = np.ones(design.rank)
        self.extend(chosen, residual)

    def extend(self, more: Whole, residual: Floats) -> None:
        """Takes in further histories, with the residuals (n,) of all."""
        gap = residual[more]
        self.chosen = np.concatenate([self.chosen, more])
        self.z = np.concatenate([self.z, self.design.rows(more)])
        self.gap = np.concatenate([self.gap, gap])
        self.weight = np.concatenate([self.weight, self.design.weight[more]])
        self.side = np.concatenate([self.side, np.where(gap < 0, -1, 1).astype(np.int8)])

    def turn(self, turned: Whole, residual: Floats) -> None:
        """Histories outside the band that were counted on the other side until now."""
        now = np.where(residual[turned] < 0, -1.0, 1.0) * self.design.weight[turned]
        self.pull += (now[:, None] * self.design.rows(turned)).sum(0)

    def pivot(self, quantile: float) -> tuple[int, int, Floats]:
        """Pivots to the optimal vertex of the band: how it ended, pivots made, and how far the point moved."""
        moved = np.zeros(self.design.padded)
        outcome, made = simplex.pivot(
            self.z,
            self.gap,
            self.weight,
            self.side,
            self.place,
            self.edges,
            self.square,
            self.pull,
            quantile,
            moved,
            _MOST,
        )
        return outcome, made, moved

    @property
    def basis(self) -> Whole:
        """The histories the fit passes through (rank,); only once no place is artificial."""
        basis: Whole = self.chosen[self.place]
        return basis

    def renew(self, pull: Floats, residual: Floats) -> None:
        """Edges, residuals and pull worked out anew, free of what rounding has left in them."""
        if (self.place < 0).any():
            return
        self.edges[:, : self.design.rank] = np.linalg.inv(self.z[self.place, : self.design.rank]).T
        self.square = (self.edges**2).sum(1)
        self.gap = np.where(self.side == 0, 0.0, residual[self.chosen])
        self.side = np.where(self.side == 0, 0, np.where(self.gap < 0, -1, 1)).astype(np.int8)
        self.pull = pull
