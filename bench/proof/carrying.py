"""Mean growth percentiles of schools whose tools changed, with the error of links carried, beside the truth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kahui.analytics.methods.growth.linked import percentiles, typical_linked
from kahui.analytics.methods.growth.typical import typical
from proof.links import Studies
from proof.nation import OWN, Columns
from proof.readings import links, panel
from proof.said import LEVEL, Figures, Table, coverage, figure, limits, worth

DRAWS = 10
FEWEST = 20
"""Learners of a school and topic."""
WAYS = (
    "links taken as exact",
    "their error carried",
    "studies made again each year, their error carried",
)
EXACT, CARRIED, YEARLY = WAYS
KINDS = ("the common scale throughout", "one other tool throughout", "the tool changed")


class Told(NamedTuple):
    """Schools and topics of a nation: what their learners were measured with (of KINDS), truth, mean and limits."""

    school: np.ndarray
    kind: np.ndarray
    truth: np.ndarray
    mean: dict[str, np.ndarray]
    low: dict[str, np.ndarray]
    high: dict[str, np.ndarray]


def drawn(studies: Studies, rows: Columns, most: int) -> np.ndarray:
    """Percentiles of the last year by draw and number of prior scores: (D, m, most)."""
    code, of = links(studies, rows, DRAWS)
    made = panel(rows, rows["score"])
    return percentiles(made, code, of, most, years={studies.nation.years[-1]}, by_priors=True)


def told(rows: Columns, at: np.ndarray, priors: int, ways: dict[str, np.ndarray], truth: np.ndarray) -> Told:
    """Schools' means by each way. Rows `at` (m,) have so many prior scores; of the ways one is exact (m,)."""
    kind = kinds(rows, at, priors)
    key = (rows["school"][at].astype(int) * 10 + rows["place"][at]) * 10 + kind
    true = typical(truth, key, LEVEL)
    some = true.n >= FEWEST
    mean, low, high = {}, {}, {}
    for way, made in ways.items():
        if made.ndim == 1:
            one = typical(made, key, LEVEL)
            mean[way], low[way], high[way] = one.mean[some], one.mean_low[some], one.mean_high[some]
        else:
            many = typical_linked(made, key, LEVEL)
            mean[way], low[way], high[way] = many.mean[some], many.low[some], many.high[some]
    group = true.group[some].astype(int)
    return Told(group // 100, group % 10, true.mean[some], mean, low, high)


def kinds(rows: Columns, at: np.ndarray, priors: int) -> np.ndarray:
    """What a learner was measured with this year and in the years of the prior scores, as a place in KINDS: (m,)."""
    tool = rows["tool"]
    same = np.all([tool[at - back] == tool[at] for back in range(1, priors + 1)], axis=0)
    return np.where(~same, 2, np.where(tool[at] == OWN, 0, 1))


def figures(nations: list[Told]) -> Figures:
    """Bias, coverage and width by kind and way; a school's topics go together."""
    school = np.concatenate([100_000 * place + one.school for place, one in enumerate(nations)])
    kind, truth = (np.concatenate([getattr(one, name) for one in nations]) for name in ("kind", "truth"))
    found: Figures = {}
    for place, name in enumerate(KINDS):
        some = kind == place
        found[name] = {"schools": int(some.sum())}
        for way in WAYS:
            mean, low, high = (
                np.concatenate([getattr(one, of)[way] for one in nations])[some]
                for of in ("mean", "low", "high")
            )
            held = (low <= truth[some]) & (truth[some] <= high)
            found[name][way] = {
                "bias": figure((mean - truth[some]).mean(), 2),
                "distance": figure(np.abs(mean - truth[some]).mean(), 1),
                "coverage": coverage(held, school[some]),
                "width": figure((high - low).mean(), 1),
            }
    return found


def table(priors: str, found: Figures) -> Table:
    """The table of schools on so many prior scores."""
    head = ("Learners measured with", "How", "Schools and topics", "Bias", "Mean distance",
            f"{LEVEL:.0%} intervals that hold the truth", "Mean width")  # fmt: skip
    rows = tuple(
        (
            kind,
            way,
            f"{by_way['schools']:,}",
            f"{by_way[way]['bias']:+.1f}",
            f"{by_way[way]['distance']:.1f}",
            limits(by_way[way]["coverage"]),
            f"{by_way[way]['width']:.1f}",
        )
        for kind, by_way in found.items()
        for way in WAYS
    )
    return f"Mean percentile of a school and topic, at least {FEWEST} learners, {priors}", head, rows


def said(found: Figures) -> str:
    """What carrying does for schools whose tool changed, in a few words."""
    changed = found[KINDS[2]]
    exact, with_error, again = (changed[way]["coverage"] for way in WAYS)
    return (
        f"{100 * exact['held']:.1f}% with links taken as exact, {100 * with_error['held']:.1f}% with their error "
        f"carried ({worth(with_error)}), {100 * again['held']:.1f}% with studies made again each year ({worth(again)})"
    )
