"""A Chart as a Vega-Lite specification, built as plain values.

Axes, ticks and labels are marks of our own, so that nothing depends on the locale or the time zone of the
machine. Every name and label is data: nothing a table holds is read as an expression.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import Any

from kahui.analytics.report import Chart
from kahui.reporting.draw.inks import Ink
from kahui.reporting.draw.rows import by_row
from kahui.reporting.draw.sheet import LINE, Sheet, column, span, ticks
from kahui.reporting.words import cell

_HEIGHT = 300
_DAYS_IN_MONTH = 30.44


def spec(chart: Chart, ink: Ink, *, width: int, titled: bool) -> dict[str, Any]:
    """The Vega-Lite specification of `chart`, `width` units across."""
    sheet = Sheet(ink, width)
    if titled:
        sheet.head(chart.title, chart.subtitle)
    if chart.kind == "steps":
        _steps(chart, sheet)
    else:
        by_row(chart, sheet)
    return sheet.spec()


def _steps(chart: Chart, sheet: Sheet) -> None:
    when = column(chart, chart.x)
    days = [row[when] for row in chart.table.rows]
    if not all(isinstance(day, dt.date) for day in days):
        raise ValueError(f"The chart “{chart.code}” needs a date in every row of “{chart.x}”.")
    dates = [_day(day) for day in days if isinstance(day, dt.date)]
    names = [chart.table.columns[column(chart, code)].title for code in chart.y]
    ends = [_end(chart, code) for code in chart.y]
    labels = [
        [*textwrap.wrap(name, 20), end[2]] if end else [*textwrap.wrap(name, 20), "not known"]
        for name, end in zip(names, ends, strict=True)
    ]
    _frame(chart, sheet, dates, labels)
    for at, code in enumerate(chart.y):
        if at == 0 and chart.low and chart.high:
            _band(chart, sheet, dates, chart.low, chart.high)
        _line(chart, sheet, dates, code, at)
    _name_ends(sheet, labels, [end and end[:2] for end in ends])


def _frame(chart: Chart, sheet: Sheet, dates: list[int], labels: list[list[str]]) -> None:
    values = [v for code in (*chart.y, chart.low, chart.high) if code for v in _numbers(chart, code)]
    rungs = ticks(min(0.0, *values, 0.0), max(1.0, *values, 1.0), 5)
    unit = chart.table.columns[column(chart, chart.y[0])].unit
    written = [cell(rung, "percent" if unit == "percent" else "number") for rung in rungs]
    written = [text.replace(".00", "").replace(".0%", "%") for text in written]
    half_a_month = span(["Jan 2015"], 13) / 2  # a month's name stands in the middle under its tick
    sheet.place(
        left=max(span(written, 13) + 12, half_a_month),
        right=span([t for lines in labels for t in lines], 14) + 18,
    )
    sheet.size(_HEIGHT, bottom=30)
    first, last = (dates[0], dates[-1]) if dates else (0, 1)
    sheet.scales(x=(first, max(last, first + 1)), y=(rungs[0], rungs[-1]))
    for rung, text in zip(rungs, written, strict=True):
        sheet.rule(y=rung, color=sheet.ink.quiet if rung == 0 else sheet.ink.grid)
        sheet.text([text], x=-10, y=rung, at="y", align="right", baseline="middle", size=13, quiet=True)
    for when, text in _calendar(first, last, max(2, int(sheet.width // 80))):
        sheet.text([text], x=when, y=_HEIGHT + 22, at="x", align="center", size=13, quiet=True)
        sheet.tick(when, _HEIGHT)


def _line(chart: Chart, sheet: Sheet, dates: list[int], code: str, at: int) -> None:
    """A line that holds its value until the next date; it stops where the value is not known."""
    index, part, points = column(chart, code), 0, []
    for when, row in zip(dates, chart.table.rows, strict=True):
        value = row[index]
        if isinstance(value, int | float):
            points.append({"x": when, "y": value, "part": part})
        else:
            part += 1
    color = sheet.ink.series[at % 4]
    sheet.mark(
        points,
        {
            "type": "line",
            "interpolate": "step-after",
            "stroke": color,
            "strokeWidth": 2.5,
            "strokeJoin": "round",
        },
        {"detail": {"field": "part", "type": "nominal"}},
    )
    if points:
        sheet.mark(points[-1:], {"type": "point", "filled": True, "size": 60, "color": color, "opacity": 1})


def _band(chart: Chart, sheet: Sheet, dates: list[int], low: str, high: str) -> None:
    below, above = column(chart, low), column(chart, high)
    points = [
        {"x": when, "y": row[below], "y2": row[above]}
        for when, row in zip(dates, chart.table.rows, strict=True)
        if row[below] is not None and row[above] is not None
    ]
    mark = {"type": "area", "interpolate": "step-after", "color": sheet.ink.series[0], "opacity": 0.22}
    sheet.mark(points, mark, {"y2": {"field": "y2"}})


def _name_ends(sheet: Sheet, labels: list[list[str]], ends: list[tuple[int, float] | None]) -> None:
    """Names beside the ends of their lines, moved apart where they would touch."""
    known = [(at, sheet.up(end[1])) for at, end in enumerate(ends) if end]
    floor = -sheet.top / 2
    for at, height in sorted(known, key=lambda pair: pair[1]):
        tall = LINE * len(labels[at])
        middle = max(height, floor + tall / 2)
        floor = middle + tall / 2 + 4
        x, color = sheet.width + 12, sheet.ink.series[at % 4]
        top = middle - tall / 2 + 13
        sheet.text(labels[at], x=x, y=top, size=14, color=color, weight=600)


def _end(chart: Chart, code: str) -> tuple[int, float, str] | None:
    index = column(chart, code)
    for at in range(len(chart.table.rows) - 1, -1, -1):
        value = chart.table.rows[at][index]
        if isinstance(value, int | float):
            return at, float(value), cell(value, chart.table.columns[index].unit)
    return None


def _numbers(chart: Chart, code: str) -> list[float]:
    index = column(chart, code)
    return [float(row[index]) for row in chart.table.rows if isinstance(row[index], int | float)]  # type: ignore[arg-type]


def _day(day: dt.date) -> int:
    return day.toordinal()


def _calendar(first: int, last: int, most: int) -> list[tuple[int, str]]:
    """Days to mark, no more than `most`: whole years where they fit, else quarters or months."""
    months = (last - first) / _DAYS_IN_MONTH
    step = next((s for s in (1, 3, 6, 12, 24, 60, 120) if months / s <= most), 240)
    start = dt.date.fromordinal(max(first, 1))
    marks = []
    for number in range(start.year * 12, (dt.date.fromordinal(max(last, 1)).year + 1) * 12, step):
        day = dt.date(number // 12, number % 12 + 1, 1)
        if first <= day.toordinal() <= last:
            marks.append((day.toordinal(), str(day.year) if step % 12 == 0 else f"{day:%b} {day.year}"))
    return marks
