"""Posts: held against possible by kind and region, vacancies, and release that was not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kahui.analytics.measures.posts import Posts, posts
from kahui.analytics.report import Chart, Column, Section, Table
from kahui.definition.time import AsAt
from kahui.reporting import answers, words
from kahui.reporting.snapshot import Snapshot

HELD = (
    Column("post", "Post"),
    Column("place", "Where"),
    Column("networks", "Approved networks", "count"),
    Column("with_one", "With one held", "count"),
    Column("possible", "Possible", "count"),
    Column("held", "Held", "count"),
    Column("percent", "Held of possible", "percent", "none possible"),
    Column("open", "Possible where the gate is open", "count"),
    Column("advertised", "Advertised", "count"),
    Column("appointed", "Appointed, not started", "count"),
    Column("applied", "Applied for those", "count"),
    Column("oldest", "Oldest vacancy, days", "count", "none advertised"),
)
RELEASED = (
    Column("post", "Post"),
    Column("place", "Where"),
    Column("entitled", "Hours entitled", "number"),
    Column("taken", "Hours taken", "number"),
    Column("unmet", "Hours not taken", "number"),
    Column("percent", "Not taken", "percent", "none told"),
)
ESTIMATE = "Possible posts are an estimate: the rule that earned them was not found, and another stands in its place."


def chapter(state: Snapshot, as_at: AsAt, when: str) -> Section | None:
    """Posts on a date; none where nothing of any post is on the record: then how many were held is not known."""
    regions = {r["number"]: r["region"] for r in answers.rows(state, "sizes", as_at)}
    found = posts(answers.rows(state, "posts", as_at), regions)
    if not any(p.started or p.advertised or p.appointed for p in found):
        return None
    nation = [p for p in found if not p.place]
    tables = [_held(found, when)]
    if any(p.hours_entitled for p in found):
        tables.append(_released(found, when))
    return Section(
        "posts",
        "The new posts",
        tuple(_sentences(nation, _everywhere(state, as_at))),
        (_chart(nation, when),),
        tuple(tables),
    )


def _everywhere(state: Snapshot, as_at: AsAt) -> dict[str, int]:
    """Post → how many there would be if every eligible school were in a network."""
    return {r["post"]: r["everywhere"] for r in answers.rows(state, "possible", as_at) if r["everywhere"]}


def _sentences(nation: Sequence[Posts], everywhere: Mapping[str, int]) -> list[str]:
    told = []
    for p in nation:
        of = f"{words.number(p.possible)} possible" + (" (an estimate)" if p.estimated else "")
        share = f", {words.percent(p.filled)}" if p.filled is not None else ""
        if p.post in everywhere:
            whole = everywhere[p.post]
            share += (
                f"; {words.percent(100 * p.held / whole)} of the {words.number(whole)} there would be "
                "if every eligible school were in a network"
            )
        told.append(
            f"{p.name}: {words.number(p.held)} held in {words.number(p.with_one)} of "
            f"{words.number(p.networks)} approved networks, of {of}{share}."
        )
    entitled = sum(p.hours_entitled for p in nation)
    if entitled:
        unmet = sum(p.unmet for p in nation)
        told.append(
            f"Of the release told for a year, {words.percent(100 * unmet / entitled)} of the hours were not taken."
        )
    return told


def _chart(nation: Sequence[Posts], when: str) -> Chart:
    rows = tuple((p.name, p.filled, p.held, p.possible) for p in nation)
    columns = (
        Column("post", "Post"),
        Column("percent", "Held of possible", "percent", "none possible"),
        Column("held", "Held", "count"),
        Column("possible", "Possible", "count"),
    )
    notes = (ESTIMATE,) if any(p.estimated for p in nation) else ()
    table = Table("posts_held", "Posts held, of those possible", when, columns, rows, notes)
    shares = [r for r in rows if r[1] is not None]
    title = "; ".join(f"{words.percent(r[1] or 0)} of the posts “{r[0]}” are held" for r in shares[:3])
    alt = "; ".join(f"{r[0]}: {r[2]} of {r[3]}" for r in rows) + "."
    return Chart(
        "posts_held", "bars", title, f"Held, of those possible. {when}", alt, table, "post", ("percent",)
    )


def _held(found: Sequence[Posts], when: str) -> Table:
    rows = tuple(
        (
            p.name,
            p.place or "The whole country",
            p.networks,
            p.with_one,
            p.possible,
            p.held,
            p.filled,
            p.open,
            p.advertised,
            p.appointed,
            p.applied,
            p.oldest_vacancy,
        )
        for p in _by_post(found)
    )
    notes = (ESTIMATE,) if any(p.estimated for p in found) else ()
    return Table("posts", "Posts by kind and region", when, HELD, rows, notes)


def _released(found: Sequence[Posts], when: str) -> Table:
    rows = tuple(
        (
            p.name,
            p.place or "The whole country",
            round(p.hours_entitled, 1),
            round(p.hours_taken, 1),
            round(p.unmet, 1),
            round(100 * p.unmet / p.hours_entitled, 1) if p.hours_entitled else None,
        )
        for p in _by_post(found)
        if p.hours_entitled
    )
    notes = ("Weeks for which holders told their release, in the 365 days up to the date.",)
    return Table("release", "Release that was not taken", when, RELEASED, rows, notes)


def _by_post(found: Sequence[Posts]) -> list[Posts]:
    return sorted(found, key=lambda p: (p.post, bool(p.place), p.place))
