"""What advisers do: look after a network, say whether they have an interest of their own, advise, ask, support."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.records.access import places
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.access.models import Grant, Person
from kahui.records.access.queries import holders
from kahui.records.changes.actions import await_turn
from kahui.records.changes.rules import require
from kahui.records.documents import actions as documents
from kahui.records.documents.models import Document, Request, Version
from kahui.records.formation.actions.deciding import Recorded, require_no_interest
from kahui.records.formation.actions.telling import region_of, tell_whose_turn
from kahui.records.formation.models import Advice, Assignment, Declaration, Support
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.queries.turns import Sendings, now_on, turn_in
from kahui.records.formation.rules import advising as rules
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.notices.actions import notify
from kahui.records.timeline.actions import tell


def assign(*, network: Network, adviser: Person, by: Acting, now: dt.datetime | None = None) -> Assignment:
    """Say who looks after a network, from today; whoever did so before does no longer. Raises `RuleBroken` (ADV-2,
    ADV-4)."""
    with transaction.atomic():
        await_turn()
        where = places_of_one(network, by.on)
        recorded, moment = by.may("case.assign", where), now or timezone.now()
        held = Grant.objects.held_on(by.on)
        there = {(g.place_kind, g.place_key) for g in held.filter(person=adviser, role="adviser")}
        holds = any((place.kind, place.key) in there for place in where)
        require(rules.adviser_of_the_place(str(adviser), name_of(network), holds=holds))
        _without_interest(adviser, network, by.on)
        before = Assignment.objects.current().filter(network=network, ends__isnull=True)
        same: Assignment | None = before.filter(adviser=adviser).first()
        if same is not None:
            return same
        for each in before:
            _until(each, by.on, recorded, moment)
        made: Assignment = Assignment.objects.create(
            network=network,
            adviser=adviser,
            starts=by.on,
            starts_by=by.on,
            known_from=moment,
            recorded_by=recorded,
            source="",
        )
        _tell(f"{adviser} looks after {name_of(network)}.", network, recorded, by, moment)
        notify(
            to=adviser,
            kind="assigned",
            subject=f"{name_of(network)} is yours to look after",
            words=f"You look after {name_of(network)} from now on. Open its case to see what waits.",
            path=f"/office/cases/{network.number}",
            about=places.network(network.number),
            once=f"assignment:{made.pk}",
        )
        return made


def _without_interest(adviser: Person, network: Network, on: dt.date) -> None:
    said = Declaration.objects.current().filter(network=network, person=adviser, on__lte=on)
    last = said.order_by("on", "id").last()
    require(rules.nobody_acts_in_own_interest(name_of(network), conflict=last is not None and last.conflict))


def _until(assignment: Assignment, on: dt.date, recorded: str, moment: dt.datetime) -> None:
    """An assignment that ends is superseded by one that says so."""
    Assignment.objects.filter(pk=assignment.pk).supersede(at=moment)
    if assignment.starts < on:
        Assignment.objects.create(
            network=assignment.network,
            adviser=assignment.adviser,
            starts=assignment.starts,
            starts_by=assignment.starts_by,
            ends=on,
            ends_by=on,
            known_from=moment,
            recorded_by=recorded,
            source="",
        )


def declare(
    *, network: Network, conflict: bool, words: str = "", by: Acting, now: dt.datetime | None = None
) -> Declaration:
    """Say whether one has an interest of one's own in a network. Saying the same again writes nothing.

    An interest hands the network on: the region's director is told. Raises `RuleBroken` (ADV-6).
    """
    with transaction.atomic():
        if by.person is None:
            raise NotAllowed("Sign in to declare an interest: it is a person who has one.")
        recorded = by.may("conflict.declare", places_of_one(network, by.on))
        moment = now or timezone.now()
        if conflict:
            require(rules.words_given(words, "what the interest is"))
        mine = Declaration.objects.current().filter(network=network, person=by.person)
        held: Declaration | None = mine.order_by("on", "id").last()
        if held is not None and (held.conflict, held.words) == (conflict, words.strip()):
            return held
        made: Declaration = Declaration.objects.create(
            network=network,
            person=by.person,
            conflict=conflict,
            words=words.strip(),
            **_on(by, recorded, moment),
        )
        said = "an interest of their own" if conflict else "no interest of their own"
        _tell(f"{by.words} declared {said} in {name_of(network)}.", network, recorded, by, moment)
        if conflict:
            _hand_on(network, made, by.on)
        return made


def _hand_on(network: Network, made: Declaration, on: dt.date) -> None:
    region = region_of(network, on)
    for director in holders(role="director", place=region, on=on) if region else ():
        notify(
            to=director,
            kind="conflict",
            subject=f"{name_of(network)} needs somebody else",
            words=f"Somebody who acts on {name_of(network)} has declared an interest of their own in it. Say who does.",
            path=f"/office/cases/{network.number}",
            about=places.network(network.number),
            once=f"declaration:{made.pk}",
        )


def advise(
    *,
    network: Network,
    matter: str,
    version: int,
    supports: bool,
    words: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Advice:
    """Say what one thinks of the newest version of a matter. Later advice on it stands beside the earlier.

    Raises `RuleBroken` (ADV-1, ADV-2, ADV-3, ADV-6).
    """
    with transaction.atomic():
        await_turn()
        recorded = by.may("advice.give", places_of_one(network, by.on))
        require_no_interest(by, [network])
        require(rules.words_given(words, "the advice"))
        _newest(network, matter, version)
        moment = now or timezone.now()
        given = {"network": network, "matter": matter, "version": version, "supports": supports}
        same: Advice | None = (
            Advice.objects.current().filter(**given, words=words.strip(), recorded_by=recorded).first()
        )
        if same is not None:
            return same
        made: Advice = Advice.objects.create(**given, words=words.strip(), **_on(by, recorded, moment))
        side = "in favour" if supports else "not in favour"
        kind = Document.Kind(matter).label
        _tell(f"Advice on version {version} of the {kind}: {side}.", network, recorded, by, moment)
        tell_whose_turn([network], matter=matter, on=by.on, definition=definition, once=f"advice:{made.pk}")
        return made


def ask_for_change(
    *,
    network: Network,
    matter: str,
    version: int,
    section: str,
    words: str,
    by: Acting,
    definition: Definition,
    sent: Mapping[str, Sendings] | None = None,
    now: dt.datetime | None = None,
) -> Request:
    """Ask for one section of the newest version to be changed: from then on it is the writers' turn.

    `sent` as in `turns`: a version that is fixed and not sent yet is no office's to ask about.

    Whoever may advise may ask, and whoever decides. Asking the same again writes nothing. Raises `RuleBroken`
    (ADV-1, ADV-2, ADV-3, ADV-8, DOC-2, DOC-7).
    """
    with transaction.atomic():
        await_turn()
        require_no_interest(by, [network])
        newest = _newest(network, matter, version)
        held = Request.objects.current().filter(version=newest, section=section, words=words.strip())
        same: Request | None = held.first()
        if same is not None:
            return same
        turn = turn_in(network, matter, now_on(by.on), definition, sent)
        before = turn is not None and turn.state in ("waits", "back")
        require(rules.before_an_office(name_of(network), before=before))
        made = documents.ask_for_change(
            version=newest,
            section=section,
            words=words,
            places=places_of_one(network, by.on),
            definition=definition,
            by=by,
            now=now,
        )
        tell_whose_turn([network], matter=matter, on=by.on, definition=definition, once=f"request:{made.pk}")
        return made


def _newest(network: Network, matter: str, version: int) -> Version:
    held = Version.objects.current().filter(document__network=network, document__kind=matter)
    newest: Version | None = held.order_by("number").last()
    require(rules.newest_version(version, newest.number if newest else None))
    assert newest is not None  # ADV-3 holds
    return newest


def offer_support(
    *,
    network: Network,
    kind: str,
    hours: float | None = None,
    words: str = "",
    on: dt.date | None = None,
    by: Acting,
    now: dt.datetime | None = None,
) -> Support:
    """Record help that was offered to a network. Raises `RuleBroken` (ADV-5, ADV-6)."""
    with transaction.atomic():
        recorded = by.may("support.record", places_of_one(network, by.on))
        require(rules.words_given(kind, "what was offered"))
        require(rules.not_after_the_day(on or by.on, by.on))
        moment = now or timezone.now()
        said = {"network": network, "kind": kind.strip()[:40], "hours": hours, "words": words.strip()}
        day = {"on": on or by.on, "on_by": on or by.on}
        same: Support | None = Support.objects.current().filter(**said, **day).first()
        if same is not None:
            return same
        made: Support = Support.objects.create(**said, **{**_on(by, recorded, moment), **day})
        _tell(f"Support offered to {name_of(network)}: {made.kind}.", network, recorded, by, moment)
        return made


def say_taken_up(*, support: Support, taken_up: bool, by: Acting, now: dt.datetime | None = None) -> Support:
    """Record whether support that was offered was taken up. Raises `RuleBroken` (ADV-7)."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("support.record", places_of_one(support.network, by.on))
        moment = now or timezone.now()
        open_offer = Support.objects.filter(pk=support.pk, taken_up__isnull=True)
        require(rules.taken_up_after_offered(offered=bool(open_offer.supersede(at=moment))))
        made: Support = Support.objects.create(
            network=support.network,
            kind=support.kind,
            hours=support.hours,
            words=support.words,
            taken_up=taken_up,
            on=support.on,
            on_by=support.on_by,
            known_from=moment,
            recorded_by=recorded,
            source="",
        )
        told = "was taken up" if taken_up else "was not taken up"
        _tell(
            f"Support offered to {name_of(support.network)} {told}: {support.kind}.",
            support.network,
            recorded,
            by,
            moment,
        )
        return made


def _on(by: Acting, recorded: str, moment: dt.datetime) -> dict[str, Any]:
    return {"on": by.on, "on_by": by.on, "known_from": moment, "recorded_by": recorded, "source": ""}


def _tell(words: str, network: Network, recorded: str, by: Acting, moment: dt.datetime) -> None:
    tell(words, about=[places.network(network.number)], by=Recorded(recorded, by.id), on=by.on, now=moment)
