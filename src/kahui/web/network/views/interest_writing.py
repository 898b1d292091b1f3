"""Writing an expression of interest: a section at a time with nothing lost, checked as a whole, sent, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kahui.definition.documents import Section
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.actions import SavedSince, comment, save_section
from kahui.records.documents.models import Draft
from kahui.records.documents.queries import comments_of, drafts_of, open_requests
from kahui.records.formation.actions import interest as verbs
from kahui.web.door.routes import needs
from kahui.web.network.expression import Expression, expression
from kahui.web.network.interest_forms import Say, Withdraw, Write


@needs("network.see")
def section(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Write one section. Where somebody saved since, both texts are shown."""
    at = expression(request, number)
    asked = _asked(at, code)
    draft = drafts_of(at.interest.document).get(code)
    form = Write(request.POST or None, draft=draft)
    theirs: Draft | None = None
    if request.method == "POST" and form.is_valid():
        form, theirs, done = _save(at, asked, form)
        if done:
            return done
    return _page(at, asked, form, theirs, Say())


@needs("document.comment")
@require_POST
def say(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Say something of a section."""
    at = expression(request, number)
    asked = _asked(at, code)
    form = Say(request.POST)
    if form.is_valid():
        try:
            comment(
                document=at.interest.document,
                section=code,
                words=form.cleaned_data["words"],
                places=at.places,
                definition=at.definition,
                by=at.who,
            )
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "words")
        else:
            messages.success(request, "Your comment stands beside the section.")
            return at.back(f"sections/{code}")
    draft = drafts_of(at.interest.document).get(code)
    return _page(at, asked, Write(draft=draft), None, form)


@needs("network.see")
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that is about to be sent, each with a way to change it; then it is sent."""
    at = expression(request, number)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            version = verbs.send(network=at.interest.network, by=at.who, definition=at.definition)
        except (RuleBroken, NotAllowed) as fault:
            errors.append(("", str(fault)))
        else:
            messages.success(request, f"Sent as version {version.number}. Each founding board is asked.")
            return at.back("boards")
    drafts = drafts_of(at.interest.document)
    rows = [("Name", at.name, at.path("name"))]
    rows.append(
        ("Who takes part", "\n".join(f"{f.name}: {f.standing}" for f in at.interest.named), at.path("who"))
    )
    for asked in at.sections:
        text = drafts[asked.code].text if asked.code in drafts else ""
        rows.append((asked.name.en, text or "Nothing yet.", at.path(f"sections/{asked.code}")))
    values: dict[str, Any] = {
        "rows": rows,
        "errors": errors,
        "may": at.may("interest.submit"),
        "looks": [look for look in at.interest.looks(at.definition, at.who.on) if look.code != "boards"],
    }
    return at.show("expression_check", status=422 if errors else 200, **values)


@needs("interest.submit")
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw what was sent, for a reason."""
    at = expression(request, number)
    form = Withdraw(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.withdraw(
                network=at.interest.network,
                reason=form.cleaned_data["reason"],
                by=at.who,
                definition=at.definition,
            )
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "reason")
        else:
            messages.success(request, "It is withdrawn. It can be changed and sent again.")
            return at.back()
    return at.show("expression_withdraw", form=form, status=422 if form.errors else 200)


def _save(at: Expression, asked: Section, form: Write) -> tuple[Write, Draft | None, HttpResponse | None]:
    """Save it: the form with what was wrong, what somebody else saved meanwhile, or the way on."""
    said = form.cleaned_data
    try:
        save_section(
            document=at.interest.document,
            section=asked.code,
            text=said["text"],
            edition=said["edition"],
            places=at.places,
            definition=at.definition,
            by=at.who,
        )
    except SavedSince as fault:
        again = {**form.data.dict(), "edition": str(fault.draft.edition)}  # type: ignore[attr-defined]
        form = Write(again, draft=fault.draft)
        form.is_valid()
        form.broken(fault, "text")
        return form, fault.draft, None
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, "text")
        return form, None, None
    messages.success(at.request, f"“{asked.name.en}” is saved.")
    codes = [s.code for s in at.sections]
    onward = at.request.POST.get("then") == "next" and codes.index(asked.code) + 1 < len(codes)
    page = f"sections/{codes[codes.index(asked.code) + 1]}" if onward else ""
    return form, None, at.back(page)


def _page(at: Expression, asked: Section, form: Write, theirs: Draft | None, saying: Say) -> HttpResponse:
    values: dict[str, Any] = {
        "section": asked,
        "form": form,
        "theirs": theirs,
        "saying": saying,
        "comments": [c for c in comments_of(at.interest.document) if c.section == asked.code],
        "requests": [r for r in open_requests(at.interest.document) if r.section == asked.code],
        "may": at.may("interest.write"),
        "may_say": at.may("document.comment"),
        "looks": [look for look in at.interest.looks(at.definition, at.who.on) if look.code == "pathway"]
        if asked.code == "pathway"
        else [],
    }
    return at.show("expression_section", status=422 if form.errors or saying.errors else 200, **values)


def _asked(at: Expression, code: str) -> Section:
    found = next((s for s in at.sections if s.code == code), None)
    if found is None:
        raise Http404(
            f"An expression of interest has no section “{code[:40]}”. Its sections are on its first page."
        )
    return found
