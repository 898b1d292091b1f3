"""What every document holds and in which order: the report's own chapters, and those that say how we know.

HTML, PDF and Word print the same chapters, so that no format can say more than another.
"""

from __future__ import annotations

from collections.abc import Iterable

from kahui.analytics.report import Cell, Column, Figure, Report, Section, Table
from kahui.reporting.words import (
    UNKNOWN,
    amount,
    between,
    cell,
    day,
    entry,
    is_number,
    moment,
    percent,
    scope,
    whole,
)

_FIGURES = (
    Column("figure", "Figure"),
    Column("scope", "Where"),
    Column("value", "Number", "count"),
    Column("low", "Lowest", "count"),
    Column("high", "Highest", "count"),
    Column("of", "Of", "count"),
    Column("percent", "Share", "percent"),
)
_ACROSS, _MARGIN, _LONG_WORD, _LONG_CELL = 98, 3, 19, 64
"""Letters of a table across a page; those that a cell's margins take; where a word is broken; and a cell's most."""
NO_SHARE = "–"
BOUNDS = (
    "Lowest and highest are the bounds that undated facts leave: the same as the number where every date is "
    "known. What the record cannot know is said to be not known, and is never counted as 0."
)


def chapters(report: Report, *, twins: bool) -> tuple[Section, ...]:
    """The chapters in reading order. `twins` adds the tables behind the charts, for formats that cannot fold
    them away under the chart."""
    own = [figure for figure in report.figures if figure.scope == report.scope]
    rest = [figure for figure in report.figures if figure.scope != report.scope]
    parts = [
        Section("figures", "The figures", tables=_figures("figures", scope(report.scope), own, where=False))
    ]
    parts += report.sections
    if rest:
        parts.append(Section("elsewhere", "The figures by place and kind", tables=_by_kind(rest)))
    parts.append(_rules(report))
    if report.notes:
        parts.append(Section("notes", "Notes", report.notes))
    behind = behind_charts(report) if twins else ()
    if behind:
        parts.append(Section("behind", "The tables behind the charts", tables=behind))
    parts.append(_sources(report))
    parts.append(_again(report))
    return tuple(parts)


def behind_charts(report: Report) -> tuple[Table, ...]:
    """Tables that stand under a chart and nowhere else."""
    shown = {table.code for section in report.sections for table in section.tables}
    return tuple(table for table in report.tables if table.code not in shown)


def leading(report: Report, most: int = 4) -> tuple[Figure, ...]:
    """The figures to print large: the first that are known, shares before plain numbers."""
    known = [f for f in report.figures if f.scope == report.scope and f.value is not None]
    first = [f for f in known if f.percent is not None] + [f for f in known if f.percent is None]
    chosen = {id(f) for f in first[:most]}
    return tuple(f for f in known if id(f) in chosen)


def large(figure: Figure) -> tuple[str, str]:
    """A figure to be printed large: the share where there is one; and under it the counts and bounds."""
    count = UNKNOWN if figure.value is None else cell(whole(figure.value), "count")
    big = count if figure.percent is None else percent(figure.percent)
    more = [] if figure.percent is None else [f"{count} of {cell(whole(figure.of), 'count')}"]
    if bounds := between(figure):
        more.append(f"between {bounds.replace(' to ', ' and ')}")
    return big, ", ".join(more)


def weights(table: Table) -> list[int]:
    """How to share a page's width between the columns, in tenths of a letter: first room for each one's longest
    word or number, then the rest by what their cells would like."""
    least, wish = [], []
    for at, column in enumerate(table.columns):
        cells = [entry(column, row[at]) for row in table.rows]
        whole_cells = (
            cells if is_number(column) else []
        )  # a number is never broken, the title above it may be
        longest = max(map(len, [column.title, *cells]))
        broken = [w for text in (column.title, *([] if whole_cells else cells)) for w in text.split()]
        word = max(map(len, [*whole_cells, *broken]), default=0)
        least.append(min(word, _LONG_WORD) + _MARGIN)
        wish.append(max(min(longest, _LONG_CELL) - word, 0))
    spare = max(0, _ACROSS - sum(least))
    share = spare / (sum(wish) or 1)
    return [round(10 * (room + share * more)) for room, more in zip(least, wish, strict=True)]


def _figures(code: str, title: str, figures: Iterable[Figure], *, where: bool = True) -> tuple[Table, ...]:
    columns = tuple(column for column in _FIGURES if where or column.code != "scope")
    rows = tuple(
        (
            f.title, *((scope(f.scope),) if where else ()), *(whole(v) for v in (f.value, f.low, f.high)),
            *_of(f),
        )
        for f in figures
    )  # fmt: skip
    return (Table(code, title, "", columns, rows, (BOUNDS,)),) if rows else ()


def _of(figure: Figure) -> tuple[Cell, Cell]:
    """What the figure is a share of, and the share; a dash where it is a share of nothing."""
    if figure.of is None and not figure.of_rule:
        return NO_SHARE, NO_SHARE
    return whole(figure.of), figure.percent


def _by_kind(figures: list[Figure]) -> tuple[Table, ...]:
    kinds = list(dict.fromkeys(f.scope.partition(":")[0] for f in figures))
    return tuple(
        table
        for kind in kinds
        for table in _figures(
            f"figures.{kind}", f"By {kind}", (f for f in figures if f.scope.partition(":")[0] == kind)
        )
    )


def _rules(report: Report) -> Section:
    """Each rule once, and beside what is not known, why."""
    rules: dict[tuple[str, str, str, str], None] = {}
    for f in report.figures:
        rules.setdefault((f.title, f.code, f.rule, f.of_rule))
    columns = (
        Column("figure", "Figure"), Column("code", "Code"), Column("rule", "What is counted"),
        Column("of_rule", "Of what"),
    )  # fmt: skip
    tables = [Table("rules", "What each figure counts", "", columns, tuple(rules))]
    noted = tuple((f.title, scope(f.scope), amount(f), f.note) for f in report.figures if f.note)
    if noted:
        columns = (
            Column("figure", "Figure"), Column("scope", "Where"), Column("value", "Number"), Column("note", "Note"),
        )  # fmt: skip
        tables.append(Table("reasons", "What to know about single figures", "", columns, noted))
    return Section("rules", "How we know", tables=tuple(tables))


def _sources(report: Report) -> Section:
    columns = (
        Column("name", "File"), Column("kind", "Kind"), Column("as_at", "The day it shows"),
        Column("received", "Received", "date"), Column("source", "From"), Column("hash", "SHA-256"),
    )  # fmt: skip
    rows = tuple(
        (s.name, s.kind, day(s.as_at) if s.as_at else "No single day", s.received_at, s.source, s.hash)
        for s in report.sources
    )
    sentence = (
        "Every figure rests on these files, kept as they were received; the SHA-256 tells a copy is the same."
    )
    if not rows:
        return Section("sources", "Sources", ("No file had been received by then.",))
    return Section("sources", "Sources", (sentence,), tables=(Table("sources", "Files", "", columns, rows),))


def _again(report: Report) -> Section:
    rows = (
        ("True on", day(report.on)),
        ("As known at", moment(report.known)),
        ("Scope", scope(report.scope)),
        ("Programme", report.programme),
        ("Definition of the programme", report.definition),
        ("Snapshot of the records", report.snapshot),
    )
    table = Table(
        "again", "Where this report comes from", "", (Column("what", "What"), Column("value", "Value")), rows
    )
    return Section("again", "To make this report again", tables=(table,))
