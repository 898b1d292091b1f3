"""What follows when a member leaves: worked out and shown, before and after; nothing of it is done by itself."""

from __future__ import annotations

import datetime as dt

from kahui.definition.model import Definition
from kahui.definition.reading import listed
from kahui.definition.time import say
from kahui.records.documents.models import Document
from kahui.records.formation.queries.memorandum import answers_to, members_of, newest, versions_by
from kahui.records.networks.agreements import protocol
from kahui.records.networks.models import Network
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now

DAY = dt.timedelta(days=1)


def consequences(network: Network, leaver: Provider, on: dt.date, definition: Definition) -> tuple[str, ...]:
    """What follows for a network when one of its members leaves from a day on: a sentence each, in order.

    Posts that the leaver employs are for `posts` to say: that stands above.
    """
    stay = [p for p in members_of([network], on - DAY)[network.pk] if p.pk != leaver.pk]
    return (
        _left(stay),
        *_to_sign_again(network, leaver, on, len(stay)),
        *_shared_no_longer(network, leaver, on, definition),
        *_in_the_challenges(network, leaver, on),
    )


def _left(stay: list[Provider]) -> str:
    kinds = [("school", "schools"), ("service", "services"), ("tertiary", "tertiary providers")]
    counted = [(sum(p.kind == kind for p in stay), kind, many) for kind, many in kinds]
    words = listed([f"{n} {one if n == 1 else many}" for n, one, many in counted if n])
    return (
        f"{words[:1].upper()}{words[1:]} {'stays' if len(stay) == 1 else 'stay'}."
        if stay
        else "No member stays."
    )


def _to_sign_again(network: Network, leaver: Provider, on: dt.date, stay: int) -> list[str]:
    version = newest(network, Document.Kind.MEMORANDUM, on)
    if version is None:
        return []
    said = answers_to([network], Document.Kind.MEMORANDUM, on)[network.pk]
    if not any(c.agrees for (provider, _), c in said.items() if provider == leaver.pk):
        return [f"It has not signed the memorandum, so version {version.number} stands as it is."]
    boards = f"the {stay} boards that stay" if stay != 1 else "the one board that stays"
    return [
        f"The memorandum, version {version.number}, names it as a party: a new version is for {boards} to sign."
    ]


def _shared_no_longer(network: Network, leaver: Provider, on: dt.date, definition: Definition) -> list[str]:
    found = []
    for line, answers in protocol(network, on):
        if answers.get((leaver.kind, leaver.number)):
            told = definition.agreed.told(line.information, on) if definition.agreed else None
            name = told.name.en.lower() if told else line.information
            found.append(f"What it agreed to share is shared no longer from {say(on)} on: {name}.")
    return found


def _in_the_challenges(network: Network, leaver: Provider, on: dt.date) -> list[str]:
    versions = versions_by([network], Document.Kind.CHALLENGES, on)[network.pk]
    if not versions:
        return []
    version = versions[-1]
    said = answers_to([network], Document.Kind.CHALLENGES, on)[network.pk]
    name = names_now([leaver.pk]).get(leaver.pk, (leaver.number, ""))[1]
    found = []
    if (leaver.pk, version.number) in said:
        found.append(
            f"It answered for version {version.number} of the challenges: targets that count its learners are to be "
            "set again, with the reason, in the next version."
        )
    if name and any(name in text for text in version.sections.values()):
        found.append(f"Version {version.number} of the challenges names it.")
    return found
