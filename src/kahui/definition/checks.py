"""What must hold between the lines of a definition: codes that exist once, spans that meet, gates in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from kahui.definition import conversions, money, tenure
from kahui.definition.agreements import agreement_faults, cited_agreements, coded_agreements
from kahui.definition.documents import cited_outlines, outline_faults
from kahui.definition.formation import cited_forming, forming_faults
from kahui.definition.lines import Band, Cited, Span
from kahui.definition.model import Definition
from kahui.definition.reading import Fault, Node, listed
from kahui.definition.tool_checks import cited_tools, tool_faults
from kahui.definition.words import fold

T = TypeVar("T")


def follow_on(nodes: list[Node], make: Callable[[Node], T]) -> tuple[T, ...]:
    """Lines of which one holds at a time: each ends where the next starts, unless it says when it ends."""
    made: list[Any] = []
    for node in nodes:
        line: Any = make(node)
        node.done()
        if made:
            starts = line.span.starts
            before = made[-1].span
            if starts is None:
                node.fault(
                    "starts", "found no start on a line that follows another", "Write the day it starts."
                )
            elif before.ends is None and before.starts and starts <= before.starts:
                found = f"found {starts}, which is not after the line before it ({before.starts})"
                node.fault("starts", found, "Put the lines in order of their days.")
            elif before.ends is None:
                made[-1] = replace(made[-1], span=Span(before.starts, starts))
            elif before.ends > starts:
                found = f"found {starts}, before the line above it ends ({before.ends}): two lines would hold"
                node.fault("starts", found, f"Write {before.ends}, or leave out the end above.")
            elif before.ends < starts:
                found = (
                    f"found {starts}, after the line above it ended ({before.ends}): none would hold between"
                )
                node.fault("starts", found, f"Write {before.ends}, or leave out the end above.")
        made.append(line)
    return tuple(made)


def check(definition: Definition) -> list[Fault]:
    """Every fault between lines, in the order of the files."""
    found: list[Fault] = []
    for part in (
        _lengths,
        _codes,
        _spellings,
        _gates,
        _cycles,
        _deciders,
        _posts,
        tenure.faults,
        conversions.faults,
        money.faults,
        _tools,
        _agreements,
        _spans,
        _bands,
        _citations,
    ):
        found += part(definition)
    return found


def _lengths(d: Definition) -> Iterator[Fault]:
    if d.closes and d.closes <= d.begins:
        yield Fault(
            "programme.toml",
            "closes.on",
            f"found {d.closes}, which is not after the beginning ({d.begins})",
            "Write a later day.",
        )


def _groups(d: Definition) -> Iterator[tuple[str, str, list[str]]]:
    yield "programme.toml", "capacity", [c.code for c in d.capacities]
    yield "programme.toml", "milestone", [m.code for m in d.milestones]
    yield "programme.toml", "school_band", [b.code for b in d.school_bands]
    yield "programme.toml", "learner_band", [b.code for b in d.learner_bands]
    yield "gates.toml", "gate", [g.code for g in d.gates]
    yield "posts.toml", "post", [p.code for p in d.posts]
    yield "posts.toml", "purpose", [p.code for p in d.purposes]
    yield "posts.toml", "merge", [m.code for m in d.conversions.merges]
    yield "posts.toml", "split", [s.code for s in d.conversions.splits]
    yield "money.toml", "payment", [p.code for p in d.payments]
    yield "tools.toml", "tool", [t.code for t in d.tools]
    yield "links.toml", "link", [x.code for x in d.links]
    if d.agreed is not None:
        yield from coded_agreements(d.agreed)
    for key, lines in (
        ("topic", d.topics),
        ("segment", d.segments),
        ("year_level", d.year_levels),
        ("priority_group", d.priority_groups),
    ):
        yield "topics.toml", key, [line.code for line in lines]


def _codes(d: Definition) -> Iterator[Fault]:
    for file, key, codes in _groups(d):
        for code in _twice(codes):
            found = f"found the code “{code}” on {codes.count(code)} lines"
            yield Fault(file, f"{key}[{code}].code", found, "Give each line a code of its own.")


def _spellings(d: Definition) -> Iterator[Fault]:
    lists = (("region", d.regions), ("type", d.types + d.service_types))
    for key, words in lists:
        claimed: dict[str, str] = {}
        for word in words:
            for spelling in {fold(w) for w in (word.code, word.name.en, word.name.mi, *word.also) if w}:
                if spelling in claimed:
                    found = f"found the spelling “{spelling}”, which {key}[{claimed[spelling]}] has too"
                    yield Fault("register.toml", f"{key}[{word.code}]", found, "Keep it on one of the two.")
                claimed[spelling] = word.code
    for gate in d.gates:
        spelled = [fold(w) for o in gate.outcomes for w in {o.word, *o.also}]
        for twice in _twice(spelled):
            found = f"found the word “{twice}” for two outcomes"
            yield Fault("gates.toml", f"gate[{gate.code}].outcome", found, "Keep it on one of the two.")


def _gates(d: Definition) -> Iterator[Fault]:
    codes = [g.code for g in d.gates]
    for gate in d.gates:
        for key, named in (("follows", gate.follows), ("preceded_by", gate.preceded_by)):
            for code in named:
                if code not in codes:
                    found = f"found “{code}”, which is no gate"
                    yield Fault(
                        "gates.toml", f"gate[{gate.code}].{key}", found, f"Gates are {listed(codes)}."
                    )
    for standing in ("approved", "endorsed"):
        counting = [g.code for g in d.gates if g.counts_as == standing]
        if len(counting) != 1:
            found = f"found {listed(counting) or 'no gate'} counting as {standing}"
            cure = f"Write counts_as = “{standing}” on exactly one gate, so that uptake can be counted."
            yield Fault("gates.toml", "gate.counts_as", found, cure)


def _cycles(d: Definition) -> Iterator[Fault]:
    before = {g.code: (*g.follows, *g.preceded_by) for g in d.gates}
    for code in before:
        path = _back_to(code, code, before, (code,))
        if path and code == min(path):
            found = f"found a circle: {' follows '.join(path)}"
            yield Fault("gates.toml", f"gate[{code}].follows", found, "Take one of these steps out.")


def _back_to(
    goal: str, here: str, before: dict[str, tuple[str, ...]], path: tuple[str, ...]
) -> tuple[str, ...]:
    for code in before.get(here, ()):
        if code == goal:
            return (*path, code)
        if code not in path and (found := _back_to(goal, code, before, (*path, code))):
            return found
    return ()


def _deciders(d: Definition) -> Iterator[Fault]:
    known = [c.code for c in d.capacities]
    for gate in d.gates:
        key = f"gate[{gate.code}].decider"
        for place, decider in enumerate(gate.deciders, 1):
            if decider.capacity not in known:
                found = f"found “{decider.capacity}”, which is no capacity"
                yield Fault(
                    "gates.toml", f"{key}[{place}].capacity", found, f"Capacities are {listed(known)}."
                )
        spans = [x.span for x in gate.deciders]
        yield from _covers("gates.toml", key, spans, gate.span.starts or d.begins, gate.span.ends)


def _posts(d: Definition) -> Iterator[Fault]:
    codes = [g.code for g in d.gates]
    for post in d.posts:
        if post.opened_by not in codes:
            found = f"found “{post.opened_by}”, which is no gate"
            yield Fault("posts.toml", f"post[{post.code}].opened_by", found, f"Gates are {listed(codes)}.")
    segments = [s.code for s in d.segments]
    for key, lines in (("topic", d.topics), ("year_level", d.year_levels)):
        for line in lines:
            if line.parent and line.parent not in segments:
                found = f"found “{line.parent}”, which is no segment"
                yield Fault(
                    "topics.toml", f"{key}[{line.code}].parent", found, f"Segments are {listed(segments)}."
                )


def _tools(d: Definition) -> Iterator[Fault]:
    yield from tool_faults(d.tools, d.links, d.topics, d.year_levels)


def _agreements(d: Definition) -> Iterator[Fault]:
    if d.agreed is not None:
        yield from agreement_faults(d.agreed)
    yield from outline_faults(d.documents)
    if d.forming is not None:
        yield from forming_faults(d.forming, [s.code for s in d.segments])


def _spans(d: Definition) -> Iterator[Fault]:
    for file, key, lines in (
        ("programme.toml", "name", [n.span for n in d.names]),
        ("register.toml", "eligibility", [e.span for e in d.eligibilities]),
        ("disclosure.toml", "disclosure", [x.span for x in d.disclosures]),
    ):
        yield from _covers(file, key, lines, d.begins, None)


def _covers(file: str, key: str, spans: list[Span], starts: dt.date, ends: dt.date | None) -> Iterator[Fault]:
    """Exactly one line must hold from `starts` until `ends`; how lines meet was seen when they were read."""
    if not spans:
        yield Fault(file, key, "found no line", "Write at least one; one must hold on every day.")
        return
    first, last = spans[0].starts, spans[-1].ends
    if first is not None and first > starts:
        found = f"found {first} as the first start: none would hold from {starts}"
        yield Fault(file, f"{key}[1].starts", found, f"Write {starts}, or leave the start out.")
    if last is not None and (ends is None or last < ends):
        found = f"found {last} as the last end: none would hold from then"
        yield Fault(
            file, f"{key}[{len(spans)}].ends", found, "Leave the end out, or add the line that follows."
        )


def _bands(d: Definition) -> Iterator[Fault]:
    for key, bands in (("school_band", d.school_bands), ("learner_band", d.learner_bands)):
        yield from _banded(key, bands)
    leasts = [s.least for s in d.share_words]
    if leasts[:1] != [0.0] or leasts != sorted(set(leasts)):
        found = f"found the shares {', '.join(f'{x:g}' for x in leasts)}"
        yield Fault(
            "programme.toml", "share.least", found, "Start at 0.0 and let each line be greater than the last."
        )


def _banded(key: str, bands: tuple[Band, ...]) -> Iterator[Fault]:
    following = 0
    for place, band in enumerate(bands, 1):
        where = f"{key}[{band.code}]"
        if band.least != following:
            yield Fault("programme.toml", f"{where}.least", f"found {band.least}", f"Write {following}.")
        if (band.most is None) != (place == len(bands)):
            found = "found an end on the last band" if band.most is not None else "found no end"
            yield Fault("programme.toml", f"{where}.most", found, "Every band but the last says its most.")
        following = (band.most or band.least) + 1


def _citations(d: Definition) -> Iterator[Fault]:
    for file, key, cited in _cited(d):
        for source in cited.source.split(", ") if cited.source else ():
            if source not in d.sources:
                found = f"found “{source}”, which is no key in sources.toml"
                yield Fault(
                    file, f"{key}.source", found, "Add the key there with its address, or correct it."
                )


def _cited(d: Definition) -> Iterator[tuple[str, str, Cited]]:
    yield "programme.toml", "begins", d.begins_cited
    yield "programme.toml", "closes", d.closes_cited
    yield from _each("programme.toml", "name", d.names)
    yield from _each("programme.toml", "capacity", d.capacities)
    yield from _each("programme.toml", "milestone", d.milestones)
    yield from _each("programme.toml", "attribution", d.attributions)
    yield from _each("gates.toml", "gate", d.gates)
    for gate in d.gates:
        yield from _each("gates.toml", f"gate[{gate.code}].decider", gate.deciders)
    yield from _each("posts.toml", "post", d.posts)
    for post in d.posts:
        yield from _each("posts.toml", f"post[{post.code}].provision", post.provisions)
    for part in (tenure, conversions, money):
        yield from part.cited(d)
    yield from _each("topics.toml", "topic", d.topics)
    yield from _each("topics.toml", "segment", d.segments)
    yield from _each("topics.toml", "year_level", d.year_levels)
    yield from _each("topics.toml", "priority_group", d.priority_groups)
    yield from cited_tools(d.tools, d.links)
    if d.agreed is not None:
        yield from cited_agreements(d.agreed)
    yield from cited_outlines(d.documents)
    if d.forming is not None:
        yield from cited_forming(d.forming)
    yield from _each("register.toml", "eligibility", d.eligibilities)
    yield from _each("disclosure.toml", "disclosure", d.disclosures)
    for source in dict.fromkeys(p.source for p in d.published):
        yield "published.toml", "printed", Cited(source)


def _each(file: str, key: str, lines: Iterable[Any]) -> Iterator[tuple[str, str, Cited]]:
    for place, line in enumerate(lines, 1):
        yield file, f"{key}[{getattr(line, 'code', place)}]", line.cited


def _twice(words: list[str]) -> list[str]:
    return sorted({w for w in words if words.count(w) > 1})
