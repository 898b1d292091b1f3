"""How figures, cells and dates are written in words: one way, in every format."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, is_dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from kahui.analytics.report import Cell, Column, Figure, Report, Unit

UNKNOWN = "not known"
"""What stands where the record cannot know. Never 0, and never an empty space that could be read as 0."""

NUMERIC: frozenset[Unit] = frozenset({"count", "percent", "number", "months"})

_PLACES: dict[Unit, int] = {"count": 1, "percent": 1, "number": 2, "months": 1}
# What XML cannot hold: control characters, halves of surrogate pairs and two non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_Value = TypeVar("_Value")


def number(value: float, places: int = 0) -> str:
    """A number with commas and a true minus sign, to so many decimals, rounded half up: 0.30 stays 0.30."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{abs(exact):,f}" if not exact else f"{exact:,f}".replace("-", "−")


def percent(value: float) -> str:
    """A share to one decimal, rounded half up: 62.8%."""
    return number(value, 1) + "%"


def day(value: dt.date) -> str:
    """31 December 2016."""
    return f"{value.day} {value:%B} {value.year}"


def moment(value: dt.datetime) -> str:
    """23 November 2026, 10:00 UTC."""
    aware = value.astimezone(dt.UTC)
    return f"{day(aware.date())}, {aware:%H:%M} UTC"


def cell(value: Cell, unit: Unit) -> str:
    """A cell as people read it. A blank says that it is not known; text that is empty stays empty."""
    if value is None:
        return UNKNOWN
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, str) or unit not in NUMERIC:
        return str(value)
    if unit == "percent":
        return percent(value)
    return number(value, 0 if unit != "number" and float(value).is_integer() else _PLACES[unit])


def entry(column: Column, value: Cell) -> str:
    """A cell of a column as people read it: a blank says what a blank of that column means."""
    return column.blank if value is None and column.blank else cell(value, column.unit)


def is_number(column: Column) -> bool:
    """Whether the column's cells are numbers, which are set to the right."""
    return column.unit in NUMERIC


def whole(value: float | None) -> float | int | None:
    """The same number, as an int where it is whole."""
    return int(value) if value is not None and float(value).is_integer() else value


def amount(figure: Figure) -> str:
    """A figure with its bounds: 180, or 1,511 (1,412 to 1,530), or not known."""
    value = UNKNOWN if figure.value is None else _count(figure.value)
    bounds = between(figure)
    return f"{value} ({bounds})" if bounds else value


def between(figure: Figure) -> str:
    """The bounds where they say more than the value: 1,412 to 1,530; else nothing."""
    low, high = figure.low, figure.high
    if low is None or high is None or low == high == figure.value:
        return ""
    return f"{_count(low)} to {_count(high)}"


def share(figure: Figure) -> str:
    """62.8% of 2,405; nothing where the figure is no share."""
    if figure.of is None:
        return ""
    base = f"of {_count(figure.of)}"
    return base if figure.percent is None else f"{percent(figure.percent)} {base}"


def scope(code: str) -> str:
    """`nation`, `region:Auckland`, `decile:3` as people read them."""
    kind, _, name = code.partition(":")
    if not name:
        return "The whole country" if kind == "nation" else kind.capitalize()
    return f"{kind.capitalize()} {name}" if name.isdigit() else name


def dates(report: Report) -> str:
    """As at which day, as known at which moment."""
    return f"As at {day(report.on)}, as known at {moment(report.known)}"


def printable(value: _Value) -> _Value:
    """The same value with every character that a document cannot hold replaced by �."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("\ufffd", value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(printable(part) for part in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        parts: dict[str, Any] = {f.name: printable(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **parts)
    return value


def _count(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)
