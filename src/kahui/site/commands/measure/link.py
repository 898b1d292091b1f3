"""`kahui measure link`: puts scores of one form on another's scale, with the error of doing so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.linking.by_school import SchoolCounts, by_school, drawn_by_school
from kahui.analytics.methods.linking.designs import (
    Counts,
    Design,
    EquivalentGroups,
    SingleGroup,
    Table,
    counted,
    cross_tallied,
    with_one_anchor,
)
from kahui.analytics.methods.linking.drawn import rising
from kahui.analytics.methods.linking.errors import Replicates, drawn_again, link, with_error
from kahui.analytics.methods.linking.functions import METHODS, THROUGH, How, Link, Method, Through
from kahui.analytics.report import Cell, Chart, Column
from kahui.analytics.report import Table as Titled
from kahui.site.commands.measure.files import Read, Refused, read, said, write
from kahui.site.commands.measure.kinds import Kind
from kahui.site.commands.measure.picture import put

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
DESIGNS = ("equivalent-groups", "common-items", "single-group")
FEW = 100
"""Fewer learners than this on a form are told of."""
SHOWN = 12
"""Scores in a picture."""
_ONE_VALUED: dict[str, Kind] = {"tool": "text", "version": "text", "scale": "text"}
_SCHOOL: dict[str, Kind] = {"school": "text"}


@click.command(
    epilog="Example: kahui measure link x.csv y.csv -o links.csv --design equivalent-groups "
    "--method equipercentile --bootstrap 1000 --seed 1"
)
@click.argument("x", type=FILE)
@click.argument("y", type=FILE, required=False)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--design", required=True, type=click.Choice(DESIGNS), help="How the data were gathered.")
@click.option("--method", required=True, type=click.Choice(METHODS), help="How scores are lined up.")
@click.option("--through", type=click.Choice(THROUGH), help="How common items join the groups.")
@click.option("--smooth", type=click.IntRange(1), help="Degree of log-linear presmoothing, such as 4.")
@click.option(
    "--bandwidth", type=click.FloatRange(0, min_open=True), help="Of the kernel, else it is chosen."
)
@click.option("--external", is_flag=True, help="The anchor does not count within the total.")
@click.option("--weight", type=click.FloatRange(0, 1), help="Weight of the first group with common items.")
@click.option("--marks", nargs=2, type=click.IntRange(1), help="Greatest possible marks of X and of Y.")
@click.option("--bootstrap", type=click.IntRange(2), help="Draw the samples again so often for the error.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same samples.")
@click.option("--picture", type=click.Path(path_type=Path), help="Also draw linked scores, as SVG.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    x: Path,
    y: Path | None,
    out: str,
    design: str,
    method: Method,
    through: Through | None,
    smooth: int | None,
    bandwidth: float | None,
    external: bool,
    weight: float | None,
    marks: tuple[int, int] | None,
    bootstrap: int | None,
    seed: int,
    picture: Path | None,
    quiet: bool,
) -> None:
    """Link the scores of X to the scale of Y.

    In: for equivalent-groups `score,count` in X and Y, every possible score listed (with `school`, a row a school
    and score, and --bootstrap draws whole schools, as groups that schools chose for need); for common-items
    `total,anchor` in both, a row a learner; for single-group `x,y` in X alone, a row a learner.

    Out: `score,equated,se`, and `note` where a value is only a convention. `se` is by formula, or with
    --bootstrap the standard deviation over draws. Scores nobody reached get the end of Y's scale and half a
    point, and an error of 0 that says nothing: their note says so.
    """
    held = _designed(design, x, y, marks, external, weight)
    how = How(method, through, smooth, bandwidth=bandwidth)
    if smooth and not how.by_ranks:
        how = replace(how, smooth=None)
        if not quiet:
            click.echo("Smoothing keeps mean and spread, and a line uses no more: it was left out.", err=True)
    made = link(held, how)
    if bootstrap is not None:
        made = with_error(made, _drawn(held, design, (x, y), how, bootstrap, seed))
    rising(made.points, made.equated, 1e-9)
    write(
        out, {"score": _as_listed(made.points), "equated": made.equated, "se": made.se, "note": _notes(made)}
    )
    if picture:
        put(picture, _chart(made))
    if not quiet:
        click.echo(_told(made), err=True)


def _designed(
    design: str,
    x: Path,
    y: Path | None,
    marks: tuple[int, int] | None,
    external: bool,
    weight: float | None,
) -> Design:
    if design == "single-group":
        if y is not None and y.resolve() != x.resolve():
            raise click.UsageError("single-group reads both scores of each learner, x and y, from one file.")
        rows = _one_scale(read(x, {"x": "number", "y": "number"}, _ONE_VALUED))
        return SingleGroup(
            cross_tallied(rows.columns["x"], rows.columns["y"], ("x", "y"), marks or (None, None))
        )
    if y is None:
        raise click.UsageError(f"{design} needs two files, one for each group of learners: X and Y.")
    if design == "equivalent-groups":
        return EquivalentGroups(_counts(x), _counts(y))
    first, second = marks or (None, None)
    return with_one_anchor(_table(x, first), _table(y, second), internal=not external, weight=weight)


def _drawn(
    held: Design, design: str, files: tuple[Path, Path | None], how: How, replicates: int, seed: int
) -> Replicates:
    """Draws of learners, or of whole schools where both files of equivalent groups say the school."""
    if design == "equivalent-groups" and files[1] is not None:
        x, y = _schools(files[0]), _schools(files[1])
        if x and y:
            return drawn_by_school(x, y, how, replicates, seed)
    return drawn_again(held, how, replicates, seed)


def _schools(path: Path) -> SchoolCounts | None:
    rows = read(path, {"score": "number", "count": "count"}, {"school": "text"})
    if "school" not in rows.columns:
        return None
    school, score, count = (rows.columns[name] for name in ("school", "score", "count"))
    return by_school(school, score, count, f"the form in {path.name}")


def _counts(path: Path) -> Counts:
    rows = _one_scale(read(path, {"score": "number", "count": "count"}, _ONE_VALUED | _SCHOOL))
    form, score, count = f"the form in {path.name}", rows.columns["score"], rows.columns["count"]
    if "school" not in rows.columns:
        return counted(score, count, form)
    points, place = np.unique(score, return_inverse=True)
    return counted(points, np.bincount(place, count), form)


def _table(path: Path, marks: int | None) -> Table:
    rows = _one_scale(read(path, {"total": "number", "anchor": "number"}, _ONE_VALUED))
    forms = (f"the form in {path.name}", f"the anchor in {path.name}")
    return cross_tallied(rows.columns["total"], rows.columns["anchor"], forms, (marks, None))


def _one_scale(rows: Read) -> Read:
    """Refuses a file that mixes tools, versions or scales: a score of one is no score of the other."""
    for name in _ONE_VALUED:
        found = sorted(set(rows.columns.get(name, ())))
        if len(found) > 1:
            raise Refused(
                f"{rows.path.name} holds scores of {len(found)} values of {name}: {', '.join(found[:5])}. A score "
                "of one is no score of the other. Keep one in each file, and link them apart."
            )
    return rows


def _as_listed(points: np.ndarray) -> np.ndarray:
    """Whole scores without a decimal point."""
    return points.astype(np.int64) if (points == np.round(points)).all() else points


def _notes(made: Link) -> np.ndarray:
    notes = np.full(made.points.size, "", dtype=object)
    notes[~made.seen] = "beyond the scores that learners had: a convention, its error unknown"
    return notes


def _chart(made: Link) -> Chart:
    """About a dozen of the scores that learners had, each with its linked score and two errors to both sides."""
    held = np.flatnonzero(made.seen)
    shown = held[np.unique(np.linspace(0, held.size - 1, min(SHOWN, held.size)).round().astype(int))]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{made.points[k]:g}", *(round(float(made.equated[k] + z * made.se[k]), 2) for z in (0, -2, 2)))
        for k in shown
    )
    columns = (
        Column("score", "Score of X"),
        Column("linked", "On the scale of Y", "number"),
        Column("low", "Two errors lower", "number"),
        Column("high", "Two errors higher", "number"),
    )
    title = "What scores of one form become on the other's scale"
    subtitle = f"{made.design}, {made.how.method}; lines are two standard errors to each side"
    told = "; ".join(f"{score} becomes {value} ({low} to {high})" for score, value, low, high in rows)
    table = Titled("links", title, subtitle, columns, rows)
    return Chart(
        "links", "dots", title, subtitle, f"{title}. {told}.", table, "score", ("linked",), "low", "high"
    )


def _told(made: Link) -> str:
    learners = " and ".join(f"{n:,}" for n in made.learners)
    middle = float(np.median(made.se[made.seen]))
    told = f"{made.points.size} scores linked from {learners} learners; middle standard error {middle:.2f} points."
    if min(made.learners) < FEW:
        told += f" Fewer than {FEW} learners took a form: use the link to look, not to decide."
    return told
