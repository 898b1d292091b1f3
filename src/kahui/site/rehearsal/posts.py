"""Posts that a network's rolls earn: advertised, filled or not, started, ended, and how much release could be taken."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

from kahui.definition.lines import Post
from kahui.definition.model import Definition
from kahui.definition.provision import earned
from kahui.site.rehearsal.chance import Chance, pick, stream
from kahui.site.rehearsal.networks import DAY, Network, Networks
from kahui.site.rehearsal.rates import Rates

Rolls = dict[tuple[int, int], int]
"""Learners by (school's key, year)."""

HOURS = 25
"""Hours of a full-time teacher in a week, by which release is counted."""
REASONS = ("end of term", "end of term", "another post", "resigned")


def posts(
    networks: Networks, rolls: Rolls, definition: Definition, years: range, seed: int, rates: Rates
) -> Iterator[dict[str, Any]]:
    """A row for each post and holder, network by network."""
    chance = stream(seed, "posts")
    last = dt.date(years[-1], 12, 31)
    for n, network in enumerate(networks.each):
        opened = {"approved": network.approved, "endorsed": network.endorsed}
        programme = definition.at(network.endorsed or network.approved)
        gates = {gate.code: opened.get(gate.counts_as or "") for gate in programme.gates}
        mine = _members(networks, n + 1, rolls, network.endorsed or network.approved, years)
        if not mine:
            continue
        by_code = {post.code: post for post in programme.posts}
        for line in earned(programme, mine):
            post, opens = by_code[line.post], gates.get(by_code[line.post].opened_by)
            if opens is None:
                continue
            at = [s for s, count in line.by_school for _ in range(count)] or [
                int(chance.choice(list(mine))) for _ in range(line.count)
            ]
            for school in at:
                yield from _holders(n + 1, post, school, opens, _until(network, last), last, chance, rates)


def _until(network: Network, last: dt.date) -> dt.date:
    return network.withdrawn or last + DAY


def _members(networks: Networks, network: int, rolls: Rolls, on: dt.date, years: range) -> dict[int, int]:
    """Rolls of the member schools on a day, by the roll of the nearest year there is."""
    year = min(max(on.year, years[0]), years[-1])
    found = {}
    for period in networks.members:
        holds = (
            period.network == network and period.starts <= on and (period.ends is None or on < period.ends)
        )
        if holds and (period.provider, year) in rolls:
            found[period.provider] = rolls[period.provider, year]
    return found


def _holders(
    network: int,
    post: Post,
    school: int,
    opens: dt.date,
    until: dt.date,
    last: dt.date,
    chance: Chance,
    rates: Rates,
) -> Iterator[dict[str, Any]]:
    """One holder after another, from when the post is open."""
    mean = rates.leader_after if post.code == "leader" else rates.teacher_after
    release = round(HOURS * (post.release or 0.0), 1)
    started = opens + (25 + int(chance.exponential(mean))) * DAY
    filled = chance.random() < rates.post_filled
    while started <= min(last, until):
        ends = started + (365 * int(chance.integers(rates.term[0], rates.term[1] + 1))) * DAY
        ended = min(ends, until)
        gone = filled and ended <= last
        yield {
            "network": network,
            "post": post.code,
            "school": school,
            "advertised": started - 75 * DAY,
            "appointed": started - 40 * DAY if filled else None,
            "started": started if filled else None,
            "ended": ended if gone else None,
            "reason": ("the network ended" if ended < ends else pick(chance, REASONS)) if gone else None,
            "release_hours": release,
            "taken_hours": round(release * float(chance.uniform(0.6, 1.0)), 1) if filled else None,
        }
        if not gone or ended == until:
            return
        started = ended + int(chance.integers(0, 120)) * DAY


def steps(held: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same, step by step, as measures read it."""
    for opening, row in enumerate(held, 1):
        for what in ("advertised", "appointed", "started", "ended"):
            if row[what] is not None:
                yield {
                    "opening": opening,
                    "network": row["network"],
                    "provider": None if what == "advertised" else row["school"],
                    "post": row["post"],
                    "what": what,
                    "reason": row["reason"] if what == "ended" else None,
                    **_on(row[what]),
                }


def weeks(held: list[dict[str, Any]], years: range) -> Iterator[dict[str, Any]]:
    """Release of each holder, in the middle week of each of a year's four terms."""
    for opening, row in enumerate(held, 1):
        if row["started"] is None:
            continue
        for year, (month, day) in itertools.product(years, TERM_WEEKS):
            on = dt.date(year, month, day)
            if row["started"] <= on and (row["ended"] is None or on < row["ended"]):
                yield {
                    "opening": opening,
                    "network": row["network"],
                    "post": row["post"],
                    "entitled": row["release_hours"],
                    "taken": row["taken_hours"],
                    **_on(on),
                }


TERM_WEEKS = ((3, 6), (6, 5), (8, 21), (11, 13))
"""A Monday or so in each term: release is told of one week of each."""


def _on(day: dt.date) -> dict[str, Any]:
    return {
        "on": day,
        "on_by": day,
        "known_from": dt.datetime.combine(day, dt.time(9)) + 3 * DAY,
        "known_to": None,
    }
