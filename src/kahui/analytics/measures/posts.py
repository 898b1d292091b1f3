"""Posts provided, advertised, appointed, held and ended, and release taken, from the rows of `posts.sql`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kahui.analytics.measures.words import Row, percent


@dataclass(frozen=True, slots=True)
class Posts:
    """One kind of post in one place: counts over its networks, hours of release over a year.

    `possible` is an estimate where a rule stands in for one that was not found. `with_one`: networks in which
    somebody holds such a post. `oldest_vacancy` in days; `None` where nothing is advertised.
    """

    post: str
    name: str
    place: str
    networks: int
    with_one: int
    possible: int
    estimated: bool
    open: int
    advertised: int
    appointed: int
    held: int
    started: int
    ended: int
    applied: int
    oldest_vacancy: int | None
    hours_entitled: float
    hours_taken: float

    @property
    def filled(self) -> float | None:
        """Held, in percent of possible; `None` where none is possible."""
        return percent(self.held, self.possible)

    @property
    def unmet(self) -> float:
        """Hours of release entitled and not taken."""
        return max(0.0, self.hours_entitled - self.hours_taken)


def posts(rows: Iterable[Row], regions: Mapping[int, str | None]) -> tuple[Posts, ...]:
    """Every kind of post, of the nation (place `""`) first, then of each region by name. `regions`: by number."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for place in ("", regions.get(row["number"]) or "region not known"):
            found.setdefault((place, row["post"]), []).append(row)
    return tuple(_summed(place, group) for (place, _), group in sorted(found.items()))


def _summed(place: str, rows: list[Row]) -> Posts:
    oldest = [r["oldest_vacancy"] for r in rows if r["oldest_vacancy"] is not None]
    counts = {n: sum(r[n] for r in rows) for n in ("possible", "advertised", "appointed", "held", "started")}
    return Posts(
        post=rows[0]["post"],
        name=rows[0]["name"],
        place=place,
        networks=len(rows),
        with_one=sum(r["held"] > 0 for r in rows),
        estimated=any(r["estimated"] for r in rows),
        open=sum(r["possible"] for r in rows if r["open"]),
        ended=sum(r["ended"] for r in rows),
        applied=sum(r["applied"] for r in rows),
        oldest_vacancy=max(oldest, default=None),
        hours_entitled=sum(r["hours_entitled"] for r in rows),
        hours_taken=sum(r["hours_taken"] for r in rows),
        **counts,
    )
