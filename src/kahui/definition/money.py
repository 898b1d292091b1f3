"""What is paid, to whom, from which gate on, and how much of it falls to a part of a year. Pure; amounts are exact."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from kahui.definition.lines import Cited, Span, Text
from kahui.definition.reading import Fault, Node, listed

if TYPE_CHECKING:
    from kahui.definition.model import Definition

FILE = "money.toml"

Per = Literal["network", "school", "service", "post"]
PERS: tuple[Per, ...] = ("network", "school", "service", "post")


@dataclass(frozen=True, slots=True)
class Band:
    """The amount where there are up to `most` of what is counted; `None` for any number."""

    most: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of money (or of hours) during a span.

    `per` says what it is for each of; `to` in words who receives it; `gate` from which gate's standing on it is paid,
    or `post` for whose holding. `each` is `once` or `year`; it begins so many `years_after` what it is for.
    `amount` is `None` where it was not found, or where `bands` have it.
    """

    code: str
    name: Text
    per: Per
    to: Text
    gate: str
    post: str
    each: Literal["once", "year"]
    years_after: int
    amount: int | None
    unit: Literal["dollars", "hours"]
    bands: tuple[Band, ...]
    span: Span
    cited: Cited

    def of(self, count: int) -> int | None:
        """The amount of one year where there are `count` of what is counted; `None` where it was not found."""
        if not self.bands:
            return self.amount
        return next((b.amount for b in self.bands if b.most is None or count <= b.most), None) if count else 0


def days_of(year: int) -> int:
    """Days of a calendar year."""
    return (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days


def part_of_years(starts: dt.date, ends: dt.date) -> Fraction:
    """How many years lie between two days, the last exclusive: each calendar year's days over its own length."""
    if ends <= starts:
        return Fraction(0)
    whole = Fraction(0)
    for year in range(starts.year, ends.year + 1):
        first, last = max(starts, dt.date(year, 1, 1)), min(ends, dt.date(year + 1, 1, 1))
        if last > first:
            whole += Fraction((last - first).days, days_of(year))
    return whole


def due(payment: Payment, starts: dt.date, ends: dt.date, within: tuple[dt.date, dt.date]) -> Fraction | None:
    """What falls, in the days `within`, to something that held from `starts` until `ends` (both last days exclusive).

    A yearly payment is pro rata by days while its own span holds. One paid once is all of it where `starts` lies
    `within` and the span. `None` where the amount was not found.
    """
    amount, starts = payment.amount, later(starts, payment.years_after)
    if amount is None:
        return None
    if payment.each == "once":
        there = within[0] <= starts < within[1] and starts < ends and payment.span.holds(starts)
        return Fraction(amount if there else 0)
    first = max(starts, within[0], payment.span.starts or dt.date.min)
    last = min(ends, within[1], payment.span.ends or dt.date.max)
    return amount * part_of_years(first, last)


def later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; of 29 February, the 28th where that year has none."""
    year = min(day.year + years, dt.MAXYEAR)
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def cents(amount: Fraction) -> str:
    """An amount of money as it is written: $1,234.50, halves of a cent up; whole dollars without cents."""
    hundredths = int(amount * 100 + Fraction(1, 2)) if amount >= 0 else -int(-amount * 100 + Fraction(1, 2))
    sign = "-" if hundredths < 0 else ""
    dollars, rest = divmod(abs(hundredths), 100)
    return f"{sign}${dollars:,}" + (f".{rest:02d}" if rest else "")


def read_payments(node: Node) -> tuple[Payment, ...]:
    """Every payment of a programme."""
    return tuple(_payment(n) for n in node.lines("payment"))


def _payment(node: Node) -> Payment:
    made = Payment(
        code=node.text("code"),
        name=node.words("name"),
        per=node.choice("per", PERS),  # type: ignore[arg-type]
        to=node.words("to"),
        gate=node.text("gate", ""),
        post=node.text("post", ""),
        each=node.choice("each", ("once", "year"), "year"),  # type: ignore[arg-type]
        years_after=node.integer("years_after", 0) or 0,
        amount=node.integer("amount"),
        unit=node.choice("unit", ("dollars", "hours"), "dollars"),  # type: ignore[arg-type]
        bands=tuple(_band(n) for n in node.lines("band")),
        span=node.span(),
        cited=node.cited(),
    )
    if bool(made.gate) == bool(made.post):
        node.fault("gate", "found neither or both of a gate and a post", "Write one of gate and post.")
    if not 0 <= made.years_after <= 100:
        node.fault("years_after", f"found {made.years_after}", "Write a number of years, 0 to 100.")
    if made.amount is None and not made.bands and made.cited.basis != "not-found":
        node.fault(
            "amount", "found nothing", "Write the amount, or basis = “not-found” where it was not found."
        )
    node.done()
    return made


def _band(node: Node) -> Band:
    made = Band(node.integer("most"), node.integer("amount", 0, required=True) or 0)
    node.done()
    return made


def faults(d: Definition) -> Iterator[Fault]:
    """Payments from gates and for posts that there are not."""
    gates, posts = [g.code for g in d.gates], [p.code for p in d.posts]
    for line in d.payments:
        for key, code, known in (("gate", line.gate, gates), ("post", line.post, posts)):
            if code and code not in known:
                found = f"found “{code}”, which is no {key}"
                yield Fault(FILE, f"payment[{line.code}].{key}", found, f"There are {listed(known)}.")


def cited(d: Definition) -> Iterator[tuple[str, str, Cited]]:
    """Every citation: file, key and what it cites."""
    for line in d.payments:
        yield FILE, f"payment[{line.code}]", line.cited
