"""The uptake report: its chapters, made from measures; sentences are templates bound to figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from kahui.analytics.measures import characteristics as traits
from kahui.analytics.measures.uptake import Uptake
from kahui.analytics.report import Chart, Column, Figure, Report, Section, Table
from kahui.definition.time import AsAt
from kahui.reporting import answers, words
from kahui.reporting.chapters import momentum, posts, stages
from kahui.reporting.chapters.printed import printed
from kahui.reporting.snapshot import Snapshot

COUNTED = (
    Column("figure", "Figure"),
    Column("value", "Number", "count"),
    Column("low", "At least", "count"),
    Column("high", "At most", "count"),
    Column("of", "Of", "count"),
    Column("percent", "Percent", "percent"),
)


CHAPTERS = ("uptake", "published", "sizes", "places", "momentum", "stages", "posts", "characteristics")
"""In their order. Places and all after them are told of the nation only; sizes where there are networks; stages and
posts where more than approvals and endorsements is on the record."""


def make(state: Snapshot, as_at: AsAt, scope: str, chapters: Collection[str] = CHAPTERS) -> Report:
    """The report on a date, as known at a moment, for a scope: these chapters of it, as far as the scope has them."""
    asked = answers.uptake(state, as_at)
    figures = asked.figures(scope)
    when = f"{words.scope(scope)}, {words.day(as_at.on)}"
    written: dict[str, Callable[[], Section | None]] = {
        "uptake": lambda: uptake(asked, figures),
        "published": lambda: printed(asked, scope),
        "sizes": lambda: sizes(figures, when),
    }
    if scope == "nation":
        written["places"] = lambda: places(asked, when)
        written["momentum"] = lambda: momentum.chapter(state, as_at, when)
        written["stages"] = lambda: stages.chapter(state, as_at, when)
        written["posts"] = lambda: posts.chapter(state, as_at, when)
        written["characteristics"] = lambda: characteristics(state, as_at, when)
    sections = [write() for code, write in written.items() if code in chapters]
    name = asked.programme.name.programme
    title = " | ".join(t for t in (name.en, name.mi) if t)
    return Report(
        code="uptake",
        title=f"Uptake and early implementation: {title}",
        subtitle=f"{words.scope(scope)}, {words.day(as_at.on)}",
        on=as_at.on,
        known=as_at.known,
        scope=scope,
        programme=state.definition.code,
        definition=state.definition.hash,
        snapshot=state.id,
        figures=figures,
        sections=tuple(s for s in sections if s),
        notes=tuple(dict.fromkeys(f.note for f in figures if f.note)),
        sources=answers.sources(as_at),
    )


def uptake(asked: Uptake, figures: Sequence[Figure]) -> Section:
    """How many, in sentences; the figures themselves stand before every chapter."""
    by = {f.code: f for f in figures}
    return Section("uptake", "Uptake", sentences=tuple(sentences(asked, by)))


def sentences(asked: Uptake, by: dict[str, Figure]) -> Iterable[str]:
    """Sentences bound to figures; words for shares are the definition's."""
    networks, schools, learners = (by.get(f"{t}.{p}") for t, p in _HEADS)
    on = words.day(asked.as_at.on)
    if networks and networks.value is not None:
        yield f"{words.amount(networks)} networks stood approved on {on}."
    if schools and schools.value is not None and schools.percent is not None:
        share = asked.programme.share(schools.percent / 100)
        yield (
            f"{share[:1].upper()}{share[1:]} of the {words.number(schools.of or 0)} eligible schools "
            f"({words.percent(schools.percent)}) were in approved networks: {words.amount(schools)}."
        )
    if learners and learners.value is not None and learners.percent is not None:
        share = asked.programme.share(learners.percent / 100)
        yield (
            f"{share[:1].upper()}{share[1:]} of the learners at eligible schools "
            f"({words.percent(learners.percent)}) were in approved networks: {words.amount(learners)}."
        )
    endorsed = by.get("networks.endorsed")
    if endorsed and endorsed.value is not None:
        least = "At least " if endorsed.high is None else ""
        yield f"{least}{words.amount(endorsed)} of the approved networks stood endorsed."
    elif endorsed and endorsed.note:
        yield f"How many networks stood endorsed is not known. {endorsed.note}"


_HEADS = (("networks", "approved"), ("schools", "member"), ("learners", "member"))


def sizes(figures: Sequence[Figure], when: str) -> Section | None:
    """Networks by number of schools and of learners; none for a scope that has no networks of its own."""
    if not any(f.code.startswith("networks.schools.") for f in figures):
        return None
    made = []
    for thing in ("schools", "learners"):
        banded = [f for f in figures if f.code.startswith(f"networks.{thing}.")]
        rows = tuple((f.title, f.value, f.low, f.high, f.of, f.percent) for f in banded)
        table = Table(f"networks_by_{thing}", f"Networks by number of {thing}", when, COUNTED, rows)
        most = max(banded, key=lambda f: f.value or 0, default=None)
        if most is None or not most.value:
            continue
        what = most.title.removeprefix("Networks with ")
        made.append(
            Chart(
                f"networks_by_{thing}",
                "bars",
                f"{words.whole(most.value)} of {words.whole(most.of)} networks have {what}",
                when,
                "; ".join(f"{f.title}: {words.amount(f)}" for f in banded) + ".",
                table,
                "figure",
                ("value",),
            )
        )
    return Section("sizes", "How large networks are", charts=tuple(made))


def places(asked: Uptake, when: str) -> Section:
    """Regions, deciles and types: schools and learners in approved networks, with bounds."""
    made = []
    for kind, title in (("region", "Education regions"), ("decile", "Deciles"), ("type", "School types")):
        scopes = [s for s in asked.scopes if s.startswith(f"{kind}:")]
        if kind == "decile":
            scopes.sort(key=lambda s: int(s.partition(":")[2]))
        lines = [(s.partition(":")[2], {f.code: f for f in asked.figures(s)}) for s in scopes]
        rows = tuple(
            _place(f"{kind.capitalize()} {name}" if kind == "decile" else name, by)
            for name, by in lines
            if by["schools.eligible"].value
        )
        made.append(
            Table(f"by_{kind}", f"{title}: schools and learners in approved networks", when, _PLACE, rows)
        )
    shares = [r for r in made[0].rows if isinstance(r[5], float)]
    charts: tuple[Chart, ...] = ()
    if shares:
        most, least = max(shares, key=lambda r: r[5] or 0), min(shares, key=lambda r: r[5] or 0)
        charts = (
            Chart(
                "by_region",
                "bars",
                f"From {words.cell(least[5], 'percent')} of schools in {least[0]} to "
                f"{words.cell(most[5], 'percent')} in {most[0]}",
                f"Share of eligible schools in approved networks. {when}",
                "; ".join(
                    f"{r[0]}: {words.cell(r[5], 'percent')} of {words.cell(r[4], 'count')}" for r in shares
                )
                + ".",
                made[0],
                "place",
                ("percent",),
            ),
        )
    return Section(
        "places", "Where, and in which schools", charts=charts, tables=tuple(made[1:] if charts else made)
    )


_PLACE = (
    Column("place", "Place"),
    Column("schools", "Schools in networks", "count"),
    Column("low", "At least", "count"),
    Column("high", "At most", "count"),
    Column("of", "Eligible schools", "count"),
    Column("percent", "Share of schools", "percent"),
    Column("learners", "Learners in networks", "count"),
    Column("learners_percent", "Share of learners", "percent"),
)


def _place(name: str, by: dict[str, Figure]) -> tuple[str | float | None, ...]:
    schools, learners = by["schools.member"], by["learners.member"]
    return (
        name,
        schools.value,
        schools.low,
        schools.high,
        schools.of,
        schools.percent,
        learners.value,
        learners.percent,
    )


def characteristics(state: Snapshot, as_at: AsAt, when: str) -> Section:
    """Members beside others, with standardised differences and their intervals."""
    found = traits.differences(answers.rows(state, "characteristics", as_at))
    seen = [d for d in found if d.difference is not None]
    clear = sorted((d for d in seen if d.obvious), key=lambda d: -abs(d.difference or 0))
    table = Table(
        "characteristics",
        "Eligible schools in approved networks beside those in none",
        when,
        _TRAIT,
        tuple(_trait(d) for d in found),
        notes=(
            "Difference: the two means or shares apart, over the root of the mean of their variances; its interval "
            "is 95% (Hedges and Olkin 1985). Below 0.2 is commonly called small (Cohen 1988).",
        ),
    )
    if not seen:
        return Section("characteristics", "Members beside others", tables=(table,))
    least, most = (words.number(f(d.difference or 0 for d in seen), 2) for f in (min, max))
    told = (
        f"{len(clear)} of {len(seen)} characteristics differ by 0.2 or more beyond chance"
        if clear
        else "No characteristic differs by 0.2 or more beyond chance"
    )
    named = "; ".join(f"{_named(d)} ({words.number(d.difference or 0, 2)})" for d in clear[:6])
    return Section(
        "characteristics",
        "Members beside others",
        sentences=(
            f"{told}: {named}." if clear else f"{told}.",
            f"The differences run from {least} to {most}.",
        ),
        charts=(
            Chart(
                "characteristics",
                "dots",
                told,
                f"Standardised difference, members less others, with 95% intervals. {when}",
                f"{told}. The differences run from {least} to {most}." + (f" {named}." if clear else ""),
                table,
                "characteristic",
                ("difference",),
                "low",
                "high",
            ),
        ),
    )


_TRAIT = (
    Column("characteristic", "Characteristic"),
    Column("members_n", "Schools in networks", "count"),
    Column("others_n", "Other schools", "count"),
    Column("members", "In networks", "number"),
    Column("others", "Others", "number"),
    Column("difference", "Difference", "number"),
    Column("low", "At least", "number"),
    Column("high", "At most", "number"),
)


def _named(d: traits.Difference) -> str:
    return f"{d.characteristic}: {d.level}"


def _trait(d: traits.Difference) -> tuple[str | float | None, ...]:
    rounded = [None if v is None else round(v, 4) for v in (d.members, d.others, d.difference, d.low, d.high)]
    return (_named(d), d.members_n, d.others_n, *rounded)
