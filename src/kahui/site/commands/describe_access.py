"""Who may do what, as Markdown: roles, abilities, and every address with what each role meets there."""

from __future__ import annotations

from collections.abc import Collection

from kahui.records.access.abilities import ABILITIES
from kahui.records.access.roles import ROLES, Role
from kahui.web.door.declared import Route, lets_in, routes


def parts() -> list[str]:
    """The parts of the page, in order."""
    found = sorted({r.address: r for r in routes()}.values(), key=lambda r: r.address)
    roles = list(ROLES.values())
    return [
        "# Who may do what",
        "Written from what each view declares, from the abilities and from the roles; a test asks every address as "
        "every role, of its own places and of others, and compares. What one may not see is answered as if it were "
        "not there; what one may not do is refused in a sentence that says who may. The public record is open to "
        "everyone: its pages, its reports and the read-only API.",
        *_roles(roles),
        *_abilities(roles),
        *_matrix(found, roles),
        *_without_ability(found),
    ]


def _roles(roles: Collection[Role]) -> list[str]:
    rows = [
        f"| {r.name} | `{r.code}` | {', '.join(r.places)} | {'yes' if r.sees_beyond_one_school else 'no'} "
        f"| {cell(r.description)} |"
        for r in roles
    ]
    head = ["| Role | Code | Held in a | Second factor | What it is for |", "| --- | --- | --- | --- | --- |"]
    return ["## The roles", "\n".join([*head, *rows])]


def _abilities(roles: Collection[Role]) -> list[str]:
    held = {a: [r.name for r in roles if a in r.abilities] for a in ABILITIES}
    rows = [f"| `{a}` | {cell(ABILITIES[a].words)} | {', '.join(held[a])} |" for a in ABILITIES]
    return [
        "## The abilities",
        "\n".join(["| Ability | They may … | Held by |", "| --- | --- | --- |", *rows]),
    ]


def _matrix(found: Collection[Route], roles: Collection[Role]) -> list[str]:
    head = [
        f"| Address | Needs | {' | '.join(f'`{r.code}`' for r in roles)} |",
        "| --- | --- |" + " --- |" * len(roles),
    ]
    rows = [
        f"| `{r.address}` | `{r.declared.ability}` | {' | '.join(lets_in(r.declared, role) for role in roles)} |"
        for r in found
        if r.declared and r.declared.ability
    ]
    words = (
        "*everywhere*: every record. *own*: the records of the places in which the role is held; others are answered "
        "as not there. *no*: refused. Whoever is not signed in is led to sign in."
    )
    return ["## Addresses that need an ability", words, "\n".join([*head, *rows])]


def _without_ability(found: Collection[Route]) -> list[str]:
    parts = []
    for title, signed in (("for whoever is signed in", True), ("open to everybody", False)):
        rows = [
            f"| `{r.address}` | {cell(r.declared.why)} |"
            for r in found
            if r.declared and not r.declared.ability and r.declared.signed_in == signed
        ]
        parts += [f"## Addresses {title}", "\n".join(["| Address | Why |", "| --- | --- |", *rows])]
    return parts


def cell(text: str) -> str:
    """Words that do not end the cell they stand in."""
    return text.replace("|", "\\|").replace("\n", " ")
