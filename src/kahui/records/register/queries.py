"""Questions about the register."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q

from kahui.definition.time import AsAt
from kahui.records.dated import PeriodQuerySet, Sense
from kahui.records.register.ledger import rows, rows_of
from kahui.records.register.models import Detail, Photograph, Provider, Roll
from kahui.records.register.photographs import Held
from kahui.records.register.revision import Sighting, beside

STATE = (
    "is_open",
    "name",
    "type",
    "authority",
    "definition",
    "region",
    "regional_council",
    "district",
    "urban",
    "decile",
    "latitude",
    "longitude",
)
"""The fields that make a detail's state: a photograph that shows others begins another period."""

State = tuple[Any, ...]
"""A detail's state, in the order of `STATE`."""

BOUNDS = ("starts", "starts_by", "ends", "ends_by", "seen_from", "seen_to")
COUNTS = ("total", "european", "maori", "pacific", "asian", "melaa", "other", "international")


def details(as_at: AsAt, kind: str = Provider.Kind.SCHOOL, sense: Sense = "value") -> PeriodQuerySet:
    """What the directories say of providers of a kind on a day, as known at a moment."""
    on: PeriodQuerySet = Detail.objects.on(as_at, sense)
    return on.filter(provider__kind=kind)


def open_providers(as_at: AsAt, kind: str = Provider.Kind.SCHOOL, sense: Sense = "value") -> PeriodQuerySet:
    """Details of the providers of a kind that are open on a day."""
    return details(as_at, kind, sense).filter(is_open=True)


def history(as_at: AsAt, provider: Provider) -> PeriodQuerySet:
    """Everything the directories have said of one provider, as known at a moment, in order."""
    known: PeriodQuerySet = Detail.objects.known(as_at.known)
    return known.filter(provider=provider).order_by("starts", "starts_by")


def roll_in_force(as_at: AsAt, provider: Provider) -> Roll | None:
    """The latest roll on or before a day; of two on one day the return goes before the directory's."""
    rolls = Roll.objects.by(as_at).filter(provider=provider)
    return rolls.order_by("-on", "-series").first()


def name_of(provider: Provider) -> str:
    """What a provider is called now, with its number: "Burnside High School (319)"."""
    detail = Detail.objects.current().filter(provider=provider).order_by("-starts").first()
    kind = Provider.Kind(provider.kind).label
    return f"{detail.name} ({provider.number})" if detail else f"{kind} {provider.number}"


def names_now(owners: Collection[int]) -> dict[int, tuple[int, str]]:
    """Key → number and latest name of some providers."""
    held = Detail.objects.current().filter(provider_id__in=owners).order_by("starts", "starts_by")
    named = held.values_list("provider_id", "provider__number", "name")
    return {key: (number, name) for key, number, name in named}


def photographs(kind: str) -> dict[dt.date, Photograph]:
    """The photographs of a kind that stand, by day."""
    standing = Photograph.objects.filter(kind=kind, known_to__isnull=True)
    return {photograph.as_at: photograph for photograph in standing.order_by("as_at")}


def provider_ids(kind: str) -> dict[int, int]:
    """Number → key of every provider of a kind."""
    return dict(rows(Provider.objects.filter(kind=kind).values_list("number", "id")))


def details_held(kind: str, owners: Collection[int] | None = None) -> list[tuple[int, int, Held[State]]]:
    """Details held now: (id, provider, period). The state is a tuple in the order of `STATE`."""
    held = Detail.objects.current().filter(provider__kind=kind)
    values = held.values_list("id", "provider_id", *STATE, *BOUNDS)
    listed = rows(values) if owners is None else rows_of(values, owners)
    width = 2 + len(STATE)
    return [(row[0], row[1], Held(row[2:width], *row[width:])) for row in listed]


def details_near(kind: str, days: Sequence[dt.date], day: dt.date) -> list[Sighting[State]]:
    """Details held now that a photograph of `day` among those of `days` can bear on."""
    held = near(Detail.objects.current().filter(provider__kind=kind), days, day)
    listed = rows(held.values_list("provider_id", "seen_from", "seen_to", *STATE))
    return [(row[0], row[3:], row[1], row[2]) for row in listed]


def near(facts: PeriodQuerySet, days: Sequence[dt.date], day: dt.date) -> PeriodQuerySet:
    """Facts seen on a day, or up to the photograph before it, or from the one after it."""
    seen = Q(seen_from__lte=day) & (Q(seen_to__isnull=True) | Q(seen_to__gte=day))
    before, after = beside(days, day) or (None, None)
    if before is not None:
        seen |= Q(seen_to=before)
    if after is not None:
        seen |= Q(seen_from=after)
    found: PeriodQuerySet = facts.filter(seen)
    return found


def returns_held(owners: Collection[int] | None = None) -> tuple[dict[int, set[dt.date]], set[dt.date]]:
    """Days of the roll returns with learners: of each of these providers, and of any provider at all."""
    returns = Roll.objects.current().filter(series="return", total__gt=0)
    national = set(returns.order_by().values_list("on", flat=True).distinct())
    if not national:
        return {}, national
    if owners is not None:
        returns = returns.filter(provider_id__in=owners)
    found: dict[int, set[dt.date]] = {}
    for owner, day in returns.values_list("provider_id", "on"):
        found.setdefault(owner, set()).add(day)
    return found, national


def rolls_held(kind: str, series: str, on: dt.date | None = None) -> dict[tuple[int, dt.date], State]:
    """Rolls held now of a series: (provider, day) → (id, response, counts in the order of `COUNTS`)."""
    rolls = Roll.objects.current().filter(series=series, provider__kind=kind)
    if on is not None:
        rolls = rolls.filter(on=on)
    listed = rows(rolls.values_list("provider_id", "on", "id", "response", *COUNTS))
    return {(row[0], row[1]): row[2:] for row in listed}
