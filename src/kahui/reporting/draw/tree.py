"""The lines of a constellation: the shortest tree through a network's schools.

A network has some ten members: plain numbers are quicker here than arrays, whose every call costs more than a tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import dist

import numpy as np

from kahui.reporting.draw.places import Points

Edge = tuple[int, int]
Place = Sequence[float]
"""East and south, in kilometres."""

FAR_TIMES, FAR_LEAST_KM, FAR_ALWAYS_KM = 4.0, 15.0, 70.0


@lru_cache(maxsize=4096)
def links(places: tuple[Place, ...]) -> tuple[tuple[int, int, bool], ...]:
    """The shortest tree's links, each with whether it is far. A network's members change a few times in its life,
    and its days are many: for the same places they are worked out once."""
    edges = shortest(places)
    return tuple((a, b, is_far) for (a, b), is_far in zip(edges, far(places, edges), strict=True))


def shortest(places: Sequence[Place]) -> list[Edge]:
    """The shortest tree that joins all places (Prim), as pairs of their numbers, parent first, in depth-first order.

    Networks have tens of members, so the plain quadratic form is quicker than anything cleverer.
    """
    waiting = list(range(1, len(places)))
    distance = [dist(places[0], place) for place in places]
    parent = [0] * len(places)
    children: dict[int, list[int]] = {}
    while waiting:
        nearest = min(waiting, key=distance.__getitem__)
        waiting.remove(nearest)
        children.setdefault(parent[nearest], []).append(nearest)
        here = places[nearest]
        for at in waiting:
            if (through := dist(here, places[at])) < distance[at]:
                distance[at], parent[at] = through, nearest
    return _walk(children)


def _walk(children: dict[int, list[int]]) -> list[Edge]:
    """Parent and child pairs so that most pairs start where the last one ended: the pen seldom lifts."""
    edges: list[Edge] = []
    waiting = [(0, child) for child in reversed(children.get(0, []))]
    while waiting:
        edge = waiting.pop()
        edges.append(edge)
        waiting += [(edge[1], child) for child in reversed(children.get(edge[1], []))]
    return edges


def far(places: Sequence[Place], edges: Sequence[Edge]) -> list[bool]:
    """Which links are much longer than is usual in their network.

    A network that holds one distant school, or strings along a coast, would otherwise cross the drawing like a
    spear and be the first thing seen. Such a link is kept, since the membership is a fact, but drawn faint and
    broken: longer than four times the network's middle link and 15 km, or longer than 70 km in any case.
    """
    if not edges:
        return []
    lengths = [dist(places[a], places[b]) for a, b in edges]
    ordered, half = sorted(lengths), len(lengths) // 2
    usual = (ordered[half] + ordered[-1 - half]) / 2
    bound = min(max(FAR_TIMES * usual, FAR_LEAST_KM), FAR_ALWAYS_KM)
    return [one > bound for one in lengths]


def core(km: Points) -> Points:
    """The places that hang together without far links; all of them unless that leaves most in much less room."""
    places = km.tolist()
    edges = shortest(places)
    of = np.arange(len(km))
    for (a, b), is_far in zip(edges, far(places, edges), strict=True):
        if not is_far:
            of[of == of[b]] = of[a]
    largest = km[of == np.bincount(of).argmax()]
    room = np.ptp(largest, axis=0).max() if len(largest) else 0.0
    return largest if 2 * len(largest) > len(km) and 2 * room < np.ptp(km, axis=0).max() else km


def cut(
    start: Place, end: Place, corners: tuple[float, float, float, float]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a link inside a rectangle (Liang–Barsky); `None` when there is none."""
    west, north, east, south = corners
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    first, last = 0.0, 1.0
    for delta, room in ((-dx, x - west), (dx, east - x), (-dy, y - north), (dy, south - y)):
        if delta == 0:
            if room < 0:
                return None
        elif delta < 0:
            first = max(first, room / delta)
        else:
            last = min(last, room / delta)
    if first >= last:
        return None
    return (x + first * dx, y + first * dy), (x + last * dx, y + last * dy)
