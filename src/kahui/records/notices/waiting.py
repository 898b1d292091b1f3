"""What waits for somebody: worked out from the facts, never stored. Every waiting thing has exactly one owner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kahui.records.access.places import Place


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for one owner: whoever holds `role` (and `capacity`, where one is named) in `place`.

    `words` say what to do, in the imperative; `of` says whose it is (a network's name); `path` is where it is done;
    `since` the day from which it has waited, `due` the day by which, where there is one. `network` is the number of
    the network it is about, `None` where it is about none (a change of the programme). What is `private` is shown to
    its owner only: who else sees that it waits would learn what is not theirs to know (whose board is asked about an
    applicant). `also` are the numbers of further networks that the same thing is about: a tranche is one thing.
    """

    code: str
    words: str
    of: str
    role: str
    place: Place
    since: dt.date
    path: str
    capacity: str = ""
    due: dt.date | None = None
    network: int | None = None
    private: bool = False
    also: tuple[int, ...] = ()
