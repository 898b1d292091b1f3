"""Tranches: networks put before the deciding office together, and the pack that goes with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.access.places import NATION, Place
from kahui.records.changes.actions import await_turn
from kahui.records.changes.rules import require
from kahui.records.formation.actions.deciding import Recorded
from kahui.records.formation.models import InTranche, Pack, Ruling, Tranche
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.queries.turns import now_on, turns
from kahui.records.formation.rules import deciding
from kahui.records.formation.turns import matter_of
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.networks.rules import gate_known
from kahui.records.timeline.actions import tell


def make_tranche(
    *, gate: str, name: str, by: Acting, definition: Definition, now: dt.datetime | None = None
) -> Tranche:
    """Begin a tranche of networks for a gate. Another open one of the same name is that one. Raises `RuleBroken`
    (NET-5, TRA-3)."""
    with transaction.atomic():
        await_turn()
        recorded = _may_begin(by)
        programme = definition.at(by.on)
        require(gate_known(gate, programme))
        require(deciding.tranche_named(name))
        known = programme.gate(gate)
        assert known is not None  # NET-5 holds
        said = {"gate": known.code, "name": name.strip()[:200]}
        same: Tranche | None = Tranche.objects.current().filter(**said, on=by.on).first()
        if same is not None:
            return same
        moment = now or timezone.now()
        made: Tranche = Tranche.objects.create(**said, **_on(by, recorded, moment))
        _tell(f"The tranche “{made.name}” was begun.", [_place(made)], recorded, by, moment)
        return made


def _may_begin(by: Acting) -> str:
    """Whoever makes tranches somewhere may begin one; which networks go in is asked for each of them."""
    return by.may("tranche.make", by.reach("tranche.make").places or [NATION])


def add_to_tranche(
    *,
    tranche: Tranche,
    network: Network,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> InTranche:
    """Put a network that has come to the gate into a tranche. Raises `RuleBroken` (DEC-3, TRA-1, TRA-2)."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("tranche.make", places_of_one(network, by.on))
        require(deciding.tranche_open(tranche.name, decided=is_decided(tranche)))
        held = InTranche.objects.current().filter(network=network, tranche__gate=tranche.gate)
        same: InTranche | None = held.filter(tranche=tranche).first()
        if same is not None:
            return same
        other = next((h for h in held.select_related("tranche") if not is_decided(h.tranche)), None)
        require(deciding.in_one_tranche(name_of(network), other.tranche.name if other else ""))
        programme = definition.at(by.on)
        gate = programme.gate(tranche.gate)
        require(gate_known(tranche.gate, programme))
        assert gate is not None  # NET-5 holds
        mine = turns([network], now_on(by.on), definition)[network.pk]
        turn = next((t for t in mine if t.matter == matter_of(gate, programme)), None)
        require(deciding.come_to_the_gate(name_of(network), gate, turn, programme))
        moment = now or timezone.now()
        made: InTranche = InTranche.objects.create(
            tranche=tranche, network=network, **_on(by, recorded, moment)
        )
        about = [places.network(network.number), _place(tranche)]
        _tell(f"{name_of(network)} was put into the tranche “{tranche.name}”.", about, recorded, by, moment)
        return made


def remove_from_tranche(
    *, tranche: Tranche, network: Network, by: Acting, now: dt.datetime | None = None
) -> None:
    """Take a network out of a tranche that is not decided. Raises `RuleBroken` (DEC-6, TRA-2)."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("tranche.make", places_of_one(network, by.on))
        require(deciding.tranche_open(tranche.name, decided=is_decided(tranche)))
        moment = now or timezone.now()
        gone = InTranche.objects.filter(tranche=tranche, network=network).supersede(at=moment)
        require(deciding.in_this_tranche(name_of(network), tranche.name, there=bool(gone)))
        about = [places.network(network.number), _place(tranche)]
        words = f"{name_of(network)} was taken out of the tranche “{tranche.name}”."
        _tell(words, about, recorded, by, moment)


def is_decided(tranche: Tranche) -> bool:
    """Whether something in a tranche was decided, and stands."""
    return Ruling.objects.current().filter(tranche=tranche).exists()


@dataclass(frozen=True, slots=True)
class Frozen:
    """The two files of a pack, by the hashes under which they are kept, and what they were made from."""

    document: str
    pdf: str
    figures: AsAt
    snapshot: str
    definition: str


def record_pack(*, tranche: Tranche, frozen: Frozen, by: Acting, now: dt.datetime | None = None) -> Pack:
    """Say that a pack was made for a tranche: its files are kept already, and are the same ever after."""
    with transaction.atomic():
        recorded, moment = _may_begin(by), now or timezone.now()
        made: Pack = Pack.objects.create(
            tranche=tranche,
            document=frozen.document,
            pdf=frozen.pdf,
            figures_on=frozen.figures.on,
            figures_known=frozen.figures.known,
            snapshot=frozen.snapshot,
            definition=frozen.definition,
            **_on(by, recorded, moment),
        )
        there = tranche.networks.current().values_list("network__number", flat=True)
        about = [_place(tranche), *(places.network(number) for number in there)]
        _tell(f"The pack of the tranche “{tranche.name}” was made.", about, recorded, by, moment)
        return made


def _place(tranche: Tranche) -> Place:
    return Place("tranche", str(tranche.pk))


def _on(by: Acting, recorded: str, moment: dt.datetime) -> dict[str, Any]:
    return {"on": by.on, "on_by": by.on, "known_from": moment, "recorded_by": recorded, "source": ""}


def _tell(words: str, about: list[Place], recorded: str, by: Acting, moment: dt.datetime) -> None:
    tell(words, about=about, by=Recorded(recorded, by.id), on=by.on, now=moment)
