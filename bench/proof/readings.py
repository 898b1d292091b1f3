"""Panels of readings as growth percentiles take them: scores as they are, scores linked, and true ability."""

from __future__ import annotations

import numpy as np

from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.percentiles import growth
from kahui.analytics.methods.linking.drawn import Drawn
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
    code, keys = _form(rows)
    for at, (tool, year, topic, level) in enumerate(keys):
        if tool != OWN:
            here = code == at
            made = studies.link(tool, studies.studied(tool, year), topic, level)
            score[here] = np.round(np.interp(rows["score"][here], made.points, made.middle))
    return score


def links(studies: Studies, rows: Columns, draws: int) -> tuple[np.ndarray, dict[int, Drawn]]:
    """Which link each score needs, as a number (n,), and the first draws of each but the common scale's."""
    code, keys = _form(rows)
    found = {}
    for at, (tool, year, topic, level) in enumerate(keys):
        if tool != OWN:
            drawn = studies.link(tool, studies.studied(tool, year), topic, level).drawn
            found[at] = Drawn(drawn.points, drawn.values[:draws])
    return code, found


def _form(rows: Columns) -> tuple[np.ndarray, list[list[int]]]:
    """What each score was made with (n,), and for each of these its tool, year, topic and year level."""
    keys = np.stack([rows[name] for name in ("tool", "year", "place", "year_level")])
    distinct, code = np.unique(keys, axis=1, return_inverse=True)
    return code.reshape(-1), distinct.T.tolist()


def panel(rows: Columns, score: np.ndarray) -> Panel:
    """Rows as growth takes them, with these scores."""
    return Panel(rows["learner"], rows["topic"], rows["year"], rows["year_level"], score)


def percentiles(rows: Columns, score: np.ndarray, priors: int = 1) -> np.ndarray:
    """The growth percentile of each row, NaN where it has no past: (n,)."""
    found = growth(panel(rows, score), priors, workers=1)
    told = np.full(len(score), np.nan)
    told[found.rows] = found.percentile
    return told


def fifths(prior: np.ndarray, cohort: np.ndarray) -> np.ndarray:
    """Which fifth of its cohort each value lies in, 0 the lowest: (n,)."""
    order = np.lexsort((prior, cohort))
    code = np.unique(cohort, return_inverse=True)[1][order]
    fifth = np.empty(len(prior), int)
    fifth[order] = 5 * (np.arange(len(prior)) - np.searchsorted(code, code)) // np.bincount(code)[code]
    return fifth


def by_fifth(fifth: np.ndarray, made: dict[str, np.ndarray]) -> Figures:
    """Mean percentiles of each fifth, by a name of those who made them; the truth is one of them."""
    means = {name: np.bincount(fifth, p) / np.bincount(fifth) for name, p in made.items()}
    return {
        name: {of: figure(mean[place], 1) for of, mean in means.items()} for place, name in enumerate(FIFTHS)
    }
