"""Conditions of a decision, followed until they are met."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.changes.actions import await_turn
from kahui.records.changes.rules import require
from kahui.records.formation.actions.deciding import Recorded, require_no_interest
from kahui.records.formation.models import Condition, ConditionMet
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.rules import advising, deciding
from kahui.records.networks.queries import name_of
from kahui.records.timeline.actions import tell


def meet(
    *,
    condition: Condition,
    words: str,
    on: dt.date | None = None,
    by: Acting,
    now: dt.datetime | None = None,
) -> ConditionMet:
    """A condition is met, with what shows it. Raises `RuleBroken` (ADV-1, ADV-2, ADV-5, CND-1 to CND-3)."""
    with transaction.atomic():
        await_turn()
        network = condition.decision.network
        recorded = by.may("condition.close", places_of_one(network, by.on))
        require_no_interest(by, [network])
        day, moment = on or by.on, now or timezone.now()
        require(advising.not_after_the_day(day, by.on))
        require(deciding.shown_by_something(words))
        require(deciding.met_after_asked(day, condition.on))
        held = Condition.objects.current().filter(pk=condition.pk, decision__known_to__isnull=True)
        met = ConditionMet.objects.current().filter(condition=condition).exists()
        require(deciding.closed_once(open=held.exists() and not met))
        made: ConditionMet = ConditionMet.objects.create(
            condition=condition,
            words=words.strip(),
            on=day,
            on_by=day,
            known_from=moment,
            recorded_by=recorded,
            source="",
        )
        tell(
            f"A condition of {name_of(network)} was met on {say(day)}: {condition.words} Shown by: {words.strip()}",
            about=[places.network(network.number)],
            by=Recorded(recorded, by.id),
            on=by.on,
            now=moment,
        )
        return made
