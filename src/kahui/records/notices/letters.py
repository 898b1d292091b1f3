"""Letters: signed links by which somebody who does not sign in does one act, once, for one provider.

Write one inside the transaction of the act that asks, and tell whom it is for with `notify(to=letter.to,
letter=letter)`. The page at its address calls `open_letter`; the act that answers calls `use` inside its transaction.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kahui.records.access.check import Acting
from kahui.records.access.rules import address_can_be_written_to
from kahui.records.changes.clock import today
from kahui.records.changes.rules import require
from kahui.records.notices.models import Letter
from kahui.records.notices.rules import answered_in_time, answered_once, still_asked, written_here

ANSWER_WITHIN = dt.timedelta(days=21)
"""Ours: three weeks, so that a board that meets once a month is usually asked before it meets."""

_SIGNER = signing.Signer(salt="kahui.letter", sep=".")


def write_letter(
    *,
    purpose: str,
    subject: str,
    provider: tuple[str, int],
    to: str,
    to_name: str,
    by: Acting,
    expires_in: dt.timedelta = ANSWER_WITHIN,
    now: dt.datetime | None = None,
) -> Letter:
    """Write a link for one act. One written before for the same act to the same address is withdrawn: only the newest
    is answered. Raises `RuleBroken` (ACC-1) for an address that mail cannot be sent to."""
    require(address_can_be_written_to(to.strip()))
    moment = now or _moment()
    with transaction.atomic():
        withdraw(unanswered(purpose, subject).filter(**_whose(provider), to=to.strip()), now=moment)
        letter: Letter = Letter.objects.create(
            purpose=purpose,
            subject=subject,
            **_whose(provider),
            to=to.strip(),
            to_name=to_name[:200],
            nonce=secrets.token_urlsafe(18),
            written_at=moment,
            written_by=by.words[:200],
            expires_at=moment + expires_in,
        )
        return letter


def path_of(letter: Letter) -> str:
    """The address of a letter within the site. Whoever has it can answer: it goes into one message and no log."""
    return f"/letter/{_SIGNER.sign(letter.nonce)}"


def open_letter(token: str, now: dt.datetime | None = None) -> Letter:
    """The letter whose link this is, while it can be answered. Raises `RuleBroken` (LET-1 to LET-4)."""
    letter = _letter_of(token)
    require(written_here(signed=letter is not None))
    assert letter is not None
    _require_answerable(letter, now or _moment())
    return letter


def use(letter: Letter, now: dt.datetime | None = None) -> Letter:
    """Mark a letter as answered, inside the transaction of the act that answers it. The row is locked, so that of two
    who answer at once one acts and the other is told so (LET-3). Raises `RuleBroken` (LET-2 to LET-4)."""
    moment = now or _moment()
    held: Letter = Letter.objects.select_for_update().get(pk=letter.pk)
    _require_answerable(held, moment)
    held.used_at = moment
    held.save(update_fields=["used_at"])
    return held


def unanswered(purpose: str, subject: str) -> QuerySet[Letter]:
    """Letters of an act about a subject that are neither answered nor withdrawn; some may have expired."""
    return Letter.objects.filter(
        purpose=purpose, subject=subject, used_at__isnull=True, withdrawn_at__isnull=True
    )


def withdraw(letters: QuerySet[Letter], now: dt.datetime | None = None) -> int:
    """Withdraw letters that nobody answered: what they ask is no longer asked. Gives how many."""
    return letters.filter(used_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=now or _moment()
    )


def _letter_of(token: str) -> Letter | None:
    try:
        nonce = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return Letter.objects.filter(nonce=nonce).first()


def _require_answerable(letter: Letter, now: dt.datetime) -> None:
    """An answer is named before a withdrawal, and both before the date: what happened is worth more."""
    require(answered_once(letter.used_at, letter.written_by))
    require(still_asked(letter.withdrawn_at, letter.written_by))
    require(answered_in_time(letter.expires_at, now, letter.written_by))


def _whose(provider: tuple[str, int]) -> dict[str, str | int]:
    return {"provider_kind": str(provider[0]), "provider_number": provider[1]}


def _moment() -> dt.datetime:
    """Now, on the day on which people act: where a rehearsal stands still, its letters do not expire meanwhile."""
    return dt.datetime.combine(today(), timezone.now().timetz())
