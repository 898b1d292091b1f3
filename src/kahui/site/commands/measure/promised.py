"""Cells of `kahui measure progress` as a picture: shares beside what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

import click
import pyarrow as pa

from kahui.analytics.report import Chart, Column, Table
from kahui.site.commands.measure.files import Refused
from kahui.site.commands.measure.picture import shown

OF = ("network", "school", "year", "topic", "band", "group")
"""What a cell is of, in the order in which it is named."""
SAID = {"network": "network {}", "school": "school {}", "group": "{} learners"}
Cell = dict[str, Any]


def wanted(texts: Iterable[str]) -> dict[str, str]:
    """What `--draw COLUMN=VALUE` asks for, by column."""
    asked: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or name not in OF:
            raise click.UsageError(
                f"“{text}” names no cells. Write one of {', '.join(OF)} with a value, such as network=9."
            )
        asked[name] = value
    return asked


def promised_chart(cells: pa.Table, asked: dict[str, str], level: float) -> Chart:
    """A dot a cell, with its limits; of the last year and of all learners, unless others were asked for."""
    rows = _chosen(cells.to_pylist(), asked)
    same = {name: rows[0][name] for name in OF if len({row[name] for row in rows}) == 1}
    targets = {row["target"] for row in rows}
    one = targets.pop() if len(targets) == 1 else None
    drawn = shown(
        (_name(row, same, said=one is None), *(_percent(row[c]) for c in ("share", "low", "high")), row["n"])
        for row in rows
    )
    title = _title(rows)
    subtitle = f"{_first_upper(_called(same))}; limits at {level:.0%}"
    subtitle += f"; promised: {_percent(one):g}%" if one is not None else ""
    columns = (
        Column("name", "Of"),
        Column("share", "At or above", "percent"),
        Column("low", "At least", "percent"),
        Column("high", "At most", "percent"),
        Column("n", "Learners", "count"),
    )
    told = "; ".join(
        f"{name}: {share:g}% of {n:,} ({low:g} to {high:g})" for name, share, low, high, n in drawn
    )
    table = Table("progress", title, subtitle, columns, tuple(drawn))
    return Chart(
        "progress",
        "dots",
        title,
        subtitle,
        f"{title}. {subtitle}. {told}.",
        table,
        "name",
        ("share",),
        "low",
        "high",
    )


def _chosen(rows: list[Cell], asked: dict[str, str]) -> list[Cell]:
    usual = {"year": str(max(row["year"] for row in rows)), "group": "all"}
    for name, value in (usual | asked).items():
        left = [row for row in rows if str("" if row[name] is None else row[name]) == value]
        if not left:
            there = ", ".join(sorted({str(row[name]) for row in rows if row[name] is not None})[:10])
            raise Refused(f"No cell of the picture has {name}={value}. Those there are have {there}.")
        rows = left
    return sorted(rows, key=_in_order)


def _in_order(row: Cell) -> tuple[Any, ...]:
    """Bands by their first year level, which their words would not be."""
    lowest = int("0" + "".join(takewhile(str.isdigit, row["band"])))
    return (
        row["network"] is None,
        row["network"],
        row["school"],
        row["year"],
        row["topic"],
        lowest,
        row["group"],
    )


def _title(rows: list[Cell]) -> str:
    promised = [row for row in rows if row["gap"] is not None]
    if not promised:
        least, most = (_percent(f(row["share"] for row in rows)) for f in (min, max))
        return f"Shares at or above run from {least:g}% to {most:g}%"
    reached = sum(row["gap"] <= 0 for row in promised)
    unsure = sum(row["low"] <= row["target"] <= row["high"] for row in promised)
    return (
        f"{reached:,} of {len(promised):,} shares reach what was promised; limits of {unsure:,} leave it open"
    )


def _name(row: Cell, same: dict[str, Any], *, said: bool) -> str:
    name = _called({name: row[name] for name in OF if name not in same} or {"school": row["school"]})
    promise = f" (promised {_percent(row['target']):g}%)" if said and row["target"] is not None else ""
    return _first_upper(name) + promise


def _called(cell: dict[str, Any]) -> str:
    return ", ".join(
        "no network" if value is None else SAID.get(name, "{}").format(value) for name, value in cell.items()
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _percent(share: float) -> float:
    return round(100 * float(share), 1)
