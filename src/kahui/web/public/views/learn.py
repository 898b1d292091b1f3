"""How do we know, and what this is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from kahui.analytics.report import Column, Table
from kahui.definition.lines import Span
from kahui.definition.model import Definition
from kahui.definition.time import DAY, say
from kahui.reporting import how as made
from kahui.reporting import pages
from kahui.web.public.frame import ask


def measures(request: HttpRequest) -> HttpResponse:
    """Every measure and its question."""
    asked = ask(request)
    return asked.show(
        "measures", "about", measures=[m for name in made.measures() if (m := made.measure(name))]
    )


def how(request: HttpRequest, name: str) -> HttpResponse:
    """One measure: its rules, the files it rests on, its SQL."""
    asked = ask(request)
    measure = made.measure(name)
    if measure is None:
        raise Http404(f"There is no measure “{name[:40]}”. Choose one from the list of measures.")
    figures = pages.figures(asked.as_at) if name in ("uptake", "sizes") else ()
    return asked.show(
        "how",
        "about",
        measure=measure,
        figures=figures,
        as_at_sql=made.as_at_sql(),
        sources=pages.sources(asked.as_at),
    )


def about(request: HttpRequest) -> HttpResponse:
    """What this is, where it is from, and under which licence."""
    asked = ask(request)
    return asked.show(
        "about",
        "about",
        sources=pages.sources(asked.as_at),
        definition=asked.now.definition,
        not_found=asked.now.definition.not_found,
        deciders=_deciders(asked.now.definition),
    )


def _deciders(definition: Definition) -> Table:
    """Who decides at each gate, from when: one dated line each in the definition."""
    offices = {c.code: c.name.en for c in definition.capacities}
    columns = (
        Column("gate", "Gate"),
        Column("who", "Who decides"),
        Column("when", "When"),
        Column("source", "Source"),
    )
    rows = tuple(
        (
            g.name.en,
            offices.get(d.capacity, d.capacity),
            _when(d.span),
            definition.sources.get(d.cited.source, d.cited.source),
        )
        for g in definition.gates
        for d in g.deciders
    )
    return Table(
        "deciders", "Who decides what", "One dated line each in the definition's gates", columns, rows
    )


def _when(span: Span) -> str:
    told = [f"from {say(span.starts)}"] if span.starts else []
    told += [f"until {say(span.ends - DAY)}"] if span.ends else []
    return " ".join(told) or "throughout"
