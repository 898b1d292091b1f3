"""What a network has of posts on a day: provided, advertised, held, ended; vacancies, money, release."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse

from kahui.analytics.report import Column, Table
from kahui.definition import tenure
from kahui.definition.money import cents
from kahui.definition.time import read_day, say
from kahui.records.access.models import Person
from kahui.records.posts.queries.fillings import Filling, fillings
from kahui.records.posts.queries.ledger import Line, Vacancy, lines_of, time_to_fill, vacancies
from kahui.records.posts.queries.money import Owed, money
from kahui.records.posts.queries.provision import provided
from kahui.records.posts.queries.release import asked_now, offers, release
from kahui.records.register.queries import names_now
from kahui.web.door.routes import needs
from kahui.web.network.here import Here
from kahui.web.network.posts_here import POSTS, as_at, post_name, posts_here

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger as the page says it."""

    post: str
    school: str
    line: Line
    source: str = ""

    @property
    def waits(self) -> str:
        return "" if self.line.of.open else "not open yet: its gate does not stand"


@dataclass(frozen=True, slots=True)
class Kept:
    """One opening as the page says it: what became of it and for whom, and its page."""

    filling: Filling
    post: str
    school: str
    person: str
    state: str

    @property
    def last(self) -> dt.date | None:
        return self.filling.ends - DAY if self.filling.ends else None


@needs("posts.see")
def posts(request: HttpRequest, number: str) -> HttpResponse:
    """What is provided, what became of it, and what is vacant how long."""
    at = posts_here(request, number)
    moment = as_at(at)
    filled = fillings([at.network], moment)
    lines = lines_of(provided([at.network], moment, at.definition), filled, moment.on)
    vacant = vacancies(lines, filled, moment.on)
    schools = _schools(filled, lines)
    middle, started = time_to_fill(filled)
    values: dict[str, Any] = {
        "on": moment.on,
        "rows": [
            Row(post_name(at, x.of.post), schools.get(x.of.provider, ""), x, source_of(at, x.of.source))
            for x in lines
        ],
        "estimates": any(x.of.estimate for x in lines),
        "totals": _totals(lines),
        "kept": [k for k in _kept(at, filled, schools, moment.on) if k.state not in ("ended", "withdrawn")],
        "over": sum(f.state(moment.on) in ("ended", "withdrawn") for f in filled),
        "vacant": _grouped(at, vacant, schools, moment.on),
        "applied": _applied(vacant),
        "middle": middle,
        "started": started,
        "acts": _acts(at),
    }
    return at.show("posts", **values)


@needs("posts.see")
def ledger(request: HttpRequest, number: str) -> HttpResponse:
    """Every opening line by line: advertised, appointed, started, ended, each with its day and reason."""
    at = posts_here(request, number)
    moment = as_at(at)
    filled = fillings([at.network], moment)
    kept = _kept(at, filled, _schools(filled, ()), moment.on)
    columns = (
        Column("post", "Post"),
        Column("school", "Employer"),
        Column("who", "Who"),
        Column("advertised", "Advertised", "date"),
        Column("applied", "Applied", "count"),
        Column("appointed", "Appointed", "date"),
        Column("started", "Started", "date"),
        Column("ended", "Held until", "date"),
        Column("reason", "Why it ended"),
    )
    rows = tuple(_ledger_row(k, moment.on) for k in kept)
    title = f"Posts of {at.name}, line by line"
    table = Table("ledger", title, f"By {say(moment.on)}", columns, rows)
    return at.show("posts_table", POSTS, table=table, title="The ledger", on=moment.on, lead="")


@needs("posts.see")
def funds(request: HttpRequest, number: str) -> HttpResponse:
    """What money falls to the network, its members and its holders between two days."""
    at = posts_here(request, number)
    moment = as_at(at)
    since = (
        read_day(request.GET["since"], "since")
        if request.GET.get("since")
        else moment.on.replace(month=1, day=1)
    )
    owed = money(at.network, moment, at.definition, min(since, moment.on))
    table = _money_table(at, owed, f"{say(since)} to {say(moment.on)}")
    known = sum((o.amount for o in owed if o.amount and o.payment.unit == "dollars"), start=Fraction(0))
    lead = (
        f"{cents(known)} from {say(since)} to {say(moment.on)}, by the rules in force on each day, "
        "pro rata by days. What was not found is not counted."
    )
    return at.show("posts_money", POSTS, table=table, title="Money", on=moment.on, since=since, lead=lead)


def _money_table(at: Here, owed: Sequence[Owed], when: str) -> Table:
    """What is owed, a line a payment; a payment from a gate that comes to nothing in these days is left out."""
    columns = (
        Column("what", "Payment"),
        Column("to", "To"),
        Column("count", "For how many", "count"),
        Column("amount", "How much"),
        Column("rule", "By which rule"),
    )
    rows = tuple(
        (
            o.payment.name.en,
            o.payment.to.en,
            o.count,
            _amount(o),
            " ".join(t for t in (o.payment.cited.note, source_of(at, o.payment.cited.source)) if t),
        )
        for o in owed
        if o.amount is None or o.amount or o.payment.post
    )
    return Table("money", "Money by stage and by post", when, columns, rows)


def _amount(o: Owed) -> str:
    if o.amount is None:
        return "not found"
    return f"{float(o.amount):,.1f} hours" if o.payment.unit == "hours" else cents(o.amount)


@needs("posts.see")
def released(request: HttpRequest, number: str) -> HttpResponse:
    """Release entitled, taken, covered and unmet; who can cover, and what is asked for."""
    at = posts_here(request, number)
    moment = as_at(at)
    found = release([at.network], moment, at.definition)
    schools = names_now({r.provider for r in found})
    entitled = sum(r.entitled or 0 for r in found)
    unmet = sum(r.unmet or 0 for r in found)
    values: dict[str, Any] = {
        "on": moment.on,
        "rows": [(r, post_name(at, r.post), schools[r.provider][1]) for r in found],
        "entitled": entitled,
        "taken": sum(r.taken for r in found),
        "covered": sum(r.covered for r in found),
        "unmet": unmet,
        "share": 100 * unmet / entitled if entitled else None,
        "silent": sum(r.silent for r in found),
        "pool": list(offers([at.network], moment.on)),
        "names": names_now(list(offers([at.network], moment.on).values_list("provider", flat=True))),
        "asked": asked_now([at.network], moment.on),
        "offer": at.may("release.record"),
    }
    return at.show("posts_release", POSTS, **values)


def _schools(filled: Sequence[Filling], lines: Sequence[Line]) -> dict[int | None, str]:
    """Key → name of every school that the page speaks of."""
    keys = {k for f in filled for k in (f.provider, f.employer) if k} | {
        x.of.provider for x in lines if x.of.provider
    }
    return {key: name for key, (_, name) in names_now(keys).items()}


def _kept(at: Here, filled: Sequence[Filling], schools: dict[int | None, str], on: dt.date) -> list[Kept]:
    """Openings, newest first. Only whoever was appointed is named: who applied is never read here."""
    people = dict(
        Person.objects.filter(pk__in=[f.person for f in filled if f.person]).values_list("pk", "name")
    )
    return [
        Kept(
            f,
            post_name(at, f.post),
            schools.get(f.employer, ""),
            people.get(f.person or 0, ""),
            _state(f, on),
        )
        for f in reversed(filled)
    ]


def _state(f: Filling, on: dt.date) -> str:
    state = f.state(on)
    if state != "advertised":
        return state
    if f.approved and f.approved.yes:
        return "approved by the board"
    if f.chosen:
        return "chosen, and waits for an answer"
    return "open" if on <= f.closes else "closed, and waits for the panel"


def _ledger_row(kept: Kept, on: dt.date) -> tuple[Any, ...]:
    f, ended = kept.filling, kept.filling.state(on) == "ended"
    why = f.withdrawn_reason if f.withdrawn else f.reason if ended else ""
    return (
        kept.post, kept.school, kept.person, f.on, f.applied, f.appointed, f.started, kept.last, why,
    )  # fmt: skip


def _grouped(
    at: Here, vacant: Sequence[Vacancy], schools: dict[int | None, str], on: dt.date
) -> list[tuple[str, str, int, Vacancy, int]]:
    """Vacancies that are alike on one line: the post, whose, how many, one of them, and for how many days."""
    alike = Counter(vacant)
    return [(post_name(at, v.post), schools.get(v.provider, ""), n, v, v.days(on)) for v, n in alike.items()]


def _totals(lines: Sequence[Line]) -> dict[str, int]:
    return {
        "count": sum(x.of.count for x in lines),
        "started": sum(x.started for x in lines),
        "vacant": sum(x.vacant for x in lines if x.of.open),
    }


def _applied(vacant: Sequence[Vacancy]) -> float | None:
    """How many have applied for each post that is advertised now, on average."""
    advertised = [v.applied for v in vacant if v.opening]
    return sum(advertised) / len(advertised) if advertised else None


def _acts(at: Here) -> list[tuple[str, str, Any]]:
    """Ways to act, each with whether it is open to whoever asks."""
    acts = [
        ("Advertise a post", "posts/advertise", "post.advertise"),
        ("Record an entitlement notice", "posts/entitlement", "entitlement.record"),
        ("Transfer a post", "posts/transfer", "post.convert"),
    ]
    acts += [
        (f"Convert: {c.name.en}", f"posts/convert/{c.code}", "post.convert")
        for c in at.definition.conversions.on(at.who.on)
    ]
    return [(words, at.path(page), at.may(ability)) for words, page, ability in acts]


def source_of(at: Here, keys: str) -> str:
    """What a citation stands for, without its address; a notice says what it is itself."""
    return "; ".join(at.definition.source(key).split(": ")[0] for key in keys.split(", ") if key)


def term_words(at: Here, code: str, on: dt.date) -> list[str]:
    """How a post can be held, in sentences."""
    post = next((p for p in at.definition.posts if p.code == code), None)
    return (
        [tenure.sentence(t).capitalize() + "." for t in post.terms.tenures if t.span.holds(on)]
        if post
        else []
    )
