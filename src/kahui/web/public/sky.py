"""The constellation of a page, and the steps of its slider."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.urls import reverse

from kahui.definition.time import AsAt, say
from kahui.reporting import pages
from kahui.reporting.draw.constellation import Close, Group, Star, draw


def groups(sky: pages.Sky, query: str) -> tuple[Group, ...]:
    """Networks that stand, with the schools that are members; `query` carries the dates into their links."""
    members: dict[int, list[int]] = {}
    for star in sky.stars:
        if star.network is not None:
            members.setdefault(star.network, []).append(star.number)
    address = reverse("network", args=[0]).removesuffix("0")
    return tuple(
        Group(
            n.number,
            n.name,
            "endorsed" if n.stage == "endorsed" else "approved",
            tuple(members[n.number]),
            n.learners[0],
            f"{address}{n.number}{query}",
        )
        for n in sky.networks
        if n.stage != "before" and n.number in members
    )


@lru_cache(maxsize=32)
def stars(sky: pages.Sky) -> tuple[Star, ...]:
    return tuple([Star(s.number, s.name, s.longitude, s.latitude, s.learners) for s in sky.stars])


@lru_cache(maxsize=32)
def whole(sky: pages.Sky, *, name: str, query: str, view: Close | None = None, paper: bool = False) -> str:
    """The country, or a closer look at a part of it: on night ground with links, or as one picture on paper."""
    palette: Literal["night", "paper"] = "paper" if paper else "night"
    return draw(stars(sky), groups(sky, query), view=view, name=name, palette=palette, links=not paper)


@dataclass(frozen=True, slots=True)
class Step:
    """One date of the slider: a column as high as there were networks."""

    day: dt.date
    title: str
    label: str
    query: str
    height: int
    past: bool
    current: bool

    @property
    def top(self) -> int:
        return 100 - self.height


def days(begins: dt.date, last: dt.date) -> list[dt.date]:
    """Each half-year's end since the first approvals, and the day of the last directory."""
    first = dt.date(begins.year, 6 if begins.month <= 6 else 12, 30 if begins.month <= 6 else 31)
    found, day = [], first
    while day < last:
        found.append(day)
        day = dt.date(day.year, 12, 31) if day.month == 6 else dt.date(day.year + 1, 6, 30)
    return [*found, last]


def steps(as_at: AsAt, begins: dt.date, last: dt.date, known: str) -> Sequence[Step]:
    """The slider's dates, as known at the moment of the page."""
    wanted = days(begins, last)
    until = AsAt(max(wanted), as_at.known)
    counted = {month.day: month.approved[0] for month in pages.momentum(until)}
    stood = [max((n for day, n in counted.items() if day <= one), default=0) for one in wanted]
    most = max([1, *stood])
    at = max((i for i, one in enumerate(wanted) if one <= as_at.on), default=-1)
    suffix = f"&known={known}" if known else ""
    return [
        Step(
            day=day,
            title=f"{say(day)}: {n} network{'' if n == 1 else 's'}",
            label=str(day.year)
            if day.month in (12, 9) and (i == 0 or day.year % 2 == 0 or i == len(wanted) - 1)
            else "",
            query=f"?on={day.isoformat()}{suffix}",
            height=max(2, round(92 * n / most)) if n else 1,
            past=i <= at,
            current=i == at,
        )
        for i, (day, n) in enumerate(zip(wanted, stood, strict=True))
    ]
