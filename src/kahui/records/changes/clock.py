"""The day on which people act: today, or the day a rehearsal is set on."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_STANDS_ON: ContextVar[dt.date | None] = ContextVar("the day on which it stands", default=None)


def today() -> dt.date:
    """The day that acts are dated with where nobody says another. A rehearsal stands still on its own day."""
    set_on: dt.date | None = _STANDS_ON.get() or settings.ACTING_DAY
    return set_on or dt.datetime.now(tz=dt.UTC).date()


@contextmanager
def standing_on(day: dt.date) -> Iterator[None]:
    """Within, it is this day: a rehearsal’s past is acted day by day."""
    before = _STANDS_ON.set(day)
    try:
        yield
    finally:
        _STANDS_ON.reset(before)
