"""Posts of one kind given up for another, and one post taken apart into time and allowances. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from kahui.definition.lines import Cited, Span, Text
from kahui.definition.reading import Fault, Node, listed

if TYPE_CHECKING:
    from kahui.definition.model import Definition

FILE = "posts.toml"


@dataclass(frozen=True, slots=True)
class Merge:
    """Several posts of one kind become one more of another: `takes` of `takes_post` for each, at most `most` times.

    Neither time nor money is the same before and after: nothing here is balanced by either.
    """

    code: str
    name: Text
    takes_post: str
    takes: float
    gives_post: str
    most: int
    span: Span
    cited: Cited

    def deducted(self, times: int) -> int:
        """How many whole posts are given up for `times` more of the other: the sum, rounded down."""
        return math.floor(Fraction(str(self.takes)) * times)


@dataclass(frozen=True, slots=True)
class Split:
    """One post held for a fixed term becomes parts: so many of a share of a teacher, so many of an allowance."""

    code: str
    name: Text
    post: str
    times: int
    release: float
    allowances: int
    allowance: int
    span: Span
    cited: Cited

    @property
    def time(self) -> float:
        """The release of all parts together, in full-time teachers."""
        return float(Fraction(str(self.release)) * self.times)

    @property
    def money(self) -> int:
        """The allowances of all parts together, in dollars a year."""
        return self.allowances * self.allowance


@dataclass(frozen=True, slots=True)
class Conversions:
    """Every conversion the programme has ever had."""

    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()

    def merge(self, code: str, on: dt.date) -> Merge | None:
        """The merge of this code that can be made on a day."""
        return next((m for m in self.merges if m.code == code and m.span.holds(on)), None)

    def split(self, code: str, on: dt.date) -> Split | None:
        """The split of this code that can be made on a day."""
        return next((s for s in self.splits if s.code == code and s.span.holds(on)), None)

    def on(self, on: dt.date) -> tuple[Merge | Split, ...]:
        """Every conversion that can be made on a day."""
        every: list[Merge | Split] = [*self.merges, *self.splits]
        return tuple(c for c in every if c.span.holds(on))


def sentence(conversion: Merge | Split) -> str:
    """What a conversion does, in words."""
    if isinstance(conversion, Merge):
        made = "; ".join(
            f"{conversion.takes * n:g} (so {conversion.deducted(n)}) for {n}"
            for n in range(1, conversion.most + 1)
        )
        return f"{conversion.takes:g} for each one more, {conversion.most} at most, rounded down: {made}."
    return (
        f"One held for a fixed term becomes {conversion.times} of {conversion.release:.2f} of a full-time teacher "
        f"and {conversion.allowances} allowances of ${conversion.allowance:,}."
    )


def read_conversions(node: Node) -> Conversions:
    """The conversions of a programme."""
    merges, splits = node.lines("merge"), node.lines("split")
    return Conversions(tuple(_merge(n) for n in merges), tuple(_split(n) for n in splits))


def _merge(node: Node) -> Merge:
    takes = node.value("takes", float, 1.0, required=True) or 0.0
    most = node.integer("most", 1, required=True) or 0
    if not 0 < takes < 1000:
        node.fault("takes", f"found {takes:g}", "Write how many posts are given up for one, more than 0.")
        takes = 1.0
    if not 0 < most < 1000:
        node.fault("most", f"found {most}", "Write 1 or more.")
        most = 1
    made = Merge(
        code=node.text("code"),
        name=node.words("name"),
        takes_post=node.text("takes_post"),
        takes=takes,
        gives_post=node.text("gives_post"),
        most=most,
        span=node.span(),
        cited=node.cited(),
    )
    node.done()
    return made


def _split(node: Node) -> Split:
    made = Split(
        code=node.text("code"),
        name=node.words("name"),
        post=node.text("post"),
        times=node.integer("times", 0, required=True) or 0,
        release=node.value("release", float, 0.0, required=True) or 0.0,
        allowances=node.integer("allowances", 0, required=True) or 0,
        allowance=node.integer("allowance", 0, required=True) or 0,
        span=node.span(),
        cited=node.cited(),
    )
    for key, value in (("times", made.times), ("allowances", made.allowances)):
        if value < 0:
            node.fault(key, f"found {value}", "Write 0 or more.")
    node.done()
    return made


def faults(d: Definition) -> Iterator[Fault]:
    """Conversions of posts that there are not."""
    codes = [p.code for p in d.posts]
    named = [
        *((f"merge[{m.code}].takes_post", m.takes_post) for m in d.conversions.merges),
        *((f"merge[{m.code}].gives_post", m.gives_post) for m in d.conversions.merges),
        *((f"split[{s.code}].post", s.post) for s in d.conversions.splits),
    ]
    for key, post in named:
        if post not in codes:
            yield Fault(FILE, key, f"found “{post}”, which is no post", f"Posts are {listed(codes)}.")


def cited(d: Definition) -> Iterator[tuple[str, str, Cited]]:
    """Every citation: file, key and what it cites."""
    for merge in d.conversions.merges:
        yield FILE, f"merge[{merge.code}]", merge.cited
    for split in d.conversions.splits:
        yield FILE, f"split[{split.code}]", split.cited
