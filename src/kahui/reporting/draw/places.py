"""Where on earth becomes where on paper: the projection, windows onto the country, and the coastline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""One row a point, two columns."""

EARTH_KM = 6371.0
MERIDIAN = 173.0
"""The meridian through the middle of the country: shapes and areas stay true to about a third of a percent."""
TOP = -34.3
"""The latitude from which kilometres are counted southwards."""


def project(lon: Sequence[float] | Points, lat: Sequence[float] | Points) -> Points:
    """Degrees (WGS84, any sign) to kilometres east of 173° E and south of 34.3° S: transverse Mercator, sphere.

    The Chatham Islands, which directories give at about −176°, come out east of the mainland, where they are.
    """
    east = np.radians((np.asarray(lon, dtype=float) % 360) - MERIDIAN)
    north = np.radians(np.asarray(lat, dtype=float))
    x = np.arctanh(np.clip(np.cos(north) * np.sin(east), -0.999, 0.999))
    y = np.arctan2(np.tan(north), np.cos(east))
    return np.column_stack([x, np.radians(TOP) - y]) * EARTH_KM


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the country (kilometres) and the place on the paper (units) where it is drawn."""

    west: float
    north: float
    scale: float
    left: float
    top: float
    width: float
    height: float
    title: str = ""

    @classmethod
    def around(
        cls,
        lon: float,
        lat: float,
        *,
        scale: float,
        left: float,
        top: float,
        size: tuple[float, float],
        title: str,
    ) -> Window:
        """A window whose middle is a place; `scale` in units a kilometre."""
        (x, y) = project([lon], [lat])[0]
        width, height = size
        return cls(x - width / scale / 2, y - height / scale / 2, scale, left, top, width, height, title)

    def place(self, km: Points) -> Points:
        """Kilometres to whole units of the paper: finer than a printed dot, and short to write."""
        moved = (km - [self.west, self.north]) * self.scale + [self.left, self.top]
        return np.rint(moved)

    def unit(self, x: float, y: float) -> tuple[int, int]:
        """One place, as `place` gives it."""
        across, down = (x - self.west) * self.scale + self.left, (y - self.north) * self.scale + self.top
        return round(across), round(down)

    def holds(self, km: Points) -> npt.NDArray[np.bool_]:
        """Which points lie inside the window."""
        x, y = km[:, 0] - self.west, km[:, 1] - self.north
        inside: npt.NDArray[np.bool_] = (
            (x >= 0) & (x <= self.width / self.scale) & (y >= 0) & (y <= self.height / self.scale)
        )
        return inside

    def covers(self, units: Points) -> npt.NDArray[np.bool_]:
        """Which points of the paper lie under the window."""
        x, y = units[:, 0] - self.left, units[:, 1] - self.top
        under: npt.NDArray[np.bool_] = (x >= 0) & (x <= self.width) & (y >= 0) & (y <= self.height)
        return under

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """West, north, east, south in kilometres."""
        return (
            self.west,
            self.north,
            self.west + self.width / self.scale,
            self.north + self.height / self.scale,
        )


@cache
def rings() -> tuple[Points, ...]:
    """The coastline, one closed ring of kilometres an island; the data file says where it is from."""
    text = (Path(__file__).parent / "coast.json").read_text(encoding="utf-8")
    steps = (np.array(ring, dtype=float).reshape(-1, 2) for ring in json.loads(text)["rings"])
    degrees = (np.cumsum(ring, axis=0) / 1000 for ring in steps)
    return tuple(project(ring[:, 0], ring[:, 1]) for ring in degrees)


def coast(window: Window, detail: float) -> Iterable[Points]:
    """The coastline inside a window, in units, leaving out bends narrower than `detail` units."""
    west, north, east, south = window.corners
    for ring in rings():
        if ring[:, 0].max() < west or ring[:, 0].min() > east:
            continue
        if ring[:, 1].max() < north or ring[:, 1].min() > south:
            continue
        cut = clip(ring, window.corners)
        if len(cut) < 3:
            continue
        placed = window.place(cut)
        if np.ptp(placed, axis=0).max() > 3 * detail:
            for shore in _shores(placed, window):
                yield simpler(shore, detail)


def _shores(cut: Points, window: Window) -> Iterable[Points]:
    """A cut ring as the shores in it: where cutting made it run along the window's edge, no land ends."""
    edges = np.array([[window.left, window.left + window.width], [window.top, window.top + window.height]])
    closed = np.vstack([cut, cut[:1]])
    on_edge = [np.isclose(closed[:, i], edge, atol=1.01) for i in (0, 1) for edge in edges[i]]
    along = np.any([side[:-1] & side[1:] for side in on_edge], axis=0)
    if not along.any():
        yield closed
        return
    first = int(np.flatnonzero(along)[0])
    around = np.vstack([cut[first + 1 :], cut[: first + 2]])
    stops = np.flatnonzero(np.roll(along, -first - 1))
    begin = 0
    for stop in stops:
        if stop > begin:
            yield around[begin : stop + 1]
        begin = int(stop) + 1


def clip(ring: Points, corners: tuple[float, float, float, float]) -> Points:
    """A ring cut to a rectangle (Sutherland–Hodgman: one side after another)."""
    west, north, east, south = corners
    points = [(float(x), float(y)) for x, y in ring]
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, north, 1), (1, south, -1)):
        kept: list[tuple[float, float]] = []
        for start, end in zip(points[-1:] + points[:-1], points, strict=True):
            a, b = sign * (start[axis] - bound), sign * (end[axis] - bound)
            if (a >= 0) != (b >= 0):
                part = a / (a - b)
                kept.append((start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])))
            if b >= 0:
                kept.append(end)
        points = kept
        if not points:
            break
    return np.array(points, dtype=float).reshape(-1, 2)


def simpler(line: Points, tolerance: float) -> Points:
    """A line without the points that stray less than `tolerance` from it (Douglas–Peucker)."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _away(line[first + 1 : last], line[first], line[last])
        worst = int(away.argmax())
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[keep]


def _away(points: Points, start: Points, end: Points) -> Points:
    along = end - start
    length = float(np.hypot(*along))
    gaps = points - start
    if length == 0:
        return np.asarray(np.hypot(gaps[:, 0], gaps[:, 1]))
    return np.asarray(np.abs(gaps[:, 0] * along[1] - gaps[:, 1] * along[0]) / length)
