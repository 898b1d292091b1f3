"""The memberships and names that a photograph, a decision or a passage changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from kahui.definition.model import Definition
from kahui.records.networks.models import Membership, Network, NetworkName
from kahui.records.networks.queries import (
    approvals,
    memberships_held,
    names_held,
    network_ids,
    passages_held,
)
from kahui.records.register.ledger import Change, add
from kahui.records.register.models import Photograph, Provider
from kahui.records.register.photographs import Held, held, memberships, printed_name
from kahui.records.register.queries import BOUNDS, photographs
from kahui.records.register.read import ListedProvider
from kahui.records.register.revision import Difference, Revision, again, by_owner, revise

MEMBERSHIP_FIELDS = ("provider", "network", *BOUNDS)
NAME_FIELDS = ("network", "kind", "name", *BOUNDS)

Infer = Callable[[int, Sequence[dt.date], Mapping[dt.date, int]], list[Held[int]]]


def found(numbers: Collection[int]) -> dict[int, int]:
    """Number → key of every network, after adding those of `numbers` that are not there yet."""
    known = network_ids()
    missing = sorted(set(numbers) - known.keys())
    if missing:
        add(Network, ("number",), [(number,) for number in missing])
        known = network_ids()
    return known


def membership_days(standing: Mapping[dt.date, Photograph]) -> list[dt.date]:
    """The photographs that say who belongs where."""
    return [day for day, photograph in standing.items() if photograph.says_membership]


def put_memberships(
    kind: str,
    listed: Mapping[int, int],
    day: dt.date,
    days: Sequence[dt.date],
    definition: Definition,
) -> tuple[Change, list[Difference[int]]]:
    """Put what a photograph says of membership (provider → network) among the other `days` that say it."""
    current = by_owner(memberships_held(kind))
    passages = passages_held()
    infer = _inference(kind, definition, passages)
    revision = revise(current, listed, days, day, infer, always=passages.keys())
    return _membership_change(revision), revision.differences


def withdraw_memberships(kind: str, day: dt.date, days: Sequence[dt.date], definition: Definition) -> Change:
    """A photograph that said who belongs where is replaced by one that does not."""
    current = by_owner(memberships_held(kind))
    infer = _inference(kind, definition, passages_held())
    return _membership_change(again(current, days, infer, [d for d in days if d != day]))


def infer_again(kind: str, owners: Collection[int], definition: Definition) -> Change:
    """Memberships of some providers inferred again, because approvals or passages changed."""
    days = membership_days(photographs(kind))
    current = by_owner(memberships_held(kind, owners))
    everyone: dict[int, list[tuple[int, Held[int]]]] = {owner: current.get(owner, []) for owner in owners}
    infer = _inference(kind, definition, passages_held(owners))
    return _membership_change(again(everyone, days, infer, days))


def who_was_in(networks: Collection[int]) -> dict[str, set[int]]:
    """Kind → providers that are or were, as held now, in any of these networks (by key)."""
    rows = Membership.objects.current().filter(network_id__in=networks)
    by_kind: dict[str, set[int]] = {}
    for kind, owner in rows.values_list("provider__kind", "provider_id"):
        by_kind.setdefault(kind, set()).add(owner)
    return by_kind


def _inference(kind: str, definition: Definition, passages: Mapping[int, Sequence[Any]]) -> Infer:
    approved = approvals(definition)
    named = kind == Provider.Kind.SCHOOL

    def infer(owner: int, days: Sequence[dt.date], seen: Mapping[dt.date, int]) -> list[Held[int]]:
        return memberships(days, seen, approved, named=named, passages=passages.get(owner, ()))

    return infer


def _membership_change(revision: Revision[int]) -> Change:
    rows = [(owner, p.state, *_bounds(p)) for owner, p in revision.added]
    return Change(Membership, MEMBERSHIP_FIELDS, revision.superseded, rows)


def put_names(
    kind: str,
    providers: Iterable[ListedProvider],
    keys: Mapping[int, int],
    day: dt.date,
    days: Sequence[dt.date],
) -> list[Change]:
    """Names as the schools' photographs print them; services' count only where no school's names the network."""
    printed: dict[int, list[str]] = {}
    for provider in providers:
        if provider.network is not None and provider.network_name:
            printed.setdefault(keys[provider.network], []).append(provider.network_name)
    listed = {network: printed_name(names) for network, names in printed.items()}
    other = names_held(Provider.Kind.SERVICE if kind == Provider.Kind.SCHOOL else Provider.Kind.SCHOOL)
    if kind != Provider.Kind.SCHOOL:
        by_schools = {network for _, network, _ in other}
        listed = {network: name for network, name in listed.items() if network not in by_schools}
    current = by_owner(names_held(kind))
    revision = revise(current, listed, days, day, lambda _, after, seen: held(after, seen))
    changes = [_name_change(kind, revision)]
    if kind == Provider.Kind.SCHOOL:
        changes.append(
            Change(NetworkName, NAME_FIELDS, [id for id, network, _ in other if network in listed])
        )
    return changes


def withdraw_names(kind: str, day: dt.date, days: Sequence[dt.date]) -> Change:
    """As `withdraw_memberships`, for the names."""
    current = by_owner(names_held(kind))
    kept = [d for d in days if d != day]
    return _name_change(kind, again(current, days, lambda _, after, seen: held(after, seen), kept))


def names_of(printed: Mapping[int, str]) -> dict[int, str]:
    """Name and number of every network (by key): as `printed` now, else as held."""
    held_now = {network: p.state for kind in Provider.Kind.values for _, network, p in names_held(kind)}
    found_names = held_now | {network: name for network, name in printed.items() if name}
    return {
        key: f"{found_names[key]} ({number})" if key in found_names else f"network {number}"
        for number, key in network_ids().items()
    }


def _name_change(kind: str, revision: Revision[str]) -> Change:
    rows = [(network, str(kind), p.state, *_bounds(p)) for network, p in revision.added]
    return Change(NetworkName, NAME_FIELDS, revision.superseded, rows)


def _bounds(p: Held[Any]) -> tuple[dt.date | None, ...]:
    return (p.starts, p.starts_by, p.ends, p.ends_by, p.seen_from, p.seen_to)
