"""What somebody sees first: what waits for them, then the networks they look after and whose turn it is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kahui.records.access.check import Acting
from kahui.records.notices.waiting import Waiting
from kahui.records.waiting.cases import Case, cases, longest_first, seen_by
from kahui.records.waiting.owners import Key, Owner, owners_of
from kahui.records.waiting.turns import owned_by, waiting_where


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for somebody, and as what it does."""

    waiting: Waiting
    owner: Owner
    days: int
    late: int


@dataclass
class Desk:
    """Everything of one person's first screen, each part worked out once. Queries do not grow with the networks."""

    acting: Acting

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits where they hold a role, whoever it waits for."""
        return waiting_where(self.acting)

    @cached_property
    def mine(self) -> list[Waiting]:
        return owned_by(self.acting, self.waiting)

    @cached_property
    def numbers(self) -> list[int]:
        """The networks they look after, that in which something has waited longest first."""
        seen = list(seen_by(self.acting).values_list("number", flat=True))
        return longest_first(seen, self.waiting)

    @property
    def is_caseload(self) -> bool:
        """Whether these networks are looked after from an office."""
        return bool(self.acting.reach("caseload.see"))

    def tasks(self, waiting: Sequence[Waiting]) -> list[Task]:
        owners = owners_of(waiting, self.acting.on)
        return [
            Task(w, owners[Key.of(w)], _days(w.since, self.acting.on), _days(w.due, self.acting.on))
            for w in waiting
        ]

    def cases(self, numbers: Sequence[int]) -> list[Case]:
        return cases(numbers, self.waiting, self.acting.on)


def _days(since: dt.date | None, on: dt.date) -> int:
    """Whole days from a day until another; none where it is still to come."""
    return max((on - since).days, 0) if since else 0
