"""A document as its pages show it: sections as they are written, versions, boards’ answers, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kahui.definition.documents import Section, outline
from kahui.records.access import places
from kahui.records.documents.models import Comment, Document, Draft, Request, Version
from kahui.records.documents.queries import comments_of, drafts_of, open_requests, sections_of, versions_of
from kahui.records.formation.actions.asking import answering_role
from kahui.records.formation.queries.memorandum import Answer, answers
from kahui.records.networks.models import Network
from kahui.web.network.here import Here


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is being written: what it asks, its draft, what was said of it and asked of it."""

    section: Section
    draft: Draft | None
    comments: tuple[Comment, ...]
    requests: tuple[Request, ...]
    changed: bool

    @property
    def state(self) -> str:
        """Where it is, in words."""
        if self.requests:
            return "asked to be changed" + (", changed since" if self.changed else "")
        if self.draft is None or not self.draft.text:
            return "not written yet" if self.section.required else "not written yet; may stay empty"
        return f"written by {self.draft.saved_by}" + (", not in a version yet" if self.changed else "")


@dataclass(frozen=True, slots=True)
class Board:
    """A member's board and its answer to the newest version; `may` where whoever looks may answer for it."""

    answer: Answer
    own: bool

    @property
    def path(self) -> str:
        return f"{self.answer.provider.kind}/{self.answer.provider.number}"

    @property
    def state(self) -> str:
        said = self.answer.consent
        if said is None:
            return "not yet"
        return "agrees" if said.agrees else "does not agree"


@dataclass(frozen=True, slots=True)
class Papers:
    """Everything on record about one document."""

    kind: str
    name: str
    parts: tuple[Part, ...]
    versions: tuple[Version, ...]
    boards: tuple[Board, ...]

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def agreed(self) -> int:
        return sum(b.state == "agrees" for b in self.boards)

    @property
    def unfixed(self) -> bool:
        """Whether something is written that no version has."""
        return any(p.changed for p in self.parts)


def papers(at: Here, kind: str) -> Papers:
    """A document of the network, with what is written of it. A constant number of queries."""
    network: Network = at.network
    document = Document.objects.filter(network=network, kind=kind).first()  # reading a page adds none
    versions = tuple(versions_of(document).filter(on__lte=at.who.on)) if document else ()
    newest = versions[0] if versions else None
    drafts = drafts_of(document) if document else {}
    comments, requests = (
        (list(comments_of(document)), list(open_requests(document))) if document else ([], [])
    )
    held = newest.sections if newest else {}
    parts = tuple(
        Part(
            section,
            drafts.get(section.code),
            tuple(c for c in comments if c.section == section.code),
            tuple(r for r in requests if r.section == section.code),
            section.code in drafts and drafts[section.code].text != held.get(section.code, ""),
        )
        for section in sections_of(kind, at.definition, at.who.on)
    )
    said = answers(network, kind, newest.number, at.who.on) if newest else ()
    boards = tuple(Board(a, own=_own(at, a)) for a in said)
    return Papers(kind, outline(at.definition.documents, kind).name.en, parts, versions, boards)


def part_of(at: Here, kind: str, code: str) -> Part:
    """One section of a document. Raises `Http404` where the programme asks for no such section."""
    found = next((p for p in papers(at, kind).parts if p.section.code == code), None)
    if found is None:
        raise Http404(
            f"The {kind} has no section “{code[:40]}” on this day. Its sections are on its own page."
        )
    return found


def version_of(at: Here, kind: str, number: str) -> Version:
    """A version by its number. Raises `Http404` with a sentence."""
    document = Document.objects.filter(network=at.network, kind=kind).first()
    wanted = int(number) if number.isdigit() and len(number) < 10 else 0
    found = versions_of(document).filter(number=wanted).first() if document else None
    if found is None:
        raise Http404(
            f"There is no version {number[:12]} of this document. Its versions are on its own page."
        )
    return found


def _own(at: Here, answer: Answer) -> bool:
    provider = answer.provider
    there = [places.provider(provider.kind, provider.number)]
    roles = {g.role for g in at.who.grants if (g.place_kind, g.place_key) == tuple(there[0])}
    return answering_role(provider) in roles and bool(at.who.check("consent.give", there))
