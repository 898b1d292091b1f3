"""A rehearsal nation opened for proof: its tables beside its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from kahui.site.rehearsal.rates import RATES, Rates
from kahui.site.rehearsal.tools import TOOLS, TOPICS, growth, within_year

Columns = dict[str, np.ndarray]
OWN = 0
"""The tool whose scale is the common one: all year levels take it."""
SHIFTS = {
    "maori": RATES.shift_maori,
    "pacific": RATES.shift_pacific,
    "boys": RATES.shift_boys,
    "low_socio_economic": (RATES.shift_low_income,) * 3,
    "additional_needs": (RATES.shift_needs,) * 3,
}


@dataclass(frozen=True)
class Section:
    """A part of the report of truth: sentences, tables of text, and the figures behind them."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


class Nation:
    """Tables of a folder that `kahui rehearse` wrote, asked by SQL; `truth_NAME` are those of its truth."""

    rates: Rates = RATES

    def __init__(self, folder: Path) -> None:
        self._db = duckdb.connect(config={"threads": 2})
        for path in sorted([*folder.iterdir(), *(folder / "truth").iterdir()]):
            name = ("truth_" if path.parent.name == "truth" else "") + path.stem
            if path.suffix == ".parquet" or (path.is_dir() and path.name != "truth"):
                files = str(path) if path.suffix else str(path / "**" / "*.parquet")
                self._db.execute(f"create view \"{name}\" as from read_parquet('{files}')")

    def ask(self, text: str, **values: object) -> Columns:
        """The columns of a query, by name; blanks of numbers are NaN."""
        told = self._db.execute(text, values).fetchnumpy()
        return {
            name: np.ma.filled(_floats(column), np.nan) if np.ma.isMA(column) else column
            for name, column in told.items()
        }

    @cached_property
    def years(self) -> list[int]:
        """School years of readings, in order."""
        return [int(y) for y in self.ask("select distinct year from reading order by year")["year"]]

    @cached_property
    def gained(self) -> np.ndarray:
        """What the effects of networks have added in a school by the end of a year: year × school × topic."""
        rows = self.ask("select school, year, topic, effect, gain from truth_school_effect")
        years, schools = len(self.years), int(rows["school"].max())
        gain = np.zeros((years, schools + 1, len(TOPICS)))
        place = _places(rows["topic"], TOPICS)
        gain[rows["year"].astype(int) - self.years[0], rows["school"].astype(int), place] = rows["gain"]
        return gain.cumsum(axis=0)

    @cached_property
    def effect(self) -> np.ndarray:
        """Each school's own effect: school × topic."""
        rows = self.ask("select distinct school, topic, effect from truth_school_effect")
        effect = np.zeros((int(rows["school"].max()) + 1, len(TOPICS)))
        effect[rows["school"].astype(int), _places(rows["topic"], TOPICS)] = rows["effect"]
        return effect

    def expected(self, rows: Columns) -> np.ndarray:
        """Mean true ability, at the year's end, of learners like each of these: same level, groups and school."""
        topic = _places(rows["topic"], TOPICS)
        year, school = rows["year"].astype(int) - self.years[0], rows["school"].astype(int)
        mean = growth(rows["year_level"].astype(float), self.rates)
        for flag, by_topic in SHIFTS.items():
            mean = mean + rows[flag] * np.array(by_topic)[topic]
        return np.asarray(mean + self.effect[school, topic] + self.gained[year, school, topic])


def seen_on(tool: int, theta: np.ndarray, level: np.ndarray, year: int, first: int) -> np.ndarray:
    """What a tool shows, without error, of ability at the year's end, at the time of year when it is given."""
    made = TOOLS[tool]
    return made.score(theta + within_year(level.astype(float), made.elapsed, RATES), year, first)


def percent(share: float) -> str:
    """A share as it is printed."""
    return f"{100 * share:.1f}%"


def _places(words: np.ndarray, of: tuple[str, ...]) -> np.ndarray:
    place = {word: at for at, word in enumerate(of)}
    return np.array([place[w] for w in words.tolist()], dtype=int)


def _floats(column: Any) -> Any:
    return column.astype(float) if column.dtype.kind in "iufb" else column
