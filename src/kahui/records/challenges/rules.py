"""What must hold of challenges on their way. Each rule's first line is its number and its sentence."""

from __future__ import annotations

from collections.abc import Collection

from kahui.definition.reading import listed
from kahui.records.changes.rules import sentence


def newest_is_submitted(version: int, newest: int | None) -> str | None:
    """CHA-1: What is submitted is the newest version."""
    if newest is not None and version == newest:
        return None
    there = f"version {newest} has been fixed since" if newest else "no version has been fixed yet"
    return f"{sentence(newest_is_submitted)} This was version {version}, and {there}: look at it, then submit that one."


def every_board_agreed(missing: Collection[str], against: Collection[str]) -> str | None:
    """CHA-2: Challenges are submitted once every member’s board has agreed to them."""
    if not missing and not against:
        return None
    said = [f"{listed(sorted(missing))} {_have(missing)} not answered"] if missing else []
    said += [f"{listed(sorted(against))} {_do(against)} not agree"] if against else []
    return f"{sentence(every_board_agreed)} {'; '.join(said)}."


def submitted_once(version: int, *, before: bool) -> str | None:
    """CHA-3: A version is submitted once."""
    if not before:
        return None
    return f"{sentence(submitted_once)} Version {version} was submitted already: what is changed is another version."


def not_while_an_office_has_it(office: str) -> str | None:
    """CHA-4: What an office has before it is not replaced until it has answered."""
    if not office:
        return None
    return f"{sentence(not_while_an_office_has_it)} It is the turn of the {office}. What you wrote is kept as a draft."


def written_once_approved(network: str, *, approved: bool) -> str | None:
    """CHA-5: Challenges are fixed and submitted by a network that has been approved."""
    if approved:
        return None
    return f"{sentence(written_once_approved)} {network} is not approved on this day; what you wrote is kept."


def _have(names: Collection[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _do(names: Collection[str]) -> str:
    return "does" if len(names) == 1 else "do"
