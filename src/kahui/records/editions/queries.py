"""Which edition of the programme holds: for everybody, and for each network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Min, QuerySet

from kahui.definition import Definition, load
from kahui.definition.load import files_of, read
from kahui.records.changes.clock import today
from kahui.records.editions.models import Adoption, Edition, Live
from kahui.records.networks.models import Decision, Network


def installed() -> Definition:
    """The programme as the deployment's folder has it."""
    folder = Path(settings.PROGRAMME)
    return _installed(folder, max((f.stat().st_mtime for f in folder.glob("*.toml")), default=0.0))


@lru_cache(maxsize=4)
def _installed(folder: Path, stamp: float) -> Definition:
    """`stamp` is the newest file's time, so that an edit is seen."""
    del stamp
    return load(folder)


@lru_cache(maxsize=4)
def _invented(real: Definition) -> Definition:
    return replace(real, published=(), attributions=())


def as_run(definition: Definition) -> Definition:
    """The same programme in a rehearsal: nothing printed of the real one, and nobody's real data, is its."""
    return _invented(definition) if settings.DEMO else definition


def live(on: dt.date | None = None) -> Edition | None:
    """The edition that is the programme on a day; `None` where none was ever taken live: then the folder's is."""
    day = on or today()
    held = Live.objects.held_on(day)
    found = held.select_related("edition").order_by("-starts", "-pk").first()
    return found.edition if found else None


def live_definition(on: dt.date | None = None) -> Definition:
    """The programme on a day as this deployment runs it."""
    edition = live(on)
    return as_run(definition_of(edition) if edition else installed())


def live_files() -> dict[str, str]:
    """The files of the programme that is live, to be changed into another edition."""
    edition = live()
    return dict(edition.files) if edition else files_of(Path(settings.PROGRAMME))


def definition_of(edition: Edition) -> Definition:
    """What an edition's files say. The same files are read once."""
    return read(edition.files)


def definition_for(network: Network, on: dt.date | None = None) -> Definition:
    """The programme that a network is under on a day: the edition it began with, or the one it adopted since."""
    return definitions_for([network], on)[network.pk]


def definitions_for(networks: Collection[Network], on: dt.date | None = None) -> dict[int, Definition]:
    """Network (by key) → the programme it is under on a day. Three queries, however many networks."""
    under = editions_for(networks, on)
    said = {e: as_run(definition_of(e) if e else installed()) for e in set(under.values())}
    return {key: said[e] for key, e in under.items()}


def by_definition(
    networks: Collection[Network], on: dt.date | None = None
) -> list[tuple[Definition, list[Network]]]:
    """The networks by the programme they are under on a day: what is asked of many is asked once for each."""
    under = definitions_for(networks, on)
    found: dict[str, tuple[Definition, list[Network]]] = {}
    for network in networks:
        definition = under[network.pk]
        found.setdefault(definition.hash, (definition, []))[1].append(network)
    return list(found.values())


def editions_for(networks: Collection[Network], on: dt.date | None = None) -> Mapping[int, Edition | None]:
    """Network (by key) → the edition it is under on a day; `None` is the folder's programme."""
    day = on or today()
    keys = [n.pk for n in networks]
    periods = list(Live.objects.current().select_related("edition").order_by("starts", "pk"))
    if not periods:
        return dict.fromkeys(keys)
    begun = dict(
        Decision.objects.current()
        .filter(network__in=keys, on__lte=day)
        .order_by()
        .values("network")
        .annotate(first=Min("on"))
        .values_list("network", "first")
    )
    adopted = Adoption.objects.current().filter(network__in=keys, on__lte=day).select_related("edition")
    chosen = {a.network_id: a.edition for a in adopted.order_by("on", "pk")}
    return {key: chosen.get(key) or _live_then(periods, begun.get(key, day)) for key in keys}


def _live_then(periods: list[Live], day: dt.date) -> Edition | None:
    """The edition that was live on a day; before the first, the earliest there is."""
    held = [p.edition for p in periods if p.starts <= day and (p.ends is None or day < p.ends)]
    return held[-1] if held else periods[0].edition


def proposals() -> QuerySet[Edition]:
    """Editions that were proposed and are not live, newest first."""
    found: QuerySet[Edition] = Edition.objects.current().exclude(
        pk__in=Live.objects.current().values("edition")
    )
    return found.select_related("proposed_by").prefetch_related("assents__person").order_by("-on", "-pk")
