"""`kahui measure difference`: how far one share is above another, with Newcombe's limits."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.intervals import newcombe
from kahui.site.commands.measure.files import read, said, write
from kahui.site.commands.measure.share import FILE, LEVEL, check


@click.command(epilog="Example: kahui measure difference pairs.csv -o differences.csv")
@click.argument("pairs", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--level", type=LEVEL, default=0.95, show_default=True, help="How sure the limits are to be.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(pairs: Path, out: str, level: float, quiet: bool) -> None:
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
    none = int(np.isnan(found.difference).sum())
    if none and not quiet:
        click.echo(
            f"{none:,} of {told.rows:,} rows have a share of none (n = 0), and so no difference.", err=True
        )
