"""Times until an end equal those of R, do not depend on how a spell is written down, and are exact at ties."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.survival.bounded import bounded
from kahui.analytics.methods.survival.curve import curve
from kahui.analytics.methods.survival.ends import ends
from kahui.analytics.methods.survival.ranks import log_rank
from kahui.analytics.methods.survival.spells import spells

GOLDEN = Path(__file__).parents[4] / "golden" / "survival"
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


def table(name):
    with (GOLDEN / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        key: np.array([r[key].strip() if key == "case" else float(r[key] or "nan") for r in rows])
        for key in rows[0]
    }


def watched(case):
    t = table("aml.csv" if case == "aml" else "spells.csv")
    chosen = t["group"] == int(case[6]) if case.startswith("group") else np.ones(len(t["time"]), dtype=bool)
    status = t["status"][chosen].astype(int)
    entry = np.where(t["entry"] > 0, t["entry"], np.nan)[chosen] if case.endswith("entry") else None
    return t["time"][chosen], status, entry


CASES = ["aml", "all", "all-entry", "group-0-entry", "group-1-entry", "group-2-entry"]


@pytest.mark.parametrize("case", CASES)
def test_curves_as_r_computes_them(case):
    t = table("curves.csv")
    time, status, entry = watched(case)
    found = curve(spells(time, np.where(status == 1, 1, 0), entry))
    here = t["case"] == case
    for name in ("time", "at_risk", "events", "survival", "se", "low", "high"):
        np.testing.assert_allclose(getattr(found, name), t[name][here], err_msg=name, **CLOSE)


@pytest.mark.parametrize("case", ["all", "all-entry"])
def test_competing_ends_as_r_computes_them(case):
    t = table("ends.csv")
    here = t["case"] == case
    given_spells = spells(*watched(case))
    jackknife, greenwood = ends(given_spells, error="jackknife"), ends(given_spells)
    for kind in (0, 1):
        np.testing.assert_allclose(jackknife.incidence[:, kind], t[f"i{kind + 1}"][here], **CLOSE)
        np.testing.assert_allclose(jackknife.se[:, kind], t[f"j{kind + 1}"][here], rtol=1e-9, atol=1e-12)
        stood = ~np.isnan(t[f"g{kind + 1}"][here])
        expected = t[f"g{kind + 1}"][here][stood]
        np.testing.assert_allclose(greenwood.se[stood, kind], expected, rtol=1e-9, atol=1e-12)


def test_log_rank_as_r_computes_it():
    t, s = table("log-rank.csv"), table("spells.csv")
    for case, chosen in (("all", s["group"] >= 0), ("two", s["group"] < 2)):
        found = log_rank(spells(s["time"], s["status"]).of(chosen), s["group"][chosen].astype(int))
        here = t["case"] == case
        np.testing.assert_allclose(found.observed, t["observed"][here], **CLOSE)
        np.testing.assert_allclose(found.expected, t["expected"][here], **CLOSE)
        np.testing.assert_allclose(found.statistic, t["statistic"][here][0], **CLOSE)
    found = log_rank(
        spells(s["time"][:40], s["status"][:40], np.where(s["entry"] > 0, s["entry"], np.nan)[:40]),
        s["group"][:40].astype(int),
    )
    np.testing.assert_allclose(found.statistic, t["statistic"][-1], rtol=1e-8)


def test_bounded_times_at_least_as_likely_as_r_finds_and_the_same_curve():
    t, r = table("bounded.csv"), table("bounded-curve.csv")
    found = bounded(t["time_low"], t["time_high"], t["status"] == 1)
    assert found.gap <= 1e-8
    for time, survival in zip(r["time"], r["survival"], strict=True):
        before, after = found.survival[found.low <= time], found.survival[found.high < time]
        most, least = (after[-1] if len(after) else 1.0), (before[-1] if len(before) else 1.0)
        assert least - 2e-3 <= survival <= most + 2e-3


@st.composite
def histories(draw, kinds=2):
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(1, 6), st.integers(0, kinds)), min_size=1, max_size=12
        )
    )
    entry, length, status = np.array(rows).T
    return (entry + length).astype(float), status, entry.astype(float)


def same(one, other):
    for name in ("time", "at_risk", "survival", "incidence", "se"):
        np.testing.assert_allclose(
            getattr(one, name), getattr(other, name), rtol=1e-9, atol=1e-9, err_msg=name
        )


@given(histories(), st.randoms())
def test_the_order_of_rows_says_nothing(history, shuffled):
    order = list(range(len(history[0])))
    shuffled.shuffle(order)
    time, status, entry = history
    one, other = (
        (ends(spells(time, status, entry), error=e) for e in ("greenwood", "jackknife")),
        (ends(spells(time[order], status[order], entry[order]), error=e) for e in ("greenwood", "jackknife")),
    )
    for a, b in zip(one, other, strict=True):
        same(a, b)


@given(histories(), st.floats(0.1, 9.9))
def test_a_spell_cut_in_two_at_any_time_is_the_same_spell(history, cut):
    time, status, entry = history
    within = (entry < cut) & (cut < time)
    parts = (
        np.concatenate([np.where(within, cut, time), time[within]]),
        np.concatenate([np.where(within, 0, status), status[within]]),
        np.concatenate([entry, np.full(within.sum(), cut)]),
    )
    whole, split = ends(spells(time, status, entry)), ends(spells(*parts))
    kept = np.isin(split.time, whole.time)
    for name in ("at_risk", "events", "survival", "incidence", "se"):
        ours, theirs = getattr(split, name), getattr(whole, name)
        if name == "events" and ours.shape[1] < theirs.shape[1]:
            continue
        np.testing.assert_allclose(ours[kept], theirs, rtol=1e-9, atol=1e-9, err_msg=name)


@given(histories(kinds=1))
def test_with_one_kind_of_end_the_incidence_is_what_the_curve_has_lost(history):
    found, plain = ends(spells(*history)), curve(spells(*history))
    np.testing.assert_allclose(found.incidence[:, 0], 1 - plain.survival, atol=1e-12)
    some = ~np.isnan(plain.se)
    np.testing.assert_allclose(found.se[some, 0], plain.se[some], atol=1e-7)


@given(histories(kinds=3))
def test_all_that_ended_and_all_that_did_not_add_up(history):
    found = ends(spells(*history))
    np.testing.assert_allclose(found.incidence.sum(axis=1) + found.survival, 1, atol=1e-12)
    assert np.all((found.survival >= 0) & (np.diff(found.survival, prepend=1.0) <= 0))


@given(histories(kinds=0).map(lambda h: len(h[0])), st.integers(1, 30))
def test_everyone_followed_to_the_end_is_a_plain_share(n, seed):
    time = np.random.default_rng(seed).integers(1, 6, n).astype(float)
    found = curve(spells(time, np.ones(n, dtype=int)))
    np.testing.assert_allclose(found.survival, [(time > t).mean() for t in found.time], atol=1e-12)
    binomial = np.sqrt(found.survival * (1 - found.survival) / n)
    np.testing.assert_allclose(found.se[:-1], binomial[:-1], atol=1e-12)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5), st.booleans()), min_size=1, max_size=12))
def test_bounded_times_cannot_be_shared_out_better(rows):
    low, wide, ended = np.array(rows).T
    found = bounded(low, low + wide, ended == 1)
    assert found.ended.sum() == pytest.approx(1)
    assert found.gap <= 1e-8 * len(rows)
    covered = [
        found.ended[(found.low >= a) & (found.high <= b)].sum()
        if e
        else found.ended[(found.low > a) | ((found.low == a) & found.after)].sum()
        for a, b, e in zip(low, low + wide, ended, strict=True)
    ]
    assert np.log(covered).sum() == pytest.approx(found.log_likelihood, abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=15))
def test_bounds_that_meet_are_known_times(rows):
    time, ended = np.array(rows).T
    found, plain = bounded(time, time, ended == 1), curve(spells(time, ended))
    finite = np.isfinite(found.high)
    expected = dict(zip(plain.time, plain.survival, strict=True))
    np.testing.assert_allclose(found.survival[finite], [expected[t] for t in found.high[finite]], atol=1e-8)


def test_groups_that_are_one_and_the_same_do_not_differ():
    time, status = np.array([3.0, 5, 5, 8, 3, 5, 5, 8]), np.array([1, 1, 0, 1, 1, 1, 0, 1])
    found = log_rank(spells(time, status), [0, 0, 0, 0, 1, 1, 1, 1])
    assert (found.statistic, found.freedom, found.p) == (pytest.approx(0, abs=1e-15), 1, pytest.approx(1))


def test_a_curve_that_empties_early_says_so():
    found = curve(spells([2, 9, 10], [1, 1, 0], [np.nan, 3, 3]))
    assert (found.emptied, found.quantile()) == (2.0, 2.0)
    assert curve(spells([2, 3], [0, 0])).quantile() is None


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: spells([], []), "nobody"),
        (lambda: spells([np.nan], [1]), "finite"),
        (lambda: spells([np.inf], [1]), "finite"),
        (lambda: spells([1], [-1]), "status"),
        (lambda: spells([2, 2], [1, 1], [0, 2]), "entry"),
        (lambda: curve(spells([1], [1]), level=95), "level"),
        (lambda: log_rank(spells([1, 2], [1, 1]), [0, 0]), "compared"),
        (lambda: log_rank(spells([1, 2], [0, 0]), [0, 1]), "compared"),
        (lambda: log_rank(spells([1, 9], [1, 1], [0, 5]), [0, 1]), "compared"),
        (lambda: bounded([3], [2], [True]), "bounds"),
        (lambda: bounded([3], [np.nan], [True]), "bounds"),
        (lambda: bounded([], [], []), "nobody"),
    ],
)
def test_what_cannot_be_answered_is_said(ask, sentence):
    with pytest.raises(MethodFault, match=sentence):
        ask()


def test_limits_hold_about_as_often_as_they_say():
    """Half of 60 waits end by 10; watched until 20 at most, and four in ten only from month 3."""
    drawn, held, tries = np.random.default_rng(2016), 0, 600
    for _ in range(tries):
        wait, until = drawn.exponential(10 / np.log(2), 90), drawn.uniform(8, 20, 90)
        entry = np.where(drawn.random(90) < 0.4, 3.0, np.nan)
        time = np.minimum(wait, until)
        seen = ~(time <= entry)
        found = curve(spells(time[seen], (wait <= until)[seen].astype(int), entry[seen]), level=0.9)
        at = np.searchsorted(found.time, 10.0, side="right") - 1
        held += found.low[at] <= 0.5 <= found.high[at]
    assert 0.875 <= held / tries <= 0.925
