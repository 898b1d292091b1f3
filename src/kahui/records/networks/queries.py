"""Questions about networks, their members and what was decided about them."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import Q

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.dated import EventQuerySet, PeriodQuerySet, Sense
from kahui.records.networks.models import Decision, Membership, Network, NetworkName, Passage
from kahui.records.networks.rules import Belonging, Decided
from kahui.records.register import photographs as inference
from kahui.records.register.ledger import rows, rows_of
from kahui.records.register.models import Provider
from kahui.records.register.photographs import Approval, Held
from kahui.records.register.queries import BOUNDS, near
from kahui.records.register.revision import Sighting


def members(as_at: AsAt, network: Network, sense: Sense = "value") -> PeriodQuerySet:
    """Memberships of a network that hold on a day, as known at a moment."""
    on: PeriodQuerySet = Membership.objects.on(as_at, sense)
    return on.filter(network=network).select_related("provider")


def membership_of(as_at: AsAt, provider: Provider, sense: Sense = "value") -> Membership | None:
    """The network a provider is in on a day, as known at a moment."""
    on = Membership.objects.on(as_at, sense).filter(provider=provider).select_related("network")
    return on.order_by("-starts").first()


def memberships_of(as_at: AsAt, provider: Provider) -> PeriodQuerySet:
    """Every membership of a provider, as known at a moment, in order."""
    known: PeriodQuerySet = Membership.objects.known(as_at.known)
    return known.filter(provider=provider).select_related("network").order_by("starts", "starts_by")


def decisions(as_at: AsAt, network: Network, sense: Sense = "value") -> EventQuerySet:
    """What had been decided about a network by a day, as known at a moment, in order."""
    by: EventQuerySet = Decision.objects.by(as_at, sense)
    return by.filter(network=network).order_by("on", "on_by", "id")


def name_of(network: Network, as_at: AsAt | None = None) -> str:
    """What a network was called on a day; without a date, or before its first name, the nearest name known."""
    if as_at is not None:
        on = NetworkName.objects.on(as_at).filter(network=network).first()
        if on is not None:
            return str(on.name)
    names = NetworkName.objects.current().filter(network=network)
    last = names.order_by("-starts").first()
    return str(last.name) if last else f"network {network.number}"


MANY = 200
"""Networks above which their facts are chosen here and not in the database: so long a list takes it longer."""


def among(networks: Collection[int], field: str = "network") -> Q:
    """Facts of these networks (by key); of many, all facts, of which the asker takes their own."""
    return Q(**{f"{field}__in": networks}) if len(networks) <= MANY else Q()


def names_of(networks: Collection[Network], as_at: AsAt | None = None) -> dict[int, str]:
    """Network (by key) → what it was called on a day, as known at a moment, or nearest to it; without a date, its
    newest name. One that has none is told by its number. One query."""
    found = {n.pk: "" for n in networks}
    known = NetworkName.objects.known(as_at.known) if as_at else NetworkName.objects.current()
    rows = known.filter(among(found)).order_by("starts", "id")
    for network, name, starts in rows.values_list("network", "name", "starts"):
        if network in found and (not found[network] or as_at is None or starts <= as_at.on):
            found[network] = name
    return {n.pk: found[n.pk] or f"network {n.number}" for n in networks}


def names_by_number(numbers: Collection[int]) -> dict[int, str]:
    """Number → the newest name of each network; one that has none is told by its number. One query."""
    if not numbers:
        return {}
    held = NetworkName.objects.current().filter(network__number__in=numbers).order_by("starts", "pk")
    named = dict(held.values_list("network__number", "name"))
    return {number: named.get(number, f"network {number}") for number in numbers}


def belonging(provider: Provider, on: dt.date, sense: Sense = "value") -> tuple[Membership, Belonging] | None:
    """The membership of a provider on a day as held now, with its words."""
    as_held = Membership.objects.current().filter(provider=provider, starts__lte=on)
    for membership in as_held.select_related("network").order_by("starts"):
        ended = membership.ends_by if sense == "possible" else membership.ends
        if ended is None or on < ended:
            network = membership.network
            words = Belonging(network.number, name_of(network), membership.starts, membership.starts_by)
            return membership, words
    return None


def network_ids() -> dict[int, int]:
    """Number → key of every network."""
    return dict(rows(Network.objects.values_list("number", "id")))


def decided(network: Network | None = None) -> list[Decided]:
    """Every decision held now, of one network or of all, in order of day."""
    held = Decision.objects.current().order_by("on", "on_by", "id")
    if network is not None:
        held = held.filter(network=network)
    listed = held.values_list("network__number", "gate", "decision", "on", "on_by")
    return [Decided(*row) for row in listed]


def approvals(definition: Definition) -> dict[int, Approval]:
    """When each network (by key) was first approved, by the decisions held now."""
    gate = definition.standing("approved")
    if gate is None:
        return {}
    words = {outcome.word for outcome in gate.outcomes if outcome.effect == "stands"}
    held = Decision.objects.current().filter(gate=gate.code, decision__in=words)
    first: dict[int, Approval] = {}
    for network, on, on_by in held.order_by("on", "on_by").values_list("network_id", "on", "on_by"):
        first.setdefault(network, Approval(on, on_by))
    return first


def memberships_held(kind: str, owners: Collection[int] | None = None) -> list[tuple[int, int, Held[int]]]:
    """Memberships held now of providers of a kind: (id, provider, period with the network's key)."""
    held = Membership.objects.current().filter(provider__kind=kind)
    values = held.values_list("id", "provider_id", "network_id", *BOUNDS)
    listed = rows(values) if owners is None else rows_of(values, owners)
    return [(row[0], row[1], Held(*row[2:])) for row in listed]


def memberships_near(kind: str, days: Sequence[dt.date], day: dt.date) -> list[Sighting[int]]:
    """Memberships held now that a photograph of `day` among those of `days` can bear on."""
    held = near(Membership.objects.current().filter(provider__kind=kind), days, day)
    found: list[Sighting[int]] = rows(held.values_list("provider_id", "network_id", "seen_from", "seen_to"))
    return found


def names_held(kind: str) -> list[tuple[int, int, Held[str]]]:
    """Names held now from photographs of a kind: (id, network, period)."""
    held = NetworkName.objects.current().filter(kind=kind)
    listed = rows(held.values_list("id", "network_id", "name", *BOUNDS))
    return [(row[0], row[1], Held(*row[2:])) for row in listed]


def passages_held(owners: Collection[int] | None = None) -> dict[int, list[inference.Passage]]:
    """What people recorded of each provider's joining, leaving and moving."""
    held = Passage.objects.current()
    if owners is not None:
        held = held.filter(provider_id__in=owners)
    found: dict[int, list[inference.Passage]] = {}
    for owner, on, was, became in held.values_list("provider_id", "on", "was_id", "became_id"):
        found.setdefault(owner, []).append(inference.Passage(on, was, became))
    return found
