"""Runs a programme's worked cases: writes each history as tables, asks it, and says what was expected and found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kahui.analytics.chronicle import Chronicle, ChronicleFault, Fact
from kahui.analytics.engine import Engine
from kahui.analytics.measures.uptake import Seen, Uptake
from kahui.analytics.report import Figure
from kahui.definition.cases import Case, Expected, Step
from kahui.definition.gates import Decision, GateFault, may_follow, stage
from kahui.definition.model import Definition
from kahui.definition.time import AsAt, read_moment

Ask = Callable[[AsAt, str], Mapping[str, Figure]]
"""Figures by code, as at two dates, of a scope."""

PERCENT = " percent"
AGES_AGO = dt.date(1900, 1, 1)
LAST_MOMENT = dt.datetime(2999, 12, 31, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation: what was asked, what was expected and what came out, as a person reads them."""

    asked: str
    expected: str
    found: str

    @property
    def holds(self) -> bool:
        return self.expected == self.found


def run_case(case: Case, definition: Definition, record: Callable[[str], Ask]) -> tuple[Outcome, ...]:
    """Every expectation of a case. `record` opens a real record by its folder's name, when a case needs it.

    Raises `ChronicleFault` for a history that cannot be so, naming its line.
    """
    if case.record:
        ask = record(case.record)
        return tuple(o for e in case.expected for o in _of_record(e, definition, ask))
    # A history made up for a case lacks nothing that was ever printed of the real one.
    told = _Told(case, replace(definition, published=()))
    return tuple(o for e in case.expected for o in told.outcomes(e))


def write(case: Case, definition: Definition) -> Chronicle:
    """The history of a case. Without a photograph of its own, directories are taken to have always been there."""
    made = Chronicle(definition)
    if not any(step.verb == "photograph" for step in case.history):
        for kind in ("school", "service"):
            made.photographed(AGES_AGO, kind)
    for step in case.history:
        try:
            _VERBS[step.verb](made, step)
        except ChronicleFault as fault:
            raise ChronicleFault(f"{step.where}: {fault}") from None
    return made


def _known(made: Chronicle, step: Step) -> None:
    made.known_from(dt.datetime.combine(step.whom, dt.time.min, tzinfo=dt.UTC))


def _photograph(made: Chronicle, step: Step) -> None:
    made.photographed(step.whom, step.more.get("kind", "school"))


def _provider(made: Chronicle, step: Step) -> None:
    said = {("is_open" if k == "open" else k): v for k, v in step.more.items() if k not in _NOT_SAID}
    made.opens(step.whom, step.more["opens"], step.more.get("opens_by"), step.verb, **said)
    if "closes" in step.more:
        made.closes(step.whom, step.more["closes"], step.more.get("closes_by"), step.verb)
    if "roll" in step.more:
        made.counts(step.whom, step.more["opens"], step.more["roll"])


def _becomes(made: Chronicle, step: Step) -> None:
    said = {("is_open" if k == "open" else k): v for k, v in step.more.items() if k not in _NOT_SAID}
    made.becomes(step.whom, *_when(step), step.more.get("kind", "school"), **said)


def _counts(made: Chronicle, step: Step) -> None:
    made.counts(step.whom, step.more["on"], step.more["learners"])


def _decides(made: Chronicle, step: Step) -> None:
    made.decides(step.whom, step.more["gate"], step.more["decision"], *_when(step))


def _joins(made: Chronicle, step: Step) -> None:
    made.joins(step.whom, step.more["network"], *_when(step), step.more.get("kind", "school"))


def _leaves(made: Chronicle, step: Step) -> None:
    made.leaves(step.whom, *_when(step), step.more.get("kind", "school"))


def _moves(made: Chronicle, step: Step) -> None:
    made.moves(step.whom, step.more["network"], *_when(step), step.more.get("kind", "school"))


def _when(step: Step) -> tuple[dt.date, dt.date | None]:
    return step.more["on"], step.more.get("by")


_NOT_SAID = {"opens", "opens_by", "closes", "closes_by", "roll", "kind", "on", "by"}
_VERBS: dict[str, Callable[[Chronicle, Step], None]] = {
    "known": _known,
    "photograph": _photograph,
    "school": _provider,
    "service": _provider,
    "becomes": _becomes,
    "counts": _counts,
    "network": _decides,
    "joins": _joins,
    "leaves": _leaves,
    "moves": _moves,
}


class _Told:
    """A written history, ready to be asked."""

    def __init__(self, case: Case, definition: Definition) -> None:
        self.definition = definition
        self.chronicle = write(case, definition)
        self.engine: Engine = self.chronicle.engine()

    def outcomes(self, expected: Expected) -> Iterator[Outcome]:
        at = _as_at(expected)
        yield from _figures(expected, at, self.figures)
        for question, parts in expected.answers.items():
            yield _QUESTIONS[question](self, at, parts)

    def figures(self, at: AsAt, scope: str) -> Mapping[str, Figure]:
        rows = [tuple(self.engine.measure(name, at)) for name in ("uptake", "sizes", "seen")]
        asked = Uptake(at, rows[0], rows[1], Seen.of(rows[2]), self.definition)
        return {f.code: f for f in asked.figures(scope)}

    def decisions(self, at: AsAt, number: int) -> list[Decision]:
        """What was decided about a network, as known, in order of the earliest days."""
        facts = [f for f in self.known("decision", at) if f["network"] == self.chronicle.networks.get(number)]
        facts.sort(key=lambda f: (f["on"], f["on_by"], f["effect"]))
        return [Decision(f["gate"], f["decision"], f["on"], f["on_by"]) for f in facts]

    def known(self, table: str, at: AsAt) -> list[Fact]:
        return [
            f
            for f in self.chronicle.facts
            if f.table == table and f.known_from <= at.known and (f.known_to is None or at.known < f.known_to)
        ]


def _of_record(expected: Expected, definition: Definition, ask: Ask) -> Iterator[Outcome]:
    at = _as_at(expected)
    yield from _figures(expected, at, ask)
    for question, parts in expected.answers.items():
        if question != "decider":
            raise ChronicleFault(
                f"{expected.where}.{question}: a case of a record can expect figures and a decider."
            )
        yield _decider(definition, at, parts)


def _as_at(expected: Expected) -> AsAt:
    known = read_moment(expected.known.isoformat()) if expected.known else LAST_MOMENT
    return AsAt(expected.on, known)


def _figures(expected: Expected, at: AsAt, ask: Ask) -> Iterator[Outcome]:
    found = ask(at, expected.scope) if expected.figures else {}
    for key, wanted in expected.figures.items():
        code = key.removesuffix(PERCENT)
        if code not in found:
            known = ", ".join(found) or "none"
            raise ChronicleFault(
                f"{expected.where}.figures: there is no figure “{code}”. There are: {known}."
            )
        figure = found[code]
        share = key.endswith(PERCENT)
        said = _number(figure.percent) if share else _bounded(figure.value, figure.low, figure.high)
        yield Outcome(_asked(at, expected, key), _written(wanted), said)


def _asked(at: AsAt, expected: Expected, what: str) -> str:
    known = f", known {expected.known}" if expected.known else ""
    scope = f", {expected.scope}" if expected.scope != "nation" else ""
    return f"on {at.on}{known}{scope}: {what}"


def _written(wanted: Any) -> str:
    """An expectation as found figures are written: `3` is known exactly, `[3, 2, 4]` is value, least, most."""
    if isinstance(wanted, list) and len(wanted) == 3:
        return _bounded(*(None if w == "unknown" else w for w in wanted))
    return _number(wanted) if isinstance(wanted, int | float) else str(wanted)


def _bounded(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "unknown"
    if value == low == high:
        return _number(value)
    return f"{_number(value)} ({_number(low)} to {_number(high)})"


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.10g}"


def _stands(told: _Told, at: AsAt, parts: Mapping[str, Any]) -> Outcome:
    decisions = [d for d in told.decisions(at, parts["network"]) if d.on <= at.on]
    standing = [s.gate for s in stage(decisions, told.definition, at.on).gates]
    return Outcome(
        f"on {at.on}: gates that stand of network {parts['network']}", _list(parts["gates"]), _list(standing)
    )


def _decider(told: _Told | Definition, at: AsAt, parts: Mapping[str, Any]) -> Outcome:
    definition = told if isinstance(told, Definition) else told.definition
    programme = definition.at(at.on)
    gate = programme.gate(parts["gate"])
    decider = programme.decider(gate) if gate else None
    asked = f"on {at.on}: who decides at “{parts['gate']}”"
    return Outcome(asked, parts["is"], decider.code if decider else "nobody")


def _region(told: _Told, at: AsAt, parts: Mapping[str, Any]) -> Outcome:
    sizes = told.engine.measure("sizes", at)
    found = next((r["region"] for r in sizes if r["number"] == parts["network"]), None)
    return Outcome(f"on {at.on}: region of network {parts['network']}", parts["is"], found or "none")


def _members(told: _Told, at: AsAt, parts: Mapping[str, Any]) -> Outcome:
    rows = told.engine.measure("members", at, network=parts["network"])
    found = sorted(r["number"] for r in rows if r["is_true"])
    return Outcome(f"on {at.on}: members of network {parts['network']}", _list(parts["are"]), _list(found))


def _periods(told: _Told, at: AsAt, parts: Mapping[str, Any]) -> Outcome:
    """Memberships of a school as `99000 from 2014-12-01 to 2016-01-31`; bounds as `2014-12-01/2014-12-31`."""
    rows = [
        r for r in told.engine.measure("history", at, number=parts["school"]) if r["what"] == "membership"
    ]
    found = []
    for r in rows:
        ends = f" to {_between(r['ends'], r['ends_by'])}" if r["ends"] else ""
        found.append(f"{r['network']} from {_between(r['starts'], r['starts_by'])}{ends}")
    return Outcome(f"memberships of school {parts['school']}", _list(parts["are"]), _list(found))


def _between(first: dt.date, last: dt.date) -> str:
    return f"{first}" if first == last else f"{first}/{last}"


def _refused(told: _Told, at: AsAt, parts: Mapping[str, Any]) -> Outcome:
    wanted = Decision(parts["gate"], parts["decision"], at.on, at.on)
    try:
        because = may_follow(told.decisions(at, parts["network"]), told.definition, wanted)
    except GateFault as fault:
        because = str(fault)
    asked = f"on {at.on}: “{parts['decision']}” at “{parts['gate']}” of network {parts['network']}"
    return Outcome(asked, parts["because"] or "allowed", because or "allowed")


def _list(values: list[Any]) -> str:
    return ", ".join(str(v) for v in values) or "none"


_QUESTIONS: dict[str, Callable[[Any, AsAt, Mapping[str, Any]], Outcome]] = {
    "stands": _stands,
    "decider": _decider,
    "region": _region,
    "members": _members,
    "periods": _periods,
    "refused": _refused,
}
