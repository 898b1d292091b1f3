"""The two dates of a page: read from its address, kept in every link."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from kahui.definition.time import AsAt
from kahui.reporting import pages

KEPT = ("on", "known")


def as_at(request: HttpRequest) -> AsAt:
    """The dates asked for (`?on=`, `?known=`). Raises `TimeFault` with a sentence.

    Absent, `known` means now, and `on` the day the record is about: see `pages.default_day`.
    """
    found: AsAt | None = getattr(request, "as_at", None)
    if found is None:
        now = timezone.now()
        on = request.GET.get("on") or pages.default_day(now).isoformat()
        found = AsAt.read(on, request.GET.get("known"), now=now)
        request.as_at = found  # type: ignore[attr-defined]
    return found


def kept(request: HttpRequest | None) -> dict[str, str]:
    """The dates as the person wrote them, to be carried along; none when a date could not be read."""
    if request is None or getattr(request, "dates_refused", False):
        return {}
    return {name: request.GET[name][:40] for name in KEPT if request.GET.get(name)}
