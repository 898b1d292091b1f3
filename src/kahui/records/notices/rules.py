"""What must hold of a letter when it is opened and answered, and of a wish. Each rule's first line is its number and
its sentence; a rule gives `None` where it holds, else its sentence with the facts of the case."""

import datetime as dt
from collections.abc import Collection

from kahui.definition.time import say
from kahui.records.changes.rules import sentence


def written_here(*, signed: bool) -> str | None:
    """LET-1: A letter is opened by the whole of the link that was sent."""
    if signed:
        return None
    return (
        f"{sentence(written_here)} This link is not one that was written here, or part of it is missing: open it from "
        "the message itself, or ask whoever sent it for another. Nothing was recorded."
    )


def answered_in_time(expires_at: dt.datetime, now: dt.datetime, by: str) -> str | None:
    """LET-2: A letter is answered before it expires."""
    if now < expires_at:
        return None
    return (
        f"{sentence(answered_in_time)} This one could be answered until {say(expires_at.date())}: ask {by} for "
        "another, or answer on paper. Nothing was recorded."
    )


def answered_once(used_at: dt.datetime | None, by: str) -> str | None:
    """LET-3: A letter is answered once."""
    if used_at is None:
        return None
    return (
        f"{sentence(answered_once)} This one was answered on {say(used_at.date())}, and that answer stands. To answer "
        f"otherwise, ask {by} for another."
    )


def still_asked(withdrawn_at: dt.datetime | None, by: str) -> str | None:
    """LET-4: A letter that was withdrawn is not answered."""
    if withdrawn_at is None:
        return None
    return (
        f"{sentence(still_asked)} This one was withdrawn on {say(withdrawn_at.date())}, because it was written again "
        f"or its question is no longer asked: look for a newer one, or ask {by}. Nothing was recorded."
    )


def digest_known(digest: str, known: Collection[str]) -> str | None:
    """LET-5: A digest comes daily, weekly or never."""
    if digest in known:
        return None
    return f"{sentence(digest_known)} “{digest[:20]}” is none of these: choose one of {', '.join(known)}."
