"""Facts of posts as rows for the tables of figures: dated, with both times, and nobody's name.

Rows are in the order of the columns of `analytics/post_tables.py`. Networks and providers are given by their keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from kahui.definition import tenure
from kahui.definition.model import Definition
from kahui.records.posts.models import (
    Application,
    Appointment,
    Entitlement,
    Holding,
    Opening,
    ReleaseTaken,
    WithdrawnOpening,
)

Row = tuple[object, ...]
_EVENT = ("on", "on_by", "known_from", "known_to")


def provision_rows() -> Iterator[Row]:
    """What entitlement notices say: network, provider (`None`: the whole network), post, count; starts, starts_by,
    ends, ends_by; known_from, known_to. What rolls earn is no fact: it is the definition's rule on the roll in force.
    """
    period = ("starts", "starts_by", "ends", "ends_by", "known_from", "known_to")
    rows = Entitlement.objects.order_by("id")
    yield from rows.values_list("network", "provider", "post", "count", *period)


def holding_rows() -> Iterator[Row]:
    """What became of each opening, a row a step: opening, network, provider, post, what, reason; on, on_by;
    known_from, known_to. `provider` is the employing school's key, `None` while nobody was chosen.

    `what`: advertised, applied, appointed, started, ended, withdrawn. A holding whose end is agreed has its `ended` row
    from the day it begins, dated when the term runs out; an extension or an earlier end supersedes it. Ends that come
    with a membership's end are not rows.
    """
    opening = ("network", "provider", "post")
    said = Opening.objects.order_by("id").values_list("id", *opening, *_EVENT)
    yield from ((*row[:4], "advertised", None, *row[4:]) for row in said)
    theirs = ("opening", "opening__network", "opening__provider", "opening__post")
    for row in Application.objects.order_by("id").values_list(*theirs, *_EVENT):
        yield (*row[:4], "applied", None, *row[4:])
    for row in WithdrawnOpening.objects.order_by("id").values_list(*theirs, "reason", *_EVENT):
        yield (*row[:4], "withdrawn", *row[4:])
    for row in Appointment.objects.order_by("id").values_list("opening", *opening, *_EVENT):
        yield (*row[:4], "appointed", None, *row[4:])
    yield from _held()


def release_rows(definition: Definition) -> Iterator[Row]:
    """Each week of release: opening, network, post, hours entitled, hours taken; on (its Monday), on_by; known_from,
    known_to. A week of which nobody said anything has no row."""
    of = ("appointment__opening", "appointment__network", "appointment__post", "taken")
    told = ReleaseTaken.objects.order_by("id").values_list(*of, *_EVENT)
    for opening, network, code, taken, on, *times in told:
        post = next((p for p in definition.at(on).posts if p.code == code), None)
        entitled = tenure.hours((post.release if post else None) or 0.0, definition.week)
        yield opening, network, code, entitled or 0.0, taken, on, *times


def _held() -> Iterator[Row]:
    of = [f"appointment__{name}" for name in ("opening", "network", "provider", "post")]
    known = ("known_from", "known_to")
    held = Holding.objects.order_by("id").annotate(why=F("reason"))
    for row in held.values_list(*of, "starts", "starts_by", "ends", "ends_by", "why", *known):
        owner, (starts, starts_by, ends, ends_by, why), times = row[:4], row[4:9], row[9:]
        yield *owner, "started", None, starts, starts_by, *times
        if ends is not None:
            yield *owner, "ended", why or Holding.Reason.TERM.value, ends, ends_by, *times
