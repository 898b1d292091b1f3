"""Eligibility written out: which authorities and types may hold the posts, and on which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kahui.definition.model import Definition
from kahui.definition.time import BEGINNING


def eligible_periods(
    definition: Definition, pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str, dt.date, dt.date | None]]:
    """Of pairs of authority and type, those that may hold the posts: the pair, its first day, the first day after."""
    for authority, type in pairs:
        for era in definition.eligibilities:
            on = max(era.span.starts or definition.begins, definition.begins)
            if definition.at(on).eligible(authority=authority, type=type):
                yield authority, type, era.span.starts or BEGINNING, era.span.ends
