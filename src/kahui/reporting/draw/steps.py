"""Charts over time: lines that hold their value until the next date, each named where it ends."""

from __future__ import annotations

import datetime as dt
import textwrap

from kahui.analytics.report import Chart
from kahui.reporting.draw.sheet import LINE, Sheet, column, span, ticks
from kahui.reporting.words import cell

_HEIGHT = 300
_DAYS_IN_MONTH = 30.44


def steps(chart: Chart, sheet: Sheet) -> None:
    """Draws a line for each column of `y`, the first with the band between `low` and `high`."""
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
    codes = [code for code in (*chart.y, chart.low, chart.high) if code]
    values = [v for code in codes for v in _values(chart, code) if v is not None]
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
        sheet.text([text], x=-10, y=sheet.up(rung), align="right", middle=True, size=13, quiet=True)
    for when, text in _calendar(first, last, max(2, int(sheet.width // 80))):
        sheet.text([text], x=sheet.along(when), y=_HEIGHT + 22, align="center", size=13, quiet=True)
        sheet.tick(when)


def _line(chart: Chart, sheet: Sheet, dates: list[int], code: str, at: int) -> None:
    """A line that stops where the value is not known, with a dot at its end."""
    color = sheet.ink.series[at % 4]
    parts: list[list[tuple[float, float]]] = [[]]
    for when, value in zip(dates, _values(chart, code), strict=True):
        if value is not None:
            parts[-1].append((when, value))
        elif parts[-1]:
            parts.append([])
    known = [part for part in parts if part]
    for part in known:
        sheet.steps(part, color=color)
    if known:
        last, height = known[-1][-1]
        sheet.dot(sheet.along(last), sheet.up(height), color=color)


def _band(chart: Chart, sheet: Sheet, dates: list[int], low: str, high: str) -> None:
    bounds = zip(dates, _values(chart, low), _values(chart, high), strict=True)
    points = [(when, a, b) for when, a, b in bounds if a is not None and b is not None]
    if points:
        sheet.band(points, color=sheet.ink.series[0])


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
    """Where a line ends: the row, the value, and the value in words."""
    known = [(at, value) for at, value in enumerate(_values(chart, code)) if value is not None]
    if not known:
        return None
    index, (at, value) = column(chart, code), known[-1]
    return at, value, cell(chart.table.rows[at][index], chart.table.columns[index].unit)


def _values(chart: Chart, code: str) -> list[float | None]:
    """A column, a number a row, `None` where it is not known."""
    index = column(chart, code)
    cells = (row[index] for row in chart.table.rows)
    return [float(value) if isinstance(value, int | float) else None for value in cells]


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
