"""The invented register and networks as the tables that measures read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from kahui.analytics import tables
from kahui.analytics.provision import gate_rows, rule_rows
from kahui.definition.eligibility import eligible_periods
from kahui.definition.lines import Gate
from kahui.definition.model import Definition
from kahui.site.rehearsal.names import REGION_WORDS
from kahui.site.rehearsal.networks import Network, Networks, closing_day, opening_day
from kahui.site.rehearsal.register import NEVER, TYPES, Register

Row = dict[str, Any]
KNOWN_AFTER = dt.timedelta(days=3)
"""How long after a day what happened on it comes to be known."""


def facts(
    register: Register, networks: Networks, rolls: list[Row], definition: Definition
) -> dict[str, list[Row]]:
    """Rows of every table of facts, by name."""
    details = [*_schools(register), *_services(register)]
    return {
        "provider": list(_providers(register)),
        "detail": details,
        "eligibility": list(_eligibility(details, definition)),
        "roll": rolls,
        "network": [{"network": n + 1, "number": network.number} for n, network in enumerate(networks.each)],
        "network_name": [
            {
                "network": n + 1,
                "name": network.name,
                **_period(network.approved, None),
                **_known(network.approved),
            }
            for n, network in enumerate(networks.each)
        ],
        "membership": list(_memberships(networks)),
        "decision": list(_decisions(networks, definition)),
        "photograph": list(_photographs(register)),
        "link": [],  # the invented tools are on nobody's record: their links are to be worked out
        "link_cut": [],
        "entitlement": [],  # no notices are invented: the rule gives what is possible
        "gate": _rows(tables.GATE, gate_rows(definition)),
        "post_rule": _rows(tables.POST_RULE, rule_rows(definition)),
    }


def _rows(table: tables.Table, made: Iterator[tuple[object, ...]]) -> list[Row]:
    return [dict(zip(table.schema.names, row, strict=True)) for row in made]


def table(name: str, rows: list[Row]) -> pa.Table:
    """Rows as the table that `tables.py` says."""
    schema = next(t.schema for t in tables.TABLES if t.name == name)
    return pa.Table.from_pylist(rows, schema=schema)


def _known(on: dt.date, to: dt.datetime | None = None) -> Row:
    return {"known_from": dt.datetime.combine(on, dt.time(9)) + KNOWN_AFTER, "known_to": to}


def _period(starts: dt.date, ends: dt.date | None) -> Row:
    return {"starts": starts, "starts_by": starts, "ends": ends, "ends_by": ends}


def _providers(register: Register) -> Iterator[Row]:
    schools = register.schools.count
    for n in range(schools):
        yield {"provider": n + 1, "kind": "school", "number": n + 1}
    for n in range(len(register.services.names)):
        yield {"provider": schools + n + 1, "kind": "service", "number": 40001 + n}


def _schools(register: Register) -> Iterator[Row]:
    schools, first = register.schools, register.years[0]
    near = _near(register, schools.district, 0.12)
    for n in range(schools.count):
        said = {
            "provider": n + 1,
            "is_open": True,
            "type": TYPES[schools.type[n]],
            "authority": schools.authority[n],
            "region": region(register, int(schools.district[n])),
            "urban": "Rural area" if schools.weight[n] < 90 else "Urban area",
            "decile": int(schools.decile[n]),
            "latitude": float(near[0][n]),
            "longitude": float(near[1][n]),
        }
        starts = dt.date(first, 1, 1) if schools.opens[n] == first else opening_day(int(schools.opens[n]))
        ends = None if schools.closes[n] == NEVER else closing_day(int(schools.closes[n]))
        turns = [(starts, schools.names[n])]
        if n in schools.renamed:
            year, name = schools.renamed[n]
            turns.append((dt.date(year, 7, 1), name))
        for i, (on, name) in enumerate(turns):
            until = turns[i + 1][0] if i + 1 < len(turns) else ends
            yield {**said, "name": name, **_period(on, until), **_known(on)}


def _services(register: Register) -> Iterator[Row]:
    services, first = register.services, register.years[0]
    near = _near(register, services.district, 0.1)
    for n, name in enumerate(services.names):
        starts = dt.date(first, 1, 1) if services.opens[n] == first else opening_day(int(services.opens[n]))
        ends = None if services.closes[n] == NEVER else closing_day(int(services.closes[n]))
        yield {
            "provider": register.schools.count + n + 1,
            "is_open": True,
            "name": name,
            "type": services.type[n],
            "authority": "Community Based" if n % 2 else "Privately Owned",
            "region": region(register, int(services.district[n])),
            "urban": "",
            "decile": None,
            "latitude": float(near[0][n]),
            "longitude": float(near[1][n]),
            **_period(starts, ends),
            **_known(starts),
        }


def region(register: Register, district: int) -> str:
    """The name of a district's region."""
    return REGION_WORDS[int(register.districts.region[district])]


def _near(register: Register, district: np.ndarray, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Places around a district's own, spread evenly on a spiral: no chance is needed."""
    turn = np.arange(len(district)) * 2.399963
    far = spread * np.sqrt((np.arange(len(district)) % 29 + 1) / 29)
    places = register.districts
    return (
        np.round(places.latitude[district] + far * np.sin(turn), 5),
        np.round(places.longitude[district] + far * np.cos(turn), 5),
    )


def _eligibility(details: list[Row], definition: Definition) -> Iterator[Row]:
    pairs = sorted({(d["authority"], d["type"]) for d in details})
    for authority, type_, starts, ends in eligible_periods(definition, pairs):
        yield {"authority": authority, "type": type_, "starts": starts, "ends": ends}


def _memberships(networks: Networks) -> Iterator[Row]:
    for period in networks.members:
        fact = {"provider": period.provider, "network": period.network}
        right = {**fact, **_period(period.starts, period.ends)}
        if period.told is None:
            yield {**right, **_known(period.starts)}
            continue
        corrected = dt.datetime.combine(period.told, dt.time(9)) + dt.timedelta(days=60)
        wrong_end = period.ends if period.ends and period.ends > period.told else None
        yield {**fact, **_period(period.told, wrong_end), **_known(period.starts, corrected)}
        yield {**right, "known_from": corrected, "known_to": None}


def _decisions(networks: Networks, definition: Definition) -> Iterator[Row]:
    approval, endorsement = definition.standing("approved"), definition.standing("endorsed")
    if approval is None or endorsement is None:
        return
    for n, network in enumerate(networks.each):
        yield from _told(n, approval, network, (network.returned, "none"), (network.approved, "stands"))
        yield from _told(
            n,
            endorsement,
            network,
            (network.endorsement_returned, "none"),
            (network.endorsed, "stands"),
            (network.endorsed_again, "stands"),
        )
        yield from _told(n, approval, network, (network.withdrawn, "ends"))


def _told(n: int, gate: Gate, network: Network, *moves: tuple[dt.date | None, str]) -> Iterator[Row]:
    for on, effect in moves:
        if on is not None:
            word = next(o.word for o in gate.outcomes if o.effect == effect)
            yield {
                "network": n + 1,
                "gate": gate.code,
                "standing": gate.counts_as,
                "decision": word,
                "effect": effect,
                "source": "the rehearsal",
                "on": on,
                "on_by": on,
                **_known(on),
            }


def _photographs(register: Register) -> Iterator[Row]:
    for year in register.years:
        for kind, month in (("school", 1), ("school", 7), ("service", 1), ("service", 7)):
            day = dt.date(year, month, 1)
            digest = f"{year:04d}{month:02d}{'0' if kind == 'school' else '1'}".zfill(64)
            yield {"kind": kind, "as_at": day, "says_membership": True, "hash": digest, **_known(day)}
    last = dt.date(register.years[-1], 12, 31)
    for kind, mark in (("school", "2"), ("service", "3")):
        yield {"kind": kind, "as_at": last, "says_membership": True, "hash": mark.zfill(64), **_known(last)}
