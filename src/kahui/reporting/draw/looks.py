"""Looks at the country: which windows a drawing has, whole or close."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kahui.reporting.draw import tree
from kahui.reporting.draw.places import Points, Window, project


@dataclass(frozen=True, slots=True)
class Close:
    """A closer look at some schools: a region's, or one network's. `labels` writes each school's name."""

    members: tuple[int, ...]
    labels: bool = False
    around: bool = True
    """Also draw the other stars that fall inside the look; off for a badge."""


WIDTH, HEIGHT = 5420, 6000
CLOSE_WIDTH, CLOSE_HEIGHT = 3600, 3000
COUNTRY = Window(west=-590, north=-30, scale=4, left=0, top=0, width=WIDTH, height=HEIGHT)
CHATHAMS = Window.around(183.45, -43.93, scale=6, left=4740, top=4620, size=(560, 440), title="Chathams")
COUNTRY_INSETS = (
    Window.around(174.775, -36.895, scale=43, left=120, top=230, size=(1830, 2200), title="Auckland"),
    Window.around(174.925, -41.225, scale=37, left=3960, top=3130, size=(1340, 1220), title="Wellington"),
    Window.around(172.62, -43.525, scale=43, left=3060, top=4620, size=(1220, 900), title="Christchurch"),
    CHATHAMS,
)
CITIES = tuple(
    replace(w, scale=w.scale * 0.7, width=w.width * 0.7, height=w.height * 0.7) for w in COUNTRY_INSETS[:3]
)
CROWD = 60
"""This many schools of a region in one city, and the city is drawn once more, larger."""
FAR_EAST_KM = 620.0
"""East of this lies only the Chathams, 800 km from the mainland: drawn apart, or they would shrink the country."""


MIDDLE = (174.0, -41.0)
"""Where to look when no school has a place."""


def country(km: Points) -> tuple[Window, ...]:
    """The whole country, and the windows set into it that have a place (kilometres) in them."""
    return (COUNTRY, *(window for window in COUNTRY_INSETS if window.holds(km).any()))


def close(members: Points, *, core_only: bool) -> tuple[Window, ...]:
    """A window on some places (kilometres), never closer than 6 km across, then the windows set into it.

    The Chathams are set apart when a place is there, and a city is enlarged when many places crowd in it. With
    `core_only` the window shows the places that hang together, and a small one shows all where one is far away.
    """
    near = members[members[:, 0] < FAR_EAST_KM]
    if not len(near):
        near = members if len(members) else project([MIDDLE[0]], [MIDDLE[1]])
    core = tree.core(near) if core_only else near
    main = _fit(core, width=CLOSE_WIDTH, height=CLOSE_HEIGHT)
    apart = [_fit(near, width=1000, height=840, title="All members")] if len(core) < len(near) else []
    apart += [city for city in CITIES if _crowded(city, main, near)]
    apart += [CHATHAMS] if len(near) < len(members) else []
    placed: list[Window] = []
    for window in apart:
        placed.append(_emptiest(window, main, core, placed))
    return (main, *placed)


def _crowded(city: Window, main: Window, km: Points) -> bool:
    """Whether so many places lie in a city that the look cannot tell them apart, and the city's window could."""
    return int(city.holds(km).sum()) >= CROWD and city.scale > 1.6 * main.scale


def _emptiest(window: Window, main: Window, km: Points, taken: list[Window]) -> Window:
    """The window in the corner of the look where it hides the fewest places and no other window."""
    at = main.place(km)
    corners = [
        replace(window, left=left, top=top)
        for top in (main.height - window.height - 60, 200.0)
        for left in (60.0, main.width - window.width - 60)
    ]

    def hides(w: Window) -> int:
        inside = (at >= [w.left - 40, w.top - 160]) & (at <= [w.left + w.width + 40, w.top + w.height + 40])
        return int(inside.all(axis=1).sum()) + 10_000 * sum(_meet(w, other) for other in taken)

    return min(corners, key=hides)


def _meet(a: Window, b: Window) -> bool:
    apart_across = a.left + a.width < b.left or b.left + b.width < a.left
    apart_down = a.top + a.height + 160 < b.top or b.top + b.height + 160 < a.top
    return not (apart_across or apart_down)


def _fit(km: Points, *, width: float, height: float, title: str = "") -> Window:
    """The window that shows all these places with some room around them."""
    low, high = km.min(axis=0), km.max(axis=0)
    span = np.maximum(high - low, 6.0)
    scale = float(min(width * 0.8 / span[0], height * 0.8 / span[1]))
    middle = (low + high) / 2
    west, north = float(middle[0] - width / scale / 2), float(middle[1] - height / scale / 2)
    return Window(west, north, scale, 0, 0, width, height, title)
