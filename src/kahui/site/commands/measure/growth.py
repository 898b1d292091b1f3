"""`kahui measure growth`: growth percentiles from scores over years."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.error import correct
from kahui.analytics.methods.growth.linked import middle, percentiles
from kahui.analytics.methods.growth.percentiles import CUTS, Fits, Growth, growth
from kahui.analytics.methods.growth.projections import SHOWN
from kahui.analytics.methods.growth.projections import project as project_to
from kahui.analytics.methods.linking.drawn import Drawn
from kahui.site.commands.measure.files import Read, Refused, read, said, write
from kahui.site.commands.measure.links import drawn_links, need_links, within
from kahui.site.commands.measure.picture import put
from kahui.site.commands.measure.typical import chart, typical_growth, with_links

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
@click.option("--year", type=int, multiple=True, help="Tell growth in this year only; may be repeated.")
@click.option("--typical", is_flag=True, help="Also typical growth by school, topic and year.")
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Also draw the last year's typical growth, as SVG."
)
@click.option("--project", type=FILE, help="Targets: also the growth that reaches them.")
@click.option(
    "--years", type=click.IntRange(1, 6), default=3, show_default=True, help="How far ahead to project."
)
@click.option(
    "--error",
    type=click.FloatRange(0, min_open=True),
    help="Standard error of a past score: also percentiles corrected for it.",
)
@click.option(
    "--link",
    "links",
    multiple=True,
    help="TOOL=FILE: that tool's link, as `measure link` wrote it; the panel then needs a column “tool”.",
)
@click.option(
    "--draws",
    type=click.IntRange(2, 1000),
    default=20,
    show_default=True,
    help="Of the links, for --typical.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same errors.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    panel: Path,
    out: str,
    priors: int,
    by_priors: bool,
    year: tuple[int, ...],
    typical: bool,
    picture: Path | None,
    project: Path | None,
    years: int,
    error: float | None,
    links: tuple[str, ...],
    draws: int,
    seed: int,
    quiet: bool,
) -> None:
    """Where each learner's score stands among learners with the same past scores: 50 is the middle.

    In: `learner`, `topic`, `year`, `year_level`, `score` (and `school`), a row for each learner, topic and year.
    Out: a row for each with at least one year before it, one year level lower: `priors` used,
    `growth_percentile`, and the scores that are the most with percentile 1, 35, 50, 65 and 99. Beside it
    OUT.fits.csv: every quantile regression with the gap that shows it to be the best there is. OUT is the whole name
    given, ending and all: `-o growth.csv` also writes growth.csv.fits.csv. With `-o -` nothing is written beside it.

    --typical writes OUT.typical.csv: median and mean percentile by `school`, topic and year, with 95% limits.
    --project TARGETS, a file of `topic,year_level,score`, writes OUT.projections.csv: for each learner of the last
    year, the percentile to keep growing at that reaches each target ahead, and where 35, 50 and 65 lead.
    --link puts the scores of a tool on the scale by its link, in the middle of its draws. --typical then carries the
    links' error: the mean's limits count it, `linking` is its standard deviation, and the median has no limits.
    --error adds `growth_percentile_corrected`: for what is typical of groups, not for one learner.
    """
    told = read(
        panel,
        {"learner": "text", "topic": "text", "year": "count", "year_level": "count", "score": "number"},
        {"school": "text", "tool": "text"},
    )
    if (typical or picture) and "school" not in told.columns:
        raise Refused(f"{panel.name} has no column “school”, by which growth could be typical.")
    progress = _silent if quiet or not sys.stderr.isatty() else _progress
    known = drawn_links(links, draws, seed) if links else {}
    unlinked = _panel(told)
    scores = _linked(told, unlinked, known) if known else unlinked
    found = growth(scores, priors, years=year or None, told=progress)
    columns = _percentiles(told, found, by_priors)
    if error is not None:
        columns["growth_percentile_corrected"] = _whole(
            correct(scores, found, error, seed=seed, told=progress)
        )
    write(out, columns)
    beside = {"fits": _fits(found.fits)}
    if typical or picture:
        beside["typical"] = typical_growth(columns)
        if known:
            drawn = percentiles(
                unlinked, told.columns["tool"], known, priors, years=year or None, told=progress
            )
            beside["typical"] = with_links(beside["typical"], columns, drawn)
    if picture:
        put(picture, chart(beside["typical"]))
    if project is not None:
        beside["projections"] = _projections(told, scores, project, years, priors, quiet)
    for name, table in beside.items():
        if out != "-":
            write(f"{out}.{name}.csv", table)
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


def _linked(told: Read, scores: Panel, known: dict[str, Drawn]) -> Panel:
    if "tool" not in told.columns:
        raise Refused(f"{told.path.name} has no column “tool”, which says what each score was made with.")
    tool = told.columns["tool"]
    need_links(set(tool), known.keys(), told.path.name)
    for name, link in known.items():
        within(name, scores.score[tool == name], link)
    return middle(scores, tool, known)


def _projections(
    told: Read, scores: Panel, targets: Path, years: int, priors: int, quiet: bool
) -> dict[str, np.ndarray]:
    aims = read(targets, {"topic": "text", "year_level": "count", "score": "number"}).columns
    aimed = list(zip(aims["topic"].tolist(), aims["year_level"].tolist(), strict=True))
    if len(set(aimed)) < len(aimed):
        twice = next(aim for aim in aimed if aimed.count(aim) > 1)
        raise Refused(f"{targets.name} sets two targets for {twice[0]}, year level {twice[1]}. Keep one.")
    made = project_to(scores, dict(zip(aimed, aims["score"].tolist(), strict=True)), years=years, most=priors)
    if not quiet:
        for remark in made.remarks:
            click.echo(remark, err=True)
    columns: dict[str, np.ndarray] = {
        name: told.columns[name][made.rows] for name in ("learner", "topic", "year", "year_level", "score")
    }
    columns["target_year"] = columns["year"] + made.ahead
    columns["target_year_level"] = columns["year_level"] + made.ahead
    columns["target"] = made.target
    columns["needed_percentile"] = _whole(made.needed)
    for at, pace in enumerate(SHOWN):
        columns[f"score_{pace}"] = made.scores[:, at]
    return columns


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
