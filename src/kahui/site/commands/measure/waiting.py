"""What `kahui measure survive` found, as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kahui.analytics.report import Chart
from kahui.site.commands.measure.curves import State, Trace, curves_chart, stepped

Made = dict[str, Any]
"""The columns that `survive` writes."""
ALL: State = (1.0, np.nan, np.nan)
NONE: State = (0.0, np.nan, np.nan)


def waiting_chart(made: Made, file: Path, level: float) -> Chart:
    """A curve a group: of those not ended yet; or, where ends compete, of those ended in each way."""
    along = f"Time, as in {file.name}"
    groups = list(_groups(made))
    if "time_low" in made:
        subtitle = "Not ended yet; where it is shaded, the data do not say when in between"
        curves = [_bounded(name, part) for name, part in groups]
        return curves_chart(curves, "waiting", _half(groups, "time_high"), subtitle, along)
    sure = f"bands hold the truth {100 * level:g} times in 100"
    if "status" in made:
        curves = [curve for name, part in groups for curve in _ended(name, part)]
        return curves_chart(curves, "ended", _ways(groups), f"Ended in each way by each time; {sure}", along)
    curves = [
        stepped(name or "All", ALL, part["time"], part["survival"], (part["low"], part["high"]))
        for name, part in groups
    ]
    return curves_chart(
        curves, "waiting", _half(groups, "time"), f"Not ended yet by each time; {sure}", along
    )


def _groups(made: Made) -> Iterator[tuple[str, Made]]:
    for name in dict.fromkeys(made["group"]):
        mine = made["group"] == name
        yield str(name), {column: values[mine] for column, values in made.items()}


def _ended(name: str, part: Made) -> Iterator[Trace]:
    """The curves of one group, one for each way to end."""
    for status in np.unique(part["status"]):
        mine = part["status"] == status
        told = f"{name}, ended as {status}" if name else f"Ended as {status}"
        limits = (part["low"][mine], part["high"][mine])
        yield stepped(told, NONE, part["time"][mine], part["incidence"][mine], limits)


def _bounded(name: str, part: Made) -> Trace:
    """The share left, known between the stretches in which ends lie; within one, only that it falls so far."""
    at, states, left = [min(0.0, float(part["time_low"][0]))], [ALL], 1.0
    for low, high, after in zip(part["time_low"], part["time_high"], part["survival"], strict=True):
        at.append(float(low))
        states.append((left, np.nan, np.nan))
        if np.isnan(high):  # they had not ended when last seen
            break
        if high > low:
            at += [float(low), float(high)]
            states += [(np.nan, float(after), left)] * 2
        left = float(after)
        at.append(float(high))
        states.append((left, np.nan, np.nan))
    return Trace(name or "All", at, states)


def _half(groups: list[tuple[str, Made]], time: str) -> str:
    """By when half had ended, as the title says it."""
    said = []
    for name, part in groups:
        whose, at, left = f" of {name}" if len(groups) > 1 else "", part[time], part["survival"]
        ended = np.flatnonzero((left <= 0.5) & np.isfinite(at))
        if ended.size:
            said.append(f"half{whose} had ended by {at[ended[0]]:g}")
        else:
            said.append(f"fewer than half{whose} had ended")
    told = ", ".join(said)
    return told[0].upper() + told[1:]


def _ways(groups: list[tuple[str, Made]]) -> str:
    """How many had ended in each way at the last, as the title says it."""
    said = []
    for name, part in groups:
        last = [part["status"] == status for status in np.unique(part["status"])]
        shares = " and ".join(
            f"{100 * part['incidence'][mine][-1]:.0f}% as {part['status'][mine][0]}" for mine in last
        )
        said.append(f"{f'of {name} ' if name else ''}{shares}")
    return f"Ended at the last: {', '.join(said)}"
