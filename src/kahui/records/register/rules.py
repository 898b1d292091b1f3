"""What must hold of the register. Each rule's first line is its number and its sentence, as a person reads it.

A rule gives `None` where it holds, else its sentence with the facts of the case.
"""

import datetime as dt

from kahui.definition.time import say
from kahui.records.changes.rules import sentence


def not_to_come(day: dt.date, *, today: dt.date) -> str | None:
    """REG-1: Only what has happened is recorded."""
    if day <= today:
        return None
    return f"{sentence(not_to_come)} {say(day)} has not come yet; give {say(today)} or a day before it."
