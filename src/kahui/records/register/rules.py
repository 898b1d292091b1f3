"""What must hold of the register. Each rule's first line is its number and its sentence, as a person reads it.

A rule gives `None` where it holds, else its sentence with the facts of the case.
"""

import datetime as dt

from kahui.definition.time import say


class RuleBroken(ValueError):
    """A rule of the records does not hold; the message is the rule with the facts of the case."""


def require(broken: str | None) -> None:
    """Raise `RuleBroken` with what a rule said, if it said anything."""
    if broken:
        raise RuleBroken(broken)


def sentence(rule: object) -> str:
    """The number and sentence of a rule, from the first line of its docstring."""
    return (rule.__doc__ or "").strip().splitlines()[0]


def not_to_come(day: dt.date, *, today: dt.date) -> str | None:
    """REG-1: Only what has happened is recorded."""
    if day <= today:
        return None
    return f"{sentence(not_to_come)} {say(day)} has not come yet; give {say(today)} or a day before it."
