"""`kahui measure judge`: from scores and judgments, the chance of each judgment at each score."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.linking.judgements import Chances, Curve, Judging, chances, judging
from kahui.site.commands.measure.files import Refused, read, said, write

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
    write(out, _long(chances(model, np.unique(rows.columns["score"]), level, seed=seed)))
    if cuts:
        write(cuts, {"judgment": np.array(words[1:], dtype=object), "cut": model.cuts, "se": model.se})
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


def _told(model: Judging) -> str:
    cuts = "; ".join(
        f"“{word}” at {cut:.1f} (standard error {se:.1f})"
        for word, cut, se in zip(model.judgments[1:], model.cuts, model.se, strict=True)
    )
    return (
        f"{model.learners:,} learners. Half are judged at or above {cuts}. Judgments of learners with one score lie "
        f"{model.noise:.1f} points apart (standard deviation)."
    )
