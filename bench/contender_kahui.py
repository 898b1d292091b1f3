"""The product: its snapshot is open, no answer is kept; value, low and high of every figure, for every scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

Figures = dict[str, float]


def opened(home: Path) -> Callable[[dt.date, dt.datetime], Figures]:
    from world import stand_in

    stand_in(home)
    from kahui.analytics.measures.uptake import Seen, Uptake
    from kahui.definition.time import AsAt
    from kahui.reporting.snapshot import snapshot

    state = snapshot()
    definition = replace(state.definition, published=())  # nobody printed figures of an invented register

    def ask(on: dt.date, known: dt.datetime) -> Figures:
        as_at = AsAt(on, known)
        rows, sizes, seen = (tuple(state.engine.measure(m, as_at)) for m in ("uptake", "sizes", "seen"))
        figures = Uptake(as_at, rows, sizes, Seen.of(seen), definition).figures("nation")
        return {f.code: f.value for f in figures if f.value is not None}

    return ask
