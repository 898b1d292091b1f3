"""What must hold of documents. Each rule's first line is its number and its sentence, as a person reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from kahui.definition.documents import Section
from kahui.definition.reading import listed
from kahui.definition.time import say
from kahui.records.changes.rules import sentence


def nobody_saved_since(section: str, by: str, at: dt.datetime | None) -> str | None:
    """DOC-1: A section is saved over the text its writer had before them."""
    if at is None:
        return None
    return (
        f"{sentence(nobody_saved_since)} {by} saved “{section}” at {at:%H:%M} on {say(at.date())}, after you opened "
        "it: both texts are shown. Put together what is to stand, and save again."
    )


def section_asked_for(code: str, sections: Sequence[Section]) -> str | None:
    """DOC-2: A document has the sections that the programme asks for."""
    if any(s.code == code for s in sections):
        return None
    there = listed([s.name.en for s in sections]) or "none yet"
    return f"{sentence(section_asked_for)} “{code[:40]}” is none of them: {there}."


def section_holds(section: Section, length: int) -> str | None:
    """DOC-3: A section holds as many characters as the programme allows."""
    if length <= section.longest:
        return None
    return (
        f"{sentence(section_holds)} “{section.name.en}” has {length:,}, and holds {section.longest:,}. Shorten it by "
        f"{length - section.longest:,}; what you wrote is kept here."
    )


def every_section_answered(missing: Collection[str]) -> str | None:
    """DOC-4: What the programme asks for is answered before a document is sent."""
    if not missing:
        return None
    verb = "is" if len(missing) == 1 else "are"
    return (
        f"{sentence(every_section_answered)} {listed([f'“{name}”' for name in missing])} {verb} still empty."
    )


def asked_for_is_changed(sections: Collection[str]) -> str | None:
    """DOC-5: A section that somebody asked to be changed is changed before the document is sent again."""
    if not sections:
        return None
    return f"{sentence(asked_for_is_changed)} {listed([f'“{s}”' for s in sections])} reads as before."


def of_the_newest(number: int, newest: int | None) -> str | None:
    """DOC-6: A change is asked of the newest version."""
    if number == newest:
        return None
    there = f"version {newest} has been sent since: read what it changes" if newest else "none has been sent"
    return f"{sentence(of_the_newest)} This was about version {number}, and {there}."


def something_said(words: str) -> str | None:
    """DOC-7: A comment or a request for a change says something."""
    return (
        None if words.strip() else f"{sentence(something_said)} Write what you would say to those who write."
    )


def not_after_the_day(on: dt.date, acting: dt.date) -> str | None:
    """DOC-8: A document is sent, and spoken of, on the day of acting or before it."""
    if on <= acting:
        return None
    return f"{sentence(not_after_the_day)} {say(on)} is after {say(acting)}."
