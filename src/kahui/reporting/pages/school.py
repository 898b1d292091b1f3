"""One school and its history."""

from __future__ import annotations

from kahui.analytics.engine import Row
from kahui.definition.time import AsAt
from kahui.reporting import answers
from kahui.reporting.pages.country import lines, sky
from kahui.reporting.pages.values import DetailLine, MembershipLine, RollLine, SchoolPage, span_of
from kahui.reporting.snapshot import snapshot


def school_page(number: int, as_at: AsAt) -> SchoolPage | None:
    """A school with its history as known at the moment; `None` for a number the record did not know then."""
    state = snapshot()
    facts = answers.rows(state, "history", as_at, number=number)
    if not facts:
        return None
    names = {n.number: n.name for n in lines(state, as_at)}
    details = tuple(_detail(f) for f in facts if f["what"] == "detail")
    star = next((s for s in sky(as_at).stars if s.number == number), None)
    return SchoolPage(
        number=number,
        name=star.name if star else details[-1].name if details else f"School {number}",
        star=star,
        details=details,
        memberships=tuple(
            MembershipLine(f["network"], names.get(f["network"], f"Network {f['network']}"), span_of(f))
            for f in facts
            if f["what"] == "membership"
        ),
        rolls=tuple(RollLine(**r) for r in answers.rows(state, "school_rolls", as_at, number=number)),
    )


def _detail(row: Row) -> DetailLine:
    fields = ("name", "type", "authority", "region", "urban", "decile", "is_open")
    return DetailLine(**{f: row[f] for f in fields}, span=span_of(row))
