"""What the cells of a column may be, and why one is not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Kind = Literal["count", "number", "number?", "text", "flag"]

_LARGEST = 2.0**53
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_NUMBER = "is not a number. Write digits with a point for decimals, such as 12 or 0.5."

Cells: TypeAlias = Any  # a ChunkedArray of Arrow, which has no types
Faults: TypeAlias = dict[int, str]
"""By place of the row, from 0: what is wrong and what to do."""


def converted(cells: Cells, kind: Kind) -> tuple[np.ndarray, Faults]:
    """The cells as an array of their kind, and the faults of those that cannot be.

    `count` becomes int64, `number` and `number?` float64, `flag` bool, `text` objects of str without outer spaces.
    """
    return _CONVERSIONS[kind](cells)


def as_text(cells: Cells) -> Cells:
    """The cells as they would be written, blank where there is nothing."""
    if pa.types.is_dictionary(cells.type):
        cells = pc.cast(cells, cells.type.value_type)
    if not (pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)):
        cells = pc.cast(cells, pa.string())
    return pc.fill_null(cells, "")


def _text(cells: Cells) -> tuple[np.ndarray, Faults]:
    trimmed = pc.utf8_trim_whitespace(as_text(cells))
    return trimmed.to_numpy(zero_copy_only=False), {}


def _flag(cells: Cells) -> tuple[np.ndarray, Faults]:
    words = pc.utf8_lower(pc.utf8_trim_whitespace(as_text(cells))).to_numpy(zero_copy_only=False)
    made = np.array([_FLAGS.get(word, False) for word in words], dtype=bool)
    return made, {
        i: "is neither 1 nor 0. Write 1 for yes, 0 for no." for i, w in enumerate(words) if w not in _FLAGS
    }


def _count(cells: Cells) -> tuple[np.ndarray, Faults]:
    if pa.types.is_integer(cells.type) and cells.null_count == 0:
        whole = cells.to_numpy()
        small = np.flatnonzero(whole < 0)
        return whole.astype(np.int64), {int(i): _below_nought() for i in small}
    made, faults = _number(cells)
    usable = np.where([i not in faults for i in range(len(made))] if faults else True, made, 0.0)
    for i in np.flatnonzero((usable < 0) | (usable != np.floor(usable)) | (np.abs(usable) > _LARGEST)):
        faults[int(i)] = (
            _below_nought() if usable[i] < 0 else "is not a whole number. Write a count, such as 12."
        )
    usable[list(faults)] = 0.0
    return usable.astype(np.int64), faults


def _below_nought() -> str:
    return "is below nought. Write a count, 0 or more."


def _number(cells: Cells) -> tuple[np.ndarray, Faults]:
    return _numbers(cells, blank="is blank. Write a number, or leave the row out.")


def _number_or_blank(cells: Cells) -> tuple[np.ndarray, Faults]:
    return _numbers(cells, blank=None)


def _numbers(cells: Cells, *, blank: str | None) -> tuple[np.ndarray, Faults]:
    if pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type) or pa.types.is_decimal(cells.type):
        made, empty = pc.cast(cells, pa.float64(), safe=False), pc.is_null(cells)
    else:
        words = pc.utf8_trim_whitespace(as_text(cells))
        empty = pc.equal(words, "")
        try:
            made = pc.cast(pc.if_else(empty, pa.scalar(None, words.type), words), pa.float64())
        except pa.ArrowInvalid:
            return _one_by_one(words.to_pylist(), blank)
    values = pc.fill_null(made, math.nan).to_numpy()
    nothing = empty.to_numpy(zero_copy_only=False).astype(bool)
    faults = {int(i): blank for i in np.flatnonzero(nothing)} if blank else {}
    faults |= {int(i): _endless() for i in np.flatnonzero(~np.isfinite(values) & ~nothing)}
    return values, faults


def _one_by_one(words: list[str], blank: str | None) -> tuple[np.ndarray, Faults]:
    """The slow way, taken only when some cell is no number: finds every one that is not."""
    values, faults = np.full(len(words), math.nan), {}
    for i, word in enumerate(words):
        if not word:
            if blank:
                faults[i] = blank
            continue
        try:
            values[i] = float(word.replace("_", "?"))
        except ValueError:
            faults[i] = _NUMBER
        else:
            if not math.isfinite(values[i]):
                faults[i] = _endless()
    return values, faults


def _endless() -> str:
    return "is not a finite number. Write what was measured; leave the row out if nothing was."


_CONVERSIONS: dict[Kind, Callable[[Cells], tuple[np.ndarray, Faults]]] = {
    "count": _count,
    "number": _number,
    "number?": _number_or_blank,
    "text": _text,
    "flag": _flag,
}
