"""One chart of a verb's result, as SVG, drawn as every chart of a report is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kahui.analytics.report import Chart, Column, Table
from kahui.reporting.draw.charts import chart_svg
from kahui.site.commands.measure.files import Refused

MOST = 60


def draw_dots(file: Path, names: Iterable[Any], made: Mapping[str, Any], title: str, subtitle: str) -> None:
    """A dot for each share with a line from its low to its high; rows without a share are left out."""
    found = shown(
        (str(name), *(round(100 * float(made[column][i]), 1) for column in ("share", "low", "high")))
        for i, name in enumerate(names)
        if np.isfinite(made["share"][i])
    )
    columns = (
        Column("name", "Of"),
        Column("share", "Share", "percent"),
        Column("low", "At least", "percent"),
        Column("high", "At most", "percent"),
    )
    told = "; ".join(f"{name}: {share:g}% ({low:g} to {high:g})" for name, share, low, high in found)
    table = Table("shares", title, subtitle, columns, tuple(found))
    chart = Chart(
        "shares", "dots", title, subtitle, f"{title}. {told}.", table, "name", ("share",), "low", "high"
    )
    put(file, chart)


def shown(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of a picture. Raises Refused when there are none, or more than can be read."""
    found = list(rows)
    if not 0 < len(found) <= MOST:
        raise Refused(
            f"A picture shows 1 to {MOST} shares, and there are {len(found):,}. Give it fewer rows."
        )
    return found


def put(file: Path, chart: Chart) -> None:
    """Write the chart as SVG."""
    if file.suffix.lower() != ".svg":
        raise Refused(f"A picture is written as SVG; name it with .svg, not {file.name}.")
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}; make it first, or write elsewhere.")
    file.write_text(chart_svg(chart) + "\n", encoding="utf-8", newline="\n")
