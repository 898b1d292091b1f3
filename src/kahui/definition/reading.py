"""A cursor over the parsed lines of a definition file: it types each value and gathers every fault it meets."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kahui.definition.lines import Cited, Span, Text

T = TypeVar("T")
NOWHERE = dt.date(1, 1, 1)
_KINDS: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dt.date: "a date such as 2018-01-01, without quotation marks",
    list: "a list in square brackets",
    dict: "a table",
}
_MOST = 1e15
"""No number of a programme comes near; greater ones, and those that are none, are slips."""
BASES = ("found", "derived", "ours", "not-found")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a definition: the file, the key's path, what was found there and the cure."""

    file: str
    key: str
    found: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}{', ' if self.key else ''}{self.key}: {self.found}. {self.cure}"


@dataclass
class Node:
    """One table of a file. Reading a key marks it as known; `done` turns the others into faults."""

    file: str
    path: str
    data: dict[str, Any]
    faults: list[Fault]
    known: list[str] = field(default_factory=list)

    def fault(self, key: str, found: str, cure: str) -> None:
        """Note a fault; what is found at a key after the first would only follow from it."""
        path = ".".join(p for p in (self.path, key) if p)
        if not any((f.file, f.key) == (self.file, path) for f in self.faults):
            self.faults.append(Fault(self.file, path, found, cure))

    def value(self, key: str, kind: type[T], default: T | None, *, required: bool = False) -> T | None:
        """The value of `key` if it has the type `kind`; else a fault and `default`."""
        self.known.append(key)
        if key not in self.data:
            if required:
                self.fault(key, "found nothing", f"Write {_KINDS[kind]}.")
            return default
        found = self.data[key]
        if kind is float and type(found) is int and _in_use(found):
            found = float(found)
        if type(found) is not kind or not _in_use(found):
            self.fault(key, f"found {show(found)}, which is {_kind(found)}", f"Write {_KINDS[kind]}.")
            return default
        return found

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required unless there is a default."""
        found = self.value(key, str, default, required=default is None)
        if default is None and found is not None and not found.strip():
            self.fault(key, "found an empty text", "Write some words.")
        return found or ""

    def number(self, key: str, default: float | None = None) -> float | None:
        return self.value(key, float, default)

    def integer(self, key: str, default: int | None = None, *, required: bool = False) -> int | None:
        return self.value(key, int, default, required=required)

    def flag(self, key: str) -> bool:
        return bool(self.value(key, bool, False))

    def date(self, key: str, *, required: bool = False) -> dt.date | None:
        return self.value(key, dt.date, NOWHERE if required else None, required=required)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; absent is empty."""
        found = self.value(key, list, [], required=required) or []
        for item in found:
            if type(item) is not str:
                self.fault(key, f"found {show(item)} in the list, which is {_kind(item)}", "Write text.")
        return tuple(item for item in found if type(item) is str)

    def choice(self, key: str, options: tuple[str, ...], default: str | None = None) -> str:
        """One of a few words."""
        found = self.text(key, default)
        if found and found not in options and key in self.data:
            self.fault(key, f"found “{found}”", f"Write {listed(options, 'or')}.")
            return options[0]
        return found or options[0]

    def words(self, key: str) -> Text:
        """Words in two languages: `{ en = "…", mi = "…" }`, or only English as plain text."""
        if isinstance(self.data.get(key), str):
            return Text(self.text(key))
        table = self.table(key)
        text = Text(table.text("en"), table.text("mi", ""))
        table.done()
        return text

    def table(self, key: str) -> Node:
        found = self.value(key, dict, {}, required=True) or {}
        path = ".".join(p for p in (self.path, key) if p)
        return Node(self.file, path, found, self.faults)

    def lines(self, key: str, *, required: bool = False) -> list[Node]:
        """The tables of an array; each is named by its code where it has one, else by its place."""
        found = self.value(key, list, []) or []
        if required and not found and isinstance(self.data.get(key, []), list):
            self.fault(key, "found nothing", f"Write at least one [[{key}]].")
        nodes = []
        for place, item in enumerate(found, 1):
            if not isinstance(item, dict):
                self.fault(key, f"found {show(item)} in the list, which is {_kind(item)}", "Write a table.")
                continue
            path = f"{self.path}.{key}" if self.path else key
            nodes.append(Node(self.file, f"{path}[{item.get('code', place)}]", item, self.faults))
        return nodes

    def span(self) -> Span:
        """`starts` and `ends`, each absent when unbounded."""
        span = Span(self.date("starts"), self.date("ends"))
        if span.starts and span.ends and span.ends <= span.starts:
            self.fault(
                "ends",
                f"found {span.ends}, which is not after the start {span.starts}",
                "Write a later day; a span ends on the first day it no longer holds.",
            )
        return span

    def cited(self) -> Cited:
        """`source` (a key or a list of keys), `basis` and `note`. What is found or derived needs a source."""
        keys = (
            self.texts("source") if isinstance(self.data.get("source"), list) else (self.text("source", ""),)
        )
        basis = self.choice("basis", BASES, "found")
        if basis in ("found", "derived") and not any(keys):
            self.fault(
                "source",
                "found no source",
                "Write the key of a line in sources.toml, or basis = “ours” or “not-found” if there is none.",
            )
        return Cited(", ".join(k for k in keys if k), basis, self.text("note", ""))  # type: ignore[arg-type]

    def done(self) -> None:
        """Faults for every key that nothing reads."""
        for key in self.data:
            if key not in self.known:
                near = difflib.get_close_matches(key, self.known, 1)
                cure = (
                    f"Did you mean {near[0]}?"
                    if near
                    else f"Keys here are {listed(sorted(set(self.known)))}."
                )
                self.fault(key, "found a key that means nothing here", cure)


def show(value: object) -> str:
    """A value as a person would recognise it in the file, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def listed(words: tuple[str, ...] | list[str], joined: str = "and") -> str:
    """Words as a sentence lists them: a, b and c."""
    return " ".join((", ".join(words[:-1]), joined, words[-1])) if len(words) > 1 else "".join(words)


def _kind(value: object) -> str:
    if isinstance(value, dt.datetime):
        return "a day with a time"
    if not _in_use(value):
        return "a number beyond any use"
    return _KINDS.get(type(value), type(value).__name__).split(" such")[0]


def _in_use(value: object) -> bool:
    return not isinstance(value, (int, float)) or abs(value) < _MOST
