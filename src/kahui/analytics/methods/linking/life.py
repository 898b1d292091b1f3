"""A link's life: it is of two versions of tools, their norms and a time, and holds for no others.

A new version, a new scale or new norms of either tool ends every link to or from the old one. Two links that
hold on one day for the same learners would be two answers, so they are refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kahui.analytics.methods.fault import MethodFault
from kahui.definition.time import BEGINNING
from kahui.definition.tools import ToolLink


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a link: the tool, its version, and the norms its scores are told by (blank if none)."""

    tool: str
    version: str
    norms: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """For which ends, topic and year levels a link holds, and on which days (`ends` excluded; `None` open)."""

    code: str
    source: Side
    target: Side
    topic: str
    year_levels: tuple[str, ...]
    starts: dt.date
    ends: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        return self.starts <= on and (self.ends is None or on < self.ends)


def recorded(link: ToolLink) -> Life:
    """The life of a link of the registry; one without a start holds from before any record."""
    return Life(
        code=link.code,
        source=Side(link.source, link.source_version),
        target=Side(link.target, link.target_version),
        topic=link.topic,
        year_levels=link.year_levels,
        starts=link.span.starts or BEGINNING,
        ends=link.span.ends,
    )


def holding(
    links: Sequence[Life], *, source: Side, target: Side, topic: str, year_level: str, on: dt.date
) -> Life:
    """The link that holds for these ends on a day. Raises `MethodFault` with what is missing, or what is double."""
    between = [
        link
        for link in links
        if (link.source.tool, link.target.tool, link.topic) == (source.tool, target.tool, topic)
    ]
    if not between:
        raise MethodFault(
            f"No link from {source.tool} to {target.tool} is on record for {topic}. "
            "Record one with its sample and error, or report each tool by itself."
        )
    found = [
        link
        for link in between
        if (link.source, link.target) == (source, target)
        and year_level in link.year_levels
        and link.holds(on)
    ]
    if len(found) > 1:
        both = " and ".join(f"“{link.code}”" for link in found)
        raise MethodFault(
            f"The links {both} both hold from {source.tool} to {target.tool} in year {year_level} on {on}. "
            "End one where the other starts."
        )
    if not found:
        raise MethodFault(_missing(between, source, target, year_level, on))
    return found[0]


def _missing(between: Sequence[Life], source: Side, target: Side, year_level: str, on: dt.date) -> str:
    same = [link for link in between if (link.source, link.target) == (source, target)]
    if not same:
        link = next((link for link in between if link.holds(on)), between[-1])
        had, asked = (link.source, source) if link.source != source else (link.target, target)
        return (
            f"The link “{link.code}” is of {_said(had)}, and these scores are of {_said(asked)}. A link does "
            "not outlive a change of version or norms: link the new one, or bridge it to the old on a sample."
        )
    levels = sorted({level for link in same for level in link.year_levels})
    if year_level not in levels:
        return (
            f"The link “{same[0].code}” was made for years {', '.join(levels)}, not for year {year_level}. "
            "Link that year level on a sample of its own."
        )
    spans = ", ".join(
        f"“{link.code}” from {link.starts}" + (f" to {link.ends}" if link.ends else "") for link in same
    )
    return f"No link from {source.tool} to {target.tool} holds on {on}: there is {spans}. Renew it on a new sample."


def _said(side: Side) -> str:
    norms = f" with norms {side.norms}" if side.norms else ""
    return f"{side.tool} version {side.version}{norms}"
