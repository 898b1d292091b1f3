"""The records of posts as rows of the tables that measures read. No name of a person is in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kahui.definition import Definition
from kahui.definition.tenure import hours
from kahui.records.posts.models import (
    Application,
    Appointment,
    Entitlement,
    Holding,
    Opening,
    ReleaseTaken,
    WithdrawnOpening,
)

_KNOWN = ("known_from", "known_to")
_ON = ("on", "on_by", *_KNOWN)

Row = tuple[Any, ...]


def entitlements() -> Iterator[Row]:
    """Rows of `entitlement`."""
    periods = ("starts", "starts_by", "ends", "ends_by", *_KNOWN)
    yield from Entitlement.objects.values_list("network_id", "provider_id", "post", "count", *periods)


def post_events() -> Iterator[Row]:
    """Rows of `post_event`: every step of every filling, in no order."""
    for opening, network, post, *times in Opening.objects.values_list("pk", "network_id", "post", *_ON):
        yield opening, network, None, post, "advertised", None, *times
    of = ("opening_id", "opening__network_id", "opening__post")
    for opening, network, post, *times in Application.objects.values_list(*of, *_ON):
        yield opening, network, None, post, "applied", None, *times
    for opening, network, post, reason, *times in WithdrawnOpening.objects.values_list(*of, "reason", *_ON):
        yield opening, network, None, post, "withdrawn", reason, *times
    mine = ("opening_id", "network_id", "provider_id", "post")
    for *appointed, on, on_by, known_from, known_to in Appointment.objects.values_list(*mine, *_ON):
        yield *appointed, "appointed", None, on, on_by, known_from, known_to
    yield from _holdings(tuple(f"appointment__{name}" for name in mine))


def _holdings(mine: tuple[str, ...]) -> Iterator[Row]:
    bounds = ("reason", "starts", "starts_by", "ends", "ends_by", *_KNOWN)
    for *held, reason, starts, starts_by, ends, ends_by, known_from, known_to in Holding.objects.values_list(
        *mine, *bounds
    ):
        yield *held, "started", None, starts, starts_by, known_from, known_to
        if ends is not None:
            yield *held, "ended", reason or None, ends, ends_by, known_from, known_to


def releases(programme: Definition) -> Iterator[Row]:
    """Rows of `release`: hours entitled in a week are the definition's for its day."""
    of = ("appointment__opening_id", "appointment__network_id", "appointment__post", "taken", *_ON)
    for opening, network, code, taken, on, *times in ReleaseTaken.objects.values_list(*of):
        day = programme.at(on)
        post = next((p for p in day.posts if p.code == code), None)
        entitled = hours(post.release, programme.week) if post and post.release else None
        yield opening, network, code, entitled or 0.0, taken, on, *times
