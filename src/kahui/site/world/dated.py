"""The dates of facts that a rehearsal tells in bulk: when they came to be known, and who is said to have told them."""

from __future__ import annotations

import datetime as dt
from typing import Any

SOURCE = "the rehearsal"


def known(on: dt.date, hours: int = 0, minutes: int = 0) -> dict[str, Any]:
    """Held from some time of a day on."""
    moment = dt.datetime.combine(on, dt.time(hours, minutes % 60), dt.UTC)
    return {"known_from": moment, "recorded_by": SOURCE, "source": SOURCE}


def event(on: dt.date, hours: int = 0, minutes: int = 0) -> dict[str, Any]:
    """Happened on a day, and held from some time of it on."""
    return {"on": on, "on_by": on, **known(on, hours, minutes)}
