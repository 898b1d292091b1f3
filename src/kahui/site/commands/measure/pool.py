"""`kahui measure pool`: shares of small schools drawn towards their group's, as far as their size asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from kahui.analytics.methods.pooling import pool
from kahui.analytics.report import Chart, Column, Table
from kahui.site.commands.measure.files import read, said, write
from kahui.site.commands.measure.picture import put, shown
from kahui.site.commands.measure.share import FILE, LEVEL, check


@click.command(epilog="Example: kahui measure pool schools.csv -o pooled.csv --by network")
@click.argument("schools", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option(
    "--by", metavar="COLUMN", help="Pool only within each value of this column; else over all rows."
)
@click.option("--level", type=LEVEL, default=0.95, show_default=True, help="How sure the limits are to be.")
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Also draw the shares, own and pooled, as SVG."
)
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(schools: Path, out: str, by: str | None, level: float, picture: Path | None, quiet: bool) -> None:
    """The share of each school beside what all the schools of its group lead one to think it is.

    In: `k`, `n`, a row a school; other columns pass through. Out: `share` (its own), `pooled`, `low`, `high`, and
    `weight`, from 0 to 1, how much of the pooled share is its own data. A school with n = 0 has no share of its
    own; its pooled share is what its group leads one to expect, with weight 0.
    """
    needed: dict[str, Any] = {"k": "count", "n": "count"} | ({by: "text"} if by else {})
    told = read(schools, needed, others=True)
    check(told)
    groups = np.unique(told.columns[by].astype(str), return_inverse=True)[1] if by else None
    found = pool(told.columns["k"], told.columns["n"], groups, level)
    made = {name: getattr(found, name) for name in ("share", "pooled", "low", "high", "weight")}
    told.keep_apart(made)
    write(out, {**told.columns, **told.others, **made})
    if picture:
        put(picture, _chart(next(iter(told.others.values()), told.numbers), made, level))
    none = int(np.isnan(found.share).sum())
    if none and not quiet:
        click.echo(
            f"{none:,} of {told.rows:,} schools have n = 0: no share of their own, only what their group leads "
            "one to expect.",
            err=True,
        )


def _chart(names: Iterable[Any], made: Mapping[str, np.ndarray], level: float) -> Chart:
    """Two dots a school: its pooled share with its limits, and its own where it has one."""
    rows = shown(
        (str(name), *(_percent(made[column][i]) for column in ("pooled", "low", "high", "share")))
        for i, name in enumerate(names)
    )
    own = [row[4] for row in rows if row[4] is not None]
    pooled = f"Pooled shares run from {min(row[1] for row in rows):g}% to {max(row[1] for row in rows):g}%"
    title = f"{pooled}, the schools’ own from {min(own):g}% to {max(own):g}%" if own else pooled
    subtitle = f"Each drawn towards its group’s, small schools most; with limits at {level:.0%}"
    columns = (
        Column("name", "School"),
        Column("pooled", "Pooled", "percent"),
        Column("low", "At least", "percent"),
        Column("high", "At most", "percent"),
        Column("share", "Its own", "percent"),
    )
    told = "; ".join(
        f"{name}: {middle:g}% ({low:g} to {high:g})" + (f", its own {share:g}%" if share is not None else "")
        for name, middle, low, high, share in rows
    )
    table = Table("pooling", title, subtitle, columns, tuple(rows))
    return Chart(
        "pooling",
        "dots",
        title,
        subtitle,
        f"{title}. {told}.",
        table,
        "name",
        ("pooled", "share"),
        "low",
        "high",
    )


def _percent(value: float) -> float | None:
    return round(100 * float(value), 1) if np.isfinite(value) else None
