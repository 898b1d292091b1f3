"""Lists a page at a time. A cursor is opaque: it holds the last number of its page and which question it is of."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from kahui.definition.time import AsAt
from kahui.web.api.asking import Paged
from kahui.web.api.problems import Refused

Item = TypeVar("Item")


def page(
    request: HttpRequest, asked: Paged, as_at: AsAt, items: Sequence[Item], number: Callable[[Item], int]
) -> tuple[list[Item], str | None]:
    """The items of one page, and the address of the next (`None` on the last).

    `items` come in rising order of `number`. The next address says both dates, so that every page of a walk is
    of one state of the record, whatever is recorded meanwhile. Raises `Refused` for a cursor of another question.
    """
    question = _question(asked, as_at)
    mark = _mark(request.path, question)
    after = _read(asked.cursor, mark) if asked.cursor else None
    rest = [i for i in items if after is None or number(i) > after]
    here = rest[: asked.limit]
    if len(rest) == len(here):
        return here, None
    told = {**question, "limit": asked.limit, "cursor": _cursor(number(here[-1]), mark)}
    return here, f"{request.path}?{urlencode(told)}"


def _question(asked: Paged, as_at: AsAt) -> dict[str, str]:
    filters = asked.model_dump(exclude={"on", "known", "limit", "cursor"}, exclude_none=True)
    dates = {"on": as_at.on.isoformat(), "known": as_at.known.isoformat()}
    return {name: str(value) for name, value in filters.items()} | dates


def _mark(path: str, question: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps([path, question], sort_keys=True).encode()).hexdigest()[:12]


def _cursor(after: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{mark}{after}".encode()).decode().rstrip("=")


def _read(cursor: str, mark: str) -> int:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
        its, after = text[:12], int(text[12:])
    except (binascii.Error, ValueError):
        its, after = "", 0
    if its != mark:
        raise Refused(
            400,
            "This cursor is not of this question. Follow next as it was given, with the same filters and dates, or "
            "leave cursor out to begin anew.",
        )
    return after
