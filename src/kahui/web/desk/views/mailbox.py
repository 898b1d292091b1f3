"""The mailbox of a demonstration: every message as it was sent, since no mail leaves the house."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from kahui.records.notices.mailbox import mailbox_is_open
from kahui.records.notices.models import Mail
from kahui.web.design.paging import page_of
from kahui.web.door.routes import anyone

SIZE = 25
OPEN = "Only in the demonstration, whose people are made up; elsewhere there is no such page."


@anyone(OPEN)
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every message, newest first; of one address where it is asked for."""
    _require_open()
    to = " ".join(request.GET.get("q", "").split())[:200]
    mails = Mail.objects.filter(to__icontains=to).order_by("-pk")
    total = mails.count()
    page, pages = page_of(request, total, SIZE)
    shown = mails[(page - 1) * SIZE : page * SIZE]
    values = {"mails": shown, "total": total, "to": to, "page": page, "pages": pages, "place": "mailbox"}
    return render(request, "desk/mailbox.html", values)


@anyone(OPEN)
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One message as it was sent; its link works."""
    _require_open()
    found = Mail.objects.filter(pk=number).first()
    if found is None:
        raise Http404("The mailbox has no such message. Look for it in the list.")
    return render(
        request, "desk/mail.html", {"mail": found, "words": _linked(found.words), "place": "mailbox"}
    )


def _linked(words: str) -> SafeString:
    """The words with their links, those to this site by whatever name it is reached at the moment."""
    linked = linebreaks(urlize(words, autoescape=True))
    return mark_safe(linked.replace(f'href="{settings.SITE_ADDRESS}/', 'href="/'))  # noqa: S308  # nosec B308 B703


def _require_open() -> None:
    if not mailbox_is_open():
        raise Http404("There is a mailbox in the demonstration only: elsewhere mail goes to those it is for.")
