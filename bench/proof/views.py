"""What those who answered a survey say, beside what all who were asked think."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from proof.links import Studies
from proof.nation import Columns
from proof.said import LEVEL, Figures, Section, coverage, figure, holds, leans, limits, percent

FEWEST = 5
ANSWERS = """
select a.year, a.network, a.role, a.respondent, avg(s.answer)::double as mean
from asked as a join answer as s using (respondent) where s.answer is not null group by all order by all
"""
ASKED = "select role, count(*) as asked, count(*) filter (answered) as answered from asked group by role order by role"
VIEWS = """
select year, network, role, any_value(asked)::double as asked, avg(mean)::double as mean from truth_view
group by all order by all
"""


def figures(proofs: list[Studies]) -> Figures:
    """Bias of non-response by role, and intervals of a network's mean."""
    bias: dict[str, list[tuple[float, float]]] = {}
    counts: dict[str, np.ndarray] = {}
    held, cluster, width = [], [], []
    for place, studies in enumerate(proofs):
        said, views, asked = (studies.nation.ask(text) for text in (ANSWERS, VIEWS, ASKED))
        for role, of, answered in zip(
            *(asked[k].tolist() for k in ("role", "asked", "answered")), strict=True
        ):
            counts[role] = counts.get(role, np.zeros(2)) + np.array([answered, of])
            bias.setdefault(role, []).append(_leaning(said, views, role))
        for network, mean, low, high in _networks(said, views):
            held.append(low <= mean <= high)
            cluster.append(1000 * place + network)
            width.append(high - low)
    return {
        "asked": int(sum(c[1] for c in counts.values())),
        "answered": figure(sum(c[0] for c in counts.values()) / sum(c[1] for c in counts.values())),
        "bias": figure(_mean([one for rows in bias.values() for one in rows]), 3),
        "roles": {
            role: {
                "asked": int(counts[role][1]),
                "answered": figure(counts[role][0] / counts[role][1]),
                "bias": figure(_mean(rows), 3),
            }
            for role, rows in bias.items()
        },
        "networks": coverage(np.array(held), np.array(cluster)),
        "width": figure(np.mean(width), 2),
    }


def _leaning(said: Columns, views: Columns, role: str) -> tuple[float, float]:
    """Mean of who answered less mean of all who were asked, of a role, and how many answered."""
    mine, all_ = said["role"] == role, views["role"] == role
    true = np.average(views["mean"][all_], weights=views["asked"][all_])
    return float(said["mean"][mine].mean() - true), float(mine.sum())


def _mean(rows: list[tuple[float, float]]) -> float:
    values, weights = zip(*rows, strict=True)
    return float(np.average(values, weights=weights))


def _networks(said: Columns, views: Columns) -> list[tuple[int, float, float, float]]:
    """Each network and year: true mean, and limits (Student's, for so many asked) of the mean of who answered."""
    found = []
    for year, network in sorted(set(zip(views["year"].tolist(), views["network"].tolist(), strict=True))):
        here = (said["year"] == year) & (said["network"] == network)
        all_ = (views["year"] == year) & (views["network"] == network)
        n, of = int(here.sum()), float(views["asked"][all_].sum())
        if n < FEWEST:
            continue
        mean, spread = float(said["mean"][here].mean()), float(said["mean"][here].std(ddof=1))
        half = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * spread * np.sqrt((1 - n / of) / n)
        true = float(np.average(views["mean"][all_], weights=views["asked"][all_]))
        found.append((int(network), true, mean - half, mean + half))
    return found


def told(found: Figures) -> Section:
    """The section of the report."""
    roles = found["roles"]
    return Section(
        "Surveys, and who does not answer",
        (
            f"{found['asked']:,} people in networks were asked; {percent(found['answered'])} answered. Means "
            "are of all statements, from 1 to 5, beside what all who were asked think.",
            leans(
                "Who is content answers more often. The mean of those who answered leans",
                found["bias"],
                "of five",
            ),
            holds("Intervals of a network's mean, for as many as were asked,", found["networks"]),
            "They know how many did not answer, and nothing of what those think: where only the content "
            "answer, an interval is as wide as before and stands in the wrong place.",
        ),
        (
            (
                "Means of those who answered less those of all who were asked",
                ("Role", "Asked", "Answered", "Bias, of five"),
                tuple(
                    (role, f"{f['asked']:,}", percent(f["answered"]), f"{f['bias']:+.3f}")
                    for role, f in roles.items()
                ),
            ),
            (
                "A network's mean",
                (f"{LEVEL:.0%} intervals that hold the truth", "Networks and years", "Mean width, of five"),
                ((limits(found["networks"]), f"{found['networks']['of']}", f"{found['width']:.2f}"),),
            ),
        ),
    )
