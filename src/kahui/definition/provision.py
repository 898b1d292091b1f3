"""How many posts a network's rolls earn, always with the rule, its source and whether it is an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kahui.definition.lines import Cited, Post, Provision
from kahui.definition.model import Programme


@dataclass(frozen=True, slots=True)
class Earned:
    """Posts of one kind that a network earns on a day, and by which school where a school earns them.

    `estimate` is true where a stand-in rule gave the number: say so wherever it shows.
    """

    post: str
    count: int
    rule: str
    estimate: bool
    cited: Cited
    by_school: tuple[tuple[int, int], ...] = ()


def earned(programme: Programme, rolls: Mapping[int, int | None]) -> tuple[Earned, ...]:
    """What a network of eligible schools earns on the programme's day, from each school's roll by its number.

    A roll that is not known earns nothing. A post with no rule in force that day gives no line. Raises
    `ValueError` for a roll below zero.
    """
    if below := next((s for s, roll in rolls.items() if roll is not None and roll < 0), None):
        raise ValueError(f"School {below} has a roll below zero; correct the roll.")
    known = {school: roll for school, roll in sorted(rolls.items()) if roll is not None}
    return tuple(_earned(post, provision, known) for post in programme.posts for provision in post.provisions)


def rule(provision: Provision) -> str:
    """A provision as a sentence."""
    if provision.rounding == "one" or provision.learners_per_post is None:
        return f"One for each {provision.per}."
    way = "rounded down" if provision.rounding == "floor" else "rounded to the nearest, halves up"
    whole = f"One for each {provision.learners_per_post:,} learners of a {provision.per}, {way}"
    return f"{whole} (an estimate)." if provision.estimate else f"{whole}."


def _earned(post: Post, provision: Provision, rolls: Mapping[int, int]) -> Earned:
    by_school: tuple[tuple[int, int], ...] = ()
    if provision.per == "school":
        by_school = tuple((school, _posts(provision, roll)) for school, roll in rolls.items())
        count = sum(n for _, n in by_school)
    else:
        count = _posts(provision, sum(rolls.values()))
    return Earned(post.code, count, rule(provision), provision.estimate, provision.cited, by_school)


def _posts(provision: Provision, roll: int) -> int:
    if provision.rounding == "one" or provision.learners_per_post is None:
        return 1
    halves = provision.learners_per_post if provision.rounding == "round" else 0
    return (2 * roll + halves) // (2 * provision.learners_per_post)
