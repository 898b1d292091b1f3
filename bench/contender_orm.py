"""The plain ORM: the same figures (their values for the nation, no bounds) by four queries and a tally."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from contender_kahui import Figures
from tally import tallied


def opened(home: Path) -> Callable[[dt.date, dt.datetime], Figures]:
    from world import stand_in

    stand_in(home)
    from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

    from kahui.definition.time import AsAt
    from kahui.records.networks.models import Decision, Membership, Network
    from kahui.records.register.models import Detail, Roll
    from kahui.reporting.snapshot import definition

    programme = definition()

    def last_word(as_at: AsAt, standing: str) -> Subquery:
        gate = programme.standing(standing)
        assert gate is not None
        words = [o.word for o in gate.outcomes if o.effect != "none"]
        moved = Decision.objects.by(as_at).filter(network=OuterRef("pk"), gate=gate.code, decision__in=words)
        return Subquery(moved.order_by("-on", "-on_by").values("decision")[:1])

    def stands(standing: str) -> list[str]:
        gate = programme.standing(standing)
        assert gate is not None
        return [o.word for o in gate.outcomes if o.effect == "stands"]

    def ask(on: dt.date, known: dt.datetime) -> Figures:
        as_at = AsAt(on, known)
        networks: QuerySet[Network] = Network.objects.annotate(
            approval=last_word(as_at, "approved"), endorsement=last_word(as_at, "endorsed")
        ).filter(approval__in=stands("approved"))
        approved = {pk: word in stands("endorsed") for pk, word in networks.values_list("pk", "endorsement")}
        eligibility = programme.at(on).eligibility
        begins = Q()
        for start in eligibility.authority_begins:
            begins |= Q(authority__startswith=start)
        there = Detail.objects.on(as_at).filter(is_open=True)
        roll = (
            Roll.objects.by(as_at)
            .filter(provider=OuterRef("provider"))
            .order_by("-on", "-known_from", "-total")
        )
        schools = (
            there.filter(begins, provider__kind="school")
            .exclude(type__in=eligibility.types_excluded)
            .annotate(learners=Subquery(roll.values("total")[:1]))
        )
        in_approved = Membership.objects.on(as_at).filter(network__in=approved)
        services = there.filter(provider__kind="service").annotate(
            is_member=Exists(in_approved.filter(provider=OuterRef("provider")))
        )
        return tallied(
            approved,
            dict(schools.values_list("provider_id", "learners")),
            dict(services.values_list("provider_id", "is_member")),
            in_approved.values_list("provider_id", "network_id"),
            programme.at(on),
        )

    return ask
