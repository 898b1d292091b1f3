"""Published beside rebuilt: what others printed for the date, and what the record gives."""

from __future__ import annotations

from kahui.analytics.measures.uptake import Uptake
from kahui.analytics.report import Column, Figure, Section, Table
from kahui.definition.lines import Published
from kahui.reporting import words

COLUMNS = (
    Column("figure", "Figure"),
    Column("place", "Place"),
    Column("printed", "Printed"),
    Column("rebuilt", "Rebuilt"),
    Column("agrees", "Printed within the bounds"),
)


def in_month(asked: Uptake, scope: str) -> tuple[Published, ...]:
    """What was printed for the month of the date: for the nation, of every place; else of that place."""
    on = asked.as_at.on
    return tuple(
        p
        for p in asked.definition.published
        if (p.asat.year, p.asat.month) == (on.year, on.month) and (scope in ("nation", p.scope))
    )


def printed(asked: Uptake, scope: str) -> Section | None:
    """The chapter, or nothing where nobody printed anything for the month."""
    lines = in_month(asked, scope)
    if not lines:
        return None
    answered = {p.scope for p in lines} & set(asked.scopes)
    by_scope = {s: {f.code: f for f in asked.figures(s)} for s in answered}
    found: dict[tuple[str, str, str], list[Published]] = {}
    for p in lines:
        if p.code in by_scope.get(p.scope, {}):
            found.setdefault((p.scope, p.code, p.unit), []).append(p)
    if not found:
        return None
    rows = tuple(_row(together, by_scope[scope][code]) for (scope, code, _), together in found.items())
    cited = dict.fromkeys(p.source for together in found.values() for p in together)
    month = f"{asked.as_at.on:%B} {asked.as_at.on.year}"
    table = Table(
        "published",
        f"What was printed for {month}, beside what the record gives",
        f"Rebuilt as at {words.day(asked.as_at.on)}",
        COLUMNS,
        rows,
        notes=(
            "Where sources disagree, each stands. A printed figure may be of another day in the month.",
            *(f"{key}: {asked.definition.source(key)}" for key in cited),
        ),
    )
    return Section("published", "Published beside rebuilt", tables=(table,))


def _row(together: list[Published], f: Figure) -> tuple[str, ...]:
    """All that was printed of one figure in one row, so that sources which disagree stand side by side."""
    said: dict[str, list[str]] = {}
    for p in together:
        said.setdefault(f"{as_printed(p)}, {p.printed_date}", []).append(p.source)
    shown = "; ".join(f"{words_} [{', '.join(keys)}]" for words_, keys in said.items())
    verdicts = dict.fromkeys(agrees(p, f) for p in together)
    return f.title, words.scope(f.scope), shown, rebuilt(together[0], f), "; ".join(verdicts)


def as_printed(p: Published) -> str:
    """A printed figure with its own words: 1,500 (rounded), 62% (almost two-thirds), or the words alone."""
    if p.value is None:
        return p.words
    value = words.number(p.value, 0 if float(p.value).is_integer() else 1) + (
        "%" if p.unit == "percent" else ""
    )
    return f"{value} ({p.words})" if p.words else value


def rebuilt(p: Published, f: Figure) -> str:
    """Our figure in the unit that was printed."""
    if f.value is None:
        return words.UNKNOWN
    if p.unit == "percent":
        return words.UNKNOWN if f.percent is None else words.percent(f.percent)
    return words.amount(f)


def agrees(p: Published, f: Figure) -> str:
    """Whether the printed figure lies within what the record's bounds allow."""
    if f.value is None or p.value is None:
        return "cannot tell"
    low, high = f.low, f.high
    if p.unit == "percent":
        if not f.of or low is None or high is None:
            return "cannot tell"
        low, high = 100 * low / f.of - 0.5, 100 * high / f.of + 0.5
    if low is not None and p.value < low:
        return f"below, by {words.number(low - p.value, 1 if p.unit == 'percent' else 0)}"
    if high is not None and p.value > high:
        return f"above, by {words.number(p.value - high, 1 if p.unit == 'percent' else 0)}"
    return "yes"
