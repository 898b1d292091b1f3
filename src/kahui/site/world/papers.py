"""The papers of networks that stories do not tell of: memoranda and challenges, signed and sent as the rules ask, in
bulk and without a message to anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kahui.definition.documents import outline
from kahui.definition.model import Definition
from kahui.records.access.places import Place
from kahui.records.challenges.models import Submission
from kahui.records.documents.models import Document, Version
from kahui.records.formation.models import Consent
from kahui.records.networks.models import Decision, Membership, MemorandumTerm, Network, NetworkName
from kahui.records.register.models import Provider
from kahui.records.timeline.models import About, Entry
from kahui.site.rehearsal.chance import Chance, stream
from kahui.site.world import dated
from kahui.site.world.dated import SOURCE
from kahui.site.world.facts import Keys
from kahui.site.world.people import People
from kahui.site.world.telling import DAY, place_of
from kahui.site.world.words import CHALLENGES, MEMORANDUM

SIGNED_AFTER = (90, 200)
"""Days from an approval to the last signature, where the rehearsal has none; OURS."""

BEFORE_BOARDS = 25
"""Days that a version is before the boards; OURS."""

YEAR = 365 * DAY


@dataclass(frozen=True, slots=True)
class _Member:
    provider: Provider
    starts: dt.date
    ends: dt.date | None

    def on(self, day: dt.date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


class Papers:
    """Everything written about the networks of the rehearsal, by the day on which it stands still."""

    def __init__(
        self, folder: Path, keys: Keys, people: People, definition: Definition, day: dt.date, seed: int
    ):
        self.people, self.definition, self.day = people, definition, day
        self.chance: Chance = stream(seed, "papers")
        written = Document.objects.values("network")
        own = Network.objects.filter(pk__in=keys.networks.values())
        self.networks = list(own.exclude(pk__in=written).order_by("number"))
        self.members = _members(self.networks)
        self.decided = _decided(self.networks, day)
        self.texts = _texts(folder, keys, day)
        self.documents: list[Document] = []
        self.versions: list[Version] = []
        self.consents: list[Consent] = []
        self.submissions: list[Submission] = []
        self.terms: list[MemorandumTerm] = []
        self.decisions: list[Decision] = []

    def put(self) -> None:
        """Write them all, and a line in the timeline for every decision of any network of the rehearsal."""
        for network in self.networks:
            self._memorandum(network)
            self._challenges(network)
        Document.objects.bulk_create(self.documents)
        Version.objects.bulk_create(self.versions)
        Consent.objects.bulk_create(self.consents, batch_size=2000)
        Submission.objects.bulk_create(self.submissions)
        MemorandumTerm.objects.bulk_create(self.terms)
        Decision.objects.bulk_create(self.decisions)

    def _memorandum(self, network: Network) -> None:
        approved = self._first(network, "approval", "approved")
        if approved is None:
            return
        signed = self._first(network, "memorandum", "signed")
        if signed is None:
            signed = approved + int(self.chance.integers(*SIGNED_AFTER)) * DAY
            if signed > self.day:
                return  # its leader writes it
            self.decisions.append(
                Decision(network=network, gate="memorandum", decision="signed", **dated.event(signed, 2))
            )
        fixed = max(signed - BEFORE_BOARDS * DAY, approved)
        self._version(network, "memorandum", MEMORANDUM, fixed, signed)
        for member in self.members[network.pk]:  # who came later signs too
            if signed < member.starts and member.starts + 14 * DAY <= self.day:
                self._agrees(network, member.provider, "memorandum", member.starts + 14 * DAY)
        again = next((on for n in (1, 2, 3) if (on := signed + n * YEAR) > self.day), None)
        self.terms.append(
            MemorandumTerm(
                network=network, version=1, starts=signed, starts_by=signed, ends=signed + 4 * YEAR,
                ends_by=signed + 4 * YEAR, review_on=again, **dated.known(signed, 1),
            )
        )  # fmt: skip

    def _challenges(self, network: Network) -> None:
        said = [d.on for d in self.decided[network.pk] if d.gate in ("submission", "endorsement")]
        if not said:
            return
        submitted = self._first(network, "submission", "submitted") or said[0]
        on = submitted - 6 * DAY
        texts = CHALLENGES | {"challenges": self.texts.get(network.pk, CHALLENGES["challenges"])}
        self._version(network, "challenges", texts, on - (BEFORE_BOARDS + 3) * DAY, on - 3 * DAY)
        self.submissions.append(Submission(network=network, version=1, **dated.event(on)))

    def _first(self, network: Network, gate: str, word: str) -> dt.date | None:
        return next((d.on for d in self.decided[network.pk] if (d.gate, d.decision) == (gate, word)), None)

    def _version(
        self, network: Network, kind: str, texts: Mapping[str, str], fixed: dt.date, last: dt.date
    ) -> None:
        """A version fixed on a day, with every member of the last day agreeing by then."""
        document = Document(network=network, kind=kind)
        self.documents.append(document)
        asked = [
            s.code for s in outline(self.definition.documents, kind).at(max(fixed, self.definition.begins))
        ]
        writer = self.people.by.get(("leader", Place("network", str(network.number))))
        self.versions.append(
            Version(
                document=document, number=1, sections={c: texts[c] for c in asked if texts.get(c)},
                authors=[str(writer)] if writer else [SOURCE], **dated.event(fixed),
            )
        )  # fmt: skip
        there = [m.provider for m in self.members[network.pk] if m.on(last)]
        for n, provider in enumerate(there, 1):
            self._agrees(network, provider, kind, fixed + (last - fixed) * n // len(there), n)

    def _agrees(self, network: Network, provider: Provider, matter: str, on: dt.date, after: int = 0) -> None:
        role = "nominee" if provider.kind == Provider.Kind.SERVICE else "board"
        person = self.people.by.get((role, place_of(provider)))
        self.consents.append(
            Consent(
                network=network, provider=provider, matter=matter, version=1, agrees=True,
                answered_by=str(person or SOURCE), way=Consent.Way.SIGNED_IN, **dated.event(on, 1, after),
            )
        )  # fmt: skip


def put_lines(definition: Definition, day: dt.date) -> None:
    """A line in the timeline of each network for every decision about it that no act told of."""
    names = dict(NetworkName.objects.current().order_by("starts").values_list("network", "name"))
    gates = {g.code: g.name.en for g in definition.gates}
    entries, numbers = [], []
    rows = Decision.objects.current().filter(source=SOURCE, on__lte=day).select_related("network")
    for decision in rows.order_by("on", "id"):
        words = f"{gates[decision.gate]} of {names[decision.network_id]}: “{decision.decision}”."
        known = {"known_from": decision.known_from, "recorded_by": SOURCE, "source": SOURCE}
        entries.append(Entry(kind=Entry.Kind.DID, words=words, on=decision.on, on_by=decision.on_by, **known))
        numbers.append(decision.network.number)
    made = Entry.objects.bulk_create(entries, batch_size=2000)
    About.objects.bulk_create(
        [About(entry=e, kind="network", key=str(n)) for e, n in zip(made, numbers, strict=True)],
        batch_size=2000,
    )


def _members(networks: Sequence[Network]) -> dict[int, list[_Member]]:
    found: dict[int, list[_Member]] = {n.pk: [] for n in networks}
    held = Membership.objects.current().filter(network__in=found).select_related("provider")
    for each in held.order_by("provider__kind", "provider__number", "starts"):
        found[each.network_id].append(_Member(each.provider, each.starts, each.ends))
    return found


def _decided(networks: Sequence[Network], day: dt.date) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = {n.pk: [] for n in networks}
    held = Decision.objects.current().filter(network__in=found, on__lte=day)
    for decision in held.order_by("on", "id"):
        found[decision.network_id].append(decision)
    return found


def _texts(folder: Path, keys: Keys, day: dt.date) -> dict[int, str]:
    """Network (by our key) → its challenges and what each promises, as the rehearsal wrote them by a day."""
    promises: dict[int, list[str]] = {}
    for row in _rows(folder, "promise"):
        promises.setdefault(row["challenge"], []).append(_promised(row))
    found: dict[int, list[str]] = {}
    for row in _rows(folder, "challenge"):
        if row["on"] <= day and row["network"] in keys.networks:
            mine = found.setdefault(keys.networks[row["network"]], [])
            lines = [f"{len(mine) + 1}. {row['statement']}", *promises.get(row["challenge"], ())[:6]]
            mine.append("\n".join(lines))
    return {key: "\n\n".join(parts) for key, parts in found.items()}


def _promised(row: Mapping[str, Any]) -> str:
    if row["baseline_year"] is None:
        return str(row["statement"])
    counts = f"{row['baseline_count']} of {row['baseline_of']}"
    return (
        f"{row['statement']} In {row['baseline_year']}: {counts}, {row['baseline_percent']}% ({row['tool']})."
    )


def _rows(folder: Path, table: str) -> Iterator[dict[str, Any]]:
    yield from pq.read_table(folder / f"{table}.parquet").to_pylist()
