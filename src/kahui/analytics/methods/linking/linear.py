"""Mean and linear links, and their errors from the moments of the samples.

References: Kolen and Brennan (2014), chapters 2 and 4 (Tucker, Levine observed score, chained) and section 7.4
(delta method); Braun and Holland (1982); Zu and Yuan (2012).
Moments use n − 1. A conversion is y = slope · x + intercept.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import (
    Array,
    CommonItems,
    Counts,
    Design,
    SingleGroup,
    Table,
)

Kind = Literal["mean", "linear"]
Through = Literal["tucker", "levine", "chained"]
_NUDGE = 1e-30


def conversion(design: Design, kind: Kind, through: Through) -> tuple[Array, Array]:
    """Slope and intercept, each (…,)."""
    slope, intercept = _line(_moments(design), design, kind, through)
    return np.asarray(slope), np.asarray(intercept)


def standard_error(design: Design, kind: Kind, through: Through, at: Array) -> Array:
    """Standard error of the linked score at each of `at` (M,), by the delta method, without assuming normality.

    The gradient is exact (by a complex step); the moments' covariance is the sample's own, to fourth order.
    """
    moments = _moments(design)
    if isinstance(design, CommonItems) and through == "chained":
        # Zu and Yuan (2012) take the gradient at the variances of greatest likelihood, with n below the line.
        for table, first in ((design.x, 2), (design.y, 7)):
            moments[first : first + 3] = [v * (1 - 1 / table.n) for v in moments[first : first + 3]]
    slopes = []
    for i in range(len(moments)):
        nudged: list[Any] = [complex(float(m)) for m in moments]
        nudged[i] += 1j * _NUDGE
        slope, intercept = _line(nudged, design, kind, through)
        slopes.append((slope * at + intercept).imag / _NUDGE)
    gradient = np.array(slopes)
    covariance = _covariance(design)
    return np.asarray(np.sqrt(np.maximum(np.einsum("im,ij,jm->m", gradient, covariance, gradient), 0.0)))


def correlation(table: Table) -> Array:
    """Of the two scores of the same learners, (…,)."""
    _, _, one, both, two = _of_table(table)
    return np.asarray(both / np.sqrt(one * two))


def _moments(design: Design) -> list[Array]:
    """Of each group: means, then variances and covariance."""
    if isinstance(design, SingleGroup):
        return _of_table(design.both)
    if isinstance(design, CommonItems):
        return _of_table(design.x) + _of_table(design.y)
    return [m for form in (design.x, design.y) for m in (_mean(form), _variance(form))]


def _of_table(table: Table) -> list[Array]:
    one, two = table.by_row, table.by_column
    a, b = table.rows - _mean(one)[..., None], table.columns - _mean(two)[..., None]
    shared = np.einsum("...kl,...k,...l->...", table.count, a, b) / (table.n - 1)
    return [_mean(one), _mean(two), _variance(one), np.asarray(shared), _variance(two)]


def _mean(form: Counts) -> Array:
    return np.asarray(form.p @ form.points)


def _variance(form: Counts) -> Array:
    about = form.points - _mean(form)[..., None]
    return np.asarray((form.count * about**2).sum(-1) / (form.n - 1))


def _line(m: list[Any], design: Design, kind: Kind, through: Through) -> tuple[Any, Any]:
    if isinstance(design, CommonItems) and through == "chained":
        return _chained(m, design, kind)
    if isinstance(design, CommonItems):
        mx, vx, my, vy = _synthetic(m, design, through)
    else:
        mx, vx, my, vy = (m[0], m[2], m[1], m[4]) if isinstance(design, SingleGroup) else m
    slope = np.sqrt(vy / vx) if kind == "linear" else _stretch(design) + 0 * mx
    return slope, my - slope * mx


def _stretch(design: Design) -> float:
    """How wide the second form's range of scores is beside the first's: 1 for forms of one length."""
    if isinstance(design, SingleGroup):
        x, y = design.both.rows, design.both.columns
    elif isinstance(design, CommonItems):
        x, y = design.x.rows, design.y.rows
    else:
        x, y = design.x.points, design.y.points
    return float((y[-1] - y[0]) / (x[-1] - x[0]))


def _chained(m: list[Any], design: CommonItems, kind: Kind) -> tuple[Any, Any]:
    mx, mxv, vx, _, vxv, my, myv, vy, _, vyv = m
    if kind == "mean":
        slope = _stretch(design) + 0 * mx
        return slope, my + mxv - myv - slope * mx
    one, two = np.sqrt(vxv / vx), np.sqrt(vy / vyv)
    return one * two, my + two * (mxv - myv - one * mx)


def _synthetic(m: list[Any], design: CommonItems, through: Through) -> tuple[Any, Any, Any, Any]:
    """Mean and variance of each form in the population the link is for, from how it goes with the anchor."""
    mx, mxv, vx, cx, vxv, my, myv, vy, cy, vyv = m
    if through == "tucker":
        gx, gy = cx / vxv, cy / vyv
    elif design.internal:
        gx, gy = vx / cx, vy / cy
    else:
        gx, gy = (vx + cx) / (vxv + cx), (vy + cy) / (vyv + cy)
    w, apart, wider = design.w, mxv - myv, vxv - vyv
    v = 1 - w
    sx = vx - v * gx**2 * wider + w * v * gx**2 * apart**2
    sy = vy + w * gy**2 * wider + w * v * gy**2 * apart**2
    if np.any(np.real(sx) <= 0) or np.any(np.real(sy) <= 0):
        raise MethodFault(
            "The groups differ so much on the anchor that a form's spread in both together comes out below zero. "
            "Link through groups that are nearer to each other, or by method “chained”."
        )
    return mx - v * gx * apart, sx, my + w * gy * apart, sy


def _covariance(design: Design) -> Array:
    """Of the moments, in their order; groups are independent."""
    if isinstance(design, SingleGroup):
        return _table_covariance(design.both)
    if isinstance(design, CommonItems):
        return _blocks(_table_covariance(design.x), _table_covariance(design.y))
    return _blocks(_form_covariance(design.x), _form_covariance(design.y))


def _form_covariance(form: Counts) -> Array:
    n, v = float(form.n), float(_variance(form))
    third, fourth = (float(form.p @ (form.points - _mean(form)) ** k) for k in (3, 4))
    return np.array([[v, third], [third, fourth - v * v]]) / n


def _table_covariance(table: Table) -> Array:
    a, b = np.meshgrid(
        table.rows - _mean(table.by_row), table.columns - _mean(table.by_column), indexing="ij"
    )
    parts = np.column_stack([z.ravel() for z in (a, b, a * a, a * b, b * b)])
    return _spread(parts, table.p.ravel(), float(table.n))


def _spread(parts: Array, p: Array, n: float) -> Array:
    about = parts - p @ parts
    return np.asarray((p[:, None] * about).T @ about / n)


def _blocks(one: Array, two: Array) -> Array:
    size = len(one)
    made = np.zeros((size + len(two), size + len(two)))
    made[:size, :size], made[size:, size:] = one, two
    return made
