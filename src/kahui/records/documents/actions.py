"""Verbs on documents: save a section, fix a version, comment, ask for a section to be changed.

`places` is where the network lies (`formation.queries.places_of_one`): documents stand below formation and ask nobody.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from kahui.definition.documents import outline
from kahui.definition.model import Definition
from kahui.records.access import places as where
from kahui.records.access.check import Acting
from kahui.records.access.places import Place
from kahui.records.changes.actions import count_change
from kahui.records.changes.rules import RuleBroken, require
from kahui.records.documents.models import Comment, Document, Draft, Request, Version
from kahui.records.documents.queries import drafts_of, latest, open_requests, sections_of
from kahui.records.documents.rules import (
    asked_for_is_changed,
    every_section_answered,
    nobody_saved_since,
    not_after_the_day,
    of_the_newest,
    section_asked_for,
    section_holds,
    something_said,
)
from kahui.records.networks.queries import name_of
from kahui.records.timeline.actions import tell
from kahui.records.timeline.models import Entry


class SavedSince(RuleBroken):
    """Somebody saved a section after its writer opened it (DOC-1); `draft` is what they saved."""

    def __init__(self, sentence: str, draft: Draft) -> None:
        super().__init__(sentence)
        self.draft = draft


def save_section(
    *,
    document: Document,
    section: str,
    text: str,
    edition: int,
    places: Iterable[Place],
    definition: Definition,
    by: Acting,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Draft:
    """Save a section over the `edition` its writer had before them (0 where nothing was written yet).

    Raises `SavedSince` (DOC-1), `RuleBroken` (DOC-2, DOC-3). The same text saved twice is saved once.
    """
    with transaction.atomic():
        recorded = by.may(f"{document.kind}.write", places)
        day, moment = on or by.on, now or timezone.now()
        sections = sections_of(document.kind, definition, day)
        require(section_asked_for(section, sections))
        asked = next(s for s in sections if s.code == section)
        kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
        require(section_holds(asked, len(kept)))
        Document.objects.select_for_update().get(pk=document.pk)
        draft = Draft.objects.filter(document=document, section=section).first()
        if draft is not None and draft.text == kept:
            return draft
        if draft is not None and draft.edition != edition:
            sentence = nobody_saved_since(asked.name.en, draft.saved_by, draft.saved_at)
            raise SavedSince(sentence or "", draft)
        draft = draft or Draft(document=document, section=section, edition=0)
        draft.text, draft.edition = kept, draft.edition + 1
        draft.saved_at, draft.saved_by = moment, recorded
        draft.hands = {**draft.hands, recorded: moment.isoformat()}
        draft.save()
        _told_once_a_day(
            document, f"“{asked.name.en}” of {_called(document, definition)} was written on.", by, day
        )
        return draft


def fix(
    *,
    document: Document,
    places: Iterable[Place],
    definition: Definition,
    by: Acting,
    on: dt.date | None = None,
    scan: str = "",
    ability: str = "",
    anew: bool = False,
    now: dt.datetime | None = None,
) -> Version:
    """Fix what is written as the next version, with those who wrote since the last. `scan` is the hash of the paper.

    A version that would read as the one before is that one, unless it is sent `anew`. Raises `RuleBroken` (DOC-4,
    DOC-5, DOC-8).
    """
    with transaction.atomic():
        recorded = by.may(ability or f"{document.kind}.write", places)
        day, moment = on or by.on, now or timezone.now()
        require(not_after_the_day(day, by.on))
        Document.objects.select_for_update().get(pk=document.pk)
        before, drafts = latest(document), drafts_of(document)
        asked = sections_of(document.kind, definition, day)
        texts = {s.code: drafts[s.code].text for s in asked if s.code in drafts and drafts[s.code].text}
        require(
            every_section_answered(
                [s.name.en for s in asked if s.required and s.code not in texts and not scan]
            )
        )
        require(
            asked_for_is_changed(_unanswered(document, before, texts, {s.code: s.name.en for s in asked}))
        )
        if not anew and before is not None and before.sections == texts and before.scan == scan:
            return before
        version: Version = Version.objects.create(
            document=document,
            number=before.number + 1 if before else 1,
            sections=texts,
            authors=_authors(drafts, before) or [recorded],
            scan=scan,
            **_fact(day, recorded, moment),
        )
        count_change()
        words = f"Version {version.number} of {_called(document, definition)} was fixed."
        tell(words, about=_about(document), by=by, on=day, now=moment)
        return version


def comment(
    *,
    document: Document,
    section: str,
    words: str,
    places: Iterable[Place],
    definition: Definition,
    by: Acting,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Comment:
    """Say something of a section while it is written. Raises `RuleBroken` (DOC-2, DOC-7, DOC-8)."""
    with transaction.atomic():
        recorded = by.may("document.comment", places)
        day, moment = on or by.on, now or timezone.now()
        require(not_after_the_day(day, by.on))
        sections = sections_of(document.kind, definition, day)
        require(section_asked_for(section, sections))
        require(something_said(words))
        said = unicodedata.normalize("NFC", words).strip()
        made: Comment = Comment.objects.create(
            document=document, section=section, words=said, **_fact(day, recorded, moment)
        )
        count_change()
        name = next(s.name.en for s in sections if s.code == section)
        tell(
            f"“{name}” of {_called(document, definition)} was commented on.",
            about=_about(document),
            by=by,
            on=day,
            now=moment,
        )
        return made


def ask_for_change(
    *,
    version: Version,
    section: str,
    words: str,
    places: Iterable[Place],
    definition: Definition,
    by: Acting,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Request:
    """Ask for one section of the newest version to be changed; the next version answers. Who is told of it is for
    the caller to know. Raises `RuleBroken` (DOC-2, DOC-6, DOC-7, DOC-8)."""
    with transaction.atomic():
        there = frozenset(places)
        deciding = by.check("advice.give", there) or by.check("gate.decide", there)
        recorded = by.may(
            "gate.decide" if deciding and not by.check("advice.give", there) else "advice.give", there
        )
        day, moment = on or by.on, now or timezone.now()
        document = version.document
        require(not_after_the_day(day, by.on))
        Document.objects.select_for_update().get(pk=document.pk)
        newest = latest(document)
        require(of_the_newest(version.number, newest.number if newest else None))
        sections = sections_of(document.kind, definition, day)
        require(section_asked_for(section, sections))
        require(something_said(words))
        made: Request = Request.objects.create(
            version=version,
            section=section,
            words=unicodedata.normalize("NFC", words).strip(),
            **_fact(day, recorded, moment),
        )
        count_change()
        name = next(s.name.en for s in sections if s.code == section)
        tell(
            f"“{name}” of {_called(document, definition)}, version {version.number}, was asked to be changed.",
            about=_about(document),
            by=by,
            on=day,
            now=moment,
        )
        return made


def _unanswered(
    document: Document, before: Version | None, texts: dict[str, str], names: dict[str, str]
) -> list[str]:
    """Sections asked to be changed that read as before."""
    if before is None:
        return []
    asked = {r.section for r in open_requests(document)}
    return [names[c] for c in names if c in asked and texts.get(c, "") == before.sections.get(c, "")]


def _authors(drafts: dict[str, Draft], before: Version | None) -> list[str]:
    """Who saved something since the version before, by when they last did."""
    since = before.known_from if before else None
    hands: dict[str, dt.datetime] = {}
    for draft in drafts.values():
        for name, at in draft.hands.items():
            moment = dt.datetime.fromisoformat(at)
            if since is None or moment > since:
                hands[name] = max(moment, hands.get(name, moment))
    return sorted(hands, key=lambda name: (hands[name], name))


def _fact(day: dt.date, recorded: str, moment: dt.datetime) -> dict[str, object]:
    return {"on": day, "on_by": day, "known_from": moment, "recorded_by": recorded[:200], "source": ""}


def _about(document: Document) -> list[Place]:
    return [where.network(document.network.number)]


def _called(document: Document, definition: Definition) -> str:
    name = outline(definition.documents, document.kind).name.en.lower()
    return f"the {name} of {name_of(document.network)}"


def _told_once_a_day(document: Document, words: str, by: Acting, day: dt.date) -> None:
    """A section saved ten times in a day is one line of the record."""
    key = where.network(document.network.number)
    same = Entry.objects.filter(words=words, person=by.id, on=day, about__kind=key.kind, about__key=key.key)
    if not same.exists():
        tell(words, about=[key], by=by, on=day)
