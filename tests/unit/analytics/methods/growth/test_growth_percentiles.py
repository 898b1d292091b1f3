"""Growth percentiles of a panel: as R's SGP has them, and what is said where nothing can be."""

import csv
from pathlib import Path

import numpy as np
import pytest

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.growth.cohorts import Histories, Panel
from kahui.analytics.methods.growth.percentiles import CUTS, growth

GOLDEN = Path(__file__).parents[4] / "golden" / "growth"


def panel(rows):
    """A panel of (learner, topic, year, year level, score)."""
    learner, topic, year, level, score = zip(*rows, strict=True)
    return Panel(
        np.array(learner, object),
        np.array(topic, object),
        np.array(year),
        np.array(level),
        np.array(score, np.float64),
    )


def cohort(n=120, years=3, *, topic="pānui", level=4, first=2020, seed=1, prefix="L"):
    """Learners on one path, a year level up each year."""
    chance = np.random.default_rng(seed)
    able = chance.normal(size=n)
    return [
        (
            f"{prefix}{i}",
            topic,
            first + y,
            level + y,
            round(100 + 10 * y + 15 * able[i] + 8 * chance.normal()),
        )
        for i in range(n)
        for y in range(years)
    ]


def changed(rows, at, score):
    """The rows with another score where `at(row)`."""
    return [(*row[:4], score) if at(row) else row for row in rows]


@pytest.fixture(scope="module")
def golden():
    with open(GOLDEN / "panel.csv", encoding="utf-8", newline="") as file:
        rows = [
            (r["learner"], r["topic"], int(r["year"]), int(r["year_level"]), float(r["score"]))
            for r in csv.DictReader(file)
        ]
    with open(GOLDEN / "percentiles.csv", encoding="utf-8", newline="") as file:
        expected = {(r["learner"], r["topic"], int(r["year"])): r for r in csv.DictReader(file)}
    made = panel(rows)
    return made, growth(made), expected


def test_every_percentile_is_that_of_sgp(golden):
    made, found, expected = golden
    told = {
        (made.learner[row], made.topic[row], int(made.year[row])): (int(priors), int(percentile))
        for row, priors, percentile in zip(found.rows, found.priors, found.percentile, strict=True)
        if priors
    }
    assert told == {k: (int(r["priors"]), int(r["growth_percentile"])) for k, r in expected.items()}


def test_so_is_every_percentile_on_fewer_priors_and_every_cut(golden):
    made, found, expected = golden
    for i in np.flatnonzero(found.priors):
        row = found.rows[i]
        sgp = expected[made.learner[row], made.topic[row], int(made.year[row])]
        by_priors = [sgp[f"growth_percentile_{k}"] for k in (1, 2, 3, 4)]
        assert ["" if np.isnan(p) else f"{p:.0f}" for p in found.by_priors[i]] == by_priors
        assert found.cuts[i].tolist() == [float(sgp[f"cut_{cut}"]) for cut in CUTS]


def test_every_fit_carries_its_gap(golden):
    _, found, _ = golden
    cohorts = set(
        zip(found.fits.topic, found.fits.year, found.fits.year_level, found.fits.priors, strict=True)
    )
    assert len(found.fits.gap) == 100 * len(cohorts)
    assert (np.abs(found.fits.gap) <= 1e-11 * found.fits.objective).all()


def test_the_score_at_a_cut_is_the_most_with_that_percentile(golden):
    """A score at the cut of 50 has percentile 50 when the cut is no other percentile's as well."""
    made, found, _ = golden
    score = made.score[found.rows]
    for at, cut in enumerate(CUTS):
        told = found.priors > 0
        over = score[told] > found.cuts[told, at]
        np.testing.assert_array_equal(over, found.percentile[told] > cut) if cut < 99 else None
        assert (found.percentile[told][~over] <= max(cut, 1)).all()


def test_a_hundredth_of_learners_have_each_percentile():
    found = growth(panel(cohort(1000, 2)))
    assert np.abs(np.histogram(found.percentile, np.arange(0, 101, 10))[0] - 100).max() <= 15


def test_a_gap_in_the_years_ends_the_past():
    rows = cohort(120, 4)
    gap = [row for row in rows if not (row[0] == "L5" and row[2] == 2021)]
    found = growth(panel(gap))
    told = {(gap[row][0], gap[row][2]): int(p) for row, p in zip(found.rows, found.priors, strict=True)}
    assert {year: p for (who, year), p in told.items() if who == "L5"} == {2023: 1}
    assert {year: p for (who, year), p in told.items() if who == "L6"} == {2021: 1, 2022: 2, 2023: 3}


def test_a_year_level_repeated_or_skipped_ends_the_past_and_is_told():
    rows = [(w, t, y, v if w != "L5" or y < 2022 else 5, s) for w, t, y, v, s in cohort(120, 4)]
    found = growth(panel(rows))
    assert [rows[row][2] for row in found.rows if rows[row][0] == "L5"] == [2021]
    assert found.remarks[0] == (
        "2 scores follow one of the year before that is not of the year level below; years before such a score "
        "are not counted as its past."
    )


def test_topics_do_not_meet():
    found = growth(panel(cohort(110, 2) + [(w, "tuhituhi", *rest) for w, _, *rest in cohort(110, 2, seed=9)]))
    assert sorted(set(found.fits.topic)) == ["pānui", "tuhituhi"]
    assert len(found.rows) == 220


def test_eight_learners_are_too_few_and_the_others_are_told_all_the_same():
    found = growth(panel(cohort(120, 2) + cohort(8, 2, level=9, prefix="E")))
    assert found.remarks == (
        "pānui, 2021, year level 10, 1 year back: 8 learners are too few to rank in hundredths; 100 would be "
        "enough. They have no growth percentile.",
    )
    assert (found.priors == 0).sum() == np.isnan(found.percentile).sum() == 8


def test_eight_learners_alone_are_refused():
    with pytest.raises(
        MethodFault, match="8 learners are too few to rank in hundredths; 100 would be enough"
    ):
        growth(panel(cohort(8, 2)))


def test_too_few_with_a_long_past_are_compared_on_a_shorter_one():
    found = growth(panel(cohort(120, 2, first=2021, level=5) + cohort(50, 3, prefix="E")))
    assert found.remarks == (
        "pānui, 2021, year level 5, 1 year back: 50 learners are too few to rank in hundredths; 100 would be "
        "enough. They have no growth percentile.",
        "pānui, 2022, year level 6, 2 years back: 50 learners are too few to rank in hundredths; 100 would be "
        "enough. They are compared on 1 year back.",
    )
    assert (found.priors == 1).sum() == 170


def test_one_learner_is_refused():
    with pytest.raises(MethodFault, match="1 learner is too few to rank in hundredths"):
        growth(panel(cohort(1, 2)))


def test_one_year_is_refused():
    with pytest.raises(MethodFault, match="No learner has a score in a topic for two years running"):
        growth(panel(cohort(120, 1)))


def test_an_empty_panel_is_refused():
    nothing = np.empty(0)
    with pytest.raises(MethodFault, match="The panel has no rows"):
        Panel(nothing, nothing, nothing.astype(int), nothing.astype(int), nothing)


@pytest.mark.parametrize("score", [np.nan, np.inf, -np.inf])
def test_a_score_that_is_no_number_is_refused_by_row(score):
    rows = changed(cohort(100, 2), lambda row: row[0] == "L1" and row[2] == 2021, score)
    with pytest.raises(MethodFault, match="1 scores are not finite numbers, the first in row 4"):
        panel(rows)


def test_two_scores_in_one_year_are_refused_by_row():
    rows = cohort(100, 2)
    with pytest.raises(MethodFault, match=r"learner L3, pānui, 2021 \(rows 8 and 201\)"):
        Histories.of(panel([*rows, rows[7]]))


def test_all_scores_equal_this_year_are_refused():
    rows = changed(cohort(120, 2), lambda row: row[2] == 2021, 50)
    with pytest.raises(MethodFault, match="All 120 scores this year are 50, and where nobody differs"):
        growth(panel(rows))


def test_priors_all_equal_are_refused():
    rows = changed(cohort(120, 2), lambda row: row[2] == 2020, 50)
    with pytest.raises(MethodFault, match="All 120 scores 1 year before are 50, and where nobody differs"):
        growth(panel(rows))


def test_a_second_prior_all_equal_leaves_the_first():
    rows = changed(cohort(120, 3), lambda row: row[2] == 2020, 50)
    found = growth(panel(rows))
    assert "2 years back: All 120 scores 2 years before are 50" in found.remarks[1]
    assert found.priors.tolist() == [0, 1] * 120


def test_cohorts_side_by_side_give_what_they_give_in_turn():
    made = panel(cohort(150, 4))
    alone, together = growth(made, workers=1), growth(made, workers=3)
    for name in ("rows", "priors", "percentile", "cuts", "by_priors"):
        np.testing.assert_array_equal(getattr(alone, name), getattr(together, name))


def test_one_year_told_is_that_year_of_all(golden):
    made, found, _ = golden
    only = growth(made, years=[2023])
    then = made.year[found.rows] == 2023
    np.testing.assert_array_equal(only.rows, found.rows[then])
    np.testing.assert_array_equal(only.percentile, found.percentile[then])


def test_a_year_nobody_has_a_past_in_is_refused():
    with pytest.raises(MethodFault, match="for two years running to 2030, one year level up"):
        growth(panel(cohort(120, 2)), years=[2030])
