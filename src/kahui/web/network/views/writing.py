"""Writing a network's documents together: one section at a time, over what was seen; reading versions side by side."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.actions import SavedSince, comment, save_section
from kahui.records.documents.compare import compare
from kahui.records.documents.queries import changed_sections, sections_of
from kahui.records.formation.queries.memorandum import document_of
from kahui.web.door.routes import needs
from kahui.web.network.forms import Comments, Writes
from kahui.web.network.here import Here, here
from kahui.web.network.papers import Part, papers, part_of, version_of


@needs("network.see")
def section(request: HttpRequest, number: str, kind: str, code: str) -> HttpResponse:
    """One section: what it asks, its text, what is said of it."""
    at = here(request, number)
    part = part_of(at, kind, code)
    form = Writes(request.POST or None, initial=_seen(part))
    form.fields["text"].required = part.section.required
    theirs = None
    if request.method == "POST" and form.is_valid():
        theirs = _saved(at, kind, code, form)
        if theirs is None and not form.errors:
            messages.success(request, f"“{part.section.name.en}” is saved.")
            return at.back(kind)
    values: dict[str, Any] = {
        "form": form,
        "part": part,
        "kind": kind,
        "comments": Comments(),
        "theirs": theirs,
    }
    values |= {"may": at.may(f"{kind}.write"), "may_comment": at.may("document.comment")}
    return at.show("section", _step(at, kind), status=422 if form.errors else 200, **values)


@require_POST
@needs("document.comment")
def say(request: HttpRequest, number: str, kind: str, code: str) -> HttpResponse:
    """A comment on a section."""
    at = here(request, number)
    form = Comments(request.POST)
    if form.is_valid() and _said(at, kind, code, form):
        return at.back(f"{kind}/write/{code}")
    part = part_of(at, kind, code)
    values: dict[str, Any] = {
        "form": Writes(initial=_seen(part)),
        "part": part,
        "kind": kind,
        "comments": form,
    }
    values |= {"may": at.may(f"{kind}.write"), "may_comment": at.may("document.comment"), "theirs": None}
    return at.show("section", _step(at, kind), status=422, **values)


@needs("network.see")
def version(request: HttpRequest, number: str, kind: str, version: str) -> HttpResponse:
    """A version as it was fixed, or beside another: every word and every number that differs."""
    at = here(request, number)
    new = version_of(at, kind, version)
    beside = request.GET.get("beside", "")
    old = version_of(at, kind, beside) if beside else None
    names = {s.code: s.name for s in sections_of(kind, at.definition, new.on)}
    values: dict[str, Any] = {
        "version": new,
        "old": old,
        "kind": kind,
        "whole": [(names.get(code, code), text) for code, text in new.sections.items()],
        "changed": [(names.get(c.section, c.section), c.compared) for c in changed_sections(old, new)]
        if old
        else [],
        "others": [v for v in papers(at, kind).versions if v.pk != new.pk],
    }
    return at.show("version", _step(at, kind), **values)


def _step(at: Here, kind: str) -> tuple[str, str]:
    outlines = {o.kind: o.name.en for o in at.definition.documents}
    return outlines.get(kind, kind.capitalize()), kind


def _seen(part: Part) -> dict[str, object]:
    draft = part.draft
    return {"text": draft.text if draft else "", "edition": draft.edition if draft else 0}


def _saved(at: Here, kind: str, code: str, form: Writes) -> Any:
    """Save a section. Where somebody saved since, gives both texts side by side, and the form is over theirs now."""
    said = dict(form.cleaned_data)  # a fault at a field takes it out of the form's own
    try:
        save_section(
            document=document_of(at.network, kind), section=code, text=said["text"], edition=said["edition"] or 0,
            places=at.places, definition=at.definition, by=at.who,
        )  # fmt: skip
    except SavedSince as fault:
        form.broken(fault, "text")
        over = cast(QueryDict, form.data).copy()
        over["edition"] = str(fault.draft.edition)
        form.data = over
        return compare(fault.draft.text, said["text"])
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, "text")
    return None


def _said(at: Here, kind: str, code: str, form: Comments) -> bool:
    try:
        comment(
            document=document_of(at.network, kind), section=code, words=form.cleaned_data["words"], places=at.places,
            definition=at.definition, by=at.who,
        )  # fmt: skip
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, "words")
        return False
    return True
