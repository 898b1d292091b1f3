"""Looks at the country: which windows a drawing has, whole or close."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

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
FAR_EAST_KM = 620.0
"""East of this lies only the Chathams, 800 km from the mainland: drawn apart, or they would shrink the country."""


MIDDLE = (174.0, -41.0)
"""Where to look when no school has a place."""


def close(members: Points, *, core_only: bool) -> tuple[Window, ...]:
    """A window on some places (kilometres), never closer than 6 km across, then the windows set into it.

    The Chathams are set apart when a place is there. With `core_only` the window shows the places that hang
    together, and one far away is shown in a small window on all of them.
    """
    near = members[members[:, 0] < FAR_EAST_KM]
    if not len(near):
        near = members if len(members) else project([MIDDLE[0]], [MIDDLE[1]])
    core = tree.core(near) if core_only else near
    main = _fit(core, width=CLOSE_WIDTH, height=CLOSE_HEIGHT)
    apart = [_fit(near, width=1000, height=840, title="All members")] if len(core) < len(near) else []
    apart += [CHATHAMS] if len(near) < len(members) else []
    left_side = _emptier(main, core) == "west"
    lowest, placed = CLOSE_HEIGHT - 60.0, []
    for window in apart:
        lowest -= window.height
        left = 60 if left_side else CLOSE_WIDTH - window.width - 60
        placed.append(replace(window, left=left, top=lowest))
        lowest -= 180
    return (main, *placed)


def _fit(km: Points, *, width: float, height: float, title: str = "") -> Window:
    """The window that shows all these places with some room around them."""
    low, high = km.min(axis=0), km.max(axis=0)
    span = np.maximum(high - low, 6.0)
    scale = float(min(width * 0.8 / span[0], height * 0.8 / span[1]))
    middle = (low + high) / 2
    west, north = float(middle[0] - width / scale / 2), float(middle[1] - height / scale / 2)
    return Window(west, north, scale, 0, 0, width, height, title)


def _emptier(window: Window, km: Points) -> Literal["west", "east"]:
    """The lower corner in which fewer of these places lie."""
    at = window.place(km)
    low = at[at[:, 1] > window.height / 2]
    return "west" if int((low[:, 0] < window.width / 2).sum()) < len(low) / 2 else "east"
