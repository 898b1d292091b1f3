"""How a network ends or goes on with others: merging, acting as one, closing, and what its archive holds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from kahui.definition.time import say
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions import ending as verbs
from kahui.records.formation.queries.ending import closed_on
from kahui.records.formation.queries.memorandum import members_of
from kahui.records.networks.agreements import acting_as_one, merged_into, mergers_into
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.web.design.forms import Form
from kahui.web.door.routes import needs
from kahui.web.network.forms import ActsAsOne, Closes, Merges, Parts
from kahui.web.network.here import Here, here

ENDING = ("Ending", "ending")


@needs("network.see")
def ending(request: HttpRequest, number: str) -> HttpResponse:
    """Where the network stands, what each way of ending does, and who may do it."""
    at = here(request, number)
    name, others = acting_as_one(at.network, at.who.on)
    merger = merged_into(at.network, at.who.on)
    values: dict[str, Any] = {
        "closed": closed_on(at.network, at.who.on, at.definition),
        "merged": (name_of(merger.into), merger.into.number, merger.on, merger.words) if merger else None,
        "taken_in": [(name_of(m.gone), m.gone.number, m.on) for m in mergers_into(at.network, at.who.on)],
        "together": (name, [(name_of(o), o.number) for o in others]) if name else None,
        "may_end": verbs.may_end(at.network, at.who, at.definition),
        "may_join": at.may("members.change"),
        "follows": _follows(at),
    }
    return at.show("ending", **values)


@needs("network.end")
def close(request: HttpRequest, number: str) -> HttpResponse:
    """The network closes: what follows is shown, then it is recorded."""
    at = here(request, number)
    form = Closes(request.POST or None, initial={"on": at.who.on})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _done(form, verbs.close, network=at.network, by=at.who, definition=at.definition, **said):
            messages.success(request, f"{at.name} closed on {say(said['on'])}. Its record stays as it is.")
            return at.back("ending")
    return _form(at, form, "Close this network", "Close it", _follows(at))


@needs("network.end")
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """The network goes on as part of another."""
    at = here(request, number)
    form = Merges(request.POST or None, initial={"on": at.who.on})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        into = _other(form, "into", said.pop("into"))
        whole = {"gone": at.network, "into": into, "by": at.who, "definition": at.definition}
        if into and _done(form, verbs.merge, **whole, **said):
            messages.success(request, f"{at.name} went on as part of {name_of(into)} on {say(said['on'])}.")
            return at.back("ending")
    return _form(at, form, "Merge this network into another", "Merge it", _follows(at, merging=True))


@needs("members.change")
def together(request: HttpRequest, number: str) -> HttpResponse:
    """Two networks act as one; each keeps its own approval."""
    at = here(request, number)
    form = ActsAsOne(request.POST or None, initial={"starts": at.who.on})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        other = _other(form, "other", said.pop("other"))
        if other and _done(form, verbs.act_as_one, networks=[at.network, other], by=at.who, **said):
            messages.success(
                request, f"{at.name} and {name_of(other)} act as one from {say(said['starts'])}."
            )
            return at.back("ending")
    return _form(at, form, "Act as one with another network", "Record it")


@needs("members.change")
def apart(request: HttpRequest, number: str) -> HttpResponse:
    """The network acts as one with others no longer."""
    at = here(request, number)
    form = Parts(request.POST or None, initial={"on": at.who.on})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _done(form, verbs.act_apart, network=at.network, on=said["on"], by=at.who):
            messages.success(request, f"{at.name} acts for itself from {say(said['on'])}.")
            return at.back("ending")
    return _form(at, form, "Act as one no longer", "Record it")


def _form(at: Here, form: Form, title: str, send: str, follows: tuple[str, ...] = ()) -> HttpResponse:
    status = 422 if form.errors else 200
    return at.show("ending_form", ENDING, status=status, form=form, title=title, send=send, follows=follows)


def _done(form: Form, verb: Any, **said: Any) -> bool:
    try:
        verb(**said)
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault)
        return False
    return True


def _other(form: Form, field: str, number: int) -> Network | None:
    found = Network.objects.filter(number=number).first()
    if found is None:
        form.add_error(
            field, f"No network {number} is on the record. Check its number in the list of networks."
        )
    return found


def _follows(at: Here, *, merging: bool = False) -> tuple[str, ...]:
    """What follows when the network ends, in sentences."""
    members = len(members_of([at.network], at.who.on)[at.network.pk])
    boards = "1 member" if members == 1 else f"{members} members"
    moved = (
        f"Its {boards} move to the other network on that day, each asked to sign its memorandum."
        if merging
        else f"Its {boards} stay on its record, and may join or move to another network."
    )
    return (
        moved,
        "Its closing is recorded, and its approval as ended, on the same day.",
        "Its posts are for the boards that employ their holders to end, with this as the reason.",
        "Every figure published for an earlier day stays as it was.",
    )
