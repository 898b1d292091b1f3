"""Links one after another, with their errors: the first to a second scale, and that to a third.

Errors of links from separate samples add: the first's, stretched by the second's slope, and the second's own
where the first lands (Kolen and Brennan 2014, section 7.4.2, on chained equating). A chain is no surer than its weakest
link and its rung no higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array
from kahui.analytics.methods.linking.drawn import Drawn, rising

_FALL = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """A link as a chain needs it: from tool to tool, what each score becomes, its error, its rung."""

    source: str
    target: str
    points: Array
    value: Array
    se: Array
    rung: str = "equate"


@dataclass(frozen=True, slots=True)
class Chain:
    """What the first tool's scores become on the last tool's scale: `value`, `se` (K,) at `points` (K,)."""

    tools: tuple[str, ...]
    points: Array
    value: Array
    se: Array


def chained(steps: Sequence[Step]) -> Chain:
    """The steps as one link. Raises `MethodFault` if they do not join, one falls, or one may not be chained."""
    if not steps:
        raise MethodFault("No link is named, so there is nothing to chain. Name the links in their order.")
    _joins(steps)
    points, value = steps[0].points, steps[0].value
    variance = steps[0].se ** 2
    for step in steps[1:]:
        _lands(step, value)
        variance = _slope(step, value) ** 2 * variance + np.interp(value, step.points, step.se) ** 2
        value = np.interp(value, step.points, step.value)
    tools = (steps[0].source, *(step.target for step in steps))
    return Chain(tools, points, value, np.asarray(np.sqrt(variance)))


def drawn_through(links: Sequence[Drawn]) -> Drawn:
    """The chain drawn: draw d of each link, one after the other. All must have as many draws."""
    if len({link.draws for link in links}) != 1:
        counts = ", ".join(str(link.draws) for link in links)
        raise MethodFault(f"The links have {counts} draws. Draw each as often as the others.")
    values = links[0].values
    for link in links[1:]:
        values = np.array([np.interp(v, link.points, w) for v, w in zip(values, link.values, strict=True)])
    return Drawn(links[0].points, values)


def _joins(steps: Sequence[Step]) -> None:
    for step in steps:
        rising(step.points, step.value, _FALL)
        if step.rung in ("project", "none") and len(steps) > 1:
            raise MethodFault(
                f"The link from {step.source} to {step.target} is on the rung “{step.rung}”: it predicts one tool "
                "from the other for the group it was made with, and may not be chained. Link the ends directly."
            )
    for one, two in pairwise(steps):
        if one.target != two.source:
            raise MethodFault(
                f"A link to {one.target} is followed by one from {two.source}, so the chain is broken. "
                f"Put a link from {one.target} to {two.source} between them."
            )


def _lands(step: Step, value: Array) -> None:
    outside = (value < step.points[0] - 1) | (value > step.points[-1] + 1)
    if outside.mean() > 0.5:
        raise MethodFault(
            f"Most linked scores lie outside the scores that the link from {step.source} to {step.target} was made "
            f"for ({step.points[0]:g} to {step.points[-1]:g}). Check that both speak of the same scale and year level."
        )


def _slope(step: Step, at: Array) -> Array:
    """The mean of the slopes on both sides, where it lands; at the ends that of the last step."""
    slopes = np.diff(step.value) / np.diff(step.points)
    k = np.searchsorted(step.points, at, side="left")
    left = slopes[np.clip(k - 1, 0, slopes.size - 1)]
    on = np.isin(at, step.points)
    right = slopes[np.clip(k, 0, slopes.size - 1)]
    return np.asarray(np.where(on, (left + right) / 2, left))
