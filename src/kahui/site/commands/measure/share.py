"""`kahui measure share`: shares with Wilson's limits, of rows one by one or of schools within groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np

from kahui.analytics.methods.intervals import clustered, wilson
from kahui.site.commands.measure.files import Read, read, said, write
from kahui.site.commands.measure.picture import draw_dots

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
LEVEL = click.FloatRange(0, 1, min_open=True, max_open=True)


@click.command(epilog="Example: kahui measure share counts.csv -o shares.csv --level 0.9")
@click.argument("counts", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--level", type=LEVEL, default=0.95, show_default=True, help="How sure the limits are to be.")
@click.option(
    "--by",
    metavar="COLUMN",
    help="Rows are schools: add them up by this column, with the limits that alikeness within schools leaves.",
)
@click.option("--picture", type=click.Path(path_type=Path), help="Also draw the shares, as SVG.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(counts: Path, out: str, level: float, by: str | None, picture: Path | None, quiet: bool) -> None:
    """Shares of counts, and how sure they are: Wilson's limits, which hold for few learners, for none and for all.

    In: `k`, `n` (k of n), and where wanted `population` (how many there are of whom n were seen) and
    `design_effect`; other columns pass through. Out: `share`, `low`, `high` beside them; blank where n is 0.
    With --by: a row a group, with `schools`, `k`, `n`, `design_effect` (`own` 1 where the group itself shows it,
    0 where it is the others' mean) and `effective_n`.
    """
    needed: dict[str, Any] = {"k": "count", "n": "count"}
    optional: dict[str, Any] = {"population": "count", "design_effect": "number"}
    told = read(counts, needed | ({by: "text"} if by else {}), {} if by else optional, others=not by)
    check(told)
    made = _grouped(told, by, level) if by else _one_by_one(told, level)
    write(out, made)
    if picture:
        names = made[by] if by else next(iter(told.others.values()), told.numbers)
        draw_dots(picture, names, made, f"Shares of {counts.name}", f"With limits at {level:.0%}.")
    none = int(np.isnan(made["share"]).sum())
    if none and not quiet:
        click.echo(
            f"{none:,} of {len(made['share']):,} rows have n = 0 and so no share; it is left blank.", err=True
        )


def check(told: Read, k: str = "k", n: str = "n") -> None:
    """Refuse a part that is more than its whole."""
    told.refuse(told.columns[k] > told.columns[n], k, f"is more than {n}, the whole it is a part of.")


def _one_by_one(told: Read, level: float) -> dict[str, Any]:
    columns = told.columns
    population = columns.get("population")
    if population is not None:
        told.refuse(population < columns["n"], "population", "is less than n, and n are a part of it.")
    effect = columns.get("design_effect")
    if effect is not None:
        told.refuse(
            effect <= 0, "design_effect", "is not above 0. Write 1 where learners were drawn one by one."
        )
    found = wilson(
        columns["k"], columns["n"], level, population=population, effect=1 if effect is None else effect
    )
    limits = {"share": found.share, "low": found.low, "high": found.high}
    told.keep_apart(limits)
    return {**columns, **told.others, **limits}


def _grouped(told: Read, by: str, level: float) -> dict[str, Any]:
    names, code = np.unique(told.columns[by].astype(str), return_inverse=True)
    found = clustered(told.columns["k"], told.columns["n"], code, level)
    return {
        by: names,
        "schools": found.schools,
        "k": found.k.astype(np.int64),
        "n": found.n.astype(np.int64),
        "design_effect": found.effect,
        "own": found.own.astype(np.int64),
        "effective_n": found.effective,
        "share": found.shares.share,
        "low": found.shares.low,
        "high": found.shares.high,
    }
