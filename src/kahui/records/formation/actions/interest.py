"""Verbs on an expression of interest: begin, name, send, settle, withdraw. Writing in it is the document's own verb."""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kahui.definition.model import Definition, Effect, Gate, fold
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.changes.actions import await_turn, count_change
from kahui.records.changes.rules import require
from kahui.records.documents.actions import fix
from kahui.records.documents.models import Document, Version
from kahui.records.formation.actions.asking import ask_boards, no_longer_asked
from kahui.records.formation.actions.telling import adviser_of, tell_whose_turn
from kahui.records.formation.models import Office, Proposed
from kahui.records.formation.queries.interest import Interest, interest_of
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.queries.turns import now_on
from kahui.records.formation.rules import interest as rules
from kahui.records.formation.turns import INTEREST
from kahui.records.networks.actions import decide
from kahui.records.networks.models import Decision, Network, NetworkName
from kahui.records.networks.queries import name_of
from kahui.records.notices.actions import notify
from kahui.records.register.models import Detail, Provider
from kahui.records.register.queries import name_of as provider_name
from kahui.records.timeline.actions import tell


def begin(
    *, provider: Provider, name: str, by: Acting, on: dt.date | None = None, now: dt.datetime | None = None
) -> Network:
    """Begin an expression of interest for one's own provider: a network with a name, its regional office, a document.

    The same provider beginning one of the same name twice begins one. Raises `RuleBroken` (INT-1 to INT-3).
    """
    with transaction.atomic():
        await_turn()
        recorded = by.may("interest.write", [places.provider(provider.kind, provider.number)])
        day, called = on or by.on, _name(name)
        same = _begun_already(provider, called, day)
        if same is not None:
            return same
        require(rules.network_has_a_name(called))
        require(rules.name_of_its_own(called, _called_so(called, None)))
        detail = _open(provider, day)
        most = Network.objects.aggregate(most=Max("number"))["most"] or 0
        network = Network.objects.create(number=most + 1)
        fact = _fact(day, recorded, now)
        NetworkName.objects.create(network=network, kind=Provider.Kind.SCHOOL, name=called, **fact)
        Office.objects.create(network=network, region=detail.region, **fact)
        Proposed.objects.create(
            network=network, provider=provider, standing=Proposed.Standing.FOUNDING, **fact
        )
        Document.objects.create(network=network, kind=Document.Kind.INTEREST)
        count_change()
        tell(
            f"{provider_name(provider)} began an expression of interest, “{called}”.",
            about=[places.network(network.number), places.provider(provider.kind, provider.number)],
            by=by,
            on=day,
        )
        return network


def rename(
    *, network: Network, name: str, by: Acting, definition: Definition, now: dt.datetime | None = None
) -> None:
    """Give a network that forms another name. Raises `RuleBroken` (INT-1, INT-2, INT-4)."""
    with transaction.atomic():
        recorded = by.may("interest.write", places_of_one(network, by.on))
        called, was = _name(name), name_of(network)
        require(rules.network_has_a_name(called))
        require(rules.name_of_its_own(called, _called_so(called, network)))
        _undecided(network, by.on, definition)
        if called == was:
            return
        moment = now or timezone.now()
        held = NetworkName.objects.filter(network=network, seen_from__isnull=True)
        held.supersede(at=moment)
        fact = _fact(min([h.starts for h in held], default=by.on), recorded, moment)
        NetworkName.objects.create(network=network, kind=Provider.Kind.SCHOOL, name=called, **fact)
        count_change()
        tell(f"“{was}” is called “{called}”.", about=[places.network(network.number)], by=by)


def name_provider(
    *,
    network: Network,
    provider: Provider,
    standing: str,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> Proposed:
    """Name a provider as a founding member, an associate or pending; one named already changes its standing.

    Who would found it is asked for its board's answer, once it was sent. Raises `RuleBroken` (INT-3, INT-4).
    """
    with transaction.atomic():
        await_turn()
        recorded = by.may("interest.write", places_of_one(network, by.on))
        interest = _undecided(network, by.on, definition)
        _open(provider, by.on)
        held = Proposed.objects.on(now_on(by.on)).filter(network=network, provider=provider)
        same: Proposed | None = held.filter(standing=standing).first()
        if same is not None:
            return same
        moment = now or timezone.now()
        held.supersede(at=moment)
        made: Proposed = Proposed.objects.create(
            network=network,
            provider=provider,
            standing=Proposed.Standing(standing),
            **_fact(by.on, recorded, moment),
        )
        count_change()
        words = f"{provider_name(provider)} is named in the expression of interest of {name_of(network)}: "
        _told(f"{words}{Proposed.Standing(standing).label}.", network, provider, by)
        if (
            standing == Proposed.Standing.FOUNDING
            and interest.version
            and interest.state in ("asking", "refused", "sent")
        ):
            ask_boards(network, [provider], interest.version, by.on, definition)
        else:
            settle(network=network, on=by.on, by=recorded, definition=definition, now=now)
        return made


def take_out(
    *,
    network: Network,
    provider: Provider,
    by: Acting,
    definition: Definition,
    now: dt.datetime | None = None,
) -> None:
    """Name a provider no longer; its letters are withdrawn. Raises `RuleBroken` (INT-4, INT-6)."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("interest.write", places_of_one(network, by.on))
        interest = _undecided(network, by.on, definition)
        moment = now or timezone.now()
        taken = (
            Proposed.objects.on(now_on(by.on)).filter(network=network, provider=provider).supersede(at=moment)
        )
        require(rules.named_there(provider_name(provider), name_of(network), named=taken > 0))
        count_change()
        words = f"{provider_name(provider)} is no longer named in the expression of interest of {name_of(network)}."
        _told(words, network, provider, by)
        if interest.version:
            no_longer_asked(network, INTEREST, [interest.version.number], provider)
        settle(network=network, on=by.on, by=recorded, definition=definition, now=now)


def send(
    *,
    network: Network,
    by: Acting,
    definition: Definition,
    on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Version:
    """Send what is written: it is fixed as a version, and every founding board is asked. Sent twice, it is sent once.

    It goes to the office once every founding board agrees. Raises `RuleBroken` (DOC-4, DOC-5, INT-4, INT-5).
    """
    with transaction.atomic():
        await_turn()
        there = places_of_one(network, by.on)
        recorded = by.may("interest.submit", there)
        day = on or by.on
        before = _undecided(network, day, definition)
        require(rules.somebody_founds(len(before.founders)))
        version = fix(
            document=before.document,
            places=there,
            definition=definition,
            by=by,
            on=day,
            ability="interest.submit",
            anew=before.state == "withdrawn",
            now=now,
        )
        if before.version is not None and version.pk == before.version.pk:
            return version
        no_longer_asked(network, INTEREST, range(1, version.number))
        after = interest_of(network, day, definition)
        assert after is not None  # it was there before
        asked = [f.provider for f in after.founders if f.answer is None]
        ask_boards(network, asked, version, day, definition)
        tell(
            f"{name_of(network)} sent its expression of interest, version {version.number}: "
            f"{len(asked)} {'board is' if len(asked) == 1 else 'boards are'} asked.",
            about=[places.network(network.number)],
            by=by,
            on=day,
        )
        if after.state == "sent":  # the office has had it before: it is told of the new version at once
            tell_whose_turn(
                [network], matter=INTEREST, on=day, definition=definition, once=f"sent:{version.pk}"
            )
        else:
            settle(network=network, on=day, by=recorded, definition=definition, now=now)
        return version


def settle(
    *, network: Network, on: dt.date, by: str, definition: Definition, now: dt.datetime | None = None
) -> Decision | None:
    """Once every founding board agrees, the expression of interest is with the office: the boards have decided.

    Call it inside the transaction of each answer. Gives the decision where this one was the last.
    """
    gate = definition.at(on).gate(INTEREST)
    interest = interest_of(network, on, definition)
    if (
        gate is None
        or interest is None
        or interest.version is None
        or interest.state not in ("asking", "refused")
    ):
        return None
    founders = interest.founders
    if not founders or not all(f.answer for f in founders):
        return None
    count = f"{len(founders)} board{'' if len(founders) == 1 else 's'}"
    made = decide(
        network=network,
        gate=gate.code,
        decision=_word(gate, "stands"),
        on=on,
        source=f"version {interest.version.number}, agreed by {count}",
        by=by,
        definition=definition,
        anew=True,
        now=now,
    )
    tell_whose_turn([network], matter=INTEREST, on=on, definition=definition, once=f"sent:{made.pk}")
    return made


def withdraw(
    *, network: Network, reason: str, by: Acting, definition: Definition, now: dt.datetime | None = None
) -> Decision:
    """Withdraw what was sent; it can be changed and sent again. Raises `RuleBroken` (INT-7, INT-8)."""
    with transaction.atomic():
        await_turn()
        recorded = by.may("interest.submit", places_of_one(network, by.on))
        gate, interest = definition.at(by.on).gate(INTEREST), interest_of(network, by.on, definition)
        sent = interest is not None and interest.state in ("asking", "refused", "sent")
        require(rules.sent_before_withdrawn(sent=sent and gate is not None))
        require(rules.withdrawn_for_a_reason(reason))
        assert interest is not None  # INT-7 holds
        assert interest.version is not None
        assert gate is not None
        said = unicodedata.normalize("NFC", reason).strip()
        made = decide(
            network=network,
            gate=gate.code,
            decision=_word(gate, "ends"),
            on=by.on,
            source=said[:500],
            by=recorded,
            definition=definition,
            anew=True,
            now=now,
        )
        no_longer_asked(network, INTEREST, range(1, interest.version.number + 1))
        here = places.network(network.number)
        tell(f"{interest.name} withdrew its expression of interest: {said}", about=[here], by=by)
        adviser = adviser_of(network, by.on)
        if adviser is not None and interest.state == "sent":
            notify(
                to=adviser,
                kind="answer",
                subject=f"{interest.name}: withdrawn",
                words="Its expression of interest was withdrawn. Sign in to read why.",
                path=f"/office/cases/{network.number}",
                about=here,
                once=f"withdrawn:{made.pk}",
            )
        return made


def _undecided(network: Network, on: dt.date, definition: Definition) -> Interest:
    interest = interest_of(network, on, definition)
    require(
        rules.named_until_decided(name_of(network), decided=interest is None or interest.state == "approved")
    )
    assert interest is not None  # INT-4 holds
    return interest


def _open(provider: Provider, on: dt.date) -> Detail:
    detail: Detail | None = Detail.objects.on(now_on(on)).filter(provider=provider, is_open=True).first()
    require(rules.open_when_named(provider_name(provider), on, is_open=detail is not None))
    assert detail is not None  # INT-3 holds
    return detail


def _name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _called_so(name: str, own: Network | None) -> str:
    """The other network that is called so, macrons and case aside; `""` where none is."""
    held = NetworkName.objects.current().filter(ends__isnull=True).exclude(network=own)
    listed = held.values_list("name", "network__number")
    return next((f"network {number}" for other, number in listed if fold(other) == fold(name)), "")


def _begun_already(provider: Provider, name: str, on: dt.date) -> Network | None:
    mine = Network.objects.filter(
        documents__kind=Document.Kind.INTEREST, proposed__provider=provider, proposed__known_to__isnull=True
    )
    return next((n for n in mine.distinct() if fold(name_of(n)) == fold(name)), None)


def _word(gate: Gate, effect: Effect) -> str:
    return next((o.word for o in gate.outcomes if o.effect == effect), "")


def _fact(day: dt.date, recorded: str, now: dt.datetime | None) -> dict[str, object]:
    moment = now or timezone.now()
    return {
        "starts": day,
        "starts_by": day,
        "known_from": moment,
        "recorded_by": recorded[:200],
        "source": "",
    }


def _told(words: str, network: Network, provider: Provider, by: Acting) -> None:
    tell(
        words, about=[places.network(network.number), places.provider(provider.kind, provider.number)], by=by
    )
