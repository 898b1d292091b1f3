"""Growth percentiles the slow way: splines by their definition, each quantile as a linear program of its own."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import BSpline
from scipy.optimize import linprog


def splines(scores, among):
    """Columns of a prior score's cubic B-splines, knots and boundaries from all scores of the year level."""
    inner = np.round(np.quantile(among, [0.2, 0.4, 0.6, 0.8]), 3)
    low, high = among.min(), among.max()
    low, high = low - (high - low) / 10, high + (high - low) / 10
    knots = np.concatenate([[low] * 4, inner, [high] * 4])
    return np.column_stack([BSpline(knots, np.eye(8)[j], 3)(scores) for j in range(1, 8)])


def matrix(priors, among):
    """The design, its columns made orthogonal, since a linear program leaves out what looks small beside others.

    Columns that depend on others (a spline over scores that nobody has) are nothing after that, and fall out.
    """
    columns = [np.ones(len(priors[0])), *(splines(p, a) for p, a in zip(priors, among, strict=True))]
    left, size, _ = np.linalg.svd(np.column_stack(columns), full_matrices=False)
    return left[:, size > 1e-10 * size[0]] * np.sqrt(len(priors[0]))


def least(x, y, quantile):
    """The least sum of the check function over all fits, and a fit that has it, as HiGHS finds them."""
    n, p = x.shape
    cost = np.concatenate([np.zeros(p), np.full(n, quantile), np.full(n, 1 - quantile)])
    equal = np.hstack([x, np.eye(n), -np.eye(n)])
    bounds = [(None, None)] * p + [(0, None)] * (2 * n)
    found = linprog(cost, A_eq=equal, b_eq=y, bounds=bounds, method="highs-ds")
    assert found.status == 0, found.message
    return found.fun, x @ found.x[:p]


def percentiles(x, y, quantiles):
    """How many of a learner's rounded predictions lie strictly below the score, 1 to 99."""
    predictions = np.column_stack([least(x, y, quantile)[1] for quantile in quantiles])
    told = []
    for score, mine in zip(y, predictions, strict=True):
        below = sum(round(prediction, 5) < score for prediction in mine)
        told.append(min(max(below, 1), 99))
    return told
