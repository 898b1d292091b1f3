"""One network as an office sees it: what it sent, what was said of it, what it is asked for, what happened."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.documents.models import Document, Request, Version
from kahui.records.documents.queries import Changed, changed_sections, sections_of
from kahui.records.formation.models import Advice, Condition, ConditionMet, Consent, Proposed, Ruling, Support
from kahui.records.networks.models import Network
from kahui.records.register.queries import names_now


@dataclass(frozen=True, slots=True)
class Read:
    """A document as a reviewer reads it: the newest version, and what changed since the one they last spoke about.

    `names` has each section's name by its code; `since` is the earlier version, `None` where there is none.
    """

    kind: str
    version: Version
    since: Version | None
    changed: tuple[Changed, ...]
    names: dict[str, str]
    requests: tuple[Request, ...]

    @property
    def sections(self) -> list[tuple[str, str, str]]:
        """Code, name and text of every section, in the order in which they were written down."""
        order = list(self.names)
        codes = sorted(self.version.sections, key=lambda c: order.index(c) if c in order else len(order))
        return [(code, self.names.get(code, code), self.version.sections[code]) for code in codes]


def read(network: Network, kind: str, as_at: AsAt, definition: Definition, number: int = 0) -> Read | None:
    """A document's newest version by a day (or version `number`), beside the one that was last spoken about: the
    last that somebody asked to be changed or decided on, else the one before. `None` where nothing was sent."""
    rows = Version.objects.by(as_at).filter(document__network=network, document__kind=kind).order_by("number")
    versions = list(rows)
    version = next((v for v in reversed(versions) if number in (0, v.number)), None)
    if version is None:
        return None
    earlier = [v for v in versions if v.number < version.number]
    since = earlier[-1] if earlier else None
    asked = Request.objects.by(as_at).filter(version__in=versions).select_related("version")
    spoken = {r.version_id for r in asked}
    since = next((v for v in reversed(earlier) if v.pk in spoken), since)
    names = {s.code: s.name.en for s in sections_of(kind, definition, version.on)}
    about = since or version
    return Read(
        kind,
        version,
        since,
        changed_sections(since, version) if since else (),
        names,
        tuple(r for r in asked.order_by("on", "id") if r.version_id in (about.pk, version.pk)),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """A provider that an expression of interest names, how it stands there, and its last answer to the newest version
    it answered; `answer` is `None` while it has not."""

    name: str
    number: int
    kind: str
    standing: str
    answer: Consent | None


def ledger(network: Network, as_at: AsAt, matter: str = Document.Kind.INTEREST) -> list[Answered]:
    """Every provider that is named, with its consent. Three queries."""
    named = Proposed.objects.on(as_at).filter(network=network).select_related("provider")
    last = {
        c.provider_id: c
        for c in Consent.objects.by(as_at)
        .filter(network=network, matter=matter)
        .order_by("version", "on", "id")
    }
    called = names_now([p.provider_id for p in named])
    return [
        Answered(
            called.get(p.provider_id, (p.provider.number, f"{p.provider.kind} {p.provider.number}"))[1],
            p.provider.number,
            p.provider.kind,
            Proposed.Standing(p.standing).label,
            last.get(p.provider_id),
        )
        for p in sorted(named, key=lambda p: (p.standing != Proposed.Standing.FOUNDING, p.provider.number))
    ]


def advice_on(network: Network, as_at: AsAt) -> QuerySet[Advice]:
    """What was advised, the newest first."""
    rows: QuerySet[Advice] = Advice.objects.by(as_at).filter(network=network)
    return rows.order_by("-on", "-id")


def support_of(network: Network, as_at: AsAt) -> QuerySet[Support]:
    """What was offered, the newest first."""
    rows: QuerySet[Support] = Support.objects.by(as_at).filter(network=network)
    return rows.order_by("-on", "-id")


def rulings_on(network: Network, as_at: AsAt) -> QuerySet[Ruling]:
    """What was said with each decision, the newest first."""
    rows: QuerySet[Ruling] = Ruling.objects.by(as_at).filter(decision__network=network)
    return rows.select_related("decision", "tranche").order_by("-on", "-id")


def conditions_of(network: Network, as_at: AsAt) -> list[tuple[Condition, ConditionMet | None]]:
    """Everything that decisions ask for, each with what met it; what is due first comes first. Two queries."""
    rows = Condition.objects.by(as_at).filter(decision__network=network).select_related("decision")
    met = {m.condition_id: m for m in ConditionMet.objects.by(as_at).filter(condition__in=rows)}
    listed = sorted(rows, key=lambda c: (c.pk in met, c.due is None, c.due or c.on, c.pk))
    return [(c, met.get(c.pk)) for c in listed]
