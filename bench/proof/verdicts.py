"""Verdicts on the targets of networks whose schools use four tools, beside what is true of learners like theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kahui.analytics.methods.carrying import Measured, carried
from kahui.analytics.methods.intervals import wilson
from kahui.analytics.methods.linking.designs import Counts
from kahui.analytics.methods.linking.drawn import Drawn
from kahui.analytics.methods.these_learners import Scored, carried_for_these
from kahui.analytics.methods.verdicts import verdict
from kahui.site.rehearsal.tools import TOOLS, TOPICS, cuts
from proof.links import Studies
from proof.nation import CODES, OWN, Columns, Nation, places, seen_on
from proof.said import (
    LEVEL,
    Figures,
    Section,
    Table,
    coverage,
    figure,
    holds,
    leans,
    limits,
    percent,
    share,
)

FEWEST = 30
WAYS = (
    "each tool's own cut, tools mixed",
    "linked, links taken as exact",
    "linked, their error carried",
    "linked by studies made again each year, their error carried",
)
OWN_CUTS, CARRIED, YEARLY = 0, 2, 3
KINDS = (
    "one tool, no link needed",
    "linked, no tool had drifted since its study",
    "linked, a tool had drifted",
)


@dataclass(frozen=True)
class Told:
    """A target as four ways tell it: truth, and of each way share, low, high and word."""

    network: int
    truth: float
    goal: float
    tools: int
    """How many its learners were measured with."""
    linked: float
    """Of its scores, the share that a link moved."""
    drifted: float
    """By how many points a drifting tool reads too high since its study, on average of linked scores' learners."""
    answers: tuple[tuple[float, float, float, str], ...]
    these: tuple[tuple[float, float, float, float], ...]
    """Of these very learners, by THESE: truth, share, low and high."""

    @property
    def kind(self) -> str:
        """What was linked, as one of `KINDS`."""
        return KINDS[0] if not self.linked else KINDS[2] if self.drifted > 0 else KINDS[1]


THESE = ("a study of each version", "studies made again each year")

READINGS = """
select r.*, round(case r.topic when 'reading' then a.reading when 'writing' then a.writing
    else a.mathematics end, 2)::double as theta
from learned as r join truth_ability as a using (learner, year)
join membership as m on m.provider = r.school and m.network = $network and m.known_to is null
    and m.starts <= make_date(r.year, 12, 31) and (m.ends is null or m.ends > make_date(r.year, 12, 31))
where r.year = $year and r.topic = $topic and r.score is not null
    and r.year_level between $first and $last and ($school is null or r.school = $school)
"""


def figures(proofs: list[Studies]) -> Figures:
    """Coverage of intervals, and right and wrong verdicts, by way of counting and by what was linked."""
    found = []
    for place, studies in enumerate(proofs):
        made = (_told(studies, studies.again, row, place) for row in _targets(studies.nation))
        found += [t for t in made if t is not None]
    several = [t for t in found if t.tools > 1]
    of_kind = {kind: [t for t in found if t.kind == kind] for kind in KINDS}
    return {
        "targets": len(found),
        "networks": len({t.network for t in found}),
        "all": {name: _figures(found, way) for way, name in enumerate(WAYS)},
        "several tools": {name: _figures(several, way) for way, name in enumerate(WAYS)},
        "by what was linked": {
            kind: {name: _cover(some, way) for way, name in enumerate(WAYS)} for kind, some in of_kind.items()
        },
        "these learners": {name: _these(found, way) for way, name in enumerate(THESE)},
        "drift": figure(np.mean([t.drifted for t in of_kind[KINDS[2]]]), 2),
    }


def _cover(told: list[Told], way: int) -> Figures:
    held = np.array([t.answers[way][1] <= t.truth <= t.answers[way][2] for t in told])
    return coverage(held, np.array([t.network for t in told]))


def _these(told: list[Told], way: int) -> Figures:
    some = {KINDS[0]: (KINDS[0],), "linked": KINDS[1:]}
    found = {}
    for name, kinds in some.items():
        truth, share, low, high = np.array([t.these[way] for t in told if t.kind in kinds]).T
        network = np.array([t.network for t in told if t.kind in kinds])
        found[name] = {
            "coverage": coverage((low <= truth) & (truth <= high), network),
            "bias": figure(100 * np.mean(share - truth), 2),
            "width": figure(100 * np.mean(high - low), 1),
        }
    return found


def _figures(told: list[Told], way: int) -> Figures:
    answers = [(t, *t.answers[way]) for t in told]
    sure = sum(word != "cannot tell" for *_, word in answers)
    wrong = sum(word != "cannot tell" and (word == "met") != (t.truth >= t.goal) for t, *_, word in answers)
    return {
        "coverage": _cover(told, way),
        "bias": figure(100 * np.mean([s - t.truth for t, s, *_ in answers]), 2),
        "width": figure(100 * np.mean([high - low for _, _, low, high, _ in answers]), 1),
        "decided": share(sure, len(told)),
        "wrong": share(wrong, sure),
    }


def told(found: Figures) -> Section:
    """The section of the report."""
    several = found["several tools"]
    return Section(
        "Was the target met?",
        (
            f"{found['targets']:,} targets of {found['networks']} networks and of their schools that fell "
            f"due in years with readings, of at least {FEWEST} learners with a score. Truth: the share of "
            "learners like these (of the same year levels, groups and schools) who would reach the cut of "
            f"the common scale. Intervals are of {LEVEL:.0%}. A study links each version of a tool in the "
            "first year that it is used; one tool drifts from then on, and nobody in the nation knows.",
            *(
                holds(
                    f"Where schools use several tools, intervals by “{WAYS[way]}”",
                    several[WAYS[way]]["coverage"],
                )
                for way in (OWN_CUTS, CARRIED, YEARLY)
            ),
            *(
                holds(f"“{WAYS[CARRIED]}”, {kind}: intervals", by[WAYS[CARRIED]])
                for kind, by in found["by what was linked"].items()
            ),
            leans(
                "Where schools use several tools, linked shares lean",
                several[WAYS[CARRIED]]["bias"],
                "points",
            ),
            f"Where a tool had drifted, it read {found['drift']:.1f} hundredths of a standard deviation too "
            "high by then, on average over the target's learners. No interval of an old study knows of that.",
            holds(
                f"“{WAYS[YEARLY]}”, {KINDS[2]} since its first study: intervals",
                found["by what was linked"][KINDS[2]][WAYS[YEARLY]],
            ),
            *(
                holds(f"Of these very learners (who had a score), {kind}, {way}: intervals", f["coverage"])
                for way, by_kind in found["these learners"].items()
                for kind, f in by_kind.items()
                if kind != KINDS[0] or way == THESE[0]
            ),
        ),
        (
            _table("Targets measured with several tools", several),
            _table("All targets", found["all"]),
            (
                f"How often {LEVEL:.0%} intervals hold the truth, by what was linked",
                ("Way", *found["by what was linked"]),
                tuple(
                    (name, *(limits(by[name]) for by in found["by what was linked"].values()))
                    for name in WAYS
                ),
            ),
            (
                "Of these very learners: whose true score was at or above at the time of the common scale's round",
                (
                    "What was linked",
                    "By",
                    "Intervals that hold the truth",
                    "Bias, points",
                    "Mean width, points",
                ),
                tuple(
                    (kind, way, limits(f["coverage"]), f"{f['bias']:+.1f}", f"{f['width']:.1f}")
                    for way, by_kind in found["these learners"].items()
                    for kind, f in by_kind.items()
                ),
            ),
        ),
    )


def _table(title: str, by_way: Figures) -> Table:
    head = ("Way", "Intervals that hold the truth", "Bias, points", "Mean width, points", "Verdicts that decide",
            "Wrong, of those")  # fmt: skip
    rows = (
        (
            name,
            limits(f["coverage"]),
            f"{f['bias']:+.1f}",
            f"{f['width']:.1f}",
            percent(f["decided"]["held"]),
            limits(f["wrong"]),
        )
        for name, f in by_way.items()
    )
    return title, head, tuple(rows)


def _targets(nation: Nation) -> list[dict[str, Any]]:
    rows = nation.ask(
        'select t.network, t.school, t.topic, t.band, t."group" as whom, t.share, t.by_year from target as t '
        "where t.share is not null and t.by_year between $first and $last order by t.target",
        first=nation.years[0],
        last=nation.years[-1],
    )
    return [{name: column[i] for name, column in rows.items()} for i in range(len(rows["network"]))]


def _told(studies: Studies, yearly: Studies, target: dict[str, Any], place: int) -> Told | None:
    nation = studies.nation
    rows = _readings(nation, target)
    if len(rows["score"]) < FEWEST:
        return None
    year = int(target["by_year"])
    topic, goal = TOPICS.index(str(target["topic"])), float(target["share"])
    level = rows["year_level"].astype(int)
    truth = float(
        nation.reaching(OWN, rows, year, cuts(nation.rates, nation.years[0])[OWN, topic, level]).mean()
    )
    flags = rows["at_or_above"][np.isfinite(rows["at_or_above"].astype(float))].astype(float)
    naive = wilson(flags.sum(), len(flags), LEVEL)
    mixed = (float(flags.mean()), float(naive.low[0]), float(naive.high[0]))
    parts, linked, drifted = _parts(studies, rows, topic, level, year)
    again, _, _ = _parts(yearly, rows, topic, level, year)
    answers = [(*mixed, _word(mixed[1], mixed[2], goal))]
    for how in ([_exact(p) for p in parts], parts, again):
        measured = [Measured(p.scores, p.link) for p in how]
        made = verdict(carried(measured, (), -0.5, 400, seed=year), goal)
        answers.append((made.share, made.low, made.high, made.word))
    network = 1000 * place + int(target["network"])
    truly = seen_on(OWN, rows["theta"], level, year, nation.years[0])
    truly = float((truly >= np.ceil(cuts(nation.rates, nation.years[0])[OWN, topic, level])).mean())
    these = tuple(
        (truly, made.share, made.low, made.high)
        for made in (verdict(carried_for_these(how, 0.0, 400, seed=year), goal) for how in (parts, again))
    )
    return Told(network, truth, goal, len(set(rows["tool"].tolist())), linked, drifted, tuple(answers), these)


def _exact(part: Scored) -> Scored:
    """The same with every draw of its link put on their middle."""
    if part.link is None:
        return part
    middle = np.repeat(np.median(part.link.values, 0)[None], part.link.draws, 0)
    return Scored(part.scores, part.error, Drawn(part.link.points, middle))


def _readings(nation: Nation, target: dict[str, Any]) -> Columns:
    band, school = target["band"], target["school"]
    first, last = map(int, str(band).split("-")) if isinstance(band, str) else (1, 13)
    one = None if school is None or school != school else int(school)
    whom = str(target["whom"]).replace("-", "_")
    text = READINGS + ("" if whom == "all" else f" and r.{whom}")
    return nation.ask(
        text,
        network=int(target["network"]),
        year=int(target["by_year"]),
        topic=target["topic"],
        first=first,
        last=last,
        school=one,
    )


def _parts(
    studies: Studies, rows: Columns, topic: int, level: np.ndarray, year: int
) -> tuple[list[Scored], float, float]:
    """Scores by tool and level, each as points above the common scale's cut of its level."""
    nation, parts, linked, drift = studies.nation, [], 0, 0.0
    cut = cuts(nation.rates, nation.years[0])[OWN, topic]
    tools = places(rows["tool"], CODES)
    for tool in np.unique(tools).tolist():
        for at in np.unique(level[tools == tool]).tolist():
            score = rows["score"][(tools == tool) & (level == at)].astype(float)
            if tool == OWN:
                parts.append(Scored(_whole(score, cut[at]), TOOLS[OWN].error))
                continue
            studied = studies.studied(tool, year)
            made = studies.link(tool, studied, topic, at)
            drawn = Drawn(made.points, made.drawn.values - np.ceil(cut[at]))
            sample = studies.sample(studied, at, np.ceil(cut[at]))
            parts.append(Scored(_steps(made.points, score), TOOLS[tool].error, drawn, sample))
            linked += len(score)
            drift += len(score) * TOOLS[tool].drift * (year - studied) / TOOLS[tool].slope
    return parts, linked / len(level), 100 * drift / len(level)


def _whole(score: np.ndarray, cut: float) -> Counts:
    """Whole points of the common scale, as points above the least of them that reaches its cut."""
    above = np.round(score - np.ceil(cut)).astype(int)
    points = np.arange(above.min() - 1, above.max() + 2)
    return Counts(points.astype(float), np.bincount(above - points[0], minlength=len(points)).astype(float))


def _steps(points: np.ndarray, score: np.ndarray) -> Counts:
    """Learners at the nearest of a link's score points, its ends for those beyond them."""
    step = points[1] - points[0]
    place = np.clip(np.round((score - points[0]) / step).astype(int), 0, len(points) - 1)
    return Counts(points, np.bincount(place, minlength=len(points)).astype(float))


def _word(low: float, high: float, goal: float) -> str:
    if low >= goal:
        return "met"
    return "not met" if high < goal else "cannot tell"
