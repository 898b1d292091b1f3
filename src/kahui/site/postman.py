"""Whoever delivers in a process: sends what waits once it is committed, and looks again now and then."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection

from kahui.records.notices.outbox import WAITS, Delivered, deliver

LOOKS_EVERY = 60.0
"""Seconds between looks where nothing wakes it: for what another process wrote, and what was refused a while ago."""

LONGEST_PAUSE = 15 * 60.0
"""Seconds that it waits at most while the mail server cannot be reached."""

logger = logging.getLogger(__name__)


def go_round(told: Callable[[Delivered], None] = lambda _: None) -> None:
    """Deliver, wait, deliver again, without end. Each time the mail server cannot be reached the wait doubles."""
    pause = LOOKS_EVERY
    while True:
        done = once()
        connection.close()
        told(done)
        pause = min(pause * 2, LONGEST_PAUSE) if done.stopped else LOOKS_EVERY
        WAITS.wait(pause)
        WAITS.clear()


def once() -> Delivered:
    """One round. A fault is written to the log, and what waits goes on waiting."""
    try:
        return deliver()
    except Exception as fault:  # whatever it is, the next round must come
        logger.exception("A round of delivering failed.")
        return Delivered(stopped=f"Something went wrong here ({fault}).")
