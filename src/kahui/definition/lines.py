"""The lines that a programme is written in: frozen, dated, cited values, one kind a line of its files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from kahui.definition.words import fold

if TYPE_CHECKING:
    from kahui.definition.tenure import Terms

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
