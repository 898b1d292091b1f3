"""The link of one form's scores to another's: by which method, what each score becomes, with what error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking import equipercentile, linear
from kahui.analytics.methods.linking.designs import (
    Array,
    CommonItems,
    Counts,
    Design,
    EquivalentGroups,
    SingleGroup,
    Table,
)
from kahui.analytics.methods.linking.kernel import Gaussian
from kahui.analytics.methods.linking.uniform import Uniform

Method = Literal["mean", "linear", "equipercentile", "kernel"]
Through = Literal["tucker", "levine", "chained", "frequency-estimation"]
METHODS: tuple[Method, ...] = ("mean", "linear", "equipercentile", "kernel")
THROUGH: tuple[Through, ...] = ("tucker", "levine", "chained", "frequency-estimation")


@dataclass(frozen=True, slots=True)
class How:
    """The choices of a link.

    `through`: how common items join the groups (`tucker` for lines, `chained` for ranks, unless said).
    `smooth`: degree of log-linear presmoothing; `cross`: powers whose products it keeps in a table.
    `bandwidth`: of the kernel, else the penalty chooses; `bumps`: weight of the penalty's second part.
    """

    method: Method
    through: Through | None = None
    smooth: int | None = None
    cross: int = 1
    bandwidth: float | None = None
    bumps: float = 0.0

    @property
    def by_ranks(self) -> bool:
        return self.method in ("equipercentile", "kernel")

    @property
    def joined(self) -> Through:
        """How common items join the groups, as used."""
        return self.through or ("chained" if self.by_ranks else "tucker")


@dataclass(frozen=True, slots=True)
class Link:
    """What each score of one form becomes on another's scale.

    `points` (K,): scores; `equated` (K,): what they become; `se` (K,): standard error of that, in the other's
    points; `seen` (K,): whether the score lies within those that learners had (beyond them `equated` is a
    convention and `se` says nothing). `least`, `most`: the other scale's ends. `learners`: in each sample.
    """

    design: str
    how: How
    points: Array
    equated: Array
    se: Array
    seen: np.ndarray
    least: float
    most: float
    learners: tuple[int, ...]

    def __call__(self, score: Array) -> Array:
        """Scores between the points by straight lines; beyond them, at the end's slope for lines, else the end."""
        if self.how.by_ranks:
            return np.interp(score, self.points, self.equated)
        slope = (self.equated[-1] - self.equated[0]) / (self.points[-1] - self.points[0])
        return np.asarray(self.equated[0] + slope * (np.asarray(score) - self.points[0]))


def equated(design: Design, how: How, made: Mapping[str, equipercentile.Continuous] | None = None) -> Array:
    """What each score of the first form becomes, (…, K). `made`: its forms made continuous, if already so."""
    if not how.by_ranks:
        slope, intercept = linear.conversion(design, *line(how))
        return np.asarray(slope[..., None] * form_x(design).points + intercept[..., None])
    return equipercentile.lined_up(made or continuous(design, how))


def continuous(
    design: Design, how: How, widths: Mapping[str, float] | None = None
) -> dict[str, equipercentile.Continuous]:
    """The forms that ranks pass through, made continuous. `widths`: bandwidths already chosen for each."""
    held = equipercentile.forms(design, _ranked(how))
    if how.method == "equipercentile":
        return {name: Uniform.of(form) for name, form in held.items()}
    widths = widths or {}
    return {
        name: Gaussian.of(form, widths.get(name, how.bandwidth), how.bumps) for name, form in held.items()
    }


def fits(design: Design, how: How) -> None:
    """Raises `MethodFault` where the choices do not go with each other or with the design."""
    if how.method not in METHODS:
        raise MethodFault(f"There is no method “{how.method}”. Methods are {', '.join(METHODS)}.")
    if how.through is not None and not isinstance(design, CommonItems):
        raise MethodFault(
            f"“{how.through}” joins groups by common items; this design has none. Leave it out."
        )
    lines, ranks = ("tucker", "levine", "chained"), ("chained", "frequency-estimation")
    if how.through is not None and how.through not in (ranks if how.by_ranks else lines):
        may = " or ".join(ranks) if how.by_ranks else "tucker, levine or chained"
        raise MethodFault(f"A link by method {how.method} cannot go through “{how.through}”. Use {may}.")
    if how.smooth is not None and not how.by_ranks:
        raise MethodFault(
            f"Smoothing changes nothing that a {how.method} link uses: it keeps mean and spread. Leave it out, "
            "or use method equipercentile or kernel."
        )


def together(design: Design) -> None:
    """Raises `MethodFault` where learners with higher scores of one do not have higher scores of the other."""
    tables = () if isinstance(design, EquivalentGroups) else _tables(design)
    for table, what in tables:
        if not linear.correlation(table) > 0:
            raise MethodFault(
                f"Learners with more of one score do not have more of the other ({what}), so nothing they share "
                "joins the two. Check that both scores are of the same learners, in the same order of rows."
            )


def _tables(design: SingleGroup | CommonItems) -> tuple[tuple[Table, str], ...]:
    if isinstance(design, SingleGroup):
        return ((design.both, "the two forms"),)
    return (design.x, "total and anchor of the first group"), (
        design.y,
        "total and anchor of the second group",
    )


def form_x(design: Design) -> Counts:
    """The scores that are linked."""
    if isinstance(design, EquivalentGroups):
        return design.x
    return design.both.by_row if isinstance(design, SingleGroup) else design.x.by_row


def form_y(design: Design) -> Counts:
    """The scores they are linked to."""
    if isinstance(design, EquivalentGroups):
        return design.y
    return design.both.by_column if isinstance(design, SingleGroup) else design.y.by_row


def turned(design: Design) -> Design:
    """The same data, for the link the other way."""
    if isinstance(design, EquivalentGroups):
        return EquivalentGroups(design.y, design.x)
    if isinstance(design, SingleGroup):
        both = design.both
        return SingleGroup(
            replace(both, rows=both.columns, columns=both.rows, count=np.swapaxes(both.count, -1, -2))
        )
    weight = None if design.weight is None else 1 - design.weight
    return CommonItems(design.y, design.x, design.internal, weight)


def line(how: How) -> tuple[linear.Kind, linear.Through]:
    """The choices as a mean or linear link takes them."""
    return "mean" if how.method == "mean" else "linear", cast(linear.Through, how.joined)


def _ranked(how: How) -> equipercentile.Through:
    return cast(equipercentile.Through, how.joined)
