"""The memberships and names that a photograph, a decision or a passage changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from kahui.definition.model import Definition
from kahui.records.networks.models import Membership, Network, NetworkName
from kahui.records.networks.queries import (
    approvals,
    memberships_held,
    memberships_near,
    names_held,
    network_ids,
    passages_held,
)
from kahui.records.register.imported import Shown
from kahui.records.register.ledger import Change, add
from kahui.records.register.models import Provider
from kahui.records.register.photographs import Held, held, memberships, printed_name
from kahui.records.register.queries import BOUNDS, photographs
from kahui.records.register.revision import Difference, Revision, again, by_owner, in_question, revise

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


def put_memberships(shown: Shown, networks: Mapping[int, int]) -> tuple[Change, list[Difference[int]]]:
    """What a photograph changes of memberships; `networks` gives every network's key by number."""
    providers = shown.file.providers
    said = {shown.keys[p.number]: networks[p.network] for p in providers if p.network is not None}
    passages = passages_held()
    near = memberships_near(shown.kind, shown.membership_days, shown.as_at)
    owners = in_question(near, said, shown.as_at) | passages.keys()
    listed = {owner: network for owner, network in said.items() if owner in owners}
    current = by_owner(memberships_held(shown.kind, owners))
    revision = revise(
        current,
        listed,
        shown.membership_days,
        shown.as_at,
        _inference(shown.kind, shown.definition, passages),
        always=passages.keys(),
        unread=shown.unread,
    )
    return _membership_change(revision), revision.differences


def withdraw_memberships(shown: Shown) -> Change:
    """A photograph that said who belongs where is replaced by one that does not."""
    days = shown.membership_days
    current = by_owner(memberships_held(shown.kind))
    infer = _inference(shown.kind, shown.definition, passages_held())
    return _membership_change(again(current, days, infer, [d for d in days if d != shown.as_at]))


def infer_again(kind: str, owners: Collection[int], definition: Definition) -> Change:
    """Memberships of some providers inferred again, because approvals or passages changed."""
    days = [day for day, photograph in photographs(kind).items() if photograph.says_membership]
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
    rows = [(owner, p.state, *p.bounds) for owner, p in revision.added]
    return Change(Membership, MEMBERSHIP_FIELDS, revision.superseded, rows)


def put_names(shown: Shown, networks: Mapping[int, int]) -> list[Change]:
    """Names as the schools' photographs print them; services' count only where no school's names the network."""
    by_schools = shown.kind == Provider.Kind.SCHOOL.value
    printed: dict[int, list[str]] = {}
    for provider in shown.file.providers:
        if provider.network is not None and provider.network_name:
            printed.setdefault(networks[provider.network], []).append(provider.network_name)
    listed = {network: printed_name(names) for network, names in printed.items()}
    others = names_held(Provider.Kind.SERVICE if by_schools else Provider.Kind.SCHOOL)
    if not by_schools:
        known = {network for _, network, _ in others}
        listed = {network: name for network, name in listed.items() if network not in known}
    current = by_owner(names_held(shown.kind))
    revision = revise(current, listed, shown.membership_days, shown.as_at, _infer_name)
    changes = [_name_change(shown.kind, revision)]
    if by_schools:
        given_up = [id for id, network, _ in others if network in listed]
        changes.append(Change(NetworkName, NAME_FIELDS, given_up))
    return changes


def withdraw_names(shown: Shown) -> Change:
    """As `withdraw_memberships`, for the names."""
    days = shown.membership_days
    kept = [day for day in days if day != shown.as_at]
    current = by_owner(names_held(shown.kind))
    return _name_change(shown.kind, again(current, days, _infer_name, kept))


def _infer_name(_: int, days: Sequence[dt.date], seen: Mapping[dt.date, str]) -> list[Held[str]]:
    return held(days, seen)


def names_of(printed: Mapping[int, str]) -> dict[int, str]:
    """Name and number of every network (by key): as `printed` now, else as held."""
    held_now = {network: p.state for kind in Provider.Kind.values for _, network, p in names_held(kind)}
    found_names = held_now | {network: name for network, name in printed.items() if name}
    return {
        key: f"{found_names[key]} ({number})" if key in found_names else f"network {number}"
        for number, key in network_ids().items()
    }


def _name_change(kind: str, revision: Revision[str]) -> Change:
    rows = [(network, str(kind), p.state, *p.bounds) for network, p in revision.added]
    return Change(NetworkName, NAME_FIELDS, revision.superseded, rows)
