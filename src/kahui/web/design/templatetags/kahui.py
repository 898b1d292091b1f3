"""How values are written on a page: links that keep their dates, numbers, days, figures and their bounds."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kahui.analytics.report import Column
from kahui.definition.model import Definition
from kahui.definition.time import AsAt, TimeFault, say
from kahui.records.access.check import Acting
from kahui.reporting import words
from kahui.reporting.snapshot import definition
from kahui.web.design import asat

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: template.Context, name: str, *args: Any, **query: Any) -> str:
    """The address of a page, with the dates of this one. Other names given are added; blank ones are dropped."""
    request: HttpRequest | None = context.get("request")
    asked = {**asat.kept(request), **{k: v for k, v in query.items() if v not in (None, "")}}
    address = reverse(name, args=args)
    return f"{address}?{urlencode(asked)}" if asked else address


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changed: Any) -> str:
    """This page's address with some of its questions changed; a blank value drops the question."""
    request: HttpRequest = context["request"]
    asked = {k: v for k, v in request.GET.items() if len(v) <= 200}
    asked.update({k: str(v) for k, v in changed.items()})
    kept = {k: v for k, v in asked.items() if v != ""}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


@register.simple_tag(takes_context=True)
def dates(context: template.Context) -> dict[str, Any]:
    """The dates of this page for its header: written out, and as the person gave them."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {}
    try:
        moment: AsAt | None = asat.as_at(request)
    except TimeFault:
        moment = None
    given = asat.kept(request)
    others = [(k, v[:200]) for k, v in request.GET.items() if k not in (*asat.KEPT, "after", "page")]
    return {
        "as_at": moment,
        "on": given.get("on", moment.on.isoformat() if moment else ""),
        "known": given.get("known", ""),
        "known_is_day": len(given.get("known", "")) in (0, 10),
        "others": [] if getattr(request, "dates_refused", False) else others,
    }


MENU = (
    ("uptake", "Uptake"),
    ("momentum", "Momentum"),
    ("regions", "Regions"),
    ("networks", "Networks"),
    ("schools", "Schools"),
    ("report", "Report"),
    ("about", "About"),
)


@register.simple_tag
def menu() -> tuple[tuple[str, str], ...]:
    """The parts of the site, in the order of its menu."""
    return MENU


MINE = (
    ("waiting", "What waits for me"),
    ("caseload", "Caseload"),
    ("tranches", "Tranches"),
    ("expressions", "Expressions of interest"),
    ("openings", "Open posts"),
    ("release", "Release"),
    ("editions", "The programme"),
    ("roles", "People and roles"),
    ("looks", "Who looked"),
)
POST = ("mailbox", "Mail")
"""Where the mail of the demonstration arrives."""
"""What those who are signed in come for: the name of an address, and its words."""


@register.simple_tag(takes_context=True)
def mine(context: template.Context) -> list[tuple[str, str]]:
    """The parts of the site for whoever is signed in, as far as they may go there; none for a visitor."""
    who: Acting | None = getattr(context.get("request"), "acting", None)
    parts = (*MINE, POST) if settings.DEMO else MINE
    return [(name, words) for name, words in parts if who and _open(name, who)]


def _open(name: str, who: Acting) -> bool:
    """Whether an address is there, and what its view declares lets them in."""
    try:
        declared = getattr(resolve(reverse(name)).func, "declared", None)
    except NoReverseMatch:
        return False
    return declared is not None and (not declared.ability or bool(who.reach(declared.ability)))


@register.simple_tag
def invented() -> dt.date | None:
    """The day on which a rehearsal stands still; `None` where the records are real."""
    day: dt.date | None = settings.ACTING_DAY if settings.DEMO else None
    return day


@register.simple_tag
def programme() -> Definition:
    """The programme this site is about."""
    return definition()


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """31 December 2016."""
    if value is None:
        return words.UNKNOWN
    return say(value.date() if isinstance(value, dt.datetime) else value)


@register.filter
def month(value: dt.date) -> str:
    """Dec 2016."""
    return f"{value:%b} {value.year}"


@register.filter
def number(value: float | None) -> str:
    """2,405; a half stays a half; a blank says that it is not known."""
    if value is None:
        return words.UNKNOWN
    return words.number(value, 0 if float(value).is_integer() else 1)


@register.filter
def percent(value: float | None) -> str:
    """62.8%."""
    return words.UNKNOWN if value is None else words.percent(value)


@register.filter
def cell(value: Any, unit: str = "text") -> SafeString | str:
    """One cell of a table as people read it. A blank cell says so to those who listen."""
    if value is None or value == "":
        return format_html('<span aria-hidden="true">·</span><span class="unseen">{}</span>', words.UNKNOWN)
    if isinstance(value, dt.date):
        return format_html('<span class="day">{}</span>', say(value))
    return words.cell(value, unit)  # type: ignore[arg-type]


@register.filter
def entry(value: Any, column: Column) -> SafeString | str:
    """One cell of a report's table; a blank says what a blank of its column means."""
    if value is None and column.blank:
        return format_html('<span aria-hidden="true">·</span><span class="unseen">{}</span>', column.blank)
    return cell(value, column.unit)


@register.filter
def numeric(unit: str) -> bool:
    """Whether a column of this unit is set to the right, in figures of one width."""
    return unit in words.NUMERIC


@register.filter
def is_bounded(figure: Any) -> bool:
    """Whether undated facts leave the figure room."""
    return figure.value is not None and (figure.low, figure.high) != (figure.value, figure.value)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """One entry of a mapping; nothing where it has none."""
    return mapping.get(key) if mapping else None


@register.filter
def bounded(counted: tuple[float, float, float | None]) -> str:
    """A count with its bounds where it has any: 19 (18 to 21)."""
    value, low, high = counted
    if (low, high) == (value, value):
        return number(value)
    return (
        f"{number(value)} ({number(low)} to {number(high)})"
        if high is not None
        else f"{number(value)} or more"
    )


@register.filter
def columns_and(row: Any, columns: Any) -> list[tuple[Any, Any]]:
    """The cells of a row, each with its column."""
    return list(zip(columns, row, strict=False))


@register.filter
def svg(text: str) -> SafeString:
    """A drawing made by us, set into the page. Never used for anything a person sent."""
    # Only our own drawings come here; names in them are escaped.
    return mark_safe(text)  # noqa: S308  # nosec B308 B703
