"""Importing what directories say of schools, services and networks, and what was decided about networks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kahui.definition.gates import spine
from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.rules import require
from kahui.records.networks import members
from kahui.records.networks.models import Decision
from kahui.records.networks.queries import decided, network_ids
from kahui.records.networks.rules import (
    Decided,
    after_the_gate_before,
    gate_known,
    network_on_record,
    word_known,
)
from kahui.records.register.actions import (
    Received,
    enrol,
    put_details,
    put_rolls,
    receive,
    replace_photograph,
    tally,
)
from kahui.records.register.imported import Imported, Line, Shown, Told
from kahui.records.register.ledger import Change, no_search_for_cycles
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now, photographs
from kahui.records.register.read import (
    DirectoryFile,
    ListedDecision,
    Refused,
    read_decisions,
    read_schools,
    read_services,
)
from kahui.records.register.revision import Difference
from kahui.records.register.rules import not_to_come

Figures = Callable[[], Mapping[str, Any]]
"""Asks for the published figures, by code, as the store is at that moment."""

READERS = {Provider.Kind.SCHOOL: read_schools, Provider.Kind.SERVICE: read_services}
DECISION_FIELDS = ("network", "gate", "decision", "on", "on_by")
MANY_CLOSED = 0.1
"""Past this share of a kind that closes at once, the import says so: the file may not be whole."""


def import_directory(
    *,
    data: bytes,
    name: str,
    kind: str,
    as_at: dt.date,
    definition: Definition,
    by: str,
    home: Path | None = None,
    dry_run: bool = False,
    source: str = "",
    now: dt.datetime | None = None,
    figures: Figures | None = None,
) -> Imported:
    """Import a directory (`kind` school or service) as a photograph of `as_at`.

    Raises `FileFault` for a file that is no such directory and `RuleBroken` for a day to come. The same file
    again changes nothing. A dry run writes nothing and keeps no bytes; `figures` is asked before and after.
    """
    require(not_to_come(as_at, today=(now or timezone.now()).date()))
    source = source or f"{Provider.Kind(kind).label}s directory as at {say(as_at)}: {name}"
    received = receive(data, name, by, source, home, dry_run=dry_run)
    with no_search_for_cycles():
        file = READERS[Provider.Kind(kind)](data, name)
        imported = Imported(kind, len(file.providers), file.refused, file.notes, dry_run=dry_run)
        _in_turn(file, as_at, definition, received, imported, now, figures)
    return imported


def _in_turn(
    file: DirectoryFile,
    as_at: dt.date,
    definition: Definition,
    received: Received,
    imported: Imported,
    now: dt.datetime | None,
    figures: Figures | None,
) -> None:
    """Put the photograph among the others, in one transaction that no other change is in the middle of."""
    with transaction.atomic():
        await_turn()
        before = dict(figures()) if figures else {}
        shown = Shown(
            file,
            as_at,
            enrol(file.kind, [p.number for p in file.providers]),
            photographs(file.kind),
            definition,
            imported.differences,
        )
        _photograph(shown, received, imported, now or timezone.now())
        imported.figures = _moved(before, dict(figures()) if figures else {})
        if imported.dry_run:
            transaction.set_rollback(True)


def _photograph(shown: Shown, received: Received, imported: Imported, now: dt.datetime) -> None:
    """Inside the transaction: what the photograph changes, then all of it written with its receipt."""
    imported.first = not shown.standing
    changes = [put_details(shown), put_rolls(shown), *_networks(shown, imported)]
    tally(imported, changes)
    _warn(imported, len(shown.keys))
    imported.differences.sort()
    replaced = shown.standing.get(shown.as_at)
    same_file = replaced is not None and replaced.receipt.hash == received.hash
    imported.unchanged = same_file and not any(changes)
    if imported.unchanged:
        return
    receipt = received.record(imported, as_at=shown.as_at, now=now)
    replace_photograph(shown, receipt, now)
    for change in changes:
        change.write(Told(received.by, received.source, now))
    count_change()


def _networks(shown: Shown, imported: Imported) -> list[Change]:
    """What the photograph changes of memberships and of networks' names."""
    if not shown.file.says_membership:
        imported.notes += (f"No {shown.kind} joins, moves or leaves by it.",)
        if shown.as_at not in shown.membership_days:
            return []
        return [members.withdraw_memberships(shown), members.withdraw_names(shown)]
    networks = members.found({p.network for p in shown.file.providers if p.network is not None})
    change, found = members.put_memberships(shown, networks)
    names = members.put_names(shown, networks)
    if shown.membership_days:
        _say_differences(found, shown, networks)
    return [change, *names]


def _say_differences(found: Sequence[Difference[int]], shown: Shown, networks: Mapping[int, int]) -> None:
    """Who joined, left and moved, with the names of schools and networks."""
    if not found:
        return
    providers, differences = shown.file.providers, shown.differences
    owners = {shown.keys[p.number]: (p.number, p.name) for p in providers}
    owners |= names_now([d.owner for d in found if d.owner not in owners])
    named = members.names_of(
        {networks[p.network]: p.network_name for p in providers if p.network is not None}
    )
    for difference in found:
        number, name = owners[difference.owner]
        was = named[difference.was] if difference.was else ""
        became = named[difference.shown] if difference.shown else ""
        if was and became:
            differences.moved.append(Line(number, name, was, became))
        elif became:
            differences.joined.append(Line(number, name, became=became))
        elif difference.seen_before:
            differences.left.append(Line(number, name, was=was))
        else:
            differences.joined.append(Line(number, name, became=f"{was}, after {say(shown.as_at)}"))


def _warn(imported: Imported, known: int) -> None:
    closed = len(imported.differences.closed)
    if closed > MANY_CLOSED * known:
        imported.notes += (f"{closed:,} of {known:,} known are not in it: make sure that the file is whole.",)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    codes = [*before, *(code for code in after if code not in before)]
    return tuple((c, before.get(c), after.get(c)) for c in codes if before.get(c) != after.get(c))


def import_decisions(
    *,
    data: bytes,
    name: str,
    definition: Definition,
    by: str,
    home: Path | None = None,
    dry_run: bool = False,
    source: str = "",
    now: dt.datetime | None = None,
    figures: Figures | None = None,
) -> Imported:
    """Import decisions. Each row is checked; those that break a rule are refused with the rule, the rest go in.

    A row equal to a decision held, in network, gate, decision and days, is no change; any other is another
    decision. Raises `FileFault` for a file that is no such list.
    """
    received = receive(data, name, by, source or f"Decisions: {name}", home, dry_run=dry_run)
    file = read_decisions(data, name)
    with transaction.atomic():
        await_turn()
        now = now or timezone.now()
        before = dict(figures()) if figures else {}
        taken, refused = _checked(file.rows, definition, now.date())
        imported = Imported("decisions", len(file.rows) - len(refused), (), file.notes, dry_run=dry_run)
        imported.refused = tuple(sorted((*file.refused, *refused), key=lambda r: r.row))
        imported.notes += _begun(taken)
        _decide(taken, definition, received, imported, now)
        imported.figures = _moved(before, dict(figures()) if figures else {})
        if dry_run:
            transaction.set_rollback(True)
    return imported


def _decide(
    taken: Sequence[tuple[Decided, str]],
    definition: Definition,
    received: Received,
    imported: Imported,
    now: dt.datetime,
) -> None:
    if not taken:
        return
    keys = members.found({d.network for d, _ in taken})
    for told in {told or received.source for _, told in taken}:
        rows = [
            (keys[d.network], d.gate, d.decision, d.on, d.on_by)
            for d, source in taken
            if (source or received.source) == told
        ]
        Change(Decision, DECISION_FIELDS, [], rows).write(Told(received.by, told, now))
    changes = follow_approvals({keys[d.network] for d, _ in taken}, definition)
    for change in changes:
        change.write(Told(received.by, received.source, now))
    tally(imported, changes)
    imported.added += len(taken)
    imported.unchanged = False
    received.record(imported, as_at=None, now=now)
    count_change()


def follow_approvals(networks: set[int], definition: Definition) -> list[Change]:
    """Memberships of everyone ever in these networks (by key), inferred again after their approvals changed."""
    return [
        members.infer_again(kind, owners, definition) for kind, owners in members.who_was_in(networks).items()
    ]


def _begun(taken: Sequence[tuple[Decided, str]]) -> tuple[str, ...]:
    new = sorted({d.network for d, _ in taken} - network_ids().keys())
    if not new:
        return ()
    listed = ", ".join(str(number) for number in new[:10]) + (" …" if len(new) > 10 else "")
    return (f"{len(new):,} of the networks are in no directory yet: {listed}.",)


def _checked(
    rows: Sequence[ListedDecision], definition: Definition, today: dt.date
) -> tuple[list[tuple[Decided, str]], list[Refused]]:
    """Rows that go in (with their source) and rows that do not, gates before those that follow them."""
    held = decided()
    known = {d.network for d in held} | network_ids().keys()
    there, refused, placed = set(held), [], []
    for row in rows:
        found = check_words(row, definition, today)
        if isinstance(found, Refused):
            refused.append(found)
        else:
            placed.append((_place(found, definition), row, found))
    placed.sort(key=lambda each: (each[0], each[2].on, each[2].on_by, each[1].row))
    taken: list[tuple[Decided, str]] = []
    by_network: dict[int, list[Decided]] = {}
    for decision in held:
        by_network.setdefault(decision.network, []).append(decision)
    for _, row, decision in placed:
        mine = by_network.setdefault(decision.network, [])
        if broken := _refusal(row, decision, mine, definition, known=decision.network in known):
            refused.append(broken)
        elif decision not in there:
            there.add(decision)
            known.add(decision.network)
            mine.append(decision)
            taken.append((decision, row.source))
    return taken, refused


def _place(decision: Decided, definition: Definition) -> int:
    """The place of its gate on the spine: rows are checked gate by gate, whatever their order in the file."""
    return [gate.code for gate in spine(definition.at(decision.on_by))].index(decision.gate)


def _refusal(
    row: ListedDecision, decision: Decided, held: list[Decided], definition: Definition, *, known: bool
) -> Refused | None:
    """Why a decision does not go in. A first decision, at a gate that follows none, may begin a network."""
    gate = definition.at(decision.on_by).gate(decision.gate)
    on_record = known or (gate is not None and not gate.follows)
    if broken := network_on_record(decision.network, known=on_record):
        return Refused(row.row, "network_id", str(row.network), broken)
    if broken := after_the_gate_before(decision, held, definition):
        return Refused(row.row, "gate", row.gate, broken)
    return None


def check_words(row: ListedDecision, definition: Definition, today: dt.date) -> Decided | Refused:
    """A row in the programme's own words, or why it is refused."""
    for column, day in (("on", row.on), ("on_by", row.on_by)):
        if broken := not_to_come(day, today=today):
            return Refused(row.row, column, day.isoformat(), broken)
    programme = definition.at(row.on_by)
    gate = programme.gate(row.gate)
    if gate is None:
        return Refused(row.row, "gate", row.gate, gate_known(row.gate, programme) or "")
    outcome = gate.outcome(row.decision)
    if outcome is None:
        return Refused(row.row, "decision", row.decision, word_known(row.decision, gate) or "")
    return Decided(row.network, gate.code, outcome.word, row.on, row.on_by)
