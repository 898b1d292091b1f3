"""Links given to a verb: `--link TOOL=FILE`, each as `measure link` wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import click
import numpy as np

from kahui.analytics.methods.linking.drawn import Drawn, from_errors
from kahui.site.commands.measure.files import Refused, read


def drawn_links(texts: Iterable[str], draws: int, seed: int) -> dict[str, Drawn]:
    """Each tool's link, drawn; a link's place among them makes its seed its own."""
    return {tool: _drawn(file, draws, seed + place) for place, (tool, file) in enumerate(_named(texts))}


def need_links(tools: Collection[str], known: Collection[str], file: str) -> None:
    """Refuses results of two tools without a link, and links of a tool of which there is no result."""
    if unused := sorted(set(known) - set(tools)):
        raise Refused(f"No result is of the tool “{unused[0]}”. Tools in {file} are {listed(tools)}.")
    if len(own := sorted(set(tools) - set(known))) > 1:
        raise Refused(
            f"{len(own)} tools have no link: {', '.join(own)}. Scores of one tool are no scores of another: "
            "one of them can be the scale, the others each need --link TOOL=FILE."
        )


def within(tool: str, points: np.ndarray, link: Drawn) -> None:
    """Refuses a score that a tool's link is not for."""
    outside = points[(points < link.points[0]) | (points > link.points[-1])]
    if outside.size:
        raise Refused(
            f"The score {outside[0]:g} of the tool “{tool}” lies outside its link, which is for {link.points[0]:g} to "
            f"{link.points[-1]:g}. Check that both are of one version and scale."
        )


def listed(tools: Collection[str]) -> str:
    """Tools as one lists them in a sentence."""
    return ", ".join(sorted(tools))


def _named(texts: Iterable[str]) -> list[tuple[str, Path]]:
    made = []
    for text in texts:
        tool, equals, file = text.partition("=")
        if not (tool and equals and file):
            raise click.UsageError(
                f"“{text}” names no link. Write --link TOOL=FILE, such as short=links.csv."
            )
        made.append((tool, Path(file)))
    return made


def _drawn(file: Path, draws: int, seed: int) -> Drawn:
    rows = read(file, {"score": "number", "equated": "number", "se": "number"})
    order = np.argsort(rows.columns["score"])
    score, value, se = (rows.columns[name][order] for name in ("score", "equated", "se"))
    if (twice := score[1:][np.diff(score) == 0]).size:
        raise Refused(f"{file.name} links the score {twice[0]:g} more than once. Keep one scale in a file.")
    return from_errors(score, value, se, draws, seed)
