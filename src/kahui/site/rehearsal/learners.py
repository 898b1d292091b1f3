"""Invented learners of one part of the country: who they are, and which school each was at in each year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kahui.site.rehearsal.chance import Chance, stream
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.register import Register

LEVELS = 13
ETHNICITIES = ("maori", "pacific", "asian", "other", "european")
"""In the order of priority by which a roll counts each learner once."""


@dataclass(slots=True)
class Learners:
    """A row a learner who was ever there. Grows by years; what a learner is does not change."""

    key: np.ndarray
    boys: np.ndarray
    ethnicity: np.ndarray
    """Learners by five: which are recorded of each, up to three."""
    additional_needs: np.ndarray
    low_income: np.ndarray

    @property
    def count(self) -> int:
        return len(self.key)

    def prioritised(self) -> np.ndarray:
        """The one ethnicity by which a roll counts each."""
        first: np.ndarray = self.ethnicity.argmax(axis=1)
        return first

    def and_more(self, other: Learners) -> Learners:
        """These, and then others."""
        pairs = zip(self._columns(), other._columns(), strict=True)
        return Learners(*(np.concatenate(pair) for pair in pairs))

    def _columns(self) -> tuple[np.ndarray, ...]:
        return self.key, self.boys, self.ethnicity, self.additional_needs, self.low_income


@dataclass(frozen=True, slots=True)
class Year:
    """Who was enrolled in a year: rows of `Learners`, and their schools before and after the middle of the year."""

    year: int
    who: np.ndarray
    level: np.ndarray
    first: np.ndarray
    second: np.ndarray
    """The same school, but for those who moved in the year."""


class Part:
    """The learners of a part, year after year."""

    def __init__(self, register: Register, part: int, seed: int, rates: Rates) -> None:
        self.register = register
        self.rates = rates
        self.part = part
        self.seed = seed
        self.districts = np.flatnonzero(register.districts.part == part)
        self.everyone = _nobody()
        self.level = np.zeros(0, int)
        self.school = np.zeros(0, int)
        self.away = np.zeros(0, bool)
        """Who has left school or the country."""

    def years(self, years: range, learners: int) -> Iterator[Year]:
        """Each year in turn. `learners` is how many are enrolled in the country in the first."""
        for year in years:
            chance = stream(self.seed, "learners", self.part, year)
            if year == years[0]:
                self._begin(year, learners, chance)
            else:
                self._turn(year, learners, years, chance)
            yield self._enrolled(year, chance)

    # ---- coming -------------------------------------------------------------------------------------------------

    def _share(self, district: int) -> float:
        """A district's share of the country's learners, by the weights of its first schools."""
        schools = self.register.schools
        there = schools.open(self.register.years[0])
        return float(
            schools.weight[there & (schools.district == district)].sum() / schools.weight[there].sum()
        )

    def _level_weights(self) -> np.ndarray:
        rates = self.rates
        weights = np.ones(LEVELS)
        weights[11] = 1 - rates.leaves_after_11
        weights[12] = weights[11] * (1 - rates.leaves_after_12)
        shares: np.ndarray = weights / weights.sum()
        return shares

    def _begin(self, year: int, learners: int, chance: Chance) -> None:
        for district in self.districts:
            count = round(learners * self._share(int(district)))
            self._arrive(
                year, int(district), chance.choice(LEVELS, count, p=self._level_weights()) + 1, chance
            )

    def _arrive(self, year: int, district: int, level: np.ndarray, chance: Chance) -> None:
        school = self._place(year, np.full(len(level), district), level, chance)
        new = _people(self.part, self.everyone.count, school, self.register, self.seed, chance, self.rates)
        self.everyone = self.everyone.and_more(new)
        self.level = np.concatenate([self.level, level])
        self.school = np.concatenate([self.school, school])
        self.away = np.concatenate([self.away, np.zeros(len(level), bool)])

    # ---- a new year ---------------------------------------------------------------------------------------------

    def _turn(self, year: int, learners: int, years: range, chance: Chance) -> None:
        """Everyone goes up a level; some leave, some move, some must; new ones come."""
        rates, n = self.rates, self.everyone.count
        draw = chance.random(n)
        leaves = (
            (self.level >= LEVELS)
            | ((self.level == 11) & (draw < rates.leaves_after_11))
            | ((self.level == 12) & (draw < rates.leaves_after_12))
            | (chance.random(n) < rates.leaves_country)
        )
        self.away |= leaves
        self.level = np.minimum(self.level + 1, LEVELS)
        schools = self.register.schools
        must = ~schools.open(year)[self.school] | (self.level > schools.last_level[self.school])
        merged = np.where(schools.into[self.school] >= 0, schools.into[self.school], self.school)
        can_follow = must & (merged != self.school) & (self.level <= schools.last_level[merged])
        can_follow &= schools.open(year)[merged]
        self.school = np.where(can_follow, merged, self.school)
        moves = ~self.away & ~can_follow & (must | (chance.random(n) < rates.moves_at_new_year))
        self._move(year, np.flatnonzero(moves), chance, must)
        for district in self.districts:
            count = learners * self._share(int(district))
            grown = count * self._level_weights()[0] * (1 + rates.growth_of_roll) ** (year - years[0])
            new = np.ones(round(grown), int)
            come = chance.integers(2, LEVELS - 1, round(count * rates.leaves_country))
            self._arrive(year, int(district), np.concatenate([new, come]), chance)

    def _move(self, year: int, who: np.ndarray, chance: Chance, must: np.ndarray) -> None:
        district = self._district(self.school[who])
        far = (chance.random(len(who)) < self.rates.moves_far) & ~must[who]
        district = np.where(far, self.districts[chance.integers(0, len(self.districts), len(who))], district)
        self.school[who] = self._place(year, district, self.level[who], chance)

    def _district(self, school: np.ndarray) -> np.ndarray:
        found: np.ndarray = self.register.schools.district[school]
        return found

    def _enrolled(self, year: int, chance: Chance) -> Year:
        who = np.flatnonzero(~self.away)
        first = self.school[who].copy()
        moving = chance.random(len(who)) < self.rates.moves_in_year
        self._move(year, who[moving], chance, np.zeros(self.everyone.count, bool))
        return Year(year, who, self.level[who].astype(np.int8), first, self.school[who].copy())

    # ---- a place at a school ------------------------------------------------------------------------------------

    def _place(self, year: int, district: np.ndarray, level: np.ndarray, chance: Chance) -> np.ndarray:
        """A school for each: open, offering the level, in the district (or else in the part), larger ones likelier."""
        found = np.full(len(level), -1)
        draw = chance.random(len(level))
        code = district * (LEVELS + 1) + level
        order = np.argsort(code, kind="stable")
        edges = np.flatnonzero(np.diff(code[order], prepend=-1))
        for rows in np.split(order, edges[1:]):
            if len(rows):
                offered, edge = self._offered(year, int(district[rows[0]]), int(level[rows[0]]))
                found[rows] = offered[
                    np.minimum(np.searchsorted(edge, draw[rows], "right"), len(offered) - 1)
                ]
        return found

    def _offered(self, year: int, district: int, level: int) -> tuple[np.ndarray, np.ndarray]:
        schools = self.register.schools
        fits = schools.open(year) & (schools.first_level <= level) & (level <= schools.last_level)
        here = np.flatnonzero(fits & (schools.district == district))
        if not len(here):
            here = np.flatnonzero(fits & np.isin(schools.district, self.districts))
        levels = (schools.last_level - schools.first_level + 1)[here]
        share = schools.weight[here] / levels
        return here, np.cumsum(share / share.sum())


def _nobody() -> Learners:
    none = np.zeros(0, bool)
    return Learners(np.zeros(0, np.int64), none, np.zeros((0, len(ETHNICITIES)), bool), none, none)


def _people(
    part: int, before: int, school: np.ndarray, register: Register, seed: int, chance: Chance, rates: Rates
) -> Learners:
    """New learners, by the school they come to: who they are goes with how poor the homes around it are."""
    n = len(school)
    poor = (10.5 - register.schools.decile[school]) / 10
    tilt = 0.3 + 1.4 * poor
    first = np.stack([rates.maori * 0.86 * tilt, rates.pacific * 0.84 * tilt, np.full(n, rates.asian),
                      np.full(n, rates.other), np.zeros(n)], axis=1)  # fmt: skip
    first[:, 4] = np.maximum(0.02, 1 - first.sum(axis=1))
    edges = np.cumsum(first / first.sum(axis=1, keepdims=True), axis=1)
    main = (chance.random((n, 1)) > edges).sum(axis=1).clip(0, 4)
    ethnicity = np.zeros((n, len(ETHNICITIES)), bool)
    ethnicity[np.arange(n), main] = True
    second = chance.random(n) < rates.second_ethnicity
    of_second = np.where(main == 4, chance.integers(0, 3, n), np.where(chance.random(n) < 0.75, 4, 0))
    ethnicity[np.flatnonzero(second), of_second[second]] = True
    third = second & (chance.random(n) < rates.third_ethnicity / rates.second_ethnicity)
    ethnicity[np.flatnonzero(third), chance.integers(0, 4, n)[third]] = True
    return Learners(
        key=pseudonyms(seed, part, before, n),
        boys=chance.random(n) >= rates.girls,
        ethnicity=ethnicity,
        additional_needs=chance.random(n) < rates.additional_needs,
        low_income=chance.random(n) < np.clip(rates.low_income * 2.5 * poor**1.3, 0, 0.9),
    )


def pseudonyms(seed: int, part: int, before: int, count: int) -> np.ndarray:
    """Keys that say nothing of order or place: a number that no other has, stirred so that it can be undone by no eye.

    Each step maps 63 bits onto themselves one to one, so no two learners share a key.
    """
    mask = np.uint64(2**63 - 1)
    place = np.arange(before, before + count, dtype=np.uint64) | (np.uint64(part + 1) << np.uint64(36))
    key = np.uint64((seed * 0x9E3779B97F4A7C15 + 0x5851F42D4C957F2D) % 2**63)
    stirred = place ^ key
    for odd, shift in ((0xBF58476D1CE4E5B9, 31), (0x94D049BB133111EB, 29), (0xD6E8FEB86659FD93, 32)):
        stirred = (stirred * np.uint64(odd)) & mask
        stirred ^= stirred >> np.uint64(shift)
    return stirred.astype(np.int64)
