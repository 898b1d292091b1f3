"""The day on which people act: today, or the day a rehearsal is set on."""

import datetime as dt

from django.conf import settings


def today() -> dt.date:
    """The day that acts are dated with where nobody says another. A rehearsal stands still on its own day."""
    set_on: dt.date | None = settings.ACTING_DAY
    return set_on or dt.datetime.now(tz=dt.UTC).date()
