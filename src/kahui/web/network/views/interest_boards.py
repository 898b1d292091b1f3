"""The boards of an expression of interest: what each said and how, asked by letter, recorded from paper, printed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from kahui.definition.documents import outline
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions.asking import answering, ask_by_letter, subject_of
from kahui.records.formation.actions.consents import record_paper
from kahui.records.formation.queries.interest import Founder
from kahui.records.formation.scans import keep_scan, type_of
from kahui.records.notices.letters import unanswered
from kahui.records.notices.models import Letter
from kahui.records.received.queries import open_kept
from kahui.records.timeline.actions import looked
from kahui.web.door.routes import needs
from kahui.web.network.expression import Expression, expression
from kahui.web.network.interest_forms import ByLetter, Paper


@needs("network.see")
def boards(request: HttpRequest, number: str) -> HttpResponse:
    """What each founding board said, how and when; and how those are asked that have not answered."""
    at = expression(request, number)
    letters = _letters(at)
    rows = []
    for founder in at.interest.founders:
        people = ", ".join(str(p) for p in answering(founder.provider, at.who.on))
        rows.append((founder, people, letters.get((founder.provider.kind, founder.provider.number))))
    values: dict[str, Any] = {
        "rows": rows,
        "others": [f for f in at.interest.named if not f.founds],
        "may_ask": at.may("consent.record") or at.may("interest.write"),
        "may_record": at.may("consent.record"),
    }
    return at.show("expression_boards", **values)


@needs("network.see")
def letter(request: HttpRequest, number: str, kind: str, provider: str) -> HttpResponse:
    """Ask a board that does not sign in, by a link."""
    at = expression(request, number)
    founder = _founder(at, kind, provider)
    form = ByLetter(request.POST or None)
    version = at.interest.version
    if version is None:
        raise Http404("Nothing has been sent yet: a board is asked once it has been.")
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_by_letter(
                network=at.interest.network,
                provider=founder.provider,
                version=version,
                to=form.cleaned_data["to"],
                to_name=form.cleaned_data["to_name"],
                by=at.who,
                definition=at.definition,
            )
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "to")
        else:
            messages.success(request, f"A link is on its way to {asked.to}.")
            return at.back("boards")
    return at.show("expression_letter", founder=founder, form=form, status=422 if form.errors else 200)


@needs("consent.record")
def paper(request: HttpRequest, number: str, kind: str, provider: str) -> HttpResponse:
    """Record an answer that came on paper, with its scan."""
    at = expression(request, number)
    founder = _founder(at, kind, provider)
    form = Paper(request.POST or None, request.FILES or None, initial={"on": at.who.on})
    if request.method == "POST" and form.is_valid() and _recorded(at, founder, form):
        messages.success(request, f"The answer of {founder.name} is recorded.")
        return at.back("boards")
    return at.show("expression_paper", founder=founder, form=form, status=422 if form.errors else 200)


@needs("network.see")
def sheet(request: HttpRequest, number: str, kind: str, provider: str) -> HttpResponse:
    """Two pages to print: what is asked, and where a board signs."""
    at = expression(request, number)
    founder = _founder(at, kind, provider)
    version = at.interest.version
    texts = version.sections if version else {}
    values: dict[str, Any] = {
        "founder": founder,
        "version": version,
        "texts": [(s.name.en, texts.get(s.code, "")) for s in at.sections if texts.get(s.code)],
        "title": outline(at.definition.documents, at.interest.document.kind).name.en,
    }
    return at.show("expression_sheet", **values)


@needs("consent.record")
def scan(request: HttpRequest, number: str, kind: str, provider: str) -> HttpResponse:
    """The paper itself, as it was scanned. That somebody read it is told."""
    at = expression(request, number)
    founder = _founder(at, kind, provider)
    if founder.consent is None or not founder.consent.scan or not at.may("consent.record"):
        raise Http404("No paper of this board is on record here.")
    looked(f"Read the paper of the board of {founder.name}.", about=founder.place, by=at.who)
    data = open_kept(founder.consent.scan, settings.HOME)
    response = HttpResponse(data, content_type=type_of(data) or "application/octet-stream")
    ending = response["Content-Type"].rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="answer-{kind}-{provider}.{ending}"'
    return response


def _recorded(at: Expression, founder: Founder, form: Paper) -> bool:
    said, scan = form.cleaned_data, form.cleaned_data["scan"]
    version = at.interest.version
    try:
        kept = keep_scan(scan.read(), name=scan.name, home=settings.HOME)
        record_paper(
            network=at.interest.network,
            provider=founder.provider,
            matter=at.interest.document.kind,
            version=version.number if version else 0,
            agrees=said["agrees"] == "yes",
            words=said["words"],
            answered_by=said["answered_by"],
            on=said["on"],
            scan=kept,
            by=at.who,
            definition=at.definition,
        )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, _field(str(fault)))
        return False
    return True


def _field(sentence: str) -> str | None:
    """The field that a rule’s sentence is about."""
    fields = {"CON-4": "words", "CON-5": "on", "CON-6": "scan", "CON-7": "scan", "CON-8": "scan"}
    return fields.get(sentence.partition(":")[0])


def _letters(at: Expression) -> dict[tuple[str, int], Letter]:
    version = at.interest.version
    if version is None:
        return {}
    held = unanswered("consent", subject_of(at.interest.network, at.interest.document.kind, version.number))
    return {(each.provider_kind, each.provider_number): each for each in held.order_by("pk")}


def _founder(at: Expression, kind: str, number: str) -> Founder:
    found = next(
        (f for f in at.interest.founders if (f.provider.kind, f.provider.number) == (kind, int(number))), None
    )
    if found is None:
        raise Http404("It is not named as a founding member here. Those who are stand on the page of boards.")
    return found
