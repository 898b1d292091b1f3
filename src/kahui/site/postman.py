"""Whoever delivers in a process: sends what waits once it is committed, looks again now and then, and of a morning
writes the digests."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.utils import timezone

from kahui.records.changes.clock import today
from kahui.records.notices.outbox import WAITS, Delivered, deliver
from kahui.records.notices.quiet import local
from kahui.records.waiting.digests import are_due, write_digests

LOOKS_EVERY = 60.0
"""Seconds between looks where nothing wakes it: for what another process wrote, and what was refused a while ago."""

LONGEST_PAUSE = 15 * 60.0
"""Seconds that it waits at most while the mail server cannot be reached."""

logger = logging.getLogger(__name__)


def go_round(told: Callable[[Delivered], None] = lambda _: None) -> None:
    """Deliver, wait, deliver again, without end. Each time the mail server cannot be reached the wait doubles."""
    pause, digests_of = LOOKS_EVERY, None
    while True:
        now = timezone.now()
        if settings.ACTING_DAY is None and are_due(now) and digests_of != local(now).date():
            digests_of = digests()
        done = once()
        connection.close()
        told(done)
        pause = min(pause * 2, LONGEST_PAUSE) if done.stopped else LOOKS_EVERY
        WAITS.wait(pause)
        WAITS.clear()


def digests() -> dt.date:
    """Write the digests of the day, as people live it; each once, whoever else writes them. Gives the day."""
    day = today() if settings.ACTING_DAY else local(timezone.now()).date()
    try:
        write_digests(day)
    except Exception:  # whatever it is, what else waits must go
        logger.exception("Writing the digests of %s failed.", day)
    return day


def once() -> Delivered:
    """One round. A fault is written to the log, and what waits goes on waiting."""
    try:
        return deliver()
    except Exception as fault:  # whatever it is, the next round must come
        logger.exception("A round of delivering failed.")
        return Delivered(stopped=f"Something went wrong here ({fault}).")
