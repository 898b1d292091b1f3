"""The registry of links, as the definition has it, in rows of the tables `link` and `link_cut`."""

from __future__ import annotations

from collections.abc import Iterator

from kahui.definition.model import Definition
from kahui.definition.time import BEGINNING


def link_rows(definition: Definition) -> Iterator[tuple[object, ...]]:
    """Every link on record, a row a year level it is for, in the order of the table's columns."""
    scales = {(tool.code, v.code): v.scale for tool in definition.tools for v in tool.versions}
    for link in definition.links:
        for level in link.year_levels:
            yield (
                link.code,
                link.source,
                link.source_version,
                link.target,
                link.target_version,
                scales[link.target, link.target_version],
                link.topic,
                level,
                link.design,
                link.method,
                link.rung,
                link.learners,
                link.error,
                link.apart,
                link.cited.basis,
                link.span.starts or BEGINNING,
                link.span.ends,
            )


def cut_rows(definition: Definition) -> Iterator[tuple[object, ...]]:
    """The scores that stand for each judgment or level of each link that has such, lowest first."""
    for link in definition.links:
        for place, cut in enumerate(link.cuts, 1):
            yield link.code, place, cut.word, cut.least, cut.most
