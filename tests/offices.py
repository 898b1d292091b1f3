"""Networks on their way, for tests of offices: what was sent, by whom it is advised on and decided.

case = sent(99001, founding=(school(1), school(2)))
decide("Hine", case, "shaping", "recommended")
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from people import DAY, _fact, acts, network, person
from worlds import KAHUI_AKO

from kahui.definition.model import Definition
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.documents.models import Document, Version
from kahui.records.formation.actions.advising import declare
from kahui.records.formation.actions.deciding import Act, decide_gate
from kahui.records.formation.models import Assignment, Office, Proposed
from kahui.records.networks.actions import decide as record_decision
from kahui.records.networks.models import Network
from kahui.records.register.models import Provider

REGION = "Auckland"
ELSEWHERE = "Otago, Southland"
SENT = DAY - dt.timedelta(days=30)
SECTIONS = {"purpose": "Every child a reader.", "members": "Two schools and a kindergarten."}


@dataclass
class Offices:
    """Who holds the offices: an adviser and a director of each of two regions, a minister, a secretary."""

    adviser: Person
    director: Person
    minister: Person
    secretary: Person
    adviser_elsewhere: Person
    director_elsewhere: Person


def offices() -> Offices:
    return Offices(
        adviser=person("Aroha Tāne", "adviser", REGION, capacity="adviser"),
        director=person("Dan Reid", "director", REGION, capacity="director"),
        minister=person("Mere Ngata", "office", capacity="minister"),
        secretary=person("Sam Oke", "office", capacity="secretary"),
        adviser_elsewhere=person("Esther Low", "adviser", ELSEWHERE, capacity="adviser"),
        director_elsewhere=person("Finn Hay", "director", ELSEWHERE, capacity="director"),
    )


def sent(
    number: int,
    *,
    founding: tuple[Provider, ...] = (),
    associate: tuple[Provider, ...] = (),
    pending: tuple[Provider, ...] = (),
    region: str = REGION,
    adviser: Person | None = None,
    on: dt.date = SENT,
    name: str = "",
) -> Network:
    """A network whose expression of interest was sent to a region's office on a day."""
    made = network(number, name=name)
    Office.objects.create(network=made, region=region, **_fact(on))
    if adviser is not None:
        Assignment.objects.create(network=made, adviser=adviser, **_fact(on))
    for standing, providers in (("founding", founding), ("associate", associate), ("pending", pending)):
        for provider in providers:
            Proposed.objects.create(network=made, provider=provider, standing=standing, **_fact(on))
    send(made, "interest", on=on)
    record_decision(
        network=made,
        gate="interest",
        decision="submitted",
        on=on,
        by="a test",
        source="",
        definition=KAHUI_AKO,
    )
    return made


def send(network: Network, kind: str, on: dt.date = DAY, **sections: str) -> Version:
    """Another version of a document, as it was sent."""
    document, _ = Document.objects.get_or_create(network=network, kind=kind)
    before = document.versions.order_by("number").last()
    return Version.objects.create(
        document=document,
        number=before.number + 1 if before else 1,
        sections={**(before.sections if before else SECTIONS), **sections},
        authors=["Hana"],
        on=on,
        on_by=on,
        known_from=timezone.now(),
        recorded_by="a test",
        source="a test",
    )


def impartial(who: Person, *networks: Network, on: dt.date = DAY) -> Acting:
    """Somebody who has said that they have no interest of their own in these networks."""
    acting = acts(who, on)
    for each in networks:
        declare(network=each, conflict=False, by=acting)
    return acting


def decide(
    who: Person,
    networks: Network | tuple[Network, ...],
    gate: str,
    word: str,
    on: dt.date = DAY,
    definition: Definition = KAHUI_AKO,
    **more: object,
) -> Act:
    """Decide as somebody without an interest of their own."""
    listed = networks if isinstance(networks, tuple) else (networks,)
    by = impartial(who, *listed)
    return decide_gate(networks=listed, gate=gate, word=word, on=on, by=by, definition=definition, **more)
