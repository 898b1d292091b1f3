"""How many challenges a text sets out, by the lines that begin with a number; pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kahui.definition.agreements import Count
from kahui.definition.model import Definition

_NUMBERED = re.compile(r"^\s*(?:#+\s*)?(?:\w+\s+)?(\d{1,2})\s*[.):–—-]\s+\S", re.MULTILINE)
"""“1. Writing”, “Challenge 2: Mathematics”, “Wero 3 – Hauora”; not “1a. …”, nor “2016 …”."""


def challenges_in(text: str) -> int:
    """How many different numbers begin a line of a text, as challenges are numbered: 1., 2., 3."""
    found = {int(number) for number in _NUMBERED.findall(text)}
    count = 0
    while count + 1 in found:
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Counted:
    """How many challenges are written, beside how many the programme asks for on a day."""

    written: int
    asked: Count | None

    @property
    def within(self) -> bool:
        """Whether it is as many as are asked for; true where no number is."""
        if self.asked is None:
            return True
        return self.written >= self.asked.least and (
            self.asked.most is None or self.written <= self.asked.most
        )

    @property
    def words(self) -> str:
        """The answer in a sentence."""
        written = f"{self.written} numbered challenge{'' if self.written == 1 else 's'} found"
        if self.asked is None:
            return f"{written}. The programme asks for no number on this day."
        most = self.asked.most
        wanted = f"{self.asked.least} to {most}" if most is not None else f"{self.asked.least} or more"
        return f"{written}; {wanted} are asked for."


def counted(text: str, definition: Definition, on: dt.date) -> Counted:
    """How many challenges a text sets out, beside what the programme asks for on a day."""
    return Counted(challenges_in(text), definition.agreed.count(on) if definition.agreed else None)
