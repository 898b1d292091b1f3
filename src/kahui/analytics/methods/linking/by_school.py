"""A link drawn again by whole schools, where groups were not drawn learner by learner.

Schools choose tools, so the groups that took two forms are clusters. Learners of a school are alike, and resampling
learners one by one then says too small an error; resampling schools says what another choice of schools would have
given (Davison and Hinkley 1997, section 3.8). Whether the schools that chose one tool are like those that chose the
other is not for any resampling to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Array, Counts, EquivalentGroups, counted
from kahui.analytics.methods.linking.errors import Replicates, linked_again
from kahui.analytics.methods.linking.functions import How

LEAST_SCHOOLS = 8
"""With fewer schools on a form, resampling them says little of how schools differ."""


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """Learners by school and score: `points` (K,), `count` (S, K)."""

    points: Array
    count: Array

    @property
    def together(self) -> Counts:
        """All schools as one group."""
        return Counts(self.points, self.count.sum(0))


def by_school(school: ArrayLike, score: ArrayLike, count: ArrayLike, form: str = "the form") -> SchoolCounts:
    """Counts from rows of school, score and learners. Raises `MethodFault` where there are too few of either."""
    schools, which = np.unique(np.asarray(school), return_inverse=True)
    at, held = np.asarray(score, dtype=np.float64), np.asarray(count, dtype=np.float64)
    points, place = np.unique(at, return_inverse=True)
    made = np.zeros((schools.size, points.size))
    np.add.at(made, (which, place), held)
    counted(points, made.sum(0), form)
    made = made[made.sum(1) > 0]
    if len(made) < LEAST_SCHOOLS:
        raise MethodFault(
            f"{len(made)} schools took {form}: too few to see how schools differ. At least {LEAST_SCHOOLS} are "
            "needed; leave the column of schools out only if learners were drawn one by one."
        )
    return SchoolCounts(points, made)


def drawn_by_school(x: SchoolCounts, y: SchoolCounts, how: How, replicates: int, seed: int) -> Replicates:
    """The link of equivalent groups, of `replicates` resamples of the schools of each."""
    design = EquivalentGroups(x.together, y.together)
    rng = np.random.default_rng(seed)
    drawn = EquivalentGroups(_drawn(x, rng, replicates), _drawn(y, rng, replicates))
    return Replicates(x.points, linked_again(design, drawn, how), seed)


def _drawn(form: SchoolCounts, rng: np.random.Generator, replicates: int) -> Counts:
    schools = len(form.count)
    times = rng.multinomial(schools, np.full(schools, 1 / schools), size=replicates)
    return Counts(form.points, times @ form.count)
