"""Runs a report of the catalogue as at two dates."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from kahui.analytics.report import Report
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.definition.words import fold
from kahui.reporting import answers
from kahui.reporting.catalogue import CATALOGUE
from kahui.reporting.chapters.cover import cover
from kahui.reporting.snapshot import Snapshot, snapshot

KINDS = ("nation", "region", "decile", "type", "network")


class ScopeFault(ValueError):
    """A scope nobody can answer for; the message is a sentence for the person who wrote it."""


def run(name: str, as_at: AsAt, scope: str = "nation", *, chapters: tuple[str, ...] = ()) -> Report:
    """The report `name` on `as_at.on`, as known at `as_at.known`, for a scope: whole, or only some of its chapters.

    Raises `ScopeFault`, and `KeyError` for a report the catalogue does not have.
    """
    state = snapshot()
    asked = read_scope(scope, state.definition, answers.uptake(state, as_at).scopes)
    wanted = chapters or CATALOGUE[name].chapters
    return replace(_made(state, name, state.settle(as_at), asked, wanted), known=as_at.known)


@lru_cache(maxsize=64)
def _made(state: Snapshot, name: str, as_at: AsAt, scope: str, chapters: tuple[str, ...]) -> Report:
    return CATALOGUE[name].make(state, as_at, scope, chapters)


def with_cover(report: Report) -> Report:
    """The same report with the constellation of its day on the cover, for paper; of the nation only."""
    if report.scope != "nation":
        return report
    return replace(report, cover=cover(snapshot(), AsAt(report.on, report.known)))


def read_scope(text: str, definition: Definition, known: tuple[str, ...]) -> str:
    """The scope a person wrote, in its one spelling: macrons, case and older names of regions do not matter."""
    kind, _, name = text.strip().partition(":")
    shown = text if len(text) <= 60 else text[:60] + "…"
    if kind not in KINDS or (kind != "nation" and not name.strip()) or (kind == "nation" and name):
        raise ScopeFault(
            f"“{shown}” is not a scope. Write nation, region:NAME, decile:N, type:NAME or network:ID."
        )
    if kind == "region":
        name = definition.region(name)
    elif kind == "type":
        name = definition.type(name)
    wanted = fold(f"{kind}:{name.strip()}" if kind != "nation" else kind)
    for scope in known:
        if fold(scope) == wanted:
            return scope
    if kind == "network":
        raise ScopeFault(
            f"Network {shown.partition(':')[2]} is not on the record for this date: it was never approved by then, "
            "and no directory names it. Look for its id in the list of networks."
        )
    there = ", ".join(s.partition(":")[2] for s in known if s.startswith(f"{kind}:"))
    raise ScopeFault(
        f"The record has no {kind} “{shown.partition(':')[2]}” on this date. It has: {there or 'none'}."
    )
