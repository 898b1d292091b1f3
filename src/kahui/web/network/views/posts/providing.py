"""What is provided otherwise than by the roll: notices, conversions, transfers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kahui.definition.conversions import Merge, Split
from kahui.definition.conversions import sentence as in_words
from kahui.definition.time import AsAt
from kahui.records.posts import actions
from kahui.records.posts.queries.ledger import Line, ledger
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now
from kahui.web.design.forms import Form
from kahui.web.door.routes import needs
from kahui.web.network.here import Here
from kahui.web.network.posts_forms import Converts, Notices, Splits, Transfers
from kahui.web.network.posts_here import ask, done, posts_here
from kahui.web.network.views.posts.holding import members_named

DAY = dt.timedelta(days=1)


@needs("entitlement.record")
def entitlement(request: HttpRequest, number: str) -> HttpResponse:
    """Record what an entitlement notice gives."""
    at = posts_here(request, number)
    form = Notices(
        request.POST or None, posts=_posts(at), schools=members_named(at), initial={"starts": at.who.on}
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        school = said.pop("school")
        said["provider"] = Provider.objects.get(pk=int(school)) if school else None
        said |= {"network": at.network, "by": at.who, "definition": at.definition}
        if done(form, lambda: actions.record_entitlement(**said)):
            messages.success(request, "The notice is on record, and goes before what the roll earns.")
            return at.back("posts")
    lead = "A notice goes before what the rolls earn, from its day on. One for the network goes before its schools’."
    return ask(at, form, "Record an entitlement notice", lead=lead, send="Record it", warning="")


@needs("post.convert")
def convert(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Give up posts of one kind for another, or take one apart."""
    at = posts_here(request, number)
    found = next((c for c in at.definition.conversions.on(at.who.on) if c.code == code), None)
    if found is None:
        raise Http404(f"The programme has no conversion “{code[:40]}” on this day.")
    form = _converting(at, found)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: _convert(at, found, form.cleaned_data))
    ):
        messages.success(
            request, "The conversion is on record; the posts of the day are those that follow from it."
        )
        return at.back("posts")
    note = f" {found.cited.note}" if found.cited.note else ""
    return ask(at, form, found.name.en, lead=in_words(found) + note, send="Convert", warning="")


@needs("post.convert")
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """A free post of one school is held at another for a time."""
    at = posts_here(request, number)
    form = Transfers(request.POST or None, posts=_posts(at, "school"), schools=members_named(at))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["was"], said["became"] = (Provider.objects.get(pk=int(said[k])) for k in ("was", "became"))
        said["ends"] = said.pop("last") + DAY
        said |= {"network": at.network, "by": at.who, "definition": at.definition}
        if done(form, lambda: actions.transfer(**said)):
            messages.success(request, "The post is held at the other school for that time.")
            return at.back("posts")
    lead = "Only a post that nobody holds, for one school year at most."
    return ask(at, form, "Transfer a post", lead=lead, send="Transfer it", warning="")


def _posts(at: Here, per: str = "") -> list[tuple[str, str]]:
    posts = at.programme.posts
    return [(p.code, p.name.en) for p in posts if not per or any(v.per == per for v in p.provisions)]


def _lines(at: Here, post: str) -> list[tuple[Line, str]]:
    """Schools with a line of a post, each with its name."""
    lines = ledger([at.network], AsAt(at.who.on, timezone.now()), at.definition)
    mine = [x for x in lines if x.of.post == post and x.of.provider]
    names = names_now({x.of.provider for x in mine if x.of.provider})
    return [(x, names[x.of.provider][1]) for x in mine if x.of.provider]


def _converting(at: Here, found: Merge | Split) -> Form:
    data = at.request.POST or None
    if isinstance(found, Merge):
        lines = _lines(at, found.takes_post)
        schools = [(str(x.of.provider), name, x.free) for x, name in lines if x.free]
        return Converts(data, most=found.most, schools=schools)
    free = [(str(x.of.provider), f"{name} ({x.free} free)") for x, name in _lines(at, found.post) if x.free]
    return Splits(data, schools=free)


def _convert(at: Here, found: Merge | Split, said: dict[str, Any]) -> None:
    frame = {"network": at.network, "code": found.code, "reason": said["reason"], "by": at.who}
    if isinstance(found, Split):
        school = Provider.objects.get(pk=int(said["school"]))
        actions.split(provider=school, definition=at.definition, **frame)
        return
    given = {int(k.removeprefix("from_")): n for k, n in said.items() if k.startswith("from_") and n}
    schools = Provider.objects.in_bulk(list(given))
    actions.convert(
        given={schools[key]: count for key, count in given.items()},
        times=said["times"],
        definition=at.definition,
        **frame,
    )
