"""The posts of a rehearsal as records: advertised, filled, held, ended, and the release that was told, until a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.utils import timezone

from kahui.definition.model import Definition
from kahui.definition.tenure import latest_end
from kahui.records.access.models import Grant, Person
from kahui.records.networks.models import Decision, Network
from kahui.records.posts.models import Appointment, Holding, Opening, ReleaseTaken
from kahui.site.world import dated
from kahui.site.world.candidates import put_candidates
from kahui.site.world.dated import SOURCE
from kahui.site.world.facts import Keys
from kahui.site.world.people import People, names

Row = dict[str, Any]
DAY = dt.timedelta(days=1)
LATE = 3 * DAY
"""How long after it happened a step came to be known."""
REASONS = {
    "end of term": Holding.Reason.TERM,
    "resigned": Holding.Reason.RESIGNED,
    "another post": Holding.Reason.ANOTHER,
    "the network ended": Holding.Reason.NETWORK,
}
TOLD_WEEKS = 12
"""For how many weeks up to the day each holder told their release."""


def put_posts(
    folder: Path, keys: Keys, people: People, definition: Definition, day: dt.date, seed: int
) -> None:
    """Write every filling that had been advertised by a day, as far as it had come by then."""
    opened = _opened(definition, keys)
    rows = [
        {**row, "advertised": max(row["advertised"], open_from)}
        for row in _rows(folder)
        if (open_from := opened.get((row["network"], row["post"]))) and row["advertised"] <= day
    ]
    openings = Opening.objects.bulk_create([_opening(row, keys) for row in rows])
    both = list(zip(rows, openings, strict=True))
    chosen = [(row, o) for row, o in both if row["appointed"] is not None and row["appointed"] <= day]
    persons = _holders(len(chosen), seed)
    appointments = Appointment.objects.bulk_create(
        [_appointment(row, o, who, keys, definition) for (row, o), who in zip(chosen, persons, strict=True)]
    )
    held = [
        (row, a)
        for (row, _), a in zip(chosen, appointments, strict=True)
        if row["started"] and row["started"] <= day
    ]
    Holding.objects.bulk_create([_holding(row, a, day) for row, a in held])
    given = {o.pk for _, o in chosen}
    put_candidates([each for each in both if each[1].pk not in given], people, keys, day, seed)
    Grant.objects.bulk_create(list(_grants(held, day, _numbers(keys))))
    ReleaseTaken.objects.bulk_create(list(_weeks(held, day)), batch_size=2000)


def _opened(definition: Definition, keys: Keys) -> dict[tuple[int, str], dt.date]:
    """By the rehearsal's network and post: the day on which the gate that opens it first stood."""
    words = {g.code: {o.word for o in g.outcomes if o.effect == "stands"} for g in definition.gates}
    first: dict[tuple[int, str], dt.date] = {}
    held = Decision.objects.current().order_by("-on").values_list("network_id", "gate", "decision", "on")
    for network, gate, word, on in held:
        if word in words.get(gate, ()):
            first[network, gate] = on
    return {
        (own, post.code): first[key, post.opened_by]
        for own, key in keys.networks.items()
        for post in definition.posts
        if (key, post.opened_by) in first
    }


def _rows(folder: Path) -> list[Row]:
    rows: list[Row] = pq.read_table(folder / "post.parquet").to_pylist()
    return rows


def _holders(count: int, seed: int) -> list[Person]:
    named = names(seed + 1)
    people = []
    for n in range(count):
        name, address = next(named)
        person = Person(email=address.replace("@", f".{n + 1}@"), name=name)
        person.set_unusable_password()
        people.append(person)
    return Person.objects.bulk_create(people, batch_size=2000)


def _opening(row: Row, keys: Keys) -> Opening:
    on = row["advertised"]
    return Opening(
        network_id=keys.networks[row["network"]],
        post=row["post"],
        provider_id=None,
        closes=on + 21 * DAY,
        blind=False,
        on=on,
        on_by=on,
        **dated.known(on + LATE, 9),
    )


def _appointment(
    row: Row, opening: Opening, person: Person, keys: Keys, definition: Definition
) -> Appointment:
    """As it was agreed: permanently where the programme has that, else for the longest term there is."""
    on, terms = row["appointed"], next(p for p in definition.posts if p.code == row["post"]).terms
    permanent, fixed = terms.tenure("permanent", on), terms.tenure("fixed", on)
    return Appointment(
        network_id=opening.network_id,
        opening=opening,
        post=row["post"],
        person=person,
        provider_id=keys.providers[row["school"]],
        tenure="permanent" if permanent else "fixed",
        starts=row["started"],
        ends=None if permanent or fixed is None else latest_end(fixed, row["started"]),
        reason="",
        on=on,
        on_by=on,
        **dated.known(on + LATE, 9),
    )


def _holding(row: Row, appointment: Appointment, day: dt.date) -> Holding:
    over = row["ended"] is not None and row["ended"] <= day
    starts = row["started"]
    ends = row["ended"] if over else appointment.ends
    return Holding(
        appointment=appointment,
        reason=REASONS[row["reason"]] if over else "",
        starts=starts,
        starts_by=starts,
        ends=ends,
        ends_by=ends,
        **dated.known(starts + LATE, 9),
    )


def _numbers(keys: Keys) -> Mapping[int, int]:
    """Network (by our key) → its number."""
    return dict(Network.objects.filter(pk__in=keys.networks.values()).values_list("pk", "number"))


def _grants(held: list[tuple[Row, Appointment]], day: dt.date, numbers: Mapping[int, int]) -> Iterator[Grant]:
    for row, appointment in held:
        if row["ended"] is None or row["ended"] > day:
            yield Grant(
                person=appointment.person,
                role="teacher",
                place_kind="network",
                place_key=str(numbers[appointment.network_id]),
                starts=row["started"],
                starts_by=row["started"],
                known_from=timezone.now(),
                recorded_by=SOURCE,
                source=SOURCE,
            )


def _weeks(held: list[tuple[Row, Appointment]], day: dt.date) -> Iterator[ReleaseTaken]:
    monday = day - day.weekday() * DAY
    for row, appointment in held:
        over = row["ended"] or dt.date.max
        for week in range(TOLD_WEEKS, 0, -1):
            on = monday - 7 * week * DAY
            if row["started"] <= on < min(over, day):
                taken = row["taken_hours"]
                yield ReleaseTaken(
                    appointment=appointment,
                    taken=taken,
                    covered=round(taken * 0.8, 1),
                    covered_by="relief teacher",
                    on=on,
                    on_by=on,
                    **dated.known(on + LATE, 9),
                )
