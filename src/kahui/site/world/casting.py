"""Whom stories are about: schools and services that are in no network yet, and networks that were approved."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from kahui.definition.model import Definition
from kahui.records.dated import not_over
from kahui.records.formation.models import Office
from kahui.records.formation.queries.memorandum import members_of
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Decision, Membership, Network
from kahui.records.register.models import Detail, Provider
from kahui.site.world.people import People
from kahui.site.world.telling import place_of

STEADY = dt.timedelta(days=200)
"""Ours: how long ago a network of a story was approved, and since when somebody answers for each member."""

ANSWERS = {"school": "board", "service": "nominee"}
"""Who answers for a provider of a kind."""


@dataclass
class Cast:
    """The providers of one region that are free, and the networks that were approved and came no further."""

    region: str
    schools: list[Provider]
    services: list[Provider]
    networks: list[Network]
    sizes: dict[int, int]
    each: int
    """How many schools found a network that forms."""

    def founders(self, schools: int = 0, services: int = 1) -> list[Provider]:
        """Providers that are in no network, schools first; none is given twice. `schools` is `each` where not said."""
        count = min(schools or self.each, self.each)
        taken = [self.schools.pop(0) for _ in range(min(count, len(self.schools)))]
        more = services + (schools or self.each) - len(taken)
        return taken + [self.services.pop(0) for _ in range(min(more, len(self.services)))]

    def network(self, members: int | None = None) -> Network | None:
        """A network that was approved and came no further, the nearest to a number of members; none is given twice."""
        if not self.networks:
            return None
        chosen = self.networks[0]
        if members is not None:
            chosen = min(self.networks, key=lambda n: abs(self.sizes[n.pk] - members))
        self.networks.remove(chosen)
        return chosen


FORMING = 9
"""How many stories may want a network of their own."""


def cast(people: People, definition: Definition, day: dt.date) -> Cast:
    """Choose the region with room for stories, and in it who they are about."""
    free = _free(people)
    offices = dict(Office.objects.on(now_on(day)).values_list("network", "region"))
    standing = _standing(people, definition, day)
    schools = Counter(region for region, provider in free if provider.kind == Provider.Kind.SCHOOL)
    there = Counter(offices.get(n.pk, "") for n in standing)
    region = max(sorted(schools), key=lambda r: (min(schools[r], 2 * FORMING), there[r], schools[r]))
    mine = [provider for where, provider in free if where == region]
    own = [p for p in mine if p.kind == Provider.Kind.SCHOOL]
    sizes = {key: len(theirs) for key, theirs in members_of(standing, day).items()}
    ordered = sorted(standing, key=lambda n: (offices.get(n.pk) != region, n.number))
    services = [p for p in mine if p.kind == Provider.Kind.SERVICE]
    return Cast(region, own, services, ordered, sizes, 2 if len(own) >= 2 * FORMING else 1)


def _free(people: People) -> list[tuple[str, Provider]]:
    """Region and provider of every open one that is in no network and that somebody answers for, by number."""
    held = Membership.objects.current().values("provider")
    rows = Detail.objects.current().filter(ends__isnull=True, is_open=True).exclude(provider__in=held)
    listed = rows.select_related("provider").order_by("provider__kind", "provider__number")
    return [
        (row.region, row.provider)
        for row in listed
        if row.region and (ANSWERS[row.provider.kind], place_of(row.provider)) in people.by
    ]


def _standing(people: People, definition: Definition, day: dt.date) -> list[Network]:
    """Networks approved a while ago, with nothing decided since, by number."""
    approval = definition.standing("approved")
    assert approval is not None  # the reference programme has one
    last: dict[int, Decision] = {}
    for decision in Decision.objects.current().filter(on__lte=day).order_by("on", "id"):
        last[decision.network_id] = decision
    early = [k for k, d in last.items() if d.gate == approval.code and d.on <= day - STEADY]
    listed = list(Network.objects.filter(pk__in=early).order_by("number"))
    mute = _mute(people, listed, day - STEADY)
    return [n for n in listed if n.pk not in mute and len(members_of([n], day)[n.pk]) > 2]


def _mute(people: People, networks: Collection[Network], since: dt.date) -> set[int]:
    """Networks that had a member since a day for which nobody answers on the last: it has closed."""
    held = Membership.objects.current().filter(not_over(since), network__in=networks)
    rows = held.select_related("provider")
    return {m.network_id for m in rows if (ANSWERS[m.provider.kind], place_of(m.provider)) not in people.by}
