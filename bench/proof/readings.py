"""Panels of readings as growth percentiles take them: scores as they are, scores linked, and true ability."""

from __future__ import annotations

import numpy as np

from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.percentiles import growth
from kahui.site.rehearsal.tools import TOPICS
from proof.links import Studies
from proof.nation import CODES, OWN, Columns, places
from proof.said import Figures, figure

FIFTHS = ("lowest", "second", "middle", "fourth", "highest")

ROWS = """
select l.learner, l.school, l.topic, l.year::bigint as year, l.year_level::bigint as year_level, l.tool,
    l.score::double as score, round(case l.topic when 'reading' then a.reading when 'writing' then a.writing
    else a.mathematics end, 2)::double as theta
from learned as l join truth_ability as a using (learner, year)
where l.score is not null and l.year >= $since order by l.learner, l.topic, l.year
"""


def readings(studies: Studies, since: int) -> Columns:
    """Rows with a score from a year on, by learner, topic and year, with the score linked and the true ability.

    `tool` and `place` (of the topic) are numbers; `linked` is on the common scale, by the link in use in that year.
    """
    rows = studies.nation.ask(ROWS, since=since)
    rows |= {"tool": places(rows["tool"], CODES), "place": places(rows["topic"], TOPICS)}
    return rows | {"linked": linked(studies, rows)}


def linked(studies: Studies, rows: Columns) -> np.ndarray:
    """Each score on the common scale, by the middle of its link; beyond a link's ends, its ends."""
    score = rows["score"].copy()
    keys = np.stack([rows[name] for name in ("tool", "year", "place", "year_level")])
    distinct, code = np.unique(keys, axis=1, return_inverse=True)
    for at, (tool, year, topic, level) in enumerate(distinct.T.tolist()):
        if tool != OWN:
            here = code.reshape(-1) == at
            made = studies.link(tool, studies.studied(tool, year), topic, level)
            score[here] = np.round(np.interp(rows["score"][here], made.points, made.middle))
    return score


def percentiles(rows: Columns, score: np.ndarray, priors: int = 1) -> np.ndarray:
    """The growth percentile of each row, NaN where it has no past: (n,)."""
    panel = Panel(rows["learner"], rows["topic"], rows["year"], rows["year_level"], score)
    found = growth(panel, priors, workers=1)
    told = np.full(len(score), np.nan)
    told[found.rows] = found.percentile
    return told


def before(rows: Columns) -> np.ndarray:
    """The row of the same learner and topic one year before each row, -1 where there is none: (n,)."""
    same = (np.diff(rows["learner"]) == 0) & (np.diff(rows["place"]) == 0) & (np.diff(rows["year"]) == 1)
    return np.where(np.concatenate([[False], same]), np.arange(len(rows["year"])) - 1, -1)


def by_fifth(rows: Columns, past: np.ndarray, at: np.ndarray, made: dict[str, np.ndarray]) -> Figures:
    """Mean percentiles of rows `at`, by fifth of true ability the year before within topic and level.

    `made` are percentiles of all rows by a name; the truth is one of them.
    """
    prior, cohort = rows["theta"][past[at]], rows["place"][at] * 20 + rows["year_level"][at]
    order = np.lexsort((prior, cohort))
    size = np.bincount(cohort)[cohort[order]]
    first = np.searchsorted(cohort[order], cohort[order])
    fifth = np.empty(len(at), int)
    fifth[order] = 5 * (np.arange(len(at)) - first) // size
    means = {name: np.bincount(fifth, p[at]) / np.bincount(fifth) for name, p in made.items()}
    return {
        name: {of: figure(mean[place], 1) for of, mean in means.items()} for place, name in enumerate(FIFTHS)
    }
