"""Answers of measures, kept by what they were made from: the snapshot, the dates, the measure."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from kahui.analytics.engine import Row
from kahui.analytics.measures.uptake import Seen, Uptake
from kahui.analytics.report import Figure, Source
from kahui.definition.time import AsAt
from kahui.records.received.models import Receipt
from kahui.reporting.snapshot import Snapshot


def now() -> dt.datetime:
    """The clock, read in one place."""
    return dt.datetime.now(dt.UTC)


@lru_cache(maxsize=512)
def _rows(
    snapshot: Snapshot, name: str, as_at: AsAt, values: tuple[tuple[str, object], ...]
) -> tuple[Row, ...]:
    return tuple(snapshot.engine.measure(name, as_at, **dict(values)))


def rows(snapshot: Snapshot, name: str, as_at: AsAt, **values: object) -> tuple[Row, ...]:
    """A measure's rows. Equal questions of one snapshot are answered once."""
    return _rows(snapshot, name, snapshot.settle(as_at), tuple(sorted(values.items())))


def uptake(snapshot: Snapshot, as_at: AsAt) -> Uptake:
    """All that uptake figures are made of, on a date as known at a moment."""
    return Uptake(
        as_at,
        rows(snapshot, "uptake", as_at),
        rows(snapshot, "sizes", as_at),
        Seen.of(rows(snapshot, "seen", as_at)),
        snapshot.definition,
    )


@lru_cache(maxsize=2048)
def _figures(snapshot: Snapshot, as_at: AsAt, scope: str) -> tuple[Figure, ...]:
    return uptake(snapshot, as_at).figures(scope)


def figures(snapshot: Snapshot, as_at: AsAt, scope: str) -> tuple[Figure, ...]:
    """The uptake figures of a scope; empty for a network the record does not know."""
    return _figures(snapshot, snapshot.settle(as_at), scope)


def seen(snapshot: Snapshot, as_at: AsAt) -> Seen:
    return Seen.of(rows(snapshot, "seen", as_at))


def sources(as_at: AsAt) -> tuple[Source, ...]:
    """The files the figures rest on: those received by the moment, oldest first."""
    received = Receipt.objects.filter(received_at__lte=as_at.known).order_by("received_at", "pk")
    return tuple(Source(r.hash, r.name, r.kind, r.as_at, r.received_at, r.source) for r in received)
