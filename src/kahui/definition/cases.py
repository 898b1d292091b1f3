"""Reads a programme's worked cases: this history, on this date, known then, and what must come out."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kahui.definition.reading import Fault, Node, show

_WHEN = ("on", "by")
_SAID = ("name", "type", "authority", "region", "urban", "decile", "open")
_ABOUT: dict[str, tuple[type, tuple[str, ...]]] = {
    "known": (dt.date, ()),
    "photograph": (dt.date, ("kind",)),
    "joins": (int, ("network", "kind", *_WHEN)),
    "leaves": (int, ("kind", *_WHEN)),
    "moves": (int, ("network", "kind", *_WHEN)),
    "becomes": (int, ("kind", *_WHEN, *_SAID)),
    "counts": (int, ("on", "learners")),
    "school": (int, ("opens", "opens_by", "closes", "closes_by", "roll", *_SAID)),
    "service": (int, ("opens", "opens_by", "closes", "closes_by", *_SAID)),
    "network": (int, ("gate", "decision", *_WHEN)),
}
_TYPES: dict[str, type] = {
    "network": int, "kind": str, "on": dt.date, "by": dt.date, "learners": int, "roll": int,
    "opens": dt.date, "opens_by": dt.date, "closes": dt.date, "closes_by": dt.date,
    "name": str, "type": str, "authority": str, "region": str, "urban": str, "decile": int, "open": bool,
    "gate": str, "decision": str,
}  # fmt: skip
_NEEDED = {
    "joins": ("network", "on"), "leaves": ("on",), "moves": ("network", "on"), "becomes": ("on",),
    "counts": ("on", "learners"), "school": ("opens",), "service": ("opens",), "network": ("gate", "decision", "on"),
}  # fmt: skip
_ASKED: dict[str, dict[str, type]] = {
    "stands": {"network": int, "gates": list},
    "decider": {"gate": str, "is": str},
    "region": {"network": int, "is": str},
    "members": {"network": int, "are": list},
    "periods": {"school": int, "are": list},
    "refused": {"network": int, "gate": str, "decision": str, "because": str},
}


class CaseFault(ValueError):
    """Case files that cannot be used; the message lists every fault with its cure."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(f) for f in faults))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a history: a verb, of whom, and the rest of the line. `where` is its place in the file."""

    where: str
    verb: str
    whom: Any
    more: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out on a date: figures of a scope, and other answers by their question."""

    where: str
    on: dt.date
    known: dt.date | None
    scope: str
    figures: dict[str, Any]
    answers: dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case. `record` names the folder of a real record to run on in place of a written history."""

    file: str
    title: str
    why: str
    record: str
    history: tuple[Step, ...]
    expected: tuple[Expected, ...]


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Every case in a programme's folder `cases`, by file name. Raises `CaseFault` with every fault."""
    faults: list[Fault] = []
    files = sorted((folder / "cases").glob("*.toml"))
    if not files:
        faults.append(
            Fault("cases", "", "found no case", "Write at least one file such as cases/first.toml.")
        )
    cases = tuple(_case(file, faults) for file in files)
    if faults:
        raise CaseFault(tuple(faults))
    return cases


def _case(file: Path, faults: list[Fault]) -> Case:
    name = f"cases/{file.name}"
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"line (\d+)", str(error))
        found = f"found no TOML on line {place[1]}" if place else "found no TOML"
        faults.append(
            Fault(name, "", found, "Put the line right: key = value, each line of a history in braces.")
        )
        return Case(name, "", "", "", (), ())
    node = Node(name, "", data, faults)
    record = node.text("record", "")
    history = tuple(s for n in node.lines("history", required=not record) if (s := _step(n)))
    if record and "history" in data:
        node.fault("history", "found a history beside a record", "Keep one of the two.")
    expected = tuple(_expected(n) for n in node.lines("expect", required=True))
    case = Case(name, node.text("title"), node.text("why"), record, history, expected)
    node.done()
    return case


def _step(node: Node) -> Step | None:
    verb = next((v for v in _ABOUT if v in node.data), None)
    if verb is None:
        node.fault(
            "", f"found {show(node.data)}, which is no event", f"Begin with one of {', '.join(_ABOUT)}."
        )
        return None
    kind, keys = _ABOUT[verb]
    whom = node.value(verb, kind, None, required=True)
    needed = _NEEDED.get(verb, ())
    read = {key: node.value(key, _TYPES[key], None, required=key in needed) for key in keys if key != verb}
    node.done()
    return Step(_place(node), verb, whom, {key: value for key, value in read.items() if value is not None})


def _expected(node: Node) -> Expected:
    on = node.date("on", required=True)
    figures = dict(node.table("figures").data) if "figures" in node.data else {}
    answers = {}
    for question, parts in _ASKED.items():
        if question in node.data:
            table = node.table(question)
            answers[question] = {
                part: table.value(part, kind, None, required=True) for part, kind in parts.items()
            }
            table.done()
    if not figures and not answers:
        cure = f"Expect figures, {', '.join(_ASKED)}."
        node.fault("", "found nothing expected", cure)
    made = Expected(
        _place(node), on or dt.date.min, node.date("known"), node.text("scope", "nation"), figures, answers
    )
    node.known.append("figures")
    node.done()
    return made


def _place(node: Node) -> str:
    return f"{node.file}, {node.path}"
