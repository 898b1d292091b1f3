"""`kahui measure verdict`: was a target met, with the error of links between tools counted?"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.carrying import Measured, carried
from kahui.analytics.methods.linking.designs import Counts
from kahui.analytics.methods.linking.drawn import Drawn
from kahui.analytics.methods.these_learners import Scored, carried_for_these
from kahui.analytics.methods.verdicts import Verdict, verdict
from kahui.site.commands.measure.files import Read, Refused, read, said, write
from kahui.site.commands.measure.links import drawn_links, listed, need_links, within
from kahui.site.commands.measure.picture import draw_dots

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    epilog="Example: kahui measure verdict results.csv -o verdicts.csv --cut 27 --step 1 --target 0.75 "
    "--link short=short-to-own.csv"
)
@click.argument("results", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--cut", required=True, type=float, help="Least score of the scale that is at or above.")
@click.option("--step", type=click.FloatRange(0), default=1.0, show_default=True, help="Between its scores.")
@click.option(
    "--target", required=True, type=click.FloatRange(0, 1), help="Share that should be at or above."
)
@click.option(
    "--link", "links", multiple=True, help="TOOL=FILE: that tool's link, as `measure link` wrote it."
)
@click.option(
    "--error",
    "errors",
    multiple=True,
    help="TOOL=POINTS: standard error of one score. Given for every tool, the verdict is of these very learners.",
)
@click.option(
    "--level", type=click.FloatRange(0.5, 0.999), default=0.9, show_default=True, help="Of intervals."
)
@click.option("--draws", type=click.IntRange(100), default=1000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--picture", type=click.Path(path_type=Path), help="Also draw the shares, as SVG.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    results: Path,
    out: str,
    cut: float,
    step: float,
    target: float,
    links: tuple[str, ...],
    errors: tuple[str, ...],
    level: float,
    draws: int,
    seed: int,
    picture: Path | None,
    quiet: bool,
) -> None:
    """Say of each network in RESULTS whether the target was met, not met, or cannot be told.

    In: `tool,score`, a row a learner, or with `count` a row a score; `network` where there are several. A tool
    without a --link has the scale's own scores. Learners are a sample of those the schools teach; with --error for
    every tool they are all there is, and what is not known is their true scores.

    Out: `network,learners,share,low,high,target,chance,verdict`, and the standard deviations that `sampling`,
    `linking` and `measurement` alone would leave.
    """
    rows = read(results, {"tool": "text", "score": "number"}, {"network": "text", "count": "count"})
    known = drawn_links(links, draws, seed)
    sure = _errors(errors)
    _all_linked(rows, known, sure)
    names = rows.columns.get("network", np.full(rows.rows, "", dtype=object))
    found = {}
    for name in dict.fromkeys(names):
        parts = _parts(rows, names == name, known)
        if sure:
            scored = [Scored(part.scores, sure[tool], part.link) for tool, part in parts.items()]
            shares = carried_for_these(scored, cut, draws, seed)
        else:
            shares = carried(list(parts.values()), (), cut - step / 2, draws, seed)
        found[name] = verdict(shares, target, level)
    made = _columns(found, rows, names)
    write(out, made)
    if picture:
        labels = [f"{name or 'All'}: {told.word}" for name, told in found.items()]
        draw_dots(picture, labels, made, f"At or above, beside a target of {target:.0%}", _lines(level))
    if not quiet:
        for name, told in found.items():
            click.echo(f"{name + ': ' if name else ''}{told.sentence}", err=True)


def _lines(level: float) -> str:
    return f"Lines are {level:.0%} intervals, with every error counted"


def _errors(texts: tuple[str, ...]) -> dict[str, float]:
    made = {}
    for text in texts:
        tool, _, points = text.partition("=")
        try:
            made[tool] = float(points)
        except ValueError:
            raise click.UsageError(
                f"“{text}” names no error. Write --error TOOL=POINTS, such as short=2.8."
            ) from None
    return made


def _all_linked(rows: Read, known: dict[str, Drawn], sure: dict[str, float]) -> None:
    """Refuses results of two tools without a link, and links or errors of a tool that is not there or left out."""
    tools = set(rows.columns["tool"])
    need_links(tools, known.keys(), rows.path.name)
    if unused := sorted(sure.keys() - tools):
        raise Refused(
            f"No result is of the tool “{unused[0]}”. Tools in {rows.path.name} are {listed(tools)}."
        )
    if sure and (missing := sorted(tools - sure.keys())):
        raise Refused(
            f"No error is given for the tool “{missing[0]}”. Give --error for every tool, or for none."
        )


def _parts(rows: Read, mine: np.ndarray, known: dict[str, Drawn]) -> dict[str, Measured]:
    tool, score = rows.columns["tool"][mine], rows.columns["score"][mine]
    count = rows.columns["count"][mine] if "count" in rows.columns else np.ones(score.size)
    parts = {}
    for name in dict.fromkeys(tool):
        link = known.get(name)
        had = tool == name
        points = np.unique(score[had])
        if link is not None:
            within(name, points, link)
            points = np.union1d(points, link.points)
        counts = np.zeros(points.size)
        np.add.at(counts, np.searchsorted(points, score[had]), count[had])
        parts[name] = Measured(Counts(points, counts), link)
    return parts


def _columns(found: dict[str, Verdict], rows: Read, names: np.ndarray) -> dict[str, np.ndarray]:
    count = rows.columns["count"] if "count" in rows.columns else np.ones(rows.rows, dtype=int)
    numbers = ("share", "low", "high", "target", "chance", "sampling", "linking", "measurement")
    made: dict[str, np.ndarray] = {
        "network": np.array(list(found), dtype=object),
        "learners": np.array([int(count[names == name].sum()) for name in found]),
    }
    made |= {name: np.array([getattr(told, name) for told in found.values()]) for name in numbers}
    return made | {"verdict": np.array([told.word for told in found.values()], dtype=object)}
