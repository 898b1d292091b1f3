"""What must hold of memoranda and their signatures. Each rule's first line is its number and its sentence."""

from __future__ import annotations

from kahui.records.changes.rules import sentence


def signs_the_newest(version: int, newest: int | None) -> str | None:
    """MEM-1: A board answers for the newest version."""
    if newest is not None and version == newest:
        return None
    there = (
        f"version {newest} has been fixed since: read what it changes, then answer for that one"
        if newest
        else "no version has been fixed yet"
    )
    return f"{sentence(signs_the_newest)} This was version {version}, and {there}. Nothing was recorded."


def only_members_sign(provider: str, network: str, *, belongs: bool) -> str | None:
    """MEM-2: Only the boards of members sign."""
    if belongs:
        return None
    return f"{sentence(only_members_sign)} {provider} is not a member of {network} on this day."


def signed_once_approved(network: str, gate: str, *, stands: bool) -> str | None:
    """MEM-3: A memorandum is signed by the members of a network that has been approved."""
    if stands:
        return None
    return f"{sentence(signed_once_approved)} The {gate.lower()} of {network} does not stand on this day."


def term_of_a_version(version: int, *, fixed: bool) -> str | None:
    """MEM-4: A term is given to a version of the memorandum that has been fixed."""
    if fixed:
        return None
    return f"{sentence(term_of_a_version)} There is no version {version}: fix what is written first."


def stands_before_it_ends(*, stands: bool) -> str | None:
    """MEM-5: A memorandum ends once it has been signed."""
    return None if stands else f"{sentence(stands_before_it_ends)} It does not stand on this day."
