"""Verbs on an expression of interest that has been written: send, settle once every board agrees, withdraw."""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.db import transaction

from kahui.definition.lines import Effect, Gate
from kahui.definition.model import Definition
from kahui.records.access import places
from kahui.records.access.check import Acting
from kahui.records.changes.actions import await_turn
from kahui.records.changes.rules import require
from kahui.records.documents.actions import fix
from kahui.records.documents.models import Version
from kahui.records.formation.actions.asking import ask_boards, no_longer_asked
from kahui.records.formation.actions.telling import adviser_of, tell_whose_turn
from kahui.records.formation.queries.interest import Interest, interest_of
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.rules import interest as rules
from kahui.records.formation.turns import INTEREST
from kahui.records.networks.actions import decide
from kahui.records.networks.models import Decision, Network
from kahui.records.networks.queries import name_of
from kahui.records.notices.actions import notify
from kahui.records.timeline.actions import tell


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
        before = undecided(network, day, definition)
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
        told = f"{name_of(network)} sent its expression of interest, version {version.number}"
        whom = "board is" if len(asked) == 1 else "boards are"
        tell(
            f"{told}: {len(asked)} {whom} asked." if asked else f"{told}.",
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


def undecided(network: Network, on: dt.date, definition: Definition) -> Interest:
    """An expression of interest that can still be changed. Raises `RuleBroken` (INT-4)."""
    interest = interest_of(network, on, definition)
    require(
        rules.named_until_decided(name_of(network), decided=interest is None or interest.state == "approved")
    )
    assert interest is not None  # INT-4 holds
    return interest


def _word(gate: Gate, effect: Effect) -> str:
    return next((o.word for o in gate.outcomes if o.effect == effect), "")
