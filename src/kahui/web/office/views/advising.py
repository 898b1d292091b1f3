"""What an adviser writes about a network: an interest of their own, advice, requests, support, a condition met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kahui.records.access.check import NotAllowed
from kahui.records.access.models import Grant, Person
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions import advising
from kahui.records.formation.actions.conditions import meet
from kahui.records.formation.models import Condition, Support
from kahui.records.formation.queries import cases
from kahui.records.formation.turns import CHALLENGES, INTEREST
from kahui.web.design.forms import Form
from kahui.web.door.routes import needs
from kahui.web.office.desk import Case, desk
from kahui.web.office.forms import Advises, Asks, Assigns, Declares, Meets, Offers


def written(
    one: Case, form: Form, act: Callable[[dict[str, Any]], object], done: str, to: str = ""
) -> HttpResponse | None:
    """Do what a form asks for and go back to the case; `None` where something is to be written otherwise."""
    if one.desk.request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            act(form.cleaned_data)
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return None
    messages.success(one.desk.request, done)
    return redirect(to or one.path)


@needs("conflict.declare")
def interest(request: HttpRequest, number: int) -> HttpResponse:
    """Say whether one has an interest of one's own; what one was about to do comes after."""
    one = desk(request).case(number)
    form = Declares(request.POST or None)

    def act(said: dict[str, Any]) -> None:
        own = said["conflict"] == "yes"
        advising.declare(network=one.network, conflict=own, words=said["words"], by=one.desk.who)

    back = next_of(request)
    done = written(one, form, act, "What you declared stands in the record.", back)
    return done or one.desk.show("interest", one.step, case=one, form=form)


def next_of(request: HttpRequest) -> str:
    """Where somebody was going before they were asked something: an office's page, or nowhere."""
    asked = request.GET.get("next", "")
    return asked if asked.startswith("/office/") and "//" not in asked and "\\" not in asked else ""


@needs("case.assign")
def adviser(request: HttpRequest, number: int) -> HttpResponse:
    """Say who looks after a network."""
    one = desk(request).case(number)
    advisers = _advisers(one)
    form = Assigns(request.POST or None, advisers=[(p.pk, str(p)) for p in advisers])

    def act(said: dict[str, Any]) -> None:
        chosen = next(p for p in advisers if str(p.pk) == said["adviser"])
        advising.assign(network=one.network, adviser=chosen, by=one.desk.who)

    done = written(one, form, act, f"{one.name} has somebody to look after it.")
    return done or one.desk.show("adviser", one.step, case=one, form=form, advisers=advisers)


def _advisers(one: Case) -> list[Person]:
    """Who is adviser where the network lies."""
    on = one.desk.who.on
    held = Grant.objects.held_on(on).filter(role="adviser")
    there = {
        g.person_id for g in held if (g.place_kind, g.place_key) in {(p.kind, p.key) for p in one.places}
    }
    return list(Person.objects.filter(pk__in=there, is_active=True).order_by("name"))


@needs("advice.give")
def advice(request: HttpRequest, number: int) -> HttpResponse:
    """Advise on the newest version."""
    one = desk(request).case(number)
    paper = _paper(one)
    form = Advises(request.POST or None, initial={"version": paper.version.number})

    def act(said: dict[str, Any]) -> None:
        advising.advise(
            network=one.network,
            matter=paper.kind,
            version=said["version"],
            supports=said["supports"] == "yes",
            words=said["words"],
            by=one.desk.who,
            definition=one.definition,
        )

    done = written(one, form, act, "Your advice is with those who decide.")
    return done or one.desk.show("advice", one.step, case=one, form=form, paper=paper)


@needs("gate.decide")
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for one section to be changed."""
    one = desk(request).case(number)
    paper = _paper(one)
    sections = [(code, name) for code, name, _ in paper.sections]
    form = Asks(request.POST or None, sections=sections, initial={"version": paper.version.number})

    def act(said: dict[str, Any]) -> None:
        advising.ask_for_change(
            network=one.network,
            matter=paper.kind,
            version=said["version"],
            section=said["section"],
            words=said["words"],
            by=one.desk.who,
            definition=one.definition,
            sent=one.desk.sent([one.network]),
        )

    done = written(one, form, act, "Those who write have been asked. You will see only what they change.")
    return done or one.desk.show("ask", one.step, case=one, form=form, paper=paper)


def _paper(one: Case) -> cases.Read:
    """What it sent last that an office has before it."""
    waits = [t.matter for t in one.turns if t.state in ("waits", "back")]
    for kind in (*waits, CHALLENGES, INTEREST):
        paper = cases.read(one.network, kind, one.desk.as_at, one.definition)
        if paper is not None:
            return paper
    raise Http404(f"{one.name} has sent nothing yet: there is nothing to advise on.")


@needs("support.record")
def support(request: HttpRequest, number: int) -> HttpResponse:
    """Record help that was offered."""
    one = desk(request).case(number)
    form = Offers(request.POST or None, initial={"on": one.desk.who.on})

    def act(said: dict[str, Any]) -> None:
        advising.offer_support(network=one.network, by=one.desk.who, **said)

    done = written(one, form, act, "The offer is on the record.", f"{one.path}#support")
    return done or one.desk.show("support", one.step, case=one, form=form)


@needs("support.record")
@require_POST
def taken(request: HttpRequest, key: int) -> HttpResponse:
    """Whether support was taken up."""
    at = desk(request)
    found = Support.objects.select_related("network").filter(pk=key, network__in=at.reach).first()
    if found is None:
        raise Http404("No support within your reach has this number.")
    advising.say_taken_up(support=found, taken_up=request.POST.get("taken") == "yes", by=at.who)
    messages.success(request, "What became of the offer is on the record.")
    return redirect(f"{reverse('case', args=[found.network.number])}#support")


@needs("condition.close")
def condition(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a condition is met, with what shows it."""
    at = desk(request)
    found = Condition.objects.select_related("decision__network").filter(pk=key).first()
    if found is None or not at.reach.filter(pk=found.decision.network_id).exists():
        raise Http404("No condition within your reach has this number.")
    one = at.case(found.decision.network.number)
    form = Meets(request.POST or None, initial={"on": at.who.on})

    def act(said: dict[str, Any]) -> None:
        meet(condition=found, words=said["words"], on=said["on"], by=at.who)

    done = written(one, form, act, "The condition is met.", f"{one.path}#conditions")
    return done or at.show("condition", one.step, case=one, form=form, condition=found)
