"""Percentiles beside an earlier cohort: the cohort's own are those of growth; what moves a whole country is seen."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.baseline import baseline, referenced
from kahui.analytics.methods.growth.cohorts import Panel
from kahui.analytics.methods.growth.percentiles import CUTS, growth

LEARNERS = 400
GOLDEN = Path(__file__).parents[4] / "golden" / "growth" / "baseline"


def panel(
    seed: int, *, first: int = 2016, years: int = 3, learners: int = LEARNERS, whole: bool = True
) -> Panel:
    """Learners over some years from year level 4, some of whom come a year late; scores whole or not."""
    rng = np.random.default_rng(seed)
    able = 15 * rng.standard_normal(learners)
    score = 100 + 8 * np.arange(years)[:, None] + able + 6 * rng.standard_normal((years, learners))
    score = np.round(score) if whole else score
    there = np.ones((years, learners), bool)
    there[0] = rng.random(learners) < 0.8
    year, who = np.nonzero(there)
    return Panel(who, np.full(len(who), "reading"), first + year, 4 + year, score[there])


def test_percentiles_beside_a_baseline_are_those_of_r() -> None:
    """Every learner whose past lies within the baseline's, on one, two and three prior scores, and all cuts."""
    with (GOLDEN / "panel.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    learner, topic = (np.array([row[name] for row in rows]) for name in ("learner", "topic"))
    year, level = (np.array([int(row[name]) for row in rows]) for name in ("year", "year_level"))
    made = Panel(learner, topic, year, level, np.array([float(row["score"]) for row in rows]))
    against = baseline(made, {2018, 2019}, 3)
    with (GOLDEN / "percentiles.csv").open(encoding="utf-8") as file:
        golden = list(csv.DictReader(file))
    for priors in (1, 2, 3):
        told = referenced(
            made, {key: of for key, of in against.items() if key[2] <= priors}, years={2020, 2021}
        )
        on = told.priors == priors
        who = zip(learner[told.rows[on]], topic[told.rows[on]], year[told.rows[on]].astype(str), strict=True)
        ours = dict(
            zip(who, zip(told.beyond[on], told.percentile[on], told.cuts[on], strict=True), strict=True)
        )
        theirs = {(r["learner"], r["topic"], r["year"]): r for r in golden if r["priors"] == str(priors)}
        assert ours.keys() == theirs.keys()
        assert {who: bool(beyond) for who, (beyond, *_) in ours.items()} == {
            who: row["beyond"] == "1" for who, row in theirs.items()
        }
        for who, (beyond, percentile, cuts) in ours.items():
            if not beyond:
                assert (who, percentile) == (who, float(theirs[who]["growth_percentile"]))
                np.testing.assert_allclose(cuts, [float(theirs[who][f"cut_{at}"]) for at in CUTS], atol=2e-5)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), whole=st.booleans(), years=st.integers(2, 4))
def test_a_cohort_beside_itself_has_its_own_percentiles(seed: int, whole: bool, years: int) -> None:
    """To the last learner: of each cohort, on as many prior scores, percentiles and the scores at the cuts."""
    made = panel(seed, years=years, whole=whole)
    own = growth(made, 3)
    beside = [
        referenced(made, baseline(made, {year}, 3), years={year}) for year in sorted(set(made.year[own.rows]))
    ]
    by = np.argsort(np.concatenate([part.rows for part in beside]))
    for name in ("rows", "priors", "percentile", "cuts"):
        told = np.concatenate([getattr(part, name) for part in beside])[by]
        np.testing.assert_array_equal(told, getattr(own, name), err_msg=name)
    assert not np.concatenate([part.beyond for part in beside]).any()


def test_what_moves_every_learner_is_seen_beside_a_baseline_and_not_in_a_cohort() -> None:
    """A year in which all gain six points more: nobody's own percentile moves; beside the years before all rise."""
    before = panel(1)
    more = replace(before, score=before.score + 6.0 * (before.year == 2018))
    against = baseline(before, {2018}, 2)
    own, beside = ([growth(p, 2, years={2018}).percentile for p in (before, more)],
                   [referenced(p, against, years={2018}).percentile for p in (before, more)])  # fmt: skip
    assert np.array_equal(*own)
    assert (beside[1] >= beside[0]).all()
    # Six points are about 0.7 of a standard deviation of what one prior score leaves open.
    assert (np.median(beside[0]), np.median(beside[1])) == (
        pytest.approx(50, abs=2),
        pytest.approx(77, abs=3),
    )


def test_years_together_are_one_baseline_and_few_learners_can_be_told() -> None:
    older, newer = panel(2, years=2), panel(3, first=2017, years=2)
    both = Panel(
        np.concatenate([older.learner, LEARNERS + newer.learner]),
        np.concatenate([older.topic, newer.topic]),
        np.concatenate([older.year, newer.year]),
        np.concatenate([older.year_level, newer.year_level]),
        np.concatenate([older.score, newer.score]),
    )
    measure = baseline(both, {2017, 2018})["reading", 5, 1]
    assert (measure.years, measure.n) == (
        (2017, 2018),
        (older.year == 2016).sum() + (newer.year == 2017).sum(),
    )
    few = panel(4, first=2018, years=2, learners=9)
    told = referenced(few, {("reading", 5, 1): measure})
    assert np.isfinite(told.percentile).all()
    assert len(told.rows) == (few.year == 2018).sum()


def test_whoever_lies_beyond_the_baseline_is_set_at_its_end() -> None:
    made = panel(5, years=2)
    against = baseline(made, {2017})
    (low, high), *_ = against["reading", 5, 1].ranges
    far = Panel(
        np.repeat([0, 1, 2, 3], 2),
        np.full(8, "reading"),
        np.tile([2018, 2019], 4),
        np.tile([4, 5], 4),
        np.array([high, 120.0, high + 500, 120.0, low, 90.0, low - 500, 90.0]),
    )
    told = referenced(far, against)
    assert told.beyond.tolist() == [False, True, False, True]
    assert told.percentile[::2].tolist() == told.percentile[1::2].tolist()


def test_who_cannot_be_compared_is_said() -> None:
    made = panel(6, years=2)
    against = baseline(made, {2017})
    with pytest.raises(MethodFault, match="No topic and year level has 100 learners"):
        baseline(made, {2030})
    with pytest.raises(MethodFault, match="the baseline has nobody of this topic and year level"):
        referenced(replace(made, topic=np.full(len(made.score), "writing")), against)
    two = Panel(
        np.concatenate([made.learner, made.learner]),
        np.concatenate([made.topic, np.full(len(made.score), "writing")]),
        np.tile(made.year, 2),
        np.tile(made.year_level, 2),
        np.tile(made.score, 2),
    )
    told = referenced(two, against)
    writing = two.topic[told.rows] == "writing"
    assert told.remarks == (
        "writing, 2017, year level 5: the baseline has nobody of this topic and year level.",
    )
    assert np.array_equal(np.isnan(told.percentile), writing)
    assert np.array_equal(told.priors == 0, writing)
