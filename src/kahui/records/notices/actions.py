"""Writing notices and letters. Call inside the transaction of the fact they tell of."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import timezone

from kahui.records.access.models import Person, fold_address
from kahui.records.notices.models import Letter, Notice
from kahui.records.notices.outbox import after_commit
from kahui.records.timeline.actions import Thing


def notify(
    *,
    to: Person | str,
    kind: str,
    subject: str,
    words: str,
    path: str = "",
    letter: Letter | None = None,
    about: Thing | None = None,
    once: str,
    at_once: bool = True,
    now: dt.datetime | None = None,
) -> Notice:
    """Write a message that goes out once the fact stands. The same `once` to the same address is one message.

    `path` or `letter` is the one thing to do about it; `at_once=False` keeps it for the digest.
    """
    address = to.email if isinstance(to, Person) else to.strip()
    notice, new = Notice.objects.get_or_create(
        once=_one(once, address),
        defaults={
            "to": address,
            "person": to.pk if isinstance(to, Person) else None,
            "kind": kind,
            "subject": " ".join(subject.split())[:200],
            "words": words,
            "path": path,
            "letter": letter.pk if letter else None,
            "about_kind": about.kind if about else "",
            "about_key": about.key if about else "",
            "at_once": at_once,
            "written_at": now or timezone.now(),
        },
    )
    if new and at_once:
        after_commit()
    return notice


def _one(once: str, address: str) -> str:
    """What makes a message that message: short enough for its column, and never cut, which could make two one."""
    whole = f"{once}:{fold_address(address)}"
    return whole if len(whole) <= 200 else hashlib.sha256(whole.encode()).hexdigest()
