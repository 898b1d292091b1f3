"""Four invented tools: their scales, errors, windows, drift and one re-norming; and which school uses which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from kahui.site.rehearsal.chance import stream
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.register import Register

TOPICS = ("reading", "writing", "mathematics")
BELOW_ALL = -1
"""No tool: the school has no level that a tool fits."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool. True ability θ shows on it as centre + slope·θ + bend·(θ - 3)², and an error on top."""

    code: str
    first_level: int
    last_level: int
    centre: float
    slope: float
    bend: float
    error: float
    """Standard error of measurement, in points of its scale."""
    month: int
    day: int
    """When in the year it is given."""
    elapsed: float
    """How much of a year's growth is made by then."""
    drift: float
    """By how many points it reads higher with each year, unknown to all: its tasks become known."""
    strict: tuple[float, float, float]
    """By how much its cut lies above the true standard, in θ, by topic."""
    renormed: int | None = None
    """From this year a new version, with cuts and scale shifted by `shift` points."""
    shift: float = 0.0

    def version(self, year: int) -> int:
        """1, or 2 from the re-norming on."""
        return 2 if self.renormed is not None and year >= self.renormed else 1

    def score(self, theta: np.ndarray, year: int, first_year: int) -> np.ndarray:
        """Scores without error, with the drift since the first year."""
        shown: np.ndarray = self.published(theta, year) + self.drift * (year - first_year)
        return shown

    def published(self, theta: np.ndarray, year: int) -> np.ndarray:
        """Scores as the tool's makers believe they are: without drift."""
        shift = self.shift if self.version(year) == 2 else 0.0
        return self.centre + shift + self.slope * theta + self.bend * (theta - 3.0) ** 2

    def taken(self, year: int) -> dt.date:
        """The day of its round in a year."""
        return dt.date(year, self.month, self.day)


TOOLS = (
    Tool("Whetū scale", 1, 13, 1180.0, 95.0, 0.0, 31.0, 11, 6, 0.90, 0.0, (0.00, 0.05, -0.05)),
    Tool(
        "Arapou test",
        4,
        13,
        12.0,
        9.5,
        0.0,
        3.4,
        3,
        9,
        0.15,
        0.0,
        (0.15, 0.10, 0.12),
        renormed=2018,
        shift=4.0,
    ),
    Tool("Kōpae framework", 1, 8, 210.0, 84.0, 6.0, 36.0, 10, 20, 0.85, 4.2, (-0.12, -0.15, -0.10)),
    Tool("Hihiri tasks", 1, 10, 40.0, 20.0, -1.1, 9.5, 6, 15, 0.50, 0.0, (-0.05, 0.12, 0.08)),
)


def growth(level: np.ndarray, rates: Rates) -> np.ndarray:
    """Mean ability at the end of a year level."""
    a, b = rates.year_level_growth
    mean: np.ndarray = a * np.log1p(b * level)
    return mean


def within_year(level: np.ndarray, elapsed: np.ndarray | float, rates: Rates) -> np.ndarray:
    """How far ability lies below the end of the year's when so much of the year's growth is made; 0 or less."""
    behind: np.ndarray = (np.asarray(elapsed) - 1.0) * (growth(level, rates) - growth(level - 1, rates))
    return behind


def cuts(rates: Rates, year: int) -> np.ndarray:
    """The scores from which each tool says at or above: tool by topic by level (from 0; level 0 is of no use)."""
    levels = np.arange(14).astype(float)
    found = np.full((len(TOOLS), len(TOPICS), 14), np.nan)
    for t, tool in enumerate(TOOLS):
        for topic in range(len(TOPICS)):
            standard = (
                growth(levels, rates) + rates.standard[topic] + within_year(levels, tool.elapsed, rates)
            )
            found[t, topic] = tool.published(standard + tool.strict[topic], year)
        found[t, :, : tool.first_level] = np.nan
        found[t, :, tool.last_level + 1 :] = np.nan
    return found


def used(register: Register, years: range, seed: int, rates: Rates) -> np.ndarray:
    """The tool each school uses, by year and topic (years × schools × topics): one that fits all its levels."""
    chance = stream(seed, "tools")
    schools = register.schools
    fits = np.array(
        [(t.first_level <= schools.first_level) & (schools.last_level <= t.last_level) for t in TOOLS]
    ).T.astype(float)
    edges = np.cumsum(fits / fits.sum(axis=1, keepdims=True), axis=1)

    def choose() -> np.ndarray:
        draw = chance.random((schools.count, len(TOPICS), 1))
        chosen: np.ndarray = (draw > edges[:, None, :]).sum(axis=2).clip(0, len(TOOLS) - 1)
        return chosen

    now = choose()
    now[:, 1:] = np.where(chance.random((schools.count, 2)) < 0.6, now[:, :1], now[:, 1:])
    found = []
    for year in years:
        if year != years[0]:
            now = np.where(chance.random(now.shape) < rates.changes_tool, choose(), now)
        found.append(now)
    return np.stack(found)
