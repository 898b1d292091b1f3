"""Rounding, waiting and differences at their edges."""

from __future__ import annotations

import math

import pytest

from kahui.analytics.measures.characteristics import differences
from kahui.analytics.measures.waits import Step, median, still_waiting
from kahui.analytics.measures.words import figure, percent, triple, unknown


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 8, 12.5),
        (1, 16, 6.3),  # 6.25: a half is rounded up
        (1, 32, 3.1),  # 3.125
        (1511, 2405, 62.8),
        (0, 5, 0.0),
        (5, 5, 100.0),
        (5, 0, None),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_a_percent_has_one_decimal_rounded_half_up(
    part: float | None, whole: float | None, expected: float | None
) -> None:
    assert percent(part, whole) == expected


def test_a_figure_carries_its_bounds_and_an_unknown_one_is_never_nought() -> None:
    row = {"n": 3, "n_sure": 2, "n_may": 5}
    known = figure("a", "nation", "A", triple(row, "n"), rule="r", of=4)
    assert (known.value, known.low, known.high, known.percent) == (3, 2, 5, 75.0)
    without = unknown("a", "nation", "A", rule="r", note="why", of=4)
    assert (without.value, without.low, without.high, without.percent, without.note) == (
        None,
        None,
        None,
        None,
        "why",
    )


def waits(*months: tuple[float, bool]) -> list[dict[str, object]]:
    return [{"months": m, "waiting": waiting} for m, waiting in months]


def test_those_still_waiting_leave_the_group_at_risk_and_are_never_endorsed() -> None:
    steps = still_waiting(waits((3, False), (5, True), (6, False), (9, True)))
    assert steps == (Step(3, 4, 1, 0.75), Step(6, 2, 1, 0.375))
    assert median(steps) == 6


def test_no_median_while_fewer_than_half_are_endorsed() -> None:
    assert median(still_waiting(waits((3, False), (5, True), (6, True)))) is None
    assert still_waiting([]) == ()
    assert median(()) is None


def trait(members: list[float], others: list[float], characteristic: str = "Roll") -> dict[str, object]:
    return {
        "characteristic": characteristic, "level": "x",
        "members": len(members), "members_sum": sum(members), "members_squares": sum(v * v for v in members),
        "others": len(others), "others_sum": sum(others), "others_squares": sum(v * v for v in others),
    }  # fmt: skip


def test_a_standardised_difference_is_in_spreads_with_its_interval() -> None:
    (found,) = differences([trait([3, 5, 7], [1, 3, 5])])
    assert (found.members, found.others, found.difference) == (5, 3, pytest.approx(1.0))
    error = math.sqrt(6 / 9 + 1 / 12)
    assert (found.low, found.high) == (
        pytest.approx(1 - 1.959964 * error),
        pytest.approx(1 + 1.959964 * error),
    )
    assert not found.obvious  # three schools beside three show nothing for sure


def test_a_difference_is_obvious_when_it_is_both_large_and_sure() -> None:
    large = trait([1.0] * 80 + [0.0] * 20, [1.0] * 40 + [0.0] * 60, "Type")
    small = trait([1.0] * 5200 + [0.0] * 4800, [1.0] * 5000 + [0.0] * 5000, "Type")
    assert [d.obvious for d in differences([large, small])] == [True, False]


@pytest.mark.parametrize(("members", "others"), [([], [1, 2]), ([1], [1, 2]), ([2, 2], [2, 2])])
def test_no_difference_where_there_is_too_little_or_nothing_varies(
    members: list[float], others: list[float]
) -> None:
    (found,) = differences([trait(members, others)])
    assert (found.difference, found.low, found.high, found.obvious) == (None, None, None, False)
