"""The first screen after signing in: what waits for me, then my networks or my caseload."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kahui.records.waiting.desk import Desk
from kahui.web.design.paging import page_of
from kahui.web.door.routes import acting, signed_in

SIZE = 20
"""Networks on a page."""

AT_FIRST = 25
"""Things that wait for one person, before they ask for all of them."""


@signed_in("Shows whoever is signed in what waits for them, and the networks within their reach.")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for me, since when, by when; then whose turn it is in each of my networks."""
    desk = Desk(acting(request))
    shown = desk.mine if "all" in request.GET else desk.mine[:AT_FIRST]
    page, pages = page_of(request, len(desk.numbers), SIZE)
    values = {
        "place": "waiting",
        "desk": desk,
        "on": desk.acting.on,
        "tasks": desk.tasks(shown),
        "more": len(desk.mine) - len(shown),
        "may_begin": not desk.numbers and bool(desk.acting.reach("interest.write")),
        "cases": desk.cases(desk.numbers[(page - 1) * SIZE : page * SIZE]),
        "page": page,
        "pages": pages,
    }
    return render(request, "desk/waiting.html", values)
