"""The networks that an office looks after: stage, whose turn, since when, what is stuck; in a few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kahui.definition.gates import come_to
from kahui.definition.model import Definition, Programme
from kahui.definition.time import AsAt, say
from kahui.records.formation.models import Assignment, Condition, InTranche, Office, Ruling, Tranche
from kahui.records.formation.queries.declared import conflicted
from kahui.records.formation.queries.turns import Sendings, taken_of, turns
from kahui.records.formation.turns import INTEREST, State, Turn
from kahui.records.networks.models import Network
from kahui.records.networks.queries import among, names_of

LONG: dict[State, int] = {"waits": 28, "back": 42}
"""Days in one state after which it counts as stuck. OURS: four weeks for an office, six for those who write."""

_FIRST: tuple[State, ...] = ("waits", "back", "rests", "ended", "done")


@dataclass(frozen=True, slots=True)
class Case:
    """One network as an office sees it on a day.

    `doing` says what it waits for, `whose` turn that is, `since` when and for how many `days`; `capacity` is the code
    of that office. `turns` has every matter, `doing` the one that is foremost. `conflict` says that its adviser has
    an interest of their own in it; `stuck` says why it does not move, and is empty where it does.
    """

    key: int
    number: int
    name: str
    region: str
    stage: str
    standing: str
    doing: str
    whose: str
    since: dt.date | None
    days: int
    state: State | None
    gate: str
    capacity: str
    adviser: str
    adviser_id: int | None
    conflict: bool
    tranche: str
    tranche_id: int | None
    tranche_gate: str
    stuck: tuple[str, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known around some networks: everything a line needs that is not a turn."""

    names: Mapping[int, str]
    regions: Mapping[int, str]
    advisers: Mapping[int, tuple[int, str]]
    conflicts: set[tuple[int, int]]
    tranches: Mapping[int, Tranche]
    due: Mapping[int, list[dt.date]]


def caseload(
    networks: Collection[Network],
    as_at: AsAt,
    definition: Definition,
    sent: Mapping[str, Sendings] | None = None,
) -> list[Case]:
    """Every one of these networks, by name. `sent` as in `queries.turns`."""
    listed = list(networks)
    around = _around(listed, as_at)
    taken = taken_of(listed, as_at)
    found = turns(listed, as_at, definition, sent, taken)
    programme = definition.at(as_at.on)
    cases = []
    for network in listed:
        reached = come_to([t.said for t in taken[network.pk]], definition, as_at.on)
        cases.append(_case(network, found[network.pk], reached.furthest, around, programme, as_at))
    return sorted(cases, key=lambda case: (case.name, case.number))


def _case(
    network: Network,
    mine: Collection[Turn],
    furthest: str | None,
    around: _Around,
    programme: Programme,
    as_at: AsAt,
) -> Case:
    turn = min(mine, key=lambda t: (_FIRST.index(t.state), t.matter == INTEREST), default=None)
    adviser = around.advisers.get(network.pk)
    conflict = adviser is not None and (network.pk, adviser[0]) in around.conflicts
    gate = programme.gate(furthest) if furthest else None
    tranche = around.tranches.get(network.pk)
    waits = turn is not None and turn.state == "waits" and turn.capacity is not None
    doing, whose = said(turn, programme, adviser[1] if adviser and not conflict else "")
    return Case(
        key=network.pk,
        number=network.number,
        name=around.names[network.pk],
        region=around.regions.get(network.pk, ""),
        stage=gate.name.en if gate else "Not sent yet",
        standing=(gate.counts_as or "") if gate else "",
        doing=doing,
        whose=whose,
        since=turn.since if turn else None,
        days=(as_at.on - turn.since).days if turn else 0,
        state=turn.state if turn else None,
        gate=turn.gate if turn else "",
        capacity=turn.capacity.code if turn and waits and turn.capacity else "",
        adviser=adviser[1] if adviser else "",
        adviser_id=adviser[0] if adviser else None,
        conflict=conflict,
        tranche=tranche.name if tranche else "",
        tranche_id=tranche.pk if tranche else None,
        tranche_gate=tranche.gate if tranche else "",
        turns=tuple(mine),
        stuck=_stuck(turn, adviser, around.due.get(network.pk, []), as_at.on, conflict=conflict),
    )


def said(turn: Turn | None, programme: Programme, adviser: str = "") -> tuple[str, str]:
    """What a matter waits for, and whose turn it is, in words."""
    if turn is None:
        return "being written", "those who write it"
    gate = programme.gate(turn.gate) if turn.gate else None
    step = gate.name.en.lower() if gate else "its papers"
    if turn.state == "waits":
        if turn.capacity is not None and turn.capacity.role == "adviser":
            return f"waits for {step}", adviser or "nobody yet: an adviser is to be assigned"
        return f"waits for {step}", turn.capacity.name.en if turn.capacity else "nobody the programme names"
    if turn.state == "back":
        return "sent back to be changed", "those who write it"
    word = f"“{turn.last.word}” at {step}" if turn.last else step
    if turn.state == "done":
        return word, "those who write it"
    return word, "nobody: it rests" if turn.state == "rests" else "nobody: it has ended"


def _stuck(
    turn: Turn | None,
    adviser: tuple[int, str] | None,
    due: Collection[dt.date],
    on: dt.date,
    *,
    conflict: bool,
) -> tuple[str, ...]:
    """Why a network does not move, in sentences."""
    why = []
    if turn is not None and turn.state in ("waits", "back"):
        if turn.state == "waits" and adviser is None:
            why.append("Nobody looks after it.")
        if turn.state == "waits" and conflict and adviser is not None:
            why.append(f"{adviser[1]} declared an interest in it: somebody else is to look after it.")
        days, most = (on - turn.since).days, LONG[turn.state]
        if days > most:
            why.append(f"{days} days in this state; {most} is long.")
    late = [day for day in due if day < on]
    if late:
        why.append(f"A condition was due on {say(min(late))}.")
    return tuple(why)


def _around(networks: Collection[Network], as_at: AsAt) -> _Around:
    keys = {n.pk for n in networks}
    assigned = Assignment.objects.on(as_at).filter(among(keys)).select_related("adviser")
    in_open = InTranche.objects.by(as_at).filter(among(keys)).select_related("tranche")
    decided = set(Ruling.objects.by(as_at).exclude(tranche=None).values_list("tranche", flat=True))
    offices = Office.objects.on(as_at).filter(among(keys)).order_by("starts")
    return _Around(
        names=names_of(networks, as_at),
        regions=dict(offices.values_list("network", "region")),
        advisers={a.network_id: (a.adviser_id, str(a.adviser)) for a in assigned.order_by("starts", "id")},
        conflicts=conflicted(networks, as_at),
        tranches={t.network_id: t.tranche for t in in_open if t.tranche_id not in decided},
        due=_due(keys, as_at),
    )


def _due(networks: Collection[int], as_at: AsAt) -> dict[int, list[dt.date]]:
    """Network (by key) → the days by which open conditions are due. One query."""
    found: dict[int, list[dt.date]] = {}
    for network, due in open_conditions(networks, as_at).values_list("decision__network", "due"):
        if due is not None:
            found.setdefault(network, []).append(due)
    return found


def open_conditions(networks: Collection[int], as_at: AsAt) -> QuerySet[Condition]:
    """Conditions that decisions ask for and nothing has met by a day, as known at a moment."""
    met = Q(met__on__lte=as_at.on, met__known_from__lte=as_at.known) & (
        Q(met__known_to__isnull=True) | Q(met__known_to__gt=as_at.known)
    )
    rows: QuerySet[Condition] = Condition.objects.by(as_at).filter(among(networks, "decision__network"))
    return rows.exclude(pk__in=Condition.objects.filter(met).values("pk"))
