"""Teachers' judgements at the end of a year: four levels, with each school's own bias, less where schools moderate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kahui.site.rehearsal.ability import standards
from kahui.site.rehearsal.chance import Chance, stream
from kahui.site.rehearsal.learners import Learners, Year
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.tools import TOPICS
from kahui.site.rehearsal.write import Words

LAST_LEVEL = 10
"""Teachers judge to this level; after it, certificates count."""
JUDGED = ("well below", "below", "at", "above")


@dataclass(frozen=True, slots=True)
class Judges:
    """How the teachers of each school judge: schools × topics, in true ability; positive is generous."""

    bias: np.ndarray
    moderated: np.ndarray


def judges(schools: int, seed: int, rates: Rates) -> Judges:
    """A bias for each school and topic, most of it shared by a school's topics."""
    chance = stream(seed, "judges")
    moderated = chance.random(schools) < rates.moderated
    shared, own = chance.standard_normal((schools, 1)), chance.standard_normal((schools, len(TOPICS)))
    bias = rates.judgement_bias * (np.sqrt(0.7) * shared + np.sqrt(0.3) * own)
    return Judges(np.round(np.where(moderated[:, None], rates.moderation_keeps, 1.0) * bias, 4), moderated)


def judgements(
    learners: Learners, year: Year, theta: np.ndarray, made_by: Judges, chance: Chance, rates: Rates
) -> dict[str, Any]:
    """Columns of `judgement` for a year of a part, ordered by school and topic."""
    n, topics = len(year.who), len(TOPICS)
    moderated = made_by.moderated[year.second]
    noise = rates.judgement_noise * np.where(moderated, rates.moderation_keeps, 1.0)[:, None]
    judged = theta - standards(year.level, rates) + made_by.bias[year.second]
    judged = judged + noise * chance.standard_normal(theta.shape)
    below, above = rates.below_and_above
    place = np.searchsorted(np.array([below, 0.0, above]), judged, side="right")
    kept = (year.level <= LAST_LEVEL)[:, None] & (chance.random((n, topics)) >= rates.away)
    flat = np.flatnonzero(kept.T.ravel())
    topic = np.repeat(np.arange(topics, dtype=np.int8), n)[flat]
    who, school = np.tile(year.who, topics)[flat], np.tile(year.second, topics)[flat]
    order = np.lexsort((who, topic, school))
    return {
        "learner": learners.key[who][order],
        "school": (school + 1)[order],
        "year": np.full(len(order), year.year, np.int16),
        "year_level": np.tile(year.level, topics)[flat][order],
        "topic": Words(topic[order], TOPICS),
        "judged": Words(place.T.ravel()[flat][order], JUDGED),
        "moderated": np.tile(moderated, topics)[flat][order],
    }
