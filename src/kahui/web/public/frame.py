"""What every public view does first: read the dates, and know what the record can answer for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from kahui.definition.time import AsAt, say
from kahui.definition.words import fold
from kahui.reporting import pages
from kahui.web.design import asat

LONGEST = 200
"""More of a search than this is nobody's name for anything."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its dates and the frame of its answer."""

    request: HttpRequest
    as_at: AsAt
    now: pages.Now

    @property
    def query(self) -> str:
        """The dates, for links made outside templates."""
        kept = asat.kept(self.request)
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def word(self) -> dict[str, str]:
        """What networks are called on the date."""
        name = self.now.programme.name
        return {"network": name.network.en, "networks": name.networks.en, "programme": name.programme.en}

    @property
    def country(self) -> str:
        """Where the programme runs, in words."""
        return self.now.definition.country.name.en

    def crumbs(self, *steps: tuple[str, str]) -> list[tuple[str, str]]:
        """The way to a page from the whole country: each step's words and the name of its address."""
        trail = ((self.country, "home"), *steps)
        return [(words, reverse(name) + self.query) for words, name in trail]

    @property
    def nothing_known(self) -> str:
        """A sentence where nothing was on record at the moment asked for; blank otherwise."""
        first = self.now.first_known
        if first is None:
            return "Nothing is on record yet. Import a directory of schools, or make the demonstration with kahui demo."
        if self.as_at.known < first:
            return (
                f"Nothing was known on {say(self.as_at.known.date())}: the first record was made on "
                f"{say(first.date())}. That is the answer for this moment, not a fault."
            )
        return ""

    @property
    def carried(self) -> str:
        """A sentence where the date lies outside what directories show; blank otherwise."""
        seen = self.now.seen
        if seen.schools_to and self.as_at.on > seen.schools_to:
            return (
                f"The newest directory of schools on record shows {say(seen.schools_to)}. "
                "What it shows is carried forward to this date."
            )
        if seen.schools_from and self.as_at.on < seen.schools_from:
            return (
                f"The oldest directory of schools on record shows {say(seen.schools_from)}. "
                "It is carried back, so schools that had closed before it are missing."
            )
        return ""

    def show(self, template: str, place: str, *, status: int = 200, **values: Any) -> HttpResponse:
        """The page: `place` is the part of the menu it belongs to."""
        frame = {
            "asked": self,
            "on": self.as_at.on,
            "place": place,
            "word": self.word,
            "country": self.country,
            "publisher": self.now.definition.publisher,
            "crumbs": self.crumbs(),
            "keep": list(asat.kept(self.request).items()),
        }
        return render(self.request, f"public/{template}.html", {**frame, **values}, status=status)


def ask(request: HttpRequest) -> Asked:
    """Read the dates. Raises `TimeFault`, which the frame answers with a sentence."""
    as_at = asat.as_at(request)
    return Asked(request, as_at, pages.frame(as_at))


def search_of(request: HttpRequest) -> tuple[str, str]:
    """What was searched for, and a sentence where it cannot be (then nothing is searched)."""
    text = " ".join(request.GET.get("q", "").split())
    if len(text) > LONGEST:
        return text[:60] + "…", (
            f"That search has {len(text):,} characters; no name here has more than {LONGEST}. "
            "Search for a word of the name."
        )
    return text, ""


folded = lru_cache(maxsize=32_768)(fold)
"""A name without accents and case. A country has some ten thousand names, and each is looked through again."""


def matches(text: str, *names: str) -> bool:
    """Whether every word of a search is in some name; accents, macrons and case do not matter."""
    words = folded(text).split()
    if not words:
        return True
    there = " ".join(folded(n) for n in names)
    return all(word in there for word in words)


def number_of(text: str) -> int | None:
    """A number from an address; `None` for anything else (a path, a word, a number too long to be one)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def ends(span: pages.Span) -> str:
    """When a period ended, in words with its bounds; blank while it is not known to have."""
    if span.ends is None or span.ends_by is None:
        return ""
    last = span.ends - dt.timedelta(days=1)
    if span.ends == span.ends_by:
        return f"until {say(last)}"
    return f"until a day from {say(last)} to {say(span.ends_by - dt.timedelta(days=1))}"


def begins(span: pages.Span) -> str:
    """When a period began, in words with its bounds."""
    if span.starts == span.starts_by:
        return f"from {say(span.starts)}"
    if span.starts == dt.date(1, 1, 1):
        return f"from {say(span.starts_by)} or earlier"
    return f"from a day between {say(span.starts)} and {say(span.starts_by)}"


def period(span: pages.Span) -> str:
    """A period in words."""
    return " ".join(t for t in (begins(span), ends(span)) if t) or "throughout"


def slug_for(name: str) -> str:
    """The address of a region: its name without accents."""
    return slugify(fold(name).replace("/", " "))
