"""The values a programme is made of: frozen, dated, cited."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from kahui.definition.agreements import Agreements
    from kahui.definition.conversions import Conversions
    from kahui.definition.documents import Outline
    from kahui.definition.formation import Forming
    from kahui.definition.money import Payment
    from kahui.definition.tenure import Terms, Week
    from kahui.definition.tools import Tool, ToolLink

Effect = Literal["stands", "ends", "none"]
"""What a decision does to its gate: makes it stand, ends its standing, or leaves it as it was."""

Standing = Literal["approved", "endorsed"]
"""The two standings that uptake counts: a network exists (approved), its plan is agreed (endorsed)."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which a line of the definition is in force: half-open, `None` is unbounded."""

    starts: dt.date | None = None
    ends: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on < self.ends)


class Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a line comes from. `basis`: `found` in a source, `derived` from one, `ours`, or `not-found`."""

    source: str
    basis: Literal["found", "derived", "ours", "not-found"] = "found"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in English and, where the programme has them, te reo Māori (`""` where it has none)."""

    en: str
    mi: str = ""

    @property
    def both(self) -> str:
        """Both languages as they are printed together: `Communities of Learning | Kāhui Ako`."""
        return f"{self.en} | {self.mi}" if self.mi and self.mi != self.en else self.en


@dataclass(frozen=True, slots=True)
class Name:
    """What the programme and its networks are called in one era."""

    programme: Text
    network: Text
    networks: Text
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Country:
    """Where the programme runs: its name, and the language tag its pages are marked with (`en-NZ`)."""

    name: Text
    language: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose data the record is made of: `of` says which, `by` who published it, under which licence, and where
    that can be read."""

    of: str
    by: Text
    licence: str
    address: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Capacity:
    """An office that decides or is asked, such as a minister or a board's chair.

    `role` is the product's role that its holders are given (`records/access/roles.py`).
    """

    code: str
    name: Text
    cited: Cited
    role: str = "office"


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides at a gate during a span: one dated line."""

    capacity: str
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Outcome:
    """A word a decision can be recorded with, its effect on the gate, and other spellings of it.

    With `rests` the matter rests there; one without effect that does not rest gives it back to be changed.
    """

    word: str
    effect: Effect
    also: tuple[str, ...] = ()
    rests: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A step on the spine: what it follows, needs and opens, who decides, and with which outcomes.

    `follows` names the gates whose standing the record must show first; `preceded_by` names steps that come
    first in practice but need not be on record.
    """

    code: str
    name: Text
    asks: str
    follows: tuple[str, ...]
    needs: tuple[str, ...]
    opens: tuple[str, ...]
    deciders: tuple[Decider, ...]
    outcomes: tuple[Outcome, ...]
    span: Span
    cited: Cited
    counts_as: Standing | None = None
    also: tuple[str, ...] = ()
    preceded_by: tuple[str, ...] = ()

    def outcome(self, word: str) -> Outcome | None:
        """The outcome recorded by `word`, whatever its case or accents; `None` when there is none."""
        wanted = fold(word)
        for outcome in self.outcomes:
            if wanted in (fold(outcome.word), *(fold(w) for w in outcome.also)):
                return outcome
        return None


@dataclass(frozen=True, slots=True)
class Provision:
    """How many of a post a roll earns during a span: `round`s or `floor`s `roll / learners_per_post`."""

    per: Literal["network", "school"]
    rounding: Literal["round", "floor", "one"]
    learners_per_post: int | None
    span: Span
    cited: Cited
    estimate: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A funded role: the time it is released for, its allowance, its tenure, the gate that opens it."""

    code: str
    name: Text
    opened_by: str
    release: float | None
    allowance: int | None
    tenure: str
    provisions: tuple[Provision, ...]
    terms: Terms
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Coded:
    """A line of a plain list: a topic, a segment of the pathway, a year level or a priority group."""

    code: str
    name: Text
    span: Span
    cited: Cited
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One value of a register's column under one code, with every spelling photographs have used."""

    code: str
    name: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Which open schools may hold the new posts: authority begins with one of these, type is none of those."""

    authority_begins: tuple[str, ...]
    types_excluded: tuple[str, ...]
    rule: str
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Band:
    """A band of sizes, `least` to `most` inclusive; `most` is `None` for the open top band."""

    code: str
    least: int
    most: int | None
    name: str


@dataclass(frozen=True, slots=True)
class ShareWord:
    """The words for a share of `least` (a fraction) and above, up to the next line's."""

    least: float
    words: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Small-count rules: fewest people shown, the base of rounding."""

    floor: int
    at_or_above_floor: int
    rounding_base: int
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Published:
    """A figure somebody printed, kept beside ours: code and scope as in the report, date as printed.

    `asat` is the last day the printed date can mean. `value` is `None` for a figure given in words only.
    """

    code: str
    scope: str
    asat: dt.date
    printed_date: str
    value: float | None
    unit: Literal["count", "percent"]
    words: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day in the life of the programme itself: between `on` and `on_by`, equal when the day is known."""

    code: str
    on: dt.date
    on_by: dt.date
    words: str
    cited: Cited


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
    begins_cited: Cited = Cited("", "ours")
    milestones: tuple[Milestone, ...] = ()
    service_types: tuple[Vocabulary, ...] = ()
    country: Country = Country(Text(""), "en")
    publisher: Text = Text("")
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


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Text for comparing: no accents or macrons, one case, single spaces. Never for display."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip().casefold()


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
