"""What was done, sent and looked at: of one thing, and of all reads of identifiable records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kahui.definition.time import AsAt
from kahui.records.access.check import Acting
from kahui.records.access.places import NATION
from kahui.records.changes.clock import today
from kahui.records.timeline.actions import looked
from kahui.records.timeline.models import Entry
from kahui.records.timeline.queries import looks, timeline_of
from kahui.web.design.paging import page_of
from kahui.web.desk.things import Thing, thing
from kahui.web.door.routes import acting, needs, signed_in

SIZE = 50
KINDS = (("did", "what was done"), ("sent", "what was sent"), ("looked", "who looked"))


@needs("timeline.see")
def timeline(request: HttpRequest, kind: str, key: str = "") -> HttpResponse:
    """Who did what when, of one thing, and since when it has been known."""
    who = acting(request)
    about = thing(kind, key, who, "timeline.see")
    if kind == "person" and key != str(who.id):
        looked(f"Looked at the timeline of {about.title}.", about=about, by=who)
    return _of(request, who, about)


@signed_in("Shows whoever is signed in what the record says of them.")
def own(request: HttpRequest) -> HttpResponse:
    """What was done by and for oneself, as others who may see it see it."""
    who = acting(request)
    return _of(request, who, Thing("person", str(who.id), str(who.person)))


@needs("looks.see")
def every_look(request: HttpRequest) -> HttpResponse:
    """Every reading of identifiable records, newest first, by words if wished."""
    text = " ".join(request.GET.get("q", "").split())[:200]
    return _listed(request, looks(text, _as_at(request)), "desk/looks.html", text=text, place="looks")


def _of(request: HttpRequest, who: Acting, about: Thing) -> HttpResponse:
    kinds = [(code, words) for code, words in KINDS if code != Entry.Kind.LOOKED or _sees_looks(who)]
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in dict(kinds) else ""
    entries = timeline_of(about, _as_at(request), *([chosen] if chosen else [code for code, _ in kinds]))
    values = {"about": about, "kinds": kinds, "chosen": chosen, "export": _may_export(who, about)}
    return _listed(request, entries, "desk/timeline.html", **values)


def _listed(request: HttpRequest, entries, template: str, **values: object) -> HttpResponse:  # type: ignore[no-untyped-def]
    total = entries.count()
    page, last = page_of(request, total, SIZE)
    shown = list(entries[(page - 1) * SIZE : page * SIZE])
    return render(
        request, template, {**values, "entries": shown, "total": total, "page": page, "pages": last}
    )


def _as_at(request: HttpRequest) -> AsAt:
    """The dates asked for; without any, today as people act here."""
    moment = AsAt.read(
        request.GET.get("on") or today().isoformat(), request.GET.get("known"), now=timezone.now()
    )
    request.as_at = moment  # type: ignore[attr-defined]
    return moment


def _sees_looks(who: Acting) -> bool:
    return bool(who.check("looks.see", [NATION]))


def _may_export(who: Acting, about: Thing) -> bool:
    return about.kind not in ("nation", "region") and bool(who.reach("record.export"))
