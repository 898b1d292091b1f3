"""What somebody wrote and sent, shown back to them where it could not be taken: nothing is lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

SECRET = frozenset(("csrfmiddlewaretoken", "code", "login", "email"))
"""Fields that are never shown back; nor is any whose name has `password` in it."""
SHORTEST = 3


def written(request: HttpRequest, title: str, sentence: str) -> HttpResponse:
    """A page with every text of the form that was sent, to be put in again; nothing is recorded."""
    texts = [
        (name.replace("_", " "), value, min(20, 2 + value.count("\n") + len(value) // 80))
        for name, values in request.POST.lists()
        if name not in SECRET and "password" not in name
        for value in map(str, values)
        if len(value) >= SHORTEST
    ]
    way_in = f"{reverse('sign-in')}?{urlencode({'next': request.path})}"
    values = {"title": title, "sentence": sentence, "texts": texts, "way_in": way_in}
    return render(request, "door/written.html", values, status=403)
