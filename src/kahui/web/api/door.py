"""What every call passes: method, parameters, dates, whether the answer has changed; and what answers are sent with."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kahui.definition.time import AsAt, TimeFault
from kahui.reporting import pages
from kahui.reporting.run import ScopeFault
from kahui.web.api.asking import SMALL
from kahui.web.api.problems import Refused, problem, short

View = Callable[..., HttpResponse]

LONGEST_QUERY = 8_000
"""The longest query, in bytes as sent; every parameter at its longest fits."""

_METHODS = "GET, HEAD, OPTIONS"
_log = logging.getLogger(__name__)


def door(view: View, known: Callable[[], frozenset[str] | None]) -> View:
    """A view that can only be read, and only with the parameters of `known`; whatever fails is a problem in words.

    Where `known` gives `None`, there is nothing to ask: any parameters and dates do.
    """

    @csrf_exempt
    @wraps(view)
    def entered(request: HttpRequest, **path: object) -> HttpResponse:
        if request.method == "OPTIONS":
            return _open(_allowed(_empty(204)))
        try:
            response = _answer(request, view, known(), path)
        except (Refused, TimeFault, ScopeFault, SuspiciousOperation) as fault:
            response = _refusal(fault)
        except Exception:
            _log.exception("No answer could be made to %s", short(request.get_full_path(), 500))
            response = problem(
                500, "The answer could not be made. The fault is in the log of this deployment."
            )
        if request.method == "HEAD":
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return _open(response)

    return entered


def as_at(request: HttpRequest) -> AsAt:
    """The dates of the question, as `door` read them."""
    dates: AsAt = request.as_at  # type: ignore[attr-defined]
    return dates


def nothing_here(request: HttpRequest, **_: object) -> HttpResponse:
    """Any address of the API that there is nothing at."""
    where = short(request.path)
    raise Refused(404, f"There is nothing at {where}. What there is, is listed at /api/v1/docs.")


def _answer(
    request: HttpRequest, view: View, known: frozenset[str] | None, path: dict[str, object]
) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        said = f"{short(str(request.method))} is not possible here: the API can only be read, with GET."
        return _allowed(problem(405, said))
    if known is None:
        return view(request, **path)
    _check(request, known)
    request.as_at = dates = _dates(request)  # type: ignore[attr-defined]
    tag = _tag(request, dates)
    if _has(request.headers.get("If-None-Match", ""), tag):
        return _kept(_empty(304), tag)
    was, request.method = request.method, "GET"
    response = view(request, **path)
    request.method = was
    return _kept(response, tag) if response.status_code == 200 else response


def _check(request: HttpRequest, known: frozenset[str]) -> None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        raise Refused(
            400, f"The query is {len(query):,} characters long; at most {LONGEST_QUERY:,} are read."
        )
    for name, values in request.GET.lists():
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            raise Refused(400, f"There is no parameter “{short(name)}” here. There are: {there}.")
        if len(values) > 1:
            raise Refused(400, f"{name} is given {len(values)} times; give it once.")
        if len(values[0]) > SMALL:
            raise Refused(400, f"{name} is {len(values[0]):,} characters long; at most {SMALL} are read.")


def _dates(request: HttpRequest) -> AsAt:
    """The dates asked for, the day as on the pages where none is. A `known` of now is settled at the last change, so
    that equal answers have equal bytes.
    """
    now = pages.now()
    on = request.GET.get("on") or pages.default_day(now).isoformat()
    asked = AsAt.read(on, request.GET.get("known"), now=now)
    return pages.settled(asked) if asked.known >= now else asked


def _tag(request: HttpRequest, dates: AsAt) -> str:
    """A strong tag of all that an answer is made from."""
    frame, settled = pages.frame(dates), pages.settled(dates)
    made_from = (
        version("kahui"),
        frame.snapshot,
        frame.definition.hash,
        settled.on.isoformat(),
        settled.known.isoformat(),
        request.path,
        request.META.get("QUERY_STRING", ""),
    )
    return f'"{hashlib.sha256(chr(10).join(made_from).encode()).hexdigest()[:32]}"'


def _has(header: str, tag: str) -> bool:
    """Whether If-None-Match names the tag; compressed on the way, a tag was made weak."""
    tags = [t.strip().removeprefix("W/") for t in header.split(",")]
    return tag in tags or "*" in tags


def _kept(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _empty(status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    del response["Content-Type"]
    return response


def _open(response: HttpResponse) -> HttpResponse:
    """Pages of any site may read the answer."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag"
    return response


def _allowed(response: HttpResponse) -> HttpResponse:
    response["Allow"] = _METHODS
    response["Access-Control-Allow-Methods"] = _METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _refusal(fault: Exception) -> HttpResponse:
    if isinstance(fault, Refused):
        return problem(fault.status, fault.sentence)
    if isinstance(fault, SuspiciousOperation):
        return problem(400, "The query has more parameters than can be read. Give each once.")
    return problem(400, str(fault))
