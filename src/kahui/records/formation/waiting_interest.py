"""What waits about expressions of interest, for boards and for those who write: worked out, each with one owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.access import places
from kahui.records.documents.models import Document, Version
from kahui.records.formation.actions.asking import answering_role
from kahui.records.formation.models import Consent, Proposed
from kahui.records.formation.queries.interest import last_answers, state_of
from kahui.records.formation.queries.turns import now_on, taken_of, turns, versions_of
from kahui.records.formation.turns import INTEREST, Taken, Turn
from kahui.records.networks.models import Network
from kahui.records.networks.queries import names_of
from kahui.records.notices.waiting import Waiting


@dataclass(frozen=True, slots=True)
class _Held:
    """What is held of one network: its name, who would found it in the order they were named, and what was said."""

    network: Network
    name: str
    founders: Sequence[Proposed]
    version: Version | None
    answers: dict[int, Consent]
    taken: Sequence[Taken]
    turn: Turn | None


def waiting(networks: Collection[Network], on: dt.date, definition: Definition) -> list[Waiting]:
    """What waits about the expressions of interest of these networks. Nine queries, however many networks."""
    as_at, found = now_on(on), []
    for held in _held(networks, as_at, definition):
        found += _of(held, definition, on)
    return found


def _of(held: _Held, definition: Definition, on: dt.date) -> list[Waiting]:
    answers = {f.provider_id: held.answers.get(f.provider_id) for f in held.founders}
    said = [c.agrees if c else None for c in answers.values()]
    state, since = state_of(held.version, said, held.taken, definition, on)
    if state == "writing" and held.founders:
        return [
            _for_writer(held, "interest.write", "Finish the expression of interest and send it", _begun(held))
        ]
    if held.turn is not None and held.turn.state == "back" and state == "sent":
        words = "Change what the office asked for in the expression of interest, and send it again"
        return [_for_writer(held, "interest.change", words, held.turn.since)]
    if state == "refused":
        against = [c.on for c in answers.values() if c is not None and not c.agrees]
        boards = "one of its boards does" if len(against) == 1 else f"{len(against)} of its boards do"
        words = f"Change the expression of interest: {boards} not agree"
        return [_for_writer(held, "interest.refused", words, min(against))]
    if state in ("asking", "sent"):
        return [
            _for_board(held, f, max(since, f.starts)) for f in held.founders if answers[f.provider_id] is None
        ]
    return []


def _for_writer(held: _Held, code: str, words: str, since: dt.date) -> Waiting:
    """For whoever leads the provider that began it."""
    first = held.founders[0].provider if held.founders else None
    place = places.provider(first.kind, first.number) if first else places.network(held.network.number)
    path, number = f"/expressions/{held.network.number}", held.network.number
    return Waiting(
        code, words, held.name, "school-lead" if first else "leader", place, since, path, network=number
    )


def _for_board(held: _Held, founder: Proposed, since: dt.date) -> Waiting:
    provider, number = founder.provider, held.network.number
    return Waiting(
        "interest.answer",
        "Read the expression of interest and answer for your board",
        held.name,
        answering_role(provider),
        places.provider(provider.kind, provider.number),
        since,
        f"/board/{provider.kind}/{provider.number}",
        network=number,
    )


def _begun(held: _Held) -> dt.date:
    return min(f.starts for f in held.founders)


def _held(networks: Collection[Network], as_at: AsAt, definition: Definition) -> list[_Held]:
    keys = Document.objects.filter(network__in=[n.pk for n in networks], kind=INTEREST).values_list(
        "network", flat=True
    )
    with_one = set(keys)
    listed = [n for n in networks if n.pk in with_one]
    versions = versions_of(listed, as_at)
    newest = {n.pk: versions.get((n.pk, INTEREST)) for n in listed}
    answers, taken = last_answers(listed, as_at, newest), taken_of(listed, as_at)
    turned = turns(listed, as_at, definition)
    founders: dict[int, list[Proposed]] = {n.pk: [] for n in listed}
    rows = Proposed.objects.on(as_at).filter(network__in=founders, standing=Proposed.Standing.FOUNDING)
    for row in rows.select_related("provider").order_by("known_from", "pk"):
        founders[row.network_id].append(row)
    names = names_of(listed)
    return [
        _Held(
            n,
            names[n.pk],
            founders[n.pk],
            newest[n.pk],
            answers[n.pk],
            taken[n.pk],
            next((t for t in turned[n.pk] if t.matter == INTEREST), None),
        )
        for n in listed
    ]
