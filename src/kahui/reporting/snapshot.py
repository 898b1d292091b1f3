"""Records as the tables of `analytics/tables.py`: immutable Parquet, published whole by one small pointer."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from kahui.analytics import tables
from kahui.analytics.engine import Engine
from kahui.analytics.links import cut_rows, link_rows
from kahui.analytics.provision import gate_rows, rule_rows
from kahui.definition import Definition
from kahui.definition.eligibility import eligible_periods
from kahui.definition.time import AsAt
from kahui.records.changes.queries import changes_so_far
from kahui.records.editions.queries import live_definition
from kahui.records.networks.models import Decision, Membership, Network, NetworkName
from kahui.records.posts.queries.feeds import holding_rows, provision_rows, release_rows
from kahui.records.register.models import Detail, Photograph, Provider, Roll

KEPT = 3
"""Older snapshots stay for readers that opened them; this many."""

_PERIOD = ("starts", "starts_by", "ends", "ends_by")
_KNOWN = ("known_from", "known_to")


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One state of the records, under one definition, ready to be asked."""

    id: str
    definition: Definition
    engine: Engine
    first_known: dt.datetime | None
    last_change: dt.datetime | None

    def settle(self, as_at: AsAt) -> AsAt:
        """The same question with `known` no later than the last change: later moments have equal answers."""
        if self.last_change is None or as_at.known <= self.last_change:
            return as_at
        return AsAt(as_at.on, self.last_change)


def definition() -> Definition:
    """The programme this deployment runs."""
    return live_definition()


_open: dict[Path, Snapshot] = {}
_opening = threading.Lock()


def snapshot() -> Snapshot:
    """The newest state, made when the records or the definition have changed since the last."""
    home = Path(settings.HOME)
    wanted = _name()
    here = _open.get(home)
    if here is not None and here.id == wanted:
        return here
    with _opening:
        here = _open.get(home)
        if here is None or here.id != wanted:
            _open[home] = here = _opened(home, wanted)
    return here


def _name() -> str:
    """The present state's: of other records, another definition or other tables it is another."""
    return f"{changes_so_far():08d}-{definition().hash[:12]}-{tables.CONTRACT}"


def _opened(home: Path, wanted: str) -> Snapshot:
    folder = home / "snapshots"
    folder.mkdir(exist_ok=True)
    pointer = folder / "current"
    current = pointer.read_text().strip() if pointer.exists() else ""
    if current != wanted or not (folder / wanted).is_dir():
        current = _publish(folder)
    return _asked(current, folder / current)


def unpublished() -> Snapshot:
    """The records as this transaction has them, in memory alone: for figures of changes that will not stand."""
    return _asked("unpublished", {table.name: _arrow(table, rows) for table, rows in _tables(definition())})


def _asked(id: str, tables: Mapping[str, pa.Table] | Path) -> Snapshot:
    engine = Engine(tables, threads=int(os.environ.get("KAHUI_ENGINE_THREADS", "1")))
    moments = engine.ask(
        "select min(known_from) as first, max(greatest(known_from, coalesce(known_to, known_from))) as last from ("
        "select known_from, known_to from detail union all select known_from, known_to from membership "
        "union all select known_from, known_to from decision union all select known_from, known_to from roll "
        "union all select known_from, known_to from network_name "
        "union all select known_from, known_to from photograph)"
    )[0]
    first, last = (m.replace(tzinfo=dt.UTC) if m else None for m in (moments["first"], moments["last"]))
    return Snapshot(id, definition(), engine, first, last)


def _publish(folder: Path) -> str:
    """Write the tables to a folder of their own, then move the pointer: readers see all of it or none.

    Other processes may publish the same state at the same time; whose folder stays does not matter.
    """
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    try:
        with transaction.atomic():
            name = _name()
            for table, rows in _tables(definition()):
                pq.write_table(_arrow(table, rows), made / f"{table.name}.parquet", compression="zstd")
        made.chmod(0o755)
        _put(made, folder / name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    _point(folder, name)
    _forget_old(folder, name)
    return name


def _put(made: Path, target: Path) -> None:
    """Give a folder its name, unless another process has put the same state there meanwhile."""
    try:
        made.replace(target)
    except OSError:
        if not target.is_dir():
            raise


def _point(folder: Path, name: str) -> None:
    handle, fresh = tempfile.mkstemp(prefix=".current-", dir=folder)
    with os.fdopen(handle, "w") as pointer:
        pointer.write(name)
    Path(fresh).chmod(0o644)
    Path(fresh).replace(folder / "current")


def _forget_old(folder: Path, current: str) -> None:
    others = [f for f in folder.iterdir() if f.is_dir() and f.name != current and not f.name.startswith(".")]
    for old in sorted(others, key=_made_at, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _made_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:  # another process forgot it meanwhile
        return 0.0


def _arrow(table: tables.Table, rows: Iterable[tuple[object, ...]]) -> pa.Table:
    columns: list[Sequence[object]] = list(zip(*rows, strict=True)) or [() for _ in table.columns]
    arrays = [pa.array(values, c.type) for values, c in zip(columns, table.columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def _tables(programme: Definition) -> Iterator[tuple[tables.Table, Iterable[tuple[object, ...]]]]:
    yield tables.PROVIDER, Provider.objects.values_list("pk", "kind", "number")
    details = Detail.objects.values_list(
        "provider_id",
        "is_open",
        "name",
        "type",
        "authority",
        "region",
        "urban",
        "decile",
        "latitude",
        "longitude",
        *_PERIOD,
        *_KNOWN,
    )
    yield tables.DETAIL, _utc(details)
    yield tables.ELIGIBILITY, _eligibility(programme)
    groups = ("total", "european", "maori", "pacific", "asian")
    yield tables.ROLL, _utc(Roll.objects.values_list("provider_id", *groups, "on", "on_by", *_KNOWN))
    yield tables.NETWORK, Network.objects.values_list("pk", "number")
    yield tables.NETWORK_NAME, _utc(NetworkName.objects.values_list("network_id", "name", *_PERIOD, *_KNOWN))
    yield (
        tables.MEMBERSHIP,
        _utc(Membership.objects.values_list("provider_id", "network_id", *_PERIOD, *_KNOWN)),
    )
    yield tables.DECISION, _utc(_decisions(programme))
    photographs = Photograph.objects.values_list("kind", "as_at", "says_membership", "receipt__hash", *_KNOWN)
    yield tables.PHOTOGRAPH, _utc(photographs)
    yield tables.LINK, link_rows(programme)
    yield tables.LINK_CUT, cut_rows(programme)
    yield tables.GATE, gate_rows(programme)
    yield tables.POST_RULE, rule_rows(programme)
    yield tables.ENTITLEMENT, _utc(provision_rows())
    yield tables.POST_EVENT, _utc(holding_rows())
    yield tables.RELEASE, _utc(release_rows(programme))


def _utc(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[object, ...]]:
    """Rows whose last two columns are moments, which the tables hold in UTC without a zone."""
    for *facts, known_from, known_to in rows:
        yield (*facts, known_from.replace(tzinfo=None), known_to.replace(tzinfo=None) if known_to else None)


def _eligibility(programme: Definition) -> Iterator[tuple[object, ...]]:
    pairs = Detail.objects.values_list("authority", "type").distinct().order_by("authority", "type")
    return eligible_periods(programme, list(pairs))


def _decisions(programme: Definition) -> Iterator[tuple[object, ...]]:
    gates = {gate.code: gate for gate in programme.gates}
    fields = ("network_id", "gate", "decision", "source", "on", "on_by", *_KNOWN)
    for network, code, word, source, *times in Decision.objects.values_list(*fields):
        gate = gates.get(code)
        outcome = gate.outcome(word) if gate else None
        counts_as = gate.counts_as if gate else None
        yield (network, code, counts_as, word, outcome.effect if outcome else "none", source, *times)


@contextmanager
def reread() -> Iterator[None]:
    """Forget the open snapshots before and after: for tests that change the home under one process."""
    _open.clear()
    try:
        yield
    finally:
        _open.clear()
