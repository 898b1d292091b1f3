"""How a post is filled and for how long it is held: who chooses, who affirms, which terms there are. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kahui.definition.lines import Cited, Coded, Span
from kahui.definition.reading import Fault, Node, listed
from kahui.definition.words import fold

if TYPE_CHECKING:
    from kahui.definition.lines import Post
    from kahui.definition.model import Definition

FILE = "posts.toml"

Kind = Literal["fixed", "extension", "permanent", "transferred"]
KINDS: tuple[Kind, ...] = ("fixed", "extension", "permanent", "transferred")
WORDS: dict[str, str] = {
    "fixed": "a fixed term",
    "extension": "an extension",
    "permanent": "permanent",
    "transferred": "a post transferred from another board",
}


@dataclass(frozen=True, slots=True)
class Tenure:
    """One way of holding a post during a span, for at most `months` (`None`: without an end).

    `times` is how often it can be given to one holder, `None` where nothing bounds it.
    """

    kind: Kind
    months: int | None
    times: int | None
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class FixedShare:
    """Where an employer of one of these types has `from_posts` or more of a post, at most `most_percent` of them are
    held for a fixed term, and a fixed term needs a genuine reason. No types: every employer."""

    from_posts: int
    most_percent: int
    types: tuple[str, ...]
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Affirmation:
    """An office that must affirm the panel's choice before the employer can approve it."""

    capacity: str
    span: Span
    cited: Cited


@dataclass(frozen=True, slots=True)
class Terms:
    """What must hold of whoever a post is given to, and for how long it is given.

    `chosen_by` is `network` where a panel across members chooses, `school` where the employer alone does.
    """

    chosen_by: Literal["network", "school"]
    prerequisites: tuple[str, ...]
    tenures: tuple[Tenure, ...]
    fixed_shares: tuple[FixedShare, ...]
    affirmations: tuple[Affirmation, ...]

    def tenure(self, kind: str, on: dt.date) -> Tenure | None:
        """The line for one way of holding the post on a day; `None` where it cannot be held so."""
        return next((t for t in self.tenures if t.kind == kind and t.span.holds(on)), None)

    def ways(self, on: dt.date) -> tuple[Tenure, ...]:
        """Every way in which the post can be given on a day; an extension only lengthens what is held."""
        return tuple(t for t in self.tenures if t.kind != "extension" and t.span.holds(on))

    def affirmed_by(self, on: dt.date) -> str:
        """The capacity that must affirm a choice on a day; `""` where none must."""
        return next((a.capacity for a in self.affirmations if a.span.holds(on)), "")

    def fixed_share(self, type: str, on: dt.date) -> FixedShare | None:
        """The bound on fixed terms at an employer of a type on a day; `None` where there is none."""
        for line in self.fixed_shares:
            if line.span.holds(on) and (not line.types or fold(type) in {fold(t) for t in line.types}):
                return line
        return None


@dataclass(frozen=True, slots=True)
class Week:
    """Hours of a full-time teacher in a week, by which a share of one is told in hours."""

    hours: float
    cited: Cited


def latest_end(tenure: Tenure, starts: dt.date) -> dt.date | None:
    """The last day (exclusive) until which a term that starts on a day can run; `None` without an end.

    A month ends on the same day of the month, or the month's last.
    """
    if tenure.months is None:
        return None
    months = starts.month - 1 + tenure.months
    year, month = starts.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(starts.day, calendar.monthrange(year, month)[1]))


def sentence(tenure: Tenure) -> str:
    """A line of tenure as words: `a fixed term of up to two years`."""
    words = WORDS[tenure.kind]
    if tenure.months is None:
        return words
    once = {None: "", 1: ", once"}.get(tenure.times, f", {tenure.times} times at most")
    return f"{words}{',' if tenure.kind == 'transferred' else ' of'} up to {_long(tenure.months)}{once}"


def hours(release: float, week: Week | None) -> float | None:
    """A share of a full-time teacher in hours a week; `None` where the programme does not say how long a week is."""
    return None if week is None else round(release * week.hours, 2)


def read_terms(node: Node) -> Terms:
    """The terms of one post."""
    return Terms(
        chosen_by=node.choice("chosen_by", ("network", "school"), "network"),  # type: ignore[arg-type]
        prerequisites=node.texts("prerequisites"),
        tenures=tuple(_tenure(n) for n in node.lines("term")),
        fixed_shares=tuple(_fixed_share(n) for n in node.lines("fixed_share")),
        affirmations=tuple(_affirmation(n) for n in node.lines("affirmation")),
    )


def read_week(node: Node) -> Week | None:
    """The length of a week, where the file has one."""
    node.known.append("week")
    if "week" not in node.data:
        return None
    table = node.table("week")
    hours = table.value("hours", float, 0.0, required=True) or 0.0
    if not hours > 0:
        table.fault("hours", f"found {hours:g}", "Write the hours of a week, more than 0.")
    made = Week(hours, table.cited())
    table.done()
    return made


def read_purposes(node: Node) -> tuple[Coded, ...]:
    """What a post can be for: the tags of a role's charter."""
    made = []
    for line in node.lines("purpose"):
        made.append(Coded(line.text("code"), line.words("name"), line.span(), line.cited()))
        line.done()
    return tuple(made)


def _tenure(node: Node) -> Tenure:
    kind = node.choice("kind", KINDS)
    months = node.integer("months", required=kind != "permanent")
    times = node.integer("times")
    for key, value in (("months", months), ("times", times)):
        if value is not None and not 1 <= value <= 1200:
            node.fault(key, f"found {value}", "Write 1 or more.")
            months, times = None, None
    made = Tenure(kind, months, times, node.span(), node.cited())  # type: ignore[arg-type]
    node.done()
    return made


def _fixed_share(node: Node) -> FixedShare:
    least, most = node.integer("from_posts", 1) or 1, node.integer("most_percent", required=True) or 0
    if not 0 <= most <= 100:
        node.fault("most_percent", f"found {most}", "Write a percentage, 0 to 100.")
    made = FixedShare(least, most, node.texts("types"), node.span(), node.cited())
    node.done()
    return made


def _affirmation(node: Node) -> Affirmation:
    made = Affirmation(node.text("capacity"), node.span(), node.cited())
    node.done()
    return made


def faults(d: Definition) -> Iterator[Fault]:
    """What is wrong between the terms of posts and the rest of the definition."""
    known = [c.code for c in d.capacities]
    types = {fold(w) for t in d.types for w in (t.code, t.name.en, *t.also)}
    for post in d.posts:
        yield from _two_lines(post)
        for place, line in enumerate(post.terms.affirmations, 1):
            if line.capacity not in known:
                key = f"post[{post.code}].affirmation[{place}].capacity"
                found = f"found “{line.capacity}”, which is no capacity"
                yield Fault(FILE, key, found, f"Capacities are {listed(known)}.")
        for place, share in enumerate(post.terms.fixed_shares, 1):
            for type in share.types:
                if fold(type) not in types:
                    key = f"post[{post.code}].fixed_share[{place}].types"
                    yield Fault(
                        FILE, key, f"found “{type}”, which is no type", "Write a type of register.toml."
                    )


def _two_lines(post: Post) -> Iterator[Fault]:
    """On a day a post has one line for each way of holding it."""
    lines = post.terms.tenures
    for place, one in enumerate(lines):
        for n, two in enumerate(lines[place + 1 :], place + 2):
            if one.kind == two.kind and _meet(one.span, two.span):
                found = f"found a second line for “{two.kind}” that holds on the same days as the first"
                yield Fault(FILE, f"post[{post.code}].term[{n}]", found, "End one where the other starts.")


def _meet(one: Span, two: Span) -> bool:
    first, last = dt.date.min, dt.date.max
    return max(one.starts or first, two.starts or first) < min(one.ends or last, two.ends or last)


def cited(d: Definition) -> Iterator[tuple[str, str, Cited]]:
    """Every citation: file, key and what it cites."""
    if d.week is not None:
        yield FILE, "week", d.week.cited
    for purpose in d.purposes:
        yield FILE, f"purpose[{purpose.code}]", purpose.cited
    for post in d.posts:
        key, terms = f"post[{post.code}]", post.terms
        yield from ((FILE, f"{key}.term[{n}]", t.cited) for n, t in enumerate(terms.tenures, 1))
        yield from ((FILE, f"{key}.fixed_share[{n}]", s.cited) for n, s in enumerate(terms.fixed_shares, 1))
        yield from ((FILE, f"{key}.affirmation[{n}]", a.cited) for n, a in enumerate(terms.affirmations, 1))


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _long(months: int) -> str:
    count, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    words = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{words} {unit}{'' if count == 1 else 's'}"
