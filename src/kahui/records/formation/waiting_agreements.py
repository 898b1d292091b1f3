"""What waits about a memorandum, what is shared, and members who leave: worked out, each with one owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from kahui.definition.gates import Stage, come_to
from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.access import places
from kahui.records.dated import not_over
from kahui.records.documents.models import Document, Version
from kahui.records.formation.actions.asking import answering_role
from kahui.records.formation.models import Consent
from kahui.records.formation.queries.ending import CLOSING
from kahui.records.formation.queries.memorandum import answers_to, members_of, versions_by
from kahui.records.formation.queries.turns import now_on, taken_of
from kahui.records.networks.models import (
    LeavingNotice,
    Membership,
    MemorandumTerm,
    Network,
    Sharing,
    SharingAnswer,
)
from kahui.records.networks.queries import names_of
from kahui.records.notices.waiting import Waiting
from kahui.records.register.models import Provider
from kahui.records.register.queries import names_now

SOON = dt.timedelta(days=90)
"""OURS: how long before its end a memorandum is to be renewed or ended."""


def waiting(networks: Collection[Network], on: dt.date, definition: Definition) -> list[Waiting]:
    """What waits in these networks on a day. A constant number of queries, however many networks."""
    listed = list(networks)
    approval = definition.standing("approved")
    taken = taken_of(listed, now_on(on))
    stages = {key: come_to([t.said for t in held], definition, on) for key, held in taken.items()}
    live = [
        n
        for n in listed
        if approval and stages[n.pk].stands(approval.code) and not stages[n.pk].stands(CLOSING)
    ]
    names = names_of(live, now_on(on))
    members = members_of(live, on)
    versions = versions_by(live, Document.Kind.MEMORANDUM, on)
    said = answers_to(live, Document.Kind.MEMORANDUM, on)
    joined = _joined(live, on)
    found: list[Waiting] = []
    for network in live:
        name, theirs = names[network.pk], members[network.pk]
        if not versions[network.pk]:
            since = _since(stages[network.pk], approval.code if approval else "", on)
            words = "Write the memorandum and fix a version for the boards to sign"
            found.append(_for_leader(network, name, "memorandum.write", words, since))
            continue
        newest = versions[network.pk][-1]
        found += _to_sign(network, name, theirs, newest, said[network.pk], joined)
    return [
        *found,
        *_terms(live, names, on),
        *_leavers(live, names, members, joined, on),
        *_sharing(live, names, members, on),
    ]


def _since(reached: Stage, gate: str, on: dt.date) -> dt.date:
    return next((stood.since for stood in reached.gates if stood.gate == gate), on)


def _for_leader(
    network: Network,
    name: str,
    code: str,
    words: str,
    since: dt.date,
    page: str = "memorandum",
    due: dt.date | None = None,
) -> Waiting:
    path = f"/inside/{network.number}/{page}"
    here = places.network(network.number)
    return Waiting(code, words, name, "leader", here, since, path, due=due, network=network.number)


def _for_board(
    network: Network, name: str, provider: Provider, code: str, words: str, since: dt.date
) -> Waiting:
    path, here = f"/inside/{network.number}/memorandum", places.provider(provider.kind, provider.number)
    return Waiting(code, words, name, answering_role(provider), here, since, path, network=network.number)


def _to_sign(
    network: Network,
    name: str,
    members: Sequence[Provider],
    version: Version,
    said: Mapping[tuple[int, int], Consent],
    joined: Mapping[tuple[int, int], dt.date],
) -> Iterator[Waiting]:
    answers = [said[p.pk, version.number] for p in members if (p.pk, version.number) in said]
    against = [c.on for c in answers if not c.agrees]
    if against:
        words = f"Change the memorandum: {len(against)} of its boards did not sign version {version.number}"
        yield _for_leader(network, name, "memorandum.refused", words, min(against))
        return
    for provider in members:
        if (provider.pk, version.number) not in said:
            words = f"Read version {version.number} of the memorandum and sign it, or say why not"
            since = max(version.on, joined.get((network.pk, provider.pk), version.on))
            yield _for_board(network, name, provider, "memorandum.sign", words, since)


def _joined(networks: Sequence[Network], on: dt.date) -> dict[tuple[int, int], dt.date]:
    """(Network, provider) → the day on which it last joined. One query."""
    held = Membership.objects.current().filter(network__in=networks, starts__lte=on).order_by("starts")
    return {(n, p): starts for n, p, starts in held.values_list("network", "provider", "starts")}


def _terms(networks: Sequence[Network], names: Mapping[int, str], on: dt.date) -> Iterator[Waiting]:
    """A review whose day has come, and a term that ends soon or has ended."""
    last: dict[int, MemorandumTerm] = {}
    for term in (
        MemorandumTerm.objects.current().filter(network__in=networks, starts__lte=on).order_by("starts", "pk")
    ):
        last[term.network_id] = term
    for network in networks:
        term = last.get(network.pk)
        if term is None:
            continue
        name = names[network.pk]
        if term.ends is not None and term.ends - SOON <= on:
            verb = "ended" if term.ends <= on else "ends"
            words = f"Renew the memorandum or end it: its term {verb} on {say(term.ends)}"
            yield _for_leader(network, name, "memorandum.renew", words, term.ends - SOON, due=term.ends)
        elif term.review_on is not None and term.review_on <= on:
            words = f"Review the memorandum, as agreed for {say(term.review_on)}"
            yield _for_leader(network, name, "memorandum.review", words, term.review_on, due=term.review_on)


def _leavers(
    networks: Sequence[Network],
    names: Mapping[int, str],
    members: Mapping[int, Sequence[Provider]],
    joined: Mapping[tuple[int, int], dt.date],
    on: dt.date,
) -> Iterator[Waiting]:
    """Notices whose day has come while the member is one still."""
    by_key = {n.pk: n for n in networks}
    held = LeavingNotice.objects.current().filter(network__in=networks, on__lte=on, leaves__lte=on)
    there = {(network, p.pk) for network, theirs in members.items() for p in theirs}
    due = [
        n
        for n in held.order_by("leaves", "pk")
        if (n.network_id, n.provider_id) in there and joined[n.network_id, n.provider_id] < n.leaves
    ]
    called = names_now([n.provider_id for n in due])
    for notice in {(n.network_id, n.provider_id): n for n in due}.values():
        network, day = by_key[notice.network_id], notice.leaves
        words = (
            f"Record that {called.get(notice.provider_id, (0, 'a member'))[1]} has left, as its notice said"
        )
        yield _for_leader(network, names[network.pk], "members.left", words, day, "members", day)


def _sharing(
    networks: Sequence[Network],
    names: Mapping[int, str],
    members: Mapping[int, Sequence[Provider]],
    on: dt.date,
) -> Iterator[Waiting]:
    """Lines of the protocol that a board has not answered: one thing for each board, however many lines."""
    lines: dict[int, list[Sharing]] = {}
    held = Sharing.objects.current().filter(not_over(on), network__in=networks)
    for line in held.order_by("pk"):
        lines.setdefault(line.network_id, []).append(line)
    given = set(
        SharingAnswer.objects.current()
        .filter(sharing__in=held, on__lte=on)
        .values_list("sharing", "provider")
    )
    for network in networks:
        for provider in members[network.pk]:
            open_lines = [s for s in lines.get(network.pk, []) if (s.pk, provider.pk) not in given]
            if open_lines:
                words = "Say what your board agrees to share, and with whom"
                since = min(min(s.starts, on) for s in open_lines)
                yield _for_board(network, names[network.pk], provider, "sharing.answer", words, since)
