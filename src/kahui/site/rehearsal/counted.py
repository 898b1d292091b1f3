"""Learners counted by school, year, topic, level and group, over all parts: as the tools showed, and in truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kahui.site.rehearsal.learners import ETHNICITIES
from kahui.site.rehearsal.part import GROUPS, Counts
from kahui.site.rehearsal.tools import TOPICS
from kahui.site.rehearsal.write import Words


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a question is about: a topic, year levels from and to, a group."""

    topic: int
    levels: tuple[int, int]
    group: str


class Counted:
    """Counts of every part, put together."""

    def __init__(self, parts: list[Counts], schools: int, years: range) -> None:
        self.years = years
        self.schools = schools
        self._observed, self._true, self._rolls = (
            self._together(parts, name) for name in ("observed", "true", "rolls")
        )

    def _together(self, parts: list[Counts], name: str) -> np.ndarray:
        shape = getattr(parts[0], name).shape
        whole = np.zeros((shape[0], self.schools, *shape[2:]), np.int32)
        for part in parts:
            whole[:, part.schools] = getattr(part, name)
        return whole

    def observed(self, schools: np.ndarray, year: int, whom: Whom) -> tuple[int, int]:
        """How many readings there are of whom at these schools, and how many at or above."""
        return self._of(self._observed, schools, year, whom)

    def true(self, schools: np.ndarray, year: int, whom: Whom) -> tuple[int, int]:
        """How many learners there are of whom at these schools, and how many truly at or above."""
        return self._of(self._true, schools, year, whom)

    def _of(self, counts: np.ndarray, schools: np.ndarray, year: int, whom: Whom) -> tuple[int, int]:
        first, last = whom.levels
        here = counts[self.years.index(year), schools, whom.topic, first : last + 1, GROUPS.index(whom.group)]
        of, count = here.sum(axis=(0, 1))
        return int(of), int(count)

    def rolls(self) -> dict[tuple[int, int], int]:
        """Learners by (school's key, year), of schools that have some."""
        return {
            (int(school) + 1, self.years[int(year)]): int(self._rolls[year, school, 0])
            for year, school in zip(*np.nonzero(self._rolls[:, :, 0]), strict=True)
        }

    def prioritised(self, school: int, year: int) -> dict[str, int]:
        """A school's roll in a year, each learner counted once."""
        row = self._rolls[self.years.index(year), school]
        return {"total": int(row[0])} | {e: int(row[1 + i]) for i, e in enumerate(ETHNICITIES)}

    def true_shares(self) -> dict[str, Any]:
        """Columns of the truth `share`: every cell that has learners."""
        year, school, topic, level, group = np.nonzero(self._true[..., 0])
        cells = self._true[year, school, topic, level, group]
        return {
            "school": school + 1,
            "year": (np.array(self.years)[year]).astype(np.int16),
            "topic": Words(topic, TOPICS),
            "year_level": level.astype(np.int8),
            "group": Words(group, GROUPS),
            "n": cells[:, 0],
            "at_or_above": cells[:, 1],
        }
