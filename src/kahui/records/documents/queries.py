"""Questions about documents: what is written, what was sent, what was asked to be changed, what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from kahui.definition.documents import Section, outline
from kahui.definition.model import Definition
from kahui.records.documents.compare import Compared, compare
from kahui.records.documents.models import Comment, Document, Draft, Request, Version


def sections_of(kind: str, definition: Definition, on: dt.date) -> tuple[Section, ...]:
    """What a kind of document asks for on a day, in order."""
    return outline(definition.documents, kind).at(max(on, definition.begins))


def drafts_of(document: Document) -> dict[str, Draft]:
    """Section code → what is being written there. One query."""
    return {draft.section: draft for draft in Draft.objects.filter(document=document)}


def latest(document: Document) -> Version | None:
    """The newest version of a document."""
    found: Version | None = versions_of(document).first()
    return found


def versions_of(document: Document) -> QuerySet[Version]:
    """Every version of a document, the newest first."""
    held: QuerySet[Version] = Version.objects.current().filter(document=document)
    return held.order_by("-number")


def open_requests(document: Document) -> QuerySet[Request]:
    """Requests for a change of the newest version: the next one answers them."""
    newest = latest(document)
    held: QuerySet[Request] = Request.objects.current().filter(version=newest)
    return held.order_by("on", "pk") if newest else held.none()


def comments_of(document: Document) -> QuerySet[Comment]:
    """What was said of a document while it was written, in order."""
    held: QuerySet[Comment] = Comment.objects.current().filter(document=document)
    return held.order_by("on", "pk")


@dataclass(frozen=True, slots=True)
class Changed:
    """A section that differs between two versions: its code, and both texts side by side."""

    section: str
    compared: Compared


def changed_sections(old: Version | None, new: Version) -> tuple[Changed, ...]:
    """The sections that differ from one version to another; of no version, every section of the new one."""
    was = old.sections if old else {}
    codes = list(dict.fromkeys([*new.sections, *was]))
    both = [(code, was.get(code, ""), new.sections.get(code, "")) for code in codes]
    return tuple(Changed(code, compare(a, b)) for code, a, b in both if a != b)
