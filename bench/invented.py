"""An invented register and its networks over ten years, as rows of the product's tables. Deterministic by seed.

Twice the nation is `size=2`: 5,000 schools, 10,000 early learning services, 440 networks, a directory of each kind
every month, a roll every July. Each fact was corrected twice: three rows, of which two are superseded. Names are
made of syllables; no school, service or network here exists.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

DAY = dt.timedelta(days=1)
BEGINNING = dt.date(1, 1, 1)
FIRST_YEAR, YEARS = 2014, 10

SCHOOL_TYPES = {
    "Full Primary": 42, "Contributing": 30, "Intermediate": 5, "Secondary (Year 9-15)": 10, "Composite": 6,
    "Secondary (Year 7-15)": 4, "Special School": 2, "Teen Parent Unit": 1, "Activity Centre": 1,
}  # fmt: skip
SERVICE_TYPES = {
    "Education and care": 60,
    "Kindergarten": 15,
    "Kōhanga reo": 10,
    "Playcentre": 9,
    "Home-based": 6,
}
AUTHORITIES = {"State": 84, "State : Integrated": 13, "Private : Fully Registered": 3}
OWNERS = {"Privately owned": 55, "Community Based": 45}
REGIONS = {
    "Auckland": (-36.9, 174.7, 23), "Canterbury/Chatham Islands": (-43.5, 172.5, 13), "Waikato": (-37.8, 175.3, 13),
    "Wellington": (-41.2, 174.9, 11), "Taranaki/Whanganui/Manawatū": (-39.9, 175.3, 10),
    "Bay of Plenty/Waiariki": (-38.0, 176.5, 9), "Otago/Southland": (-45.6, 169.5, 8),
    "Hawke's Bay/Tairāwhiti": (-39.3, 177.2, 6), "Tai Tokerau": (-35.5, 173.9, 5),
    "Nelson/Marlborough/West Coast": (-41.6, 172.9, 4),
}  # fmt: skip
URBAN = {"Main Urban Area": 60, "Secondary Urban Area": 6, "Minor Urban Area": 11, "Rural Area": 23}
SYLLABLES = (
    "ka",
    "wai",
    "ro",
    "tu",
    "ma",
    "pe",
    "nga",
    "hi",
    "ra",
    "ti",
    "mo",
    "ko",
    "whe",
    "pu",
    "ne",
    "ho",
)

State = dict[str, Any]


@dataclass
class Time:
    """The photographs: one at the end of every month; and when each was received."""

    days: list[dt.date] = field(default_factory=list)

    def __post_init__(self) -> None:
        for month in range(YEARS * 12):
            year, of_year = FIRST_YEAR + month // 12, month % 12
            after = dt.date(year + (of_year == 11), (of_year + 1) % 12 + 1, 1)
            self.days.append(after - DAY)

    def received(self, month: int) -> dt.datetime:
        """Three days after the photograph; past the last photograph, as if they went on."""
        over = max(0, month - len(self.days) + 1)
        day = self.days[min(month, len(self.days) - 1)] + dt.timedelta(days=3 + 31 * over)
        return dt.datetime.combine(day, dt.time(21), tzinfo=dt.UTC)

    def bounds(self, month: int) -> tuple[dt.date, dt.date]:
        """A change first seen in a month's photograph happened after the one before it."""
        if month == 0:
            return BEGINNING, self.days[0]
        return self.days[month - 1] + DAY, self.days[month]


@dataclass
class Run:
    """One state of an owner, first seen in photograph `first`, last in the one before `end` (if it ended)."""

    owner: int
    state: Any
    first: int
    end: int | None = None


@dataclass
class Body:
    """A provider while its ten years are made."""

    key: int
    kind: str
    number: int
    state: State
    opens: int
    closes: int | None
    learners: int
    runs: list[Run] = field(default_factory=list)
    network: int | None = None

    def is_there(self, month: int) -> bool:
        return self.opens <= month and (self.closes is None or month < self.closes)


class Invented:
    """The whole invention. `tables()` gives each table's columns and rows as the product's database holds them."""

    def __init__(self, size: float = 2, seed: int = 2017) -> None:
        self.chance = random.Random(seed)
        self.size = size
        self.time = Time()
        self.months = len(self.time.days)
        self.schools = self._bodies("school", round(2500 * size), 1)
        self.services = self._bodies("service", round(5000 * size), round(2500 * size) + 1)
        self.bodies = self.schools + self.services
        self.networks = max(2, round(220 * size))
        self.memberships: list[Run] = []
        self.approved = sorted(self.chance.randrange(6, 84) for _ in range(self.networks))
        for body in self.bodies:
            self._live(body)
        self._gather()

    # ---- Providers ----------------------------------------------------------------------------------------

    def _one(self, weighed: dict[str, Any]) -> str:
        weights = [w[-1] if isinstance(w, tuple) else w for w in weighed.values()]
        return self.chance.choices(list(weighed), weights)[0]

    def _name(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4))).capitalize()

    def _bodies(self, kind: str, count: int, first: int) -> list[Body]:
        return [self._body(kind, first + n, n + 1) for n in range(count)]

    def _body(self, kind: str, key: int, number: int) -> Body:
        c, region = self.chance, self._one(REGIONS)
        north, east, _ = REGIONS[region]
        of_schools = kind == "school"
        state = {
            "is_open": True,
            "name": f"{self._name()} {'School' if of_schools else 'Early Learning'}",
            "type": self._one(SCHOOL_TYPES if of_schools else SERVICE_TYPES),
            "authority": self._one(AUTHORITIES if of_schools else OWNERS),
            "region": region,
            "urban": self._one(URBAN),
            "decile": c.randint(1, 10) if of_schools and c.random() > 0.02 else None,
            "latitude": round(north + c.gauss(0, 0.35), 6),
            "longitude": round(east + c.gauss(0, 0.35), 6),
        }
        opens = c.randrange(1, self.months) if c.random() < 0.05 else 0
        closes = c.randrange(opens + 1, self.months + 1) if c.random() < 0.06 else None
        if closes == self.months:
            closes = None
        return Body(key, kind, number, state, opens, closes, min(3200, int(c.lognormvariate(5.3, 0.8)) + 5))

    def _live(self, body: Body) -> None:
        """Runs of a provider's details: of a hundred, about one changes in a month."""
        c, state = self.chance, body.state
        listed = max(0, body.opens - c.randint(0, 5))
        if listed < body.opens:
            body.runs.append(Run(body.key, {**state, "is_open": False}, listed, body.opens))
        body.runs.append(Run(body.key, state, body.opens))
        last = self.months if body.closes is None else body.closes
        month = body.opens
        while (month := month + 1 + int(c.expovariate(0.01))) < last:
            state = self._changed(state, body.kind)
            body.runs[-1].end = month
            body.runs.append(Run(body.key, state, month))
        body.runs[-1].end = body.closes

    def _changed(self, state: State, kind: str) -> State:
        c, what = self.chance, self.chance.random()
        if what < 0.05:
            return {**state, "region": self._one(REGIONS)}
        if what < 0.12:
            return {**state, "type": self._one(SCHOOL_TYPES if kind == "school" else SERVICE_TYPES)}
        if what < 0.2:
            return {**state, "urban": self._one(URBAN)}
        if what < 0.4 and kind == "school":
            return {**state, "decile": c.randint(1, 10)}
        return {**state, "name": f"{self._name()} {state['name'].rpartition(' ')[2]}"}

    # ---- Networks -----------------------------------------------------------------------------------------

    def _gather(self) -> None:
        """Networks form with the members they then have; later some join, some leave, some move."""
        c = self.chance
        homes = [self._one(REGIONS) for _ in range(self.networks)]
        free: dict[tuple[str, str], list[Body]] = {}
        for body in c.sample(self.bodies, len(self.bodies)):
            free.setdefault((body.kind, body.state["region"]), []).append(body)
        members: list[list[Body]] = [[] for _ in range(self.networks)]
        closing: dict[int, list[Body]] = {}
        for body in self.bodies:
            if body.closes is not None:
                closing.setdefault(body.closes, []).append(body)
        for month in range(self.months):
            for body in closing.get(month, ()):
                if body.network is not None:
                    members[body.network].remove(body)
                    self._put(body, None, month)
            for network, approved in enumerate(self.approved):
                if approved == month:
                    wanted = {"school": max(2, int(c.gauss(6, 3))), "service": max(0, int(c.gauss(4, 3)))}
                    for kind, count in wanted.items():
                        self._join(
                            free.get((kind, homes[network]), []), members[network], network, month, count
                        )
                elif approved < month:
                    self._stir(free, members, homes, network, month)

    def _stir(self, free: Any, members: list[list[Body]], homes: list[str], network: int, month: int) -> None:
        c, mine = self.chance, members[network]
        if c.random() < 0.06:
            kind = "school" if c.random() < 0.7 else "service"
            self._join(free.get((kind, homes[network]), []), mine, network, month, 1)
        if len(mine) > 3 and c.random() < 0.012:
            body = mine.pop(c.randrange(len(mine)))
            self._put(body, None, month)
            if c.random() < 0.5:
                free.setdefault((body.kind, homes[network]), []).insert(0, body)
        if len(mine) > 3 and c.random() < 0.006:
            others = [n for n in range(self.networks) if n != network and self.approved[n] < month]
            if others:
                body = mine.pop(c.randrange(len(mine)))
                to = c.choice(others)
                members[to].append(body)
                self._put(body, to, month)

    def _join(self, free: list[Body], mine: list[Body], network: int, month: int, count: int) -> None:
        for _ in range(min(count, len(free))):
            body = free.pop()
            if body.is_there(month) and body.network is None:
                mine.append(body)
                self._put(body, network, month)

    def _put(self, body: Body, network: int | None, month: int) -> None:
        if body.network is not None:
            last = next(r for r in reversed(self.memberships) if r.owner == body.key)
            last.end = month
        if network is not None:
            self.memberships.append(Run(body.key, network, month))
        body.network = network

    # ---- Rows ---------------------------------------------------------------------------------------------

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[tuple[Any, ...]]]]:
        """(model, columns, rows) in an order that keeps references good. Keys are given; models' words for fields."""
        yield "register.Provider", ("id", "kind", "number"), ((b.key, b.kind, b.number) for b in self.bodies)
        yield "networks.Network", ("id", "number"), ((n + 1, 99000 + n) for n in range(self.networks))
        yield "received.Receipt", RECEIPT, self._receipts()
        yield "register.Photograph", PHOTOGRAPH, self._photographs()
        yield "register.Detail", ("provider_id", *STATE, *PERIOD, *KNOWN), self._details()
        yield "register.Roll", ROLL, self._rolls()
        yield "networks.NetworkName", ("network_id", "kind", "name", *PERIOD, *KNOWN), self._names()
        yield "networks.Membership", ("provider_id", "network_id", *PERIOD, *KNOWN), self._members()
        yield (
            "networks.Decision",
            ("network_id", "gate", "decision", "on", "on_by", *KNOWN),
            self._decisions(),
        )

    def _period(self, run: Run, end: int | None) -> tuple[Any, ...]:
        """starts, starts_by, ends, ends_by, seen_from, seen_to."""
        days = self.time.days
        ends = self.time.bounds(end) if end is not None else (None, None)
        return (*self.time.bounds(run.first), *ends, days[run.first], days[end - 1] if end else None)

    def _told(self, run: Run, versions: Sequence[Any]) -> Iterator[tuple[Any, int | None, dt.datetime, Any]]:
        """Three versions of a fact, (state, end, known_from, known_to): as first seen, corrected, corrected again.

        What ended was known to go on until the photograph that shows the end; that is its second correction.
        """
        c, at = self.chance, self.time.received
        if run.end is None:
            second, third = run.first + c.randint(1, 9), run.first + c.randint(10, 18)
        else:
            second, third = run.first + (run.end - run.first) // 2, run.end
        moments = [at(run.first), at(second), at(third)]
        if run.end is not None and moments[1] <= moments[0]:
            moments[1] = moments[0] + (moments[2] - moments[0]) / 2
        yield versions[0], None, moments[0], moments[1]
        yield versions[1], None, moments[1], moments[2]
        yield versions[2], run.end, moments[2], None

    def _details(self) -> Iterator[tuple[Any, ...]]:
        c = self.chance
        for body in self.bodies:
            for run in body.runs:
                state = run.state
                wrong = {**state, "name": state["name"][:-1]}
                if c.random() < 0.05:
                    wrong["region"] = self._one(REGIONS)
                if state["decile"] and c.random() < 0.1:
                    wrong["decile"] = state["decile"] % 10 + 1
                nearly = {**state, "urban": self._one(URBAN)}
                for told, end, *known in self._told(run, (wrong, nearly, state)):
                    yield (
                        body.key,
                        *(told[f] for f in INVENTED_STATE),
                        *STILL,
                        *self._period(run, end),
                        *known,
                        *BY,
                    )

    def _members(self) -> Iterator[tuple[Any, ...]]:
        c = self.chance
        for run in self.memberships:
            wrong = c.randrange(self.networks) if c.random() < 0.03 else run.state
            for network, end, *known in self._told(run, (wrong, run.state, run.state)):
                period = list(self._period(run, end))
                if run.first == self.approved[network]:  # a founding member: it began on the approval
                    period[0] = period[1] = self._approval(network)
                yield (run.owner, network + 1, *period, *known, *BY)

    def _approval(self, network: int) -> dt.date:
        earliest, latest = self.time.bounds(self.approved[network])
        return earliest + (latest - earliest) * (network % 7) // 7

    def _names(self) -> Iterator[tuple[Any, ...]]:
        for network in range(self.networks):
            first = Run(network, f"{self._name()} Kāhui Ako", self.approved[network])
            runs = [first]
            if self.chance.random() < 0.3:
                first.end = min(self.months - 1, first.first + self.chance.randint(6, 40))
                runs.append(Run(network, f"{self._name()} Kāhui Ako", first.end))
            for run in runs:
                for name, end, *known in self._told(
                    run, (run.state[:-4], run.state.replace("ā", "a"), run.state)
                ):
                    yield (network + 1, "school", name, *self._period(run, end), *known, *BY)

    def _rolls(self) -> Iterator[tuple[Any, ...]]:
        c = self.chance
        for body in self.schools:
            learners = float(body.learners)
            for year in range(YEARS):
                learners = max(3.0, learners * c.gauss(1.005, 0.04))
                month = year * 12 + 6
                if not body.is_there(month):
                    continue
                day = dt.date(FIRST_YEAR + year, 7, 1)
                versions = [
                    max(1, round(learners) + c.randint(-5, 5)),
                    max(1, round(learners) + 1),
                    round(learners),
                ]
                run = Run(body.key, None, month + 1)
                for total, _, *known in self._told(run, versions):
                    groups = [
                        total // 2,
                        total // 4,
                        total // 8,
                        total - total // 2 - total // 4 - total // 8,
                    ]
                    yield (body.key, "return", "prioritised", total, *groups, 0, 0, 0, day, day, *known, *BY)

    def _decisions(self) -> Iterator[tuple[Any, ...]]:
        c = self.chance
        for network, month in enumerate(self.approved):
            spine = [("approval", "approved", self._approval(network), month)]
            if c.random() < 0.05:
                spine.append(("approval", "returned", self._approval(network) - 40 * DAY, max(0, month - 1)))
            later = month + c.randint(4, 30)
            if later < self.months and c.random() < 0.8:
                if c.random() < 0.3:
                    spine.append(("endorsement", "returned", self._in(later - 2), later - 2))
                spine.append(("endorsement", "endorsed", self._in(later), later))
                if later + 20 < self.months and c.random() < 0.2:
                    spine.append(("endorsement", "endorsed", self._in(later + 20), later + 20))
            gone = month + c.randint(40, 80)
            if gone < self.months and c.random() < 0.05:
                spine.append(("approval", "withdrawn", self._in(gone), gone))
            for gate, word, day, seen in spine:
                shifts = [c.choice((-9, 0, 9)), c.choice((-2, 0, 2)), 0]
                for shift, _, *known in self._told(Run(network, None, seen), shifts):
                    on = day + shift * DAY
                    yield (network + 1, gate, word, on, on, *known, *BY)

    def _in(self, month: int) -> dt.date:
        return self.time.days[month] - self.chance.randint(0, 25) * DAY

    def _receipts(self) -> Iterator[tuple[Any, ...]]:
        for n, (kind, month) in enumerate(self._photographed(), start=1):
            name = f"{kind}s-{self.time.days[month]}.csv"
            day, at = self.time.days[month], self.time.received(month)
            yield (n, f"{n:064x}", name, kind, 1_000_000, day, "invented", at, "bench", 5000, 0)

    def _photographs(self) -> Iterator[tuple[Any, ...]]:
        for n, (kind, month) in enumerate(self._photographed(), start=1):
            yield (n, kind, self.time.days[month], True, n, self.time.received(month), None)

    def _photographed(self) -> Iterator[tuple[str, int]]:
        return ((kind, month) for month in range(self.months) for kind in ("school", "service"))


INVENTED_STATE = (
    "is_open",
    "name",
    "type",
    "authority",
    "region",
    "urban",
    "decile",
    "latitude",
    "longitude",
)
STATE = (*INVENTED_STATE, "definition", "regional_council", "district")
STILL = ("Not Applicable", "", "")
PERIOD = ("starts", "starts_by", "ends", "ends_by", "seen_from", "seen_to")
KNOWN = ("known_from", "known_to", "recorded_by", "source")
BY = ("bench", "invented")
RECEIPT = (
    "id", "hash", "name", "kind", "size", "as_at", "source", "received_at", "received_by", "rows_accepted",
    "rows_refused",
)  # fmt: skip
PHOTOGRAPH = ("id", "kind", "as_at", "says_membership", "receipt_id", "known_from", "known_to")
ROLL = (
    "provider_id", "series", "response", "total", "european", "maori", "pacific", "asian", "melaa", "other",
    "international", "on", "on_by", *KNOWN,
)  # fmt: skip
