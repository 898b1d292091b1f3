"""Short SVG paths from whole numbers: thousands of stars must not weigh more than a photograph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from kahui.reporting.draw.places import Points

ROW = 240
"""Stars are written row by row in a snake, this many units a row, so that the step to the next is short."""


def dots(points: Points) -> str:
    """One path of zero-length strokes, which round caps turn into dots."""
    if len(points) == 1:
        return f"M{points[0][0]:.0f} {points[0][1]:.0f}h0"
    rows = points[:, 1] // ROW
    order = np.lexsort((np.where(rows % 2 == 0, points[:, 0], -points[:, 0]), rows))
    text, at = [], None
    for x, y in points[order].astype(int).tolist():
        text.append(f"M{x} {y}h0" if at is None else f"m{_steps(x - at[0], y - at[1])}h0")
        at = (x, y)
    return "".join(text)


def lines(pairs: Iterable[tuple[Sequence[float], Sequence[float]]]) -> str:
    """One path of straight links; a link that starts where the last ended goes on without lifting the pen."""
    text: list[str] = []
    at: tuple[int, int] | None = None
    for start, end in pairs:
        (a, b), (c, d) = (int(v) for v in start), (int(v) for v in end)
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
