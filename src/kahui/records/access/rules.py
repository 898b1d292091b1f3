"""What must hold of people and grants. Each rule's first line is its number and its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kahui.definition.time import say
from kahui.records.access.roles import ROLES
from kahui.records.changes.rules import sentence


def address_can_be_written_to(email: str) -> str | None:
    """ACC-1: An e-mail address is one that mail can be sent to."""
    try:
        email.encode("ascii")
    except UnicodeEncodeError:
        strange = next(c for c in email if not c.isascii())
        return (
            f"{sentence(address_can_be_written_to)} “{email[:80]}” has “{strange}” in it, which most mail systems "
            "refuse: write the address as the mail system has it, usually without macrons. The name keeps its macrons."
        )
    try:
        validate_email(email)
    except ValidationError:
        return f"{sentence(address_can_be_written_to)} “{email[:80]}” is not one: write it as name@place.nz."
    return None


def role_held_there(role: str, place_kind: str) -> str | None:
    """ACC-2: A role is held in a kind of place it is for."""
    known = ROLES.get(role)
    if known is None:
        return f"{sentence(role_held_there)} “{role[:40]}” is no role: {', '.join(ROLES)}."
    if place_kind in known.places:
        return None
    return f"{sentence(role_held_there)} {known.name} is held in a {' or '.join(known.places)}, not in a {place_kind}."


def deputy_within(
    starts: dt.date, ends: dt.date | None, of_starts: dt.date, of_ends: dt.date | None
) -> str | None:
    """ACC-3: A deputy stands in for a time with an end, within the time of the person they stand in for."""
    if ends is None or ends <= starts:
        return f"{sentence(deputy_within)} Give the day on which it ends, after {say(starts)}."
    if starts < of_starts or (of_ends is not None and ends > of_ends):
        until = f" until {say(of_ends)}" if of_ends else ""
        return f"{sentence(deputy_within)} The role is held from {say(of_starts)}{until}."
    return None


def not_for_oneself(giver: int | None, receiver: int) -> str | None:
    """ACC-4: Nobody gives themselves a role or deputises for themselves."""
    return sentence(not_for_oneself) if giver == receiver else None


def holder_names_deputy(instead_of: int | None) -> str | None:
    """ACC-5: A deputy is named for a role that somebody holds themselves, not for one they stand in for."""
    return None if instead_of is None else sentence(holder_names_deputy)


def ends_within(on: dt.date, starts: dt.date, ends: dt.date | None) -> str | None:
    """ACC-6: A role ends on a day between the one on which it begins and the one on which it would end anyway."""
    if on < starts:
        return f"{sentence(ends_within)} It begins on {say(starts)}."
    if ends is not None and on > ends:
        return f"{sentence(ends_within)} It ends on {say(ends)} already."
    return None


def still_held(known_to: dt.datetime | None) -> str | None:
    """ACC-7: What was changed meanwhile is not changed again from an old page."""
    return None if known_to is None else f"{sentence(still_held)} Open the page again to see how it stands."


def office_known(office: str, known: Collection[str]) -> str | None:
    """ACC-8: A role is held for an office that the programme has, or for none."""
    if office in ("", *known):
        return None
    return f"{sentence(office_known)} “{office[:40]}” is none of them: {', '.join(known) or 'it has none'}."
