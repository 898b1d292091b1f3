"""What must hold of those who advise and choose. Each rule's first line is its number and its sentence."""

from __future__ import annotations

import datetime as dt

from kahui.definition.time import say
from kahui.records.changes.rules import sentence


def interest_declared(network: str, *, declared: bool) -> str | None:
    """ADV-1: Whoever advises or decides says first whether they have an interest of their own in the network."""
    if declared:
        return None
    return f"{sentence(interest_declared)} Say so for {network}, then go on: nothing you wrote is lost."


def nobody_acts_in_own_interest(network: str, *, conflict: bool) -> str | None:
    """ADV-2: Who has declared an interest of their own in a network neither advises nor decides on it."""
    if not conflict:
        return None
    return (
        f"{sentence(nobody_acts_in_own_interest)} You declared one in {network}: somebody else acts on it, and "
        "whoever assigns advisers has been told."
    )


def newest_version(number: int, newest: int | None) -> str | None:
    """ADV-3: Advice and requests are about the newest version."""
    if number == newest:
        return None
    there = (
        f"version {newest} is the newest: read what has changed in it"
        if newest
        else "no version has been sent"
    )
    return f"{sentence(newest_version)} This was about version {number}, and {there}."


def adviser_of_the_place(name: str, network: str, *, holds: bool) -> str | None:
    """ADV-4: A network is looked after by somebody who is adviser where it lies."""
    if holds:
        return None
    return f"{sentence(adviser_of_the_place)} {name} holds no such role for {network} on this day."


def not_after_the_day(on: dt.date, acting: dt.date) -> str | None:
    """ADV-5: What somebody records has happened by the day on which they act."""
    if on <= acting:
        return None
    return (
        f"{sentence(not_after_the_day)} {say(on)} is after {say(acting)}: write the day on which it happened."
    )


def words_given(words: str, what: str) -> str | None:
    """ADV-6: Advice, a request and a declared interest are given in words."""
    if words.strip():
        return None
    return f"{sentence(words_given)} Write {what}."


def taken_up_after_offered(*, offered: bool) -> str | None:
    """ADV-7: Support is said to have been taken up or not once, after it was offered."""
    if offered:
        return None
    return f"{sentence(taken_up_after_offered)} It has been said already, or the offer was recorded otherwise since."


def before_an_office(network: str, *, before: bool) -> str | None:
    """ADV-8: A section is asked to be changed while what was sent is before an office."""
    if before:
        return None
    return (
        f"{sentence(before_an_office)} Nothing that {network} has sent is: it was decided, or has not come."
    )
