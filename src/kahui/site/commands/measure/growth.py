"""`kahui measure growth`: growth percentiles from scores over years."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.percentiles import CUTS, Fits, Growth, growth
from kahui.site.commands.measure.files import Read, read, said, write

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
KEPT: tuple[str, ...] = ("learner", "topic", "year", "year_level", "school", "score")
"""Columns that are written again."""


@click.command(epilog="Example: kahui measure growth panel.csv -o growth.csv --priors 4")
@click.argument("panel", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option(
    "--priors",
    type=click.IntRange(1, 4),
    default=4,
    show_default=True,
    help="Most prior scores to compare on.",
)
@click.option("--by-priors", is_flag=True, help="Also the percentile on one prior score, on two, and so on.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(panel: Path, out: str, priors: int, by_priors: bool, quiet: bool) -> None:
    """Where each learner's score stands among learners with the same past scores: 50 is the middle.

    In: `learner`, `topic`, `year`, `year_level`, `score` (and `school`), a row for each learner, topic and year.
    Out: a row for each with at least one year before it, one year level lower: `priors` used,
    `growth_percentile`, and the scores that are the most with percentile 1, 35, 50, 65 and 99. Beside it
    OUT.fits.csv: every quantile regression with the gap that shows it to be the best there is.
    """
    told = read(
        panel,
        {"learner": "text", "topic": "text", "year": "count", "year_level": "count", "score": "number"},
        {"school": "text"},
    )
    found = growth(_panel(told), priors, told=_silent if quiet or not sys.stderr.isatty() else _progress)
    write(out, _percentiles(told, found, by_priors))
    if out != "-":
        write(f"{out}.fits.csv", _fits(found.fits))
    if not quiet:
        _remark(found)


def _panel(told: Read) -> Panel:
    columns = told.columns
    return Panel(
        columns["learner"],
        columns["topic"],
        columns["year"],
        columns["year_level"],
        columns["score"],
        told.numbers,
    )


def _percentiles(told: Read, found: Growth, by_priors: bool) -> dict[str, np.ndarray]:
    columns: dict[str, np.ndarray] = {}
    for name in KEPT:
        if name in told.columns:
            columns[name] = told.columns[name][found.rows]
    columns |= {"priors": found.priors, "growth_percentile": _whole(found.percentile)}
    columns |= {f"cut_{cut}": found.cuts[:, i] for i, cut in enumerate(CUTS)}
    if by_priors:
        columns |= {
            f"growth_percentile_{k + 1}": _whole(column) for k, column in enumerate(found.by_priors.T)
        }
    return columns


def _whole(percentile: np.ndarray) -> np.ndarray:
    return np.ma.masked_array(np.nan_to_num(percentile).astype(np.int64), np.isnan(percentile))


def _fits(fits: Fits) -> dict[str, np.ndarray]:
    cohort = [
        f"{topic} {year} year level {level}"
        for topic, year, level in zip(fits.topic, fits.year, fits.year_level, strict=True)
    ]
    return {
        "cohort": np.array(cohort, object),
        "topic": fits.topic,
        "year": fits.year,
        "year_level": fits.year_level,
        "priors": fits.priors,
        "quantile": fits.quantile,
        "n": fits.n,
        "objective": fits.objective,
        "duality_gap": fits.gap,
    }


def _silent(done: int, of: int) -> None:
    pass


def _progress(done: int, of: int) -> None:
    click.echo(f"\r{done:,} of {of:,} cohorts", nl=done == of, err=True)


def _remark(found: Growth) -> None:
    for remark in found.remarks:
        click.echo(remark, err=True)
    told = int((found.priors > 0).sum())
    share = np.abs(found.fits.gap) / np.maximum(found.fits.objective, 1e-300)
    click.echo(
        f"{told:,} of {len(found.rows):,} scores with a past have a growth percentile, from {len(found.fits.n):,} "
        f"quantile regressions; the widest duality gap is {share.max():.0e} of its objective.",
        err=True,
    )
