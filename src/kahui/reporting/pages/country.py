"""The whole country, its regions and its networks as lines."""

from __future__ import annotations

from functools import lru_cache

from kahui.analytics.engine import Row
from kahui.definition.time import AsAt
from kahui.reporting import answers
from kahui.reporting.pages.values import NetworkLine, RegionLine, RegionPage, Sky, Star
from kahui.reporting.snapshot import Snapshot, snapshot


def sky(as_at: AsAt) -> Sky:
    """Every open school and every network on the date."""
    state = snapshot()
    return _sky(state, state.settle(as_at))


@lru_cache(maxsize=32)
def _sky(state: Snapshot, as_at: AsAt) -> Sky:
    # Asked of the engine itself: thousands of rows that would otherwise be kept twice.
    stars = tuple([Star(**row) for row in state.engine.measure("sky", as_at)])
    return Sky(stars, lines(state, as_at))


def network_list(as_at: AsAt) -> tuple[NetworkLine, ...]:
    """Networks whose approval stood, or that had members, on the date; by id."""
    return lines(snapshot(), as_at)


def region_list(as_at: AsAt) -> tuple[RegionLine, ...]:
    """Every region with its figures, by name."""
    state = snapshot()
    scopes_ = answers.uptake(state, as_at).scopes
    names = [s.partition(":")[2] for s in scopes_ if s.startswith("region:")]
    return tuple(RegionLine(name, answers.figures(state, as_at, f"region:{name}")) for name in names if name)


def region_page(name: str, as_at: AsAt) -> RegionPage | None:
    """A region; `None` for a name the record does not know."""
    line = next((r for r in region_list(as_at) if r.name == name), None)
    if line is None:
        return None
    whole = sky(as_at)
    networks = tuple(n for n in whole.networks if n.region == name)
    ids = {n.number for n in networks}
    stars = tuple(s for s in whole.stars if s.region == name or s.network in ids)
    return RegionPage(line, networks, Sky(stars, networks))


def lines(state: Snapshot, as_at: AsAt) -> tuple[NetworkLine, ...]:
    """Networks of a state that had a standing or members, by id."""
    return _settled_lines(state, state.settle(as_at))


@lru_cache(maxsize=256)
def _settled_lines(state: Snapshot, as_at: AsAt) -> tuple[NetworkLine, ...]:
    return tuple(_line(row) for row in answers.rows(state, "sizes", as_at))


def _line(row: Row) -> NetworkLine:
    def counted(name: str) -> tuple[int, int, int]:
        return int(row[name]), int(row[f"{name}_sure"]), int(row[f"{name}_may"])

    stage = "endorsed" if row["endorsed"] else "approved" if row["approved"] else "before"
    return NetworkLine(
        row["number"],
        row["name"] or f"Network {row['number']}",
        row["region"],
        row["regions"],
        stage,
        counted("schools"),
        counted("learners"),
        counted("services"),
    )
