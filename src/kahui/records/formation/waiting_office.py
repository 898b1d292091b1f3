"""What waits for advisers, directors and deciding offices: worked out from where each network is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from kahui.definition.lines import Capacity, Gate
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.access import places
from kahui.records.access.places import NATION, Place
from kahui.records.formation.models import Advice
from kahui.records.formation.queries.caseload import Case, caseload, open_conditions
from kahui.records.formation.queries.turns import Sendings, now_on, versions_of
from kahui.records.formation.turns import INTEREST, Turn
from kahui.records.networks.models import Network
from kahui.records.networks.queries import among
from kahui.records.notices.waiting import Waiting


def waiting(networks: Collection[Network], on: dt.date, definition: Definition) -> list[Waiting]:
    """What waits in offices about these networks on a day, but for their challenges: each thing for exactly one owner.
    A constant number of queries."""
    as_at = now_on(on)
    cases = caseload(networks, as_at, definition)
    return [
        *_of_matter(INTEREST, cases, _advised(networks, as_at), definition, on),
        *_conditions(cases, as_at),
    ]


def waiting_about(
    matter: str,
    networks: Collection[Network],
    on: dt.date,
    definition: Definition,
    sent: Mapping[str, Sendings],
) -> list[Waiting]:
    """What waits in offices about one matter whose versions are fixed before they are sent: `sent` says what was."""
    as_at = now_on(on)
    cases = caseload(networks, as_at, definition, sent)
    return _of_matter(matter, cases, _advised(networks, as_at), definition, on)


def _of_matter(
    matter: str, cases: Collection[Case], advised: set[tuple[int, str]], definition: Definition, on: dt.date
) -> list[Waiting]:
    programme, found = definition.at(on), []
    for case in cases:
        turn = next((t for t in case.turns if t.matter == matter and t.state == "waits"), None)
        gate = programme.gate(turn.gate) if turn else None
        if turn is not None and gate is not None and turn.capacity is not None:
            found.append(_item(case, turn, turn.capacity, gate, told=(case.key, matter) in advised))
    return _tranches_once(found)


def _item(case: Case, turn: Turn, capacity: Capacity, gate: Gate, *, told: bool) -> Waiting:
    """The one thing that waits about a matter, for its one owner."""
    region = places.region(case.region) if case.region else NATION
    path, since, step = f"/office/cases/{case.number}", turn.since, gate.name.en.lower()
    if capacity.role == "office":
        code, words, of, place = "decide", f"Decide: {step}", case.name, NATION
        if case.tranche_id is not None and case.tranche_gate == gate.code:
            code, of, path = "decide-tranche", case.tranche, f"/office/tranches/{case.tranche_id}"
        return Waiting(code, words, of, "office", place, since, path, capacity.code, network=case.number)
    if case.adviser_id is None or case.conflict:
        path, words = f"{path}#adviser", "Say who looks after it"
        return Waiting("assign", words, case.name, "director", region, since, path, network=case.number)
    adviser = Place("person", str(case.adviser_id))
    if not told:
        words = f"Read what was sent and advise: {step}"
        return Waiting("advise", words, case.name, "adviser", adviser, since, path, network=case.number)
    code, place, words = "decide", region, f"Decide: {step}"
    if capacity.role == "adviser":
        code, place = "recommend", adviser
    return Waiting(
        code, words, case.name, capacity.role, place, since, path, capacity.code, network=case.number
    )


def _tranches_once(found: Collection[Waiting]) -> list[Waiting]:
    """A tranche waits as one thing, since the first of its networks came to the gate."""
    first: dict[object, Waiting] = {}
    for item in sorted(found, key=lambda w: w.since):
        key = item.path if item.code == "decide-tranche" else (item.code, item.path)
        held = first.get(key)
        further = (item.network,) if item.network is not None else ()
        first[key] = replace(held, also=(*held.also, *further)) if held else item
    return list(first.values())


def _conditions(cases: Collection[Case], as_at: AsAt) -> list[Waiting]:
    """Conditions that nothing has met: for the adviser who looks after the network, else the director."""
    by_key = {case.key: case for case in cases}
    found = []
    for condition in open_conditions(list(by_key), as_at).select_related("decision").order_by("due", "id"):
        case = by_key.get(condition.decision.network_id)
        if case is None:
            continue
        looked_after = case.adviser_id is not None and not case.conflict
        region = places.region(case.region) if case.region else NATION
        found.append(
            Waiting(
                "condition",
                f"See that this is met: {condition.words}",
                case.name,
                "adviser" if looked_after else "director",
                Place("person", str(case.adviser_id)) if looked_after else region,
                condition.on,
                f"/office/conditions/{condition.pk}",
                due=condition.due,
                network=case.number,
            )
        )
    return found


def _advised(networks: Collection[Network], as_at: AsAt) -> set[tuple[int, str]]:
    """(Network, matter) of which somebody advised on the newest version. Two queries."""
    newest = versions_of(networks, as_at)
    rows = Advice.objects.by(as_at).filter(among([n.pk for n in networks]))
    return {
        (network, matter)
        for network, matter, version in rows.values_list("network", "matter", "version")
        if (network, matter) in newest and newest[network, matter].number == version
    }
