"""Verbs on what is provided: record a notice, convert, take apart, transfer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from kahui.definition.model import Definition
from kahui.definition.tenure import latest_end
from kahui.definition.time import say
from kahui.records.access.check import Acting
from kahui.records.access.places import network as place
from kahui.records.changes.rules import require
from kahui.records.networks.models import Membership, Network
from kahui.records.posts.actions.act import Act, begin, here, place_of, post_of
from kahui.records.posts.models import Conversion, Entitlement, GivenUp, Transfer
from kahui.records.posts.queries.ledger import ledger
from kahui.records.posts.rules.filling import employed_by_a_member, on_its_day, reason_given
from kahui.records.posts.rules.provided import (
    between_members,
    conversion_known,
    converted_often_enough,
    count_in_bounds,
    gives_up_enough,
    nobody_holds_it,
    transferred_for_a_year,
)
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of


def record_entitlement(
    *,
    network: Network,
    post: str,
    count: int,
    starts: dt.date,
    ends: dt.date | None = None,
    provider: Provider | None = None,
    source: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Entitlement:
    """Record what an entitlement notice gives; it goes before what the rolls earn, and before an earlier notice.

    Raises `RuleBroken` (POST-6, POST-19, POST-41).
    """
    with transaction.atomic():
        act = begin(by, "entitlement.record", here(network, by.on), None, now)
        named = post_of(definition, post, act.day)
        require(count_in_bounds(count))
        require(reason_given(source, "the notice"))
        if provider is not None:
            _require_members(network, provider, act)
        _until(Entitlement.objects.filter(network=network, post=post, provider=provider), starts, act)
        given: Entitlement = Entitlement.objects.create(
            network=network,
            provider=provider,
            post=post,
            count=count,
            **(act.period(starts, ends) | {"source": source[:500]}),
        )
        whose = name_of(provider) if provider else "the network"
        said = f"An entitlement notice gives {whose} {count} of {named.name.en} from {say(starts)}."
        act.tell(said, place(network.number), *([place_of(provider)] if provider else []))
        return given


def convert(
    *,
    network: Network,
    code: str,
    given: Mapping[Provider, int],
    times: int = 1,
    ends: dt.date | None = None,
    reason: str,
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Conversion:
    """Several free posts of schools become one more of another kind. Raises `RuleBroken` (POST-19, POST-24, POST-35 to
    POST-38)."""
    with transaction.atomic():
        act = begin(by, "post.convert", here(network, on or by.on), on, now)
        merge = definition.conversions.merge(code, act.day)
        require(conversion_known(code, merge, act.day))
        assert merge is not None  # POST-35 holds
        require(on_its_day(act.day, act.day, "", by.on))
        require(reason_given(reason, "the conversion"))
        before = Conversion.objects.on(act.as_at).filter(network=network, code=code)
        made = sum(before.values_list("times", flat=True))
        require(converted_often_enough(merge, made, times))
        owed = merge.deducted(made + times) - merge.deducted(made)
        require(gives_up_enough(sum(given.values()), owed))
        return _convert(network, code, merge.takes_post, given, times, ends, reason, act, definition)


def split(
    *,
    network: Network,
    code: str,
    provider: Provider,
    ends: dt.date | None = None,
    reason: str,
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Conversion:
    """One free post of a school is taken apart into time and allowances for others. Raises `RuleBroken` (POST-19,
    POST-24, POST-35, POST-38)."""
    with transaction.atomic():
        act = begin(by, "post.convert", here(network, on or by.on), on, now)
        line = definition.conversions.split(code, act.day)
        require(conversion_known(code, line, act.day))
        assert line is not None  # POST-35 holds
        require(on_its_day(act.day, act.day, "", by.on))
        require(reason_given(reason, "the conversion"))
        return _convert(network, code, line.post, {provider: 1}, 1, ends, reason, act, definition)


def transfer(
    *,
    network: Network,
    post: str,
    was: Provider,
    became: Provider,
    starts: dt.date,
    ends: dt.date | None,
    count: int = 1,
    reason: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Transfer:
    """Free posts of one school are held at another for a time. Raises `RuleBroken` (POST-19, POST-38 to POST-40)."""
    with transaction.atomic():
        act = begin(by, "post.convert", here(network, by.on), None, now)
        named = post_of(definition, post, act.day)
        belong = Membership.objects.on(act.as_at).filter(network=network, provider__in=[was, became])
        both = set(belong.values_list("provider", flat=True)) == {was.pk, became.pk} and was.pk != became.pk
        require(between_members(name_of(was), name_of(became), both=both))
        line = named.terms.tenure("transferred", act.day)
        require(transferred_for_a_year(starts, ends, latest_end(line, starts) if line else None))
        require(reason_given(reason, "the transfer"))
        _require_free(network, named.code, {was: count}, act, definition)
        moved: Transfer = Transfer.objects.create(
            network=network,
            post=post,
            was=was,
            became=became,
            count=count,
            reason=reason,
            **act.period(starts, ends),
        )
        said = f"{count} of {named.name.en} went from {name_of(was)} to {name_of(became)}, from {say(starts)}: {reason}"
        act.tell(said, place(network.number), place_of(was), place_of(became))
        return moved


def _convert(
    network: Network,
    code: str,
    post: str,
    given: Mapping[Provider, int],
    times: int,
    ends: dt.date | None,
    reason: str,
    act: Act,
    definition: Definition,
) -> Conversion:
    _require_free(network, post, given, act, definition)
    period = act.period(act.day, ends)
    made: Conversion = Conversion.objects.create(
        network=network, code=code, times=times, reason=reason, **period
    )
    for provider, count in given.items():
        GivenUp.objects.create(conversion=made, provider=provider, post=post, count=count, **period)
    schools = ", ".join(f"{count} of {name_of(provider)}" for provider, count in given.items())
    every = {c.code: c.name.en for c in definition.conversions.on(act.day)}
    act.tell(f"{every[code]}: {schools}. {reason}", place(network.number), *(place_of(p) for p in given))
    return made


def _require_free(
    network: Network, post: str, given: Mapping[Provider, int], act: Act, definition: Definition
) -> None:
    lines = {line.of.key: line for line in ledger([network], act.as_at, definition)}
    for provider, count in given.items():
        line = lines.get((network.pk, post, provider.pk))
        free = line.free if line else 0
        require(nobody_holds_it(post_of(definition, post, act.day).name.en, name_of(provider), free, count))


def _require_members(network: Network, provider: Provider, act: Act) -> None:
    on = Membership.objects.on(act.as_at).filter(network=network, provider=provider)
    require(
        employed_by_a_member(name_of(provider), "a member of the network on this day", member=on.exists())
    )


def _until(notices, starts: dt.date, act: Act) -> None:  # type: ignore[no-untyped-def]
    """Notices that still hold on a day hold only until then: each is superseded by one that ends."""
    for notice in notices.current():
        if notice.ends is not None and notice.ends <= starts:
            continue
        type(notice).objects.filter(pk=notice.pk).supersede(at=act.now)
        if notice.starts < starts:
            notice.pk = None
            notice.ends = notice.ends_by = starts
            notice.known_from, notice.known_to = act.now, None
            notice.save(force_insert=True)
