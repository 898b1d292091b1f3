"""Whether a link is the same for every group of learners: root mean square difference (Dorans and Holland 2000).

RMSD(x) compares each group's own link with the link of all, at a score; REMSD does so over all scores. Both are
shares of the standard deviation of the target form. Groups are samples, so some difference is always seen: what
chance alone would show is told beside it, from resamples in which every group is drawn from all learners together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array, Counts, EquivalentGroups
from kahui.analytics.methods.linking.functions import How, equated

LEAST_IN_GROUP = 50
"""Fewer learners on either form than this, and a group's own link is mostly noise."""


@dataclass(frozen=True, slots=True)
class Invariance:
    """How far groups' links differ from the link of all, in standard deviations of the target form.

    `rmsd` (K,) at each of `points`; `remsd` over all; `by_chance`: the mean REMSD were the link the same for all;
    `limit`: exceeded by chance in one case of twenty; `beyond_chance`: REMSD less what chance gives (0 at least);
    `shift`: each group's mean difference, in points of the target form; `matters`: half a point, as such a share.
    """

    points: Array
    rmsd: Array
    remsd: float
    by_chance: float
    limit: float
    beyond_chance: float
    shift: dict[str, float]
    matters: float

    @property
    def sentence(self) -> str:
        """What was found, as one says it."""
        worst = max(self.shift, key=lambda group: abs(self.shift[group]))
        if self.remsd <= self.limit:
            return (
                f"The link was not seen to differ between groups by more than chance would show "
                f"(REMSD {self.remsd:.3f}, by chance {self.by_chance:.3f})."
            )
        if self.beyond_chance <= self.matters:
            return (
                f"The link differs between groups by more than chance, but by less than half a point "
                f"(REMSD {self.remsd:.3f}, of which {self.beyond_chance:.3f} beyond chance)."
            )
        return (
            f"The link is not the same for all: it would put learners of the group “{worst}” "
            f"{abs(self.shift[worst]):.2f} points too {'low' if self.shift[worst] > 0 else 'high'} on average "
            f"(REMSD {self.remsd:.3f}, of which {self.beyond_chance:.3f} beyond chance). Link such groups apart."
        )


def invariance(
    groups: Mapping[str, EquivalentGroups], how: How, replicates: int = 200, seed: int = 1
) -> Invariance:
    """Groups that together are all learners, each learner in one. Raises `MethodFault` if one is too small."""
    _enough(groups)
    names, parts = tuple(groups), tuple(groups.values())
    weight = np.array([float(g.x.n) for g in parts]) / sum(float(g.x.n) for g in parts)
    everyone = _together(parts)
    scale = float(np.sqrt(everyone.y.p @ (everyone.y.points - everyone.y.p @ everyone.y.points) ** 2))
    apart = np.array([equated(g, how) for g in parts]) - equated(everyone, how)
    square = np.einsum("g,gk->k", weight, apart**2)
    remsd = float(np.sqrt(everyone.x.p @ square)) / scale
    chance = _by_chance(everyone, parts, weight, how, replicates, seed) / scale
    beyond = float(np.sqrt(max(0.0, remsd**2 - float((chance**2).mean()))))
    shift = {name: float(g.x.p @ d) for name, g, d in zip(names, parts, apart, strict=True)}
    return Invariance(
        points=everyone.x.points,
        rmsd=np.asarray(np.sqrt(square) / scale),
        remsd=remsd,
        by_chance=float(chance.mean()),
        limit=float(np.quantile(chance, 0.95)),
        beyond_chance=beyond,
        shift=shift,
        matters=0.5 * float(np.median(np.diff(everyone.y.points))) / scale,
    )


def _enough(groups: Mapping[str, EquivalentGroups]) -> None:
    if len(groups) < 2:
        raise MethodFault(
            "There is one group, so nothing to compare. Give at least two that share no learner."
        )
    for name, group in groups.items():
        least = min(float(group.x.n), float(group.y.n))
        if least < LEAST_IN_GROUP:
            raise MethodFault(
                f"The group “{name}” has {least:g} learners on a form: too few for a link of its own. "
                f"At least {LEAST_IN_GROUP} are needed on each; join it with another, or leave it out and say so."
            )
        first = next(iter(groups.values()))
        if not (
            np.array_equal(group.x.points, first.x.points) and np.array_equal(group.y.points, first.y.points)
        ):
            raise MethodFault(
                f"The group “{name}” has other possible scores than the first. List the same for all."
            )


def _together(parts: Sequence[EquivalentGroups]) -> EquivalentGroups:
    x = reduce(np.add, (g.x.count for g in parts))
    y = reduce(np.add, (g.y.count for g in parts))
    return EquivalentGroups(Counts(parts[0].x.points, x), Counts(parts[0].y.points, y))


def _by_chance(
    everyone: EquivalentGroups,
    parts: Sequence[EquivalentGroups],
    weight: Array,
    how: How,
    replicates: int,
    seed: int,
) -> Array:
    """REMSD times the standard deviation, (R,), when each group is a sample of all."""
    rng = np.random.default_rng(seed)
    drawn = [
        EquivalentGroups(
            _sample(everyone.x, float(g.x.n), rng, replicates),
            _sample(everyone.y, float(g.y.n), rng, replicates),
        )
        for g in parts
    ]
    apart = np.array([equated(g, how) for g in drawn]) - equated(_together(drawn), how)
    square = np.einsum("g,grk->rk", weight, apart**2)
    return np.asarray(np.sqrt(square @ everyone.x.p))


def _sample(form: Counts, n: float, rng: np.random.Generator, replicates: int) -> Counts:
    return Counts(form.points, rng.multinomial(round(n), form.p, size=replicates).astype(np.float64))
