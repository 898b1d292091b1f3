"""A board's answer to a document: signed in, by a signed link, or on paper recorded by somebody with its scan.

What must hold first, and what follows from the last answer, is for each matter to say (`MATTERS`); a subject above
this one adds its own with `matter_is`.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kahui.definition.documents import outline
from kahui.definition.model import Definition
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.clock import today
from kahui.records.changes.rules import require
from kahui.records.documents.models import Document, Version
from kahui.records.formation.actions import interest, memorandum
from kahui.records.formation.actions.asking import PURPOSE, no_longer_asked
from kahui.records.formation.actions.telling import writers_of
from kahui.records.formation.models import Consent
from kahui.records.formation.queries.interest import interest_of
from kahui.records.formation.queries.memorandum import newest
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.rules import interest as rules
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.notices.actions import notify
from kahui.records.notices.letters import use
from kahui.records.notices.models import Letter
from kahui.records.register.models import Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.timeline.actions import tell

Check = Callable[[Network, Provider, str, int, dt.date, Definition], None]
"""What must hold before a board answers for a version of a matter; raises `RuleBroken`."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked of an answer about one kind of document, and what follows from it."""

    may_be_answered: Check
    settle: Callable[..., object] | None = None


def _interest(
    network: Network, provider: Provider, matter: str, version: int, on: dt.date, definition: Definition
) -> None:
    found = interest_of(network, on, definition)
    named = found is not None and any(f.provider.pk == provider.pk for f in found.founders)
    require(rules.only_who_is_named_answers(provider_name(provider), name_of(network), named=named))
    asked = found.version if found and found.state in ("asking", "refused", "sent") else None
    require(rules.about_the_newest(version, asked.number if asked else None))


MATTERS: dict[str, Matter] = {
    Document.Kind.INTEREST: Matter(_interest, interest.settle),
    Document.Kind.MEMORANDUM: Matter(memorandum.may_be_answered, memorandum.settle),
    Document.Kind.CHALLENGES: Matter(memorandum.may_be_answered),
}


def matter_is(kind: str, matter: Matter) -> None:
    """Say what holds of answers about a kind of document: for a subject that stands above this one, as it loads."""
    MATTERS[kind] = matter


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer as it came, before it is looked at."""

    network: Network
    provider: Provider
    matter: str
    version: int
    agrees: bool
    words: str
    answered_by: str
    way: str
    on: dt.date
    recorded: str
    scan: str = ""
    letter: int | None = None


def answer(
    *,
    network: Network,
    provider: Provider,
    matter: str,
    version: int,
    agrees: bool,
    words: str = "",
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Consent:
    """A board answers, signed in. Given twice, the same answer is one. Raises `NotAllowed`, `RuleBroken`."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("consent.give", [places.provider(provider.kind, provider.number)])
        given = _Answer(
            network,
            provider,
            matter,
            version,
            agrees,
            words,
            recorded,
            Consent.Way.SIGNED_IN,
            by.on,
            recorded,
        )
        return _record(given, by, definition, now)


def answer_by_letter(
    *,
    letter: Letter,
    agrees: bool,
    words: str = "",
    answered_by: str = "",
    definition: Definition,
    now: dt.datetime | None = None,
) -> Consent:
    """A board answers by its signed link, once. Raises `RuleBroken` (LET-1 to LET-4, and those of the matter)."""
    with transaction.atomic():
        await_turn()
        network, matter, version = asked_by(letter)
        provider = Provider.objects.get(kind=letter.provider_kind, number=letter.provider_number)
        name = " ".join((answered_by or letter.to_name).split())
        by = Acting.deployment(f"{name}, by signed link")
        given = _Answer(
            network,
            provider,
            matter,
            version,
            agrees,
            words,
            name,
            Consent.Way.LETTER,
            today(),
            by.words,
            "",
            letter.pk,
        )
        use(letter)
        return _record(given, by, definition, now)


def record_paper(
    *,
    network: Network,
    provider: Provider,
    matter: str,
    version: int,
    agrees: bool,
    words: str = "",
    answered_by: str,
    on: dt.date,
    scan: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Consent:
    """Record a board's answer that came on paper, of the day it was signed; `scan` is the hash of the paper.

    Raises `NotAllowed`, `RuleBroken` (CON-1 to CON-6, and those of the matter).
    """
    with transaction.atomic():
        await_turn()
        recorded = by.may("consent.record", places_of_one(network, by.on))
        require(rules.paper_has_a_scan(scan))
        given = _Answer(
            network,
            provider,
            matter,
            version,
            agrees,
            words,
            answered_by,
            Consent.Way.PAPER,
            on,
            recorded,
            scan,
        )
        return _record(given, by, definition, now)


def asked_by(letter: Letter) -> tuple[Network, str, int]:
    """The network, matter and version that a letter asks about. Raises `RuleBroken` (CON-9) for any other letter."""
    matter, _, rest = letter.subject.partition(":")
    number, _, version = rest.partition(":")
    require(rules.matter_known(matter, list(MATTERS)))
    if letter.purpose != PURPOSE or not (number.isdigit() and version.isdigit()):
        require(rules.matter_known(letter.subject, list(MATTERS)))
    return Network.objects.get(number=int(number)), matter, int(version)


def _record(given: _Answer, by: Acting, definition: Definition, now: dt.datetime | None) -> Consent:
    require(rules.matter_known(given.matter, list(MATTERS)))
    require(rules.answered_by_somebody(given.answered_by))
    require(rules.no_is_given_in_words(given.words, agrees=given.agrees))
    network, provider, matter = given.network, given.provider, MATTERS[given.matter]
    matter.may_be_answered(network, provider, given.matter, given.version, by.on, definition)
    version = newest(network, given.matter, by.on)
    assert version is not None  # the matter's own rule holds
    require(rules.answered_between(given.on, version.on, by.on))
    same = _same(given)
    if same is not None:
        return same
    moment = now or timezone.now()
    made: Consent = Consent.objects.create(
        network=network,
        provider=provider,
        matter=given.matter,
        version=given.version,
        agrees=given.agrees,
        words=unicodedata.normalize("NFC", given.words).strip(),
        answered_by=unicodedata.normalize("NFC", given.answered_by).strip()[:200],
        way=given.way,
        scan=given.scan,
        letter=given.letter,
        on=given.on,
        on_by=given.on,
        known_from=moment,
        recorded_by=given.recorded[:200],
        source=given.way,
    )
    count_change()
    no_longer_asked(network, given.matter, [given.version], provider)
    _told(made, by, definition, moment)
    if matter.settle is not None:
        matter.settle(network=network, on=by.on, by=given.recorded, definition=definition, now=now)
    if not made.agrees:
        _tell_writers(made, version, by, definition)
    return made


def _same(given: _Answer) -> Consent | None:
    """The answer that counts, where it is this one already."""
    held = Consent.objects.current().filter(
        network=given.network, provider=given.provider, matter=given.matter
    )
    last: Consent | None = held.order_by("on", "known_from", "pk").last()
    if last is None or (last.version, last.agrees, last.way) != (given.version, given.agrees, given.way):
        return None
    same = last.words == unicodedata.normalize("NFC", given.words).strip() and last.scan == given.scan
    return last if same and last.answered_by == given.answered_by.strip() else None


def _told(consent: Consent, by: Acting, definition: Definition, moment: dt.datetime) -> None:
    kind = outline(definition.documents, consent.matter).name.en.lower()
    verb = "agrees" if consent.agrees else "does not agree"
    words = (
        f"The board of {provider_name(consent.provider)} {verb} to the {kind} of {name_of(consent.network)}, version "
        f"{consent.version} ({Consent.Way(consent.way).label}, {consent.answered_by})."
    )
    about = [
        places.network(consent.network.number),
        places.provider(consent.provider.kind, consent.provider.number),
    ]
    tell(words, about=about, by=by, on=consent.on, now=moment)


def _tell_writers(consent: Consent, version: Version, by: Acting, definition: Definition) -> None:
    kind = outline(definition.documents, consent.matter).name.en.lower()
    for person in writers_of(consent.network, by.on):
        notify(
            to=person,
            kind="answer",
            subject=f"{name_of(consent.network)}: a board’s answer",
            words=f"A board does not agree to version {version.number} of the {kind}. Sign in to read why.",
            path=f"/inside/{consent.network.number}/{consent.matter}"
            if consent.matter != Document.Kind.INTEREST
            else f"/expressions/{consent.network.number}",
            about=places.network(consent.network.number),
            once=f"refused:{consent.pk}",
        )
