"""From fits to percentiles: where a score stands among the hundred predictions for its history."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kahui.analytics.methods.growth.compiled import compiled

Array = npt.NDArray[Any]

DIGITS = 5
"""Predictions are rounded to so many digits, so that a score a fit passes through is not below it by rounding."""


@compiled
def _sort(values: Array) -> None:
    """Insertion: predictions hardly ever cross."""
    for i in range(1, len(values)):
        value = values[i]
        j = i - 1
        while j >= 0 and values[j] > value:
            values[j + 1] = values[j]
            j -= 1
        values[j + 1] = value


@compiled
def rank(
    chosen: Array,
    codes: Array,
    lift: Array,
    level: Array,
    score: Array,
    marks: Array,
    below: Array,
    cuts: Array,
) -> None:
    """For each chosen history, how many of its q predictions lie strictly below its score, and those at `marks`.

    `lift` (values, q) and `level` (q,) are fits on the scale of the scores; predictions are rounded and sorted
    within the history. `below` is (chosen,), `cuts` (chosen, marks).
    """
    unit = 10.0**DIGITS
    predicted = np.empty(len(level))
    for a in range(len(chosen)):
        i = chosen[a]
        for q in range(len(level)):
            predicted[q] = level[q]
        for k in range(codes.shape[0]):
            row = codes[k, i]
            for q in range(len(level)):
                predicted[q] += lift[row, q]
        count = 0
        for q in range(len(level)):
            predicted[q] = np.rint(predicted[q] * unit) / unit
            if predicted[q] < score[i]:
                count += 1
        below[a] = count
        _sort(predicted)
        for m in range(len(marks)):
            cuts[a, m] = predicted[marks[m]]
