"""The sheet a chart is drawn on: its margins, its scales, and marks as layers of Vega-Lite."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from kahui.analytics.report import Chart
from kahui.reporting.draw.inks import Ink

LINE = 18
"""Units from one line of 14-unit words to the next."""

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.20.1.json"
_WIDE = 0.51
"""A letter's average width as a part of its height, a little generous so that nothing is cut off."""


class Sheet:
    """Collects layers. `left`, `right`, `top`, `bottom` are margins; words may stand in them."""

    def __init__(self, ink: Ink, across: int) -> None:
        self.ink, self.across = ink, across
        self.left, self.right, self.top, self.bottom = 0.0, 0.0, 10.0, 8.0
        self.width, self.height = float(across), 0.0
        self.x, self.y = (0.0, 1.0), (0.0, 1.0)
        self.layers: list[dict[str, Any]] = []
        self._head: list[tuple[list[str], float, int, bool]] = []

    def head(self, title: str, subtitle: str) -> None:
        """The finding, and under it the population and dates; kept until the margins are known."""
        at = 24.0
        for words, size, quiet in ((title, 20, False), (subtitle, 14, True)):
            lines = textwrap.wrap(words, int(self.across / (size * 0.5)))
            if lines:
                self._head.append((lines, at, size, quiet))
                at += len(lines) * size * 1.25 + 4
        self.top = at + 8

    def place(self, *, left: float, right: float) -> None:
        """Sets the margins at the sides; what is left is for the marks."""
        self.left, self.right = left, right
        self.width = max(60.0, self.across - left - right)

    def size(self, height: float, *, bottom: float) -> None:
        """Sets the height of the marks, and writes the head above them."""
        self.height, self.bottom = height, bottom
        for lines, at, size, quiet in self._head:
            weight = 400 if quiet else 600
            self.text(lines, x=-self.left, y=at - self.top, size=size, quiet=quiet, weight=weight)

    def scales(self, *, x: tuple[float, float], y: tuple[float, float] | None = None) -> None:
        """Sets what the marks' numbers run from and to; without `y`, y is in units from the top."""
        self.x, self.y = x, y or (self.height, 0.0)

    def up(self, value: float) -> float:
        """Where a value of the y scale stands, in units from the top."""
        low, high = self.y
        return self.height * (1 - (value - low) / (high - low))

    def mark(
        self, values: list[dict[str, Any]], mark: dict[str, Any], more: dict[str, Any] | None = None
    ) -> None:
        """Adds a layer of marks at `x` and `y` of each value."""
        encoding = {"x": _scaled("x", self.x), "y": _scaled("y", self.y), **(more or {})}
        self.layers.append({"data": {"values": values}, "mark": mark, "encoding": encoding})

    def rule(self, *, y: float, color: str) -> None:
        """A line from side to side."""
        rule = {"type": "rule", "color": color, "strokeWidth": 1}
        ends = [{"x": self.x[0], "x2": self.x[1], "y": y}]
        self.mark(ends, rule, {"x2": {"field": "x2"}})

    def upright(self, x: float, color: str) -> None:
        """A line from top to bottom."""
        rule = {"type": "rule", "color": color, "strokeWidth": 1}
        self.mark([{"x": x, "y": self.y[0], "y2": self.y[1]}], rule, {"y2": {"field": "y2"}})

    def tick(self, x: float, y: float) -> None:
        """A short stroke below the marks, where a date stands."""
        rule = {"type": "rule", "color": self.ink.quiet, "strokeWidth": 1}
        encoding = {"x": _scaled("x", self.x), "y": {"value": y}, "y2": {"value": y + 5}}
        self.layers.append({"data": {"values": [{"x": x}]}, "mark": rule, "encoding": encoding})

    def text(
        self,
        lines: Sequence[str],
        *,
        x: float,
        y: float,
        at: str = "",
        align: str = "left",
        baseline: str = "alphabetic",
        size: int = 14,
        weight: int = 400,
        quiet: bool = False,
        color: str | None = None,
        dx: float = 0,
    ) -> None:
        """Words, a line each. `at` names the directions (`x`, `y`) that are on the scales; the rest are units."""
        mark = {
            "type": "text", "align": align, "baseline": baseline, "fontSize": size, "fontWeight": weight,
            "color": color or (self.ink.quiet if quiet else self.ink.words), "dx": dx,
            "lineHeight": size * 1.25 if size > 14 else LINE, "limit": 0,
        }  # fmt: skip
        encoding: dict[str, Any] = {
            "x": _scaled("x", self.x) if "x" in at else {"value": x},
            "y": _scaled("y", self.y) if "y" in at else {"value": y},
            "text": {"field": "words", "type": "nominal"},
        }
        # A single line is still a list: a bare text that holds a line break would be split by the engine.
        values = [{"x": x, "y": y, "words": list(lines)}]
        self.layers.append({"data": {"values": values}, "mark": mark, "encoding": encoding})

    def spec(self) -> dict[str, Any]:
        """The whole specification; its outer size is exactly what was asked across."""
        return {
            "$schema": _SCHEMA,
            "autosize": {"type": "none", "contains": "content"},
            "width": self.width,
            "height": self.height,
            "padding": {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom},
            "background": None,
            "config": {"font": "Source Sans 3", "aria": False, "view": {"stroke": None}},
            "layer": self.layers,
        }


def column(chart: Chart, code: str) -> int:
    """Where a column of the chart's table stands; raises `ValueError` that names the chart and the code."""
    for at, col in enumerate(chart.table.columns):
        if col.code == code:
            return at
    raise ValueError(f"The chart “{chart.code}” asks for the column “{code}”, which its table does not have.")


def span(texts: Sequence[str], size: int) -> float:
    """About how wide the widest of the texts is."""
    return max((len(text) for text in texts), default=0) * size * _WIDE


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers that cover `low` to `high`, about so many."""
    raw = (high - low) / about or 1.0
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def _scaled(field: str, domain: tuple[float, float]) -> dict[str, Any]:
    scale = {"domain": list(domain), "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}
