"""Questions about what members agreed on: the memorandum's term, what may be shared, and who acts as one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from kahui.definition.model import Definition
from kahui.definition.time import say
from kahui.records.dated import not_over
from kahui.records.networks.models import (
    LeavingNotice,
    Membership,
    MemorandumTerm,
    Network,
    NetworkMerger,
    OperatingGroup,
    ProviderMerger,
    Sharing,
    SharingAnswer,
)
from kahui.records.networks.rules import not_with_a_group, sharing_known
from kahui.records.register.models import Provider

Board = tuple[str, int]
"""A board by its provider: kind and number."""


@dataclass(frozen=True, slots=True)
class MayShare:
    """Sharing is agreed: whose records (`boards`), with whom (`roles`; `None` is anyone), until when."""

    boards: frozenset[Board]
    roles: frozenset[str] | None
    until: dt.date | None

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class MayNotShare:
    """Sharing is not agreed; `reason` is a sentence."""

    reason: str

    def __bool__(self) -> bool:
        return False


def may_share(
    *, network: Network, purpose: str, what: str, on: dt.date, definition: Definition
) -> MayShare | MayNotShare:
    """Whether a kind of information may be shared within a network for a purpose on a day: whose, and with whom.

    Only the records of boards that agreed and are members on the day. Counts of many need no agreement.
    """
    refused = sharing_known(purpose, what, definition, on) or not_with_a_group(what, definition, on)
    if refused:
        return MayNotShare(refused)
    agreed = definition.agreed
    told = agreed.told(what, on) if agreed else None
    step = agreed.sensitivity(told.sensitivity) if agreed and told else None
    belong = _members(network, on)
    if step is not None and step.shared == "freely":
        return MayShare(belong, None, None)
    lines = list(Sharing.objects.held_on(on).filter(network=network, information=what))
    named = told.name.en if told else what
    if not lines:
        return MayNotShare(f"“{named}” is not in this network’s data-sharing protocol on {say(on)}.")
    for_this = [s for s in lines if s.purpose == purpose]
    if not for_this:
        return MayNotShare(f"“{named}” may be shared on {say(on)}, but not for this purpose.")
    line = max(for_this, key=lambda s: (s.starts, s.pk))
    boards = frozenset(b for b, agrees in answers(line, on).items() if agrees) & belong
    if not boards:
        return MayNotShare(f"No board has agreed by {say(on)} that “{named}” be shared for this purpose.")
    return MayShare(boards, frozenset(line.roles), line.ends)


def answers(line: Sharing, on: dt.date) -> dict[Board, bool]:
    """Each board's last answer to a line of the protocol by a day."""
    held = SharingAnswer.objects.current().filter(sharing=line, on__lte=on).order_by("on", "pk")
    return {
        (kind, number): agrees
        for kind, number, agrees in held.values_list("provider__kind", "provider__number", "agrees")
    }


def protocol(network: Network, on: dt.date) -> list[tuple[Sharing, dict[Board, bool]]]:
    """The lines of a network's protocol that hold on a day or are to come, each with the boards' answers."""
    current = Sharing.objects.current().filter(not_over(on), network=network)
    lines = list(current.order_by("information", "purpose", "starts", "pk"))
    found: dict[int, dict[Board, bool]] = {line.pk: {} for line in lines}
    held = SharingAnswer.objects.current().filter(sharing__in=lines, on__lte=on).order_by("on", "pk")
    for line, kind, number, agrees in held.values_list(
        "sharing", "provider__kind", "provider__number", "agrees"
    ):
        found[line][kind, number] = agrees
    return [(line, found[line.pk]) for line in lines]


def term_of(network: Network, on: dt.date) -> MemorandumTerm | None:
    """The term that a network's memorandum has on a day, or the last it had before."""
    terms = MemorandumTerm.objects.current().filter(network=network, starts__lte=on)
    found: MemorandumTerm | None = terms.order_by("-starts", "-pk").first()
    return found


def acting_as_one(network: Network, on: dt.date) -> tuple[str, tuple[Network, ...]]:
    """The name of the group in which a network acts as one with others on a day, and the others; `""` for none."""
    mine = OperatingGroup.objects.held_on(on).filter(network=network).first()
    if mine is None:
        return "", ()
    others = OperatingGroup.objects.held_on(on).filter(group=mine.group).exclude(network=network)
    return mine.name, tuple(o.network for o in others.select_related("network").order_by("network__number"))


def merged_into(network: Network, on: dt.date) -> NetworkMerger | None:
    """The merger by which a network had gone on as part of another by a day."""
    held = NetworkMerger.objects.current().filter(gone=network, on__lte=on).select_related("into")
    found: NetworkMerger | None = held.order_by("on").first()
    return found


def mergers_into(network: Network, on: dt.date) -> QuerySet[NetworkMerger]:
    """The mergers by which other networks had gone on as part of this one by a day, in order."""
    held: QuerySet[NetworkMerger] = NetworkMerger.objects.current().filter(into=network, on__lte=on)
    return held.select_related("gone").order_by("on", "pk")


def provider_merged_into(provider: Provider, on: dt.date) -> ProviderMerger | None:
    """The merger by which a provider had closed into another by a day."""
    held = ProviderMerger.objects.current().filter(gone=provider, on__lte=on).select_related("into")
    found: ProviderMerger | None = held.order_by("on").first()
    return found


def notices_of_leaving(network: Network, on: dt.date) -> QuerySet[LeavingNotice]:
    """Notices of leaving given to a network by a day, the newest first."""
    held: QuerySet[LeavingNotice] = LeavingNotice.objects.current().filter(network=network, on__lte=on)
    return held.select_related("provider").order_by("-on", "-pk")


def _members(network: Network, on: dt.date) -> frozenset[Board]:
    held = Membership.objects.held_on(on).filter(network=network)
    return frozenset(held.values_list("provider__kind", "provider__number"))
