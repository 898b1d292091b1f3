"""Charts with a row for each row of their table: bars, and dots with their intervals."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from kahui.analytics.report import Chart, Column
from kahui.reporting.draw.sheet import LINE, Sheet, column, span, ticks
from kahui.reporting.words import UNKNOWN, cell

_PITCH = 24
_THICK = 17
_NAMES = 0.34
"""The part of the width that the rows' names may take before they are broken into lines."""
_ROOMY = 500
"""Units across from which a label has room for its bounds; below, the drawn interval tells them."""
_BASES = ("of", "n")
"""Columns that hold the number a share is of; it is printed with the share."""


@dataclass(frozen=True, slots=True)
class _Point:
    """One bar or dot: its row's middle, its numbers, its label and which of `y` it is."""

    middle: float
    value: float | None
    low: float | None
    high: float | None
    label: str
    series: int


def by_row(chart: Chart, sheet: Sheet) -> None:
    """Draws a bar or dot for each row of the table and each column of `y`, named where it stands."""
    names, points, height = _laid_out(chart, sheet.across)
    left = span([line for lines, _ in names for line in lines], 14) + 14
    sheet.place(left=left, right=span([p.label for p in points], 14) + 16)
    dots = chart.kind == "dots"
    sheet.size(height, bottom=34 if dots else 8)
    values = [v for p in points for v in (p.value, p.low, p.high) if v is not None]
    if dots:
        rungs = ticks(min(values, default=0.0), max(values, default=1.0), max(2, int(sheet.width // 75)))
        sheet.scales(x=(rungs[0], rungs[-1]))
        _ruler(chart, sheet, rungs)
    else:
        sheet.scales(x=(min(0.0, *values, 0.0), max(*values, 0.0, 0.0) or 1.0))
    for lines, middle in names:
        sheet.text(lines, x=-left, y=middle - (len(lines) - 1) * LINE / 2 + 5)
    for point in points:
        _dot(sheet, point) if dots else _bar(sheet, point)
    if not dots:
        sheet.upright(0.0, sheet.ink.quiet)


def _laid_out(chart: Chart, across: int) -> tuple[list[tuple[list[str], float]], list[_Point], float]:
    """Each row's name in lines with its middle, the points, and the height of all."""
    key = column(chart, chart.x)
    unit = chart.table.columns[key].unit
    names, points, top = [], [], 0.0
    for row in chart.table.rows:
        lines = _lines(cell(row[key], unit), max(12, int(across * _NAMES / 7)))
        tall = max(len(lines) * LINE, len(chart.y) * _PITCH) + 8
        names.append((lines, top + tall / 2))
        for at in range(len(chart.y)):
            middle = top + tall / 2 + (at - (len(chart.y) - 1) / 2) * _PITCH
            points.append(_point(chart, row, at, middle, across >= _ROOMY))
        top += tall
    return names, points, max(top, _PITCH)


def _point(chart: Chart, row: tuple[object, ...], at: int, middle: float, wide: bool) -> _Point:
    index = column(chart, chart.y[at])
    col, value = chart.table.columns[index], _number(row[index])
    bounds = (chart.low, chart.high) if at == 0 else (None, None)
    low, high = (_number(row[column(chart, code)]) if code else None for code in bounds)
    label = UNKNOWN if value is None else cell(value, col.unit)
    if value is not None and (base := _base(chart, row, col)) is not None:
        label += f" of {cell(base, 'count')}"
    if wide and value is not None and low is not None and high is not None and (low, high) != (value, value):
        label += f" ({cell(low, col.unit)} to {cell(high, col.unit)})"
    if len(chart.y) > 1:
        label = f"{col.title} {label}"
    return _Point(middle, value, low, high, label, at)


def _base(chart: Chart, row: tuple[object, ...], col: Column) -> float | None:
    if col.unit != "percent" or len(chart.y) > 1:
        return None
    codes = [c.code for c in chart.table.columns]
    return next((_number(row[codes.index(code)]) for code in _BASES if code in codes), None)


def _bar(sheet: Sheet, point: _Point) -> None:
    if point.value is not None:
        sheet.bar(point.value, y=point.middle, thick=_THICK, color=sheet.ink.series[point.series % 4])
    _interval(sheet, point, sheet.ink.words, 1.5)
    end = sheet.along(max(v for v in (0.0, point.value, point.high) if v is not None))
    sheet.text([point.label], x=end + 8, y=point.middle, middle=True, quiet=point.value is None)


def _dot(sheet: Sheet, point: _Point) -> None:
    color = sheet.ink.series[point.series % 4]
    _interval(sheet, point, color, 2.5)
    if point.value is not None:
        sheet.dot(sheet.along(point.value), point.middle, color=color, shape=point.series % 4)
    sheet.text([point.label], x=sheet.width + 14, y=point.middle, middle=True, quiet=point.value is None)


def _interval(sheet: Sheet, point: _Point, color: str, weight: float) -> None:
    if point.low is not None and point.high is not None:
        sheet.interval(point.low, point.high, y=point.middle, color=color, weight=weight)


def _ruler(chart: Chart, sheet: Sheet, rungs: list[float]) -> None:
    unit = chart.table.columns[column(chart, chart.y[0])].unit
    for rung in rungs:
        sheet.upright(rung, sheet.ink.quiet if rung == 0 else sheet.ink.grid)
        text = _short(cell(rung, unit))
        sheet.text([text], x=sheet.along(rung), y=sheet.height + 22, align="center", size=13, quiet=True)


def _short(text: str) -> str:
    return text.replace(".0%", "%")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _lines(name: str, long: int) -> list[str]:
    """A name in lines: broken between words, and after the strokes that join them in names of regions."""
    lines = textwrap.wrap(name.replace("/", "/ "), long) or [""]
    return [line.replace("/ ", "/") for line in lines]
