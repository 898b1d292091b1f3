"""Schools' shares at or above, each by the cut of its own tool: their bias, their limits, and pooling beside them."""

from __future__ import annotations

import numpy as np

from kahui.analytics.methods.intervals import wilson
from kahui.analytics.methods.pooling import pool
from kahui.site.rehearsal.tools import TOOLS, TOPICS, cuts
from proof.links import Studies
from proof.nation import CODES, Columns, Nation, places
from proof.said import LEVEL, Figures, Section, coverage, figure, holds, leans, limits

FEWEST = 5
SIZES = ((1, 9), (10, 19), (20, 49), (50, 10_000))
"""Learners of a year level of a school, from and to."""

ALIKE = """
select school, home, year, topic, year_level, tool, maori, pacific, asian, boys, low_socio_economic,
    additional_needs, gained, count(*) as n, sum(at_or_above::int) as k
from learned where at_or_above is not null group by all order by all
"""
TRULY = "select school, year, topic, year_level, n, at_or_above from truth_share where \"group\" = 'all'"


def figures(proofs: list[Studies]) -> Figures:
    """Bias and coverage by tool, against learners like these on that tool and against who truly is at or above;
    raw and pooled shares of year levels by their size."""
    made = [_levels(studies.nation, place) for place, studies in enumerate(proofs)]
    levels = {name: np.concatenate([m[name] for m in made]) for name in made[0]}
    schools = _gathered(
        levels, ("nation", "school", "year", "topic", "tool"), ("k", "n", "alike", "true", "of")
    )
    enough = schools["n"] >= FEWEST
    schools = {name: column[enough] for name, column in schools.items()}
    return {
        "schools": len(schools["n"]),
        "by tool": {code: _of_tool(schools, tool) for tool, code in enumerate(CODES)},
        "pooled": _pooled(levels),
    }


def _levels(nation: Nation, place: int) -> Columns:
    """A row a school, year, topic, year level and tool: k of n, and how many were to be expected, and truly are."""
    rows = nation.ask(ALIKE)
    tool, topic = places(rows["tool"], CODES), places(rows["topic"], TOPICS)
    rows |= {"tool": tool, "level": rows["year_level"].astype(int), "nation": np.full(len(tool), place)}
    rows["alike"] = rows["n"] * _chances(nation, rows, tool, topic)
    by = ("nation", "school", "year", "topic", "level", "tool")
    found = _gathered(rows | {"topic": topic}, by, ("k", "n", "alike"))
    truly = nation.ask(TRULY)
    keys = (truly["school"], truly["year"], places(truly["topic"], TOPICS), truly["year_level"])
    true = dict(zip(zip(*(k.astype(int).tolist() for k in keys), strict=True), zip(truly["at_or_above"], truly["n"],
                strict=True), strict=True))  # fmt: skip
    mine = zip(*(found[name].tolist() for name in ("school", "year", "topic", "level")), strict=True)
    pairs = np.array([true.get(key, (0, 0)) for key in mine], float)
    return found | {"true": pairs[:, 0], "of": pairs[:, 1]}


def _chances(nation: Nation, rows: Columns, tool: np.ndarray, topic: np.ndarray) -> np.ndarray:
    chance = np.empty(len(tool))
    for year in nation.years:
        cut = cuts(nation.rates, year)
        for each in range(len(TOOLS)):
            here = (tool == each) & (rows["year"] == year)
            some = {name: column[here] for name, column in rows.items()}
            chance[here] = nation.reaching(each, some, year, cut[each, topic[here], some["level"]])
    return chance


def _gathered(rows: Columns, by: tuple[str, ...], summed: tuple[str, ...]) -> Columns:
    """Rows with equal keys put together, by key, some columns added up."""
    keys = np.stack([rows[name].astype(np.int64) for name in by])
    distinct, code = np.unique(keys, axis=1, return_inverse=True)
    sums = {name: np.bincount(code.reshape(-1), rows[name].astype(float)) for name in summed}
    return dict(zip(by, distinct, strict=True)) | sums


def _of_tool(schools: Columns, tool: int) -> Figures:
    here = (schools["tool"] == tool) & (schools["of"] > 0)
    k, n, alike, true, of = (schools[name][here] for name in ("k", "n", "alike", "true", "of"))
    cluster = schools["nation"][here] * 100_000 + schools["school"][here]
    found = wilson(k, n, LEVEL)
    told: Figures = {"shares": len(k)}
    for name, truth in (("alike", alike / n), ("truly", true / of)):
        told[f"bias, {name}"] = figure(100 * np.average(found.share - truth, weights=n), 2)
        told[name] = coverage((found.low <= truth) & (truth <= found.high), cluster)
    return told


def _pooled(levels: Columns) -> Figures:
    """Raw and pooled shares of one year's year levels; pooled over schools of one nation, tool, topic and level.

    They are set beside what is to be expected of the school's learners of all levels; and, pooled, of these alone.
    """
    last = levels["year"] == levels["year"].max()
    rows = {name: column[last] for name, column in levels.items()}
    keys = np.stack([rows[name] for name in ("nation", "topic", "level", "tool")])
    group = np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1)
    raw, made = wilson(rows["k"], rows["n"], LEVEL), pool(rows["k"], rows["n"], group, LEVEL)
    whole = np.unique(np.stack([rows[name] for name in ("nation", "school", "topic", "tool")]), axis=1,
                      return_inverse=True)[1].reshape(-1)  # fmt: skip
    truth = (np.bincount(whole, rows["alike"]) / np.bincount(whole, rows["n"]))[whole]
    these, told = rows["alike"] / rows["n"], {}
    for least, most in SIZES:
        here = (rows["n"] >= least) & (rows["n"] <= most)
        cluster = rows["nation"][here] * 100_000 + rows["school"][here]
        told[f"{least}–{most}" if most < SIZES[-1][1] else f"{least} or more"] = {
            "shares": int(here.sum()),
            "raw error": figure(100 * np.sqrt(np.mean((raw.share - truth)[here] ** 2)), 1),
            "pooled error": figure(100 * np.sqrt(np.mean((made.pooled - truth)[here] ** 2)), 1),
            "raw": coverage(((raw.low <= truth) & (truth <= raw.high))[here], cluster),
            "pooled": coverage(((made.low <= truth) & (truth <= made.high))[here], cluster),
            "pooled, these learners": coverage(((made.low <= these) & (these <= made.high))[here], cluster),
            "raw width": figure(100 * np.mean((raw.high - raw.low)[here]), 1),
            "pooled width": figure(100 * np.mean((made.high - made.low)[here]), 1),
        }
    return told


def told(found: Figures) -> Section:
    """The section of the report."""
    by_tool, pooled = found["by tool"], found["pooled"]
    smallest = next(iter(pooled.values()))
    return Section(
        "Schools' shares at or above",
        (
            f"{found['schools']:,} shares of a school, topic and year, by the cut of the school's own tool. "
            "They are set beside what was to be expected of learners like these on that very tool, and "
            "beside who truly was at or above the standard at the year's end. Wilson's intervals of "
            f"{LEVEL:.0%}.",
            *(
                holds(f"{code}: intervals, as a statement about that tool,", f["alike"])
                for code, f in by_tool.items()
            ),
            *(
                leans(f"{code}: shares lean, as a statement about the standard,", f["bias, truly"], "points")
                for code, f in by_tool.items()
            ),
            *(
                holds(f"{code}: intervals, as a statement about the standard,", f["truly"])
                for code, f in by_tool.items()
            ),
            "A share may be right about its tool and wrong about the standard: tools are not equally "
            "strict, and an error of measurement moves learners across a cut, more of them down where most "
            "are above it. No interval of one tool's count allows for that.",
            "Partial pooling draws small schools towards others of their tool, topic and year level. For "
            f"the smallest year levels it cuts the typical error from {smallest['raw error']:.1f} to "
            f"{smallest['pooled error']:.1f} points.",
            *(
                holds(f"Year levels of {size} learners: pooled intervals", f["pooled"])
                for size, f in pooled.items()
            ),
            holds(
                "A pooled interval is a statement about a school, not about who happens to be in a small "
                "class of it: about these very learners, pooled intervals of the smallest",
                smallest["pooled, these learners"],
            ),
        ),
        (
            (
                "Shares of schools, by tool",
                (
                    "Tool",
                    "Shares",
                    "Bias about the tool, points",
                    "Intervals that hold it",
                    "Bias about the standard, points",
                    "Intervals that hold it",
                ),
                tuple(
                    (
                        code,
                        f"{f['shares']:,}",
                        f"{f['bias, alike']:+.2f}",
                        limits(f["alike"]),
                        f"{f['bias, truly']:+.1f}",
                        limits(f["truly"]),
                    )
                    for code, f in by_tool.items()
                ),
            ),
            (
                "Year levels of schools, raw and pooled, about their school on its tool",
                (
                    "Learners",
                    "Shares",
                    "Typical error raw, points",
                    "pooled",
                    "Raw intervals that hold the truth",
                    "pooled",
                    "pooled, about these learners",
                    "Width raw, points",
                    "pooled",
                ),
                tuple(
                    (
                        size,
                        f"{f['shares']:,}",
                        f"{f['raw error']:.1f}",
                        f"{f['pooled error']:.1f}",
                        limits(f["raw"]),
                        limits(f["pooled"]),
                        limits(f["pooled, these learners"]),
                        f"{f['raw width']:.0f}",
                        f"{f['pooled width']:.0f}",
                    )
                    for size, f in pooled.items()
                ),
            ),
        ),
    )
