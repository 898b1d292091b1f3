"""Whom a demonstration offers to sign in as: for each role somebody for whom something waits, and what that is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q

from kahui.records.access.models import Grant, Person
from kahui.records.access.places import NATION, Place
from kahui.records.access.queries import holders
from kahui.records.editions.models import Assent
from kahui.records.waiting.owners import Key, holders_of
from kahui.records.waiting.turns import waiting_of
from kahui.site.world.telling import Telling

NAME = "people.toml"
"""The file in the home; its being there says that the world was made whole."""


@dataclass(frozen=True, slots=True)
class Finds:
    """Who finds what: the story, the code of what waits for them in it, and the sentence that says so."""

    role: str
    story: str
    code: str
    sentence: str


FINDS = (
    Finds("school-lead", "half written", "interest.write", "Finds an expression of interest half written."),
    Finds(
        "school-lead", "recruits", "post.score",
        "Sits on a panel: four have applied, none is named, and two are still to be scored.",
    ),
    Finds("board", "before boards", "interest.answer", "Is asked whether the board helps to found a network."),
    Finds("board", "one signature short", "memorandum.sign", "Is the last who has not signed a memorandum."),
    Finds("board", "recruits", "post.approve", "Is asked to appoint a teacher whom a panel has chosen."),
    Finds("nominee", "before boards", "interest.answer", "Is asked whether a service helps to found a network."),
    Finds("leader", "recruits", "post.advertise", "Recruits: two teachers in post, three openings under way."),
    Finds("leader", "sent back", "challenges.back", "Was asked to change one section of what was submitted."),
    Finds("leader", "drafted", "challenges.writing", "Has challenges half drafted, with comments of two boards."),
    Finds(
        "adviser", "with an adviser", "advise",
        "Has asked a network to change one section, and has its answer; and follows a condition.",
    ),
    Finds(
        "director", "submitted", "decide",
        "Has challenges to receive, with advice; somebody stands in for ten days.",
    ),
    Finds("office", "first", "decide-tranche", "Has two networks to decide about in one act, with their pack."),
    Finds("panel-adviser", "recruits", "post.affirm", "Is asked whether a panel’s choice meets the criteria."),
)  # fmt: skip
"""In the order in which they are offered."""

ELSE = {
    "teacher": "Told an hour of release this week that nobody covered, and asks for cover next week.",
    "evaluator": "Reads everything, and changes nothing.",
    "designer": "A change of the programme has one assent, and awaits another.",
    "registrar": "Gives and ends roles, and answers requests for information.",
}
"""Those for whom nothing waits in a network."""


def put_people_file(told: Telling, home: Path) -> None:
    """Write whom the demonstration offers."""
    lines = ["# Whom the sign-in page offers in this rehearsal, and what each finds.\n"]
    for person, sentence in chosen(told):
        quoted = (json.dumps(words, ensure_ascii=False) for words in (person.email, sentence))
        lines.append("[[person]]\nemail = {}\nsentence = {}\n".format(*quoted))
    (home / NAME).write_text("\n".join(lines), encoding="utf-8")


def chosen(told: Telling) -> list[tuple[Person, str]]:
    """Each person once, with the sentence of what they find."""
    found: dict[int, tuple[Person, str]] = {}
    for person, sentence in (*_for_whom_something_waits(told), *_others(told)):
        found.setdefault(person.pk, (person, sentence))
    return list(found.values())


def _for_whom_something_waits(told: Telling) -> Iterator[tuple[Person, str]]:
    waiting = waiting_of(list(told.told.values()), told.last)
    owners = holders_of({Key.of(each) for each in waiting}, told.last)
    for find in FINDS:
        network = told.told.get(find.story)
        mine = (w for w in waiting if network and w.network == network.number and w.code == find.code)
        key = next((Key.of(w) for w in mine if w.role in ("", find.role)), None)
        if key is not None and owners[key]:
            yield _holder(owners[key], key), find.sentence


def _holder(people: list[Person], key: Key) -> Person:
    """The one of several who holds the role there themselves, and stands in for nobody."""
    own = Grant.objects.current().filter(person__in=people, instead_of__isnull=True)
    if key.place.kind != "person":
        own = own.filter(role=key.role, place_kind=key.place.kind, place_key=key.place.key)
    theirs = set(own.values_list("person", flat=True))
    return next((p for p in people if p.pk in theirs), people[0])


def _others(told: Telling) -> Iterator[tuple[Person, str]]:
    place = Place("network", str(told.told["recruits"].number))
    teacher = holders(role="teacher", place=place, on=told.last).first()
    assented = Q(pk__in=Assent.objects.current().values("person"))
    people = {
        "teacher": teacher,
        "evaluator": holders(role="evaluator", place=NATION, on=told.last).first(),
        "designer": holders(role="designer", place=NATION, on=told.last).exclude(assented).first(),
        "registrar": holders(role="registrar", place=NATION, on=told.last).first(),
    }
    for role, person in people.items():
        if person is not None:
            yield person, ELSE[role]
