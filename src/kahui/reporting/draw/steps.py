"""Charts over time: lines that hold their value until the next date or number, each named where it ends."""

from __future__ import annotations

import datetime as dt
import textwrap

from kahui.analytics.report import Chart
from kahui.reporting.draw.sheet import LINE, Sheet, column, span, ticks
from kahui.reporting.words import cell, number

_HEIGHT = 300
_DAYS_IN_MONTH = 30.44


def steps(chart: Chart, sheet: Sheet) -> None:
    """Draws a line for each column of `y` over the dates, or else the numbers, of `x`.

    The first has the band between `low` and `high`, each further one that between the columns of its own code with
    `_low` and `_high`, where the table has them.
    """
    places, dated = _places(chart)
    names = [chart.table.columns[column(chart, code)].title for code in chart.y]
    ends = [_end(chart, code) for code in chart.y]
    labels = [
        [*textwrap.wrap(name, 20), end[2]] if end else [*textwrap.wrap(name, 20), "not known"]
        for name, end in zip(names, ends, strict=True)
    ]
    _frame(chart, sheet, places, labels, dated=dated)
    (_calendar_below if dated else _numbers_below)(chart, sheet, places)
    for at, code in enumerate(chart.y):
        if bounds := _bounds(chart, code):
            _band(chart, sheet, places, bounds, at)
        _line(chart, sheet, places, code, at)
    _name_ends(sheet, labels, [end and end[:2] for end in ends], None if dated else _HEIGHT + sheet.bottom)


def _places(chart: Chart) -> tuple[list[float], bool]:
    """Where the rows stand along the chart, and whether those are days."""
    when = column(chart, chart.x)
    cells = [row[when] for row in chart.table.rows]
    if all(isinstance(value, dt.date) for value in cells):
        return [value.toordinal() for value in cells if isinstance(value, dt.date)], True
    numbers = [float(value) for value in cells if isinstance(value, int | float)]
    if len(numbers) < len(cells):
        raise ValueError(
            f"The chart “{chart.code}” needs a date in every row of “{chart.x}”, or a number in every row."
        )
    return numbers, False


def _frame(chart: Chart, sheet: Sheet, places: list[float], labels: list[list[str]], *, dated: bool) -> None:
    codes = [code for y in chart.y for code in (y, *(_bounds(chart, y) or ()))]
    values = [v for code in codes for v in _values(chart, code) if v is not None]
    rungs = ticks(min(0.0, *values, 0.0), max(1.0, *values, 1.0), 5)
    unit = chart.table.columns[column(chart, chart.y[0])].unit
    written = [cell(rung, "percent" if unit == "percent" else "number") for rung in rungs]
    written = [text.replace(".00", "").replace(".0%", "%") for text in written]
    half_a_month = span(["Jan 2015"], 13) / 2  # a month's name stands in the middle under its tick
    sheet.place(
        left=max(span(written, 13) + 12, half_a_month) if dated else span(written, 13) + 20,
        right=span([t for lines in labels for t in lines], 14) + 18,
    )
    sheet.size(_HEIGHT, bottom=30 if dated else 54)
    first, last = _ends_of(places)
    sheet.scales(x=(first, max(last, first + 1) if dated or last == first else last), y=(rungs[0], rungs[-1]))
    for rung, text in zip(rungs, written, strict=True):
        sheet.rule(y=rung, color=sheet.ink.quiet if rung == 0 else sheet.ink.grid)
        sheet.text([text], x=-10, y=sheet.up(rung), align="right", middle=True, size=13, quiet=True)


def _ends_of(places: list[float]) -> tuple[float, float]:
    return (places[0], places[-1]) if places else (0, 1)


def _calendar_below(chart: Chart, sheet: Sheet, places: list[float]) -> None:
    del chart  # dates need no name
    first, last = _ends_of(places)
    for when, text in _calendar(int(first), int(last), max(2, int(sheet.width // 80))):
        sheet.text([text], x=sheet.along(when), y=_HEIGHT + 22, align="center", size=13, quiet=True)
        sheet.tick(when)


def _numbers_below(chart: Chart, sheet: Sheet, places: list[float]) -> None:
    """Round numbers, and under them what they are."""
    first, last = _ends_of(places)
    for rung in ticks(first, last, max(2, int(sheet.width // 80))):
        if first <= rung <= last:
            text = number(rung, 0 if float(rung).is_integer() else 2)
            sheet.text([text], x=sheet.along(rung), y=_HEIGHT + 22, align="center", size=13, quiet=True)
            sheet.tick(rung)
    title = chart.table.columns[column(chart, chart.x)].title
    sheet.text([title], x=sheet.width / 2, y=_HEIGHT + 44, align="center", size=13, quiet=True)


def _line(chart: Chart, sheet: Sheet, places: list[float], code: str, at: int) -> None:
    """A line that stops where the value is not known, with a dot at its end."""
    color = sheet.ink.series[at % 4]
    parts: list[list[tuple[float, float]]] = [[]]
    for when, value in zip(places, _values(chart, code), strict=True):
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


def _bounds(chart: Chart, code: str) -> tuple[str, str] | None:
    """The columns of a line's least and greatest; `None` where it has none."""
    if code == chart.y[0]:
        return (chart.low, chart.high) if chart.low and chart.high else None
    own = f"{code}_low", f"{code}_high"
    return own if {c.code for c in chart.table.columns}.issuperset(own) else None


def _band(chart: Chart, sheet: Sheet, places: list[float], bounds: tuple[str, str], at: int) -> None:
    """What lies between, with a gap where it is not known."""
    low, high = (_values(chart, code) for code in bounds)
    parts: list[list[tuple[float, float, float]]] = [[]]
    for place, a, b in zip(places, low, high, strict=True):
        if a is not None and b is not None:
            parts[-1].append((place, a, b))
        elif parts[-1]:
            parts.append([])
    for part in parts:
        if part:
            sheet.band(part, color=sheet.ink.series[at % 4])


def _name_ends(
    sheet: Sheet, labels: list[list[str]], ends: list[tuple[int, float] | None], foot: float | None
) -> None:
    """Names beside the ends of their lines, moved apart where they would touch, and up from below `foot`."""
    known = sorted(((at, sheet.up(end[1])) for at, end in enumerate(ends) if end), key=lambda pair: pair[1])
    floor, middles = -sheet.top / 2, {}
    for at, height in known:
        tall = LINE * len(labels[at])
        middles[at] = max(height, floor + tall / 2)
        floor = middles[at] + tall / 2 + 4
    for at, _ in reversed(known):
        if foot is not None:
            tall = LINE * len(labels[at])
            middles[at] = min(middles[at], foot - tall / 2)
            foot = middles[at] - tall / 2 - 4
    for at, middle in middles.items():
        x, color = sheet.width + 12, sheet.ink.series[at % 4]
        top = middle - LINE * len(labels[at]) / 2 + 13
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


def _calendar(first: int, last: int, most: int) -> list[tuple[int, str]]:
    """Days to mark, no more than `most`: whole years where they fit, else quarters or months."""
    months = (last - first) / _DAYS_IN_MONTH
    step = next((s for s in (1, 3, 6, 12, 24, 60, 120) if months / s <= most), 240)
    start = dt.date.fromordinal(max(first, 1))
    marks = []
    for month in range(start.year * 12, (dt.date.fromordinal(max(last, 1)).year + 1) * 12, step):
        day = dt.date(month // 12, month % 12 + 1, 1)
        if first <= day.toordinal() <= last:
            marks.append((day.toordinal(), str(day.year) if step % 12 == 0 else f"{day:%b} {day.year}"))
    return marks
