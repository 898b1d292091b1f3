"""Uptake in figures: the codes, titles and rules of `uptake.sql` and `sizes.sql`, and what cannot be known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kahui.analytics.measures.words import Counted, Row, figure, triple, unknown
from kahui.analytics.report import Figure
from kahui.definition.lines import Band, Published
from kahui.definition.model import Definition, Programme
from kahui.definition.time import AsAt, say

TITLES = {
    "networks.approved": "Approved networks",
    "networks.endorsed": "Networks with endorsed challenges",
    "schools.eligible": "Eligible schools, open",
    "schools.member": "Eligible schools in approved networks",
    "schools.endorsed": "Eligible schools in endorsed networks",
    "learners.eligible": "Learners at eligible schools",
    "learners.member": "Learners in approved networks",
    "learners.endorsed": "Learners in endorsed networks",
    "services.open": "Early learning services, open",
    "services.member": "Early learning services in approved networks",
    "networks.with_service": "Approved networks with an early learning service",
}
_RULES = {
    "networks.approved": "Networks whose approval stood on the date.",
    "networks.endorsed": "Approved networks whose endorsement stood on the date.",
    "schools.member": "Eligible schools that belonged to an approved network on the date.",
    "schools.endorsed": "Eligible schools that belonged to an endorsed network on the date.",
    "learners.eligible": "Learners of eligible schools, on the roll in force: the latest on or before the date.",
    "learners.member": "Learners, on the roll in force, of eligible schools in approved networks.",
    "learners.endorsed": "Learners, on the roll in force, of eligible schools in endorsed networks.",
    "services.open": "Early learning services listed as open on the date.",
    "services.member": "Open early learning services that belonged to an approved network on the date.",
    "networks.with_service": "Approved networks with at least one open early learning service as a member.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Which days the directories known at a moment show, for schools and for services."""

    schools_from: dt.date | None
    schools_to: dt.date | None
    services_from: dt.date | None
    services_to: dt.date | None

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Seen:
        """From the rows of `seen.sql`."""
        by = {r["kind"]: r for r in rows}
        school, service = by.get("school", {}), by.get("service", {})
        return cls(
            school.get("first_on"), school.get("last_on"), service.get("first_on"), service.get("last_on")
        )


@dataclass(frozen=True)
class Uptake:
    """The answers from which every uptake figure on one date is made."""

    as_at: AsAt
    rows: tuple[Row, ...]
    sizes: tuple[Row, ...]
    seen: Seen
    definition: Definition

    @cached_property
    def programme(self) -> Programme:
        """The programme as it was on the date."""
        return self.definition.at(self.as_at.on)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Every scope with an answer, the nation first."""
        found = {r["scope"] for r in self.rows if r["schools_eligible_may"] or r["services_open_may"]}
        networks = {f"network:{r['number']}" for r in self.sizes}
        return ("nation", *sorted(found - {"nation"}), *sorted(networks))

    def figures(self, scope: str = "nation") -> tuple[Figure, ...]:
        """Every figure of a scope: `nation`, `region:NAME`, `decile:N`, `type:NAME` or `network:ID`."""
        kind, _, name = scope.partition(":")
        if kind == "network":
            return _of_network(self, scope, next((r for r in self.sizes if str(r["number"]) == name), None))
        row = next((r for r in self.rows if r["scope"] == scope), None)
        made = list(_of_schools(self, scope, row))
        if kind in ("nation", "region") or (row and row["services_open_may"]):
            made += _of_services(self, scope, row)
        if kind in ("nation", "region"):
            networks = [r for r in self.sizes if kind == "nation" or r["region"] == name]
            made = [*_of_networks(self, scope, networks), *made, *_in_bands(self, scope, networks)]
        return tuple(made)


def known_to_lack(
    definition: Definition, code: str, scope: str, *, counted: float, on: dt.date
) -> Published | None:
    """The printed count that shows the record of `code` is incomplete on a day, where there is one.

    Somebody printed, for this day or before, more than the record holds: then the record lacks some by name.
    """
    before = [
        p
        for p in definition.published
        if p.code == code and p.scope == scope and p.unit == "count" and p.asat <= on
    ]
    latest = max(before, key=lambda p: (p.asat, -(p.value or 0)), default=None)
    if latest is None or latest.value is None or latest.value <= counted:
        return None
    return latest


def _nothing_known(asked: Uptake) -> str | None:
    if asked.seen.schools_from is None:
        return (
            f"Nothing was known on {say(asked.as_at.known.date())}: "
            "the first directory of schools was received later."
        )
    return None


def _carried(first: dt.date | None, last: dt.date | None, on: dt.date, what: str) -> str | None:
    if first and on < first:
        return (
            f"The first directory of {what} shows {say(first)}; it is carried back, "
            "and those that had closed before it are not on record."
        )
    if last and on > last:
        return f"The latest directory of {what} shows {say(last)}; it is carried forward."
    return None


def _lacking_endorsements(asked: Uptake) -> tuple[str, bool] | None:
    """Why endorsements cannot be counted, and whether none at all is on record by the date."""
    counted = sum(r["endorsed_may"] for r in asked.sizes)
    lacking = known_to_lack(
        asked.definition, "networks.endorsed", "nation", counted=counted, on=asked.as_at.on
    )
    if lacking is None:
        return None
    gate = asked.definition.standing("endorsed")
    name = gate.name.en.lower() if gate else "endorsement"
    held = f"the record names {counted}" if counted else "none is on the record by name"
    printed = f"{lacking.value:,.0f} were printed for {lacking.printed_date}"
    return (
        f"By this date {held}, while {printed}: {name}s before that are not on the public record.",
        not counted,
    )


def _endorsed(asked: Uptake, code: str, scope: str, *, counted: Counted, of: float, of_rule: str) -> Figure:
    """A figure of endorsed networks: unknown, or at least, where the record is known to lack endorsements."""
    lacking = _lacking_endorsements(asked)
    if lacking is None:
        return figure(
            code, scope, TITLES[code], counted, rule=_RULES[code], of=of, of_rule=of_rule, note=None
        )
    note, none_known = lacking
    if none_known:
        return unknown(code, scope, TITLES[code], rule=_RULES[code], note=note, of=of, of_rule=of_rule)
    at_least = (counted[0], counted[1], None)
    return figure(code, scope, TITLES[code], at_least, rule=_RULES[code], of=of, of_rule=of_rule, note=note)


def _of_networks(asked: Uptake, scope: str, networks: Sequence[Row]) -> list[Figure]:
    nothing = _nothing_known(asked) if not asked.sizes else None
    if nothing:
        return [
            unknown(code, scope, TITLES[code], rule=_RULES[code], note=nothing)
            for code in ("networks.approved", "networks.endorsed")
        ]
    approved = _tally(networks, "approved")
    lacking = known_to_lack(
        asked.definition, "networks.approved", scope, counted=approved[2] or 0, on=asked.as_at.on
    )
    note = None
    if lacking:
        note = f"{lacking.value:,.0f} were printed for {lacking.printed_date}; the record names fewer."
    if asked.programme.closed:
        closes = asked.definition.closes
        note = (
            f"The programme closed on {say(closes)}; approvals are shown as they last stood."
            if closes
            else note
        )
    code = "networks.approved"
    return [
        figure(code, scope, TITLES[code], approved, rule=_RULES[code], note=note),
        _endorsed(
            asked,
            "networks.endorsed",
            scope,
            counted=_tally(networks, "endorsed"),
            of=approved[0],
            of_rule=_RULES["networks.approved"],
        ),
    ]


def _of_schools(asked: Uptake, scope: str, row: Row | None) -> list[Figure]:
    eligible_rule = asked.programme.eligibility.rule
    nothing = _nothing_known(asked)
    made: list[Figure] = []
    for thing in ("schools", "learners"):
        of_rule = eligible_rule if thing == "schools" else _RULES["learners.eligible"]
        for part in ("eligible", "member", "endorsed"):
            code = f"{thing}.{part}"
            rule = _RULES.get(code, eligible_rule)
            if nothing:
                made.append(unknown(code, scope, TITLES[code], rule=rule, note=nothing))
                continue
            counted = triple(row, f"{thing}_{part}") if row else (0, 0, 0)
            whole = row[f"{thing}_eligible"] if row else 0
            if part == "endorsed":
                made.append(_endorsed(asked, code, scope, counted=counted, of=whole, of_rule=of_rule))
                continue
            note = _carried(asked.seen.schools_from, asked.seen.schools_to, asked.as_at.on, "schools")
            if thing == "learners" and row and row["schools_without_roll"]:
                without = f"{row['schools_without_roll']} eligible schools have no roll on record by then."
                note = f"{note} {without}" if note else without
            of = whole if part == "member" else None
            made.append(
                figure(
                    code,
                    scope,
                    TITLES[code],
                    counted,
                    rule=rule,
                    of=of,
                    of_rule=of_rule if of else "",
                    note=note,
                )
            )
    return made


def _services_unknown(asked: Uptake) -> str | None:
    first = asked.seen.services_from
    if first is None:
        return _nothing_known(asked) or "No directory of early learning services is on record."
    if asked.as_at.on < first:
        return (
            f"The first directory of early learning services on record shows {say(first)}; "
            "it does not say which were open or belonged to a network before."
        )
    return None


def _of_services(asked: Uptake, scope: str, row: Row | None) -> list[Figure]:
    note = _services_unknown(asked)
    codes = ("services.open", "services.member")
    if note:
        return [unknown(code, scope, TITLES[code], rule=_RULES[code], note=note) for code in codes]
    carried = _carried(asked.seen.services_from, asked.seen.services_to, asked.as_at.on, "services")
    is_open = triple(row, "services_open") if row else (0, 0, 0)
    member = triple(row, "services_member") if row else (0, 0, 0)
    return [
        figure(codes[0], scope, TITLES[codes[0]], is_open, rule=_RULES[codes[0]], note=carried),
        figure(
            codes[1],
            scope,
            TITLES[codes[1]],
            member,
            rule=_RULES[codes[1]],
            of=is_open[0],
            of_rule=_RULES[codes[0]],
            note=carried,
        ),
    ]


def _tally(networks: Sequence[Row], flag: str) -> Counted:
    return (
        sum(r[flag] for r in networks),
        sum(r[f"{flag}_sure"] for r in networks),
        sum(r[f"{flag}_may"] for r in networks),
    )


def _in_bands(asked: Uptake, scope: str, networks: Sequence[Row]) -> list[Figure]:
    """Networks by size, and those with a service; every one of approved networks."""
    nothing = _nothing_known(asked)
    approved = _tally(networks, "approved")[0]
    of_rule = _RULES["networks.approved"]
    counted_as = {
        "schools": "eligible schools that were members on the date",
        "learners": "learners of those schools on the roll in force",
    }
    made: list[Figure] = []
    code = "networks.with_service"
    note = _services_unknown(asked)
    if note:
        made.append(unknown(code, scope, TITLES[code], rule=_RULES[code], note=note))
    else:
        having = _band_counts(networks, "services", Band("", 1, None, ""))
        made.append(
            figure(code, scope, TITLES[code], having, rule=_RULES[code], of=approved, of_rule=of_rule)
        )
    for thing, bands in (
        ("schools", asked.programme.school_bands),
        ("learners", asked.programme.learner_bands),
    ):
        for band in bands:
            code = f"networks.{thing}.{band.code}"
            size = band.name[:1].lower() + band.name[1:]
            title = f"Networks with {size}"
            rule = f"Approved networks with {size}: {counted_as[thing]}."
            if nothing:
                made.append(unknown(code, scope, title, rule=rule, note=nothing))
                continue
            counted = _band_counts(networks, thing, band)
            made.append(figure(code, scope, title, counted, rule=rule, of=approved, of_rule=of_rule))
    return made


def _band_counts(networks: Sequence[Row], thing: str, band: Band) -> Counted:
    """Networks in a band: by value; surely, when approved whatever the dates and all sizes are inside; possibly."""
    top = band.most if band.most is not None else float("inf")
    value = sure = may = 0
    for r in networks:
        value += r["approved"] and band.least <= r[thing] <= top
        sure += r["approved_sure"] and band.least <= r[f"{thing}_sure"] and r[f"{thing}_may"] <= top
        may += r["approved_may"] and r[f"{thing}_may"] >= band.least and r[f"{thing}_sure"] <= top
    return value, sure, may


def _of_network(asked: Uptake, scope: str, row: Row | None) -> tuple[Figure, ...]:
    if row is None:
        return ()
    made = _of_networks(asked, scope, [row])
    for thing in ("schools", "learners"):
        code = f"{thing}.member"
        made.append(figure(code, scope, TITLES[code], _while_approved(row, thing), rule=_RULES[code]))
    code = "services.member"
    note = _services_unknown(asked)
    if note:
        made.append(unknown(code, scope, TITLES[code], rule=_RULES[code], note=note))
    else:
        made.append(figure(code, scope, TITLES[code], _while_approved(row, "services"), rule=_RULES[code]))
    return tuple(made)


def _while_approved(row: Row, thing: str) -> Counted:
    """A network's members count in so far as its approval stands: by value, surely, possibly."""
    value, sure, may = triple(row, thing)
    return (
        value if row["approved"] else 0,
        sure if row["approved_sure"] else 0,
        may if row["approved_may"] else 0,
    )
