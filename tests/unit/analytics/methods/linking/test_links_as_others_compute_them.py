"""Links equal those of R's equate and kequate, and the numbers printed in Kolen and Brennan."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from kahui.analytics.methods.linking.designs import (
    CommonItems,
    EquivalentGroups,
    SingleGroup,
    counted,
    cross_tallied,
    with_one_anchor,
)
from kahui.analytics.methods.linking.equipercentile import presmoothed
from kahui.analytics.methods.linking.errors import drawn_again, link
from kahui.analytics.methods.linking.functions import THROUGH, How, continuous, equated
from kahui.analytics.methods.linking.presmoothing import smoothed, smoothed_table

GOLDEN = Path(__file__).parents[4] / "golden" / "linking"
ACT = Path(__file__).parents[6] / "shared" / "data" / "equating-actmath" / "actmath.csv"


def columns(name):
    return np.loadtxt(GOLDEN / name, delimiter=",", skiprows=1).T


def table(name):
    return cross_tallied(*columns(name), marks=(30, 12))


GROUPS = EquivalentGroups(
    counted(*columns("equivalent-groups-x.csv")), counted(*columns("equivalent-groups-y.csv"))
)
ITEMS = with_one_anchor(table("common-items-x.csv"), table("common-items-y.csv"))
ONE = SingleGroup(cross_tallied(*columns("single-group.csv"), marks=(25, 32)))
DESIGNS = {"equivalent-groups": GROUPS, "common-items": ITEMS, "single-group": ONE}


def golden():
    cases = defaultdict(list)
    with (GOLDEN / "links.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cases[row["case"]].append(
                [float(row[k]) if row[k] else np.nan for k in ("score", "equated", "se")]
            )
    return {case: np.array(rows).T for case, rows in cases.items()}


LINKS = golden()


def asked(case):
    """The design and the choices that a case's words name."""
    words = case.split()
    design = DESIGNS[words[0]]
    if isinstance(design, CommonItems):
        weight = 0.5 if "half" in words else None
        design = CommonItems(design.x, design.y, "external" not in words, weight)
    how = How(
        words[1],
        through=next((t for t in THROUGH if t in words), None),
        smooth=int(words[words.index("smooth") + 1]) if "smooth" in words else None,
        bumps=float(words[words.index("penalty") + 1]) if "penalty" in words else 0.0,
    )
    return design, how


@pytest.mark.parametrize("case", [c for c in LINKS if "given" not in c])
def test_the_linked_scores_and_their_errors_are_the_reference_s(case):
    score, value, se = LINKS[case]
    made = link(*asked(case))
    assert np.array_equal(made.points, score)
    np.testing.assert_allclose(made.equated, value, rtol=0, atol=1e-6)
    told = ~np.isnan(se)
    # The reference mixes variances with n and with n − 1 in the gradients of Tucker's and Levine's lines.
    close = 1e-5 if "tucker" in case or "levine" in case else 1e-6
    np.testing.assert_allclose(made.se[told], se[told], rtol=0, atol=close)


def test_a_kernel_of_given_bandwidths():
    case = "equivalent-groups kernel smooth 4 given"
    design, how = asked(case)
    used, _ = presmoothed(design, 4)
    made = equated(used, how, continuous(used, how, {"x": 0.6, "y": 0.7}))
    np.testing.assert_allclose(made, LINKS[case][1], rtol=0, atol=1e-6)


def test_the_bandwidths_the_penalty_chooses():
    found, expected = [], []
    with (GOLDEN / "bandwidths.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            design, how = asked(row["case"])
            used = design if how.smooth is None else presmoothed(design, how.smooth)[0]
            found.append(continuous(used, how)[row["form"]].h)
            expected.append(float(row["bandwidth"]))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


def test_smoothed_counts_are_the_reference_s():
    form, degree, _, count = np.genfromtxt(
        GOLDEN / "presmoothing.csv", delimiter=",", skip_header=1, dtype=str
    ).T
    for name, counts in (("x", GROUPS.x), ("y", GROUPS.y)):
        for k in ("2", "3", "4", "6"):
            expected = count[(form == name) & (degree == k)].astype(float)
            np.testing.assert_allclose(smoothed(counts, int(k)).form.count, expected, rtol=1e-6, atol=1e-6)


def test_smoothed_tables_are_the_reference_s():
    rows = np.genfromtxt(GOLDEN / "presmoothing-two.csv", delimiter=",", skip_header=1, dtype=str)
    for name, counts in (("x", ITEMS.x), ("y", ITEMS.y)):
        expected = rows[rows[:, 0] == name, 3].astype(float).reshape(13, 31).T
        np.testing.assert_allclose(smoothed_table(counts, 4).form.count, expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("case", [c for c in LINKS if "given" not in c and "kernel" not in c])
def test_drawing_again_shows_the_error_the_formula_says(case):
    """To within what 600 draws can tell, and what a formula for large samples leaves out: a tenth in the middle."""
    design, how = asked(case)
    made, drawn = link(design, how), drawn_again(design, how, 600, seed=20161231)
    held = np.cumsum(_count(design)) / _count(design).sum()
    middle = (held > 0.05) & (held < 0.95)
    ratio = drawn.se[middle] / made.se[middle]
    assert 0.9 < np.median(ratio) < 1.1


def test_drawing_a_kernel_again_shows_the_error_the_formula_says():
    how = How("kernel", smooth=4)
    made, drawn = link(GROUPS, how), drawn_again(GROUPS, how, 200, seed=20161231)
    assert 0.85 < np.median(drawn.se[8:32] / made.se[8:32]) < 1.15


def _count(design):
    if isinstance(design, EquivalentGroups):
        return design.x.count
    return (design.both if isinstance(design, SingleGroup) else design.x).by_row.count


def test_the_five_scores_of_kolen_and_brennan():
    """Their table 2.3: a test of four questions, X harder at the top."""
    x = counted(range(5), [20, 30, 20, 20, 10])
    y = counted(range(5), [10, 20, 20, 30, 20])
    made = link(EquivalentGroups(x, y), How("equipercentile"))
    np.testing.assert_allclose(made.equated, [0.5, 1.75, 2 + 5 / 6, 3.5, 4.25], rtol=0, atol=1e-12)


@pytest.mark.shared
@pytest.mark.skipif(
    not ACT.is_file(), reason="needs the data beside the checkout: clone it to ../shared/data"
)
@pytest.mark.parametrize(
    ("method", "printed"),
    [
        ("mean", (18.9798, 8.2116, 2.3024)),
        ("linear", (18.9798, 8.9394, 2.3024)),
        ("equipercentile", (18.9799, 8.9352, 2.1465)),
    ],
)
def test_the_moments_that_kolen_and_brennan_print_of_the_mathematics_test(method, printed):
    """Their table 2.6: mean, standard deviation and kurtosis of form X on the scale of form Y."""
    score, x, y = np.loadtxt(ACT, delimiter=",", skiprows=1).T
    design = EquivalentGroups(counted(score, x), counted(score, y))
    value, p = link(design, How(method)).equated, design.x.p
    mean = p @ value
    deviation = np.sqrt(p @ (value - mean) ** 2)
    kurtosis = p @ ((value - mean) / deviation) ** 4
    np.testing.assert_allclose((mean, deviation, kurtosis), printed, rtol=0, atol=6e-5)
