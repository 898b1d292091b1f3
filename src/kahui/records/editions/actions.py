"""Verbs on editions: propose one, assent to it (the second assent takes it live), let networks go over to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from kahui.definition.load import read
from kahui.definition.time import say
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.access.places import NATION, network
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.clock import today
from kahui.records.changes.rules import require
from kahui.records.editions.models import Adoption, Assent, Edition, Live
from kahui.records.editions.queries import installed, live, live_files
from kahui.records.editions.rules import (
    live_before_adopted,
    not_live_yet,
    proposed_on_what_is_live,
    something_changes,
    two_people,
)
from kahui.records.networks.models import Network
from kahui.records.timeline.actions import tell

Times = dict[str, object]


def propose(
    *, files: Mapping[str, str], based_on: str, words: str, by: Acting, on: dt.date | None = None
) -> Edition:
    """Propose an edition of the programme. `based_on` is the hash of the live one it was made from.

    Raises `DefinitionFault` where the files say nothing that can run, `RuleBroken` (EDI-1, EDI-5).
    """
    definition = read(files)
    with transaction.atomic():
        await_turn()
        recorded = by.may("programme.propose", [NATION])
        running = _running_hash()
        require(something_changes(definition.hash, running))
        require(proposed_on_what_is_live(based_on, running))
        edition: Edition = Edition.objects.create(
            hash=definition.hash,
            files=dict(files),
            words=words,
            proposed_by=by.person,
            **_event(recorded, on),
        )
        tell(f"A change of the programme was proposed: {words[:300]}", about=[NATION], by=by, on=on)
        return edition


def assent(*, edition: Edition, by: Acting, on: dt.date | None = None) -> bool:
    """Agree to an edition; whether it is live now, which the second person's assent makes it. Raises `RuleBroken`."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("programme.approve", [NATION])
        if by.person is None:
            raise NotAllowed("Assent is a person’s to give: sign in.")
        held = Edition.objects.select_for_update().get(pk=edition.pk)
        require(not_live_yet(Live.objects.current().filter(edition=held).exists()))
        given = Assent.objects.current().filter(edition=held)
        require(two_people(given.filter(person=by.person).exists(), str(by.person)))
        Assent.objects.create(edition=held, person=by.person, **_event(recorded, on))
        tell(f"{by.words} assented to a change of the programme.", about=[NATION], by=by, on=on)
        if given.count() < 2:
            return False
        _take_live(held, recorded, on or today())
        tell(
            f"The programme changed from {say(on or today())}: {held.words[:300]}",
            about=[NATION],
            by=by,
            on=on,
        )
        return True


def adopt(*, edition: Edition, networks: Collection[Network], by: Acting, on: dt.date | None = None) -> int:
    """Networks go over to an edition that is live; how many did. One that is under it already is left as it is."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("programme.approve", [NATION])
        require(live_before_adopted(Live.objects.current().filter(edition=edition).exists()))
        there = Adoption.objects.current().filter(edition=edition).values_list("network_id", flat=True)
        going = [n for n in networks if n.pk not in set(there)]
        times = _event(recorded, on)
        Adoption.objects.bulk_create([Adoption(network=n, edition=edition, **times) for n in going])
        for each in going:
            words = "It went over to the programme as changed."
            tell(words, about=[network(each.number)], by=by, on=on)
        count_change()
        return len(going)


def _running_hash() -> str:
    edition = live()
    return edition.hash if edition else installed().hash


def _take_live(edition: Edition, recorded: str, day: dt.date) -> None:
    """From the day on the edition is the programme. The first one leaves what was before it on record as well."""
    current = Live.objects.current().order_by("-starts", "-pk").first()
    moment = timezone.now()
    known = {"known_from": moment, "recorded_by": recorded, "source": ""}
    if current is None:
        before = installed()
        base = Edition.objects.create(
            hash=before.hash,
            files=live_files(),
            words="The programme as it was installed.",
            **_event(recorded, before.begins),
        )
        Live.objects.create(
            edition=base, starts=before.begins, starts_by=before.begins, ends=day, ends_by=day, **known
        )
    else:
        Live.objects.filter(pk=current.pk).supersede(at=moment)
        Live.objects.create(
            edition=current.edition,
            starts=current.starts,
            starts_by=current.starts_by,
            ends=max(day, current.starts),
            ends_by=max(day, current.starts),
            **known,
        )
    Live.objects.create(edition=edition, starts=day, starts_by=day, **known)
    count_change()


def _event(recorded: str, on: dt.date | None) -> Times:
    day = on or today()
    return {"on": day, "on_by": day, "known_from": timezone.now(), "recorded_by": recorded, "source": ""}
