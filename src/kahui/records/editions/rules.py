"""What must hold of editions. Each rule's first line is its number and its sentence."""

from __future__ import annotations

from kahui.records.changes.rules import sentence


def something_changes(hash: str, live: str) -> str | None:
    """EDI-1: An edition differs from the programme that is live."""
    return f"{sentence(something_changes)} This one says the same, line for line." if hash == live else None


def two_people(assented: bool, name: str) -> str | None:
    """EDI-2: An edition is taken live by two people."""
    if not assented:
        return None
    return f"{sentence(two_people)} {name} has assented already; the second assent is for somebody else."


def not_live_yet(is_live: bool) -> str | None:
    """EDI-3: Only an edition that is not live yet is assented to."""
    return f"{sentence(not_live_yet)} This one is the programme already." if is_live else None


def live_before_adopted(is_live: bool) -> str | None:
    """EDI-4: A network goes over to an edition that is live."""
    if is_live:
        return None
    return f"{sentence(live_before_adopted)} Two people take it live first."


def proposed_on_what_is_live(based_on: str, live: str) -> str | None:
    """EDI-5: An edition is made from the programme that is live."""
    if based_on == live:
        return None
    return (
        f"{sentence(proposed_on_what_is_live)} Another was taken live since this one was begun: "
        "begin again from it, so that nothing it changed is undone unseen."
    )
