"""Each report: its title, for whom, the measures it rests on, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kahui.analytics.report import Report
from kahui.definition.time import AsAt
from kahui.reporting import uptake_report
from kahui.reporting.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the catalogue. `make` writes some of its chapters from a snapshot, as at dates, for a scope."""

    code: str
    title: str
    audience: str
    measures: tuple[str, ...]
    chapters: tuple[str, ...]
    make: Callable[[Snapshot, AsAt, str, Collection[str]], Report]


CATALOGUE = {
    "uptake": Entry(
        "uptake",
        "Uptake and early implementation",
        "Those who run the programme, networks and the public",
        ("uptake", "sizes", "momentum", "waits", "stages", "posts", "possible", "characteristics", "seen"),
        uptake_report.CHAPTERS,
        uptake_report.make,
    ),
}
