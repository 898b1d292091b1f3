"""How many posts are provided on a day, to whom, by which rule or notice: a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from kahui.definition import gates
from kahui.definition.model import Definition, Programme
from kahui.definition.provision import earned
from kahui.definition.time import AsAt
from kahui.records.networks.models import Decision, Membership, Network
from kahui.records.posts.models import Conversion, Entitlement, GivenUp, Transfer
from kahui.records.register.models import Detail, Provider, Roll

Key = tuple[int, str, int | None]
"""A network's key, a post's code, and a school's key or `None` for the network as a whole."""


@dataclass(frozen=True, slots=True)
class Provided:
    """Posts of one kind that a network, or one of its schools, has on a day.

    `estimate` is true where a stand-in rule gave the number; `rule` and `source` say what gave it. `open` is whether
    the gate that opens the post stands, `since` the day from which it has. `changed` counts what conversions and
    transfers added or took away.
    """

    network: int
    post: str
    provider: int | None
    count: int
    estimate: bool
    rule: str
    source: str
    open: bool = False
    since: dt.date | None = None
    changed: int = 0

    @property
    def key(self) -> Key:
        return self.network, self.post, self.provider


@dataclass(frozen=True, slots=True)
class School:
    """An eligible school of a network: its key, and its roll in force (`None`: not known)."""

    network: int
    provider: int
    roll: int | None


def provided(networks: Collection[Network], as_at: AsAt, definition: Definition) -> list[Provided]:
    """What is provided to networks and their schools on a day, as known at a moment, in the definition's order.

    What rolls earn, by the rule in force; then notices in its place; then conversions and transfers. A school without
    any of a post has a line that says none where a school earns it.
    """
    keys = [n.pk for n in networks]
    programme = definition.at(as_at.on)
    lines = _earned(keys, _schools(keys, as_at, programme), programme)
    _noticed(lines, keys, as_at)
    _changed(lines, keys, as_at, definition)
    stands = standing(keys, as_at, definition)
    opened = {p.code: p.opened_by for p in programme.posts}
    order = {p.code: place for place, p in enumerate(programme.posts)}
    found = [
        replace(
            line,
            open=opened[line.post] in stands[line.network],
            since=stands[line.network].get(opened[line.post]),
        )
        for line in lines.values()
        if line.post in opened
    ]
    return sorted(found, key=lambda x: (x.network, order[x.post], x.provider or 0))


def standing(networks: Collection[int], as_at: AsAt, definition: Definition) -> dict[int, dict[str, dt.date]]:
    """Network (by key) → each gate that stands on a day, and since when. One query."""
    taken: dict[int, list[gates.Decision]] = {n: [] for n in networks}
    known = Decision.objects.by(as_at).filter(network__in=networks).order_by("on", "on_by", "id")
    for network, *said in known.values_list("network", "gate", "decision", "on", "on_by"):
        taken[network].append(gates.Decision(*said))
    return {
        network: {stood.gate: stood.since for stood in gates.come_to(said, definition, as_at.on).gates}
        for network, said in taken.items()
    }


def _schools(networks: Collection[int], as_at: AsAt, programme: Programme) -> list[School]:
    """The members that may hold posts on a day, each with its roll in force. Three queries."""
    belongs = Membership.objects.on(as_at).filter(network__in=networks, provider__kind=Provider.Kind.SCHOOL)
    members = list(belongs.values_list("network", "provider"))
    there = {provider for _, provider in members}
    said = Detail.objects.on(as_at).filter(provider__in=there, is_open=True)
    may = {
        provider
        for provider, authority, type in said.values_list("provider", "authority", "type")
        if programme.eligible(authority=authority, type=type)
    }
    rolls: dict[int, int] = {}
    by = Roll.objects.by(as_at).filter(provider__in=there).order_by("on", "series")
    for provider, total in by.values_list("provider", "total"):
        rolls[provider] = total  # the latest, and of two on one day the return
    return [
        School(network, provider, rolls.get(provider)) for network, provider in members if provider in may
    ]


def _earned(keys: Collection[int], schools: list[School], programme: Programme) -> dict[Key, Provided]:
    of: dict[int, dict[int, int | None]] = {n: {} for n in keys}
    for school in schools:
        of[school.network][school.provider] = school.roll
    lines: dict[Key, Provided] = {}
    for network, rolls in of.items():
        for line in earned(programme, rolls):
            per = (
                [(p, n) for p, n in line.by_school]
                if _per_school(programme, line.post)
                else [(None, line.count)]
            )
            for provider, count in per:
                made = Provided(
                    network, line.post, provider, count, line.estimate, line.rule, line.cited.source
                )
                lines[made.key] = made
    return lines


def _per_school(programme: Programme, post: str) -> bool:
    return any(v.per == "school" for p in programme.posts if p.code == post for v in p.provisions)


def _noticed(lines: dict[Key, Provided], keys: Collection[int], as_at: AsAt) -> None:
    """Notices go before what the rolls earn; one for the whole network goes before those of its schools."""
    said = Entitlement.objects.on(as_at).filter(network__in=keys).order_by("starts", "id")
    rows = list(said.values_list("network", "post", "provider", "count", "source"))
    for network, post, provider, count, source in sorted(rows, key=lambda r: r[2] is None):
        if provider is None:
            for key in [k for k in lines if k[:2] == (network, post)]:
                del lines[key]
        made = Provided(network, post, provider, count, False, "By the entitlement notice.", source)
        lines[made.key] = made


def _changed(lines: dict[Key, Provided], keys: Collection[int], as_at: AsAt, definition: Definition) -> None:
    gives = {m.code: m.gives_post for m in definition.conversions.merges}
    moves: dict[Key, int] = defaultdict(int)
    made = Conversion.objects.on(as_at).filter(network__in=keys).values_list("network", "code", "times")
    for network, code, times in made:
        if code in gives:
            moves[network, gives[code], None] += times
    given = GivenUp.objects.on(as_at).filter(conversion__network__in=keys)
    for network, post, provider, count in given.values_list(
        "conversion__network", "post", "provider", "count"
    ):
        moves[network, post, provider] -= count
    moved = Transfer.objects.on(as_at).filter(network__in=keys)
    for network, post, was, became, count in moved.values_list("network", "post", "was", "became", "count"):
        moves[network, post, was] -= count
        moves[network, post, became] += count
    for key, change in moves.items():
        network, post, provider = key
        line = lines.get(key) or lines.get((network, post, None))
        if line is None:
            line = Provided(network, post, provider, 0, False, "By conversion or transfer.", "")
        lines[line.key] = replace(line, count=max(0, line.count + change), changed=line.changed + change)
