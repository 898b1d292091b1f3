"""Typical growth of schools, as `kahui measure growth --typical` writes and draws it."""

from __future__ import annotations

import numpy as np

from kahui.analytics.methods.growth.linked import typical_linked
from kahui.analytics.methods.growth.typical import typical
from kahui.analytics.report import Cell, Chart, Column, Table
from kahui.site.commands.measure.files import Refused
from kahui.site.commands.measure.picture import MOST

GROUPED = ("school", "topic", "year")
"""What typical growth is told of."""


def _groups(columns: dict[str, np.ndarray]) -> np.ndarray:
    """A school, topic and year, as one word for each row."""
    groups = np.empty(len(columns["school"]), object)
    groups[:] = ["\t".join(map(str, key)) for key in zip(*(columns[name] for name in GROUPED), strict=True)]
    return groups


def with_links(
    table: dict[str, np.ndarray], columns: dict[str, np.ndarray], drawn: np.ndarray
) -> dict[str, np.ndarray]:
    """The table of typical growth with the error of links: the mean's limits count it, the median has none."""
    made = typical_linked(drawn, _groups(columns))
    place = {group: at for at, group in enumerate(made.group)}
    at = np.array([place.get(group, -1) for group in _groups(table)])
    told = {"mean": made.mean, "mean_low": made.low, "mean_high": made.high, "linking": made.linking}
    blank = np.full(len(at), np.nan)
    return (
        table
        | {"median_low": blank, "median_high": blank}
        | {name: np.where(at >= 0, values[at], np.nan) for name, values in told.items()}
    )


def typical_growth(columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Median and mean percentile by school, topic and year, with 95% limits."""
    keys, groups = GROUPED, _groups(columns)
    percentile = columns["growth_percentile"]
    made = typical(np.where(np.ma.getmaskarray(percentile), np.nan, percentile.data), groups)
    split = np.array([group.split("\t") for group in made.group], object).reshape(-1, len(keys))
    table: dict[str, np.ndarray] = dict(zip(keys, split.T, strict=True))
    for name in ("n", "median", "median_low", "median_high", "mean", "mean_low", "mean_high"):
        table[name] = getattr(made, name)
    return table


def chart(table: dict[str, np.ndarray]) -> Chart:
    """The last year, a dot a school and topic: medians, or means where links are carried; those without limits are
    left out."""
    last = int(max(table["year"].astype(int)))
    linked = "linking" in table
    told = ("mean", "mean_low", "mean_high") if linked else ("median", "median_low", "median_high")
    rows: list[tuple[Cell, ...]] = [
        (f"{table['school'][i]}, {table['topic'][i]}", *(round(float(table[c][i])) for c in told))
        for i in np.argsort(-table[told[0]], kind="stable")
        if int(table["year"][i]) == last and np.isfinite(table[told[1]][i])
    ]
    if not 0 < len(rows) <= MOST:
        raise Refused(f"A picture shows 1 to {MOST} schools, and {len(rows):,} have limits. Give others.")
    title = (
        f"Mean growth percentile of each school, {last}"
        if linked
        else f"Growth percentile in the middle of each school, {last}"
    )
    subtitle = "50 is the middle of learners with the same past scores; lines hold the truth 95 times in 100"
    columns = (
        Column("name", "Of"),
        Column("typical", "Mean" if linked else "Middle", "count"),
        Column("low", "At least", "count"),
        Column("high", "At most", "count"),
    )
    words = "; ".join(f"{name}: {middle:g} ({low:g} to {high:g})" for name, middle, low, high in rows)
    shown = Table("growth", title, subtitle, columns, tuple(rows))
    return Chart(
        "growth", "dots", title, subtitle, f"{title}. {words}.", shown, "name", ("typical",), "low", "high"
    )
