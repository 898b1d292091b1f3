"""Verdicts on the targets of networks whose schools use four tools, beside what is true of learners like theirs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from proof.links import Studies
from proof.nation import OWN, Columns, Nation, Section, percent, seen_on
from scipy.special import ndtr

from kahui.analytics.methods.carrying import Measured, carried
from kahui.analytics.methods.intervals import wilson
from kahui.analytics.methods.linking.designs import Counts
from kahui.analytics.methods.linking.drawn import Drawn
from kahui.analytics.methods.verdicts import verdict
from kahui.site.rehearsal.tools import TOOLS, TOPICS, cuts

FEWEST = 30
WAYS = ("each tool's own cut, tools mixed", "linked, links taken as exact", "linked, their error carried")


@dataclass(frozen=True)
class Told:
    """A target as three ways tell it: truth, and of each way share, low, high and word."""

    truth: float
    goal: float
    linked: float
    """Of its scores, the share that a link moved."""
    drifted: float
    """By how many points a drifting tool reads too high since its study, on average of linked scores' learners."""
    answers: tuple[tuple[float, float, float, str], ...]


READINGS = """
select r.* from reading as r
join membership as m on m.provider = r.school and m.network = $network
    and m.starts <= make_date(r.year, 12, 31) and (m.ends is null or m.ends > make_date(r.year, 12, 31))
where r.year = $year and r.topic = $topic and r.score is not null
    and r.year_level between $first and $last and ($school is null or r.school = $school)
"""


def section(nation: Nation, studies: Studies) -> Section:
    """Coverage of 90% intervals and right and wrong verdicts, by way of counting."""
    told = [t for t in (_told(nation, studies, row) for row in _targets(nation)) if t is not None]
    rows = []
    figures: dict[str, object] = {"targets": len(told)}
    for way, name in enumerate(WAYS):
        answers = [t.answers[way] for t in told]
        held = np.array([low <= t.truth <= high for t, (_, low, high, _) in zip(told, answers, strict=True)])
        off = np.array([share - t.truth for t, (share, *_) in zip(told, answers, strict=True)])
        sure = np.array([word != "cannot tell" for *_, word in answers])
        wrong = np.array(
            [
                word != "cannot tell" and (word == "met") != (t.truth >= t.goal)
                for t, (*_, word) in zip(told, answers, strict=True)
            ]
        )
        width = np.array([high - low for _, low, high, _ in answers])
        figures[name] = {
            "coverage": round(float(held.mean()), 3),
            "bias": round(float(off.mean()), 4),
            "decided": round(float(sure.mean()), 3),
            "wrong_of_decided": round(float(wrong.sum() / max(1, sure.sum())), 3),
        }
        rows.append(
            (
                name,
                percent(held.mean()),
                f"{100 * off.mean():+.1f}",
                f"{100 * width.mean():.1f}",
                percent(sure.mean()),
                percent(wrong.sum() / max(1, sure.sum())),
            )
        )
    by_drift = _by_drift(told)
    figures["by drift"] = {label: [n, round(share, 3)] for label, n, share in by_drift}
    return Section(
        "Was the target met?",
        (
            f"{len(told):,} targets of networks and of their schools that fell due in years with readings, of at least {FEWEST} "
            "learners with a score. Truth: the share of learners like these (same year levels, groups and schools) who "
            "would reach the cut of the common scale. Intervals are of 90%.",
            "A study links each version of a tool in the first year that it is used. One tool drifts from then on, and "
            "nobody in the nation knows: the last table shows what that does to a link as it grows old.",
        ),
        (
            (
                "Three ways to count the same readings",
                (
                    "Way",
                    "Intervals that hold the truth",
                    "Bias, points",
                    "Mean width, points",
                    "Verdicts that decide",
                    "Wrong, of those",
                ),
                tuple(rows),
            ),
            (
                "Linked, their error carried, by what was linked",
                ("What was linked", "Targets", "Intervals that hold the truth"),
                tuple((label, str(n), percent(share)) for label, n, share in by_drift),
            ),
        ),
        figures,
    )


def _by_drift(told: list[Told]) -> list[tuple[str, int, float]]:
    """Coverage of carried intervals: where nothing was linked, where nothing linked had drifted, where it had."""
    kinds = {
        "no score was linked": [t for t in told if t.linked == 0],
        "links, none of a tool that had drifted": [t for t in told if t.linked > 0 and t.drifted == 0],
        "some of a tool that had drifted": [t for t in told if t.drifted > 0],
    }
    held = {
        kind: [t.answers[2][1] <= t.truth <= t.answers[2][2] for t in some] for kind, some in kinds.items()
    }
    return [(kind, len(some), float(np.mean(some))) for kind, some in held.items() if some]


def _targets(nation: Nation) -> list[dict[str, object]]:
    rows = nation.ask(
        'select t.network, t.school, t.topic, t.band, t."group" as whom, t.share, t.by_year from target as t '
        "where t.share is not null and t.by_year between $first and $last order by t.target",
        first=nation.years[0],
        last=nation.years[-1],
    )
    return [{name: column[i] for name, column in rows.items()} for i in range(len(rows["network"]))]


def _told(nation: Nation, studies: Studies, target: dict[str, object]) -> Told | None:
    rows = _readings(nation, target)
    if len(rows["score"]) < FEWEST:
        return None
    year = int(target["by_year"])  # type: ignore[call-overload]
    topic, goal = TOPICS.index(str(target["topic"])), float(target["share"])  # type: ignore[arg-type]
    level = rows["year_level"].astype(int)
    own_cut = cuts(nation.rates, nation.years[0])[OWN, topic, level]
    theta = nation.expected(rows)
    middle = seen_on(OWN, theta, level, year, year)
    spread = np.hypot(TOOLS[OWN].slope, TOOLS[OWN].error)
    truth = float(ndtr((middle - np.ceil(own_cut) + 0.5) / spread).mean())
    flags = rows["at_or_above"][np.isfinite(rows["at_or_above"].astype(float))].astype(float)
    naive = wilson(flags.sum(), len(flags), 0.9)
    mixed = (float(flags.mean()), float(naive.low[0]), float(naive.high[0]))
    parts, linked, drifted = _parts(nation, studies, rows, topic, level, year)
    exact = [
        Measured(
            p.scores,
            p.link and Drawn(p.link.points, np.repeat(np.median(p.link.values, 0)[None], p.link.draws, 0)),
        )
        for p in parts
    ]
    answers = [(*mixed, _word(mixed[1], mixed[2], goal))]
    for how in (exact, parts):
        made = verdict(carried(how, (), -0.5, 400, seed=year), goal)
        answers.append((made.share, made.low, made.high, made.word))
    return Told(truth, goal, linked, drifted, tuple(answers))


def _readings(nation: Nation, target: dict[str, object]) -> Columns:
    band, school = target["band"], target["school"]
    first, last = map(int, str(band).split("-")) if isinstance(band, str) else (1, 13)
    one = None if school is None or school != school else int(school)  # type: ignore[call-overload]
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
    )  # type: ignore[call-overload]


def _parts(
    nation: Nation, studies: Studies, rows: Columns, topic: int, level: np.ndarray, year: int
) -> tuple[list[Measured], float, float]:
    """Scores by tool and level, each as points above the common scale's cut of its level."""
    parts, linked, drift = [], 0, 0.0
    cut = cuts(nation.rates, nation.years[0])[OWN, topic]
    tools = np.array([[t.code for t in TOOLS].index(name) for name in rows["tool"].tolist()])
    for tool in np.unique(tools):
        for at in np.unique(level[tools == tool]):
            score = rows["score"][(tools == tool) & (level == at)].astype(float)
            if tool == OWN:
                parts.append(Measured(_whole(score, cut[at])))
                continue
            version = TOOLS[tool].version(year)
            made = studies.link(int(tool), version, topic, int(at))
            drawn = Drawn(made.points, made.drawn.values - np.ceil(cut[at]))
            parts.append(Measured(_steps(made.points, score), drawn))
            linked += len(score)
            drift += (
                len(score) * TOOLS[tool].drift * (year - studies.year(int(tool), version)) / TOOLS[tool].slope
            )
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
