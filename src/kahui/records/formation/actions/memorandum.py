"""Verbs on a memorandum: fixed for the boards, signed once all of them have (`consents`); its term and its end."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from kahui.definition import gates
from kahui.definition.lines import Effect, Gate
from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.access.queries import holders
from kahui.records.changes.actions import count_change
from kahui.records.changes.rules import require
from kahui.records.documents.actions import fix
from kahui.records.documents.models import Document, Version
from kahui.records.formation.actions.asking import ask_boards, no_longer_asked
from kahui.records.formation.queries.memorandum import answers, document_of, members_of, newest, versions_by
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.rules.memorandum import (
    only_members_sign,
    signed_once_approved,
    signs_the_newest,
    stands_before_it_ends,
    term_of_a_version,
)
from kahui.records.networks.actions import decide
from kahui.records.networks.models import Decision, MemorandumTerm, Network
from kahui.records.networks.queries import decided, name_of
from kahui.records.networks.rules import term_in_order
from kahui.records.notices.actions import notify
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.register.rules import not_to_come
from kahui.records.timeline.actions import tell

MEMORANDUM = "memorandum"
"""The gate at which boards sign, where the programme has one, and the kind of document."""


def fix_memorandum(
    *, network: Network, by: Acting, definition: Definition, scan: str = "", now: dt.datetime | None = None
) -> Version:
    """Fix what is written as the next version and ask every member’s board to sign it. Raises `RuleBroken` (DOC-4,
    DOC-5)."""
    with transaction.atomic():
        before = newest(network, MEMORANDUM, by.on)
        version = fix(
            document=document_of(network, MEMORANDUM), places=places_of_one(network, by.on), definition=definition,
            by=by, scan=scan, now=now,
        )  # fmt: skip
        if before is None or before.pk != version.pk:
            no_longer_asked(network, MEMORANDUM, [before.number] if before else [])
            ask_boards(network, members_of([network], by.on)[network.pk], version, by.on, definition)
        return version


def may_be_answered(
    network: Network, provider: Provider, matter: str, version: int, on: dt.date, definition: Definition
) -> None:
    """What must hold before a board answers for a version. Raises `RuleBroken` (MEM-1, MEM-2, MEM-3)."""
    require(
        only_members_sign(provider_name(provider), name_of(network), belongs=_belongs(network, provider, on))
    )
    latest = newest(network, matter, on)
    require(signs_the_newest(version, latest.number if latest else None))
    gate = definition.standing("approved")
    if gate is not None:
        stands = stands_on(network, gate.code, on, definition)
        require(signed_once_approved(name_of(network), gate.name.en, stands=stands))


def settle(
    *, network: Network, on: dt.date, by: str, definition: Definition, now: dt.datetime | None = None
) -> Decision | None:
    """Once every member's board has signed the newest version, the memorandum is signed: the boards have decided.

    Call it inside the transaction of each signature. Gives the decision where this signature was the last one.
    """
    gate = definition.at(on).gate(MEMORANDUM)
    latest = newest(network, Document.Kind.MEMORANDUM, on)
    if gate is None or latest is None:
        return None
    said = answers(network, Document.Kind.MEMORANDUM, latest.number, on)
    if not said or not all(a.agrees for a in said):
        return None
    source = f"version {latest.number}, signed by {len(said)} boards"
    before = Decision.objects.current().filter(network=network, gate=gate.code)
    if before.filter(source__startswith=f"version {latest.number},").exists() and stands_on(
        network, gate.code, on, definition
    ):
        return None
    word = _word(gate, "stands")
    made = decide(
        network=network, gate=gate.code, decision=word, on=on, source=source, by=by, definition=definition,
        anew=True, now=now,
    )  # fmt: skip
    _tell_everyone(network, latest.number, on, made)
    return made


def set_term(
    *,
    network: Network,
    version: int,
    starts: dt.date,
    ends: dt.date,
    review_on: dt.date | None = None,
    by: Acting,
    now: dt.datetime | None = None,
) -> MemorandumTerm:
    """Say for how long a version of the memorandum holds, and when it is reviewed. A later term renews it.

    A term that starts on the same day as one held takes its place. Raises `RuleBroken` (MEM-4, NET-12).
    """
    with transaction.atomic():
        recorded = by.may("memorandum.write", places_of_one(network, by.on))
        require(term_in_order(starts, ends, review_on))
        numbers = [v.number for v in versions_by([network], Document.Kind.MEMORANDUM, by.on)[network.pk]]
        require(term_of_a_version(version, fixed=version in numbers))
        moment = now or timezone.now()
        MemorandumTerm.objects.filter(network=network, starts=starts).supersede(at=moment)
        term: MemorandumTerm = MemorandumTerm.objects.create(
            network=network, version=version, starts=starts, starts_by=starts, ends=ends, ends_by=ends,
            review_on=review_on, known_from=moment, recorded_by=recorded, source="",
        )  # fmt: skip
        count_change()
        review = f", to be reviewed on {say(review_on)}" if review_on else ""
        said = (
            f"Version {version} of the memorandum of {name_of(network)} holds from {say(starts)} "
            f"until {say(ends)}{review}."
        )
        tell(said, about=[places.network(network.number)], by=by, now=moment)
        return term


def end_memorandum(
    *,
    network: Network,
    on: dt.date,
    reason: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Decision | None:
    """The members end their memorandum. Raises `RuleBroken` (MEM-5, REG-1)."""
    with transaction.atomic():
        recorded = by.may("memorandum.write", places_of_one(network, by.on))
        require(not_to_come(on, today=by.on))
        gate = definition.at(on).gate(MEMORANDUM)
        stands = gate is not None and stands_on(network, gate.code, on, definition)
        require(stands_before_it_ends(stands=stands))
        assert gate is not None  # MEM-5 holds
        made = decide(
            network=network, gate=gate.code, decision=_word(gate, "ends"), on=on,
            source=reason or "ended by its members", by=recorded, definition=definition, now=now,
        )  # fmt: skip
        said = f"The memorandum of {name_of(network)} ended on {say(on)}. {reason}".strip()
        tell(said, about=[places.network(network.number)], by=by, on=on)
        return made


def stands_on(network: Network, gate: str, on: dt.date, definition: Definition) -> bool:
    """Whether a gate of a network stands on a day."""
    held = [gates.Decision(d.gate, d.decision, d.on, d.on_by) for d in decided(network)]
    return gates.come_to(held, definition, on).stands(gate)


def _belongs(network: Network, provider: Provider, on: dt.date) -> bool:
    return any(p.pk == provider.pk for p in members_of([network], on)[network.pk])


def _word(gate: Gate, effect: Effect) -> str:
    return next((o.word for o in gate.outcomes if o.effect == effect), "")


def _tell_everyone(network: Network, version: int, on: dt.date, made: Decision) -> None:
    here = places.network(network.number)
    for person in holders(role="leader", place=here, on=on):
        notify(
            to=person, kind="memorandum", subject=f"{name_of(network)}: the memorandum is signed",
            words=f"Every member’s board has signed version {version}.", path=f"/inside/{network.number}/memorandum",
            about=here, once=f"signed:{made.pk}",
        )  # fmt: skip
