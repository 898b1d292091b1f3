"""A rehearsal nation opened for proof: its tables beside its truth."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from scipy.special import ndtr

from kahui.site.rehearsal.rates import RATES, Rates
from kahui.site.rehearsal.tools import TOOLS, TOPICS, growth, within_year

Columns = dict[str, np.ndarray]
OWN = 0
"""The tool whose scale is the common one: all year levels take it."""
SHIFTS = {
    "maori": RATES.shift_maori,
    "pacific": RATES.shift_pacific,
    "asian": RATES.shift_asian,
    "boys": RATES.shift_boys,
    "low_socio_economic": (RATES.shift_low_income,) * 3,
    "additional_needs": (RATES.shift_needs,) * 3,
}
CODES = tuple(tool.code for tool in TOOLS)

LEARNED = """
create table learned as
with home as (select learner, year, arg_max(school, starts) as home from enrolment group by all),
gained as (
    select learner, home.year, topic, sum(gain) over (partition by learner, topic order by home.year) as gained
    from home join truth_school_effect as e on e.school = home.home and e.year = home.year
)
select r.*, home, coalesce(gained, 0) as gained,
    'asian' in (ethnicity_1, coalesce(ethnicity_2, ''), coalesce(ethnicity_3, '')) as asian
from reading as r join home using (learner, year) join learner using (learner)
    left join gained using (learner, year, topic)
"""


class Nation:
    """Tables of a folder that `kahui rehearse` wrote, asked by SQL; `truth_NAME` are those of its truth.

    `learned` is `reading` with what only the truth says of a row's learner: the school of the year's end (`home`),
    what planted effects have added so far (`gained`), and the ethnicity that a reading does not carry.
    """

    rates: Rates = RATES

    def __init__(self, folder: Path) -> None:
        self._db = duckdb.connect(config={"threads": 2})
        for path in sorted([*folder.iterdir(), *(folder / "truth").iterdir()]):
            name = ("truth_" if path.parent.name == "truth" else "") + path.stem
            if path.suffix == ".parquet" or (path.is_dir() and path.name != "truth"):
                files = str(path) if path.suffix else str(path / "**" / "*.parquet")
                self._db.execute(f"create view \"{name}\" as from read_parquet('{files}')")
        self._db.execute(LEARNED)

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
    def effect(self) -> np.ndarray:
        """Each school's own effect: school × topic."""
        rows = self.ask("select distinct school, topic, effect from truth_school_effect")
        effect = np.zeros((int(rows["school"].max()) + 1, len(TOPICS)))
        effect[rows["school"].astype(int), places(rows["topic"], TOPICS)] = rows["effect"]
        return effect

    def expected(self, rows: Columns) -> np.ndarray:
        """Mean true ability, at the year's end, of learners like each of these rows of `learned`.

        Alike are learners of one level, of the same groups and school, with the same gains behind them; they differ
        by one standard deviation.
        """
        topic = places(rows["topic"], TOPICS)
        mean = growth(rows["year_level"].astype(float), self.rates)
        for flag, by_topic in SHIFTS.items():
            mean = mean + rows[flag] * np.array(by_topic)[topic]
        return np.asarray(mean + self.effect[rows["home"].astype(int), topic] + rows["gained"])

    def reaching(self, tool: int, rows: Columns, year: int, cut: np.ndarray) -> np.ndarray:
        """The chance that learners like each of these rows reach a cut of a tool in a year, as it truly reads then."""
        made, level = TOOLS[tool], rows["year_level"].astype(int)
        half = 0.05 if made.slope < 50 else 0.5
        least = np.ceil(np.round(cut / (2 * half), 9)) * 2 * half - half
        mean, chance = self.expected(rows), np.zeros(len(level))
        for node, weight in zip(*np.polynomial.hermite_e.hermegauss(31), strict=True):
            shown = seen_on(tool, mean + node, level, year, self.years[0])
            chance += weight / np.sqrt(2 * np.pi) * ndtr((shown - least) / made.error)
        return chance


def seen_on(tool: int, theta: np.ndarray, level: np.ndarray, year: int, first: int) -> np.ndarray:
    """What a tool shows, without error, of ability at the year's end, at the time of year when it is given."""
    made = TOOLS[tool]
    return np.asarray(made.score(theta + within_year(level.astype(float), made.elapsed, RATES), year, first))


def places(words: np.ndarray, of: tuple[str, ...]) -> np.ndarray:
    """Where each word stands in a list."""
    place = {word: at for at, word in enumerate(of)}
    return np.array([place[w] for w in words.tolist()], dtype=int)


def _floats(column: Any) -> Any:
    return column.astype(float) if column.dtype.kind in "iufb" else column
