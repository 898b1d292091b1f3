"""An invented nation of four tools with known truth: do the intervals of verdicts hold it as often as they say?

Learners have an ability; three tests and a teacher see it, each with an error of its own. The scale is the first
test's. Two links are estimated from samples of the nation, judgments from a moderated sample, and a network of
eight schools, two with each tool, asks what share of its learners is at or above a cut. The truth is the share
that learners of just these schools would have on the first test, without end.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from kahui.analytics.methods.carrying import Judged, Measured, carried
from kahui.analytics.methods.linking.designs import (
    EquivalentGroups,
    SingleGroup,
    cross_tallied,
    tallied,
)
from kahui.analytics.methods.linking.drawn import from_replicates
from kahui.analytics.methods.linking.errors import drawn_again
from kahui.analytics.methods.linking.functions import How
from kahui.analytics.methods.linking.judgements import judging
from kahui.analytics.methods.these_learners import Scored, carried_for_these
from kahui.analytics.methods.verdicts import verdict

BETWEEN, WITHIN = 0.35, np.sqrt(1 - 0.35**2)
NOISE = {"own": 0.33, "short": 0.4, "curved": 0.35, "teacher": 0.5}
LENIENT = 0.15
CUT = 27.0
"""A whole score of the first test: 27 of 50 and more is at or above."""
STANDARD = (CUT - 0.5 - 25) / 9


def taken(tool, ability, rng, school=0.0):
    """Scores of a tool, or whether a teacher judges at or above."""
    seen = ability + NOISE[tool] * rng.standard_normal(ability.shape)
    if tool == "own":
        return np.clip(np.round(25 + 9 * seen), 0, 50)
    if tool == "short":
        return np.clip(np.round(21 + 7 * seen), 0, 40)
    if tool == "curved":
        return np.round(60 * ndtr(0.8 * seen + 0.2))
    return seen + school > STANDARD


@dataclass(frozen=True)
class Outcome:
    truth: float
    share: float
    low: float
    high: float
    word: str


def one_network(
    rng, *, learners=60, groups=1500, single=800, moderated=400, draws=500, target=None, carry=True
):
    """One nation's links, one network, and what is said of it. `carry=False` takes the links as if exact."""
    links = _links(rng, groups, single, draws, carry)
    cut, noise = _teachers(rng, moderated, draws, carry)
    measured, judged, truth = [], [], []
    for tool in ("own", "short", "curved", "teacher") * 2:
        mean = BETWEEN * rng.standard_normal()
        ability = mean + WITHIN * rng.standard_normal(learners)
        truth.append(ndtr((mean - STANDARD) / np.hypot(WITHIN, NOISE["own"])))
        if tool == "teacher":
            judged.append(taken(tool, ability, rng, LENIENT * rng.standard_normal()).sum())
        else:
            marks = {"own": 50, "short": 40, "curved": 60}[tool]
            measured.append(Measured(tallied(taken(tool, ability, rng), marks=marks), links.get(tool)))
    opinion = Judged(
        at_or_above=float(sum(judged)),
        n=float(learners * len(judged)),
        cut=cut,
        noise=noise,
        spread=9 * np.hypot(1.0, NOISE["own"]),
        leniency=9 * LENIENT if carry else 0.0,
        sizes=(learners,) * len(judged),
    )
    shares = carried(measured, [opinion], CUT - 0.5, draws, seed=int(rng.integers(2**31)))
    told = verdict(shares, np.mean(truth) if target is None else target)
    return Outcome(float(np.mean(truth)), told.share, told.low, told.high, told.word)


ERROR = {"own": 9 * NOISE["own"], "short": 7 * NOISE["short"], "curved": 5.3}
"""Standard error of one learner's score over all learners, in each test's points, as a manual would tell it.

That of the curved test was found from two sittings of four million learners; it is 6.1 at the cut.
"""


def these_learners(rng, *, learners=60, groups=1500, single=800, draws=500, carry=True):
    """Nine schools, three with each test: of these very learners, whose true score is at or above the cut."""
    links = _links(rng, groups, single, draws, carry)
    tested, truly = [], 0
    for tool in ("own", "short", "curved") * 3:
        ability = BETWEEN * rng.standard_normal() + WITHIN * rng.standard_normal(learners)
        truly += int((25 + 9 * ability >= CUT).sum())
        marks = {"own": 50, "short": 40, "curved": 60}[tool]
        scores = tallied(taken(tool, ability, rng), marks=marks)
        tested.append(Scored(scores, ERROR[tool], links.get(tool)))
    truth = truly / (9 * learners)
    shares = carried_for_these(tested, CUT, draws, seed=int(rng.integers(2**31)))
    told = verdict(shares, truth)
    return Outcome(truth, told.share, told.low, told.high, told.word)


def _nation(rng, n):
    return BETWEEN * rng.standard_normal(n) + WITHIN * rng.standard_normal(n)


def _links(rng, groups, single, draws, carry):
    short = tallied(taken("short", _nation(rng, groups), rng), marks=40)
    own = tallied(taken("own", _nation(rng, groups), rng), marks=50)
    both = _nation(rng, single)
    table = cross_tallied(taken("curved", both, rng), taken("own", both, rng), marks=(60, 50))
    designs = {
        "short": (EquivalentGroups(short, own), How("equipercentile", smooth=4)),
        "curved": (SingleGroup(table), How("equipercentile")),
    }
    made = {}
    for tool, (design, how) in designs.items():
        drawn = from_replicates(drawn_again(design, how, draws, seed=int(rng.integers(2**31))))
        made[tool] = drawn if carry else _exact(drawn)
    return made


def _exact(drawn):
    return type(drawn)(drawn.points, np.repeat(np.median(drawn.values, axis=0)[None], drawn.draws, axis=0))


def _teachers(rng, moderated, draws, carry):
    ability = _nation(rng, moderated)
    judged = taken("teacher", ability, rng, LENIENT * rng.standard_normal(moderated))
    model = judging(taken("own", ability, rng), judged.astype(int), ("below", "at or above"))
    if not carry:
        return np.repeat(model.cuts, draws), np.repeat(model.noise, draws)
    cuts, noise = model.drawn(draws, seed=int(rng.integers(2**31)))
    return cuts[:, 0], noise
