"""`kahui measure judge`: from scores and judgments, the chance of each judgment at each score."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.linking.judgements import Chances, Curve, Judging, chances, judging
from kahui.analytics.report import Chart
from kahui.site.commands.measure.curves import Trace, curves_chart
from kahui.site.commands.measure.files import Refused, read, said, write
from kahui.site.commands.measure.picture import put

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(
    epilog="Example: kahui measure judge moderated.csv -o table.csv --judgments 'well below,below,at,above'"
)
@click.argument("learners", type=FILE)
@click.option("-o", "--out", required=True, help="CSV or Parquet by its ending; - for standard output.")
@click.option("--judgments", required=True, help="The judgments from the lowest up, with commas between.")
@click.option("--curve", type=click.Choice(("normal", "logistic")), default="normal", show_default=True)
@click.option(
    "--level", type=click.FloatRange(0.5, 0.999), default=0.9, show_default=True, help="Of intervals."
)
@click.option("--seed", type=int, default=1, show_default=True, help="For the intervals' draws.")
@click.option("--cuts", help="Also write the scores at which half are judged so: `judgment,cut,se`.")
@click.option("--picture", type=click.Path(path_type=Path), help="Also draw the chances, as SVG.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@said
def command(
    learners: Path,
    out: str,
    judgments: str,
    curve: Curve,
    level: float,
    seed: int,
    cuts: str | None,
    picture: Path | None,
    quiet: bool,
) -> None:
    """Work out from LEARNERS who have both how a judgment goes with a score.

    In: `score,judgment`, a row a learner. Out: a row for each score and judgment: `score,judgment,chance,low,high`.
    """
    rows = read(learners, {"score": "number", "judgment": "text"})
    words = tuple(word.strip() for word in judgments.split(","))
    places = {word: place for place, word in enumerate(words)}
    if len(places) < len(words):
        raise Refused(f"A judgment is named twice in “{judgments}”. Name each once, from the lowest up.")
    unknown = np.array([word not in places for word in rows.columns["judgment"]])
    rows.refuse(unknown, "judgment", f"is none of the judgments. Those named are {', '.join(words)}.")
    place = np.array([places[word] for word in rows.columns["judgment"]])
    model = judging(rows.columns["score"], place, words, curve)
    table = chances(model, np.unique(rows.columns["score"]), level, seed=seed)
    write(out, _long(table))
    if cuts:
        write(cuts, {"judgment": np.array(words[1:], dtype=object), "cut": model.cuts, "se": model.se})
    if picture:
        put(picture, _chart(model, table, level))
    if not quiet:
        click.echo(_told(model), err=True)


def _long(table: Chances) -> dict[str, np.ndarray]:
    size = len(table.judgments)
    return {
        "score": np.repeat(table.points, size),
        "judgment": np.tile(np.array(table.judgments, dtype=object), table.points.size),
        "chance": table.chance.ravel(),
        "low": table.low.ravel(),
        "high": table.high.ravel(),
    }


def _chart(model: Judging, table: Chances, level: float) -> Chart:
    """A curve for each judgment: its chance at each score, with its limits."""
    at = table.points.tolist()
    curves = [
        Trace(
            word,
            at,
            list(zip(*(part[:, k].tolist() for part in (table.chance, table.low, table.high)), strict=True)),
        )
        for k, word in enumerate(table.judgments)
    ]
    found = "; ".join(
        f"“{word}” from {cut:.1f}" for word, cut in zip(model.judgments[1:], model.cuts, strict=True)
    )
    subtitle = f"Chance of each judgment at each score; bands hold the truth {100 * level:g} times in 100"
    return curves_chart(curves, "judgments", f"Half are judged at or above {found}", subtitle, "Score")


def _told(model: Judging) -> str:
    cuts = "; ".join(
        f"“{word}” at {cut:.1f} (standard error {se:.1f})"
        for word, cut, se in zip(model.judgments[1:], model.cuts, model.se, strict=True)
    )
    return (
        f"{model.learners:,} learners. Half are judged at or above {cuts}. Judgments of learners with one score lie "
        f"{model.noise:.1f} points apart (standard deviation)."
    )
