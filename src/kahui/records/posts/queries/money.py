"""What money falls to a network, its members and its holders between two days, by the rules in force on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from kahui.definition.model import Definition
from kahui.definition.money import Payment, due
from kahui.definition.time import AsAt
from kahui.records.networks.models import Membership, Network
from kahui.records.posts.queries.fillings import Filling, fillings
from kahui.records.posts.queries.provision import standing
from kahui.records.register.models import Provider

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """One payment's sum over some days: how many it was for, and how much; `None` where the amount was not found."""

    payment: Payment
    count: int
    amount: Fraction | None


def money(network: Network, as_at: AsAt, definition: Definition, since: dt.date) -> list[Owed]:
    """What falls to a network between a day and the end of `as_at.on`, pro rata by days, a line a payment.

    Four queries and those of the fillings. By the earliest days of what is undated.
    """
    within = (since, as_at.on + DAY)
    stood = standing([network.pk], as_at, definition)[network.pk]
    members = list(
        Membership.objects.known(as_at.known)
        .filter(network=network, starts__lte=as_at.on)
        .values_list("provider__kind", "starts", "ends")
    )
    held = fillings([network], as_at)
    found = []
    for payment in definition.payments:
        spans = list(_spans(payment, stood, members, held, within[1]))
        if spans:
            found.append(_owed(payment, spans, within))
    return found


Span = tuple[dt.date, dt.date]


def _spans(
    payment: Payment,
    stood: dict[str, dt.date],
    members: Iterable[tuple[str, dt.date, dt.date | None]],
    held: Iterable[Filling],
    until: dt.date,
) -> Iterator[tuple[Payment, Span]]:
    """Each thing that a payment is for, and from when until when it was there; a yearly one that follows a first
    year’s begins a year after the gate stood."""
    if payment.post:
        for f in held:
            if f.post == payment.post and f.started:
                yield payment, (f.started, min(f.ends or until, until))
        return
    since = stood.get(payment.gate)
    if since is None:
        return
    if payment.per == "network":
        services = sum(kind == Provider.Kind.SERVICE and (not e or e >= until) for kind, _, e in members)
        yield replace(payment, amount=payment.of(services)), (since, until)
        return
    kind = Provider.Kind.SERVICE if payment.per == "service" else Provider.Kind.SCHOOL
    for which, starts, ends in members:
        if which == kind:
            yield payment, (max(since, starts), min(ends or until, until))


def _owed(payment: Payment, spans: list[tuple[Payment, Span]], within: Span) -> Owed:
    sums = [due(p, starts, ends, within) for p, (starts, ends) in spans]
    there = sum(ends > max(starts, within[0]) for _, (starts, ends) in spans)
    if any(s is None for s in sums):
        return Owed(payment, there, None)
    return Owed(payment, there, sum((s for s in sums if s is not None), Fraction(0)))
