"""The error of a link: by formula, and by drawing the samples again.

By formula: Lord (1982) for percentile ranks of equivalent groups as they are (Kolen and Brennan 2014, eq. 7.12);
the delta method with the samples' own covariance for every other link by ranks (von Davier, Holland and Thayer
2004, theorem 5.1; with smoothing, Holland and Thayer's C) and for lines (`linear.standard_error`).
By drawing: multinomial resamples of each group, all replicates at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking import linear
from kahui.analytics.methods.linking.designs import (
    Array,
    CommonItems,
    Design,
    EquivalentGroups,
    SingleGroup,
    Table,
    cells,
    resampled,
)
from kahui.analytics.methods.linking.equipercentile import Continuous, Roots, presmoothed, relative
from kahui.analytics.methods.linking.functions import (
    How,
    Link,
    continuous,
    equated,
    fits,
    form_x,
    form_y,
    line,
    together,
)
from kahui.analytics.methods.linking.kernel import Gaussian
from kahui.analytics.methods.linking.uniform import Uniform

_AT_ONCE = 4_000_000
"""How many numbers a batch of replicates may hold: 32 MB."""
_NAMES = {EquivalentGroups: "equivalent-groups", SingleGroup: "single-group", CommonItems: "common-items"}


@dataclass(frozen=True, slots=True)
class Replicates:
    """A link drawn again: `equated` (R, K) at `points` (K,), from `seed`."""

    points: Array
    equated: Array
    seed: int

    @property
    def se(self) -> Array:
        """Standard deviation over replicates, with R − 1, (K,)."""
        return np.asarray(self.equated.std(0, ddof=1))


def link(design: Design, how: How) -> Link:
    """The link with its error by formula. Raises `MethodFault` where none can be had."""
    fits(design, how)
    together(design)
    used, roots = (design, ()) if how.smooth is None else presmoothed(design, how.smooth, how.cross)
    if how.by_ranks:
        made = continuous(used, how)
        value = equated(used, how, made)
        se = _ranked_error(used, roots, made, value, how)
    else:
        value = equated(used, how)
        at = form_x(design).points
        se = linear.standard_error(design, *line(how), at)
    x, y = form_x(design), form_y(design)
    held = np.flatnonzero(x.count)
    seen = (np.arange(x.points.size) >= held[0]) & (np.arange(x.points.size) <= held[-1])
    ends = (float(y.points[0]), float(y.points[-1]))
    return Link(_NAMES[type(design)], how, x.points, value, se, seen, *ends, _learners(design))


def drawn_again(design: Design, how: How, replicates: int, seed: int) -> Replicates:
    """The link of `replicates` resamples of the design. The same seed gives the same numbers.

    Bandwidths of a kernel are those of the sample itself; smoothing is done anew in each.
    """
    fits(design, how)
    if replicates < 2:
        raise MethodFault(f"{replicates} replicates show no spread. Ask for at least 2; 1,000 is usual.")
    widths = _widths(design, how)
    rng = np.random.default_rng(seed)
    parts = [
        _again(resampled(design, rng, size), how, widths) for size in _batches(replicates, cells(design))
    ]
    return Replicates(form_x(design).points, np.concatenate(parts), seed)


def linked_again(design: Design, drawn: Design, how: How) -> Array:
    """What each score becomes in samples drawn otherwise, (R, K); bandwidths are those of the design itself."""
    fits(design, how)
    return _again(drawn, how, _widths(design, how))


def with_error(made: Link, drawn: Replicates) -> Link:
    """The link with the error that its replicates show."""
    return replace(made, se=drawn.se)


def _again(design: Design, how: How, widths: Mapping[str, float]) -> Array:
    used = design if how.smooth is None else presmoothed(design, how.smooth, how.cross)[0]
    return equated(used, how, continuous(used, how, widths) if how.by_ranks else None)


def _widths(design: Design, how: How) -> dict[str, float]:
    if how.method != "kernel":
        return {}
    used = design if how.smooth is None else presmoothed(design, how.smooth, how.cross)[0]
    return {name: form.h for name, form in continuous(used, how).items() if isinstance(form, Gaussian)}


def _batches(replicates: int, size: int) -> Iterator[int]:
    most = max(1, _AT_ONCE // size)
    for start in range(0, replicates, most):
        yield min(most, replicates - start)


def _learners(design: Design) -> tuple[int, ...]:
    if isinstance(design, SingleGroup):
        return (round(float(design.both.n)),)
    return round(float(design.x.n)), round(float(design.y.n))


def _ranked_error(
    design: Design, roots: Roots, made: Mapping[str, Continuous], value: Array, how: How
) -> Array:
    x, y = made["x"], made["y"]
    rank = x.ranks()
    if isinstance(design, EquivalentGroups) and isinstance(y, Uniform) and not roots:
        return _lord(rank, y, float(design.x.n), float(design.y.n))
    moved_x = x.sensitivity(x.points)
    if isinstance(design, CommonItems) and "anchor of x" in made:
        return _chained_error(design, roots, made, value, moved_x)
    moved_y = y.sensitivity(value)
    steep = _steepness(y, rank, value)
    if isinstance(design, EquivalentGroups):
        noise = _noise(moved_x, x.p, float(design.x.n), _root(roots, 0))
        noise += _noise(moved_y, y.p, float(design.y.n), _root(roots, 1))
    elif isinstance(design, SingleGroup):
        noise = _table_noise(moved_x, 1.0, -moved_y, design.both, _root(roots, 0))
    else:
        noise = _carried_noise(design, roots, moved_x, moved_y)
    return _root_over(noise, steep)


def _lord(rank: Array, y: Uniform, nx: float, ny: float) -> Array:
    below, share = y.interval(rank)
    width = (y.below + y.above)[
        np.minimum(np.searchsorted(y.cumulative, rank, side="right"), y.points.size - 1)
    ]
    inside = (rank > 0) & (rank < 1)
    share = np.where(inside, share, 1.0)
    squared = rank * (1 - rank) / nx + (below - rank**2 + (rank - below) ** 2 / share) / ny
    return np.where(inside, np.sqrt(np.maximum(squared, 0.0)) / share * width, 0.0)


def _chained_error(
    design: CommonItems, roots: Roots, made: Mapping[str, Continuous], value: Array, moved_x: Array
) -> Array:
    """From x to the anchor in the first group, then from the anchor to y in the second: two samples."""
    x, first, second, y = (made[name] for name in ("x", "anchor of x", "anchor of y", "y"))
    anchor = first.score(x.ranks())
    rank = second.rank(anchor)
    to_y = _steepness(y, rank, value)
    through = second.density(anchor) / _steepness(first, x.ranks(), anchor)
    noise = through**2 * _table_noise(moved_x, 1.0, -first.sensitivity(anchor), design.x, _root(roots, 0))
    noise += _table_noise(-y.sensitivity(value), 1.0, second.sensitivity(anchor), design.y, _root(roots, 1))
    return _root_over(noise, to_y)


def _carried_noise(design: CommonItems, roots: Roots, moved_x: Array, moved_y: Array) -> Array:
    """With frequency estimation each sample moves both forms: its own, and the other through the anchor."""
    w = float(design.w)
    ratio = relative(design)
    inverse = np.where(ratio > 0, 1 / np.where(ratio > 0, ratio, 1.0), 0.0)
    x_there, y_there = _conditional(design.x, moved_x), _conditional(design.y, moved_y)
    first = -((1 - w) * ratio * x_there + w * y_there)
    second = (1 - w) * x_there + w * inverse * y_there
    noise = _table_noise(moved_x, w + (1 - w) * ratio, first, design.x, _root(roots, 0))
    return noise + _table_noise(-moved_y, (1 - w) + w * inverse, second, design.y, _root(roots, 1))


def _conditional(table: Table, moved: Array) -> Array:
    """The mean of `moved` (M, K) among learners at each anchor score, (M, L)."""
    at = table.p.sum(0)
    return np.asarray(moved @ table.p / np.where(at > 0, at, 1.0))


def _steepness(form: Continuous, rank: Array, value: Array) -> Array:
    """Learners' share for each unit of score where the value lies (where none scored, just above)."""
    if isinstance(form, Gaussian):
        return form.density(value)
    _, share = form.interval(rank)
    k = np.minimum(np.searchsorted(form.cumulative, rank, side="right"), form.points.size - 1)
    return np.where((rank > 0) & (rank < 1), share / (form.below + form.above)[k], 0.0)


def _root_over(noise: Array, steep: Array) -> Array:
    return np.where(steep > 0, np.sqrt(np.maximum(noise, 0.0)) / np.where(steep > 0, steep, 1.0), 0.0)


def _root(roots: Roots, which: int) -> Array | None:
    return roots[which] if roots else None


def _table_noise(
    rows: Array, weight: Array | float, columns: Array, table: Table, root: Array | None
) -> Array:
    """The variance of what a table's shares move, (M,).

    A learner at row k and column l moves `rows[:, k] · weight[l] + columns[:, l]`; the two are kept apart, as
    together they would be a number for every cell and every score.
    """
    p, weigh = table.p, np.broadcast_to(weight, (table.columns.size,))
    if root is not None:
        cells = root.reshape(table.rows.size, table.columns.size, -1)
        return np.asarray(
            ((rows @ np.einsum("klt,l->kt", cells, weigh) + columns @ cells.sum(0)) ** 2).sum(1)
        )
    mean = rows @ (p @ weigh) + columns @ p.sum(0)
    both = ((rows @ p) * weigh * columns).sum(1)
    square = rows**2 @ (p @ weigh**2) + 2 * both + columns**2 @ p.sum(0)
    return np.asarray((square - mean**2) / float(table.n))


def _noise(moved: Array, p: Array, n: float, root: Array | None) -> Array:
    """The variance of each row of `moved` (M, cells) times the sample's shares."""
    if root is not None:
        return np.asarray(((moved @ root) ** 2).sum(1))
    return np.asarray(((moved**2) @ p - (moved @ p) ** 2) / n)
