"""Log-linear presmoothing of score distributions (Holland and Thayer 1987, 2000).

Counts are fitted by a polynomial in the score on the log scale. The fit keeps the sample's first `degree`
moments exactly, and in a table each margin's and the mean product of the two scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array, Counts, Table

F = TypeVar("F", Counts, Table)

_STEPS = 200
_CLOSE = 1e-11
"""Largest difference allowed between a kept moment and the sample's, in units of a unit-length polynomial."""


@dataclass(frozen=True, slots=True)
class Smoothed(Generic[F]):
    """A fit: the form or table with fitted counts, and `root` with root·rootᵀ the covariance of its shares.

    `root`: (cells, terms) for the shares in the order of `count.ravel()`.
    """

    form: F
    root: Array


def smoothed(form: Counts, degree: int) -> Smoothed[Counts]:
    """One form's counts smoothed; the first `degree` moments are the sample's. Leading axes are fitted each."""
    terms = _orthogonal(_powers(_unit(form.points), degree, "the form"))
    fitted = _fit(terms, form.count)
    made = Counts(form.points, fitted)
    return Smoothed(made, _root(terms, made.p, float(np.mean(form.n))))


def smoothed_table(table: Table, degree: int, cross: int = 1) -> Smoothed[Table]:
    """A table smoothed: `degree` moments of each margin, and products of powers up to `cross` of each."""
    if not 0 <= cross <= degree:
        raise MethodFault(f"Cross moments to the power {cross} cannot be kept with margins of {degree}.")
    one, two = _unit(table.rows), _unit(table.columns)
    rows, columns = np.meshgrid(one, two, indexing="ij")
    parts = [rows**k for k in range(1, degree + 1)] + [columns**k for k in range(1, degree + 1)]
    parts += [rows**i * columns**j for i in range(1, cross + 1) for j in range(1, cross + 1)]
    _powers(one, degree, "the first score")
    _powers(two, degree, "the second score")
    terms = _orthogonal(np.column_stack([p.ravel() for p in parts]))
    flat = table.count.reshape(*table.count.shape[:-2], -1)
    fitted = _fit(terms, flat)
    made = Table(table.rows, table.columns, fitted.reshape(table.count.shape))
    share = fitted / fitted.sum(-1, keepdims=True)
    return Smoothed(made, _root(terms, share, float(np.mean(table.n))))


def multinomial_root(p: Array, n: float) -> Array:
    """The same `root` for counts left as they are: (cells, cells)."""
    half = np.sqrt(p.ravel())
    return np.asarray((np.diag(half) - np.outer(p.ravel(), half)) / np.sqrt(n))


def _unit(points: Array) -> Array:
    middle, half = (points[-1] + points[0]) / 2, (points[-1] - points[0]) / 2
    return np.asarray((points - middle) / half)


def _powers(unit: Array, degree: int, form: str) -> Array:
    if not 1 <= degree < unit.size:
        raise MethodFault(
            f"A polynomial of degree {degree} cannot smooth {unit.size} scores of {form}. "
            f"Give a degree from 1 to {unit.size - 1}; 3 to 6 is usual."
        )
    return np.column_stack([unit**k for k in range(1, degree + 1)])


def _orthogonal(terms: Array) -> Array:
    """The same polynomials as columns of unit length at right angles to each other and to a constant."""
    q, r = np.linalg.qr(terms - terms.mean(0))
    if np.abs(np.diag(r)).min() < 1e-9 * np.abs(np.diag(r)).max():
        raise MethodFault("The degree of smoothing is too high for these scores. Give a lower one.")
    return np.asarray(q)


def _fit(terms: Array, count: Array) -> Array:
    """Poisson maximum likelihood by Newton's method, for each leading axis at once."""
    lead, cells = count.shape[:-1], count.shape[-1]
    held = count.reshape(-1, cells)
    full = np.column_stack([np.full(cells, cells**-0.5), terms])
    products = (full[:, :, None] * full[:, None, :]).reshape(cells, -1)
    total = held.sum(1, keepdims=True)
    started = np.log(0.8 * held + 0.2 * total / cells)
    beta = started @ full
    kept = held @ full
    for _ in range(_STEPS):
        fitted = np.exp(np.clip(beta @ full.T, -700, 700))
        gap = kept - fitted @ full
        if np.abs(gap).max() <= _CLOSE * total.max():
            return np.asarray(fitted.reshape(*lead, cells))
        bend = (fitted @ products).reshape(len(held), full.shape[1], full.shape[1])
        try:
            step = np.linalg.solve(bend, gap[..., None])[..., 0]
        except np.linalg.LinAlgError:
            break
        # A step that would multiply a count by more than e² is shortened: Newton's method strays from there.
        longest = (step @ full.T).max(1, keepdims=True)
        beta = beta + step * np.minimum(1.0, 2.0 / np.maximum(longest, 1e-300))
    raise MethodFault(
        "No smooth curve of this degree fits the counts: too many scores have no learner. "
        "Give a lower degree, or counts of more learners."
    )


def _root(terms: Array, p: Array, n: float) -> Array:
    """Holland and Thayer's C: the covariance of fitted shares is C·Cᵀ. Of one fit; leading axes give none."""
    if p.ndim > 1:
        return np.zeros((0, 0))
    half = np.sqrt(p)
    q, _ = np.linalg.qr(half[:, None] * (terms - p @ terms))
    return np.asarray(half[:, None] * q / np.sqrt(n))
