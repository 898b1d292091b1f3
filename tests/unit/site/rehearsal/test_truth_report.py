"""The report of truth says what its figures say, and sets estimators beside the right truth."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "bench"))

from proof.nation import Nation  # noqa: E402
from proof.said import worth  # noqa: E402
from truth import PAGE, page  # noqa: E402


def test_the_page_is_worked_out_from_the_kept_figures() -> None:
    kept = json.loads((ROOT / "bench" / "results" / "truth.json").read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == page(kept["result"])


def test_learners_like_these_differ_from_what_is_expected_of_them_by_chance_alone(rehearsed: Path) -> None:
    """One standard deviation about the mean, whoever they are: of each group, of movers, of those with planted gains."""
    nation = Nation(rehearsed)
    rows = nation.ask(
        "select l.*, case topic when 'reading' then a.reading when 'writing' then a.writing else a.mathematics end "
        "as theta from learned as l join truth_ability as a using (learner, year)"
    )
    apart = rows["theta"] - nation.expected(rows)
    assert np.std(apart) == pytest.approx(1, abs=0.02)
    parts = {
        "everyone": np.full(len(apart), True),
        "asian": rows["asian"],
        "pacific": rows["pacific"],
        "movers": rows["home"] != rows["school"],
        "gained": rows["gained"] > 0,
    }
    off = {name: apart[some].mean() * np.sqrt(some.sum() / 15) for name, some in parts.items()}
    assert {name: abs(value) < 4 for name, value in off.items()} == dict.fromkeys(parts, True)


def test_a_coverage_is_called_poor_only_where_that_is_sure() -> None:
    poor, few, seldom, kept, wide = (
        worth({"held": held, "low": low, "high": high})
        for held, low, high in (
            (0.7, 0.6, 0.8),
            (0.7, 0.4, 0.95),
            (0.85, 0.8, 0.88),
            (0.88, 0.8, 0.94),
            (0.97, 0.94, 1),
        )
    )
    assert (poor, few, seldom, kept, wide) == (
        "poor",
        "seemingly poor, of too few to be sure",
        "too seldom",
        "as often as is said, or near it",
        "more often than is said, on the safe side",
    )
