"""The cover of a report on paper: the constellation of its day."""

from __future__ import annotations

from kahui.analytics.report import Picture
from kahui.definition.time import AsAt
from kahui.reporting import answers, words
from kahui.reporting.draw.constellation import Group, Star, draw
from kahui.reporting.snapshot import Snapshot


def cover(state: Snapshot, as_at: AsAt) -> Picture:
    """The constellation for paper."""
    rows = state.engine.measure("sky", as_at)
    stars = [Star(r["number"], r["name"], r["longitude"], r["latitude"], r["learners"]) for r in rows]
    members: dict[int, list[int]] = {}
    for row in rows:
        members.setdefault(row["network"], []).append(row["number"])
    lines = [n for n in answers.rows(state, "sizes", as_at) if n["approved"] and members.get(n["number"])]
    groups = [
        Group(
            n["number"],
            n["name"] or "",
            "endorsed" if n["endorsed"] else "approved",
            tuple(members[n["number"]]),
            n["learners"],
        )
        for n in lines
    ]
    title = f"Schools and approved networks on {words.day(as_at.on)}"
    svg = draw(stars, groups, palette="paper", name=title, links=False)
    alt = (
        f"{title}: {len(stars):,} open schools as stars at their places; {len(groups)} networks, "
        "each joined by the shortest tree through its schools."
    )
    return Picture(svg, alt)
