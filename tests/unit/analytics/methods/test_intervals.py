"""Limits of shares equal those that R and the papers print, keep their symmetries, and hold as often as they say."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.intervals import clustered, newcombe, wilson
from kahui.analytics.methods.pooling import pool

GOLDEN = Path(__file__).parents[3] / "golden" / "intervals"
CLOSE = {"rtol": 1e-12, "atol": 1e-13}


def table(name):
    with (GOLDEN / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


@st.composite
def counts(draw, most=400):
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


def test_wilson_as_r_computes_it():
    t = table("wilson.csv")
    for level in np.unique(t["level"]):
        here = t["level"] == level
        found = wilson(t["k"][here], t["n"][here], level)
        np.testing.assert_allclose(found.low, t["low"][here], **CLOSE)
        np.testing.assert_allclose(found.high, t["high"][here], **CLOSE)


def test_newcombe_from_both_limits_as_r_computes_them():
    t = table("newcombe.csv")
    found = newcombe(t["k1"], t["n1"], t["k2"], t["n2"])
    np.testing.assert_allclose(found.low, t["low"], **CLOSE)
    np.testing.assert_allclose(found.high, t["high"], **CLOSE)


@pytest.mark.parametrize(
    ("k", "n", "printed"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0000, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_one_share_as_newcombe_printed_it(k, n, printed):
    found = wilson(k, n)
    assert (round(found.low[0], 4), round(found.high[0], 4)) == printed


@pytest.mark.parametrize(
    ("counted", "printed"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0000)),
        ((10, 10, 0, 10), (0.6075, 1.0000)),
    ],
)
def test_a_difference_as_newcombe_printed_it(counted, printed):
    found = newcombe(*counted)
    assert (round(found.low[0], 4), round(found.high[0], 4)) == printed


@given(counts(), st.floats(0.5, 0.999))
def test_who_is_not_among_them_has_the_same_limits_turned_round(some, level):
    k, n = some
    one, other = wilson(k, n, level), wilson(n - k, n, level)
    np.testing.assert_allclose([one.low, one.high], [1 - other.high, 1 - other.low], rtol=0, atol=1e-15)
    assert 0 <= one.low[0] <= one.share[0] <= one.high[0] <= 1


@given(counts(), counts())
def test_a_difference_turned_round_is_the_same_with_the_other_sign(a, b):
    one, other = newcombe(*a, *b), newcombe(*b, *a)
    np.testing.assert_allclose([one.low, one.high], [-other.high, -other.low], rtol=0, atol=1e-15)


@given(st.integers(1, 10**9))
def test_none_and_all_are_exact_and_not_sure(n):
    none, every = wilson(0, n), wilson(n, n)
    assert (none.low[0], every.high[0]) == (0.0, 1.0)
    assert none.high[0] > 0
    assert every.low[0] < 1


@given(counts(most=100), st.integers(0, 400))
def test_limits_narrow_as_more_of_the_population_is_seen_and_close_when_all_is(some, unseen):
    k, n = some
    found = wilson(k, n, population=n + unseen)
    plain = wilson(k, n)
    assert plain.low[0] - 1e-15 <= found.low[0] <= found.share[0] <= found.high[0] <= plain.high[0] + 1e-15
    if unseen == 0:
        assert found.low[0] == pytest.approx(found.share[0], abs=1e-15) == found.high[0]


def test_of_nobody_there_is_no_share():
    found, apart = wilson([0, 1], [0, 2]), newcombe(0, 0, 1, 2)
    assert np.isnan(
        [found.share[0], found.low[0], found.high[0], *apart.difference, *apart.low, *apart.high]
    ).all()
    assert found.share[1] == 0.5


def test_schools_as_clusters_by_the_textbook():
    t = table("schools.csv")
    found = clustered(t["k"], t["n"], t["group"].astype(int))
    for g in range(8):
        k, n = t["k"][t["group"] == g], t["n"][t["group"] == g]
        m, p = len(k), k.sum() / n.sum()
        variance = m / (m - 1) * sum((ki - p * ni) ** 2 for ki, ni in zip(k, n, strict=True)) / n.sum() ** 2
        effect = max(variance / (p * (1 - p) / n.sum()), 1)
        np.testing.assert_allclose(found.effect[g], effect, rtol=1e-12)
        assert found.own[g]
        assert found.shares.low[g] < wilson(k.sum(), n.sum()).low[0]


def test_schools_all_alike_count_as_learners_and_one_school_as_the_others():
    found = clustered([5, 5, 5, 9, 3], [10, 10, 10, 10, 10], [0, 0, 0, 0, 1])
    assert found.own.tolist() == [True, False]
    assert found.effect[1] == found.effect[0] > 1
    same = clustered([5, 5], [10, 10], [0, 0])
    assert (same.effect[0], same.effective[0]) == (1.0, 20.0)


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: wilson(3, 2), "k is a part of n"),
        (lambda: wilson(-1, 2), "k is a part of n"),
        (lambda: wilson(np.nan, 2), "finite"),
        (lambda: wilson(1, np.inf), "finite"),
        (lambda: wilson(1, 2, 1.0), "level"),
        (lambda: wilson(1, 2, effect=0), "design effect"),
        (lambda: wilson(1, 2, population=1), "population"),
        (lambda: clustered([1], [2], [0]), "two schools"),
        (lambda: clustered([0, 0], [2, 3], [0, 0]), "two schools"),
        (lambda: pool(3, 2), "k is a part of n"),
        (lambda: pool(1, 2, level=0), "level"),
    ],
)
def test_what_cannot_be_is_said(ask, sentence):
    with pytest.raises(MethodFault, match=sentence):
        ask()


def test_limits_hold_as_often_as_they_say_over_all_shares():
    """Wilson's own claim: near the level on average, worked out exactly for n = 40 and every thousandth of p."""
    n, p = 40, (np.arange(1000) + 0.5) / 1000
    k = np.arange(n + 1)
    choose = np.array([float(np.prod((n - np.arange(i)) / (np.arange(i) + 1))) for i in k])
    chance = choose * p[:, None] ** k * (1 - p[:, None]) ** (n - k)
    found = wilson(k, np.full(n + 1, n))
    held = (chance * ((found.low <= p[:, None]) & (p[:, None] <= found.high))).sum(axis=1)
    assert held.mean() == pytest.approx(0.95, abs=0.005)
    assert held.min() > 0.83


def test_pooled_shares_as_r_integrates_them():
    t = table("pooled.csv")
    found = pool(t["k"], t["n"], level=0.9)
    for name in ("pooled", "low", "high", "weight"):
        np.testing.assert_allclose(getattr(found, name), t[name], rtol=0, atol=2e-4, err_msg=name)


@settings(max_examples=30)
@given(st.lists(counts(most=40), min_size=1, max_size=6), st.randoms())
def test_pooling_does_not_depend_on_order_and_lies_between_own_and_others(schools, shuffled):
    order = list(range(len(schools)))
    shuffled.shuffle(order)
    k, n = np.array(schools, dtype=float).T
    one, other = pool(k, n), pool(k[order], n[order])
    np.testing.assert_allclose(one.pooled[order], other.pooled, rtol=1e-9)
    assert np.all((one.low < one.pooled) & (one.pooled < one.high))
    turned = pool(n - k, n)
    np.testing.assert_allclose(turned.pooled, 1 - one.pooled, rtol=0, atol=1e-5)
    np.testing.assert_allclose(turned.low, 1 - one.high, rtol=0, atol=1e-4)
    assert np.all((one.weight > 0) & (one.weight < 1))


def test_a_school_of_nobody_is_expected_as_its_group_is_and_groups_are_apart():
    k, n = np.array([8.0, 9, 7, 0, 1, 0]), np.array([10.0, 10, 10, 0, 10, 0])
    found = pool(k, n, [0, 0, 0, 0, 1, 1])
    assert np.isnan(found.share[[3, 5]]).all()
    assert found.weight[[3, 5]].tolist() == [0, 0]
    assert found.pooled[3] > 0.6 > 0.4 > found.pooled[5]
    assert found.pooled[3] == pool(k[:4], n[:4]).pooled[3]


def test_pooled_limits_hold_about_as_often_as_they_say():
    drawn, held = np.random.default_rng(20_161_231), []
    for _ in range(40):
        true = drawn.beta(12, 4, 12)
        n = drawn.poisson(20, 12)
        found = pool(drawn.binomial(n, true), n, level=0.9)
        held.append(np.mean((found.low <= true) & (true <= found.high)))
    assert 0.86 <= np.mean(held) <= 0.94
