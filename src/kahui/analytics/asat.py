"""True on a day, as known at a moment, over tables. Twin of `records/dated.py`, pinned equal by a test."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import Literal

from kahui.definition.time import AsAt

Sense = Literal["value", "certain", "possible"]

SQL = files("kahui.analytics").joinpath("asat.sql").read_text(encoding="utf-8")
"""The macros every measure asks through: `holds`, `listed`, `belonging`, `standing`, `rolls`."""

_FROM = {"value": "starts", "certain": "starts_by", "possible": "starts"}
_TO = {"value": "ends", "certain": "ends", "possible": "ends_by"}
_HAPPENED = {"value": '"on"', "certain": "on_by", "possible": '"on"'}


def periods_on(table: str, sense: Sense) -> str:
    """SQL for the rows of a period table that hold on `$on`, as known at `$known`, in a sense."""
    return (
        f"select * from {table} where holds(known_from, known_to, $known) "  # noqa: S608 (names, not values)
        f"and holds({_FROM[sense]}, {_TO[sense]}, $on)"
    )


def events_by(table: str, sense: Sense) -> str:
    """SQL for the rows of an event table that had happened by `$on`, as known at `$known`, in a sense."""
    return (
        f"select * from {table} where holds(known_from, known_to, $known) "  # noqa: S608 (names, not values)
        f"and {_HAPPENED[sense]} <= $on"
    )


def bound(as_at: AsAt) -> dict[str, object]:
    """The values of `$on` and `$known`: a day, and a moment in UTC without its zone, as the tables hold it."""
    return {"on": as_at.on, "known": as_at.known.astimezone(dt.UTC).replace(tzinfo=None)}
