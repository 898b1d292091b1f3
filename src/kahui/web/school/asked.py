"""What a board is asked: each document that names its provider, in its newest version, with what it said last."""

from __future__ import annotations

from dataclasses import dataclass

from kahui.definition.documents import outline
from kahui.definition.model import Definition
from kahui.records.access.check import Acting
from kahui.records.access.places import Reach, provider
from kahui.records.documents.compare import Run
from kahui.records.documents.models import Document, Version
from kahui.records.documents.queries import Changed, changed_sections, sections_of
from kahui.records.editions.queries import definition_for
from kahui.records.formation.models import Consent
from kahui.records.formation.queries import within
from kahui.records.formation.queries.interest import interest_of
from kahui.records.formation.queries.memorandum import members_of, newest
from kahui.records.networks.models import Network
from kahui.records.networks.queries import name_of
from kahui.records.register.models import Provider


@dataclass(frozen=True, slots=True)
class Asked:
    """One document before a board. `last` is its last answer to it, `open` whether this version waits for one."""

    network: Network
    name: str
    matter: str
    title: str
    version: Version
    last: Consent | None
    open: bool
    definition: Definition
    named: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return f"{self.network.number}/{self.matter}"

    @property
    def before(self) -> Version | None:
        """The version that the board answered last, where this is a later one."""
        if self.last is None or self.last.version == self.version.number:
            return None
        found: Version | None = self.version.document.versions.filter(number=self.last.version).first()
        return found

    @property
    def changed(self) -> tuple[Changed, ...]:
        """What reads otherwise since the version that the board answered."""
        return changed_sections(self.before, self.version) if self.before else ()

    def sections(self) -> list[tuple[str, str, str]]:
        """Code, name and text of every section, in order."""
        names = {s.code: s.name.en for s in sections_of(self.matter, self.definition, self.version.on)}
        codes = [
            *[c for c in names if c in self.version.sections],
            *[c for c in self.version.sections if c not in names],
        ]
        return [(code, names.get(code, code), self.version.sections[code]) for code in codes]


def asked_of(one: Provider, who: Acting) -> list[Asked]:
    """Every document that is or was before the board of a provider, those that wait first."""
    here = Reach(frozenset({provider(one.kind, one.number)}))
    found = []
    for network in within(here, who.on).order_by("number"):
        for kind in Document.Kind.values:
            asked = asked_about(network, one, kind, who)
            found += [asked] if asked else []
    return sorted(found, key=lambda a: (not a.open, a.name))


def asked_about(network: Network, one: Provider, matter: str, who: Acting) -> Asked | None:
    """A document of a network as it is before one board; `None` where it is not."""
    definition = definition_for(network, who.on)
    version = newest(network, matter, who.on)
    if version is None:
        return None
    consents = Consent.objects.current().filter(network=network, provider=one, matter=matter, on__lte=who.on)
    last = consents.order_by("on", "known_from", "pk").last()
    answered = last is not None and last.version == version.number
    who_would: tuple[tuple[str, str], ...] = ()
    if matter == Document.Kind.INTEREST:
        interest = interest_of(network, who.on, definition)
        named = interest is not None and any(f.provider.pk == one.pk for f in interest.founders)
        open_ = named and interest is not None and interest.state in ("asking", "refused", "sent")
        answered = answered or (last is not None and last.agrees)
        who_would = tuple((f.name, f.standing) for f in interest.named) if interest else ()
    else:
        open_ = any(p.pk == one.pk for p in members_of([network], who.on)[network.pk])
    if not open_ and last is None:
        return None
    title = outline(definition.documents, matter).name.en
    return Asked(
        network, name_of(network), matter, title, version, last, open_ and not answered, definition, who_would
    )


__all__ = ["Asked", "Run", "asked_about", "asked_of"]
