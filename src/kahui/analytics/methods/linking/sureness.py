"""A report of its own for each link: how sure, for whom, what may be done with it, what would make it surer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kahui.analytics.methods.linking.functions import Link
from kahui.analytics.methods.linking.invariance import Invariance
from kahui.analytics.methods.linking.rung import Rung

_DESIGNS = {
    "equivalent-groups": "two groups drawn alike",
    "single-group": "the same learners took both",
    "common-items": "two groups joined by items they both took",
}


@dataclass(frozen=True, slots=True)
class Sureness:
    """What is told of a link.

    `least`, `middle`, `most`: standard error over the scores learners had, each counted once; `at_cut`: where
    the cut lies, `None` if none is named; `conventions`: scores whose value is a convention; `sentences`: in order.
    """

    rung: str
    least: float
    middle: float
    most: float
    at_cut: float | None
    conventions: tuple[float, ...]
    sentences: tuple[str, ...]


def sureness(
    made: Link,
    standing: Rung,
    same_for_all: Invariance | None = None,
    cut: float | None = None,
    names: tuple[str, str] = ("the first tool", "the second"),
) -> Sureness:
    """The report on one link; `cut` is on the second tool's scale, `names` are what to call the tools."""
    se = made.se[made.seen]
    at_cut = None if cut is None else float(np.interp(cut, made.equated, made.se))
    beyond = tuple(float(p) for p in made.points[~made.seen])
    sentences = [
        f"{_capital(names[0])} is linked to {names[1]} on the rung “{standing.name}”. {standing.may}",
        f"It rests on {_learners(made.learners)} ({_DESIGNS[made.design]}), by method {made.how.method}.",
        f"A linked score has a standard error of {np.median(se):.2g} points in the middle case, "
        f"{se.max():.2g} at worst.",
    ]
    if cut is not None:
        sentences.append(f"At the cut of {cut:g} it is {at_cut:.2g} points{_at_worst(made, cut)}.")
    sentences.append(_for_whom(made, beyond, same_for_all))
    if standing.because:
        sentences.append("Why it stands no higher: " + " ".join(standing.because))
    sentences.append(f"What would make it surer: {standing.surer}")
    return Sureness(
        standing.name,
        float(se.min()),
        float(np.median(se)),
        float(se.max()),
        at_cut,
        beyond,
        tuple(sentences),
    )


def _for_whom(made: Link, beyond: tuple[float, ...], same_for_all: Invariance | None) -> str:
    low, high = made.points[made.seen][[0, -1]]
    told = f"It holds for learners like those of its sample, with scores from {low:g} to {high:g}"
    told += f" ({len(beyond)} other scores have a value by convention only)." if beyond else "."
    if same_for_all is None:
        return told + " Whether it is the same for every group has not been looked at."
    return f"{told} {same_for_all.sentence}"


def _at_worst(made: Link, cut: float) -> str:
    inside = made.equated[made.seen]
    return "" if inside[0] <= cut <= inside[-1] else ", though the cut lies beyond the scores learners had"


def _learners(counts: tuple[int, ...]) -> str:
    return " and ".join(f"{n:,}" for n in counts) + " learners"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
