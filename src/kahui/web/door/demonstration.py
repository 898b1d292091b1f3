"""Signing in as somebody in the demonstration: one person a role, and never outside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from kahui.records.access.models import Grant, Person, fold_address
from kahui.records.access.roles import ROLES
from kahui.records.changes.clock import today
from kahui.reporting.snapshot import definition

COMES_FOR = (
    ("Schools, boards and services", ("school-lead", "board", "nominee")),
    ("Networks", ("leader", "teacher")),
    ("Offices that advise and decide", ("adviser", "director", "office", "panel-adviser")),
    ("Those who look after the whole", ("evaluator", "designer", "registrar")),
)
"""What people come for, with the roles of each."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody to sign in as, and what they come for."""

    person: Person
    roles: str
    sentence: str


def offered() -> list[tuple[str, list[Offered]]]:
    """People to sign in as, by what they come for: those of `people.toml`, else the first who holds each role (and,
    where it decides, each office). Nobody outside the demonstration."""
    if not settings.DEMO:
        return []
    chosen = _chosen(Path(settings.HOME) / "people.toml")
    held: dict[int, list[Grant]] = {}
    for grant in _held():
        held.setdefault(grant.person_id, []).append(grant)
    if chosen:
        picked = {pk: grants for pk, grants in held.items() if grants[0].person.email in chosen}
    else:
        firsts: dict[tuple[str, str], int] = {}
        for grant in (g for grants in held.values() for g in grants):
            firsts.setdefault((grant.role, grant.capacity), grant.person_id)
        picked = {pk: held[pk] for pk in dict.fromkeys(firsts.values())}
    return _grouped(picked, chosen)


def offices(grants: Iterable[Grant]) -> dict[str, str]:
    """Code → name of the offices that some grants are for; the programme is asked once, and only if there are any."""
    codes = {g.capacity for g in grants} - {""}
    return {c.code: c.name.en for c in definition().capacities if c.code in codes} if codes else {}


def named(grant: Grant, offices: Mapping[str, str]) -> str:
    """What somebody is by a grant: the role, with the office where it decides at gates."""
    office = offices.get(grant.capacity, "")
    return f"{ROLES[grant.role].name} ({office})" if office else ROLES[grant.role].name


def may_be(pk: int) -> Person | None:
    """Somebody of those who are offered; `None` for anybody else, and always outside the demonstration."""
    return next((one.person for _, people in offered() for one in people if one.person.pk == pk), None)


def _held() -> QuerySet[Grant]:
    day = today()
    held: QuerySet[Grant] = Grant.objects.held_on(day)
    own = held.filter(instead_of__isnull=True, person__is_active=True, role__in=ROLES)
    return own.select_related("person").order_by("pk")


def _chosen(file: Path) -> dict[str, str]:
    """Address → the sentence that the home has for them; empty where it names nobody."""
    if not file.is_file():
        return {}
    named = tomllib.loads(file.read_text(encoding="utf-8")).get("person", [])
    return {fold_address(one["email"]): str(one.get("sentence", "")) for one in named}


def _grouped(
    picked: Mapping[int, list[Grant]], sentences: Mapping[str, str]
) -> list[tuple[str, list[Offered]]]:
    groups: dict[str, list[Offered]] = {title: [] for title, _ in COMES_FOR}
    order = {role: place for place, role in enumerate(r for _, roles in COMES_FOR for r in roles)}
    called = offices(g for grants in picked.values() for g in grants)
    for grants in sorted(picked.values(), key=lambda g: order.get(g[0].role, 99)):
        first = min(grants, key=lambda g: order.get(g.role, 99))
        title = next((t for t, roles in COMES_FOR if first.role in roles), COMES_FOR[-1][0])
        names = ", ".join(dict.fromkeys(named(g, called) for g in grants))
        sentence = sentences.get(first.person.email) or ROLES[first.role].description
        groups[title].append(Offered(first.person, names, sentence))
    return [(title, people) for title, people in groups.items() if people]
