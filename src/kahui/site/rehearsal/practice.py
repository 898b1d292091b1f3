"""What is planted in networks: where practice changes, where learners gain, and what practice indicators show of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from kahui.site.rehearsal.chance import between, stream
from kahui.site.rehearsal.networks import Network, Networks
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.register import Register
from kahui.site.rehearsal.tools import TOPICS

INDICATORS = ("lesson-observation", "learner-voice", "inquiry-taken-part")
"""Seen in observed lessons; said by learners asked; teachers of those asked who took part in an inquiry."""

ROUNDS = ((2, 20), (3, 27), (5, 15), (6, 19), (7, 31), (9, 11), (10, 23), (11, 27))
"""When in a year practice is looked at: twice a term."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is planted in one network. Nothing begins before `starts`."""

    network: int
    kind: str
    """both, practice, gain or neither."""
    topic: int
    """The topic that gains, and that the network's first challenge is about."""
    starts: dt.date | None
    indicator: int
    before: tuple[float, float, float]
    shift: float
    gain: float


def effects(networks: Networks, seed: int, rates: Rates) -> list[Effect]:
    """An effect for each network, in order. Those never endorsed begin nothing."""
    chance = stream(seed, "effects")
    edges = np.cumsum([rates.practice_and_gain, rates.practice_only, rates.gain_only])
    kinds = ("both", "practice", "gain", "neither")
    found = []
    for n, network in enumerate(networks.each):
        kind = kinds[int(np.searchsorted(edges, chance.random(), "right"))]
        shift, gain = between(chance, rates.practice_shift), between(chance, rates.gain)
        before = tuple(round(between(chance, rates.practice_before), 3) for _ in INDICATORS)
        topic, indicator = int(chance.integers(len(TOPICS))), int(chance.integers(len(INDICATORS)))
        if network.endorsed is None:
            kind = "neither"
        found.append(
            Effect(
                n + 1,
                kind,
                topic,
                None if kind == "neither" else _begins(network),
                indicator,
                (before[0], before[1], before[2]),
                round(shift, 3) if kind in ("both", "practice") else 0.0,
                round(gain, 3) if kind in ("both", "gain") else 0.0,
            )
        )
    return found


def _begins(network: Network) -> dt.date | None:
    return network.endorsed and dt.date(network.endorsed.year + 1, 2, 1)


def gains(register: Register, networks: Networks, planted: list[Effect], years: range) -> np.ndarray:
    """By how much a year at a school lifts its learners (years × schools × topics), by the members in June."""
    found = np.zeros((len(years), register.schools.count, len(TOPICS)))
    for i, year in enumerate(years):
        of = networks.of_schools(register.schools.count, dt.date(year, 6, 1))
        for effect in planted:
            if effect.gain and effect.starts and effect.starts.year <= year:
                found[i, of == effect.network - 1, effect.topic] = effect.gain
    return found


def seen(networks: Networks, planted: list[Effect], years: range, seed: int) -> Iterator[dict[str, Any]]:
    """Rounds of each indicator in each network from its approval: how many were looked at, in how many it was seen."""
    chance = stream(seed, "practice")
    for network, effect in zip(networks.each, planted, strict=True):
        for i, indicator in enumerate(INDICATORS):
            typical = int(chance.integers(18, 60))
            for on in (dt.date(year, *day) for year in years for day in ROUNDS):
                looked = max(6, int(chance.poisson(typical)))
                share = true_share(effect, i, on)
                count = int(chance.binomial(looked, share))
                if on >= network.approved and chance.random() > 0.04:
                    yield {
                        "network": effect.network,
                        "indicator": indicator,
                        "on": on,
                        "looked_at": looked,
                        "seen": count,
                    }


def true_share(effect: Effect, indicator: int, on: dt.date) -> float:
    """How often a practice is truly there on a day: the shift comes over one year from where it starts."""
    share = effect.before[indicator]
    if effect.shift and indicator == effect.indicator and effect.starts and on >= effect.starts:
        share += effect.shift * min(1.0, (on - effect.starts).days / 365)
    return share
