"""An act of decision taken back, whole."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.changes.actions import await_turn
from kahui.records.changes.rules import require
from kahui.records.formation.actions.deciding import Recorded
from kahui.records.formation.actions.telling import tell_whose_turn
from kahui.records.formation.models import Condition, Ruling
from kahui.records.formation.queries.reach import places_of
from kahui.records.formation.rules import advising, deciding
from kahui.records.formation.turns import INTEREST, matter_of
from kahui.records.networks import actions as networks_actions
from kahui.records.networks.models import Passage
from kahui.records.networks.queries import name_of
from kahui.records.timeline.actions import tell


def undo(
    *, act: str, by: Acting, definition: Definition, reason: str, now: dt.datetime | None = None
) -> None:
    """Take an act of decision back, whole: its decisions, what they ask for, the memberships that came with them.

    Whoever holds the office that decided may (`NotAllowed` else). Both acts stay in the timeline. Raises
    `RuleBroken` (DEC-2, DEC-7, DEC-8, NET-2).
    """
    with transaction.atomic():
        await_turn()
        rulings = list(
            Ruling.objects.current().filter(act=act).select_related("decision__network", "tranche")
        )
        require(deciding.taken_back_once(stands=bool(rulings)))
        networks = [r.decision.network for r in rulings]
        recorded = ""
        for where in places_of(networks, by.on).values():
            recorded = by.may("gate.decide", where, capacity=rulings[0].capacity)
        require(advising.words_given(reason, "why the act is taken back"))
        moment = now or timezone.now()
        _nothing_came_after(rulings, by.on, definition)
        passages = Passage.objects.current().filter(
            became__in=networks, was__isnull=True, known_from=rulings[0].known_from
        )
        networks_actions.take_back(
            decisions=[r.decision for r in rulings],
            passages=list(passages.select_related("provider")),
            source=reason.strip()[:500],
            by=recorded,
            definition=definition,
            now=moment,
        )
        _forget(rulings, moment)
        _tell_back(rulings, recorded, by, reason, moment, definition)


def _nothing_came_after(rulings: Collection[Ruling], on: dt.date, definition: Definition) -> None:
    """No decision of the same matter came after (DEC-8); those of other matters are for NET-2."""
    programme = definition.at(on)
    for ruling in rulings:
        network, mine = ruling.decision.network, ruling.decision
        gate = programme.gate(mine.gate)
        matter = matter_of(gate, programme) if gate else INTEREST
        own = {g.code for g in programme.gates if matter_of(g, programme) == matter}
        held = network.decisions.current().exclude(pk=mine.pk)
        later = held.filter(gate__in=own, known_from__gt=mine.known_from).order_by("known_from").last()
        words = f"“{later.decision}” on {say(later.on)}" if later else ""
        require(deciding.last_act_first(name_of(network), words))


def _forget(rulings: Collection[Ruling], moment: dt.datetime) -> None:
    taken = [r.decision_id for r in rulings]
    Condition.objects.filter(decision__in=taken).supersede(at=moment)
    Ruling.objects.filter(pk__in=[r.pk for r in rulings]).supersede(at=moment)


def _tell_back(
    rulings: Collection[Ruling],
    recorded: str,
    by: Acting,
    reason: str,
    moment: dt.datetime,
    definition: Definition,
) -> None:
    act, programme = str(uuid.uuid4()), definition.at(by.on)
    for ruling in rulings:
        network, decision = ruling.decision.network, ruling.decision
        gate = programme.gate(decision.gate)
        step = gate.name.en if gate else decision.gate
        tell(
            f"{step} of {name_of(network)}: “{decision.decision}” of {say(decision.on)} was taken back. "
            f"Reason: {reason.strip()}",
            about=[places.network(network.number)],
            by=Recorded(recorded, by.id),
            on=by.on,
            act=act,
            now=moment,
        )
        if gate:
            matter = matter_of(gate, programme)
            tell_whose_turn([network], matter=matter, on=by.on, definition=definition, once=f"act:{act}")
