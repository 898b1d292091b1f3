"""May this person do this, there, on this day? One answer, read by actions, by buttons and by the access table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from kahui.definition.time import say
from kahui.records.access.abilities import ABILITIES
from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, Place, Reach
from kahui.records.access.roles import ROLES
from kahui.records.changes.clock import today


class NotAllowed(PermissionError):
    """Somebody may not do this here; the message says so, and who may."""


@dataclass(frozen=True, slots=True)
class Yes:
    """Allowed, by this grant (`None` for the deployment itself)."""

    grant: Grant | None

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class No:
    """Not allowed; `reason` is a sentence."""

    reason: str

    def __bool__(self) -> bool:
        return False


class Acting:
    """Somebody who acts on a day, with everything they have been granted then, read once."""

    def __init__(self, person: Person | None, on: dt.date | None = None, words: str = "") -> None:
        self.person = person
        self.on = on or today()
        self.words = words or str(person)

    @classmethod
    def deployment(cls, words: str) -> Acting:
        """The person who runs the deployment, at its own machine: may do everything. `words` says which command."""
        return cls(None, words=words)

    @property
    def id(self) -> int | None:
        return self.person.pk if self.person else None

    def __str__(self) -> str:
        return self.words

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """The grants that hold on the day. A deputy's holds only while the grant it stands in for does."""
        if self.person is None or not self.person.is_active:
            return ()
        day = self.on
        held = Grant.objects.held_on(day)
        mine = held.filter(person=self.person).filter(
            Q(instead_of__isnull=True) | Q(instead_of__in=held.values("pk"))
        )
        return tuple(mine.select_related("instead_of__person").order_by("pk"))

    def reach(self, ability: str) -> Reach:
        """Every place in which they hold an ability."""
        if self.person is None:
            return Reach(frozenset({NATION}))
        may = [g for g in self.grants if ability in ROLES[g.role].abilities]
        return Reach(frozenset(Place(g.place_kind, g.place_key) for g in may))

    def check(self, ability: str, places: Iterable[Place], *, capacity: str = "") -> Yes | No:
        """Whether they may do it to a thing that lies in `places`; with `capacity`, only in that office."""
        if self.person is None:
            return Yes(None)
        there = {*places, NATION}
        for grant in self.grants:
            holds = ability in ROLES[grant.role].abilities and capacity in ("", grant.capacity)
            if holds and Place(grant.place_kind, grant.place_key) in there:
                return Yes(grant)
        return No(self._why_not(ability, capacity))

    def may(self, ability: str, places: Iterable[Place], *, capacity: str = "") -> str:
        """As `check`, for an action: raises `NotAllowed`, else gives how the act is recorded, with both names
        where a deputy acts: “Mere Tau, for Hana Reweti”."""
        answer = self.check(ability, places, capacity=capacity)
        if isinstance(answer, No):
            raise NotAllowed(answer.reason)
        principal = answer.grant.instead_of if answer.grant else None
        return f"{self.words}, for {principal.person}" if principal else self.words

    def _why_not(self, ability: str, capacity: str) -> str:
        words = ABILITIES[ability].words
        elsewhere = [g for g in self.grants if ability in ROLES[g.role].abilities]
        if capacity and elsewhere:
            return f"You may not {words}: on {say(self.on)} this is for the office “{capacity}”, which you do not hold."
        if elsewhere:
            return f"You may not {words} here: your role is for other places."
        holders = [role.name.lower() for role in ROLES.values() if ability in role.abilities]
        return f"You may not {words}. Those who may: {', '.join(holders)}."
