"""What is provided beside what became of it, a line a post and school; vacancies by age; time to fill."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.networks.models import Network
from kahui.records.posts.queries.fillings import Filling, fillings
from kahui.records.posts.queries.provision import Provided, provided


@dataclass(frozen=True, slots=True)
class Line:
    """One post of one network or school on a day: provided, and how many are advertised, appointed and not started,
    held (`started`), and ended by then."""

    of: Provided
    advertised: int
    appointed: int
    started: int
    ended: int

    @property
    def taken(self) -> int:
        """Advertised, given or held: not free to be advertised."""
        return self.advertised + self.appointed + self.started

    @property
    def vacant(self) -> int:
        """Provided and neither given nor held, advertised or not."""
        return max(0, self.of.count - self.appointed - self.started)

    @property
    def free(self) -> int:
        """Provided and neither advertised, given nor held."""
        return max(0, self.of.count - self.taken)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """One post that is open to a network and that nobody holds: since when, and whether it is advertised."""

    network: int
    post: str
    provider: int | None
    since: dt.date
    opening: int | None = None
    applied: int = 0

    def days(self, on: dt.date) -> int:
        return (on - self.since).days


def ledger(networks: Collection[Network], as_at: AsAt, definition: Definition) -> list[Line]:
    """The ledger of networks on a day, as known at a moment: the same number of queries however many there are."""
    return lines_of(provided(networks, as_at, definition), fillings(networks, as_at), as_at.on)


def lines_of(provision: Iterable[Provided], filled: Iterable[Filling], on: dt.date) -> list[Line]:
    """Provision and fillings side by side. A filling of a school without a line counts in its network's."""
    lines = {p.key: p for p in provision}
    counts: dict[tuple[int, str, int | None], Counter[str]] = {}
    for each in filled:
        counts.setdefault(line_of(each, lines), Counter())[each.state(on)] += 1
    for network, post, provider in counts.keys() - lines.keys():
        lines[network, post, provider] = Provided(
            network, post, provider, 0, False, "Nothing provides it on this day.", ""
        )
    return [
        Line(
            p,
            *(counts.get(key, Counter())[state] for state in ("advertised", "appointed", "started", "ended")),
        )
        for key, p in lines.items()
    ]


def line_of(filling: Filling, lines: Collection[tuple[int, str, int | None]]) -> tuple[int, str, int | None]:
    """The line that a filling counts in: its school's where the school's post it is and has one, else the network's."""
    own = (filling.network, filling.post, filling.provider)
    whole = (filling.network, filling.post, None)
    return whole if own not in lines and whole in lines else own


def vacancies(lines: Sequence[Line], filled: Iterable[Filling], on: dt.date) -> list[Vacancy]:
    """Every post that nobody holds, longest first.

    One that is advertised is vacant since then. One that is not is vacant since the last that held it left, or since
    the gate that opens it stood.
    """
    keys = {line.of.key for line in lines}
    by_line: dict[tuple[int, str, int | None], list[Filling]] = {}
    for each in filled:
        by_line.setdefault(line_of(each, keys), []).append(each)
    found: list[Vacancy] = []
    for line in lines:
        own = by_line.get(line.of.key, [])
        found += [
            Vacancy(f.network, f.post, f.provider, f.on, f.opening, f.applied)
            for f in own
            if f.state(on) == "advertised"
        ]
        left = sorted((f.ends for f in own if f.state(on) == "ended" and f.ends), reverse=True)
        for n in range(line.free if line.of.open else 0):
            since = left[n] if n < len(left) else line.of.since or on
            found.append(Vacancy(*line.of.key, max(since, line.of.since or since)))
    return sorted(found, key=lambda v: (v.since, v.network, v.post, v.provider or 0))


def time_to_fill(filled: Iterable[Filling]) -> tuple[float | None, int]:
    """The median of days from advertisement to start, and of how many. `None` where none has started."""
    days = [(f.started - f.on).days for f in filled if f.started]
    return (median(days) if days else None), len(days)
