"""Invented networks: when each was approved and endorsed, who belonged to it and from when until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from kahui.site.rehearsal import names
from kahui.site.rehearsal.chance import Chance, stream
from kahui.site.rehearsal.rates import Rates
from kahui.site.rehearsal.register import Register
from kahui.site.rehearsal.sizes import Size

APPROVED_BY = (("2014-12-18", 11), ("2015-08-01", 58), ("2016-03-15", 88), ("2016-06-30", 117), ("2016-11-14", 148),
               ("2016-12-05", 180), ("2017-04-05", 197), ("2017-08-15", 210), ("2018-03-01", 214), ("2019-06-01", 221),
               )  # fmt: skip
"""Networks approved by a day, of 221: [MR], [EC], [DEC16], [SN17], [AUG17], [ED], [MOR]; between them, OURS."""

ENDORSED_BY = (("2015-07-20", 1), ("2016-06-30", 20), ("2016-12-31", 54), ("2017-04-05", 61), ("2017-09-30", 91),
               ("2018-12-31", 185), ("2019-12-31", 210))  # fmt: skip
"""Networks endorsed by a day, of 221: [MR], [SN17], [AC17]; those after 2017 and of June 2016 are OURS."""

DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Period:
    """A provider belongs to a network; `told` is the start first recorded, where that was wrong."""

    provider: int
    network: int
    starts: dt.date
    ends: dt.date | None = None
    told: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """A network; its key is its place and one."""

    number: int
    name: str
    district: int
    approved: dt.date
    returned: dt.date | None
    endorsed: dt.date | None
    endorsement_returned: dt.date | None
    endorsed_again: dt.date | None
    withdrawn: dt.date | None


@dataclass(slots=True)
class Networks:
    """All of them, with their members in order of joining. Keys of providers and networks are places and one."""

    each: list[Network]
    members: list[Period] = field(default_factory=list)

    def of_schools(self, schools: int, on: dt.date) -> np.ndarray:
        """The place of the network each school belonged to on a day, or -1."""
        found = np.full(schools, -1)
        for period in self.members:
            if (
                period.provider <= schools
                and period.starts <= on
                and (period.ends is None or on < period.ends)
            ):
                found[period.provider - 1] = period.network - 1
        return found


def networks(size: Size, register: Register, seed: int, rates: Rates) -> Networks:
    """Networks with their histories, in the proportions of the monitoring report's two first years and after."""
    chance = stream(seed, "networks")
    districts = len(register.districts.names)
    homes = chance.permutation(districts)[: size.networks]
    approved = _days(APPROVED_BY, len(homes), chance)
    endorsed = _endorsements(approved, chance)
    each = [
        _network(n, int(home), register, approved[n], endorsed[n], chance, rates)
        for n, home in enumerate(homes)
    ]
    made = Networks(each)
    _Members(register, made, stream(seed, "members"), rates).gather()
    return made


def _days(by: tuple[tuple[str, int], ...], count: int, chance: Chance) -> list[dt.date]:
    """Days in order, as many by each milestone as were by then of 221; a tranche is announced on its day."""
    days = [(dt.date.fromisoformat(day), n) for day, n in by]
    places = (np.arange(count) + 0.5) / count * 221
    found = []
    for place in places:
        at = next((i for i, (_, n) in enumerate(days) if place <= n), len(days) - 1)
        last, first = days[at][0], days[at - 1][0] if at else days[at][0]
        gap = (last - first).days
        found.append(
            last if at == 0 or chance.random() < 0.6 else last - int(chance.integers(0, max(1, gap))) * DAY
        )
    return sorted(found)


def _endorsements(approved: list[dt.date], chance: Chance) -> list[dt.date | None]:
    """A day for each that comes to be endorsed, 150 days or more after approval, who waits longest more likely."""
    count = len(approved)
    days = _days(ENDORSED_BY, max(1, round(count * ENDORSED_BY[-1][1] / 221)), chance)
    found: list[dt.date | None] = [None] * count
    for day in days:
        waiting = [n for n in range(count) if found[n] is None and approved[n] + 150 * DAY <= day]
        if waiting:
            weights = np.array([(day - approved[n]).days for n in waiting], float)
            found[waiting[int(chance.choice(len(waiting), p=weights / weights.sum()))]] = day
    return found


def _network(
    n: int,
    home: int,
    register: Register,
    approved: dt.date,
    endorsed: dt.date | None,
    chance: Chance,
    rates: Rates,
) -> Network:
    def before(day: dt.date | None, share: float, least: int, most: int) -> dt.date | None:
        far = int(chance.integers(least, most))
        return day - far * DAY if day and chance.random() < share else None

    again = endorsed + int(chance.integers(500, 1100)) * DAY if endorsed else None
    gone = approved + int(chance.integers(900, 1600)) * DAY
    last = dt.date(register.years[-1], 12, 31)
    return Network(
        number=99001 + n,
        name=f"Te Kāhui o {register.districts.names[home]}" if n % 3 else f"{names.place(chance)} Network",
        district=home,
        approved=approved,
        returned=before(approved, rates.approval_returned, 30, 90),
        endorsed=endorsed,
        endorsement_returned=before(endorsed, rates.endorsement_returned, 25, 120),
        endorsed_again=again if again and again <= last and chance.random() < rates.endorsed_again else None,
        withdrawn=gone if gone <= last and chance.random() < rates.approval_withdrawn else None,
    )


class _Members:
    """Who joins, leaves and moves, day by day where something happens, year by year elsewhere."""

    def __init__(self, register: Register, made: Networks, chance: Chance, rates: Rates) -> None:
        self.register = register
        self.made = made
        self.chance = chance
        self.rates = rates
        self.now: dict[int, Period] = {}
        districts = len(register.districts.names)
        self.of_district = {network.district: n for n, network in enumerate(made.each)}
        self.schools = [np.flatnonzero(register.schools.district == d) for d in range(districts)]
        self.services = [np.flatnonzero(register.services.district == d) for d in range(districts)]

    def gather(self) -> None:
        """Every year: founders at approvals, then who joins, leaves, moves; schools that close leave before it."""
        for year in self.register.years:
            self._closings(year)
            for n, network in enumerate(self.made.each):
                if network.approved.year == year:
                    self._found(n, network)
                elif network.approved.year < year:
                    self._turn(n, network, year)
            self._services(year)

    def _join(self, provider: int, network: int, on: dt.date) -> None:
        late = on + 30 * DAY if self.chance.random() < self.rates.told_late else None
        period = Period(provider, network + 1, on, told=late)
        self.now[provider] = period
        self.made.members.append(period)

    def _leave(self, provider: int, on: dt.date) -> None:
        self.now.pop(provider).ends = on

    def _may_join(self, district: int, year: int) -> list[int]:
        schools = self.register.schools
        return [
            int(s) + 1
            for s in self.schools[district]
            if schools.open(year)[s] and s + 1 not in self.now and schools.authority[s].startswith("State")
        ]

    def _found(self, n: int, network: Network) -> None:
        free = self._may_join(network.district, network.approved.year)
        kept = [p for p in free if self.chance.random() < self.rates.joins_at_approval]
        for provider in kept if len(kept) >= 2 else free[:2]:
            self._join(provider, n, network.approved)

    def _turn(self, n: int, network: Network, year: int) -> None:
        if network.withdrawn and network.withdrawn.year <= year:
            for provider in [p for p, period in self.now.items() if period.network == n + 1]:
                self._leave(provider, network.withdrawn)
            return
        for provider in self._may_join(network.district, year):
            if self.chance.random() < self.rates.joins_later:
                self._join(provider, n, self._day(year))
        mine = [p for p, period in self.now.items() if period.network == n + 1 and period.starts.year < year]
        for provider in mine:
            draw = self.chance.random()
            if draw < self.rates.leaves + self.rates.moves and provider <= self.register.schools.count:
                on = self._day(year)
                self._leave(provider, on)
                near = [m for m in (n - 1, n + 1) if 0 <= m < len(self.made.each) and self._stands(m, on)]
                if draw < self.rates.moves and near:
                    self._join(provider, near[0], on)

    def _stands(self, n: int, on: dt.date) -> bool:
        network = self.made.each[n]
        return network.approved < on and (network.withdrawn is None or on.year < network.withdrawn.year)

    def _closings(self, year: int) -> None:
        schools, services = self.register.schools, self.register.services
        for place in np.flatnonzero(schools.closes == year):
            if place + 1 in self.now:
                self._leave(int(place) + 1, closing_day(year))
        for place in np.flatnonzero(services.closes == year):
            if schools.count + place + 1 in self.now:
                self._leave(int(schools.count + place) + 1, closing_day(year))

    def _services(self, year: int) -> None:
        services = self.register.services
        if year < 2016:
            return
        for district, n in self.of_district.items():
            network = self.made.each[n]
            if not self._stands(n, dt.date(year, 12, 31)) or network.approved.year == year:
                continue
            for s in self.services[district]:
                key = self.register.schools.count + int(s) + 1
                free = services.opens[s] <= year < services.closes[s] and key not in self.now
                if free and self.chance.random() < self.rates.service_joins:
                    self._join(key, n, self._day(year))

    def _day(self, year: int) -> dt.date:
        """A day between February and November; after it, nothing else of the provider's year."""
        return dt.date(year, 2, 15) + int(self.chance.integers(280)) * DAY


def opening_day(year: int) -> dt.date:
    """The day on which a school that opens in a year opens."""
    return dt.date(year, 1, 28)


def closing_day(year: int) -> dt.date:
    """The first day on which a school that closes before a year is closed."""
    return dt.date(year, 1, 28)
