"""A board's page: what waits for its answer, what it answered; and one document in full, with the form to answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kahui.records.access import places
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions.consents import answer, answer_by_letter, asked_by
from kahui.records.networks.models import Network
from kahui.records.notices.models import Letter
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now
from kahui.web.door.routes import acting, needs
from kahui.web.school.asked import Asked, asked_about, asked_of
from kahui.web.school.forms import Answer, AnswerByLetter
from kahui.web.school.letters import opens


@needs("network.see")
def board(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """What waits for a board, and what it answered."""
    who = acting(request)
    one = _own(who, kind, number)
    listed = asked_of(one, who)
    values = {
        "place": "board",
        "provider": one,
        "name": _name(one),
        "open": [a for a in listed if a.open],
        "others": [a for a in listed if not a.open],
        "may": who.check("consent.give", [places.provider(one.kind, one.number)]),
        "on": who.on,
    }
    return render(request, "school/board.html", values)


@needs("network.see")
def matter(request: HttpRequest, kind: str, number: str, network: str, matter: str) -> HttpResponse:
    """One document before a board: read it, answer it."""
    who = acting(request)
    one = _own(who, kind, number)
    found = Network.objects.filter(number=int(network)).first()
    asked = asked_about(found, one, matter, who) if found else None
    if asked is None:
        raise Http404(
            f"Nothing of this kind is before the board of {_name(one)}. What is stands on its page."
        )
    form = Answer(request.POST or None, initial={"version": asked.version.number})
    if request.method == "POST" and form.is_valid() and _answered(asked, one, form, who):
        messages.success(request, f"The answer of the board of {_name(one)} is recorded.")
        return redirect("board", kind=kind, number=number)
    crumbs = [(_name(one), f"/board/{kind}/{number}")]
    may = who.check("consent.give", [places.provider(one.kind, one.number)])
    values = {
        "place": "board",
        "asked": asked,
        "form": form,
        "name": _name(one),
        "crumbs": crumbs,
        "may": may,
    }
    return render(request, "school/matter.html", values, status=422 if form.errors else 200)


@opens("consent")
def consent(request: HttpRequest, letter: Letter) -> HttpResponse:
    """What a letter asks a board: the document in full, and the form to answer for the board."""
    network, kind, version = asked_by(letter)
    one = Provider.objects.get(kind=letter.provider_kind, number=letter.provider_number)
    asked = asked_about(network, one, kind, Acting.deployment("a letter"))
    if asked is None or asked.version.number != version:
        raise Http404(
            "This is no longer before the board: it was withdrawn or sent anew. Look for a newer link."
        )
    form = AnswerByLetter(request.POST or None, initial={"version": version, "answered_by": letter.to_name})
    values = {"asked": asked, "name": _name(one), "letter": letter}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            answer_by_letter(
                letter=letter,
                agrees=said["agrees"] == "yes",
                words=said["words"],
                answered_by=said["answered_by"],
                definition=asked.definition,
            )
        except RuleBroken as fault:
            form.broken(fault, _field(str(fault)))
        else:
            return render(
                request, "school/letter_answered.html", {**values, "agrees": said["agrees"] == "yes"}
            )
    return render(request, "school/letter.html", {**values, "form": form}, status=422 if form.errors else 200)


def _answered(asked: Asked, one: Provider, form: Answer, who: Acting) -> bool:
    said = form.cleaned_data
    try:
        answer(
            network=asked.network,
            provider=one,
            matter=asked.matter,
            version=said["version"],
            agrees=said["agrees"] == "yes",
            words=said["words"],
            by=who,
            definition=asked.definition,
        )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, _field(str(fault)))
        return False
    return True


def _field(sentence: str) -> str | None:
    return "words" if sentence.startswith("CON-4") else None


def _own(who: Acting, kind: str, number: str) -> Provider:
    """The provider, where whoever asks sees it."""
    found = Provider.objects.filter(kind=kind, number=int(number)).first()
    if found is None or not who.reach("network.see").covers([places.provider(kind, int(number))]):
        raise Http404("There is no board here that you see. Those you answer for are on your first page.")
    return found


def _name(one: Provider) -> str:
    return names_now([one.pk]).get(one.pk, (0, f"{one.kind} {one.number}"))[1]
