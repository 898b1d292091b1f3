"""What a board says of somebody it employs: whether it supports an application, whether it appoints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kahui.definition.time import say
from kahui.records.access.check import Acting, NotAllowed
from kahui.records.access.places import Place, provider
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.queries import definition_for
from kahui.records.networks.queries import name_of as network_name
from kahui.records.notices.models import Letter
from kahui.records.posts import actions
from kahui.records.posts.actions.answering import PURPOSES, application_of
from kahui.records.posts.models import Application
from kahui.records.register.queries import name_of
from kahui.records.timeline.actions import looked
from kahui.web.design.forms import Form, Text
from kahui.web.door.routes import acting, needs

ASKED = {
    "support": (
        "Does your board support this application?",
        [("yes", "Yes: we support it, and the prerequisites are met"), ("no", "No")],
    ),
    "approve": (
        "Does your board appoint them?",
        [("yes", "Yes: the board appoints them to the post"), ("no", "No")],
    ),
}
LETTERS = dict(zip(PURPOSES, ASKED, strict=True))
"""The purpose of a letter → what it asks."""


class Answers(Form):
    """A board's answer."""

    agrees = forms.ChoiceField(label="", widget=forms.RadioSelect)
    words = Text(
        label="In words", rows=3, required=False, longest=5_000, help_text="Needed where the answer is no."
    )

    def __init__(self, *args: Any, what: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label, self.fields["agrees"].choices = ASKED[what]  # type: ignore[attr-defined]


@needs("appointment.approve")
def support(request: HttpRequest, key: str) -> HttpResponse:
    """The board that employs an applicant says whether it supports them."""
    return _answer(request, _mine(acting(request), key), "support")


@needs("appointment.approve")
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """The employing board says whether it appoints whom the panel chose."""
    return _answer(request, _mine(acting(request), key), "approve")


def letter_page(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The page of a letter about an application: the same question, answered by whoever has the link. For the
    dispatcher of letters, which has opened the letter."""
    application, what = application_of(letter), LETTERS[letter.purpose]
    form = Answers(request.POST or None, what=what)
    if request.method == "POST" and form.is_valid():
        agrees, words = form.cleaned_data["agrees"] == "yes", form.cleaned_data["words"]
        try:
            under = definition_for(application.opening.network)
            actions.answer_for_board(letter=letter, agrees=agrees, words=words, definition=under)
        except RuleBroken as fault:
            form.broken(fault, "words")
        else:
            return render(request, "school/posts_answered.html", _values(application, what, form))
    status = 422 if form.errors else 200
    return render(request, "school/posts_answer.html", _values(application, what, form), status=status)


def _answer(request: HttpRequest, application: Application, what: str) -> HttpResponse:
    who, form = acting(request), Answers(request.POST or None, what=what)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"application": application, "by": who, "words": form.cleaned_data["words"]}
        said["agrees"] = form.cleaned_data["agrees"] == "yes"
        try:
            if what == "support":
                actions.support(**said)
            else:
                actions.approve(definition=definition_for(application.opening.network, who.on), **said)
        except (RuleBroken, NotAllowed) as fault:
            form.broken(fault, "words")
        else:
            messages.success(request, "Your board’s answer is on record.")
            return redirect("waiting")
    about = Place("person", str(application.person_id))
    looked(f"Looked at the application of {application.person}.", about=about, by=who)
    status = 422 if form.errors else 200
    return render(request, "school/posts_answer.html", _values(application, what, form), status=status)


def _mine(who: Acting, key: str) -> Application:
    """An application of somebody whom a board of whoever asks employs. Raises `Http404`."""
    found = (
        Application.objects.current()
        .filter(pk=int(key))
        .select_related("opening__network", "provider", "person")
    )
    application: Application | None = found.first()
    if application is not None:
        school = provider(application.provider.kind, application.provider.number)
        if who.check("appointment.approve", [school]):
            return application
    raise Http404("There is no such application of anybody whom a board of yours employs.")


def _values(application: Application, what: str, form: Form) -> dict[str, Any]:
    opening = application.opening
    posts = {p.code: p.name.en for p in definition_for(opening.network).posts}
    return {
        "form": form,
        "what": what,
        "application": application,
        "person": application.person,
        "school": name_of(application.provider),
        "facts": [
            ("Post", posts.get(opening.post, opening.post)),
            ("Network", network_name(opening.network)),
            ("Applied", say(application.on)),
            ("Closes", say(opening.closes)),
        ],
        "prerequisites": application.prerequisites,
    }
