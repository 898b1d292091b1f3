"""Every rate the rehearsal draws with, and where it comes from: a key of the programme's sources, or OURS."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

OURS = "OURS"
"""Chosen here, because no source was found; to be changed freely."""


@dataclass(frozen=True, slots=True)
class Said:
    """One rate as it is printed beside the nation."""

    name: str
    value: str
    source: str
    words: str


def _of(value: Any, source: str, words: str) -> Any:
    return field(default=value, metadata={"source": source, "words": words})


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of the invented country. Years are school years; standard deviations are of true ability within a level."""

    # ---- the register ----
    learners_per_school: float = _of(327, "DIR", "learners at a school, on average")
    services_per_school: float = _of(1.88, "DIR", "early learning services for each school")
    networks_per_school: float = _of(0.088, "MOR", "networks for each school: about 221 of 2,500")
    schools_per_district: float = _of(10.4, OURS, "schools of a town and the country around it, on average")
    district_spread: float = _of(0.36, OURS, "spread of the logarithm of a district's schools")
    closes: float = _of(
        0.006, "DIR", "schools that close in a year: 10 of 2,400 in fourteen months, and mergers"
    )
    merges: float = _of(0.5, OURS, "of the schools that close, those that merge into a neighbour")
    opens: float = _of(0.005, "DIR", "schools that open in a year, of all")
    renamed: float = _of(0.006, OURS, "schools that change their name in a year")
    service_turns: float = _of(0.03, OURS, "services that open, and that close, in a year")
    integrated: float = _of(0.13, "DIR", "State-integrated schools, of all")
    private: float = _of(0.034, "DIR", "private schools, of all")

    # ---- networks ----
    joins_at_approval: float = _of(0.86, "MR", "eligible schools of a district that are founding members")
    joins_later: float = _of(
        0.12, "MR", "eligible schools outside that join in a year, once there is a network"
    )
    leaves: float = _of(0.009, "MR", "members that leave in a year: 19 left or closed in fourteen months")
    moves: float = _of(0.004, OURS, "members that move to a neighbouring network in a year")
    approval_returned: float = _of(0.05, OURS, "approvals that were first returned")
    approval_withdrawn: float = _of(0.01, OURS, "networks whose approval is withdrawn in the end")
    endorsement_returned: float = _of(0.30, "ERO4", "submissions that are first returned; one took 12 drafts")
    endorsed_again: float = _of(0.10, "AC", "networks endorsed a second time")
    told_late: float = _of(0.05, OURS, "memberships first recorded a month late, and corrected after")
    service_joins: float = _of(
        0.07, "MR", "open services that join in a year from 2016: 2% by then, 33% in 2021"
    )

    # ---- learners ----
    girls: float = _of(0.487, "PAI16", "girls, of all")
    maori: float = _of(0.24, "DIR", "Māori learners, of all (by any of their ethnicities)")
    pacific: float = _of(0.125, "DIR", "Pacific learners, of all")
    asian: float = _of(0.13, "DIR", "Asian learners, of all")
    other: float = _of(0.035, "DIR", "learners of other ethnicities, of all")
    second_ethnicity: float = _of(0.20, "ETH2", "learners of whom a second ethnicity is recorded")
    third_ethnicity: float = _of(0.02, "ETH2", "learners of whom a third is recorded")
    additional_needs: float = _of(0.07, OURS, "learners with additional needs, of all")
    low_income: float = _of(
        0.25, OURS, "learners from homes with low income, of all: few in decile 10, most in decile 1"
    )
    moves_at_new_year: float = _of(
        0.09, OURS, "learners who change school at the turn of a year without having to"
    )
    moves_in_year: float = _of(0.04, OURS, "learners who change school in the middle of a year")
    moves_far: float = _of(0.20, OURS, "of those who move, to another district")
    leaves_country: float = _of(
        0.010, OURS, "learners who leave the country in a year, and as many who arrive"
    )
    growth_of_roll: float = _of(0.010, OURS, "by how much the first year level grows in a year")
    leaves_after_11: float = _of(0.08, "LEAV", "learners who leave school after year 11")
    leaves_after_12: float = _of(0.19, "LEAV", "learners who leave school after year 12")
    away: float = _of(0.030, OURS, "learners who are away when a reading is taken")
    missing_round: float = _of(0.020, OURS, "rounds of a school, year and topic that were never sent")

    # ---- ability ----
    carried_over: float = _of(
        0.92, "methods: adjacent years .83 as observed", "true correlation of adjacent years"
    )
    common_part: float = _of(0.70, OURS, "of the variance, what a learner's topics have in common")
    between_schools: float = _of(0.15, OURS, "standard deviation between schools of the same kind")
    year_level_growth: tuple[float, float] = _of((2.4, 0.5), OURS, "ability at level L is a·ln(1 + bL)")
    standard: tuple[float, float, float] = _of(
        (-1.30, -1.09, -1.03),
        "NS",
        "the standard, in reading, writing and mathematics, so that 78, 71 and 75% reach it",
    )
    shift_maori: tuple[float, float, float] = _of((-0.42, -0.33, -0.40), "NS", "Māori learners, by topic")
    shift_pacific: tuple[float, float, float] = _of((-0.52, -0.42, -0.48), "NS", "Pacific learners, by topic")
    shift_asian: tuple[float, float, float] = _of((-0.15, 0.0, 0.15), "NS", "Asian learners, by topic")
    shift_boys: tuple[float, float, float] = _of((-0.29, -0.48, -0.05), "NS", "boys, by topic")
    shift_low_income: float = _of(-0.20, OURS, "learners from homes with low income")
    shift_needs: float = _of(-0.90, OURS, "learners with additional needs")

    # ---- tools and judgements ----
    changes_tool: float = _of(0.05, OURS, "schools that change the tool of a topic in a year")
    judgement_bias: float = _of(
        0.25, OURS, "standard deviation of a school's bias, where it does not moderate"
    )
    moderated: float = _of(0.40, OURS, "schools that moderate their judgements with others")
    moderation_keeps: float = _of(0.40, OURS, "of bias and noise, what moderation leaves")
    judgement_noise: float = _of(0.35, OURS, "a teacher's own error")
    below_and_above: tuple[float, float] = _of((-1.1, 0.9), "PAI16", "where well below ends and above begins")

    # ---- practice ----
    practice_and_gain: float = _of(0.30, OURS, "networks in which practice changes and learners gain by it")
    practice_only: float = _of(0.25, OURS, "networks in which practice changes and learners do not gain")
    gain_only: float = _of(0.10, OURS, "networks whose learners gain by something else")
    gain: tuple[float, float] = _of((0.04, 0.12), OURS, "gain in a year, least and most")
    practice_shift: tuple[float, float] = _of((0.12, 0.28), OURS, "by how much a practice is seen more often")
    practice_before: tuple[float, float] = _of((0.25, 0.55), OURS, "how often it is seen before")

    # ---- posts ----
    leader_after: float = _of(
        620, "MR", "days from approval to a leader's start, on average: 35 of 148 in November 2016"
    )
    teacher_after: float = _of(70, "MR", "days from endorsement to a teacher's start, on average")
    post_filled: float = _of(0.80, "MOR", "posts ever filled, of those provided: the programme underspent")
    term: tuple[int, int] = _of((1, 2), "NZSTAr", "years of a term, least and most")

    # ---- challenges ----
    challenges: tuple[int, int] = _of((2, 5), "AC", "challenges of a network, least and most")
    ambition: tuple[float, float] = _of((0.01, 0.10), "WAK", "goal above the baseline, in shares")
    national_goal: float = _of(0.85, "NZH16", "the goal that many targets repeat")
    repeats_goal: float = _of(0.45, OURS, "targets that repeat it")
    per_school: float = _of(0.60, "MR", "networks with a target for each school as well")
    years_9_10: float = _of(0.50, "MR", "networks with a target for years 9 and 10")
    vague: float = _of(0.15, "HAK", "targets without a number")
    no_baseline: float = _of(0.15, "KKE", "targets without a baseline")
    wrong_share: float = _of(
        0.04, "WAK", "targets whose printed share is not their numerator over their denominator"
    )
    other_denominator: float = _of(0.05, "WAK", "targets whose denominator is that of other learners")
    tool_changed: float = _of(0.10, OURS, "targets whose tool changed after the baseline")

    # ---- surveys ----
    answers: float = _of(0.77, "N17s", "who answer, of those asked, in 2016")
    answers_unhappy: float = _of(
        -0.35, OURS, "how much less likely (in logits) who is one point less content answers"
    )
    does_not_know: float = _of(0.08, OURS, "answers that are: I do not know, or not my role")

    def said(self) -> tuple[Said, ...]:
        """Each rate with its source and words, in order."""
        return tuple(
            Said(f.name, str(getattr(self, f.name)), f.metadata["source"], f.metadata["words"])
            for f in fields(self)
        )


RATES = Rates()
