"""Verbs on challenges: fix a version for the boards, submit what every board has agreed to."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.challenges.models import Submission
from kahui.records.challenges.queries import MATTER, facts_of
from kahui.records.challenges.rules import (
    every_board_agreed,
    newest_is_submitted,
    not_while_an_office_has_it,
    submitted_once,
    written_once_approved,
)
from kahui.records.challenges.states import State, state
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.rules import require
from kahui.records.documents.actions import fix as fix_document
from kahui.records.documents.models import Version
from kahui.records.formation.actions.asking import ask_boards, no_longer_asked
from kahui.records.formation.actions.telling import tell_whose_turn
from kahui.records.formation.queries.memorandum import answers, document_of, members_of, newest
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.register.rules import not_to_come
from kahui.records.timeline.actions import tell


def fix(
    *, network: Network, by: Acting, definition: Definition, scan: str = "", now: dt.datetime | None = None
) -> Version:
    """Fix what is written as the next version and put it before the boards. Raises `RuleBroken` (CHA-4, CHA-5, DOC-4,
    DOC-5)."""
    with transaction.atomic():
        await_turn()
        _may_be_fixed(network, by, definition)
        before = newest(network, MATTER, by.on)
        version = fix_document(
            document=document_of(network, MATTER), places=places_of_one(network, by.on), definition=definition, by=by,
            scan=scan, now=now,
        )  # fmt: skip
        if before is None or before.pk != version.pk:
            no_longer_asked(network, str(MATTER), [before.number] if before else [])
            ask_boards(network, members_of([network], by.on)[network.pk], version, by.on, definition)
        return version


def submit(
    *,
    network: Network,
    version: int,
    words: str = "",
    by: Acting,
    on: dt.date | None = None,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Submission:
    """Send a version that every member’s board has agreed to, to the regional office. Raises `RuleBroken` (CHA-1 to
    CHA-5)."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("challenges.submit", places_of_one(network, by.on))
        day, moment = on or by.on, now or timezone.now()
        require(not_to_come(day, today=by.on))
        _may_be_fixed(network, by, definition)
        latest = newest(network, MATTER, by.on)
        require(newest_is_submitted(version, latest.number if latest else None))
        said = answers(network, MATTER, version, by.on)
        require(
            every_board_agreed(
                [a.name for a in said if a.agrees is None], [a.name for a in said if a.agrees is False]
            )
        )
        before = Submission.objects.current().filter(network=network, version=version).exists()
        require(submitted_once(version, before=before))
        made: Submission = Submission.objects.create(
            network=network, version=version, words=words, on=day, on_by=day, known_from=moment,
            recorded_by=recorded, source="",
        )  # fmt: skip
        count_change()
        name = _called(definition, by.on)
        told = f"Version {version} of the {name} of {name_of(network)} was submitted. {words}".strip()
        tell(told, about=[places.network(network.number)], by=by, on=day, now=moment)
        tell_whose_turn(
            [network], matter=str(MATTER), on=by.on, definition=definition, once=f"submitted:{made.pk}"
        )
        return made


def _may_be_fixed(network: Network, by: Acting, definition: Definition) -> None:
    where = state(facts_of([network], now_on(by.on))[network.pk], definition, by.on)
    require(written_once_approved(name_of(network), approved=where is not None))
    require(not_while_an_office_has_it(_office(where, definition, by.on)))


def _office(where: State | None, definition: Definition, on: dt.date) -> str:
    """The office that has the challenges before it, in the programme's words; blank where none has."""
    if where is None or where.code != "office":
        return ""
    capacity = next((c for c in definition.at(on).capacities if c.code == where.owner.capacity), None)
    return capacity.name.en.lower() if capacity else "office"


def _called(definition: Definition, on: dt.date) -> str:
    outline = next((o for o in definition.documents if o.kind == MATTER), None)
    return outline.name.en.lower() if outline else "challenges"
