"""Short SVG paths from whole numbers: thousands of stars must not weigh more than a photograph."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kahui.reporting.draw.places import Points

Unit = tuple[int, int]
"""A place on the paper, in whole units from its left and its top."""

ROW = 240
"""Stars are written row by row in a snake, this many units a row, so that the step to the next is short."""


def dots(places: Iterable[Unit]) -> str:
    """One path of zero-length strokes, which round caps turn into dots."""
    text: list[str] = []
    before: Unit | None = None
    for x, y in sorted(places, key=_along_the_snake):
        text.append(f"M{x} {y}h0" if before is None else f"m{_steps(x - before[0], y - before[1])}h0")
        before = (x, y)
    return "".join(text)


def _along_the_snake(place: Unit) -> tuple[int, int]:
    x, y = place
    row = y // ROW
    return row, -x if row % 2 else x


def lines(pairs: Iterable[tuple[Unit, Unit]]) -> str:
    """One path of straight links; a link that starts where the last ended goes on without lifting the pen."""
    text: list[str] = []
    at: Unit | None = None
    for (a, b), (c, d) in pairs:
        if at is None:
            text.append(f"M{a} {b}")
        elif at != (a, b):
            text.append(f"m{_steps(a - at[0], b - at[1])}")
        text.append(f"l{_steps(c - a, d - b)}")
        at = (c, d)
    return "".join(text)


def outline(points: Points) -> str:
    """A line through many points."""
    whole = points.astype(int)
    steps = np.diff(whole, axis=0).tolist()
    body = "".join(f"{x}" if x < 0 else f" {x}" for step in steps for x in step)
    return f"M{whole[0][0]} {whole[0][1]}l{body.strip()}" if steps else ""


def _steps(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"
