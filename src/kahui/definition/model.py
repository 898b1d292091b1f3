"""A programme: everything it has ever been, and what it is on one date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kahui.definition.lines import (
    Attribution,
    Band,
    Capacity,
    Cited,
    Coded,
    Country,
    Disclosure,
    Eligibility,
    Gate,
    Milestone,
    Name,
    Post,
    Published,
    S,
    ShareWord,
    Standing,
    Text,
    Vocabulary,
)
from kahui.definition.words import fold

if TYPE_CHECKING:
    from kahui.definition.agreements import Agreements
    from kahui.definition.conversions import Conversions
    from kahui.definition.documents import Outline
    from kahui.definition.formation import Forming
    from kahui.definition.money import Payment
    from kahui.definition.tenure import Week
    from kahui.definition.tools import Tool, ToolLink


OURS, NO_WORDS = Cited("", "ours"), Text("")
NO_COUNTRY = Country(NO_WORDS, "en")


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme as it is on one date: every dated line that holds then, and no other."""

    code: str
    on: dt.date
    name: Name
    capacities: tuple[Capacity, ...]
    gates: tuple[Gate, ...]
    posts: tuple[Post, ...]
    topics: tuple[Coded, ...]
    segments: tuple[Coded, ...]
    year_levels: tuple[Coded, ...]
    priority_groups: tuple[Coded, ...]
    eligibility: Eligibility
    disclosure: Disclosure
    regions: tuple[Vocabulary, ...]
    types: tuple[Vocabulary, ...]
    school_bands: tuple[Band, ...]
    learner_bands: tuple[Band, ...]
    share_words: tuple[ShareWord, ...]
    closed: bool

    def gate(self, code: str) -> Gate | None:
        """The gate whose code, name (either language) or other spelling is `code`; `None` when there is none."""
        wanted = fold(code)
        for gate in self.gates:
            if wanted in {fold(w) for w in (gate.code, gate.name.en, gate.name.mi, *gate.also) if w}:
                return gate
        return None

    def decider(self, gate: Gate) -> Capacity | None:
        """Who decides at `gate` on this date."""
        for decider in gate.deciders:
            if decider.span.holds(self.on):
                return next(c for c in self.capacities if c.code == decider.capacity)
        return None

    def eligible(self, *, authority: str, type: str) -> bool:
        """Whether an open school of this authority and type may hold the programme's posts."""
        begins = tuple(fold(a) for a in self.eligibility.authority_begins)
        excluded = {fold(t) for t in self.eligibility.types_excluded}
        return fold(authority).startswith(begins) and fold(type) not in excluded

    def share(self, fraction: float) -> str:
        """The words for a share, from the definition's own table, such as "almost two-thirds"."""
        words = self.share_words[0].words
        for line in self.share_words:
            if fraction >= line.least:
                words = line.words
        return words


@dataclass(frozen=True, slots=True)
class Definition:
    """Everything a programme has ever been. `at` a date gives the programme as it was then."""

    code: str
    hash: str
    begins: dt.date
    closes: dt.date | None
    closes_cited: Cited
    names: tuple[Name, ...]
    capacities: tuple[Capacity, ...]
    gates: tuple[Gate, ...]
    posts: tuple[Post, ...]
    conversions: Conversions
    topics: tuple[Coded, ...]
    segments: tuple[Coded, ...]
    year_levels: tuple[Coded, ...]
    priority_groups: tuple[Coded, ...]
    eligibilities: tuple[Eligibility, ...]
    disclosures: tuple[Disclosure, ...]
    regions: tuple[Vocabulary, ...]
    types: tuple[Vocabulary, ...]
    school_bands: tuple[Band, ...]
    learner_bands: tuple[Band, ...]
    share_words: tuple[ShareWord, ...]
    published: tuple[Published, ...]
    sources: dict[str, str] = field(hash=False)
    not_found: tuple[str, ...] = ()
    about: str = ""
    begins_cited: Cited = OURS
    milestones: tuple[Milestone, ...] = ()
    service_types: tuple[Vocabulary, ...] = ()
    country: Country = NO_COUNTRY
    publisher: Text = NO_WORDS
    """Who printed the figures that stand beside ours; `""` where nobody did."""
    attributions: tuple[Attribution, ...] = ()
    tools: tuple[Tool, ...] = ()
    links: tuple[ToolLink, ...] = ()
    payments: tuple[Payment, ...] = ()
    purposes: tuple[Coded, ...] = ()
    """What a post can be for."""
    week: Week | None = None
    agreed: Agreements | None = None
    """How many challenges are asked for, and what may be shared; `None` where the programme does not say."""
    documents: tuple[Outline, ...] = ()
    """What each kind of document asks for; none where the programme asks for nothing in writing."""
    forming: Forming | None = None
    """What a network that forms is looked at for; `None` where the programme does not say."""

    def at(self, on: dt.date) -> Programme:
        """The programme on `on`. Pure: the same date gives an equal value. Before it began, its first era."""
        return _programme(Itself(self), on)

    def region(self, printed: str) -> str:
        """The one code for a region, whichever way a photograph spelt it; unknown spellings stand as printed."""
        return _coded(self.regions, printed)

    def type(self, printed: str) -> str:
        """The one code for a school's or a service's type, whichever way a photograph spelt it."""
        return _coded(self.types + self.service_types, printed)

    def source(self, keys: str) -> str:
        """What the keys of a citation (`MR, GAZ17`) stand for, in words with addresses."""
        return "; ".join(self.sources.get(key, key) for key in keys.split(", ") if key)

    def standing(self, counts_as: Standing) -> Gate | None:
        """The gate whose standing uptake counts as approved or as endorsed."""
        return next((g for g in self.gates if g.counts_as == counts_as), None)


class Itself:
    """A value as itself, to remember what was worked out of it: equal to no other, however alike, found in no time."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.value is self.value


@lru_cache(maxsize=1024)
def _programme(definition: Itself, on: dt.date) -> Programme:
    d: Definition = definition.value
    era = max(on, d.begins)
    return Programme(
        code=d.code,
        on=on,
        name=_one(d.names, era),
        capacities=d.capacities,
        gates=tuple(replace(g, deciders=_holding(g.deciders, era)) for g in _holding(d.gates, era)),
        posts=tuple(replace(p, provisions=_holding(p.provisions, era)) for p in _holding(d.posts, era)),
        topics=_holding(d.topics, era),
        segments=_holding(d.segments, era),
        year_levels=_holding(d.year_levels, era),
        priority_groups=_holding(d.priority_groups, era),
        eligibility=_one(d.eligibilities, era),
        disclosure=_one(d.disclosures, era),
        regions=d.regions,
        types=d.types,
        school_bands=d.school_bands,
        learner_bands=d.learner_bands,
        share_words=d.share_words,
        closed=d.closes is not None and on >= d.closes,
    )


def _coded(vocabulary: tuple[Vocabulary, ...], printed: str) -> str:
    wanted = fold(printed)
    for word in vocabulary:
        if wanted in {fold(w) for w in (word.code, word.name.en, word.name.mi, *word.also) if w}:
            return word.code
    return printed.strip()


def _holding(lines: tuple[S, ...], on: dt.date) -> tuple[S, ...]:
    return tuple(line for line in lines if line.span.holds(on))


def _one(lines: tuple[S, ...], on: dt.date) -> S:
    return next(line for line in lines if line.span.holds(on))
