"""Sending what waits: after the fact is committed, once, whatever is killed when.

A notice is claimed in a transaction of its own, handed to the mail server, and marked as sent in a transaction with
its line in the timeline. Killed before the claim, it still waits. Killed after, nobody can know whether it left: it
is *uncertain*, is listed for a person, and goes again only when a person says so (`send_again`).
"""

from __future__ import annotations

import datetime as dt
import smtplib
import threading
from dataclasses import dataclass, field

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kahui.records.access.check import Acting
from kahui.records.access.places import Place
from kahui.records.notices.messages import Addressed
from kahui.records.notices.models import Notice
from kahui.records.notices.quiet import is_quiet
from kahui.records.timeline.actions import tell
from kahui.records.timeline.models import Entry

WAITS = threading.Event()
"""Set once a notice is committed; whoever delivers in this process waits for it."""

PAUSES = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 1440, 1440))
"""How long a message waits after each refusal of the mail server; after the last it is given up."""

CERTAIN_AFTER = dt.timedelta(minutes=10)
"""A claim younger than this is somebody's who is sending at the moment."""

REFUSED = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ValueError,
)
"""Answers after which a message has certainly not left. A line that broke is none of them."""

OUTBOX = "the outbox"


@dataclass
class Delivered:
    """What one round did: how many messages left, were refused, were void; and why it stopped, where it did."""

    sent: int = 0
    refused: int = 0
    void: int = 0
    uncertain: int = 0
    stopped: str = ""
    faults: list[str] = field(default_factory=list)


def due(now: dt.datetime) -> QuerySet[Notice]:
    """What can be sent at a moment, oldest first; what waits for the digest is not among it."""
    ready = Q(try_from__isnull=True) | Q(try_from__lte=now)
    return _open().filter(ready, at_once=True, refusals__lt=len(PAUSES) + 1).order_by("pk")


def uncertain(now: dt.datetime) -> QuerySet[Notice]:
    """What was claimed and never marked as sent: it may or may not have left."""
    claimed = Notice.objects.filter(sent_at__isnull=True, dropped_at__isnull=True)
    return claimed.filter(claimed_at__lte=now - CERTAIN_AFTER).order_by("pk")


def given_up() -> QuerySet[Notice]:
    """What the mail server refused every time it was tried."""
    return _open().filter(refusals__gt=len(PAUSES)).order_by("pk")


def after_commit() -> None:
    """Wake whoever delivers in this process, once the transaction under way is committed."""
    transaction.on_commit(WAITS.set)


def deliver(now: dt.datetime | None = None) -> Delivered:
    """Send what waits. Nothing is sent in quiet hours, and nothing twice."""
    moment, done = now or timezone.now(), Delivered()
    if is_quiet(moment):
        return done
    waiting = list(due(moment).values_list("pk", flat=True))
    if not waiting:
        return done
    connection = mail.get_connection()
    try:
        for notice in waiting:
            connection.open()
            _one(notice, connection, now or timezone.now(), done)
    except (OSError, smtplib.SMTPException) as fault:
        done.stopped = f"The mail server cannot be reached ({fault}). What waits goes on waiting."
    finally:
        connection.close()
    return done


def send_again(notice: Notice, *, by: Acting, now: dt.datetime | None = None) -> bool:
    """Let an uncertain message, or one given up, be sent once more; a person says so. Under the same Message-ID, so
    that a mail system which has it already shows one. Gives whether it was one of these."""
    moment = now or timezone.now()
    with transaction.atomic():
        either = uncertain(moment) | given_up()
        freed = Notice.objects.filter(pk=notice.pk, pk__in=either.values("pk"))
        if not freed.update(claimed_at=None, refusals=0, try_from=None, refused_with=""):
            return False
        to = Addressed.of(notice)
        tell(
            f"A message to {to.who} is to be sent once more, since nobody knows that it arrived: "
            f"“{notice.subject}”.",
            about=_about(to),
            by=by,
            now=moment,
        )
        after_commit()
        return True


def _open() -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at__isnull=True, claimed_at__isnull=True, dropped_at__isnull=True)


def _one(pk: int, connection: BaseEmailBackend, now: dt.datetime, done: Delivered) -> None:
    notice = _claim(pk, now)
    if notice is None:
        return  # somebody else has it
    to = Addressed.of(notice)
    if to.is_void:
        Notice.objects.filter(pk=pk).update(claimed_at=None, dropped_at=now)
        done.void += 1
        return
    try:
        connection.send_messages([to.message()])
    except REFUSED as refusal:
        _give_back(notice, refusal, now)
        done.refused += 1
        done.faults.append(f"{to.who}: {_said(refusal)}")
    except (OSError, smtplib.SMTPException) as fault:
        connection.close()  # the line broke while it was on its way
        done.uncertain += 1
        done.faults.append(f"{to.who}: {_said(fault)}")
    else:
        _mark(to, now)
        done.sent += 1


def _claim(pk: int, now: dt.datetime) -> Notice | None:
    """The notice, if nobody else has it: committed before anything is sent."""
    with transaction.atomic(durable=True):
        mine = _open().filter(pk=pk).update(claimed_at=now)
    return Notice.objects.get(pk=pk) if mine else None


def _mark(to: Addressed, now: dt.datetime) -> None:
    with transaction.atomic(durable=True):
        Notice.objects.filter(pk=to.notice.pk).update(sent_at=now)
        tell(
            f"A message went to {to.who}: “{to.notice.subject}”.",
            about=_about(to),
            by=Acting.deployment(OUTBOX),
            kind=Entry.Kind.SENT,
            now=now,
        )


def _give_back(notice: Notice, refusal: Exception, now: dt.datetime) -> None:
    pause = PAUSES[min(notice.refusals, len(PAUSES) - 1)]
    Notice.objects.filter(pk=notice.pk).update(
        claimed_at=None, refusals=F("refusals") + 1, try_from=now + pause, refused_with=_said(refusal)
    )


def _about(to: Addressed) -> list[Place]:
    about = [Place(to.notice.about_kind, to.notice.about_key)] if to.notice.about_kind else []
    return [*about, Place("person", str(to.notice.person))] if to.notice.person else about


def _said(fault: Exception) -> str:
    """What a mail server said, in one line."""
    return " ".join(str(fault).split())[:200] or type(fault).__name__
