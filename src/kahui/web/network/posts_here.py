"""What every page of a network's posts does first: find the network, and the opening or the holder, within reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kahui.definition.lines import Post
from kahui.definition.time import AsAt
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.editions.queries import definition_for
from kahui.records.formation.queries import places_of_one, within
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.posts.models import Appointment, Opening
from kahui.records.posts.queries.candidates import sits_on
from kahui.web.design.forms import Form
from kahui.web.door.routes import acting
from kahui.web.network.here import Here

POSTS = ("Posts", "posts")


def posts_here(request: HttpRequest, number: str) -> Here:
    """The network of this number within reach of whoever may see posts. Raises `Http404` with a sentence."""
    who = acting(request)
    found = within(who.reach("posts.see"), who.on).filter(number=int(number)).first()
    if found is None:
        raise Http404(f"There is no network {number} within your reach whose posts you see.")
    return _here(request, found)


def opening_here(request: HttpRequest, number: str, key: str) -> tuple[Here, Opening]:
    """An opening within reach of whoever may see posts, or who sits on its panel. Raises `Http404`."""
    who = acting(request)
    opening = Opening.objects.filter(pk=int(key), network__number=int(number), on__lte=who.on).select_related(
        "network", "provider"
    )
    found = opening.first()
    if found is not None and sits_on(found, who.person, AsAt(who.on, timezone.now())):
        return _here(request, found.network), found
    at = posts_here(request, number)
    if found is None:
        raise Http404(f"There is no opening {key} in {at.name}. Its openings are on the page of its posts.")
    return at, found


def holder_here(request: HttpRequest, number: str, key: str) -> tuple[Here, Appointment]:
    """An appointment within reach. Raises `Http404`."""
    at = posts_here(request, number)
    found = (
        Appointment.objects.current()
        .filter(pk=int(key), network=at.network, on__lte=at.who.on)
        .select_related("person", "provider", "opening", "network")
        .first()
    )
    if found is None:
        raise Http404(
            f"There is no such appointment in {at.name}. Who holds a post is on the page of its posts."
        )
    return at, found


def as_at(at: Here) -> AsAt:
    """The dates asked for; without any, the day people act on. Raises `TimeFault` with a sentence."""
    request = at.request
    on = request.GET.get("on") or at.who.on.isoformat()
    moment = AsAt.read(on, request.GET.get("known"), now=timezone.now())
    request.as_at = moment  # type: ignore[attr-defined]
    return moment


def post_named(at: Here, code: str) -> Post | None:
    """A post of the programme, on any day."""
    return next((p for p in at.definition.posts if p.code == code), None)


def post_name(at: Here, code: str) -> str:
    post = post_named(at, code)
    return post.name.en if post else code


def path_of(at: Here, found: Opening, page: str = "") -> str:
    """The address of an opening, or of a page beneath it."""
    return at.path(f"posts/openings/{found.pk}/{page}")


def step_of(at: Here, found: Opening) -> tuple[str, str]:
    """An opening as a step of the way to a page."""
    return post_name(at, found.post), f"posts/openings/{found.pk}"


def done(form: Form, act: Callable[[], Any], field: str | None = None) -> bool:
    """Whether an act was done; a rule that did not hold is put beside its field, and nothing written is lost."""
    try:
        act()
    except (RuleBroken, NotAllowed) as fault:
        form.broken(fault, field)
        return False
    return True


def ask(at: Here, form: Form, title: str, *steps: tuple[str, str], **values: Any) -> HttpResponse:
    """The page of one form: `lead`, `facts`, `send` and `warning` are its words."""
    status = 422 if form.errors else 200
    return at.show("posts_form", POSTS, *steps, form=form, title=title, status=status, **values)


def _here(request: HttpRequest, found: Network) -> Here:
    who = acting(request)
    return Here(
        request, who, found, name_of(found), places_of_one(found, who.on), definition_for(found, who.on)
    )
