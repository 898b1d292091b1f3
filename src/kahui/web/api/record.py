"""Networks and schools, a page at a time and one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from kahui.definition.time import AsAt, say
from kahui.definition.words import fold
from kahui.reporting import pages
from kahui.reporting.run import read_scope
from kahui.web.api import asking, paging
from kahui.web.api.door import as_at
from kahui.web.api.problems import Refused
from kahui.web.api.schemas import answer, record

router = Router()
_FAULTS = {400: answer.Problem}
_FAULTS_OF_ONE = {400: answer.Problem, 404: answer.Problem}
MOST_NUMBER = 2**31 - 1
Number = Annotated[int, Path(description="Its id.", ge=0, examples=[99000])]
SchoolNumber = Annotated[int, Path(description="The number directories give it.", ge=0, examples=[1237])]


@router.get(
    "/networks",
    response={200: record.NetworkList, **_FAULTS},
    operation_id="list_networks",
    url_name="list_networks",
    tags=["Networks"],
)
def list_networks(request: HttpRequest, asked: Query[asking.Networks]) -> record.NetworkList:
    """Networks whose approval stood, or that had members, on the date; by id, a page at a time."""
    dates = as_at(request)
    tests = [_named(asked.q)] if asked.q else []
    found = [n for n in pages.network_list(dates) if all(test(n.name, n.number) for test in tests)]
    if asked.region:
        region = _scope(dates, "region", asked.region)
        found = [n for n in found if n.region == region]
    if asked.stage:
        found = [n for n in found if n.stage == asked.stage]
    here, following = paging.page(request, asked, dates, found, lambda n: n.number)
    networks = [record.network(n) for n in here]
    return record.NetworkList(**answer.said(dates), total=len(found), next=following, networks=networks)


@router.get(
    "/networks/{int:id}",
    response={200: record.NetworkDetail, **_FAULTS_OF_ONE},
    operation_id="get_network",
    url_name="get_network",
    tags=["Networks"],
)
def get_network(request: HttpRequest, id: Number, asked: Query[asking.Dates]) -> record.NetworkDetail:
    """A network with its names, members, decisions and size through time."""
    dates = as_at(request)
    found = pages.network_page(id, dates) if id <= MOST_NUMBER else None
    if found is None:
        raise _nothing("network", id, dates)
    return record.NetworkDetail(
        **answer.said(dates),
        network=record.network(found.line),
        names=[record.Named(name=name, period=answer.span(span)) for name, span in found.names],
        members=[record.member(m) for m in found.members],
        former=[record.member(m) for m in found.former],
        decisions=[record.decision(d) for d in found.decisions],
        quarters=[record.Quarter(day=q.day, schools=answer.count(q.schools)) for q in found.quarters],
    )


@router.get(
    "/schools",
    response={200: record.SchoolList, **_FAULTS},
    operation_id="list_schools",
    url_name="list_schools",
    tags=["Schools"],
)
def list_schools(request: HttpRequest, asked: Query[asking.Schools]) -> record.SchoolList:
    """Schools that were open on the date; by number, a page at a time."""
    dates = as_at(request)
    tests = tuple(_tests(asked, dates))
    found = [s for s in pages.sky(dates).stars if all(test(s) for test in tests)]
    here, following = paging.page(request, asked, dates, found, lambda s: s.number)
    schools = [record.school(s) for s in here]
    return record.SchoolList(**answer.said(dates), total=len(found), next=following, schools=schools)


@router.get(
    "/schools/{int:number}",
    response={200: record.SchoolDetail, **_FAULTS_OF_ONE},
    operation_id="get_school",
    url_name="get_school",
    tags=["Schools"],
)
def get_school(request: HttpRequest, number: SchoolNumber, asked: Query[asking.Dates]) -> record.SchoolDetail:
    """A school and its history, with the bounds of every period."""
    dates = as_at(request)
    found = pages.school_page(number, dates) if number <= MOST_NUMBER else None
    if found is None:
        raise _nothing("school", number, dates)
    return record.SchoolDetail(
        **answer.said(dates),
        number=found.number,
        name=found.name,
        school=record.school(found.star) if found.star else None,
        details=[record.detail(d) for d in found.details],
        memberships=[
            record.Membership(network=m.network, network_name=m.network_name, period=answer.span(m.span))
            for m in found.memberships
        ],
        rolls=[record.Roll(on=answer.day(r.on), learners=r.total) for r in found.rolls],
    )


Test = Callable[[pages.Star], bool]


def _tests(asked: asking.Schools, dates: AsAt) -> Iterable[Test]:
    if asked.region:
        region = _scope(dates, "region", asked.region)
        yield lambda s: s.region == region
    if asked.type:
        type_ = _scope(dates, "type", asked.type)
        yield lambda s: s.type == type_
    if asked.decile is not None:
        yield lambda s: s.decile == asked.decile
    if asked.network is not None:
        _scope(dates, "network", str(asked.network))
        yield lambda s: s.network == asked.network
    if asked.q:
        named = _named(asked.q)
        yield lambda s: named(s.name, s.number)


def _scope(dates: AsAt, kind: str, name: str) -> str:
    """The one spelling of a region, type or network that somebody wrote; raises `ScopeFault` for an unknown one."""
    definition = pages.frame(dates).definition
    return read_scope(f"{kind}:{name}", definition, tuple(pages.scopes(dates))).partition(":")[2]


def _named(q: str) -> Callable[[str, int], bool]:
    words = fold(q).split()
    return lambda name, number: all(w in _folded(name) for w in words) or words == [str(number)]


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return fold(name)


def _nothing(kind: str, number: int, dates: AsAt) -> Refused:
    shown = str(number) if number <= MOST_NUMBER else "of that number"
    when = f"for {say(dates.on)}, as known on {say(dates.known.date())}"
    return Refused(404, f"No {kind} {shown} was on record {when}. /api/v1/{kind}s lists those that were.")
