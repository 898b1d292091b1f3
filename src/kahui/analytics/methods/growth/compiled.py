"""Loops that are compiled once and kept, where there is somewhere to keep them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

_ARITHMETIC = {"reassoc", "contract", "nsz"}
"""Sums may be regrouped so that they run in the processor's lanes; NaN and infinity keep their meaning."""


def compiled(kernel: Kernel) -> Kernel:
    """The function as machine code. It does not hold Python's lock, so that cohorts can run side by side.

    The code is kept beside the module, else in the user's own cache, and where neither can be written it is
    made anew in each process.
    """
    try:
        made = numba.njit(fastmath=_ARITHMETIC, nogil=True, cache=True)(kernel)
    except RuntimeError:  # no folder that can be written
        made = numba.njit(fastmath=_ARITHMETIC, nogil=True)(kernel)
    return cast(Kernel, made)
