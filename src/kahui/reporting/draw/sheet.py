"""The sheet a chart is drawn on: its margins, its scales, and its marks as SVG.

Places are worked out here from values, to a tenth of a unit; how wide words are is estimated, so that the same
chart gives the same bytes on every machine. Every name and label is text, escaped where it is written.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from html import escape

from kahui.analytics.report import Chart
from kahui.reporting.draw.inks import Ink

LINE = 18
"""Units from one line of 14-unit words to the next."""

_WIDE = 0.51
"""A letter's average width as a part of its height, a little generous so that nothing is cut off."""
_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}
_SHAPES = (
    "M{x} {y}m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "M{x} {y}m-6.5 0l6.5 -6.5l6.5 6.5l-6.5 6.5z",
    "M{x} {y}m-4.5 -4.5h9v9h-9z",
    "M{x} {y}m-6 5l6 -10l6 10z",
)
"""A circle, a diamond, a square and a triangle about a point, of about one area."""


class Sheet:
    """Collects marks. `left`, `right`, `top`, `bottom` are margins; words may stand in them."""

    def __init__(self, ink: Ink, across: int) -> None:
        self.ink, self.across = ink, across
        self.left, self.right, self.top, self.bottom = 0.0, 0.0, 10.0, 8.0
        self.width, self.height = float(across), 0.0
        self._x, self._y = (0.0, 1.0), (0.0, 1.0)
        self._marks: list[str] = []
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
        self._x, self._y = x, y or (self.height, 0.0)

    def along(self, value: float) -> float:
        """Where a value of the x scale stands, in units from the left."""
        low, high = self._x
        return self.width * (value - low) / (high - low)

    def up(self, value: float) -> float:
        """Where a value of the y scale stands, in units from the top."""
        low, high = self._y
        return self.height * (1 - (value - low) / (high - low))

    def rule(self, *, y: float, color: str) -> None:
        """A line from side to side at a value of the y scale."""
        self._stroke(f"M0 {_n(self.up(y))}h{_n(self.width)}", color, 1)

    def upright(self, x: float, color: str) -> None:
        """A line from top to bottom at a value of the x scale."""
        self._stroke(f"M{_n(self.along(x))} 0v{_n(self.height)}", color, 1)

    def tick(self, x: float) -> None:
        """A short stroke below the marks, where a date stands."""
        self._stroke(f"M{_n(self.along(x))} {_n(self.height)}v5", self.ink.quiet, 1)

    def interval(self, low: float, high: float, *, y: float, color: str, weight: float) -> None:
        """A line from one value to another, `y` units from the top, with a cap at each end."""
        a, b = _n(self.along(low)), _n(self.along(high))
        self._stroke(f"M{a} {_n(y)}H{b}M{a} {_n(y - 5)}v10M{b} {_n(y - 5)}v10", color, weight)

    def bar(self, value: float, *, y: float, thick: float, color: str) -> None:
        """A bar from nothing to a value, its middle `y` units from the top."""
        a, b = sorted((self.along(0.0), self.along(value)))
        box = f'x="{_n(a)}" y="{_n(y - thick / 2)}" width="{_n(b - a)}" height="{_n(thick)}"'
        self._marks.append(f'<rect {box} fill="{color}"/>')

    def dot(self, x: float, y: float, *, color: str, shape: int = 0) -> None:
        """A dot at units from the left and the top, in one of four shapes."""
        self._marks.append(f'<path fill="{color}" d="{_SHAPES[shape].format(x=_n(x), y=_n(y))}"/>')

    def steps(self, points: Sequence[tuple[float, float]], *, color: str) -> None:
        """A line through (x, y) on the scales that holds each value until the next."""
        path = self._held(points)
        self._marks.append(
            f'<path fill="none" stroke="{color}" stroke-width="2.5" stroke-linejoin="round" d="{path}"/>'
        )

    def band(self, points: Sequence[tuple[float, float, float]], *, color: str) -> None:
        """What lies between (x, low, high), each held until the next."""
        there = self._held([(x, low) for x, low, _ in points])
        back = "".join(f"V{_n(self.up(high))}H{_n(self.along(x))}" for x, _, high in reversed(points))
        self._marks.append(f'<path fill="{color}" opacity="0.22" d="{there}{back}z"/>')

    def text(
        self,
        lines: Sequence[str],
        *,
        x: float,
        y: float,
        align: str = "left",
        middle: bool = False,
        size: int = 14,
        weight: int = 400,
        quiet: bool = False,
        color: str | None = None,
    ) -> None:
        """Words, a line each, from units from the left and the top: of the first line's foot, or of its `middle`."""
        ink = color or (self.ink.quiet if quiet else self.ink.words)
        look = f'fill="{ink}" font-size="{size}"' + (f' font-weight="{weight}"' if weight != 400 else "")
        foot = y + 0.3 * size if middle else y
        apart = size * 1.25 if size > 14 else LINE
        told = [escape(" ".join(line.split()), quote=False) for line in lines]
        if len(told) == 1:
            body = told[0]
        else:
            body = "".join(
                f'<tspan x="{_n(x)}" y="{_n(foot + at * apart)}">{line}</tspan>'
                for at, line in enumerate(told)
            )
        self._marks.append(f'<text x="{_n(x)}" y="{_n(foot)}" {look}{_ANCHORS[align]}>{body}</text>')

    def svg(self) -> tuple[str, str]:
        """The `viewBox`, exactly as wide as was asked, and the marks inside it."""
        tall = self.top + self.height + self.bottom
        moved = f'<g transform="translate({_n(self.left)} {_n(self.top)})">{"".join(self._marks)}</g>'
        return f"0 0 {self.across} {_n(tall)}", moved

    def _stroke(self, path: str, color: str, weight: float) -> None:
        self._marks.append(f'<path stroke="{color}" stroke-width="{_n(weight)}" d="{path}"/>')

    def _held(self, points: Sequence[tuple[float, float]]) -> str:
        (first, value), *rest = points
        path = [f"M{_n(self.along(first))} {_n(self.up(value))}"]
        path += [f"H{_n(self.along(x))}V{_n(self.up(y))}" for x, y in rest]
        return "".join(path)


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


def _n(value: float) -> str:
    """A number to a tenth, as short as it can be written."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
