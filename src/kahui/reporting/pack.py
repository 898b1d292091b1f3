"""The pack of a tranche: a report on paper, its figures as at one day, frozen in two files kept under their hashes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from kahui.analytics.report import Figure, Report
from kahui.definition.time import AsAt
from kahui.records.access.check import Acting
from kahui.records.formation.actions.tranches import Frozen, record_pack
from kahui.records.formation.models import Pack, Tranche
from kahui.records.formation.turns import matter_of
from kahui.records.networks.models import Network
from kahui.records.received.actions import keep
from kahui.reporting import answers, words
from kahui.reporting.chapters.put_forward import each, named, together
from kahui.reporting.snapshot import Snapshot, snapshot
from kahui.reporting.write import write

NATION = ("networks.approved", "schools.member", "learners.member")
"""The figures of the whole programme that stand at the head of a pack."""


def make(state: Snapshot, tranche: Tranche, networks: Sequence[Network], as_at: AsAt) -> Report:
    """The pack as values: the same snapshot, tranche, networks and dates give the same report."""
    programme = state.definition.at(as_at.on)
    gate = programme.gate(tranche.gate)
    if gate is None:
        raise ValueError(
            f"On {words.day(as_at.on)} the programme has no gate “{tranche.gate}”: choose another day."
        )
    matter = matter_of(gate, programme)
    listed = named(networks, as_at, matter)
    name = programme.name.programme
    return Report(
        code="pack",
        title=f"{tranche.name}: {gate.name.en.lower()}",
        subtitle=f"{name.both}, {words.day(as_at.on)}",
        on=as_at.on,
        known=as_at.known,
        scope="nation",
        programme=state.definition.code,
        definition=state.definition.hash,
        snapshot=state.id,
        figures=_figures(state, as_at),
        sections=(
            together(networks, listed, gate, programme.decider(gate), as_at),
            *each(networks, listed, as_at, matter, state.definition),
        ),
        notes=(
            "The figures above are of the whole programme as it stood, before what is put forward here.",
            "This file was frozen when it was made: what was recorded later is not in it.",
        ),
        sources=answers.sources(as_at),
    )


def _figures(state: Snapshot, as_at: AsAt) -> tuple[Figure, ...]:
    by = {f.code: f for f in answers.figures(state, as_at, "nation")}
    return tuple(by[code] for code in NATION if code in by)


def freeze(
    tranche: Tranche, networks: Sequence[Network], as_at: AsAt, *, by: Acting, home: Path | None = None
) -> Pack:
    """Make the pack of a tranche and keep both files, then put it on the record. Raises `ValueError` for a day on
    which the programme has no such gate."""
    state = snapshot()
    settled = state.settle(as_at)
    report = make(state, tranche, networks, settled)
    place = home or settings.HOME
    document, pdf = (keep(write(report, format), home=place) for format in ("docx", "pdf"))
    frozen = Frozen(document, pdf, settled, state.id, state.definition.hash)
    return record_pack(tranche=tranche, frozen=frozen, by=by)
