"""One part of the country from its first year to its last: everything about its learners, written; its counts, kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kahui.analytics.tables import READING
from kahui.site.rehearsal import ability, schema
from kahui.site.rehearsal.chance import stream
from kahui.site.rehearsal.judgements import Judges, judgements
from kahui.site.rehearsal.learners import ETHNICITIES, LEVELS, Learners, Part, Year
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.readings import EPOCH, readings
from kahui.site.rehearsal.register import Register
from kahui.site.rehearsal.tools import TOPICS
from kahui.site.rehearsal.write import Words, write

GROUPS = ("all", "maori", "pacific", "additional-needs", "low-socio-economic", "boys")
FLAGS = tuple(group.replace("-", "_") for group in GROUPS[1:])


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is settled before a learner is made."""

    folder: Path
    seed: int
    years: range
    learners: int
    register: Register
    used: np.ndarray
    school_effects: np.ndarray
    gains: np.ndarray
    judges: Judges
    rates: Rates


@dataclass(frozen=True, slots=True)
class Counts:
    """Learners counted in a part: year × school of the part × topic × level × group × (all, at or above)."""

    schools: np.ndarray
    observed: np.ndarray
    true: np.ndarray
    rolls: np.ndarray
    """Year × school of the part × (all, then each ethnicity in the order of priority), on the first of July."""


def make(plan: Plan, number: int) -> Counts:
    """Make a part, write its files, and give back its counts."""
    part = Part(plan.register, number, plan.seed, plan.rates)
    able = ability.Ability(plan.school_effects, plan.gains, plan.rates)
    schools = np.flatnonzero(np.isin(plan.register.schools.district, part.districts))
    shape = (len(plan.years), len(schools), len(TOPICS), LEVELS + 1, len(GROUPS), 2)
    counts = Counts(
        schools,
        np.zeros(shape, np.int32),
        np.zeros(shape, np.int32),
        np.zeros((len(plan.years), len(schools), 1 + len(ETHNICITIES)), np.int32),
    )
    for place, year in enumerate(part.years(plan.years, plan.learners)):
        chance = stream(plan.seed, "ability", number, year.year)
        theta = np.round(able.year(place, part.everyone, year, chance), 4)
        _write_year(plan, number, place, part.everyone, year, theta, counts)
    write(plan.folder, schema.LEARNER, _people(part.everyone), f"part-{number:03d}")
    return counts


def _write_year(
    plan: Plan, number: int, place: int, everyone: Learners, year: Year, theta: np.ndarray, counts: Counts
) -> None:
    chance = stream(plan.seed, "readings", number, year.year)
    file = f"{year.year}/part-{number:03d}"
    read = readings(everyone, year, theta, plan.used[place], plan.years[0], chance, plan.rates)
    _count_observed(read, counts.schools, counts.observed[place])
    write(plan.folder, READING, read, file)
    chance = stream(plan.seed, "judgements", number, year.year)
    judged = judgements(everyone, year, theta, plan.judges, chance, plan.rates)
    write(plan.folder, schema.JUDGEMENT, judged, file)
    write(plan.folder, schema.ENROLMENT, _enrolments(everyone, year), file)
    write(plan.folder / "truth", schema.TRUE_ABILITY, _abilities(everyone, year, theta), file)
    _count_true(plan, everyone, year, theta, counts, place)


# ---- counts -----------------------------------------------------------------------------------------------------


def _tally(into: np.ndarray, code: np.ndarray, group: int, of: np.ndarray, above: np.ndarray) -> None:
    """Add to (cells × groups × 2) how many of `of` there are, and how many of them are at or above."""
    cells = into.shape[0]
    into[:, group, 0] += np.bincount(code[of], minlength=cells).astype(np.int32)
    into[:, group, 1] += np.bincount(code[of & above], minlength=cells).astype(np.int32)


def _count_observed(read: dict[str, Any], schools: np.ndarray, into: np.ndarray) -> None:
    known = ~np.ma.getmaskarray(read["at_or_above"])
    local = np.searchsorted(schools, read["school"] - 1)
    code = (local * len(TOPICS) + read["topic"].places) * (LEVELS + 1) + read["year_level"]
    flat = into.reshape(-1, len(GROUPS), 2)
    above = read["at_or_above"].data
    _tally(flat, code, 0, known, above)
    for g, flag in enumerate(FLAGS, 1):
        _tally(flat, code, g, known & read[flag], above)


def _count_true(
    plan: Plan, everyone: Learners, year: Year, theta: np.ndarray, counts: Counts, place: int
) -> None:
    above = theta >= ability.standards(year.level, plan.rates)
    local = np.searchsorted(counts.schools, year.second)
    everybody = np.ones(len(year.who), bool)
    flags = (everybody, *(f[year.who] for f in _flags(everyone)))
    flat = counts.true[place].reshape(-1, len(GROUPS), 2)
    for topic in range(len(TOPICS)):
        code = (local * len(TOPICS) + topic) * (LEVELS + 1) + year.level
        for g, flag in enumerate(flags):
            _tally(flat, code, g, flag, above[:, topic])
    first = everyone.prioritised()[year.who]
    for e in range(len(ETHNICITIES)):
        counts.rolls[place, :, 1 + e] = np.bincount(local[first == e], minlength=len(counts.schools))
    counts.rolls[place, :, 0] = counts.rolls[place, :, 1:].sum(axis=1)


def _flags(everyone: Learners) -> tuple[np.ndarray, ...]:
    return (
        everyone.ethnicity[:, 0],
        everyone.ethnicity[:, 1],
        everyone.additional_needs,
        everyone.low_income,
        everyone.boys,
    )


# ---- columns ----------------------------------------------------------------------------------------------------


def _people(everyone: Learners) -> dict[str, Any]:
    many = everyone.ethnicity.sum(axis=1)
    order = np.argsort(~everyone.ethnicity, axis=1, kind="stable")  # those recorded first
    named = [Words(np.where(many > i, order[:, i], -1), ETHNICITIES) for i in range(3)]
    return {
        "learner": everyone.key,
        "boy": everyone.boys,
        **{f"ethnicity_{i + 1}": words for i, words in enumerate(named)},
        "additional_needs": everyone.additional_needs,
        "low_socio_economic": everyone.low_income,
    }


def _enrolments(everyone: Learners, year: Year) -> dict[str, Any]:
    """A row for each who stayed; two, handing over on the first of July, for each who moved."""
    begins, middle, ends = (
        (day - EPOCH).days
        for day in (dt.date(year.year, 1, 28), dt.date(year.year, 7, 1), dt.date(year.year + 1, 1, 28))
    )
    moved = np.flatnonzero(year.first != year.second)
    rows = np.concatenate([np.arange(len(year.who)), moved])
    starts, until = np.full(len(rows), begins), np.full(len(rows), ends)
    until[moved] = middle
    starts[len(year.who) :] = middle
    return {
        "learner": everyone.key[year.who[rows]],
        "school": np.concatenate([year.first, year.second[moved]]) + 1,
        "year": np.full(len(rows), year.year, np.int16),
        "year_level": year.level[rows],
        "starts": starts.astype(np.int32),
        "ends": until.astype(np.int32),
    }


def _abilities(everyone: Learners, year: Year, theta: np.ndarray) -> dict[str, Any]:
    return {
        "learner": everyone.key[year.who],
        "year": np.full(len(year.who), year.year, np.int16),
        "year_level": year.level,
        **{name: theta[:, topic].astype(np.float32) for topic, name in enumerate(TOPICS)},
    }
