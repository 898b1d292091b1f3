"""Writing notices and letters. Call inside the transaction of the fact they tell of."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from kahui.records.access.models import Person
from kahui.records.notices.models import Notice
from kahui.records.timeline.actions import Thing


def notify(
    *,
    to: Person | str,
    kind: str,
    subject: str,
    words: str,
    path: str = "",
    about: Thing | None = None,
    once: str,
    at_once: bool = True,
    now: dt.datetime | None = None,
) -> Notice:
    """Write a message that goes out once the fact stands. The same `once` to the same address is one message."""
    address = to.email if isinstance(to, Person) else to
    notice, _ = Notice.objects.get_or_create(
        once=f"{once}:{address}"[:200],
        defaults={
            "to": address,
            "person": to.pk if isinstance(to, Person) else None,
            "kind": kind,
            "subject": subject[:200],
            "words": words,
            "path": path,
            "about_kind": about.kind if about else "",
            "about_key": about.key if about else "",
            "at_once": at_once,
            "written_at": now or timezone.now(),
        },
    )
    return notice
