"""The invented register: districts, their schools and services, and when each opened, closed, merged or was renamed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kahui.site.rehearsal import names
from kahui.site.rehearsal.chance import Chance, pick, stream
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.sizes import Size

NEVER = 9999
"""The year in which a school that stays open closes."""

LEVELS = {
    "Contributing": (1, 6, 290), "Full Primary": (1, 8, 190), "Intermediate": (7, 8, 430), "Composite": (1, 13, 330),
    "Secondary (Year 7-15)": (7, 13, 620), "Secondary (Year 9-15)": (9, 13, 860), "Special School": (1, 13, 60),
    "Teen Parent Unit": (11, 13, 20), "Activity Centre": (9, 11, 18),
}  # fmt: skip
"""First and last year level of a type of school, and how many learners it has on average."""

TYPES = tuple(LEVELS)
SERVICES = {
    "Education and care": 58,
    "Kindergarten": 14,
    "Kōhanga reo": 10,
    "Playcentre": 10,
    "Home-based": 8,
}


@dataclass(frozen=True, slots=True)
class Districts:
    """A row a district: a town and the country around it."""

    names: list[str]
    region: np.ndarray
    part: np.ndarray
    """Districts of one part are made together; learners move within it."""
    latitude: np.ndarray
    longitude: np.ndarray
    hardship: np.ndarray
    """Where its homes stand in the country, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Schools:
    """A row a school that was ever open; its key is its place and one."""

    names: list[str]
    renamed: dict[int, tuple[int, str]]
    type: np.ndarray
    district: np.ndarray
    first_level: np.ndarray
    last_level: np.ndarray
    weight: np.ndarray
    """How many learners it would have were all open."""
    decile: np.ndarray
    authority: list[str]
    opens: np.ndarray
    """The first year in which it is open; the register's first year for those that were there."""
    closes: np.ndarray
    """The first year in which it is not, or NEVER."""
    into: np.ndarray
    """The school it merged into, or -1."""

    def open(self, year: int) -> np.ndarray:
        """Which were open in a year."""
        opened: np.ndarray = (self.opens <= year) & (year < self.closes)
        return opened

    @property
    def count(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Services:
    """A row an early learning service; its key follows the schools'."""

    names: list[str]
    type: list[str]
    district: np.ndarray
    opens: np.ndarray
    closes: np.ndarray


@dataclass(frozen=True, slots=True)
class Register:
    """All of it, and the years it covers."""

    years: range
    districts: Districts
    schools: Schools
    services: Services

    @property
    def parts(self) -> int:
        return int(self.districts.part.max()) + 1


def register(size: Size, years: range, seed: int, rates: Rates) -> Register:
    """The register of a size over the years."""
    chance = stream(seed, "register")
    counts = _schools_of_districts(size.schools, chance, rates)
    districts = _districts(counts, stream(seed, "districts"))
    schools = _schools(counts, districts, years, stream(seed, "schools"), rates)
    services = _services(size, counts, districts, years, stream(seed, "services"), rates)
    return Register(years, districts, schools, services)


def _schools_of_districts(schools: int, chance: Chance, rates: Rates) -> np.ndarray:
    """How many schools each district begins with: three or more, adding up."""
    districts = max(2, round(schools / rates.schools_per_district))
    size = np.exp(chance.normal(0, rates.district_spread, districts))
    counts: np.ndarray = np.maximum(3, np.floor(size / size.sum() * schools)).astype(int)
    while counts.sum() > schools:
        counts[counts.argmax()] -= 1
    while counts.sum() < schools:
        counts[chance.integers(districts)] += 1
    return counts


SCHOOLS_OF_A_PART = 100


def _districts(counts: np.ndarray, chance: Chance) -> Districts:
    n = len(counts)
    part = np.minimum(
        (np.cumsum(counts) - counts) // SCHOOLS_OF_A_PART, max(0, counts.sum() // SCHOOLS_OF_A_PART - 1)
    )
    part = np.unique(part, return_inverse=True)[1]
    regions = min(len(names.REGION_WORDS), max(1, n // 4))
    along = np.sort(chance.random(n))
    return Districts(
        names=[names.place(chance) for _ in range(n)],
        region=(np.arange(n) * regions // n),
        part=part,
        latitude=np.round(-47.0 + 13.0 * along, 5),
        longitude=np.round(168.0 + 9.0 * along + chance.normal(0, 0.6, n), 5),
        hardship=chance.random(n),
    )


def _types(count: int, chance: Chance) -> list[str]:
    """Types of a district's schools, so that every level from 1 to 13 is offered."""
    if count <= 4:
        return ["Composite", *["Full Primary"] * (count - 1)]
    secondary = max(1, round(0.13 * count))
    upper = int(chance.random() < 0.25)
    made = ["Secondary (Year 7-15)"] * upper + ["Secondary (Year 9-15)"] * (secondary - upper)
    middle = int(count >= 9 and not upper) + int(count >= 20)
    made += ["Intermediate"] * middle
    extras: list[str] = []
    for type_, share in (("Composite", 0.05), ("Special School", 0.017), ("Teen Parent Unit", 0.008)):
        extras += [type_] * int(chance.binomial(count, share))
    extras += ["Activity Centre"] * int(chance.random() < 0.05)
    made += extras[: max(0, count - len(made) - 2)]
    rest = max(2, count - len(made))
    contributing = round(0.55 * rest) if middle or upper else 0
    return made + ["Contributing"] * contributing + ["Full Primary"] * (rest - contributing)


def _schools(counts: np.ndarray, districts: Districts, years: range, chance: Chance, rates: Rates) -> Schools:
    made = [(d, t) for d, count in enumerate(counts) for t in _types(int(count), chance)]
    opened = dict.fromkeys(range(len(made)), years[0])
    for year in years[1:]:
        for _ in range(int(chance.poisson(rates.opens * len(made)))):
            opened[len(made)] = year
            made.append(
                (
                    int(chance.integers(len(counts))),
                    pick(chance, ("Full Primary", "Contributing", "Composite")),
                )
            )
    district = np.array([d for d, _ in made])
    type_ = np.array([TYPES.index(t) for _, t in made])
    of_type = np.array([LEVELS[t] for t in TYPES])[type_]
    opens = np.array([opened[n] for n in range(len(made))])
    closes, into = _closings(district, of_type, opens, years, chance, rates)
    decile = np.clip(
        np.ceil(10 * (1 - districts.hardship[district]) + chance.normal(0, 1.5, len(made))), 1, 10
    )
    called = [names.school(chance, t, names.place(chance)) for _, t in made]
    return Schools(
        names=called,
        renamed=_renamed(called, type_, opens, closes, years, chance, rates),
        type=type_,
        district=district,
        first_level=of_type[:, 0],
        last_level=of_type[:, 1],
        weight=of_type[:, 2] * np.exp(chance.normal(-0.18, 0.6, len(made))),
        decile=decile.astype(int),
        authority=_authorities(len(made), chance, rates),
        opens=opens,
        closes=closes,
        into=into,
    )


def _closings(
    district: np.ndarray, of_type: np.ndarray, opens: np.ndarray, years: range, chance: Chance, rates: Rates
) -> tuple[np.ndarray, np.ndarray]:
    """When schools close and into which they merge; never the last that offers a level in its district."""
    n = len(district)
    closes, into = np.full(n, NEVER), np.full(n, -1)
    for year in years[1:]:
        for school in np.flatnonzero((chance.random(n) < rates.closes) & (opens < year) & (closes == NEVER)):
            others = np.flatnonzero((district == district[school]) & (opens <= year) & (closes == NEVER))
            others = others[(others != school) & (of_type[others, 2] > 100)]
            alike = others[
                (of_type[others, 0] <= of_type[school, 0]) & (of_type[others, 1] >= of_type[school, 1])
            ]
            if len(alike):
                closes[school] = year
                into[school] = chance.choice(alike) if chance.random() < rates.merges else -1
    stayed = into.copy()
    for school in np.flatnonzero(into >= 0):  # who took others in stays
        closes[into[school]] = NEVER
        stayed[into[school]] = -1
    return closes, stayed


def _renamed(
    called: list[str],
    type_: np.ndarray,
    opens: np.ndarray,
    closes: np.ndarray,
    years: range,
    chance: Chance,
    rates: Rates,
) -> dict[int, tuple[int, str]]:
    """Schools that take another name once, and in which year."""
    found = {}
    for school in np.flatnonzero(chance.random(len(called)) < rates.renamed * len(years)):
        first, last = opens[school] + 1, min(closes[school], years[-1])
        if first < last:
            name = names.school(chance, TYPES[type_[school]], names.place(chance, 0.8))
            found[int(school)] = (int(chance.integers(first, last)), name)
    return found


def _authorities(n: int, chance: Chance, rates: Rates) -> list[str]:
    draw = chance.random(n)
    words = ("Private : Fully Registered", "State : Integrated", "State")
    edges = np.array([rates.private, rates.private + rates.integrated])
    return [words[i] for i in np.searchsorted(edges, draw, side="right")]


def _services(
    size: Size, counts: np.ndarray, districts: Districts, years: range, chance: Chance, rates: Rates
) -> Services:
    del districts
    each = rates.service_turns * (len(years) - 1)
    n = round(size.services * (1 + each))
    weights = np.array(list(SERVICES.values())) / sum(SERVICES.values())
    types = [tuple(SERVICES)[i] for i in chance.choice(len(weights), n, p=weights)]
    opens = np.where(np.arange(n) < size.services, years[0], chance.integers(years[0] + 1, years[-1] + 1, n))
    gone = chance.random(n) < each
    closes = np.where(gone, np.minimum(opens + 1 + chance.integers(0, len(years), n), NEVER), NEVER)
    return Services(
        names=[names.service(chance, t, names.place(chance)) for t in types],
        type=types,
        district=chance.choice(len(counts), n, p=counts / counts.sum()),
        opens=opens,
        closes=np.where(closes > years[-1], NEVER, closes),
    )
