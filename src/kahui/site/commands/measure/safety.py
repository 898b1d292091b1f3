"""What masking, its attack and rounding did to a table, as pictures that show no count that is masked."""

from __future__ import annotations

import numpy as np

from kahui.analytics.disclosure.audit import Audit
from kahui.analytics.disclosure.complementary import Protected
from kahui.analytics.disclosure.primary import REASONS
from kahui.analytics.disclosure.table import Table
from kahui.analytics.report import Cell, Chart, Column
from kahui.analytics.report import Table as Titled
from kahui.site.commands.measure.files import Refused
from kahui.site.commands.measure.picture import MOST

FARTHEST = 12
"""Steps by which rounded counts are told one by one; those that moved farther are one bar."""


def masked_chart(done: Protected, width: int) -> Chart:
    """A bar for what is shown and one for each reason why a count is not."""
    many = np.bincount(done.reasons, minlength=len(REASONS))
    rows = [(why or "shown", int(n)) for why, n in zip(REASONS, many, strict=True) if n or not why]
    title = f"{many[0]:,} of {done.reasons.size:,} counts are shown"
    sure = "one of two" if width == 1 else f"one of {width + 1:,}"
    subtitle = f"Counts by why they are masked; for all that is shown, each can be {sure} numbers or more"
    return _bars("masked", title, subtitle, rows)


def attacked_chart(table: Table, found: Audit, masked: np.ndarray) -> Chart:
    """A line for each masked count, the narrowest first, from the least to the greatest it can be."""
    cells, least, greatest = (part[masked] for part in (found.cells, found.least, found.greatest))
    if not cells.size:
        raise Refused("A picture shows masked counts, and none is masked.")
    order = np.argsort(greatest - least, kind="stable")[:MOST]
    end = max(
        float(least[order].max()),
        float(np.max(greatest[order], where=np.isfinite(greatest[order]), initial=0)),
    )
    rows: list[tuple[Cell, ...]] = []
    for at in order:
        low, high = float(least[at]), float(greatest[at])
        known, name = low == high, _called(table, int(cells[at]))
        if not known:
            name += f": {low:,.0f} or more" if np.isinf(high) else f": {low:,.0f} to {high:,.0f}"
        rows.append((name, low if known else None, low, max(end, low + 1) if np.isinf(high) else high))
    exact = int((least == greatest).sum())
    title = f"{exact:,} of {cells.size:,} masked counts can be worked out"
    if not exact:
        fewest = float((greatest - least).min()) + 1
        each = (
            "nothing bounds any of them" if np.isinf(fewest) else f"each can be one of {fewest:,.0f} or more"
        )
        title = f"None of {cells.size:,} masked counts can be worked out: {each}"
    which = f"The {MOST} narrowest of {cells.size:,}" if cells.size > MOST else "Each masked count"
    subtitle = f"{which}, from the least to the greatest that what is shown allows"
    columns = (
        Column("cell", "Count"),
        Column("known", "It is", "count"),
        Column("least", "Least", "count"),
        Column("greatest", "Greatest", "count"),
    )
    told = "; ".join(str(row[0]) if row[1] is None else f"{row[0]}: {row[1]:g}" for row in rows)
    shown = Titled("attacked", title, subtitle, columns, tuple(rows))
    return Chart(
        "attacked",
        "dots",
        title,
        subtitle,
        f"{title}. {told}.",
        shown,
        "cell",
        ("known",),
        "least",
        "greatest",
    )


def rounded_chart(true: np.ndarray, made: np.ndarray, title: str) -> Chart:
    """A bar for each distance that counts were moved by, with how many were."""
    moved = np.abs(made - true)
    rows = [
        (f"by {step}" if step else "not at all", int((moved == step).sum()))
        for step in range(min(int(moved.max(initial=0)), FARTHEST) + 1)
    ]
    if (moved > FARTHEST).any():
        rows.append((f"by more than {FARTHEST}", int((moved > FARTHEST).sum())))
    return _bars("rounded", title, f"How far {true.size:,} counts, margins with them, were moved", rows)


def _bars(code: str, title: str, subtitle: str, rows: list[tuple[str, int]]) -> Chart:
    columns = (Column("what", "Counts"), Column("cells", "How many", "count"))
    words = f"{title}. {'; '.join(f'{name}: {many:,}' for name, many in rows)}."
    shown = Titled(code, title, subtitle, columns, tuple(rows))
    return Chart(code, "bars", title, subtitle, words, shown, "what", ("cells",))


def _called(table: Table, cell: int) -> str:
    codes = zip(table.structure.dimensions, table.codes[cell], strict=True)
    return " × ".join(dimension.codes[code] for dimension, code in codes)
