"""Verbs of those who answer: an employer supports, the adviser affirms, the employing board approves."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from kahui.definition.model import Definition
from kahui.records.access.check import Acting
from kahui.records.access.places import NATION, Place, network
from kahui.records.access.queries import holders
from kahui.records.changes.actions import await_turn
from kahui.records.changes.clock import today
from kahui.records.changes.rules import require
from kahui.records.notices.actions import notify
from kahui.records.notices.letters import use, write_letter
from kahui.records.notices.models import Letter
from kahui.records.posts.actions.act import Act, Unnamed, about, begin, here, place_of, post_of, write_to
from kahui.records.posts.actions.choosing import ask_for_approval
from kahui.records.posts.models import (
    Affirmation,
    Application,
    Approval,
    Choice,
    EmployerWord,
    Interest,
    WithdrawnApplication,
    WithdrawnOpening,
)
from kahui.records.posts.queries.candidates import hidden
from kahui.records.posts.rules.filling import (
    affirmed_first,
    answered_once,
    chosen_first,
    interest_declared,
    open_still,
    reason_given,
    standing_application,
)

PURPOSES = ("support", "appointment")
"""What a board can be asked by letter about an application: its word on it, and an appointment."""


def support(
    *,
    application: Application,
    agrees: bool,
    words: str = "",
    by: Acting | Letter,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> EmployerWord:
    """The employing board says whether it supports an applicant and whether they meet the prerequisites.

    Raises `RuleBroken` (POST-15, POST-19, POST-23).
    """
    with transaction.atomic():
        act, way = _for_board(application, by, on, now)
        _require_standing(application)
        if not agrees:
            require(reason_given(words, "saying no"))
        said: EmployerWord = EmployerWord.objects.create(
            application=application, agrees=agrees, words=words, **way, **act.event
        )
        unseen = hidden(application.opening)
        teller = Unnamed(f"The employer of candidate {application.number}") if unseen else None
        word = "supports" if agrees else "does not support"
        act.tell(
            f"The employer of candidate {application.number} {word} them.",
            *about(application.opening),
            by=teller,
        )
        return said


def affirm(
    *,
    application: Application,
    met: bool,
    words: str = "",
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Affirmation:
    """The adviser of the national panel says whether the criteria are met.

    Raises `RuleBroken` (POST-12, POST-15, POST-19, POST-21, POST-22).
    """
    opening = application.opening
    with transaction.atomic():
        act = begin(by, "post.affirm", [NATION], on, now)
        _require_standing(application)
        _require_chosen(application)
        said = (
            Interest.objects.current()
            .filter(opening=opening, person=by.person)
            .order_by("-on", "-id")
            .first()
        )
        if said is not None:
            require(interest_declared(declared=True, conflict=said.conflict))
        before = Affirmation.objects.current().filter(application=application).first()
        require(answered_once(None if before is None else "met" if before.met else "not met"))
        if not met:
            require(reason_given(words, "saying that the criteria are not met"))
        given: Affirmation = Affirmation.objects.create(
            application=application, met=met, words=words, **act.event
        )
        act.tell(f"The national criteria are {'met' if met else 'not met'}, by {by}.", *about(opening))
        if met:
            ask_for_approval(application, act)
        else:
            _tell_leaders(application, act, "The choice was not affirmed", "affirmed")
        return given


def approve(
    *,
    application: Application,
    agrees: bool,
    words: str = "",
    by: Acting | Letter,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Approval:
    """The employing board says whether it appoints whom the panel chose, signed in or by its letter.

    Raises `RuleBroken` (POST-15, POST-19 to POST-23).
    """
    opening = application.opening
    with transaction.atomic():
        act, way = _for_board(application, by, on, now)
        _require_standing(application)
        _require_chosen(application)
        _require_affirmed(application, act, definition)
        before = Approval.objects.current().filter(application=application).first()
        require(answered_once(None if before is None else "yes" if before.agrees else "no"))
        if not agrees:
            require(reason_given(words, "saying no"))
        given: Approval = Approval.objects.create(
            application=application, agrees=agrees, words=words, **way, **act.event
        )
        act.tell(
            f"The employing board {'approved' if agrees else 'refused'} the appointment.", *about(opening)
        )
        _tell_leaders(application, act, "A board has answered about an appointment", "approved")
        return given


def ask_by_letter(
    *, application: Application, purpose: str, to: str, to_name: str, by: Acting, on: dt.date | None = None
) -> Letter:
    """Ask the employing board for an appointment by a letter. Raises `RuleBroken` (ACC-1, POST-21)."""
    opening = application.opening
    with transaction.atomic():
        act = begin(by, "appointment.record", here(opening.network, on or by.on), on)
        _require_chosen(application)
        school = application.provider
        letter = write_letter(
            purpose=purpose,
            subject=f"application:{application.pk}",
            provider=(school.kind, school.number),
            to=to,
            to_name=to_name,
            by=by,
        )
        notify(
            to=letter.to,
            letter=letter,
            kind="post.approve",
            subject="An appointment waits for your board",
            words="A panel has chosen somebody you employ. The link shows who it is and asks for your board’s answer.",
            about=Place("opening", str(opening.pk)),
            once=f"approve:{application.pk}:{letter.pk}",
        )
        act.tell("The employing board was asked by letter.", *about(opening))
        return letter


def application_of(letter: Letter) -> Application:
    """The application that a letter is about. Raises `ValueError` for a letter about something else."""
    kind, _, key = letter.subject.partition(":")
    if letter.purpose not in PURPOSES or kind != "application" or not key.isdigit():
        raise ValueError("This letter is not about an application.")
    found: Application = Application.objects.select_related("opening__network", "provider", "person").get(
        pk=key
    )
    return found


def answer_for_board(
    *, letter: Letter, agrees: bool, words: str, definition: Definition, now: dt.datetime | None = None
) -> EmployerWord | Approval:
    """Answer a letter of either purpose. Raises `RuleBroken` (LET-2 to LET-4, and those of the act)."""
    application = application_of(letter)
    if letter.purpose == "support":
        return support(application=application, agrees=agrees, words=words, by=letter, now=now)
    return approve(
        application=application, agrees=agrees, words=words, by=letter, definition=definition, now=now
    )


def _for_board(
    application: Application, by: Acting | Letter, on: dt.date | None, now: dt.datetime | None
) -> tuple[Act, dict[str, object]]:
    """Who answers for the employing board: somebody signed in who may, or the holder of a letter to that board."""
    school = application.provider
    if isinstance(by, Acting):
        act = begin(by, "appointment.approve", [place_of(school)], on, now)
        return act, {"answered_by": act.recorded[:200], "way": "signed-in"}
    await_turn()
    if (by.provider_kind, by.provider_number) != (str(school.kind), school.number):
        raise ValueError("This letter is to another board.")
    letter = use(by, now)
    words = f"{letter.to_name}, by signed link"
    act = begin(Acting.deployment(words), "", (), on or today(), now)
    return act, {"answered_by": words[:200], "way": "letter", "letter": letter.pk}


def _require_standing(application: Application) -> None:
    gone = WithdrawnOpening.objects.current().filter(opening=application.opening_id).exists()
    require(open_still(withdrawn=gone))
    back = WithdrawnApplication.objects.current().filter(application=application).exists()
    require(standing_application("Whoever applied", stands=not back))


def _require_chosen(application: Application) -> None:
    require(chosen_first(chosen=Choice.objects.current().filter(application=application).exists()))


def _require_affirmed(application: Application, act: Act, definition: Definition) -> None:
    capacity = post_of(definition, application.opening.post, act.day).terms.affirmed_by(act.day)
    office = next((c.name.en for c in definition.capacities if c.code == capacity), capacity)
    said = Affirmation.objects.current().filter(application=application).first()
    require(affirmed_first(office, wanted=bool(capacity), met=said.met if said else None))


def _tell_leaders(application: Application, act: Act, subject: str, what: str) -> None:
    opening = application.opening
    place = network(opening.network.number)
    write_to(
        holders(role="leader", place=place, on=act.day),
        kind=f"post.{what}",
        subject=subject,
        words="Open it to see the answer and what comes next.",
        path=f"/inside/{opening.network.number}/posts/openings/{opening.pk}",
        once=f"{what}:{application.pk}",
        about=place,
    )
