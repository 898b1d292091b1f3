"""What must hold of whoever holds a post. Each rule's first line is its number and its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kahui.definition.reading import listed
from kahui.definition.tenure import FixedShare, Tenure, latest_end
from kahui.definition.tenure import sentence as in_words
from kahui.definition.time import say
from kahui.records.changes.rules import sentence


def approved_by_the_employer(employer: str, *, approved: bool | None) -> str | None:
    """POST-25: Nobody is appointed before the board that employs them has approved it."""
    if approved:
        return None
    why = "has not answered yet" if approved is None else "said no"
    return f"{sentence(approved_by_the_employer)} The board of {employer} {why}."


def held_so(post: str, kind: str, ways: Collection[Tenure]) -> str | None:
    """POST-26: A post is held in one of the ways that the programme has for it."""
    if any(t.kind == kind for t in ways):
        return None
    return f"{sentence(held_so)} {post} is held as {listed([in_words(t) for t in ways], 'or')}."


def term_in_bounds(tenure: Tenure, starts: dt.date, ends: dt.date | None) -> str | None:
    """POST-27: A term ends, after it starts, and runs no longer than the programme allows."""
    latest = latest_end(tenure, starts)
    if latest is None:
        if ends is None:
            return None
        return f"{sentence(term_in_bounds)} What is permanent has no last day: leave it out."
    if ends is None:
        return f"{sentence(term_in_bounds)} Write its last day: {in_words(tenure)}, so {_last(latest)} at the latest."
    if ends <= starts:
        return f"{sentence(term_in_bounds)} Its last day, {_last(ends)}, comes before it starts on {say(starts)}."
    if ends > latest:
        return (
            f"{sentence(term_in_bounds)} From {say(starts)} to {_last(ends)} is longer than {in_words(tenure)}: "
            f"{_last(latest)} at the latest."
        )
    return None


def held_once(person: str, other: str | None) -> str | None:
    """POST-28: Somebody holds one post at a time."""
    if other is None:
        return None
    return f"{sentence(held_once)} {person} {other}: end that first, or choose another day."


def fixed_terms_few(line: FixedShare | None, held: int, fixed: int, *, adds_fixed: bool) -> str | None:
    """POST-29: Where a board has enough posts of a kind, no more than their share of them is for a fixed term."""
    if line is None or not adds_fixed:
        return None
    held, fixed = held + 1, fixed + 1
    if held < line.from_posts or fixed * 100 <= held * line.most_percent:
        return None
    most = held * line.most_percent // 100
    return (
        f"{sentence(fixed_terms_few)} This would make {fixed} of {held} fixed, and at most {line.most_percent}% "
        f"({most}) may be: make it permanent."
    )


def fixed_for_a_reason(line: FixedShare | None, reason: str, *, fixed: bool) -> str | None:
    """POST-30: A fixed term has a genuine reason where the programme asks for one."""
    if line is None or not fixed or reason.strip():
        return None
    return f"{sentence(fixed_for_a_reason)} Say why this post cannot be permanent: nothing you wrote is lost."


def extended_within(line: Tenure | None, times: int, ends: dt.date | None, until: dt.date) -> str | None:
    """POST-31: A term is extended as often, and by as much, as the programme allows."""
    if ends is None:
        return f"{sentence(extended_within)} This post is permanent: there is nothing to extend."
    if line is None:
        return f"{sentence(extended_within)} This post cannot be extended: advertise it again."
    if line.times is not None and times >= line.times:
        again = "once" if times == 1 else f"{times} times"
        return f"{sentence(extended_within)} It was extended {again} already: {in_words(line)}. Advertise it again."
    latest = latest_end(line, ends)
    if until <= ends or (latest is not None and until > latest):
        bound = f" and by {_last(latest)}" if latest else ""
        return (
            f"{sentence(extended_within)} The new last day is after {_last(ends)}{bound}: {in_words(line)}."
        )
    return None


def started_once(started: dt.date | None) -> str | None:
    """POST-32: Somebody starts once in an appointment."""
    return None if started is None else f"{sentence(started_once)} They started on {say(started)}."


def held_then(on: dt.date, starts: dt.date | None, ends: dt.date | None) -> str | None:
    """POST-33: What is said of a holder is about days on which they hold the post."""
    if starts is not None and starts <= on and (ends is None or on <= ends):
        return None
    if starts is None:
        return f"{sentence(held_then)} They have not started: record the start first."
    until = f" until {_last(ends)}" if ends else ""
    return f"{sentence(held_then)} They hold it from {say(starts)}{until}, not on {say(on)}."


def starts_as_agreed(on: dt.date, ends: dt.date | None) -> str | None:
    """POST-34: Somebody starts before the last day of the term that was agreed."""
    if ends is None or on < ends:
        return None
    return f"{sentence(starts_as_agreed)} It was agreed until {_last(ends)}: appoint them again for another term."


def _last(ends: dt.date) -> str:
    """The last day of a time whose end is the first day after it."""
    return say(ends - dt.timedelta(days=1))
