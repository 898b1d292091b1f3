"""Verbs that open a post and answer an opening: advertise, withdraw, apply, take back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.places import Place
from kahui.records.changes.rules import require
from kahui.records.networks.models import Membership, Network
from kahui.records.notices.actions import notify
from kahui.records.notices.letters import write_letter
from kahui.records.posts.actions.act import (
    Act,
    Unnamed,
    about,
    begin,
    boards,
    here,
    post_of,
    still_open,
    write_to,
)
from kahui.records.posts.models import (
    Application,
    Opening,
    Purpose,
    WithdrawnApplication,
    WithdrawnOpening,
)
from kahui.records.posts.queries.candidates import sits_on
from kahui.records.posts.queries.ledger import ledger
from kahui.records.posts.queries.provision import standing
from kahui.records.posts.rules.filling import (
    applied_in_time,
    applied_once,
    closes_later,
    employed_by_a_member,
    gate_stands,
    not_on_the_panel,
    not_yet_chosen,
    on_its_day,
    prerequisites_met,
    reason_given,
    standing_application,
    within_provision,
)
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of

Purposes = Sequence[tuple[str, str]]
"""What a post is for: a purpose of the programme's, and the challenge it serves in words (blank: none)."""


def advertise(
    *,
    network: Network,
    post: str,
    closes: dt.date,
    blind: bool,
    words: str = "",
    provider: Provider | None = None,
    purposes: Purposes = (),
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Opening:
    """Advertise one post of a network, or of one of its schools. Raises `RuleBroken` (POST-1 to POST-3, POST-24)."""
    with transaction.atomic():
        act = begin(by, "post.advertise", here(network, on or by.on), on, now)
        named = post_of(definition, post, act.day)
        require(on_its_day(act.day, act.day, "", by.on))
        stands = named.opened_by in standing([network.pk], act.as_at, definition)[network.pk]
        gate = definition.at(act.day).gate(named.opened_by)
        require(gate_stands(named.name.en, gate.name.en if gate else named.opened_by, act.day, stands=stands))
        require(closes_later(act.day, closes))
        require_free(network, post, provider, act, definition)
        opening: Opening = Opening.objects.create(
            network=network,
            post=post,
            provider=provider,
            closes=closes,
            blind=blind,
            words=words,
            **act.event,
        )
        Purpose.objects.bulk_create(
            Purpose(opening=opening, purpose=code, challenge=challenge[:300], **act.event)
            for code, challenge in purposes
        )
        where = f" at {name_of(provider)}" if provider else ""
        hidden = "; who applies is hidden until a choice is made" if blind else ""
        act.tell(f"{named.name.en}{where} was advertised until {say(closes)}{hidden}.", *about(opening))
        return opening


def require_free(
    network: Network, post: str, provider: Provider | None, act: Act, definition: Definition, held: int = 0
) -> None:
    """That one more can be advertised or given (POST-2); `held` of those taken are the one in question itself."""
    lines = {line.of.key: line for line in ledger([network], act.as_at, definition)}
    own = provider.pk if provider else None
    line = lines.get((network.pk, post, own)) or lines.get((network.pk, post, None))
    where = name_of(provider) if provider and line and line.of.provider else "the network as a whole"
    name = post_of(definition, post, act.day).name.en
    entitled, taken = (line.of.count, line.taken - held) if line else (0, 0)
    require(within_provision(name, where, entitled, taken))


def withdraw_opening(
    *, opening: Opening, reason: str, by: Acting, on: dt.date | None = None, now: dt.datetime | None = None
) -> WithdrawnOpening:
    """Withdraw an opening, unfilled. Raises `RuleBroken` (POST-16, POST-19, POST-23, POST-24)."""
    with transaction.atomic():
        act = begin(by, "post.advertise", here(opening.network, on or by.on), on, now)
        still_open(opening, act, by)
        require(reason_given(reason, "the withdrawal"))
        given = opening.appointments.current().first()
        require(not_yet_chosen(str(given.person) if given else None))
        withdrawn: WithdrawnOpening = WithdrawnOpening.objects.create(
            opening=opening, reason=reason, **act.event
        )
        act.tell(f"The opening was withdrawn: {reason}", *about(opening))
        return withdrawn


def apply(
    *,
    opening: Opening,
    provider: Provider,
    words: str,
    prerequisites: Collection[str],
    board: tuple[str, str] | None = None,
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Application:
    """Whoever acts applies; `board` is the address and name of their board's chair, who is then asked by a letter.

    Raises `RuleBroken` (POST-6 to POST-10, POST-23, POST-24).
    """
    person = by.person
    if person is None:
        raise ValueError("An application is somebody’s own.")
    with transaction.atomic():
        act = begin(by, "", (), on, now)
        still_open(opening, act, by)
        require(applied_in_time(act.day, opening.closes))
        mine = _standing(opening, person)
        require(applied_once(applied=mine.exists()))
        require(not_on_the_panel(sits=sits_on(opening, person, act.as_at)))
        _require_employed(opening, provider, act)
        wanted = post_of(definition, opening.post, act.day).terms.prerequisites
        require(prerequisites_met([p for p in wanted if p not in prerequisites]))
        application: Application = Application.objects.create(
            opening=opening,
            person=person,
            number=1 + Application.objects.filter(opening=opening).count(),
            provider=provider,
            words=words,
            prerequisites=[p for p in wanted if p in prerequisites],
            **act.event,
        )
        _tell_of(
            application, act, "applied", f"{person} applied for a post of {name_of(provider)}’s network."
        )
        _ask_board(application, board, by)
        return application


def take_back(
    *, application: Application, by: Acting, on: dt.date | None = None, now: dt.datetime | None = None
) -> WithdrawnApplication:
    """Whoever applied takes it back. Raises `RuleBroken` (POST-15, POST-16)."""
    with transaction.atomic():
        act = begin(by, "", (), on, now)
        mine = _standing(application.opening, by.person).filter(pk=application.pk)
        require(standing_application("You", stands=mine.exists()))
        opening = application.opening
        given = opening.appointments.current().filter(person=by.person).exists()
        require(not_yet_chosen("you, and you were appointed" if given else None))
        withdrawn: WithdrawnApplication = WithdrawnApplication.objects.create(
            application=application, **act.event
        )
        _tell_of(application, act, "took the application back", f"{by} took an application back.")
        return withdrawn


def _standing(opening: Opening, person: Person | None) -> QuerySet[Application]:
    back = WithdrawnApplication.objects.current().values("application")
    mine = Application.objects.current().filter(opening=opening, person=person)
    standing: QuerySet[Application] = mine.exclude(pk__in=back)
    return standing


def _require_employed(opening: Opening, provider: Provider, act: Act) -> None:
    """The employer is a member on the day; for a school's post, that school (POST-6)."""
    if opening.provider_id is not None:
        member, where = provider.pk == opening.provider_id, "the school whose post it is"
    else:
        on = Membership.objects.on(act.as_at)
        member = on.filter(network=opening.network, provider=provider).exists()
        where = "a member of the network on this day"
    require(employed_by_a_member(name_of(provider), where, member=member))


def _tell_of(application: Application, act: Act, did: str, own: str) -> None:
    """Two lines: one about the opening, by a number; one about the person alone, by name."""
    candidate = f"Candidate {application.number}"
    act.tell(f"{candidate} {did}.", *about(application.opening), by=Unnamed(candidate))
    act.tell(own, Place("person", str(application.person_id)))


def _ask_board(application: Application, board: tuple[str, str] | None, by: Acting) -> None:
    """Ask the employer’s board for its word: by letter where an address was given, else whoever answers for it.

    No message about an application is about its network, so that no timeline which the panel reads shows it.
    """
    provider, once = application.provider, f"support:{application.pk}"
    subject = "Somebody you employ has applied for a post"
    words = (
        "They ask whether you support them and whether they meet the prerequisites. The link shows who it is."
    )
    if board is None:
        path = f"/board/posts/{application.pk}/support"
        to = boards(provider, by.on)
        write_to(to, kind="post.support", subject=subject, words=words, path=path, once=once)
        return
    letter = write_letter(
        purpose="support",
        subject=f"application:{application.pk}",
        provider=(provider.kind, provider.number),
        to=board[0],
        to_name=board[1],
        by=by,
    )
    once = f"{once}:{letter.pk}"
    notify(to=letter.to, letter=letter, kind="post.support", subject=subject, words=words, once=once)
