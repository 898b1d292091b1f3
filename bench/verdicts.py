"""Links carried into verdicts: how long for a network's fifty, and how often the intervals hold the truth."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from reference.four_tools import one_network, these_learners

from kahui.analytics.methods.carrying import Measured, carried
from kahui.analytics.methods.linking.designs import Counts, EquivalentGroups, tallied
from kahui.analytics.methods.linking.drawn import from_replicates
from kahui.analytics.methods.linking.errors import drawn_again
from kahui.analytics.methods.linking.functions import How
from kahui.analytics.methods.verdicts import verdict

TARGETS = (
    ("fifty links of 1,000 replicates carried into targets", ("fifty links", "cpu_s"), 1.0, "CPU s"),
    (
        "90% intervals of a target, four tools: how far from 90%",
        ("coverage", "as they are", "points_from_90"),
        2,
        "points",
    ),
    (
        "the same on weak links and large networks",
        ("coverage", "weak links", "points_from_90"),
        2,
        "points",
    ),
    (
        "the same of these very learners, three tests",
        ("coverage", "these very learners", "points_from_90"),
        2,
        "points",
    ),
    (
        "the same of these very learners on weak links",
        ("coverage", "these very learners, weak links", "points_from_90"),
        2,
        "points",
    ),
)
LINKS, REPLICATES, LEARNERS = 50, 1000, 80
NETWORKS = 1000
THESE = {"learners": 150, "groups": 300, "single": 200}
WEAK = {"learners": 200, "groups": 300, "single": 200, "moderated": 150}


def run(size: float, seed: int) -> dict[str, Any]:
    """Fifty links timed (the least of five); coverage over 1,000 invented networks for each unit of `size`."""
    networks = max(100, int(NETWORKS * size))
    return {
        "fifty links": {"cpu_s": round(min(_fifty(seed) for _ in range(5)), 3), "links": LINKS},
        "coverage": {
            "as they are": _coverage(seed, networks),
            "as they are, links taken as exact": _coverage(seed, networks, carry=False),
            "weak links": _coverage(seed, networks, **WEAK),
            "weak links, links taken as exact": _coverage(seed, networks, carry=False, **WEAK),
            "these very learners": _coverage(seed, networks, these_learners),
            "these very learners, weak links": _coverage(seed, networks, these_learners, **THESE),
            "these very learners, weak links taken as exact": _coverage(
                seed, networks, these_learners, carry=False, **THESE
            ),
        },
    }


def _fifty(seed: int) -> float:
    """From counts of two samples to a verdict, for each of fifty pairs of tool, topic and year level."""
    rng = np.random.default_rng(seed)
    designs, ours = [], []
    for _ in range(LINKS):
        x = np.clip(np.round(rng.normal(21, 7, 1500)), 0, 40)
        y = np.clip(np.round(rng.normal(25, 9, 1500)), 0, 50)
        designs.append(EquivalentGroups(tallied(x, marks=40), tallied(y, marks=50)))
        score = np.clip(np.round(rng.normal(22, 7, LEARNERS)), 0, 40).astype(int)
        ours.append(Counts(np.arange(41.0), np.bincount(score, minlength=41).astype(float)))
    began = time.process_time()
    for place, (design, learners) in enumerate(zip(designs, ours, strict=True)):
        drawn = from_replicates(drawn_again(design, How("equipercentile"), REPLICATES, seed + place))
        verdict(carried([Measured(learners, drawn)], [], 26.5, REPLICATES, seed), 0.6)
    return time.process_time() - began


def _coverage(seed: int, networks: int, of: Any = one_network, **rest: Any) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    found = [of(rng, **rest) for _ in range(networks)]
    truth, low, high = (np.array([getattr(o, k) for o in found]) for k in ("truth", "low", "high"))
    held = float(np.mean((low <= truth) & (truth <= high)))
    return {
        "networks": networks,
        "held": round(100 * held, 1),
        "points_from_90": round(abs(100 * held - 90), 1),
        "truth_below": round(100 * float(np.mean(truth < low)), 1),
        "truth_above": round(100 * float(np.mean(truth > high)), 1),
        "width": round(100 * float(np.mean(high - low)), 1),
    }
