"""What must hold of an expression of interest and of boards' answers. Each rule's first line is its number and its
sentence."""

from __future__ import annotations

import datetime as dt

from kahui.definition.time import say
from kahui.records.changes.rules import sentence

LARGEST_SCAN = 10 * 1024 * 1024
"""Ours: bytes of a scan, 10 MB. Two pages at 300 dots an inch are far below."""


def network_has_a_name(name: str) -> str | None:
    """INT-1: A network has a name by which its members know it, of 200 characters at most."""
    if name.strip() and len(name.strip()) <= 200:
        return None
    return f"{sentence(network_has_a_name)} Write one; it can be changed until the network is approved."


def name_of_its_own(name: str, other: str) -> str | None:
    """INT-2: A network has a name of its own."""
    if not other:
        return None
    return f"{sentence(name_of_its_own)} “{name}” is what {other} is called: add a place or another word."


def open_when_named(provider: str, on: dt.date, *, is_open: bool) -> str | None:
    """INT-3: An expression of interest names providers that are open."""
    if is_open:
        return None
    return f"{sentence(open_when_named)} The register does not have {provider} open on {say(on)}."


def named_until_decided(network: str, *, decided: bool) -> str | None:
    """INT-4: Whom an expression of interest names is changed until the network is approved."""
    if not decided:
        return None
    return f"{sentence(named_until_decided)} {network} has been approved: its members join and leave on their own page."


def somebody_founds(count: int) -> str | None:
    """INT-5: An expression of interest is sent by somebody who would found the network."""
    return None if count else f"{sentence(somebody_founds)} Name at least one founding member."


def named_there(provider: str, network: str, *, named: bool) -> str | None:
    """INT-6: Only who is named in an expression of interest is taken out of it."""
    return None if named else f"{sentence(named_there)} {provider} is not named in that of {network}."


def sent_before_withdrawn(*, sent: bool) -> str | None:
    """INT-7: An expression of interest is withdrawn after it was sent, and before the network is approved."""
    return None if sent else f"{sentence(sent_before_withdrawn)} There is nothing to withdraw now."


def withdrawn_for_a_reason(reason: str) -> str | None:
    """INT-8: What is withdrawn is withdrawn for a reason that is given."""
    return (
        None
        if reason.strip()
        else f"{sentence(withdrawn_for_a_reason)} Write why: those who have it will read it."
    )


def only_who_is_named_answers(provider: str, network: str, *, named: bool) -> str | None:
    """CON-1: Only who is named to found a network is asked for its board’s answer."""
    if named:
        return None
    return f"{sentence(only_who_is_named_answers)} {provider} is not named to found {network}. Nothing was recorded."


def about_the_newest(version: int, newest: int | None) -> str | None:
    """CON-2: A board answers for the newest version."""
    if version == newest:
        return None
    there = (
        f"version {newest} has been sent since: read it and answer for that one"
        if newest
        else "none has been sent"
    )
    return (
        f"{sentence(about_the_newest)} This was about version {version}, and {there}. Nothing was recorded."
    )


def answered_by_somebody(name: str) -> str | None:
    """CON-3: An answer says who gave it for the board."""
    return None if name.strip() else f"{sentence(answered_by_somebody)} Write the name of whoever signed."


def no_is_given_in_words(words: str, *, agrees: bool) -> str | None:
    """CON-4: A board that does not agree says why."""
    if agrees or words.strip():
        return None
    return f"{sentence(no_is_given_in_words)} Write a line or two: those who wrote it will read it."


def answered_between(on: dt.date, sent: dt.date, acting: dt.date) -> str | None:
    """CON-5: A board answers on or after the day on which it was asked, and not on a day to come."""
    if sent <= on <= acting:
        return None
    wrong = (
        f"{say(on)} is after {say(acting)}"
        if on > acting
        else f"{say(on)} is before {say(sent)}, when it was sent"
    )
    return f"{sentence(answered_between)} {wrong}: write the day on the paper."


def paper_has_a_scan(scan: str) -> str | None:
    """CON-6: An answer on paper is recorded with its scan."""
    return None if scan else f"{sentence(paper_has_a_scan)} Choose the file of the signed page."


def scan_small_enough(size: int) -> str | None:
    """CON-7: A scan is a file of 10 MB at most."""
    if size <= LARGEST_SCAN:
        return None
    return f"{sentence(scan_small_enough)} This one has {size / 1024 / 1024:.1f} MB: scan it in grey, or page by page."


def scan_is_one(name: str, *, is_one: bool) -> str | None:
    """CON-8: A scan is a PDF, PNG or JPEG file."""
    if is_one:
        return None
    return (
        f"{sentence(scan_is_one)} “{name[:80]}” is none of these, whatever its name ends with: scan the signed page "
        "again, or take a photograph of it. What else you wrote is kept here."
    )


def matter_known(matter: str, known: list[str]) -> str | None:
    """CON-9: A board answers about what it can be asked about."""
    if matter in known:
        return None
    return f"{sentence(matter_known)} “{matter[:40]}” is none of these: {', '.join(known)}."
