"""Why there is no answer, as RFC 9457 problem JSON: one sentence for a person, with the cure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The question cannot be answered as it was asked",
    404: "There is no such thing on the record",
    405: "The API can only be read",
    500: "The answer could not be made",
}


class Refused(Exception):
    """A question without an answer: the HTTP status, and a sentence that says what is wrong and what to do."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def problem(status: int, sentence: str) -> HttpResponse:
    """A fault as a response that no cache keeps."""
    values = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": sentence}
    response = HttpResponse(json.dumps(values, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def short(text: str, most: int = 60) -> str:
    """Somebody's text, cut so that a sentence about it stays one."""
    return text if len(text) <= most else text[:most] + "…"


def sentence_of(errors: Iterable[Mapping[str, Any]], given: Mapping[str, str]) -> str:
    """What the checks of the parameters found, each as a sentence that names the parameter and the value."""
    return " ".join(_one(error, given) for error in errors)


def _one(error: Mapping[str, Any], given: Mapping[str, str]) -> str:
    name = str(error["loc"][-1])
    limits = error.get("ctx", {})
    value = given.get(name, "")
    match error["type"]:
        case "string_too_long":
            return f"{name} is {len(value):,} characters long; at most {limits['max_length']} are read."
        case "int_parsing" | "int_type" | "int_parsing_size":
            return f"{name} must be a whole number, not “{short(value)}”."
        case "greater_than_equal":
            return f"{name} must be {limits['ge']} or more, not {short(value)}."
        case "less_than_equal":
            return f"{name} must be {limits['le']} or less, not {short(value)}."
        case "literal_error":
            return f"{name} must be {limits['expected']}, not “{short(value)}”."
        case _:
            return f"“{short(value)}” cannot be used for {name}: {error['msg']}."
