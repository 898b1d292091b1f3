"""Challenges and targets, as networks wrote them from what their tools showed; some with the faults of real ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kahui.site.rehearsal.chance import Chance, between, stream
from kahui.site.rehearsal.counted import Counted, Whom
from kahui.site.rehearsal.networks import Network, Networks
from kahui.site.rehearsal.part import GROUPS
from kahui.site.rehearsal.practice import Effect
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.tools import TOOLS, TOPICS

BANDS = {"1-3": (1, 3), "4-6": (4, 6), "7-8": (7, 8), "9-10": (9, 10)}
FEWEST = 12
"""Learners a target is about, at least."""

CHALLENGES = {
    "reading": "Pānui: every learner reads with understanding and for pleasure.",
    "writing": "Tuhituhi: every learner writes with purpose and with confidence.",
    "mathematics": "Pāngarau: every learner reasons with numbers and explains how.",
}
PEOPLE = {
    "all": "learners", "maori": "Māori learners", "pacific": "Pacific learners", "boys": "boys",
    "additional-needs": "learners with additional needs", "low-socio-economic": "learners from homes with low income",
}  # fmt: skip
FAULTS = ("vague", "no-baseline", "wrong-share", "other-denominator", "tool-changed")


@dataclass(slots=True)
class Challenges:
    """Rows of `challenge`, `target`, `promise` and of the truth `target_truth`."""

    challenges: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    promises: list[dict[str, Any]] = field(default_factory=list)
    truths: list[dict[str, Any]] = field(default_factory=list)


class Authors:
    """Networks' authors at work: each network with an endorsement writes its challenges from its own baseline."""

    def __init__(
        self,
        networks: Networks,
        planted: list[Effect],
        counted: Counted,
        used: np.ndarray,
        seed: int,
        rates: Rates,
    ) -> None:
        self.networks = networks
        self.planted = planted
        self.counted = counted
        self.used = used
        self.rates = rates
        self.chance: Chance = stream(seed, "challenges")
        self.made = Challenges()

    def write(self) -> Challenges:
        """All of them, in order."""
        for n, network in enumerate(self.networks.each):
            if network.endorsed is not None:
                self._network(n, network, network.endorsed)
        return self.made

    def _network(self, n: int, network: Network, endorsed: dt.date) -> None:
        rates, chance = self.rates, self.chance
        first = self.planted[n].topic
        topics = [first, *(t for t in chance.permutation(len(TOPICS)) if t != first)]
        count = int(chance.integers(rates.challenges[0], rates.challenges[1] + 1))
        bands = [b for b in BANDS if b != "9-10" or chance.random() < rates.years_9_10]
        per_school = bool(chance.random() < rates.per_school)
        for i in range(count):
            topic = int(topics[i % len(topics)])
            key = len(self.made.challenges) + 1
            self.made.challenges.append(
                {
                    "challenge": key,
                    "network": n + 1,
                    "topic": TOPICS[topic],
                    "statement": CHALLENGES[TOPICS[topic]],
                    "on": endorsed,
                }
            )
            for _ in range(int(chance.integers(1, 4))):
                self._target(n, network, endorsed, key, topic, bands, per_school)

    def _target(
        self,
        n: int,
        network: Network,
        endorsed: dt.date,
        key: int,
        topic: int,
        bands: list[str],
        per_school: bool,
    ) -> None:
        chance, years = self.chance, self.counted.years
        year = min(max(endorsed.year - 1, years[0]), years[-1])
        group = GROUPS[int(chance.choice(len(GROUPS), p=(0.4, 0.18, 0.1, 0.05, 0.07, 0.2)))]
        band = bands[int(chance.integers(len(bands)))] if bands and chance.random() < 0.7 else None
        members = np.flatnonzero(self.networks.of_schools(self.counted.schools, endorsed) == n)
        whom = Whom(topic, BANDS[band] if band else (1, 13), group)
        of, count = self.counted.observed(members, year, whom)
        if of < FEWEST:
            return
        aim = _Aim(
            topic,
            band,
            group,
            year,
            count,
            of,
            self._goal(count / of),
            endorsed.year + int(chance.integers(2, 4)),
        )
        fault = self._fault()
        target = self._add(n, network, endorsed, key, aim, fault, None, members, whom)
        if per_school and fault is None and target is not None:
            lift = aim.goal - count / of
            for school in members:
                of_one, count_one = self.counted.observed(np.array([school]), year, whom)
                if of_one >= FEWEST:
                    goal = min(0.98, round(count_one / of_one + lift, 2))
                    one = _Aim(topic, band, group, year, count_one, of_one, goal, aim.by_year)
                    self._add(n, network, endorsed, key, one, None, int(school) + 1, np.array([school]), whom)

    def _goal(self, share: float) -> float:
        rates = self.rates
        if share < rates.national_goal - 0.02 and self.chance.random() < rates.repeats_goal:
            return rates.national_goal
        return min(0.98, round(share + between(self.chance, rates.ambition), 2))

    def _fault(self) -> str | None:
        rates = self.rates
        edges = np.cumsum(
            [rates.vague, rates.no_baseline, rates.wrong_share, rates.other_denominator, rates.tool_changed]
        )
        place = int(np.searchsorted(edges, self.chance.random(), "right"))
        return FAULTS[place] if place < len(FAULTS) else None

    def _add(
        self,
        n: int,
        network: Network,
        endorsed: dt.date,
        challenge: int,
        aim: _Aim,
        fault: str | None,
        school: int | None,
        members: np.ndarray,
        whom: Whom,
    ) -> int:
        key = len(self.made.targets) + 1
        known = dt.datetime.combine(endorsed, dt.time(9)) + dt.timedelta(days=3)
        ends = network.endorsed_again
        self.made.targets.append(
            {
                "target": key,
                "network": n + 1,
                "school": school,
                "topic": TOPICS[aim.topic],
                "band": aim.band,
                "group": aim.group,
                "share": None if fault == "vague" else aim.goal,
                "by_year": aim.by_year,
                "starts": endorsed,
                "starts_by": endorsed,
                "ends": ends,
                "ends_by": ends,
                "known_from": known,
                "known_to": None,
            }
        )
        self.made.promises.append(
            {"target": key, "challenge": challenge, **self._printed(aim, fault, members)}
        )
        self.made.truths.append({"target": key, "fault": fault, **self._truth(n, aim, fault, school, whom)})
        return key

    def _printed(self, aim: _Aim, fault: str | None, members: np.ndarray) -> dict[str, Any]:
        """What the document prints, with its fault if it has one."""
        count, of = aim.count, aim.of
        percent = int(100 * count / of + 0.5)
        if fault == "wrong-share":
            percent = max(1, percent - int(self.chance.integers(4, 9)))
        if fault == "other-denominator":
            of = round(of * float(self.chance.uniform(1.15, 1.6)))
        blank = fault in ("vague", "no-baseline")
        return {
            "statement": _sentence(aim, fault),
            "tool": self._tool(aim, members, fault),
            "baseline_year": None if blank else aim.year,
            "baseline_count": None if blank else count,
            "baseline_of": None if blank else of,
            "baseline_percent": None if blank else percent,
            "more": None if blank else max(0, int(aim.goal * aim.of) - count),
        }

    def _tool(self, aim: _Aim, members: np.ndarray, fault: str | None) -> str:
        """The tool most members used at the baseline; where the tool changed after, one that fewest use now."""
        year = -1 if fault == "tool-changed" else self.counted.years.index(aim.year)
        uses = np.bincount(self.used[year, members, aim.topic], minlength=len(TOOLS))
        return TOOLS[int(uses.argmin() if fault == "tool-changed" else uses.argmax())].code

    def _truth(self, n: int, aim: _Aim, fault: str | None, school: int | None, whom: Whom) -> dict[str, Any]:
        """The true share when it fell due, of the members of that year (or of the school)."""
        year = max(self.counted.years[0], min(aim.by_year, self.counted.years[-1]))
        of_then = self.networks.of_schools(self.counted.schools, dt.date(year, 12, 31))
        members = np.flatnonzero(of_then == n) if school is None else np.array([school - 1])
        of, count = self.counted.true(members, year, whom)
        met = None if fault == "vague" or of == 0 else bool(count / of >= aim.goal)
        return {"year": year, "n": of, "at_or_above": count, "met": met}


@dataclass(frozen=True, slots=True)
class _Aim:
    """A target as its authors meant it."""

    topic: int
    band: str | None
    group: str
    year: int
    count: int
    of: int
    goal: float
    by_year: int


def _sentence(aim: _Aim, fault: str | None) -> str:
    levels = f"in years {aim.band.replace('-', ' to ')}" if aim.band else "in all years"
    whom = f"{PEOPLE[aim.group]} {levels}"
    if fault == "vague":
        return f"More {whom} will make good progress in {TOPICS[aim.topic]}."
    return (
        f"By the end of {aim.by_year}, {aim.goal:.0%} of {whom} will be at or above in {TOPICS[aim.topic]}."
    )
