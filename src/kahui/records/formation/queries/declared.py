"""Who has said that they have an interest of their own in a network, and who has not been asked."""

from __future__ import annotations

from collections.abc import Collection

from kahui.definition.time import AsAt
from kahui.records.formation.models import Declaration
from kahui.records.networks.models import Network


def declared(person: int, networks: Collection[Network], as_at: AsAt) -> dict[int, bool]:
    """Network (by key) → whether somebody declared an interest of their own; absent while they have not said."""
    rows = Declaration.objects.by(as_at).filter(person=person, network__in=[n.pk for n in networks])
    return dict(rows.order_by("on", "id").values_list("network_id", "conflict"))


def conflicted(networks: Collection[Network], as_at: AsAt) -> set[tuple[int, int]]:
    """(Network, person), by keys, of everybody who declared an interest and has not said otherwise since."""
    rows = Declaration.objects.by(as_at).filter(network__in=[n.pk for n in networks])
    last = {
        (n, p): own for n, p, own in rows.order_by("on", "id").values_list("network", "person", "conflict")
    }
    return {key for key, own in last.items() if own}
