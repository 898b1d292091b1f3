"""True ability of learners by year and topic: what readings and judgements are errors around."""

from __future__ import annotations

import numpy as np

from kahui.site.rehearsal.chance import Chance
from kahui.site.rehearsal.learners import Learners, Year
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.tools import TOPICS, growth


class Ability:
    """Each learner's own part, carried from year to year, and what schools have added to it.

    θ at the end of a year = mean of the level + group shifts + own part + school + gains so far. The own part has
    variance 1 and correlation `carried_over` from one year to the next.
    """

    def __init__(self, school: np.ndarray, gains: np.ndarray, rates: Rates) -> None:
        """`school`: schools × topics, each school's effect. `gains`: years × schools × topics."""
        self.school = school
        self.gains = gains
        self.rates = rates
        self.own = np.zeros((0, len(TOPICS)))
        self.gained = np.zeros((0, len(TOPICS)))

    def year(self, place: int, learners: Learners, year: Year, chance: Chance) -> np.ndarray:
        """θ of who is enrolled, by topic, at the end of the year; `place` is the year's among the years."""
        self._grow(learners.count, chance)
        self.gained[year.who] += self.gains[place, year.second]
        theta: np.ndarray = (
            growth(year.level.astype(float), self.rates)[:, None]
            + self._shifts(learners, year.who)
            + self.own[year.who]
            + self.school[year.second]
            + self.gained[year.who]
        )
        return theta

    def _grow(self, count: int, chance: Chance) -> None:
        before, rates = len(self.own), self.rates
        rho = rates.carried_over
        self.own = rho * self.own + np.sqrt(1 - rho**2) * self._draw(before, chance)
        self.own = np.concatenate([self.own, self._draw(count - before, chance)])
        self.gained = np.concatenate([self.gained, np.zeros((count - before, len(TOPICS)))])

    def _draw(self, count: int, chance: Chance) -> np.ndarray:
        """Variance 1 in each topic; topics have `common_part` in common."""
        common = np.sqrt(self.rates.common_part) * chance.standard_normal((count, 1))
        drawn: np.ndarray = common + np.sqrt(1 - self.rates.common_part) * chance.standard_normal(
            (count, len(TOPICS))
        )
        return drawn

    def _shifts(self, learners: Learners, who: np.ndarray) -> np.ndarray:
        rates = self.rates
        flags = (
            (learners.ethnicity[:, 0], rates.shift_maori),
            (learners.ethnicity[:, 1], rates.shift_pacific),
            (learners.ethnicity[:, 2], rates.shift_asian),
            (learners.boys, rates.shift_boys),
            (learners.low_income, (rates.shift_low_income,) * 3),
            (learners.additional_needs, (rates.shift_needs,) * 3),
        )
        shift = np.zeros((len(who), len(TOPICS)))
        for flag, by_topic in flags:
            shift += flag[who, None] * np.array(by_topic)
        return shift


def standards(level: np.ndarray, rates: Rates) -> np.ndarray:
    """The true standard at the end of a year level, by topic: who is at least there is truly at or above."""
    found: np.ndarray = growth(level.astype(float), rates)[:, None] + np.array(rates.standard)
    return found


def of_schools(schools: int, chance: Chance, rates: Rates) -> np.ndarray:
    """Each school's own effect, half of it shared by its topics."""
    half = rates.between_schools * np.sqrt(0.5)
    drawn: np.ndarray = half * (
        chance.standard_normal((schools, 1)) + chance.standard_normal((schools, len(TOPICS)))
    )
    return drawn
