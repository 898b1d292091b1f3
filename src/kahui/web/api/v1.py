"""Version 1 of the API: its operations together, and its description as OpenAPI 3.1."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import ValidationError

from kahui.definition.time import TimeFault
from kahui.reporting.run import ScopeFault
from kahui.web.api import figures, programme, record
from kahui.web.api.problems import MEDIA_TYPE, Refused, problem, sentence_of

PREFIX = "/api/v1/"

TAGS = {
    "Figures": "How far the programme has come: every figure with its bounds, its rule and its notes.",
    "Networks": "Networks, their members through time and what was decided about them.",
    "Schools": "Schools and their histories.",
    "Programme": "The programme's own rules on a date.",
    "How we know": "Measures and their SQL, files, and the days on which the registers were seen.",
}

ABOUT = (
    "Every figure of the public record, at any date, as known at any date. The API can only be read, by anybody, "
    "without a key. Every call takes `on` and `known`. A fault is problem JSON (RFC 9457) whose `detail` is a sentence."
    " Answers carry a strong ETag: send it back in If-None-Match, and an answer that has not changed is 304. "
    "null means not known, never 0."
)

api = NinjaAPI(
    title="Kāhui",
    version="1",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"tags": [{"name": name, "description": words} for name, words in TAGS.items()]},
)
for _part in (figures, record, programme):
    api.add_router("", _part.router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    return problem(fault.status, fault.sentence)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return problem(400, sentence_of(fault.errors, request.GET.dict()))


@api.exception_handler(TimeFault)
@api.exception_handler(ScopeFault)
def _faulty(request: HttpRequest, fault: Exception) -> HttpResponse:
    return problem(400, str(fault))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, fault: Exception) -> HttpResponse:
    raise fault  # the door logs it and answers in words


def operations() -> list[URLPattern]:
    """The address of each operation, without those ninja adds of itself."""
    made: list[URLPattern] = api.urls[0]  # type: ignore[assignment]
    return [pattern for pattern in made if pattern.name != "api-root"]


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The OpenAPI description, with problems under their own media type."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    for path in schema["paths"].values():
        _problems_as_such(path["get"]["responses"])
    schema["components"] = {"schemas": _answered(schema)}
    return schema


def _answered(schema: dict[str, Any]) -> dict[str, Any]:
    """The shapes that answers are made of. Ninja lists the groups of parameters among them; nothing refers to those."""
    shapes: dict[str, Any] = schema["components"]["schemas"]
    found: set[str] = set()
    fresh = _named_in(schema["paths"])
    while fresh:
        found |= fresh
        fresh = set().union(*(_named_in(shapes[name]) for name in fresh)) - found
    return {name: shape for name, shape in shapes.items() if name in found}


def _named_in(part: Any) -> set[str]:
    return set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(part)))


def _problems_as_such(responses: dict[Any, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    responses[304] = {"description": "Not Modified: the answer is the one whose ETag was sent."}


@lru_cache(maxsize=64)
def parameters(operation: str) -> frozenset[str]:
    """The names of the query parameters of an operation."""
    found = (path["get"] for path in described()["paths"].values())
    asked = next(o["parameters"] for o in found if o["operationId"] == operation)
    return frozenset(p["name"] for p in asked if p["in"] == "query")
