"""Writes facts in bulk: adds new ones and supersedes old ones. Nothing is ever deleted or changed otherwise."""

import datetime as dt
import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from kahui.records.register.imported import Told

AT_ONCE = 5000
"""Rows of one statement: below what SQLite and PostgreSQL bind in one."""


@dataclass(slots=True)
class Change:
    """What is to be written of one model: ids to supersede, and rows (values in the order of `fields`) to add."""

    model: type[models.Model]
    fields: tuple[str, ...]
    superseded: list[int] = field(default_factory=list)
    added: list[tuple[Any, ...]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.superseded or self.added)

    def write(self, told: Told) -> None:
        """Close the superseded facts at its moment and hold the added ones from then on."""
        supersede(self.model, self.superseded, now=told.now)
        moment = connection.ops.adapt_datetimefield_value(told.now)
        known = (moment, told.by[:200], told.source[:500])
        fields = (*self.fields, "known_from", "recorded_by", "source")
        add(self.model, fields, (row + known for row in self.added))


def supersede(model: type[models.Model], ids: Sequence[int], *, now: dt.datetime) -> None:
    """Close facts at a moment, those that are not closed yet."""
    for begin in range(0, len(ids), AT_ONCE):
        held = model._default_manager.filter(id__in=ids[begin : begin + AT_ONCE], known_to__isnull=True)
        held.update(known_to=now)


def add(model: type[models.Model], fields: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Add rows by one prepared statement: several times as fast as making a model instance of each."""
    rows = list(rows)
    if not rows:
        return
    quote = connection.ops.quote_name
    named: dict[str, Any] = {each.name: each for each in model._meta.concrete_fields}
    columns = ", ".join(quote(named[name].column) for name in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        # Only the names of our own tables and columns are put into the text; every value is bound.
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608


def rows(values: models.QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows of a `values_list` query of days, numbers, words and truths, straight from the database's driver.

    Both drivers give these as what they are, so a conversion of each value on the way would change nothing.
    """
    sql, bound = values.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def rows_of(values: models.QuerySet[Any, Any], owners: Collection[int]) -> list[tuple[Any, ...]]:
    """As `rows`, of some providers."""
    keys, found = sorted(owners), []
    for begin in range(0, len(keys), AT_ONCE):
        found += rows(values.filter(provider_id__in=keys[begin : begin + AT_ONCE]))
    return found


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """A directory is a hundred thousand small values, none in a cycle: looking for cycles is a fifth of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
