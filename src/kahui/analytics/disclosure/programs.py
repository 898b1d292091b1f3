"""Linear programs as HiGHS takes them."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Reals = NDArray[np.float64]


class _Silent(highspy.Highs):
    """Says nothing, from its first breath: the solver's header would be printed as callbacks are set up."""

    def enableCallbacks(self) -> None:  # noqa: N802  (the solver's own name)
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def quiet() -> highspy.Highs:
    """A solver of one thread that warm-starts from its last basis."""
    solver: highspy.Highs = _Silent()  # type: ignore[no-untyped-call]
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("solver", "simplex")
    return solver


def program(matrix: sparse.csr_array, low: NDArray[np.float64], high: Reals) -> highspy.HighsLp:
    """A program without columns' bounds and costs: `low <= matrix @ columns <= high`."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.row_lower_, lp.row_upper_ = low, high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr
    lp.a_matrix_.index_ = matrix.indices
    lp.a_matrix_.value_ = matrix.data
    return lp
