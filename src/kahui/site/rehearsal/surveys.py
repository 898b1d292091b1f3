"""Surveys of people in networks: whom they asked, who answered, what they said, and what all of them think."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kahui.site.rehearsal.chance import Chance, stream
from kahui.site.rehearsal.networks import Networks
from kahui.site.rehearsal.rates import Rates

ROUNDS = (2016, 2017)

ITEMS = {
    "purpose": "We share a clear purpose for working together.",
    "actions": "I know which actions our plan asks of me.",
    "trust": "I trust the results that other members share.",
    "evidence": "Our schools can work with data well enough to see what to change.",
    "together": "I am confident about working with the other members.",
    "release": "Release from class can be covered here.",
    "whanau": "Whānau take part in what we do.",
    "practice": "We know how to see whether teaching is changing.",
}
ROLES = {
    "leader": (1, 4.2), "across-schools teacher": (3, 3.9), "within-school teacher": (8, 3.7), "principal": (7, 3.8),
    "board chair": (6, 3.1), "classroom teacher": (12, 3.4),
}  # fmt: skip
"""How many are asked in a network, and how they think on average: leaders clearest, boards least [MR]."""

LEAN = (0.3, 0.0, -0.1, -0.1, 0.3, -0.8, -0.9, -0.5)
"""How items differ: most for a shared purpose, least for cover, whānau and measuring practice [MR], [S17]."""


@dataclass(slots=True)
class Surveys:
    """Rows of the tables `asked` and `answer`, and of the truth `view`."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)


def surveys(networks: Networks, seed: int, rates: Rates) -> Surveys:
    """Rounds of 2016 (endorsed networks) and 2017 (all there are)."""
    made = Surveys()
    chance = stream(seed, "surveys")
    contents = chance.normal(0, 0.35, len(networks.each))
    for year in ROUNDS:
        for n, network in enumerate(networks.each):
            since = network.endorsed if year == ROUNDS[0] else network.approved
            if since is not None and since.year <= year:
                _ask(made, n + 1, year, float(contents[n]), chance, rates)
    return made


def _ask(made: Surveys, network: int, year: int, content: float, chance: Chance, rates: Rates) -> None:
    for role, (count, mean) in ROLES.items():
        own = content + chance.normal(0, 0.5, (count, 1)) + chance.normal(0, 0.6, (count, len(ITEMS)))
        thinks = np.clip(np.round(mean + np.array(LEAN) + own), 1, 5).astype(int)
        glad = thinks.mean(axis=1) - mean
        odds = np.log(rates.answers / (1 - rates.answers)) - rates.answers_unhappy * glad
        answered = chance.random(count) < 1 / (1 + np.exp(-odds))
        unknown = chance.random(thinks.shape) < rates.does_not_know * (2.5 if role == "board chair" else 1.0)
        for i in range(count):
            respondent = len(made.asked) + 1
            made.asked.append(
                {
                    "respondent": respondent,
                    "year": year,
                    "network": network,
                    "role": role,
                    "answered": bool(answered[i]),
                }
            )
            if answered[i]:
                made.answers.extend(
                    {
                        "respondent": respondent,
                        "item": item,
                        "answer": None if unknown[i, j] else int(thinks[i, j]),
                    }
                    for j, item in enumerate(ITEMS)
                )
        made.views.extend(
            {
                "year": year,
                "network": network,
                "role": role,
                "item": item,
                "asked": count,
                "mean": float(thinks[:, j].mean()),
            }
            for j, item in enumerate(ITEMS)
        )
