"""The digest: one e-mail a day for each person, by role with one thing to do, naming nobody and no network."""

from __future__ import annotations

import datetime as dt

import pytest
from people import DAY, acts, holds, network, person, school
from worlds import KAHUI_AKO

from kahui.records.access.places import NATION, Place
from kahui.records.changes.rules import RuleBroken
from kahui.records.networks import actions
from kahui.records.networks.models import Network
from kahui.records.notices.actions import notify
from kahui.records.notices.models import Notice
from kahui.records.notices.outbox import due
from kahui.records.notices.waiting import Waiting
from kahui.records.notices.wishes import wish, wishes_of
from kahui.records.timeline.models import Entry
from kahui.records.waiting.digests import are_due, words_of, write_digests

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2016, 11, 14, 19, tzinfo=dt.UTC)  # eight in the morning of a Tuesday
TOMORROW = DAY + dt.timedelta(days=1)
MONDAY = DAY + dt.timedelta(days=6)


def approved(number: int, *, since: int = 12) -> Network:
    made = network(number, school(number))
    said = {"source": "a test", "by": "a test", "definition": KAHUI_AKO}
    on = DAY - dt.timedelta(days=since)
    actions.decide(network=made, gate="approval", decision="approved", on=on, **said)
    return made


def written(on: dt.date = DAY) -> list[str]:
    """Addresses that a round of digests writes to."""
    before = set(Notice.objects.values_list("pk", flat=True))
    count = write_digests(on, NOW)
    new = Notice.objects.exclude(pk__in=before).order_by("to")
    assert len(new) == count
    return [notice.to for notice in new]


def test_it_goes_to_those_for_whom_something_waits_once_a_day():
    person("Mere", "leader", approved(101))
    person("Nothing", "teacher", Network.objects.get())
    person("Elsewhere", "leader", network(102, school(2)))
    assert [written(), written(), written(TOMORROW)] == [["mere@example.org"], [], ["mere@example.org"]]


def test_it_says_by_role_how_much_waits_and_what_to_do_first():
    answers = [
        Waiting(
            "a",
            f"Answer {n}",
            f"Kāhui {n}",
            "board",
            Place("school", str(n)),
            DAY - dt.timedelta(days=n),
            "/b",
        )
        for n in (3, 9)
    ]
    decides = Waiting(
        "d", "Decide", "Kāhui 5", "office", NATION, DAY, "/o", capacity="minister", due=TOMORROW
    )
    office = next(c.name.en for c in KAHUI_AKO.capacities if c.code == "minister")
    assert words_of([*answers, decides], 2, DAY) == (
        "On 15 November 2016.\n\n"
        "As Board chair: 2 things wait, since 6 November 2016.\nFirst: Answer 3.\n\n"
        f"As {office}: 1 thing waits, since 15 November 2016.\nFirst: Decide, by 16 November 2016.\n\n"
        "2 things have happened that you follow."
    )


def test_it_names_nobody_and_no_network():
    mere = person("Mere Tau", "leader", approved(101))
    holds(mere, "leader", approved(102, since=30))
    person("Hana Reweti", "board", Network.objects.get(number=101).memberships.get().provider)
    written()
    told = "".join(n.subject + n.words for n in Notice.objects.all())
    assert Notice.objects.filter(path="/waiting", kind="digest").count() == Notice.objects.count() > 0
    names = ("Mere", "Tau", "Hana", "Reweti", "Kāhui 10", "Kura 10", "101", "102", "@")
    assert [name for name in names if name in told] == []


def test_what_was_kept_for_it_is_told_by_it_and_then_not_kept():
    rua = person("Rua")
    kept = notify(to=rua, kind="turn", subject="…", words="…", once="k", at_once=False, now=NOW)
    assert written() == ["rua@example.org"]
    digest = Notice.objects.get(kind="digest")
    assert (digest.subject, digest.words) == (
        "What has happened",
        "On 15 November 2016.\n\n1 thing has happened that you follow.",
    )
    kept.refresh_from_db()
    assert (kept.sent_at, kept.dropped_at, list(due(NOW))) == (None, NOW, [digest])
    notify(to=rua, kind="turn", subject="…", words="…", once="l", at_once=False, now=NOW)
    assert [written(), written(TOMORROW), written(MONDAY)] == [[], ["rua@example.org"], []]


def test_people_say_how_often():
    where = approved(101)
    for name in ("Daily", "Weekly", "Never", "Silent"):
        somebody = person(name, "leader", where)
        if name != "Silent":
            wish(person=somebody, digest=name.lower(), by=acts(somebody), on=DAY)
    assert written() == ["daily@example.org", "silent@example.org"]
    assert written(MONDAY) == ["daily@example.org", "silent@example.org", "weekly@example.org"]


def test_a_later_wish_counts_and_both_are_on_record():
    mere = person("Mere")
    for digest in ("never", "weekly"):
        wish(person=mere, digest=digest, by=acts(mere), on=DAY)
    other = person("Other")
    assert wishes_of([mere.pk, other.pk]) == {mere.pk: "weekly", other.pk: "daily"}
    assert Entry.objects.filter(person=mere.pk).count() == 2


def test_a_wish_that_is_none_is_refused_and_nobody_wishes_for_another():
    mere, other = person("Mere"), person("Other")
    with pytest.raises(RuleBroken) as refused:
        wish(person=mere, digest="hourly", by=acts(mere))
    assert str(refused.value) == (
        "LET-5: A digest comes daily, weekly or never. “hourly” is none of these: choose one of daily, weekly, never."
    )
    with pytest.raises(PermissionError):
        wish(person=mere, digest="never", by=acts(other))
    wish(person=mere, digest="never", by=acts(person("Keeper", "registrar")))
    assert wishes_of([mere.pk]) == {mere.pk: "never"}


@pytest.mark.parametrize(
    ("utc", "is_due"),
    [
        ("2016-11-14T17:59", False),  # Tuesday, 6:59
        ("2016-11-14T18:00", True),
        ("2016-11-18T10:00", True),  # Friday evening: written, and kept until the morning
        ("2016-11-18T20:00", False),  # Saturday
        ("2016-11-20T12:00", False),  # Monday, 1:00
        ("2016-11-20T18:00", True),
    ],
)
def test_it_is_written_on_the_morning_of_a_working_day(utc, is_due):
    assert are_due(dt.datetime.fromisoformat(f"{utc}+00:00")) == is_due
