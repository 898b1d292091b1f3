"""What a letter's link opens: each purpose has one page, which its own views bring along as they load.

    @opens("consent")
    def consent(request, letter): ...

The page gets the letter, which can be answered now; its form is sent back to the same address.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kahui.records.notices.models import Letter

Page = Callable[[HttpRequest, Letter], HttpResponse]
PAGES: dict[str, Page] = {}


def opens(*purposes: str) -> Callable[[Page], Page]:
    """The page for letters of these purposes."""

    def declare(page: Page) -> Page:
        PAGES.update(dict.fromkeys(purposes, page))
        return page

    return declare
