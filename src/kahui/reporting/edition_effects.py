"""What an edition of the programme would do to the networks that are on their way, by name, before it is live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from kahui.definition.changed import Stands, differences, stands
from kahui.definition.gates import Decision as Said
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.editions.queries import by_definition
from kahui.records.formation.queries.turns import taken_of
from kahui.records.networks.models import Decision, Network
from kahui.records.networks.queries import names_of
from kahui.records.posts.queries.provision import provided


@dataclass(frozen=True, slots=True)
class Effect:
    """One network: what would not be as it is, in sentences; none where nothing would change."""

    number: int
    name: str
    changes: tuple[str, ...]


def effects(networks: Collection[Network], proposed: Definition, as_at: AsAt) -> tuple[Effect, ...]:
    """What would change for each network if it went over to a definition, those that change first, by name."""
    before: dict[int, Stands] = {}
    for definition, those in by_definition(networks, as_at.on):
        before |= _standing(those, definition, as_at)
    after = _standing(networks, proposed, as_at)
    names = names_of(networks, as_at)
    found = [Effect(n.number, names[n.pk], tuple(differences(before[n.pk], after[n.pk]))) for n in networks]
    return tuple(sorted(found, key=lambda e: (not e.changes, e.name)))


def on_their_way(definition: Definition, on: dt.date) -> list[Network]:
    """The networks about which something was decided and whose last gate has not been passed."""
    last = definition.at(on).gates[-1].code
    ended = Decision.objects.current().filter(gate=last, on__lte=on).values("network")
    begun = Decision.objects.current().filter(on__lte=on).values("network")
    return list(Network.objects.filter(pk__in=begun).exclude(pk__in=ended).order_by("number"))


def _standing(networks: Collection[Network], definition: Definition, as_at: AsAt) -> dict[int, Stands]:
    taken = taken_of(networks, as_at)
    names = {p.code: p.name.en for p in definition.at(as_at.on).posts}
    posts: dict[int, dict[str, int]] = {n.pk: {} for n in networks}
    for line in provided(networks, as_at, definition):
        mine = posts[line.network]
        mine[names[line.post]] = mine.get(names[line.post], 0) + line.count
    return {n.pk: stands(_said(taken[n.pk]), definition, posts[n.pk], as_at.on) for n in networks}


def _said(taken: Collection[object]) -> list[Said]:
    return [t.said for t in taken]  # type: ignore[attr-defined]
