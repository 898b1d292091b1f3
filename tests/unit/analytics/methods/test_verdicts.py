"""Met, not met, cannot tell: with the error of links and judgments counted, and as often right as said."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference.four_tools import one_network, these_learners
from scipy.special import ndtr

from kahui.analytics.methods.carrying import Judged, Measured, above, carried
from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.designs import Counts, EquivalentGroups
from kahui.analytics.methods.linking.drawn import Drawn, from_errors, from_replicates, through
from kahui.analytics.methods.linking.errors import drawn_again
from kahui.analytics.methods.linking.functions import How
from kahui.analytics.methods.linking.judgements import judging
from kahui.analytics.methods.these_learners import Sample, Scored, carried_for_these
from kahui.analytics.methods.verdicts import change, interval, verdict

SCORES = np.arange(51.0)


def learners(at_or_above, n):
    """`n` learners, so many of them with 35 marks and the others with 15."""
    count = np.zeros(51)
    count[35], count[15] = at_or_above, n - at_or_above
    return Counts(SCORES, count)


def exact(draws=400):
    return from_errors(SCORES, SCORES, np.zeros(51), draws, 1)


def told(k, n, target, **rest):
    return verdict(carried([Measured(learners(k, n))], [], 26.5, 4000, seed=1), target, **rest)


def test_a_verdict_says_what_it_rests_on():
    assert told(190, 200, 0.85).sentence == (
        "Met: 95% of learners are at or above, between 92% and 97% with every error counted; the target is 85%."
    )
    assert told(150, 200, 0.85).sentence == (
        "Not met: 75% of learners are at or above, between 70% and 80% with every error counted; "
        "the target is 85%."
    )
    assert told(34, 40, 0.85).sentence == (
        "Cannot tell: 85% of learners are at or above, between 74% and 93% with every error counted; the target "
        "is 85%. More learners (another year, or the whole cohort) would make it surer."
    )


@given(k=st.integers(0, 60), more=st.integers(0, 60), target=st.floats(0, 1))
def test_a_verdict_is_of_the_interval_and_nothing_else(k, more, target):
    found = verdict(carried([Measured(learners(k, max(k + more, 1)))], [], 26.5, 300, seed=2), target)
    word = "met" if found.low >= target else "not met" if found.high < target else "cannot tell"
    assert found.word == word
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_everyone_at_or_above_is_still_not_certain():
    found = told(8, 8, 0.85)
    assert (found.word, found.high) == ("cannot tell", 1.0)


def test_the_interval_without_any_link_is_jeffreys_own():
    """Brown, Cai and DasGupta (2001): the middle 90% of a beta with ½ added to each count."""
    scipy_stats = pytest.importorskip("scipy.stats")
    found = verdict(carried([Measured(learners(60, 80))], [], 26.5, 40_000, seed=3), 0.5)
    np.testing.assert_allclose(
        (found.low, found.high), scipy_stats.beta(60.5, 20.5).ppf([0.05, 0.95]), atol=2e-3
    )


def test_an_exact_link_adds_nothing_and_an_unsure_one_widens():
    wide = from_errors(SCORES, SCORES, np.full(51, 2.0), 4000, 1)
    count = Counts(SCORES, np.full(51, 20.0))
    own, linked, unsure = (
        carried([Measured(count, link)], [], 26.5, 4000, seed=4) for link in (None, exact(4000), wide)
    )
    np.testing.assert_allclose(own.all, linked.all, atol=1e-9)
    assert linked.linking == pytest.approx(0, abs=1e-9)
    assert unsure.linking == pytest.approx(2 / 51, rel=0.05)
    assert np.ptp(interval(unsure.all)) > 1.5 * np.ptp(interval(own.all))


def test_more_learners_do_not_average_a_link_s_error_away():
    wide = from_errors(SCORES, SCORES, np.full(51, 2.0), 4000, 1)
    few, many = (
        carried([Measured(Counts(SCORES, np.full(51, each)), wide)], [], 26.5, 4000, seed=4).linking
        for each in (2.0, 2000.0)
    )
    assert few == pytest.approx(many)


def test_what_two_years_share_cancels():
    """The same link off in both years hardly moves the change between them."""
    wide = from_errors(SCORES, SCORES, np.full(51, 2.0), 4000, 1)
    before, after = (
        carried([Measured(Counts(SCORES, 400 * shape), wide)], [], 26.5, 4000, seed=5)
        for shape in (1.1 - SCORES / 100, 0.9 - SCORES / 150)
    )
    middle, low, high = change(before, after)
    apart = np.hypot(before.all.std(), after.all.std())
    assert (high - low) / 3.29 < 0.6 * apart
    assert middle == pytest.approx(after.middle - before.middle, abs=0.005)


def test_growth_on_linked_scores_has_the_link_s_error_and_not_more():
    """Gains between two readings on one linked tool: a link that is off by a constant moves none of them."""
    rng = np.random.default_rng(7)
    before, gain = rng.integers(10, 30, 300), rng.integers(0, 8, 300)
    shifted = Drawn(SCORES, SCORES + rng.normal(0, 3, (50, 1)))
    stretched = Drawn(SCORES, SCORES * rng.normal(1, 0.1, (50, 1)))
    both = np.concatenate([before, before + gain])

    def mean_gain(score):
        return np.mean(score[300:] - score[:300])

    np.testing.assert_allclose(through(shifted, both, mean_gain), gain.mean())
    expected = stretched.values[:, 1] * gain.mean()
    np.testing.assert_allclose(through(stretched, both, mean_gain), expected)


def test_the_border_score_counts_in_part():
    """A link that puts the cut in the middle of a score's spread leaves half its learners above."""
    found = above(Measured(Counts(SCORES, np.full(51, 10.0)), exact()), 30.0)
    np.testing.assert_allclose(found, 205.0)


def test_unmoderated_leniency_widens_what_judgments_say():
    model = {
        "at_or_above": 150,
        "n": 200,
        "cut": np.full(2000, 26.5),
        "noise": np.full(2000, 4.0),
        "spread": 9.0,
    }
    same, lenient = (
        carried([], [Judged(**model, leniency=leniency, sizes=(100, 100))], 26.5, 2000, seed=6)
        for leniency in (0.0, 3.0)
    )
    assert lenient.judgment > 1.5 * same.judgment
    # Judgments are noisier than scores, so they sit nearer the middle than learners do.
    assert same.middle > 0.75


def test_the_cuts_that_teachers_judge_by_are_found_again():
    rng = np.random.default_rng(11)
    score = rng.normal(50, 10, 4000)
    place = np.searchsorted([38, 48, 60], score + 4 * rng.standard_normal(4000))
    for curve, noise in (("normal", 4.0), ("logistic", 4.0 / 1.7)):
        model = judging(score, place, ("well below", "below", "at", "above"), curve)
        assert (np.abs(model.cuts - [38, 48, 60]) < 4 * model.se).all()
        assert model.noise == pytest.approx(noise, rel=0.08)


@pytest.mark.parametrize(
    ("change_", "says"),
    [
        ({"n": 20}, "20 learners have both a score and a judgment: too few to see how teachers judge."),
        ({"noise": 0.0}, "Every learner judged “at” or above scored more than every learner below it"),
        ({"turned": True}, "Learners with higher scores were not judged higher"),
        ({"words": ("at",)}, "There is one judgment, so learners are not told apart."),
        ({"words": ("below", "at", "above", "beyond")}, "Too few learners were judged “beyond” (0)."),
        ({"same": True}, "All learners have the same score."),
    ],
)
def test_judgments_that_tell_nothing_are_refused(change_, says):
    rng = np.random.default_rng(1)
    score = rng.normal(50, 10, change_.get("n", 200))
    place = np.searchsorted([45, 55], score + change_.get("noise", 5.0) * rng.standard_normal(score.size))
    if "turned" in change_:
        place = 2 - place
    if "words" in change_ and len(change_["words"]) == 1:
        place = 0 * place
    if "same" in change_:
        score = np.full_like(score, 50.0)
    with pytest.raises(MethodFault) as refused:
        judging(score, place, change_.get("words", ("below", "at", "above")))
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: told(5, 10, 85), "A target of 85 is no share. Write it from 0 to 1, such as 0.85 for 85%."),
        (lambda: told(0, 0, 0.5), "No learner has a result, so no share can be told."),
        (lambda: told(5, 10, 0.5, level=1.0), "An interval cannot hold 1 of the draws."),
        (
            lambda: from_errors(SCORES, SCORES, np.full(51, np.nan), 10, 1),
            "A score of the link has no value or no error, so the error cannot be carried.",
        ),
        (
            lambda: from_errors(SCORES, SCORES[::-1], np.zeros(51), 10, 1),
            "The link falls: a score of 0 becomes 50 and 1 becomes 49.",
        ),
        (lambda: from_errors([1], [1], [0], 10, 1), "A link of one score links nothing."),
    ],
)
def test_what_cannot_be_carried_is_refused(call, says):
    with pytest.raises(MethodFault) as refused:
        call()
    assert str(refused.value).startswith(says)


# ---- as often right as said ---------------------------------------------------------------------------------------
# The figures of thousands of networks are in bench/results; these few show that they can be made again.

WEAK = {"learners": 200, "groups": 300, "single": 200, "moderated": 150, "draws": 200}


def coverage(seed, networks, **rest):
    rng = np.random.default_rng(seed)
    found = [one_network(rng, **WEAK, **rest) for _ in range(networks)]
    return float(np.mean([o.low <= o.truth <= o.high for o in found]))


def test_nine_of_ten_intervals_hold_the_truth_of_four_tools():
    assert 0.83 <= coverage(20161231, 150) <= 0.97


def test_links_taken_as_exact_leave_too_many_intervals_without_it():
    assert coverage(20161231, 100, carry=False) < 0.8


# ---- of these very learners ---------------------------------------------------------------------------------------


def test_a_test_without_much_error_says_who_is_above():
    found = carried_for_these([Scored(learners(60, 80), 0.01)], 26.5, 500, seed=1)
    np.testing.assert_allclose(found.all, 0.75, atol=1e-9)


def test_error_of_measurement_is_taken_out_of_the_share():
    """Scores spread more than learners: of those beyond a high cut some only seem to be."""
    rng = np.random.default_rng(9)
    ability = rng.normal(25, 8, 4000)
    seen = np.clip(np.round(ability + rng.normal(0, 4, 4000)), 0, 50)
    count = Counts(SCORES, np.bincount(seen.astype(int), minlength=51).astype(float))
    found = carried_for_these([Scored(count, 4.0)], 37.0, 500, seed=1)
    truth, seeming = (ability >= 37).mean(), (seen >= 37).mean()
    assert abs(found.middle - truth) < 0.3 * abs(seeming - truth)


def test_absent_learners_are_not_taken_to_be_like_the_others_for_certain():
    few, many = (
        carried_for_these([Scored(learners(60, 80), 3.0)], 26.5, 2000, seed=1, absent=absent)
        for absent in (0, 40)
    )
    assert (few.sampling, many.n) == (0, 120)
    assert many.all.std() > few.all.std()


def test_a_test_that_never_errs_is_not_believed():
    with pytest.raises(MethodFault, match="A standard error of 0 says that scores never err"):
        carried_for_these([Scored(learners(60, 80), 0.0)], 26.5, 100, seed=1)


def test_the_scale_s_points_may_be_any_size_and_begin_anywhere():
    """A tool that shows the very same learners in other points says the very same of them."""
    rng = np.random.default_rng(12)
    count = np.bincount(np.clip(np.round(rng.normal(25, 9, 300)), 0, 50).astype(int), minlength=51) * 1.0
    own = Scored(Counts(SCORES, count), 3.0)
    other = Scored(Counts(7 * SCORES - 40, count), 21.0, Drawn(7 * SCORES - 40, np.tile(SCORES, (400, 1))))
    alone, linked = (carried_for_these([part], 27.0, 400, seed=1) for part in (own, other))
    np.testing.assert_allclose(alone.all, linked.all, atol=1e-9)


def of_few(rng, learners, error):
    """How far the number truly above lay from the number told, beside the variance that was told."""
    ability = 25 + 9 * rng.standard_normal(learners)
    seen = np.clip(np.round(ability + error * rng.standard_normal(learners)), 0, 50)
    scores = Counts(SCORES, np.bincount(seen.astype(int), minlength=51).astype(float))
    found = carried_for_these([Scored(scores, error)], 29.0, 2, seed=1)
    return (learners * found.middle - (ability >= 29).sum()) ** 2, (learners * found.measurement) ** 2


@pytest.mark.parametrize("learners", [12, 40])
def test_that_few_learners_tell_little_of_their_mean_is_counted(learners):
    """Without it the variance told of twelve learners, on a test that errs much, is short by half."""
    rng = np.random.default_rng(15)
    was, told = np.array([of_few(rng, learners, 7.0) for _ in range(4000)]).mean(axis=0)
    assert told / was == pytest.approx(1, abs=0.1)


def test_a_learner_alone_is_told_by_her_own_score():
    """Beside many others of another tool, or beside nobody: her true score is about her score, give or take its error."""
    alone = Scored(Counts(SCORES, 1.0 * (SCORES == 30)), 4.0)
    expected = ndtr((30 - 27) / 4)
    by_herself = carried_for_these([alone], 27.0, 2, seed=1)
    assert by_herself.middle == pytest.approx(expected)
    assert by_herself.measurement**2 == pytest.approx(expected * (1 - expected))


def test_learners_told_one_by_one_are_as_sure_as_they_are():
    """Forty classes of three are no surer of their share than their scores allow."""
    rng = np.random.default_rng(17)
    off, told = [], []
    for _ in range(300):
        ability = 25 + 4 * rng.standard_normal((40, 1)) + 8 * rng.standard_normal((40, 3))
        seen = np.clip(np.round(ability + 5 * rng.standard_normal((40, 3))), 0, 50).astype(int)
        classes = [Scored(Counts(SCORES, np.bincount(row, minlength=51) * 1.0), 5.0) for row in seen]
        found = carried_for_these(classes, 29.0, 2, seed=1)
        off.append(found.middle - (ability >= 29).mean())
        told.append(found.measurement**2)
    assert np.mean(np.square(off)) / np.mean(told) == pytest.approx(1, abs=0.2)


def seen(ability, error, rng):
    score = np.clip(np.round(ability + error * rng.standard_normal(ability.size)), 0, 50)
    return Counts(SCORES, np.bincount(score.astype(int), minlength=51).astype(float))


def test_a_link_to_a_surer_test_does_not_move_the_true_cut():
    """A link of scores spreads a less sure test's learners anew; their true scores have not moved."""
    rng = np.random.default_rng(16)
    ability = rng.normal(25, 8, 40_000)
    sure, less_sure = seen(ability, 2.0, rng), seen(ability, 6.0, rng)
    link = from_replicates(drawn_again(EquivalentGroups(less_sure, sure), How("equipercentile"), 2, seed=1))
    found = carried_for_these([Scored(sure, 2.0), Scored(less_sure, 6.0, link)], 34.0, 2, seed=1)
    assert found.middle == pytest.approx((ability >= 34).mean(), abs=0.004)
    # Of learners unlike those of the link, and none with the surer test, only who made it can tell.
    lower = rng.normal(20, 7, 40_000)
    part = Scored(seen(lower, 6.0, rng), 6.0, link, Sample(25.0, np.hypot(8, 2), 2.0))
    told, blind = (
        carried_for_these([one], 27.0, 2, seed=1).middle for one in (part, replace(part, made_on=None))
    )
    truth = (lower >= 27).mean()
    assert abs(told - truth) < 0.006 < abs(blind - truth)


def test_nine_of_ten_intervals_hold_the_share_of_these_very_learners():
    rng = np.random.default_rng(20161231)
    found = [these_learners(rng, learners=150, groups=300, single=200, draws=200) for _ in range(120)]
    assert 0.82 <= np.mean([o.low <= o.truth <= o.high for o in found]) <= 0.97
