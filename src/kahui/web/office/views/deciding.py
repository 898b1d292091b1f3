"""Deciding: the form, what it would do, then the act; and an act that was taken, to be looked at or taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kahui.definition.lines import Capacity, Gate
from kahui.definition.model import Definition
from kahui.records.access.check import No, NotAllowed
from kahui.records.access.places import NATION
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.queries import by_definition, definition_for
from kahui.records.formation.actions.advising import declare
from kahui.records.formation.actions.deciding import Act, decide_gate
from kahui.records.formation.actions.undoing import undo
from kahui.records.formation.models import Condition, Ruling, Tranche
from kahui.records.formation.queries import places_of
from kahui.records.formation.queries.declared import declared
from kahui.records.formation.queries.effects import effects
from kahui.records.formation.queries.seen import fingerprint
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Network
from kahui.records.networks.queries import names_of
from kahui.records.timeline.models import Entry
from kahui.web.door.routes import needs
from kahui.web.office.desk import Desk, desk
from kahui.web.office.forms import Decides, TakesBack
from kahui.web.office.views.tranches import tranche_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be decided: about whom, at which gate, by which office, in which tranche."""

    desk: Desk
    definition: Definition
    gate: Gate
    capacity: Capacity
    networks: tuple[Network, ...]
    tranche: Tranche | None
    excluded: tuple[str, ...]
    elsewhere: tuple[str, ...]
    unasked: frozenset[int]
    names: dict[int, str]
    only_ends: bool = False

    @property
    def steps(self) -> list[tuple[str, str]]:
        if self.tranche is not None:
            return [(self.tranche.name, reverse("tranche", args=[self.tranche.pk]))]
        network = self.networks[0]
        return [(self.names[network.pk], reverse("case", args=[network.number]))]

    def form(self, request: HttpRequest) -> Decides:
        listed = [(n.pk, f"{self.names[n.pk]} ({n.number})") for n in self.networks]
        return Decides(
            request.POST or None,
            gate=self.gate,
            only_ends=self.only_ends,
            networks=listed if self.tranche else (),
            ask_impartial=bool(self.unasked and self.tranche),
            initial={"on": self.desk.who.on, "networks": [n.pk for n in self.networks]},
        )

    def chosen(self, form: Decides) -> list[Network]:
        if self.tranche is None:
            return list(self.networks)
        return [n for n in self.networks if n.pk in form.cleaned_data["networks"]]


@needs("gate.decide")
def one(request: HttpRequest, number: int, gate: str) -> HttpResponse:
    """Decide about one network at the gate it has come to."""
    at = desk(request)
    case = at.case(number)
    if case.own_interest is None and at.who.id is not None:
        back = reverse("case-decide", args=[number, gate])
        return redirect(f"{reverse('case-interest', args=[number])}?next={back}")
    question = _question(at, gate, [case.network], None)
    waits = any(t.state == "waits" and t.gate == question.gate.code for t in case.turns)
    # What somebody sends is answered by the rule it breaks; only what is offered is fewer.
    only_ends = request.method == "GET" and not waits and case.stage.stands(question.gate.code)
    return _answer(replace(question, only_ends=only_ends))


@needs("gate.decide")
def many(request: HttpRequest, key: int) -> HttpResponse:
    """Decide about the networks of a tranche as one act."""
    at = desk(request)
    tranche, networks = tranche_of(at, key)
    return _answer(_question(at, tranche.gate, networks, tranche))


def _question(at: Desk, gate: str, networks: Sequence[Network], tranche: Tranche | None) -> Question:
    definition, theirs, others = _under_one(networks, at)
    programme = definition.at(at.who.on)
    known = programme.gate(gate)
    capacity = programme.decider(known) if known else None
    if known is None or capacity is None:
        raise Http404(f"“{gate[:40]}” is no gate at which an office decides on this day.")
    for where in places_of(theirs, at.who.on).values() or [frozenset({NATION})]:
        allowed = at.who.check("gate.decide", where, capacity=capacity.code)
        if isinstance(allowed, No):
            raise NotAllowed(allowed.reason)
    said = declared(at.who.id or 0, networks, now_on(at.who.on))
    names = names_of(networks, now_on(at.who.on))
    free = tuple(n for n in theirs if not said.get(n.pk))
    return Question(
        at,
        definition,
        known,
        capacity,
        free,
        tranche,
        tuple(names[n.pk] for n in theirs if said.get(n.pk)),
        tuple(names[n.pk] for n in others),
        frozenset(n.pk for n in free if n.pk not in said),
        names,
    )


def _under_one(networks: Sequence[Network], at: Desk) -> tuple[Definition, list[Network], list[Network]]:
    """The edition of the programme that most of these networks are under, they, and the others: one act is taken
    under one edition."""
    groups = sorted(by_definition(networks, at.who.on), key=lambda group: -len(group[1]))
    if not groups:
        return at.definition, [], []
    (definition, theirs), *others = groups
    return definition, theirs, [network for _, group in others for network in group]


def _answer(question: Question) -> HttpResponse:
    """The form, then what it would do, then the act."""
    request = question.desk.request
    form = question.form(request)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "commit" not in request.POST:
            return _preview(question, form)
        act = _act(question, form)
        if act is not None:
            messages.success(request, _said(question, act))
            return redirect("act", act=act.id)
    return question.desk.show("decide", *question.steps, question=question, form=form)


def _preview(question: Question, form: Decides) -> HttpResponse:
    """How many, which, and what would come of it; nothing is recorded yet."""
    chosen, said = question.chosen(form), form.cleaned_data
    outcome = question.gate.outcome(said["word"])
    assert outcome is not None  # one of its own choices
    found = effects(chosen, question.gate, outcome, said["on"])
    return question.desk.show(
        "decide_preview",
        *question.steps,
        question=question,
        form=form,
        outcome=outcome,
        effects=found,
        joins=sum(len(e.joins) for e in found),
        clashes=[c for e in found for c in e.clashes],
        seen=fingerprint(chosen, question.desk.who.on, question.tranche),
        opens=question.gate.opens if outcome.effect == "stands" else (),
    )


def _act(question: Question, form: Decides) -> Act | None:
    """Take the act; `None` where a rule or somebody else came before it, with the sentence in the form."""
    said, at = form.cleaned_data, question.desk
    try:
        with transaction.atomic():
            chosen = question.chosen(form)
            for network in chosen if said.get("impartial") else ():
                if network.pk in question.unasked:
                    declare(network=network, conflict=False, by=at.who)
            return decide_gate(
                networks=chosen,
                gate=question.gate.code,
                word=said["word"],
                on=said["on"],
                reason=said["reason"],
                conditions=form.asked_for,
                tranche=question.tranche,
                seen=at.request.POST.get("seen", ""),
                sent=at.sent(chosen),
                by=at.who,
                definition=question.definition,
            )
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return None


def _said(question: Question, act: Act) -> str:
    many = len(act.decisions)
    joined = f" {act.joined} became members." if act.joined else ""
    return f"{question.gate.name.en}: {many} decided as one act.{joined} It can be taken back as one."


@needs("caseload.see")
def act(request: HttpRequest, act: uuid.UUID) -> HttpResponse:
    """One act: what was decided in it, by whom, why; and a way to take it back, whole."""
    at = desk(request)
    rulings = list(
        Ruling.objects.filter(act=str(act), decision__network__in=at.reach)
        .select_related("decision__network", "tranche")
        .order_by("decision__network__number")
    )
    if not rulings:
        raise Http404("No act within your reach has this address.")
    form = TakesBack(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _taken_back(at, str(act), rulings[0].decision.network, form)
    ):
        messages.success(request, "The act was taken back, whole. Both acts stand in the record.")
        return redirect("act", act=act)
    networks = [r.decision.network for r in rulings]
    places = frozenset.union(*places_of(networks, at.who.on).values())
    names = names_of(networks, at.as_at)
    gate = at.programme.gate(rulings[0].decision.gate)
    return at.show(
        "act",
        form=form,
        rulings=[(r, names[r.decision.network_id]) for r in rulings],
        first=rulings[0],
        gate=gate,
        stands=rulings[0].known_to is None,
        conditions=Condition.objects.filter(decision=rulings[0].decision),
        back=at.who.check("gate.decide", places, capacity=rulings[0].capacity),
        entries=Entry.objects.filter(act=str(act)).order_by("id"),
    )


def _taken_back(at: Desk, act: str, network: Network, form: TakesBack) -> bool:
    try:
        under = definition_for(network, at.who.on)
        undo(act=act, by=at.who, definition=under, reason=form.cleaned_data["reason"])
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    return True
