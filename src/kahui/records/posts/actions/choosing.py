"""Verbs of a panel: name it, leave it, declare an interest, score, shortlist, choose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from kahui.definition.model import Definition
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.places import NATION, Place, network
from kahui.records.access.queries import holders
from kahui.records.changes.rules import require
from kahui.records.posts.actions.act import Act, about, begin, boards, here, post_of, still_open, write_to
from kahui.records.posts.models import (
    Application,
    Choice,
    EmployerWord,
    Interest,
    Opening,
    Panelist,
    Score,
    Shortlisting,
    WithdrawnApplication,
)
from kahui.records.posts.queries.candidates import label_of, panel, sits_on
from kahui.records.posts.rules.filling import (
    chosen_from_the_shortlist,
    interest_declared,
    not_yet_chosen,
    panel_before_applications,
    panel_of_several,
    reason_given,
    score_in_bounds,
    scored_after_closing,
    sits_on_the_panel,
    standing_application,
    supported_by_the_employer,
)
from kahui.records.register.models import Provider

Sits = Sequence[tuple[Person, Provider | None]]
"""Who sits on a panel, and from which member each comes."""


def name_panel(
    *,
    opening: Opening,
    people: Sits,
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> list[Panelist]:
    """Name the panel, in place of any named before. Raises `RuleBroken` (POST-4, POST-5)."""
    with transaction.atomic():
        act = begin(by, "post.advertise", here(opening.network, on or by.on), on, now)
        still_open(opening, act, by)
        require(panel_before_applications(Application.objects.current().filter(opening=opening).count()))
        schools = {provider.pk for _, provider in people if provider is not None}
        several = post_of(definition, opening.post, act.day).terms.chosen_by == "network"
        require(panel_of_several(len(schools), wanted=several))
        Panelist.objects.filter(opening=opening).supersede(at=act.now)
        named = [
            Panelist.objects.create(opening=opening, person=person, provider=provider, **act.period(act.day))
            for person, provider in people
        ]
        names = ", ".join(str(person) for person, _ in people)
        act.tell(f"The panel was named: {names}.", *about(opening))
        write_to(
            [person for person, _ in people],
            kind="post.panel",
            subject="You sit on a panel",
            words="Say whether you have an interest of your own; score once the opening has closed.",
            path=_path(opening),
            once=f"panel:{opening.pk}",
            about=network(opening.network.number),
        )
        return named


def leave_panel(
    *, panelist: Panelist, reason: str, by: Acting, on: dt.date | None = None, now: dt.datetime | None = None
) -> None:
    """Somebody leaves a panel, from a day on. Raises `RuleBroken` (POST-19)."""
    opening: Opening = panelist.opening
    with transaction.atomic():
        mine = panelist.person_id == by.id
        act = begin(by, "" if mine else "post.advertise", here(opening.network, on or by.on), on, now)
        require(reason_given(reason, "leaving the panel"))
        Panelist.objects.filter(pk=panelist.pk).supersede(at=act.now)
        Panelist.objects.create(
            opening=opening,
            person=panelist.person,
            provider=panelist.provider,
            **act.period(panelist.starts, max(act.day, panelist.starts)),
        )
        act.tell(f"{panelist.person} left the panel: {reason}", *about(opening))


def declare(
    *,
    opening: Opening,
    conflict: bool,
    words: str = "",
    by: Acting,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Interest:
    """A member of a panel says whether they have an interest. Raises `RuleBroken` (POST-11, POST-19)."""
    with transaction.atomic():
        act = begin(by, "conflict.declare", here(opening, on or by.on), on, now)
        still_open(opening, act, by)
        require(sits_on_the_panel(sits=sits_on(opening, by.person, act.as_at)))
        assert by.person is not None  # POST-11 holds
        if conflict:
            require(reason_given(words, "the interest"))
        said: Interest = Interest.objects.create(
            opening=opening, person=by.person, conflict=conflict, words=words, **act.event
        )
        # What an interest is in can tell who applied: the line says only that there is one.
        had = "an interest and does not score" if conflict else "no interest"
        act.tell(f"{by} declared {had}.", *about(opening))
        return said


def score(
    *,
    application: Application,
    score: int,
    reason: str,
    by: Acting,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Score:
    """One member of the panel scores one applicant; a later score counts instead. The same again is that one.

    Raises `RuleBroken` (POST-11 to POST-16).
    """
    opening: Opening = application.opening
    with transaction.atomic():
        act = begin(by, "post.shortlist", here(opening, on or by.on), on, now)
        _may_score(opening, act, by)
        assert by.person is not None  # POST-11 holds
        require(score_in_bounds(score, reason))
        _stands(application)
        mine = Score.objects.current().filter(application=application, person=by.person)
        last: Score | None = mine.order_by("-on", "-id").first()
        if last is not None and (last.score, last.reason) == (score, reason):
            return last
        given: Score = Score.objects.create(
            application=application, person=by.person, score=score, reason=reason, **act.event
        )
        act.tell(f"{by} scored candidate {application.number}.", *about(opening))
        return given


def shortlist(
    *,
    application: Application,
    listed: bool,
    reason: str,
    by: Acting,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Shortlisting:
    """The panel puts an applicant on its shortlist, or not. Raises `RuleBroken` (POST-11 to POST-16, POST-19)."""
    opening: Opening = application.opening
    with transaction.atomic():
        act = begin(by, "post.shortlist", here(opening, on or by.on), on, now)
        _may_score(opening, act, by)
        _stands(application)
        require(reason_given(reason, "the shortlist"))
        said: Shortlisting = Shortlisting.objects.create(
            application=application, listed=listed, reason=reason, **act.event
        )
        word = "is on" if listed else "is not on"
        act.tell(f"Candidate {application.number} {word} the shortlist.", *about(opening))
        return said


def choose(
    *,
    application: Application,
    reason: str,
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Choice:
    """The panel chooses an applicant; one chosen before, whom the adviser or the board refused, is chosen no longer.

    From here on names are seen. Raises `RuleBroken` (POST-11 to POST-19).
    """
    opening: Opening = application.opening
    with transaction.atomic():
        act = begin(by, "post.shortlist", here(opening, on or by.on), on, now)
        _require_choosable(application, act, by)
        require(reason_given(reason, "the choice"))
        _require_open_choice(opening)
        Choice.objects.filter(application__opening=opening).supersede(at=act.now)
        chosen: Choice = Choice.objects.create(application=application, reason=reason, **act.event)
        act.tell(f"The panel chose {application.person} (candidate {application.number}).", *about(opening))
        _write_on(application, act, definition)
        return chosen


def _may_score(opening: Opening, act: Act, by: Acting) -> None:
    still_open(opening, act, by)
    require(sits_on_the_panel(sits=sits_on(opening, by.person, act.as_at)))
    said = Interest.objects.current().filter(opening=opening, person=by.person).order_by("-on", "-id").first()
    require(interest_declared(declared=said is not None, conflict=bool(said and said.conflict)))
    require(scored_after_closing(act.day, opening.closes))
    _require_open_choice(opening)


def _require_open_choice(opening: Opening) -> None:
    """Nobody is chosen, or whoever is was refused (POST-16)."""
    chosen = (
        Choice.objects.current().filter(application__opening=opening).select_related("application").first()
    )
    if chosen is None:
        return
    application = chosen.application
    refused = (
        application.affirmations.current().filter(met=False).exists()
        or application.approvals.current().filter(agrees=False).exists()
        or WithdrawnApplication.objects.current().filter(application=application).exists()
    )
    require(None if refused else not_yet_chosen(str(application.person)))


def _stands(application: Application) -> None:
    back = WithdrawnApplication.objects.current().filter(application=application).exists()
    require(standing_application(label_of(application), stands=not back))


def _require_choosable(application: Application, act: Act, by: Acting) -> None:
    opening = application.opening
    _may_score(opening, act, by)
    _stands(application)
    label = label_of(application)
    said = Shortlisting.objects.current().filter(application=application).order_by("-on", "-id").first()
    scored = set(Score.objects.current().filter(application=application).values_list("person", flat=True))
    may = {m.person for m in panel(opening, act.as_at) if m.scores}
    listed = bool(said and said.listed)
    require(chosen_from_the_shortlist(label, listed=listed, scored=may <= scored))
    word = EmployerWord.objects.current().filter(application=application).order_by("-on", "-id").first()
    require(supported_by_the_employer(label, supported=word.agrees if word else None))


def _write_on(application: Application, act: Act, definition: Definition) -> None:
    """Tell whoever comes next: the adviser where one must affirm, else the employing board."""
    opening = application.opening
    post = post_of(definition, opening.post, act.day)
    if post.terms.affirmed_by(act.day):
        write_to(
            holders(role="panel-adviser", place=NATION, on=act.day),
            kind="post.affirm",
            subject="A panel’s choice waits to be affirmed",
            words="Say whether the national criteria are met.",
            path=_path(opening),
            once=f"affirm:{application.pk}",
            about=network(opening.network.number),
        )
    else:
        ask_for_approval(application, act)


def ask_for_approval(application: Application, act: Act) -> None:
    """Tell the employing board that an appointment waits for it."""
    write_to(
        boards(application.provider, act.day),
        kind="post.approve",
        subject="An appointment waits for your board",
        words="A panel has chosen somebody you employ. Say whether your board appoints them.",
        path=f"/board/posts/{application.pk}/approve",
        once=f"approve:{application.pk}",
        about=Place("opening", str(application.opening_id)),
    )


def _path(opening: Opening) -> str:
    return f"/inside/{opening.network.number}/posts/openings/{opening.pk}"
