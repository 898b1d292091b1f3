"""What is told of a thing: in order, by day, as known; and that somebody looked is told once a day."""

import datetime as dt

import pytest
from django.utils import timezone
from people import DAY, acts, person

from kahui.definition.time import AsAt
from kahui.records.access.places import network
from kahui.records.timeline.actions import looked, tell
from kahui.records.timeline.models import Entry
from kahui.records.timeline.queries import looks, timeline_of

pytestmark = pytest.mark.django_db


def _said(entries) -> list[str]:
    return [entry.words for entry in entries]


def test_a_timeline_is_of_its_thing_alone_newest_first_and_by_a_day():
    by = acts(person("Hana Reweti"))
    for words, about, on in (
        ("First.", [network(101)], DAY),
        ("Of both.", [network(101), network(202)], DAY + dt.timedelta(days=1)),
        ("Of another.", [network(202)], DAY),
        ("Later.", [network(101)], DAY + dt.timedelta(days=9)),
    ):
        tell(words, about=about, by=by, on=on)
    now = timezone.now()
    assert _said(timeline_of(network(101), AsAt(DAY + dt.timedelta(days=5), now))) == ["Of both.", "First."]
    assert _said(timeline_of(network(101), AsAt(DAY, now - dt.timedelta(days=1)))) == []


def test_somebody_who_looks_ten_times_a_day_is_told_once():
    hana, rangi = acts(person("Hana Reweti")), acts(person("Rangi Keeper"))
    for _ in range(10):
        looked("Looked at a page.", about=network(101), by=hana)
    looked("Looked at a page.", about=network(202), by=hana)
    looked("Looked at a page.", about=network(101), by=rangi)
    now = AsAt(dt.date(2100, 1, 1), timezone.now() + dt.timedelta(seconds=1))
    assert [(e.recorded_by, e.about.get().key) for e in looks("", now)] == [
        ("Rangi Keeper", "101"),
        ("Hana Reweti", "202"),
        ("Hana Reweti", "101"),
    ]
    assert {e.recorded_by for e in looks("rangi", now)} == {"Rangi Keeper"}


def test_what_was_looked_at_stands_apart_from_what_was_done():
    by = acts(person("Hana Reweti"))
    tell("Done.", about=[network(101)], by=by, on=DAY)
    looked("Looked.", about=network(101), by=by)
    now = AsAt(dt.date(2100, 1, 1), timezone.now() + dt.timedelta(seconds=1))
    assert _said(timeline_of(network(101), now, Entry.Kind.DID)) == ["Done."]
    assert _said(timeline_of(network(101), now, Entry.Kind.LOOKED)) == ["Looked."]
