"""What must hold of what is provided, converted and transferred, and of release. Each rule's first line is its number
and its sentence."""

from __future__ import annotations

import datetime as dt

from kahui.definition.conversions import Merge, Split
from kahui.definition.conversions import sentence as in_words
from kahui.definition.time import say
from kahui.records.changes.rules import sentence


def conversion_known(code: str, conversion: Merge | Split | None, on: dt.date) -> str | None:
    """POST-35: A conversion is one that the programme has on that day."""
    if conversion is not None:
        return None
    return f"{sentence(conversion_known)} “{code[:40]}” is none of them on {say(on)}."


def converted_often_enough(conversion: Merge, made: int, more: int) -> str | None:
    """POST-36: A network converts no more often than the programme allows."""
    if more >= 1 and made + more <= conversion.most:
        return None
    return (
        f"{sentence(converted_often_enough)} {in_words(conversion)} It has converted {made} so far, and this asks for "
        f"{more} more."
    )


def gives_up_enough(given: int, wanted: int) -> str | None:
    """POST-37: What is given up for a conversion is what the programme asks, rounded down."""
    if given == wanted:
        return None
    return f"{sentence(gives_up_enough)} That is {wanted}, and the schools named give up {given}."


def nobody_holds_it(post: str, school: str, free: int, wanted: int) -> str | None:
    """POST-38: Only a post that nobody holds or applies for is given up or transferred."""
    if 0 < wanted <= free:
        return None
    if wanted < 1:
        return f"{sentence(nobody_holds_it)} Write how many, 1 or more."
    return f"{sentence(nobody_holds_it)} {school} has {free} free of {post}, and this asks for {wanted}."


def transferred_for_a_year(starts: dt.date, ends: dt.date | None, latest: dt.date | None) -> str | None:
    """POST-39: A post is transferred between schools for a time with an end, no longer than the programme allows."""
    if ends is not None and starts < ends and (latest is None or ends <= latest):
        return None
    bound = f" by {say(latest)}" if latest else ""
    return f"{sentence(transferred_for_a_year)} From {say(starts)} it ends after that day{bound}."


def between_members(was: str, became: str, *, both: bool) -> str | None:
    """POST-40: A post is transferred from one member of the network to another."""
    return (
        None
        if both
        else f"{sentence(between_members)} Of {was} and {became} not both are, or they are the same."
    )


def count_in_bounds(count: int) -> str | None:
    """POST-41: An entitlement is a number of posts, none or more."""
    if 0 <= count <= 1000:
        return None
    return f"{sentence(count_in_bounds)} “{count}” cannot be: write the number on the notice."


def hours_of_a_week(taken: float, covered: float, week: float) -> str | None:
    """POST-42: Hours taken in a week are no more than a week has, and no more are covered than are taken."""
    if 0 <= covered <= taken <= week:
        return None
    if not 0 <= taken <= week:
        return f"{sentence(hours_of_a_week)} “{taken:g}” is not between 0 and {week:g}."
    return f"{sentence(hours_of_a_week)} {covered:g} covered of {taken:g} taken."


def cover_named(covered: float, by: str) -> str | None:
    """POST-43: Hours that were covered were covered by somebody."""
    return (
        None if not covered or by.strip() else f"{sentence(cover_named)} Write who covered {covered:g} hours."
    )


def gives_what_it_has(hours: float, left: float, asked: float) -> str | None:
    """POST-44: Cover is given from what an offer still has in that week, and no more than was asked."""
    if 0 < hours <= min(left, asked):
        return None
    return (
        f"{sentence(gives_what_it_has)} The offer has {left:g} hours left, and {asked:g} are still asked for."
    )
