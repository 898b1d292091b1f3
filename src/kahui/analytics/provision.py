"""Gates and provision rules, as the definition has them, in rows of the tables `gate` and `post_rule`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kahui.definition.gates import spine
from kahui.definition.model import Definition
from kahui.definition.time import BEGINNING


def gate_rows(definition: Definition) -> Iterator[tuple[object, ...]]:
    """Every gate at its place on the spine, a row a span in which the spine is the same."""
    days = _changes(definition, (gate.span for gate in definition.gates))
    for day, until in zip(days, [*days[1:], None], strict=True):
        for place, gate in enumerate(spine(definition.at(day)), 1):
            yield gate.code, gate.name.en, place, BEGINNING if day == days[0] else day, until


def rule_rows(definition: Definition) -> Iterator[tuple[object, ...]]:
    """Every provision of every post, a row a dated line of both."""
    for post in definition.posts:
        for line in post.provisions:
            starts = max(filter(None, (post.span.starts, line.span.starts)), default=BEGINNING)
            ends = min(filter(None, (post.span.ends, line.span.ends)), default=None)
            rule = (line.per, line.rounding, line.learners_per_post, line.estimate)
            yield (post.code, post.name.en, post.opened_by, *rule, starts, ends)


def _changes(definition: Definition, spans: Iterator[object]) -> list[dt.date]:
    """The days on which any of these spans starts or ends, from the programme's beginning on."""
    found = {definition.begins}
    for span in spans:
        found |= {d for d in (span.starts, span.ends) if d and d > definition.begins}  # type: ignore[attr-defined]
    return sorted(found)
