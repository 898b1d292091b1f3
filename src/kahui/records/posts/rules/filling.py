"""What must hold while a post is filled. Each rule's first line is its number and its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from kahui.definition.reading import listed
from kahui.definition.time import say
from kahui.records.changes.rules import sentence

BLANK = "Say why, in words: nothing you wrote is lost."


def gate_stands(post: str, gate: str, on: dt.date, *, stands: bool) -> str | None:
    """POST-1: A post is advertised once the gate that opens it stands."""
    if stands:
        return None
    return (
        f"{sentence(gate_stands)} {post} is opened by “{gate}”, which does not stand for this network on "
        f"{say(on)}: wait for it, or record it first."
    )


def within_provision(post: str, where: str, entitled: int, taken: int) -> str | None:
    """POST-2: No more posts are advertised or given than are provided."""
    if taken < entitled:
        return None
    some = "none is provided" if not entitled else f"{entitled} provided, {taken} advertised, given or held"
    return (
        f"{sentence(within_provision)} {post}, {where}: {some}. Wait until one ends, withdraw an opening, convert or "
        "transfer a post, or record the entitlement notice."
    )


def closes_later(on: dt.date, closes: dt.date) -> str | None:
    """POST-3: An opening closes after the day on which it is advertised."""
    if closes > on:
        return None
    return f"{sentence(closes_later)} {say(closes)} is not after {say(on)}: choose a later day."


def panel_of_several(schools: int, *, wanted: bool) -> str | None:
    """POST-4: A panel that chooses for a network is of people from two schools or more."""
    if not wanted or schools >= 2:
        return None
    have = {0: "Nobody on it is from a member", 1: "Everybody on it is from one member"}[schools]
    return f"{sentence(panel_of_several)} {have}: add somebody from another."


def panel_before_applications(applied: int) -> str | None:
    """POST-5: A panel is named before anybody has applied."""
    if not applied:
        return None
    some = "somebody has" if applied == 1 else f"{applied} people have"
    return (
        f"{sentence(panel_before_applications)} By now {some}: who chooses may not depend on who applied. Somebody "
        "can leave the panel; to name another panel, withdraw the opening and advertise it again."
    )


def employed_by_a_member(employer: str, where: str, *, member: bool) -> str | None:
    """POST-6: Whoever applies is employed by a member of the network, or by the school whose post it is."""
    if member:
        return None
    return f"{sentence(employed_by_a_member)} {employer} is not {where}: choose the school that employs you."


def applied_in_time(on: dt.date, closes: dt.date) -> str | None:
    """POST-7: An application comes by the day on which the opening closes."""
    if on <= closes:
        return None
    return f"{sentence(applied_in_time)} It closed on {say(closes)}."


def applied_once(*, applied: bool) -> str | None:
    """POST-8: Somebody applies once for an opening."""
    if not applied:
        return None
    return f"{sentence(applied_once)} Your application is there already: take it back to send another."


def not_on_the_panel(*, sits: bool) -> str | None:
    """POST-9: Whoever sits on the panel of an opening does not apply for it."""
    if not sits:
        return None
    return f"{sentence(not_on_the_panel)} You sit on this panel: ask to be taken off it before you apply."


def prerequisites_met(missing: Collection[str]) -> str | None:
    """POST-10: Whoever applies meets the prerequisites of the post."""
    if not missing:
        return None
    return f"{sentence(prerequisites_met)} Not ticked: {listed([f'“{m}”' for m in missing])}"


def sits_on_the_panel(*, sits: bool) -> str | None:
    """POST-11: Those who score and choose sit on the panel of the opening."""
    return None if sits else f"{sentence(sits_on_the_panel)} You were not named to this one, or have left it."


def interest_declared(*, declared: bool, conflict: bool) -> str | None:
    """POST-12: A member of a panel scores once they have said that they have no interest of their own."""
    if declared and not conflict:
        return None
    if conflict:
        return (
            f"{sentence(interest_declared)} You declared one in this opening: the others score without you."
        )
    return f"{sentence(interest_declared)} Say so first; nothing you wrote is lost."


def scored_after_closing(on: dt.date, closes: dt.date) -> str | None:
    """POST-13: Those who applied are scored after the opening has closed."""
    if on > closes:
        return None
    return f"{sentence(scored_after_closing)} It is open until {say(closes)}: others can still apply."


def score_in_bounds(score: float, reason: str) -> str | None:
    """POST-14: A score is a whole number from 1 to 5, with a reason."""
    if score not in range(1, 6):
        return f"{sentence(score_in_bounds)} “{score:g}” is none: write 1, 2, 3, 4 or 5."
    if not reason.strip():
        return f"{sentence(score_in_bounds)} There is no reason. {BLANK}"
    return None


def standing_application(candidate: str, *, stands: bool) -> str | None:
    """POST-15: Only an application that stands is scored, listed or chosen."""
    if stands:
        return None
    return f"{sentence(standing_application)} {candidate} took it back, or never applied here."


def not_yet_chosen(candidate: str | None) -> str | None:
    """POST-16: Scores and shortlist are settled once the panel has chosen."""
    return None if candidate is None else f"{sentence(not_yet_chosen)} It chose {candidate}."


def chosen_from_the_shortlist(candidate: str, *, listed: bool, scored: bool) -> str | None:
    """POST-17: A panel chooses from its shortlist somebody whom all who may score have scored."""
    if listed and scored:
        return None
    why = "not every member of the panel has scored them" if listed else "they are not on the shortlist"
    return f"{sentence(chosen_from_the_shortlist)} {candidate}: {why}."


def supported_by_the_employer(candidate: str, *, supported: bool | None) -> str | None:
    """POST-18: A panel chooses somebody whose employer supports them and says they meet the prerequisites."""
    if supported:
        return None
    why = "has not answered yet" if supported is None else "does not"
    return f"{sentence(supported_by_the_employer)} The employer of {candidate} {why}."


def reason_given(reason: str, act: str) -> str | None:
    """POST-19: What ends or decides something about a post is given with its reason."""
    return None if reason.strip() else f"{sentence(reason_given)} There is none for {act}. {BLANK}"


def affirmed_first(office: str, *, wanted: bool, met: bool | None) -> str | None:
    """POST-20: Where the programme asks for it, a choice is affirmed before a board can approve it."""
    if not wanted or met:
        return None
    why = (
        "has not said yet whether the criteria are met"
        if met is None
        else "says that the criteria are not met"
    )
    return f"{sentence(affirmed_first)} {office} {why}."


def chosen_first(*, chosen: bool) -> str | None:
    """POST-21: What is affirmed or approved has been chosen by the panel."""
    return None if chosen else f"{sentence(chosen_first)} It has chosen nobody yet, or somebody else."


def answered_once(answer: str | None) -> str | None:
    """POST-22: A choice is affirmed, and an appointment approved, once."""
    return None if answer is None else f"{sentence(answered_once)} This was answered already: {answer}."


def open_still(*, withdrawn: bool) -> str | None:
    """POST-23: Nothing more happens to an opening that was withdrawn."""
    return f"{sentence(open_still)} This one was: advertise the post again." if withdrawn else None


def on_its_day(on: dt.date, before: dt.date, what: str, acting: dt.date) -> str | None:
    """POST-24: An act is dated on the day it was done: not before what it follows, and not to come."""
    if on > acting:
        return f"{sentence(on_its_day)} {say(on)} is after {say(acting)}, the day you act on."
    if on < before:
        return f"{sentence(on_its_day)} {say(on)} is before {what} on {say(before)}."
    return None
