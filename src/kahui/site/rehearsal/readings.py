"""Readings: what the tools show of true ability, on their own scales, at their own time of year, with their errors."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from kahui.site.rehearsal.chance import Chance
from kahui.site.rehearsal.learners import Learners, Year
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.tools import TOOLS, TOPICS, cuts, within_year
from kahui.site.rehearsal.write import Words

EPOCH = dt.date(1970, 1, 1)
MIDDLE = 7
"""Who moves in a year moves at the beginning of this month."""


def readings(
    learners: Learners,
    year: Year,
    theta: np.ndarray,
    used: np.ndarray,
    first_year: int,
    chance: Chance,
    rates: Rates,
) -> dict[str, Any]:
    """Columns of `reading` for a year of a part, by school, topic, level. `used`: schools × topics, of the year.

    A learner who moved is read where the round falls: at the new school when its tool is given after the middle of the
    year, at the old when its is given before, and not at all when neither is so.
    """
    n, topics = len(year.who), len(TOPICS)
    early = np.array([tool.month < MIDDLE for tool in TOOLS])
    moved = year.first != year.second
    late = ~early[used[year.second]] | ~moved[:, None]
    school = np.where(late, year.second[:, None], year.first[:, None])
    tool = np.take_along_axis(used[school.T], np.arange(topics)[:, None, None], axis=2)[:, :, 0].T
    there = late | early[tool]
    sent = ~_missing(used.shape, chance, rates)[school, np.arange(topics)]
    level = np.broadcast_to(year.level[:, None], (n, topics)).astype(np.int64)
    score, above = _scores(theta, tool, level, year.year, first_year, chance, rates)
    away = chance.random((n, topics)) < rates.away
    flat = np.flatnonzero((there & sent).T.ravel())
    who = np.tile(year.who, topics)[flat]
    topic = np.repeat(np.arange(topics, dtype=np.int8), n)[flat]
    picked = [a.T.ravel()[flat] for a in (school, level, tool, score, above, away)]
    order = np.lexsort((who, picked[1], topic, picked[0]))
    at_school, at_level, with_tool, scored, is_above, was_away = (a[order] for a in picked)
    return _columns(
        learners,
        year.year,
        who[order],
        topic[order],
        at_school,
        at_level,
        with_tool,
        scored,
        is_above,
        was_away,
    )


def _missing(shape: tuple[int, ...], chance: Chance, rates: Rates) -> np.ndarray:
    gone: np.ndarray = chance.random(shape) < rates.missing_round
    return gone


def _scores(
    theta: np.ndarray,
    tool: np.ndarray,
    level: np.ndarray,
    year: int,
    first_year: int,
    chance: Chance,
    rates: Rates,
) -> tuple[np.ndarray, np.ndarray]:
    """Scores, in whole points or tenths, and whether they reach the tool's cut."""
    noise = chance.standard_normal(theta.shape)
    score = np.zeros(theta.shape)
    for t, made in enumerate(TOOLS):
        rows = tool == t
        then = theta[rows] + within_year(level[rows].astype(float), made.elapsed, rates)
        shown = made.score(then, year, first_year) + made.error * noise[rows]
        score[rows] = np.round(shown, 1 if made.slope < 50 else 0)
    return score, score >= cuts(rates, year)[tool, np.arange(len(TOPICS)), level]


def _columns(
    learners: Learners,
    year: int,
    who: np.ndarray,
    topic: np.ndarray,
    school: np.ndarray,
    level: np.ndarray,
    tool: np.ndarray,
    score: np.ndarray,
    above: np.ndarray,
    away: np.ndarray,
) -> dict[str, Any]:
    days = np.array([(t.taken(year) - EPOCH).days for t in TOOLS], np.int32)
    versions = np.array([t.version(year) - 1 for t in TOOLS])
    return {
        "learner": learners.key[who],
        "school": school + 1,
        "year": np.full(len(who), year, np.int16),
        "year_level": level.astype(np.int8),
        "topic": Words(topic, TOPICS),
        "taken": days[tool],
        "tool": Words(tool, tuple(t.code for t in TOOLS)),
        "version": Words(versions[tool], ("1", "2")),
        "score": np.ma.MaskedArray(score.astype(np.float32), away),
        "at_or_above": np.ma.MaskedArray(above, away),
        "maori": learners.ethnicity[who, 0],
        "pacific": learners.ethnicity[who, 1],
        "additional_needs": learners.additional_needs[who],
        "low_socio_economic": learners.low_income[who],
        "boys": learners.boys[who],
    }
