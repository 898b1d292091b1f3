"""The lines of a constellation: the shortest tree through a network's schools."""

from __future__ import annotations

import numpy as np

from kahui.reporting.draw.places import Points

Edge = tuple[int, int]

FAR_TIMES, FAR_LEAST_KM, FAR_ALWAYS_KM = 4.0, 15.0, 70.0


def shortest(km: Points) -> list[Edge]:
    """The shortest tree that joins all points (Prim), as pairs of row numbers, parent first, in depth-first order.

    Networks have tens of members, so the plain quadratic form is quicker than anything cleverer.
    """
    if len(km) < 2:
        return []
    parent = np.zeros(len(km), dtype=int)
    distance = np.hypot(*(km - km[0]).T)
    joined = np.zeros(len(km), dtype=bool)
    joined[0] = True
    children: dict[int, list[int]] = {}
    for _ in range(len(km) - 1):
        nearest = int(np.where(joined, np.inf, distance).argmin())
        joined[nearest] = True
        children.setdefault(int(parent[nearest]), []).append(nearest)
        through = np.hypot(*(km - km[nearest]).T)
        closer = through < distance
        parent[closer & ~joined] = nearest
        distance = np.minimum(distance, through)
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


def far(km: Points, edges: list[Edge]) -> list[bool]:
    """Which links are much longer than is usual in their network.

    A network that holds one distant school, or strings along a coast, would otherwise cross the drawing like a
    spear and be the first thing seen. Such a link is kept, since the membership is a fact, but drawn faint and
    broken: longer than four times the network's middle link and 15 km, or longer than 70 km in any case.
    """
    if not edges:
        return []
    pairs = np.array(edges)
    length = np.hypot(*(km[pairs[:, 0]] - km[pairs[:, 1]]).T)
    usual = float(np.median(length))
    bound = min(max(FAR_TIMES * usual, FAR_LEAST_KM), FAR_ALWAYS_KM)
    return [bool(one > bound) for one in length]


def core(km: Points) -> Points:
    """The places that hang together without far links; all of them unless that leaves most in much less room."""
    edges = shortest(km)
    of = np.arange(len(km))
    for (a, b), is_far in zip(edges, far(km, edges), strict=True):
        if not is_far:
            of[of == of[b]] = of[a]
    largest = km[of == np.bincount(of).argmax()]
    room = np.ptp(largest, axis=0).max() if len(largest) else 0.0
    return largest if 2 * len(largest) > len(km) and 2 * room < np.ptp(km, axis=0).max() else km


def cut(
    start: Points, end: Points, corners: tuple[float, float, float, float]
) -> tuple[Points, Points] | None:
    """The part of a link inside a rectangle (Liang–Barsky); `None` when there is none."""
    west, north, east, south = corners
    step = end - start
    first, last = 0.0, 1.0
    for delta, room in (
        (-step[0], start[0] - west),
        (step[0], east - start[0]),
        (-step[1], start[1] - north),
        (step[1], south - start[1]),
    ):
        if delta == 0:
            if room < 0:
                return None
        elif delta < 0:
            first = max(first, room / delta)
        else:
            last = min(last, room / delta)
    if first >= last:
        return None
    return start + first * step, start + last * step
