"""The programme, the measures, and what the record rests on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from kahui.definition.lines import Gate, Text
from kahui.definition.model import Definition
from kahui.definition.model import Programme as ProgrammeValue
from kahui.reporting import how, pages
from kahui.web.api.asking import SMALL, Dates
from kahui.web.api.door import as_at
from kahui.web.api.problems import Refused, short
from kahui.web.api.schemas import answer, programme

router = Router()
_FAULTS = {400: answer.Problem}


@router.get(
    "/programme",
    response={200: programme.Programme, **_FAULTS},
    operation_id="get_programme",
    url_name="get_programme",
    tags=["Programme"],
)
def get_programme(request: HttpRequest, asked: Query[Dates]) -> programme.Programme:
    """The programme as defined on the date: its names, its gates, who decides at each, who may take part."""
    dates = as_at(request)
    now = pages.frame(dates)
    then, definition = now.programme, now.definition
    eligibility = then.eligibility
    said = answer.said(dates)
    return programme.Programme(
        **said,
        name=_words(then.name.programme),
        network=_words(then.name.network),
        networks=_words(then.name.networks),
        begins=definition.begins,
        closes=definition.closes,
        closed=then.closed,
        gates=[_gate(gate, then, definition) for gate in then.gates],
        eligibility=programme.Eligibility(
            rule=eligibility.rule,
            authority_begins=list(eligibility.authority_begins),
            types_excluded=list(eligibility.types_excluded),
            source=definition.source(eligibility.cited.source),
            note=eligibility.cited.note,
        ),
    )


def _words(text: Text) -> programme.Words:
    return programme.Words(en=text.en, mi=text.mi)


def _gate(gate: Gate, then: ProgrammeValue, definition: Definition) -> programme.Gate:
    names = {c.code: c.name for c in then.capacities}
    return programme.Gate(
        code=gate.code,
        name=_words(gate.name),
        asks=gate.asks,
        follows=list(gate.follows),
        preceded_by=list(gate.preceded_by),
        needs=list(gate.needs),
        opens=list(gate.opens),
        deciders=[
            programme.Decider(
                capacity=d.capacity,
                name=_words(names[d.capacity]),
                starts=d.span.starts,
                ends=d.span.ends,
                source=definition.source(d.cited.source),
            )
            for d in gate.deciders
        ],
        outcomes=[o.word for o in gate.outcomes],
        counts_as=gate.counts_as,
        source=definition.source(gate.cited.source),
        note=gate.cited.note,
    )


@router.get(
    "/measures",
    response={200: programme.Measures, **_FAULTS},
    operation_id="list_measures",
    url_name="list_measures",
    tags=["How we know"],
)
def list_measures(request: HttpRequest, asked: Query[Dates]) -> programme.Measures:
    """Every measure: what it asks, and its rule in words."""
    found = [m for name in how.measures() if (m := how.measure(name))]
    lines = [programme.MeasureLine(name=m.name, question=m.question, rule=m.says) for m in found]
    return programme.Measures(**answer.said(as_at(request)), measures=lines)


@router.get(
    "/measures/{name}",
    response={200: programme.Measure, **_FAULTS, 404: answer.Problem},
    operation_id="get_measure",
    url_name="get_measure",
    tags=["How we know"],
)
def get_measure(
    request: HttpRequest,
    name: Annotated[str, Path(description="The measure's name.", examples=["uptake"], max_length=SMALL)],
    asked: Query[Dates],
) -> programme.Measure:
    """A measure: its rule in words, and the SQL that runs."""
    found = how.measure(name)
    if found is None:
        raise Refused(404, f"There is no measure “{short(name)}”. There are: {', '.join(how.measures())}.")
    return programme.Measure(
        **answer.said(as_at(request)),
        name=found.name,
        question=found.question,
        rule=found.says,
        sql=found.sql,
        reads=[table.name for table in found.reads],
    )


@router.get(
    "/sources",
    response={200: programme.Sources, **_FAULTS},
    operation_id="list_sources",
    url_name="list_sources",
    tags=["How we know"],
)
def list_sources(request: HttpRequest, asked: Query[Dates]) -> programme.Sources:
    """The files that the figures rest on, by their hash."""
    dates = as_at(request)
    sources = [programme.Source(**asdict(s)) for s in pages.sources(dates)]
    return programme.Sources(**answer.said(dates), sources=sources)


@router.get(
    "/coverage",
    response={200: programme.Coverage, **_FAULTS},
    operation_id="get_coverage",
    url_name="get_coverage",
    tags=["How we know"],
)
def get_coverage(request: HttpRequest, asked: Query[Dates]) -> programme.Coverage:
    """On which days the registers were seen, and since when anything was known."""
    dates = as_at(request)
    now, seen = pages.frame(dates), pages.frame(dates).seen
    days = {
        kind: sorted({s.as_at for s in pages.sources(dates) if s.kind == kind and s.as_at})
        for kind in ("school", "service")
    }
    return programme.Coverage(
        **answer.said(dates),
        schools=programme.Seen(first=seen.schools_from, last=seen.schools_to, days=days["school"]),
        services=programme.Seen(first=seen.services_from, last=seen.services_to, days=days["service"]),
        first_known=now.first_known,
    )
