"""Curves over a time or a score as one picture, each with its limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kahui.analytics.report import Cell, Chart, Column, Table
from kahui.site.commands.measure.files import Refused

MOST = 4
"""Curves in a picture: no more can be told apart."""
FINE = 500
"""Places along a picture; between two neighbouring ones nobody sees a step."""
TOLD = 4
"""Places at which a curve is told in words."""

State = tuple[float, float, float]
"""A share with the least and the greatest it may be; NaN where not known."""
NOTHING: State = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Trace:
    """A share at places that do not fall; it holds until the next. Two rows at one place: until it, and from it."""

    name: str
    at: list[float]
    states: list[State]


def stepped(
    name: str, start: State, at: np.ndarray, share: np.ndarray, limits: Iterable[np.ndarray]
) -> Trace:
    """A curve from `start` at 0 (or the first place, where that is below); limits last until they are known no more.

    `share` and its `limits`, least and greatest, are each (n,), at the places `at`, which rise.
    """
    states = list(zip(share.tolist(), *(side.tolist() for side in limits), strict=True))
    places, held = [min(0.0, float(at[0]))], [start]
    for i in _fine(at):
        if np.isfinite(held[-1][1]) and not np.isfinite(states[i][1]):
            places.append(float(at[i]))
            held.append(held[-1])
        places.append(float(at[i]))
        held.append(states[i])
    return Trace(name, places, held)


def _fine(at: np.ndarray) -> list[int]:
    """The last of the places that would be drawn on one another."""
    across = float(at[-1] - at[0]) or 1.0
    drawn = np.floor((at - at[0]) / across * FINE)
    return [int(i) for i in np.flatnonzero(np.append(np.diff(drawn) > 0, True))]


def curves_chart(curves: Sequence[Trace], code: str, title: str, subtitle: str, along: str) -> Chart:
    """The curves, in percent. Raises Refused when there are too many to tell apart."""
    if len(curves) > MOST:
        raise Refused(f"A picture shows 1 to {MOST} curves, and there are {len(curves):,}. Give it fewer.")
    rows = [
        (place, *(cell for state in states for cell in _cells(state))) for place, states in _together(curves)
    ]
    columns = [Column("at", along, "number")]
    for number, curve in enumerate(curves):
        own = f"c{number}"
        columns += [
            Column(own, curve.name, "percent"),
            Column(f"{own}_low", f"{curve.name}, at least", "percent"),
            Column(f"{own}_high", f"{curve.name}, at most", "percent"),
        ]
    table = Table(code, title, subtitle, tuple(columns), tuple(rows))
    told = f"{title}. {' '.join(_told(curve) for curve in curves)}"
    lines = tuple(f"c{number}" for number in range(len(curves)))
    return Chart(code, "steps", title, subtitle, told, table, "at", lines, "c0_low", "c0_high")


def _together(curves: Sequence[Trace]) -> list[tuple[float, list[State]]]:
    """Every place at which a curve has a row, with the state of each: what it had last, until its own end."""
    found: list[tuple[float, list[State]]] = []
    last = [NOTHING] * len(curves)
    for place in sorted({place for curve in curves for place in curve.at}):
        here = [_at(curve, place) for curve in curves]
        for turn in range(max(map(len, here))):
            for number, (curve, states) in enumerate(zip(curves, here, strict=True)):
                if states:
                    last[number] = states[min(turn, len(states) - 1)]
                elif place > curve.at[-1]:
                    last[number] = NOTHING
            found.append((place, list(last)))
    return found


def _at(curve: Trace, place: float) -> list[State]:
    low, high = np.searchsorted(curve.at, place, "left"), np.searchsorted(curve.at, place, "right")
    return curve.states[low:high]


def _cells(state: State) -> list[Cell]:
    return [round(100 * part, 1) if np.isfinite(part) else None for part in state]


def _told(curve: Trace) -> str:
    """The curve at a few places, in words."""
    first, last = curve.at[0], curve.at[-1]
    told = []
    for place in np.linspace(first, last, TOLD + 1)[1:]:
        share, low, high = curve.states[int(np.searchsorted(curve.at, place, "right")) - 1]
        limits = f" ({100 * low:.1f} to {100 * high:.1f})" if np.isfinite(low) else ""
        value = f"{100 * share:.1f}%" if np.isfinite(share) else "somewhere"
        told.append(f"at {place:.4g} {value}{limits}")
    return f"{curve.name}: {'; '.join(told)}."
