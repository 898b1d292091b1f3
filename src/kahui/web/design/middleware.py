"""What every page is sent with, and the page shown when a date cannot be used or a thing is not there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kahui.definition.time import TimeFault
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
"""Nothing from elsewhere, nothing inline: a page that was tampered with can run nothing."""


class Frame:
    """Sends the content policy, and answers a fault a person can cure in the frame of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, TimeFault):
            request.dates_refused = True  # type: ignore[attr-defined]
            return refuse(request, "This date cannot be used", str(exception), status=400)
        if isinstance(exception, Http404) and exception.args:
            return refuse(request, "There is no such page", str(exception.args[0]), status=404)
        if isinstance(exception, NotAllowed):
            return refuse(request, "This is not for you to do", str(exception), status=403)
        if isinstance(exception, RuleBroken):
            return refuse(request, "This cannot be recorded", str(exception), status=422)
        return None


def refuse(request: HttpRequest, title: str, sentence: str, *, status: int) -> HttpResponse:
    """A page that says in a sentence why there is no answer, with the ways on."""
    return render(request, "design/refused.html", {"title": title, "sentence": sentence}, status=status)
