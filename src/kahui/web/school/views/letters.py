"""The one address of every letter: opened while it can be answered, and handed to the page of its purpose."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from kahui.records.changes.rules import RuleBroken
from kahui.records.notices.letters import open_letter
from kahui.web.door.routes import anyone
from kahui.web.school.letters import PAGES


@anyone("The link itself is the key: it is signed, expires, and is answered once.")
@never_cache
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter asks, and the form that answers it. One that cannot be answered says why in a sentence."""
    try:
        found = open_letter(token[:200])
    except RuleBroken as fault:
        values = {
            "sentence": str(fault),
            "written": [w for w in request.POST.getlist("words") if w.strip()][:1],
        }
        return render(request, "school/letter_shut.html", values, status=410)
    page = PAGES.get(found.purpose)
    if page is None:
        raise Http404("This letter asks for something that is no longer asked here. Ask whoever sent it.")
    response = page(request, found)
    # The address is the key: no other site learns it. Stricter than this, a browser would send the form without an
    # origin, and it would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
