"""`kahui measure difference`: how far one share is above another, with Newcombe's limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from kahui.analytics.methods.intervals import newcombe
from kahui.analytics.report import Chart, Column, Table
from kahui.site.commands.measure.files import read, said, write
from kahui.site.commands.measure.picture import put, shown
from kahui.site.commands.measure.share import FILE, LEVEL, check


@click.command(epilog="Example: kahui measure difference pairs.csv -o differences.csv")
@click.argument("pairs", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--level", type=LEVEL, default=0.95, show_default=True, help="How sure the limits are to be.")
@click.option("--picture", type=click.Path(path_type=Path), help="Also draw the differences, as SVG.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(pairs: Path, out: str, level: float, picture: Path | None, quiet: bool) -> None:
    """How far the share k1 of n1 lies above k2 of n2, for two groups that have no learner in common.

    In: `k1`, `n1`, `k2`, `n2`; other columns pass through. Out: `difference`, `low`, `high` beside them, between
    -1 and 1; blank where an n is 0. Not for the same learners at two times, nor for a group beside its whole.
    """
    told = read(pairs, dict.fromkeys(("k1", "n1", "k2", "n2"), "count"), others=True)
    check(told, "k1", "n1")
    check(told, "k2", "n2")
    k1, n1, k2, n2 = (told.columns[name] for name in ("k1", "n1", "k2", "n2"))
    found = newcombe(k1, n1, k2, n2, level)
    limits = {"difference": found.difference, "low": found.low, "high": found.high}
    told.keep_apart(limits)
    write(out, {**told.columns, **told.others, **limits})
    if picture:
        put(picture, _chart(next(iter(told.others.values()), told.numbers), limits, level))
    none = int(np.isnan(found.difference).sum())
    if none and not quiet:
        click.echo(
            f"{none:,} of {told.rows:,} rows have a share of none (n = 0), and so no difference.", err=True
        )


def _chart(names: Iterable[Any], limits: Mapping[str, np.ndarray], level: float) -> Chart:
    """A dot a difference with its limits, in points of a hundred."""
    rows = shown(
        (str(name), *(round(100 * float(limits[column][i]), 1) for column in ("difference", "low", "high")))
        for i, name in enumerate(names)
        if np.isfinite(limits["difference"][i])
    )
    sure = sum(1 for i in range(len(limits["low"])) if limits["low"][i] > 0 or limits["high"][i] < 0)
    title = f"{sure} of {len(rows)} differences are more than chance alone would make"
    subtitle = f"First share less the second, in points of a hundred, with limits at {level:.0%}"
    columns = (
        Column("name", "Of"),
        Column("difference", "Difference", "count"),
        Column("low", "At least", "count"),
        Column("high", "At most", "count"),
    )
    told = "; ".join(f"{name}: {middle:g} ({low:g} to {high:g})" for name, middle, low, high in rows)
    table = Table("differences", title, subtitle, columns, tuple(rows))
    return Chart(
        "differences",
        "dots",
        title,
        subtitle,
        f"{title}. {told}.",
        table,
        "name",
        ("difference",),
        "low",
        "high",
    )
