"""The truth beside the nation: scale links, biases, planted effects and true shares, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kahui.analytics.tables import Table
from kahui.site.rehearsal import schema
from kahui.site.rehearsal.ability import standards
from kahui.site.rehearsal.counted import Counted
from kahui.site.rehearsal.learners import LEVELS
from kahui.site.rehearsal.part import Plan
from kahui.site.rehearsal.practice import INDICATORS, Effect
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.tools import TOOLS, TOPICS, cuts
from kahui.site.rehearsal.write import Words

Columns = dict[str, Any]


def tables(plan: Plan, counted: Counted, planted: list[Effect]) -> Iterator[tuple[Table, Columns]]:
    """Every table of truth but those of learners, targets and views, which are made with what they are about."""
    yield schema.TRUE_STANDARD, _standards(plan.rates)
    yield schema.TRUE_LINK, columns(schema.TRUE_LINK, list(_links(plan.years)))
    yield schema.TRUE_SCHOOL, _schools(plan)
    yield schema.TRUE_EFFECT, columns(schema.TRUE_EFFECT, [_effect(e) for e in planted])
    yield schema.TRUE_SHARE, counted.true_shares()
    said = [
        {"name": r.name, "value": r.value, "source": r.source, "words": r.words} for r in plan.rates.said()
    ]
    yield schema.RATE, columns(schema.RATE, said)


def columns(table: Table, rows: list[dict[str, Any]]) -> Columns:
    """Rows turned into the columns of a table."""
    return {c.name: [row[c.name] for row in rows] for c in table.columns}


def published_cuts(years: range, rates: Rates) -> Columns:
    """Columns of `cut`: each version's cuts once."""
    rows = []
    for t, tool in enumerate(TOOLS):
        for version in sorted({tool.version(year) for year in years}):
            year = next(y for y in years if tool.version(y) == version)
            scores = cuts(rates, year)[t]
            rows += [
                {"tool": tool.code, "version": str(version), "topic": name, "year_level": level,
                 "score": round(float(scores[topic, level]), 4)}
                for topic, name in enumerate(TOPICS)
                for level in range(tool.first_level, tool.last_level + 1)
            ]  # fmt: skip
    return columns(schema.CUT, rows)


def _standards(rates: Rates) -> Columns:
    levels = np.arange(1, LEVELS + 1)
    found = standards(levels, rates)
    return {
        "year_level": np.repeat(levels, len(TOPICS)).astype(np.int8),
        "topic": Words(np.tile(np.arange(len(TOPICS)), LEVELS), TOPICS),
        "ability": np.round(found, 6).ravel(),
    }


def _links(years: range) -> Iterator[dict[str, Any]]:
    for tool in TOOLS:
        for year in years:
            version = tool.version(year)
            yield {
                "tool": tool.code,
                "version": str(version),
                "year": year,
                "centre": tool.centre + (tool.shift if version == 2 else 0.0),
                "drifted": round(tool.drift * (year - years[0]), 6),
                "slope": tool.slope,
                "bend": tool.bend,
                "error": tool.error,
                "elapsed": tool.elapsed,
                **{f"strict_{name}": tool.strict[topic] for topic, name in enumerate(TOPICS)},
            }


def _schools(plan: Plan) -> Columns:
    """A row a school, year and topic; schools that were not open then have theirs too, of which nothing comes."""
    years, (schools, topics) = len(plan.years), plan.school_effects.shape
    each = (years, schools, topics)
    year, school, topic = (a.ravel() for a in np.indices(each))
    return {
        "school": school + 1,
        "year": np.array(plan.years)[year].astype(np.int16),
        "topic": Words(topic, TOPICS),
        "effect": np.round(plan.school_effects[school, topic], 6),
        "gain": plan.gains[year, school, topic],
        "bias": plan.judges.bias[school, topic],
        "moderated": plan.judges.moderated[school],
        "tool": Words(plan.used[year, school, topic], tuple(t.code for t in TOOLS)),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "network": effect.network,
        "kind": effect.kind,
        "starts": effect.starts,
        "topic": TOPICS[effect.topic],
        "gain": effect.gain,
        "indicator": INDICATORS[effect.indicator],
        "before": effect.before[effect.indicator],
        "shift": effect.shift,
    }
