"""Which page of a long list was asked for."""

from django.http import HttpRequest


def page_of(request: HttpRequest, total: int, size: int) -> tuple[int, int]:
    """The page asked for, kept within what there is, and how many there are."""
    last = max(1, -(-total // size))
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return min(max(page, 1), last), last
