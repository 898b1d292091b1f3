"""An invented nation's facts as records, as they stood on one day: what came later has not happened yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kahui.records.changes.actions import count_change
from kahui.records.networks.models import Decision, Membership, Network, NetworkName, Passage
from kahui.records.received.models import Receipt
from kahui.records.register.models import Detail, Photograph, Provider, Roll
from kahui.site.rehearsal.chance import Chance, stream
from kahui.site.world.dated import SOURCE

Row = dict[str, Any]
BEFORE = {
    "approved": (("interest", "submitted", 90, 260), ("shaping", "recommended", 15, 75)),
    "endorsed": (("memorandum", "signed", 60, 140), ("submission", "submitted", 15, 55)),
}
"""What came before a standing, from how many days to how many; OURS: the public record holds none of these."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The rehearsal's own keys → ours."""

    providers: Mapping[int, int]
    networks: Mapping[int, int]


def put_facts(folder: Path, day: dt.date, seed: int) -> Keys:
    """Write what the rehearsal in a folder says of its register, networks and decisions until a day."""
    providers = _put_providers(folder)
    approved = {r["network"]: r["on"] for r in _read(folder, "decision") if _is(r, "approved", day)}
    networks = _put_networks(folder, approved)
    keys = Keys(providers, networks)
    seen = _put_photographs(folder, day)
    _put_details(folder, keys, day)
    _put_rolls(folder, keys, day)
    _put_names(folder, keys, day)
    _put_memberships(folder, keys, day, seen)
    _put_decisions(folder, keys, day, stream(seed, "steps between"))
    count_change()
    return keys


def _read(folder: Path, table: str) -> list[Row]:
    rows: list[Row] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


def _is(row: Row, standing: str, day: dt.date) -> bool:
    return bool(row["standing"] == standing and row["effect"] == "stands" and row["on"] <= day)


def _put_providers(folder: Path) -> dict[int, int]:
    rows = _read(folder, "provider")
    made = Provider.objects.bulk_create(
        [Provider(kind=r["kind"], number=r["number"]) for r in rows], batch_size=5000
    )
    return {row["provider"]: provider.pk for row, provider in zip(rows, made, strict=True)}


def _put_networks(folder: Path, approved: Iterable[int]) -> dict[int, int]:
    there = set(approved)
    rows = [r for r in _read(folder, "network") if r["network"] in there]
    made = Network.objects.bulk_create([Network(number=r["number"]) for r in rows])
    return {row["network"]: network.pk for row, network in zip(rows, made, strict=True)}


def _begun(rows: Iterable[Row], day: dt.date) -> Iterator[tuple[Row, Row]]:
    """Rows of periods that had begun by a day, each with its period as it stood then."""
    for row in rows:
        if row["starts"] <= day:
            over = row["ends"] is not None and row["ends"] <= day
            yield (
                row,
                {
                    **_known(row),
                    "starts": row["starts"],
                    "starts_by": min(row["starts_by"], day),
                    "ends": row["ends"] if over else None,
                    "ends_by": row["ends_by"] if over else None,
                },
            )


def _known(row: Row) -> Row:
    moments = (row["known_from"], row["known_to"])
    known_from, known_to = (m.replace(tzinfo=dt.UTC) if m and m.tzinfo is None else m for m in moments)
    return {"known_from": known_from, "known_to": known_to, "recorded_by": SOURCE, "source": SOURCE}


def _put_details(folder: Path, keys: Keys, day: dt.date) -> None:
    said = ("is_open", "name", "type", "authority", "region", "urban", "decile", "latitude", "longitude")
    Detail.objects.bulk_create(
        [
            Detail(
                provider_id=keys.providers[row["provider"]],
                seen_from=row["starts"],
                definition="",
                regional_council=row["region"] or "",
                district="",
                **period,
                **{name: row[name] if row[name] is not None else _blank(name) for name in said},
            )
            for row, period in _begun(_read(folder, "detail"), day)
        ],
        batch_size=2000,
    )


def _blank(name: str) -> str | None:
    return None if name in ("decile", "latitude", "longitude") else ""


def _put_rolls(folder: Path, keys: Keys, day: dt.date) -> None:
    groups = ("european", "maori", "pacific", "asian")
    Roll.objects.bulk_create(
        [
            Roll(
                provider_id=keys.providers[row["provider"]],
                series="return",
                response="total",
                total=row["total"],
                on=row["on"],
                on_by=row["on_by"],
                **_known(row),
                **{name: row[name] for name in groups},
            )
            for row in _read(folder, "roll")
            if row["on"] <= day
        ],
        batch_size=2000,
    )


def _put_names(folder: Path, keys: Keys, day: dt.date) -> None:
    NetworkName.objects.bulk_create(
        [
            NetworkName(network_id=keys.networks[row["network"]], kind="school", name=row["name"], **period)
            for row, period in _begun(_read(folder, "network_name"), day)
            if row["network"] in keys.networks
        ],
        batch_size=2000,
    )


def _put_photographs(folder: Path, day: dt.date) -> list[dt.date]:
    """The directories that showed the invented register until a day; the days of those, in order."""
    days = set()
    for row in _read(folder, "photograph"):
        if row["as_at"] <= day:
            known = _known(row)["known_from"]
            receipt = Receipt.objects.create(
                hash=row["hash"],
                name=f"{row['kind']} directory of {row['as_at']}, invented",
                kind=f"{row['kind']}s",
                size=0,
                as_at=row["as_at"],
                source=SOURCE,
                received_at=known,
                received_by=SOURCE,
                rows_accepted=0,
                rows_refused=0,
            )
            Photograph.objects.create(
                kind=row["kind"], as_at=row["as_at"], says_membership=True, receipt=receipt, known_from=known
            )
            days.add(row["as_at"])
    return sorted(days)


def _seen(period: Row, days: list[dt.date]) -> Row:
    """The first and last photograph that showed a period; no last while the newest does."""
    shown = [d for d in days if period["starts"] <= d and (period["ends"] is None or d < period["ends"])]
    last = None if not shown or shown[-1] == days[-1] else shown[-1]
    return {"seen_from": shown[0] if shown else None, "seen_to": last}


def _put_memberships(folder: Path, keys: Keys, day: dt.date, seen: list[dt.date]) -> None:
    """Memberships, and what people told of them, so that a later joining or leaving infers the same again."""
    periods = [
        (keys.providers[row["provider"]], keys.networks[row["network"]], period)
        for row, period in _begun(_read(folder, "membership"), day)
        if row["network"] in keys.networks
    ]
    Membership.objects.bulk_create(
        [
            Membership(provider_id=p, network_id=n, **period, **_seen(period, seen))
            for p, n, period in periods
        ],
        batch_size=2000,
    )
    Passage.objects.bulk_create(list(_passages(periods)), batch_size=2000)


def _passages(periods: list[tuple[int, int, Row]]) -> Iterator[Passage]:
    held: dict[int, list[tuple[int, Row]]] = {}
    for provider, network, period in periods:
        if period["known_to"] is None:
            held.setdefault(provider, []).append((network, period))
    for provider, mine in held.items():
        mine.sort(key=lambda each: each[1]["starts"])
        joined = {period["starts"]: network for network, period in mine}
        left = {period["ends"]: network for network, period in mine if period["ends"]}
        for on in sorted({*joined, *left}):
            told = next(p for _, p in mine if on in (p["starts"], p["ends"]))
            known = {k: told[k] for k in ("known_from", "recorded_by", "source")}
            yield Passage(
                provider_id=provider, was_id=left.get(on), became_id=joined.get(on), on=on, on_by=on, **known
            )


def _put_decisions(folder: Path, keys: Keys, day: dt.date, chance: Chance) -> None:
    """Decisions, and the steps between them once for each network: those of a second endorsement are not told."""
    made, told = [], set()
    for row in _read(folder, "decision"):
        if row["on"] > day or row["network"] not in keys.networks:
            continue
        made += [_decision(keys, row, row["gate"], row["decision"], row["on"])]
        if row["effect"] == "stands" and (row["network"], row["standing"]) not in told:
            told.add((row["network"], row["standing"]))
            for gate, word, least, most in BEFORE.get(row["standing"], ()):
                on = row["on"] - dt.timedelta(days=int(chance.integers(least, most)))
                made.append(_decision(keys, row | {"known_from": _soon(on)}, gate, word, on))
    Decision.objects.bulk_create(sorted(made, key=lambda d: d.on), batch_size=2000)


def _soon(on: dt.date) -> dt.datetime:
    """When a step is known that the rehearsal itself does not tell: three days later, as it tells the others."""
    return dt.datetime.combine(on + dt.timedelta(days=3), dt.time(9), dt.UTC)


def _decision(keys: Keys, row: Row, gate: str, word: str, on: dt.date) -> Decision:
    return Decision(
        network_id=keys.networks[row["network"]], gate=gate, decision=word, on=on, on_by=on, **_known(row)
    )
