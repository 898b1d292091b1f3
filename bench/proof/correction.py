"""Growth percentiles corrected for the error of prior scores, where one tool was kept and its error is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kahui.analytics.methods.growth.cohorts import Cohort, Histories
from kahui.analytics.methods.growth.error import corrected
from kahui.analytics.methods.growth.percentiles import growth
from kahui.site.rehearsal.tools import TOOLS, TOPICS
from proof.links import Studies
from proof.nation import CODES, Columns
from proof.readings import FIFTHS, by_fifth, fifths, panel
from proof.said import Figures, Table, figure, leans

DRAWS = 3
FEWEST = 100
"""Learners of a topic, tool and year level."""
PRIORS = (1, 2)
NAMES = ("plain", "corrected", "truth")


class Corrected(NamedTuple):
    """Learners of a nation who kept a tool in a topic: percentiles by NAMES (3, n), and fifth of true ability (n,)."""

    tool: int
    topic: int
    priors: int
    told: np.ndarray
    fifth: np.ndarray


def found(rows: Columns, last: int) -> Iterator[Corrected]:
    """Of a nation's last year: percentiles on one prior score and on two, on each tool's own scores."""
    for tool, topic in np.ndindex(len(TOOLS), len(TOPICS)):
        kept = (rows["tool"] == tool) & (rows["place"] == topic)
        mine = {name: column[kept] for name, column in rows.items()}
        made = [
            growth(panel(mine, mine[of]), max(PRIORS), years={last}, workers=1) for of in ("score", "theta")
        ]
        place = np.full(len(mine["year"]), -1)
        place[made[0].rows] = np.arange(len(made[0].rows))
        for cohort in Histories.of(panel(mine, mine["score"])).cohorts():
            for priors in PRIORS if cohort.year == last else ():
                part = cohort.with_past(priors)
                if len(part.places) >= FEWEST:
                    at = place[part.rows()]
                    plain, truth = (of.by_priors[at, priors - 1] for of in made)
                    better = _better(part, TOOLS[tool].error)
                    before = mine["theta"][part.histories.order[part.places - 1]]
                    fifth = fifths(before, np.zeros(len(at), int))
                    yield Corrected(tool, topic, priors, np.array([plain, better, truth]), fifth)


def _better(part: Cohort, error: float) -> np.ndarray:
    past = [part.scores(back) for back in range(1, part.priors + 1)]
    return corrected(part.scores(0), past, error, draws=DRAWS, seed=part.year_level)


def figures(nations: list[tuple[Studies, Columns]]) -> Figures:
    """Plain, corrected and true percentiles by fifth: of all, and bias of the outer fifths by tool and topic."""
    told = [one for studies, rows in nations for one in found(rows, studies.nation.years[-1])]
    return {
        str(priors): {
            **_figures(some := [one for one in told if one.priors == priors]),
            "by tool and topic": {
                f"{code}, {name}": _figures([o for o in some if (o.tool, o.topic) == (tool, topic)])
                for tool, code in enumerate(CODES)
                for topic, name in enumerate(TOPICS)
            },
        }
        for priors in PRIORS
    }


def _figures(told: list[Corrected]) -> Figures:
    plain, better, truth = np.concatenate([one.told for one in told], axis=1)
    made = dict(zip(NAMES, (plain, better, truth), strict=True))
    return {
        "learners": len(plain),
        "distance": {name: figure(np.abs(made[name] - truth).mean(), 1) for name in NAMES[:2]},
        "by fifth": by_fifth(np.concatenate([one.fifth for one in told]), made),
    }


def bias(found: Figures, fifth: str, name: str) -> float:
    """How far the mean of a fifth lies from the truth."""
    return float(found["by fifth"][fifth][name] - found["by fifth"][fifth]["truth"])


def worst(found: Figures, name: str) -> tuple[str, float]:
    """The tool and topic in which an outer fifth leans most, and by how much."""
    each = {
        (where, fifth): bias(f, fifth, name)
        for where, f in found["by tool and topic"].items()
        for fifth in (FIFTHS[0], FIFTHS[-1])
    }
    (where, fifth), most = max(each.items(), key=lambda one: abs(one[1]))
    return f"{where}, the {fifth} fifth", most


def sentences(found: Figures) -> Iterator[str]:
    """What the correction does for groups, and to one learner."""
    for priors, f in found.items():
        on = "one prior score" if priors == "1" else "two prior scores"
        for fifth in (FIFTHS[0], FIFTHS[-1]):
            what = f"Corrected for that error (SIMEX), four tools and three topics, on {on}: the {fifth} fifth lean"
            yield leans(what, bias(f, fifth, "corrected"), "percentiles")
        where, most = worst(f, "corrected")
        yield leans(
            f"Corrected, on {on}, worst of all tools and topics ({where}): they lean", most, "percentiles"
        )
        far = f["distance"]
        told = (
            f"A single learner's corrected percentile, on {on}, lies {far['corrected']:.1f} from the true one on "
            f"average, and {far['plain']:.1f} without the correction"
        )
        yield f"**Poor:** {told}." if far["corrected"] > far["plain"] else f"{told}."


def tables(found: Figures) -> tuple[Table, ...]:
    """Bias of the outer fifths on each tool and topic, plain and corrected, by number of prior scores."""
    head = ("Tool and topic", "Learners", "Lowest, plain", "corrected", "Highest, plain", "corrected",
            "One learner off by, plain", "corrected")  # fmt: skip
    return tuple(
        (
            f"Bias of the lowest and the highest fifth where one tool was kept, {priors} prior "
            f"score{'s' if priors != '1' else ''}, plain and corrected",
            head,
            tuple(_row(where, part) for where, part in [*f["by tool and topic"].items(), ("all", f)]),
        )
        for priors, f in found.items()
    )


def _row(where: str, found: Figures) -> tuple[str, ...]:
    biases = (bias(found, fifth, name) for fifth in (FIFTHS[0], FIFTHS[-1]) for name in NAMES[:2])
    far = (f"{found['distance'][name]:.1f}" for name in NAMES[:2])
    return (where, f"{found['learners']:,}", *(f"{b:+.1f}" for b in biases), *far)
