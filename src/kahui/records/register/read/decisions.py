"""Decisions about networks, one a row: `network_id,gate,decision,on,on_by,source`."""

import datetime as dt

from . import cells
from .headers import DECISIONS, LONG_ROLLS, SCHOOLS, SERVICES, Header
from .rows import RowFault, Seen, number_of, stop_when_hopeless, words_of
from .table import open_table
from .values import DecisionsFile, FileFault, ListedDecision, Refused


def read_decisions(data: bytes, name: str) -> DecisionsFile:
    """Decisions: `network_id,gate,decision,on,on_by,source`, `on_by` blank where the day is known."""
    table = open_table(data, name, [DECISIONS], [LONG_ROLLS, SCHOOLS, SERVICES])
    rows: list[ListedDecision] = []
    refused: list[Refused] = []
    seen = Seen()
    for row, printed in table.rows:
        try:
            decision = _decision(row, printed, table.header)
            key = (decision.network, decision.gate, decision.decision, decision.on)
            seen.add(key, row, str(decision.network), "network")
            rows.append(decision)
        except RowFault as fault:
            refused.append(fault.refused(row, printed, table.header))
            stop_when_hopeless(refused, len(rows), name)
    if not rows:
        why = (
            f"none of its rows could be read. {refused[0]}" if refused else "it has no row below its header."
        )
        raise FileFault(f"{name} holds no decision: {why}")
    return DecisionsFile(tuple(rows), tuple(refused), table.notes)


def _decision(row: int, printed: list[str], header: Header) -> ListedDecision:
    def cell(field: str) -> str:
        place = header.index.get(field, -1)
        return printed[place].strip() if 0 <= place < len(printed) else ""

    if any(extra.strip() for extra in printed[header.width :]):
        raise RowFault("source", printed[header.width], "Put words that hold a comma in quotation marks.")
    network = number_of(cell("network"), "network")
    for field in ("gate", "decision"):
        if not cell(field):
            raise RowFault(field, "", "Say which, in the programme's own word.")
    on = _day(cell("on"), "on")
    on_by = _day(cell("on_by"), "on_by") if cell("on_by") else on
    if on_by < on:
        raise RowFault(
            "on_by",
            cell("on_by"),
            f"It is the latest day it can have been: give {on} or later, or leave it blank.",
        )
    return ListedDecision(
        row=row,
        network=network,
        gate=words_of(cell("gate"), "gate", 40),
        decision=words_of(cell("decision"), "decision", 40),
        on=on,
        on_by=on_by,
        source=words_of(cell("source"), "source", 500),
    )


def _day(printed: str, field: str) -> dt.date:
    try:
        return cells.day(printed)
    except cells.Unreadable as fault:
        raise RowFault(field, printed, str(fault)) from None
