"""The honest rung of a link, on which days it holds, for whom it is the same, and what is told of it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from kahui.analytics.methods.fault import MethodFault
from kahui.analytics.methods.linking.chains import Step, chained
from kahui.analytics.methods.linking.designs import EquivalentGroups, tallied
from kahui.analytics.methods.linking.errors import link
from kahui.analytics.methods.linking.functions import How
from kahui.analytics.methods.linking.invariance import invariance
from kahui.analytics.methods.linking.life import Life, Side, holding, recorded
from kahui.analytics.methods.linking.rung import Evidence, reduction, rung, usable
from kahui.analytics.methods.linking.sureness import sureness
from kahui.definition import load
from kahui.site.home import programmes

FORMS = Evidence(
    specification=True,
    construct=True,
    judged=False,
    learners=1500,
    error=0.3,
    spread=9.0,
    reliability=(0.91, 0.9),
    apart=0.2,
)


def standing(**changes):
    return rung(replace(FORMS, **changes)).name


def test_two_forms_of_one_plan_alike_for_all_are_equated():
    assert rung(FORMS).name == "equate"
    assert rung(FORMS).because == ()


@pytest.mark.parametrize(
    ("rung_", "changes"),
    [
        ("calibrate", {"reliability": (0.91, 0.8)}),
        ("calibrate", {"specification": False, "correlation": 0.88}),
        ("calibrate", {"specification": False, "correlation": 0.9, "reliability": (None, None)}),
        ("project", {"specification": False, "correlation": 0.7}),
        ("project", {"specification": False, "correlation": 0.88, "apart": 1.2}),
        ("project", {"construct": False, "specification": False, "correlation": 0.6}),
        ("moderate", {"specification": False}),
        ("moderate", {"specification": False, "apart": None}),
        ("moderate", {"judged": True, "specification": False, "moderated": True}),
        ("none", {"judged": True, "specification": False, "moderated": False}),
        ("none", {"construct": False, "specification": False, "correlation": 0.3}),
        ("none", {"learners": 60}),
        ("none", {"error": None}),
        ("none", {"error": 2.0}),
    ],
)
def test_a_link_stands_no_higher_than_what_is_shown(rung_, changes):
    assert standing(**changes) == rung_


def test_what_is_not_known_never_raises_a_link():
    """Taking any piece of evidence away leaves it where it was or lower."""
    ladder = ["equate", "calibrate", "project", "moderate", "none"]
    for base in (FORMS, replace(FORMS, specification=False, correlation=0.9)):
        for gone in ({"correlation": None}, {"reliability": (None, None)}, {"apart": None}, {"error": None}):
            if "reliability" in gone and base.correlation == 0.9:
                continue  # its correlation then shows the same by halving the uncertainty
            assert ladder.index(rung(replace(base, **gone)).name) >= ladder.index(rung(base).name)


def test_a_correlation_of_866_halves_the_uncertainty():
    assert reduction(0.75**0.5) == pytest.approx(0.5)


def test_too_weak_a_link_is_refused_with_what_would_make_it_surer():
    with pytest.raises(MethodFault) as refused:
        usable(rung(replace(FORMS, learners=60)))
    assert str(refused.value) == (
        "These tools cannot be linked yet. The link rests on 60 learners; 100 are the fewest for any rung. "
        "Test at least 40 more learners."
    )


# ---- chains ------------------------------------------------------------------------------------------------------

POINTS = np.arange(5.0)


def step(source, target, value=POINTS, rung="calibrate"):
    return Step(source, target, POINTS, np.asarray(value, dtype=float), np.full(5, 0.3), rung)


def test_errors_of_separate_samples_add():
    made = chained([step("a", "b"), step("b", "c", 2 * POINTS)])
    np.testing.assert_allclose(made.value, 2 * POINTS)
    np.testing.assert_allclose(made.se, np.hypot(2 * 0.3, 0.3))
    assert made.tools == ("a", "b", "c")


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([], "No link is named, so there is nothing to chain."),
        ([step("a", "b"), step("c", "d")], "A link to b is followed by one from c, so the chain is broken."),
        ([step("a", "b", [0, 2, 1, 3, 4])], "The link falls: a score of 1 becomes 2 and 2 becomes 1."),
        ([step("a", "b", rung="project"), step("b", "c")], "The link from a to b is on the rung “project”"),
        ([step("a", "b", 100 + POINTS), step("b", "c")], "Most linked scores lie outside the scores that"),
    ],
)
def test_links_that_do_not_chain_are_refused(steps, says):
    with pytest.raises(MethodFault) as refused:
        chained(steps)
    assert str(refused.value).startswith(says)


# ---- a link's life -----------------------------------------------------------------------------------------------

OLD, NEW = Side("progress", "1000"), Side("progress", "1300")
SCALE = Side("achievement", "1", norms="2010")
LINKS = [
    Life("a", OLD, SCALE, "reading", ("4", "5"), dt.date(2015, 2, 1), dt.date(2018, 5, 1)),
    Life("b", NEW, SCALE, "reading", ("4", "5"), dt.date(2018, 5, 1)),
]


def held(source, on, year_level="4", topic="reading", links=LINKS):
    return holding(links, source=source, target=SCALE, topic=topic, year_level=year_level, on=on).code


def test_which_link_holds_on_a_date():
    assert held(OLD, dt.date(2018, 4, 30)) == "a"
    assert held(NEW, dt.date(2018, 5, 1)) == "b"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ((OLD, dt.date(2019, 1, 1)), "there is “a” from 2015-02-01 to 2018-05-01. Renew it on a new sample."),
        ((Side("progress", "1500"), dt.date(2019, 1, 1)), "The link “b” is of progress version 1300, and these scores are of progress version 1500."),
        ((NEW, dt.date(2019, 1, 1), "9"), "The link “b” was made for years 4, 5, not for year 9."),
        ((NEW, dt.date(2019, 1, 1), "4", "writing"), "No link from progress to achievement is on record for writing."),
    ],
)  # fmt: skip
def test_a_link_does_not_outlive_what_it_was_made_for(asked, says):
    with pytest.raises(MethodFault) as refused:
        held(*asked)
    assert says in str(refused.value)


def test_a_link_that_has_ended_is_told_with_its_days():
    with pytest.raises(MethodFault) as refused:
        held(OLD, dt.date(2018, 5, 1), links=LINKS[:1])
    assert str(refused.value) == (
        "No link from progress to achievement holds on 2018-05-01: there is “a” from 2015-02-01 to 2018-05-01. "
        "Renew it on a new sample."
    )


def test_two_links_for_one_day_are_two_answers():
    with pytest.raises(MethodFault) as refused:
        held(NEW, dt.date(2019, 1, 1), links=[*LINKS, replace(LINKS[1], code="c")])
    assert str(refused.value).startswith(
        "The links “b” and “c” both hold from progress to achievement in year 4"
    )


def test_the_registry_of_a_programme_says_which_link_holds():
    registry = load(programmes() / "english-trust").links
    asked = {
        "source": Side("progress-test", "second"),
        "target": Side("teacher-assessment", "one"),
        "topic": "reading",
        "year_level": "6",
    }
    lives = [recorded(link) for link in registry]
    assert holding(lives, **asked, on=dt.date(2020, 1, 1)).code == "standards"
    with pytest.raises(MethodFault, match="holds on 2019-08-31: there is “standards” from 2019-09-01"):
        holding(lives, **asked, on=dt.date(2019, 8, 31))


# ---- the same for every group --------------------------------------------------------------------------------------


def sampled(rng, n, gift=0.0):
    """Two forms taken by two random halves of a group to whom form X gives `gift` points."""
    one, two = rng.normal(0, 1, (2, n))
    x = np.clip(np.round(20 + 6 * one + gift), 0, 40)
    return EquivalentGroups(tallied(x, marks=40), tallied(np.clip(np.round(25 + 7 * two), 0, 50), marks=50))


def test_a_form_that_favours_a_group_is_seen_and_named():
    rng = np.random.default_rng(3)
    groups = {"girls": sampled(rng, 900), "boys": sampled(rng, 900, gift=3.0)}
    found = invariance(groups, How("linear"))
    assert found.remsd > found.limit
    assert found.beyond_chance > found.matters
    assert "not the same for all" in found.sentence
    assert found.shift["girls"] > 1 > -1 > found.shift["boys"]


def test_a_fair_form_is_rarely_called_unfair():
    """By its own limit in one case of twenty: of 60, more than 9 would be a wonder (chance 0.003)."""
    called = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        groups = {"girls": sampled(rng, 300), "boys": sampled(rng, 200)}
        found = invariance(groups, How("linear"), replicates=100, seed=seed)
        called += found.remsd > found.limit
    assert called <= 9


def test_a_group_too_small_for_a_link_of_its_own():
    rng = np.random.default_rng(3)
    with pytest.raises(MethodFault) as refused:
        invariance({"girls": sampled(rng, 300), "boys": sampled(rng, 30)}, How("linear"))
    assert str(refused.value).startswith(
        "The group “boys” has 30 learners on a form: too few for a link of its own."
    )


def test_what_is_told_of_a_link():
    design = sampled(np.random.default_rng(3), 900)
    told = sureness(
        link(design, How("equipercentile")),
        rung(replace(FORMS, apart=None)),
        cut=27,
        names=("form x", "form y"),
    )
    assert told.sentences[0] == (
        "Form x is linked to form y on the rung “moderate”. Shares of groups like those of the sample may be "
        "compared. Nothing may be said of one learner."
    )
    assert (
        told.sentences[1]
        == "It rests on 900 and 900 learners (two groups drawn alike), by method equipercentile."
    )
    assert told.least < told.at_cut < told.most
    assert told.sentences[-1] == "What would make it surer: Link each priority group apart and compare."
