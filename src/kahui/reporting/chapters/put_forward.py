"""Chapters of a pack: the networks put before an office, whom each names, what their boards and its adviser said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kahui.analytics.report import Cell, Column, Section, Table
from kahui.definition.lines import Capacity, Gate
from kahui.definition.model import Definition
from kahui.definition.time import AsAt
from kahui.records.formation.models import Advice, Condition, Consent, Office, Proposed, Ruling
from kahui.records.formation.queries.cases import Read, read
from kahui.records.networks.models import Membership, Network
from kahui.records.networks.queries import names_of
from kahui.records.register.models import Detail, Roll
from kahui.reporting import words

MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Named:
    """A provider that a network names, as the register has it on the day."""

    network: int
    provider: int
    number: int
    kind: str
    name: str
    type: str
    standing: str
    learners: int | None
    answer: Consent | None

    @property
    def counted(self) -> bool:
        """Whether it is to be a member by what is put forward, or is one."""
        return self.standing in (MEMBER, Proposed.Standing.FOUNDING.label)


def named(networks: Sequence[Network], as_at: AsAt, matter: str) -> list[Named]:
    """Whom each of these networks names: those proposed, and members where it has them. Six queries."""
    keys = [n.pk for n in networks]
    standings: dict[tuple[int, int], tuple[str, str, int]] = {}
    for model, default in ((Proposed, ""), (Membership, MEMBER)):
        rows = model.objects.on(as_at).filter(network__in=keys).select_related("provider")
        for row in rows.order_by("provider__number"):
            label = default or Proposed.Standing(row.standing).label
            standings[row.network_id, row.provider_id] = (label, row.provider.kind, row.provider.number)
    providers = sorted({provider for _, provider in standings})
    details = {d.provider_id: d for d in Detail.objects.on(as_at).filter(provider__in=providers)}
    rolls = _rolls(providers, as_at)
    answers = (
        Consent.objects.by(as_at).filter(network__in=keys, matter=matter).order_by("version", "on", "id")
    )
    said = {(c.network_id, c.provider_id): c for c in answers}
    found = []
    for (network, provider), (standing, kind, number) in standings.items():
        detail = details.get(provider)
        name, type = (detail.name, detail.type) if detail else (f"{kind} {number}", "")
        found.append(
            Named(
                network,
                provider,
                number,
                kind,
                name,
                type,
                standing,
                rolls.get(provider),
                said.get((network, provider)),
            )
        )
    return found


def _rolls(providers: Sequence[int], as_at: AsAt) -> dict[int, int]:
    """Provider → learners of the newest roll return by the day."""
    rows = Roll.objects.by(as_at).filter(provider__in=providers, total__isnull=False).order_by("on", "id")
    return dict(rows.values_list("provider", "total"))


def together(
    networks: Sequence[Network], listed: Sequence[Named], gate: Gate, capacity: Capacity | None, as_at: AsAt
) -> Section:
    """What is put forward, in sentences and one table: a line a network."""
    called = names_of(networks, as_at)
    offices = dict(
        Office.objects.on(as_at)
        .filter(network__in=networks)
        .order_by("starts")
        .values_list("network", "region")
    )
    advice = _advice(networks, as_at)
    rows = tuple(_line(n, called, offices, listed, advice) for n in networks)
    schools = [n for n in listed if n.kind == "school" and n.counted]
    learners = sum(n.learners or 0 for n in schools)
    who = capacity.name.en if capacity else "nobody the programme names on this day"
    table = Table(
        "put_forward",
        "Networks put forward",
        f"As at {words.day(as_at.on)}. Schools and services are those named as founding members, or members already.",
        _LINE,
        rows,
        notes=("Learners are those of the newest roll return on record; a school without one adds none.",),
    )
    sentences = (
        f"{len(networks)} {'network is' if len(networks) == 1 else 'networks are'} put forward for "
        f"{gate.name.en.lower()}. Who decides on {words.day(as_at.on)}: {who}.",
        f"Together they name {words.number(len(schools))} schools with {words.number(learners)} learners.",
        gate.asks,
    )
    return Section("put_forward", gate.name.en, sentences=sentences, tables=(table,))


_LINE = (
    Column("network", "Network"),
    Column("number", "Number"),
    Column("office", "Office", blank="none on record"),
    Column("schools", "Schools", "count"),
    Column("learners", "Learners", "count"),
    Column("services", "Early learning services", "count"),
    Column("agreed", "Boards that agreed", "count"),
    Column("answered", "Boards that answered", "count"),
    Column("advice", "Advice", blank="none given"),
)


def _line(
    network: Network,
    called: Mapping[int, str],
    offices: Mapping[int, str],
    listed: Sequence[Named],
    advice: Mapping[int, Advice],
) -> tuple[Cell, ...]:
    mine = [n for n in listed if n.network == network.pk]
    founds = [n for n in mine if n.counted]
    schools = [n for n in founds if n.kind == "school"]
    answers = [n.answer for n in mine if n.answer is not None]
    last = advice.get(network.pk)
    return (
        called[network.pk],
        str(network.number),
        offices.get(network.pk),
        len(schools),
        sum(n.learners or 0 for n in schools),
        len([n for n in founds if n.kind == "service"]),
        sum(a.agrees for a in answers),
        len(answers),
        ("in favour" if last.supports else "not in favour") if last else None,
    )


def _advice(networks: Sequence[Network], as_at: AsAt) -> dict[int, Advice]:
    """Network (by key) → the last advice about it."""
    rows = Advice.objects.by(as_at).filter(network__in=networks).order_by("on", "id")
    return {a.network_id: a for a in rows}


def each(
    networks: Sequence[Network], listed: Sequence[Named], as_at: AsAt, matter: str, definition: Definition
) -> tuple[Section, ...]:
    """A chapter a network: its advice, what was decided before, whom it names, and what it says itself."""
    called, advice = names_of(networks, as_at), _advice(networks, as_at)
    rulings = _rulings(networks, as_at)
    return tuple(
        _chapter(
            network,
            called[network.pk],
            [n for n in listed if n.network == network.pk],
            (*_advised(advice.get(network.pk)), *rulings.get(network.pk, ())),
            read(network, matter, as_at, definition),
            as_at,
        )
        for network in networks
    )


def _advised(last: Advice | None) -> tuple[str, ...]:
    if last is None:
        return ("Nobody has advised on it.",)
    side = "in favour" if last.supports else "not in favour"
    return (f"Advice of {last.recorded_by}, {words.day(last.on)}, {side}: {_line_of(last.words)}",)


def _rulings(networks: Sequence[Network], as_at: AsAt) -> dict[int, tuple[str, ...]]:
    """Network (by key) → what was decided about it before, in sentences. Two queries."""
    rows = Ruling.objects.by(as_at).filter(decision__network__in=networks).select_related("decision")
    asked: dict[int, list[str]] = {}
    for condition in Condition.objects.by(as_at).filter(decision__network__in=networks).order_by("id"):
        due = f" by {words.day(condition.due)}" if condition.due else ""
        asked.setdefault(condition.decision_id, []).append(f"{_line_of(condition.words).rstrip('.')}{due}")
    found: dict[int, tuple[str, ...]] = {}
    for ruling in rows.order_by("on", "id"):
        because = f" {_line_of(ruling.reason)}" if ruling.reason else ""
        asks = f" It asks for: {'; '.join(asked[ruling.decision_id])}." if ruling.decision_id in asked else ""
        told = f"“{ruling.decision.decision}” by {ruling.recorded_by}, {words.day(ruling.on)}.{because}{asks}"
        found[ruling.decision.network_id] = (*found.get(ruling.decision.network_id, ()), told)
    return found


def _line_of(text: str) -> str:
    """A text as one paragraph."""
    return " ".join(text.split())


def _chapter(
    network: Network, name: str, mine: Sequence[Named], said: tuple[str, ...], paper: Read | None, as_at: AsAt
) -> Section:
    table = Table(
        f"named_{network.number}",
        f"Whom {name} names",
        f"As the register has them on {words.day(as_at.on)}",
        _NAMED,
        tuple(_provider(n) for n in mine),
    )
    own = tuple(f"{title}: {_line_of(text)}" for _, title, text in paper.sections) if paper else ()
    which = (f"What it says itself, in version {paper.version.number}:",) if paper else ()
    return Section(
        f"network_{network.number}", f"{name} ({network.number})", (*said, *which, *own), (), (table,)
    )


_NAMED = (
    Column("name", "Name"),
    Column("number", "Number"),
    Column("type", "Type", blank="not on record"),
    Column("standing", "As"),
    Column("learners", "Learners", "count", blank="no roll return"),
    Column("answer", "Answer", blank="none yet"),
    Column("by", "By whom", blank="nobody yet"),
)


def _provider(n: Named) -> tuple[Cell, ...]:
    answer = n.answer
    said = None
    if answer is not None:
        said = f"{'agrees' if answer.agrees else 'does not agree'}, {words.day(answer.on)}"
    by = f"{answer.answered_by}, {answer.get_way_display()}" if answer else None
    return (n.name, str(n.number), n.type or None, n.standing, n.learners, said, by)
