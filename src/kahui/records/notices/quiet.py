"""When people are written to: by day, where they live."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

MORNING, EVENING = dt.time(7), dt.time(18)
"""Ours: from six in the evening until seven in the morning nobody is written to."""


def local(now: dt.datetime) -> dt.datetime:
    """A moment as clocks show it where the programme's people live."""
    return now.astimezone(ZoneInfo(settings.COUNTRY_TIME_ZONE))


def is_quiet(now: dt.datetime) -> bool:
    """Whether messages wait for the morning. A rehearsal stands still in the middle of its day."""
    if settings.ACTING_DAY is not None:
        return False
    at = local(now).time()
    return at < MORNING or at >= EVENING


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday; the holidays of a country are not known here."""
    return day.weekday() < 5
