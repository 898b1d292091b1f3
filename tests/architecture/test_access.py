"""Every address says who it is for, and is only for them: each is asked as every role, of its own places and others.

What is asked is compared with the committed page `docs/look-up/access.md`, so what people read there is what is so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from people import LONG_AGO, holds, network, person, school, service, signed_in

from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.access.roles import ROLES, Role
from kahui.records.formation.actions.interest import begin
from kahui.records.formation.models import Office
from kahui.records.networks.models import Network
from kahui.web.door.declared import EVERYWHERE, OWN, REFUSED, Route, routes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "look-up" / "access.md"

NO_ACT = "00000000-0000-4000-8000-000000000000"
SOMEBODY = "the key of somebody"

PARAMETERS: dict[str, tuple[str, str]] = {
    "number": ("101", "202"),
    "network": ("101", "202"),
    "provider": ("1", "2"),
    "person": (SOMEBODY, SOMEBODY),
    "member": ("school", "school"),
    "gate": ("approval", "approval"),
    "matter": ("memorandum", "memorandum"),
    "format": ("docx", "docx"),
    "way": ("gate", "gate"),
}
"""What a parameter of an address is within one’s own places, and in others, by its name."""

OF_ADDRESS: dict[str, dict[str, tuple[str, str]]] = {
    "/board/": {"kind": ("school", "school"), "number": ("1", "2")},
    "/export/": {"kind": ("network", "network"), "key": ("101", "202")},
    "/expressions/": {"number": ("203", "204"), "kind": ("school", "school"), "code": ("purpose", "purpose")},
    "/timeline/": {"kind": ("network", "network"), "key": ("101", "202")},
    "/inside/<number>/<kind>/": {"kind": ("memorandum", "memorandum"), "code": ("purpose", "purpose")},
    "/inside/<number>/members/": {"kind": ("school", "school")},
    "/inside/<number>/posts/convert/": {"code": ("merge", "merge")},
}
"""The same where addresses that begin alike mean something else by a name."""

NOT_MADE: dict[str, str] = {
    "grant": "a role or deputy of somebody; tests of the desk ask it of one’s own and of others",
    "key": "a post, an opening, a tranche, a condition, an offer of support; tests of networks and offices ask them",
    "edition": "an edition of the programme; tests of the offices ask it",
    "act": "an act of several decisions; tests of the offices ask it",
    "which": "a candidate; tests of posts ask it",
    "version": "a version of a document; tests of documents ask it",
    "line": "a line of what is shared; tests of agreements ask it",
}
"""Parameters that name what is not made here, with who asks it instead. Here it is asked for one that is not there:
whoever may, meets nothing; whoever may not, is refused before that."""

NOT_YET: dict[str, str] = {
    "/inside/<number>/members/<kind>/<provider>/left": "no notice of leaving has been given",
    "/board/<kind>/<number>/<network>/<matter>": "nothing is before this board",
    "/expressions/<number>/boards/<kind>/<provider>/letter": "the expression has not been sent to boards",
    "/expressions/<number>/boards/<kind>/<provider>/scan": "no board answered on paper",
    "/office/cases/<number>/advice": "the network has sent nothing",
    "/office/cases/<number>/ask": "the network has sent nothing",
    "/inside/<number>/<kind>/answer/<member>/<provider>": "nothing is before this board",
    "/inside/<number>/<kind>/letter/<member>/<provider>": "nothing is before this board",
    "/inside/<number>/<kind>/paper/<member>/<provider>": "nothing is before this board",
    "/timeline/<kind>": "of the whole country; asked by tests of the desk",
}
"""Addresses at which there is nothing in this world, for whoever may see it."""


NARROWER: dict[str, tuple[str, ...]] = {
    "/board/<kind>/": ("school", "nation"),
    "/expressions/<number>": ("school", "region", "nation"),
}
"""Addresses of what lies in fewer places than the network 101: the kinds of place of this world in which it does."""

ALSO: dict[str, str] = {"/office/cases/": "caseload.see"}
"""Addresses that begin so and are not there for whoever lacks this ability too."""


@dataclass(slots=True)
class World:
    """Two networks of two regions, an expression of interest in each, and somebody in every role whose own places are
    all of the first; `held` is the kind of place in which they hold it."""

    people: dict[str, Person] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)


def declared_routes() -> list[Route]:
    return [r for r in routes() if r.declared is not None]


@cache
def as_written() -> dict[str, dict[str, str]]:
    """Address → role → what the committed page says that its holder meets there."""
    text = PAGE.read_text(encoding="utf-8")
    table = text.split("## Addresses that need an ability", 1)[1].split("\n## ", 1)[0]
    lines = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines() if "|" in line
    ]
    roles = [c.strip("` |") for c in lines[0][2:]]
    return {
        row[0].strip("`| "): dict(zip(roles, (c.strip("| ") for c in row[2:]), strict=True))
        for row in lines[2:]
    }


@pytest.fixture
def world(db: None, home: Path) -> World:
    first, second = school(1), school(2, region="Canterbury")
    puna, other = service(11), service(12, region="Canterbury")
    for made, where in ((network(101, first, puna), "Auckland"), (network(202, second, other), "Canterbury")):
        _office(made, where)
    places = {
        "nation": None,
        "region": "Auckland",
        "network": Network.objects.get(number=101),
        "service": puna,
    }
    made = World()
    for role in ROLES.values():
        kind = "school" if "school" in role.places and role.code != "teacher" else role.places[0]
        capacity = "minister" if role.code == "office" else ""
        somebody = person(f"One {role.code}")
        holds(somebody, role.code, first if kind == "school" else places[kind], capacity=capacity)
        made.people[role.code], made.held[role.code] = somebody, kind
    for kura, called in ((first, "Of the first"), (second, "Of the second")):
        begin(provider=kura, name=called, by=Acting.deployment("a test"))  # networks 203 and 204
    return made


def _office(made: Network, region: str) -> None:
    when = {"starts": LONG_AGO, "starts_by": LONG_AGO, "known_from": timezone.now()}
    Office.objects.create(network=made, region=region, recorded_by="a test", source="a test", **when)


def test_every_address_declares_who_it_is_for() -> None:
    assert [r.address for r in routes() if r.declared is None] == []


def test_every_parameter_of_an_address_is_known_here() -> None:
    """An address that is about something new says here what to ask it of, or where it is asked instead."""
    unknown = {
        f"{route.address} ({name})"
        for route in declared_routes()
        if route.declared.signed_in and route.ours
        for name in _names(route)
        if name not in PARAMETERS | NOT_MADE | _of(route)
    }
    assert sorted(unknown) == []
    assert NOT_YET.keys() <= {r.address for r in declared_routes()}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_at_each_address_what_the_page_says(world: World, role: str) -> None:
    client = signed_in(Client(raise_request_exception=False), world.people[role])
    otherwise = []
    for route in declared_routes():
        if not route.declared.ability:
            continue
        told = as_written().get(route.address, {}).get(role, "")
        for mine in (True, False) if _names(route) else (True,):
            met, wanted = (
                _met(_ask(client, route, mine)),
                _told(route, told, mine, ROLES[role], world.held[role]),
            )
            if met != wanted:
                otherwise.append(f"{route.address} ({'own' if mine else 'other'}): {met}, and not {wanted}")
    assert not otherwise, "\n".join(otherwise)


def test_nobody_meets_anything_before_they_sign_in(world: World) -> None:
    client = Client()
    for route in declared_routes():
        if route.declared.signed_in and route.ours:
            answer = _ask(client, route, True)
            led = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?next=")
            assert led or answer.status_code == 403, (route.address, answer.status_code)


def test_whoever_is_signed_in_reaches_what_is_for_everybody_signed_in(world: World) -> None:
    plain = [
        r
        for r in declared_routes()
        if r.declared.signed_in and not r.declared.ability and not _names(r) and r.ours
    ]
    for role, somebody in world.people.items():
        client = signed_in(Client(), somebody)
        assert {(r.address, role): _ask(client, r, True).status_code for r in plain} == {
            (r.address, role): 200 for r in plain
        }


def test_what_is_not_there_is_not_there_for_anybody_signed_in(world: World) -> None:
    """Addresses that say for themselves whose a thing is: asked of one that nobody has."""
    about = [
        r
        for r in declared_routes()
        if r.declared.signed_in and not r.declared.ability and _names(r) and r.ours
    ]
    for role, somebody in world.people.items():
        client = signed_in(Client(raise_request_exception=False), somebody)
        assert {(r.address, role): _ask(client, r, True).status_code for r in about} == {
            (r.address, role): 404 for r in about
        }


def test_nothing_open_to_everybody_asks_who_one_is(world: World) -> None:
    client = Client()
    for route in declared_routes():
        if not route.declared.signed_in and route.ours and set(_names(route)) <= {"number", "id"}:
            answer = client.get(_address(route, True))
            assert answer.status_code != 403, route.address
            assert "/sign-in" not in answer.headers.get("Location", ""), route.address


def _of(route: Route) -> dict[str, tuple[str, str]]:
    return {
        k: v for start, said in OF_ADDRESS.items() if route.address.startswith(start) for k, v in said.items()
    }


def _names(route: Route) -> list[str]:
    return re.findall(r"<(\w+)>", route.address)


def _address(route: Route, mine: bool) -> str:
    absent = dict.fromkeys((*NOT_MADE, "id"), ("999999", "999999")) | {"act": (NO_ACT, NO_ACT)}
    values = absent | PARAMETERS | _of(route)
    address = re.sub(r"<(\w+)>", lambda found: values[found[1]][0 if mine else 1], route.address)
    return address.replace(SOMEBODY, str(Person.objects.values_list("pk", flat=True).first()))


def _ask(client: Client, route: Route, mine: bool) -> HttpResponse:
    """Read the address; where it can only be written to, send it an empty form that leaves nothing behind."""
    with transaction.atomic():
        answer = client.get(_address(route, mine))
        if answer.status_code == 405:
            answer = client.post(_address(route, mine))
        transaction.set_rollback(True)
    return answer


def _met(answer: HttpResponse) -> str:
    return {403: "refused", 404: "not there"}.get(
        answer.status_code, "let in" if answer.status_code < 500 else "broken"
    )


def _told(route: Route, cell: str, mine: bool, role: Role, held: str) -> str:
    if cell == REFUSED:
        return "refused"
    if cell not in (OWN, EVERYWHERE):
        return f"on {PAGE.name} at all: run kahui describe --write"
    narrow = any(route.address.startswith(at) and held not in kinds for at, kinds in NARROWER.items())
    narrow |= any(route.address.startswith(at) and able not in role.abilities for at, able in ALSO.items())
    absent = narrow or route.address in NOT_YET or set(_names(route)) & NOT_MADE.keys() - _of(route).keys()
    return "not there" if absent or (cell == OWN and not mine) else "let in"
