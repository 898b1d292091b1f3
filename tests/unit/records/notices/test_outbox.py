"""What is told goes out once it stands, once, by day; what was refused goes later, what is uncertain only by a person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import transaction
from django.test import override_settings
from mail_server import MailServer
from people import SETTING_UP, person, school

from kahui.records.access.places import Place
from kahui.records.notices.actions import notify
from kahui.records.notices.letters import path_of, use, withdraw, write_letter
from kahui.records.notices.mailbox import mailbox_is_open
from kahui.records.notices.models import Letter, Mail, Notice
from kahui.records.notices.outbox import (
    PAUSES,
    WAITS,
    Delivered,
    deliver,
    due,
    given_up,
    send_again,
    uncertain,
)
from kahui.records.timeline.models import About, Entry
from kahui.site.mail import Mail as Way

NOON = dt.datetime(2016, 11, 15, 0, tzinfo=dt.UTC)  # one in the afternoon in Auckland
MINUTE = dt.timedelta(minutes=1)
HERE = Place("network", "101")


def told(once: str = "a", to: object = "chair@example.org", **said: object) -> Notice:
    ordinary = {
        "kind": "turn",
        "subject": "Something waits for you",
        "words": "Your answer is asked.",
        "once": once,
    }
    return notify(to=to, now=NOON, **(ordinary | said))


def smtp(server: MailServer) -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=server.port,
        EMAIL_USE_TLS=False,
        EMAIL_TIMEOUT=5,
    )


@pytest.mark.django_db
def test_it_says_what_waits_where_and_why_it_came():
    hana = person("Hana Reweti", "board", school(7))
    notice = told(to=hana, path="/waiting", about=HERE)
    assert deliver(NOON) == Delivered(sent=1)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["hanareweti@example.org"], "Something waits for you")
    assert sent.body == (
        "Your answer is asked.\n\nhttp://127.0.0.1:8000/waiting\n\n—\n"
        "You get this because of a role that you hold. What it is about is shown once you have signed in.\n"
    )
    assert sent.extra_headers["Message-ID"].startswith(f"<notice-{notice.pk}.")
    entry = Entry.objects.get(kind="sent")
    assert entry.words == "A message went to Hana Reweti: “Something waits for you”."
    assert set(About.objects.filter(entry=entry).values_list("kind", "key")) == {
        ("network", "101"),
        ("person", str(hana.pk)),
    }
    assert deliver(NOON) == Delivered()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_the_same_message_to_the_same_address_is_one():
    """However the address is written; and two whose names differ only far out stay two."""
    long = "x" * 300
    for once, to in [("a", "chair@example.org"), ("a", "Chair@Example.org "), ("a", "other@example.org")]:
        told(once, to)
    told(f"{long}1"), told(f"{long}2"), told(f"{long}2")
    assert deliver(NOON) == Delivered(sent=4)


@pytest.mark.django_db
def test_a_letter_s_link_is_signed_as_it_goes_and_can_be_used():
    letter = asked()
    told(to=letter.to, letter=letter)
    deliver(NOON)
    assert f"http://127.0.0.1:8000{path_of(letter)}\n" in mail.outbox[0].body
    assert Entry.objects.get(kind="sent").words == "A message went to Hana Reweti: “Something waits for you”."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "void", [use, lambda letter, now: withdraw(Letter.objects.filter(pk=letter.pk), now)]
)
def test_what_is_no_longer_asked_does_not_go(void):
    letter = asked()
    told(to=letter.to, letter=letter)
    void(letter, NOON)
    assert deliver(NOON) == Delivered(void=1)
    assert (mail.outbox, list(due(NOON)), list(uncertain(NOON + 20 * MINUTE))) == ([], [], [])


@pytest.mark.django_db
def test_who_holds_no_account_any_longer_is_not_written_to():
    gone, there = person("Gone"), person("There")
    told("a", gone), told("a", there)
    gone.is_active = False
    gone.save()
    assert deliver(NOON) == Delivered(sent=1, void=1)
    assert [m.to for m in mail.outbox] == [["there@example.org"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("utc", "goes"),
    [
        ("2016-11-14T17:59", False),  # daylight saving: 13 hours ahead
        ("2016-11-14T18:00", True),
        ("2016-11-15T04:59", True),
        ("2016-11-15T05:00", False),
        ("2016-07-14T18:59", False),  # winter: 12 hours ahead
        ("2016-07-14T19:00", True),
        ("2016-07-15T05:59", True),
        ("2016-07-15T06:00", False),
    ],
)
def test_nobody_is_written_to_from_six_in_the_evening_until_seven(utc, goes):
    now = dt.datetime.fromisoformat(f"{utc}+00:00")
    told()
    assert deliver(now).sent == goes
    with override_settings(ACTING_DAY=dt.date(2016, 11, 15)):
        assert deliver(now).sent == (not goes)  # a rehearsal has no evening


@pytest.mark.django_db
def test_what_waits_for_the_digest_waits():
    told(at_once=False)
    assert deliver(NOON) == Delivered()


@pytest.mark.django_db(transaction=True)
def test_whoever_delivers_is_woken_only_by_what_is_committed():
    WAITS.clear()

    def fails() -> None:
        with transaction.atomic():
            told()
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert (WAITS.is_set(), Notice.objects.count()) == (False, 0)
    with transaction.atomic():
        told()
        assert not WAITS.is_set()
    assert WAITS.is_set()


@pytest.mark.django_db
def test_what_the_mail_server_refuses_goes_later_after_growing_pauses_and_is_then_given_up():
    notice = told()
    now = NOON
    with (
        MailServer(refusals=len(PAUSES) + 1) as server,
        smtp(server),
        override_settings(ACTING_DAY=NOON.date()),
    ):
        for pause in PAUSES:
            assert deliver(now).refused == 1
            assert deliver(now + pause - dt.timedelta(seconds=1)) == Delivered()
            now += pause
        assert list(given_up()) == []
        assert deliver(now).refused == 1
        assert (list(given_up()), deliver(now + dt.timedelta(days=90))) == ([notice], Delivered())
        assert send_again(notice, by=SETTING_UP, now=now)
        assert deliver(now) == Delivered(sent=1)
    assert list(server.times.values()) == [1]


@pytest.mark.django_db
def test_a_mail_server_that_is_not_there_leaves_all_as_it_was():
    told("a"), told("b")
    with MailServer() as server:
        pass
    server.server_close()
    with smtp(server):
        done = deliver(NOON)
    assert (done.sent, done.stopped[:35]) == (0, "The mail server cannot be reached (")
    assert due(NOON).count() == 2


@pytest.mark.django_db
def test_a_line_that_breaks_leaves_one_uncertain_and_the_rest_go():
    first, second = told("a"), told("b")
    with MailServer(cuts=1) as server, smtp(server):
        done = deliver(NOON)
    assert (done.sent, done.uncertain, done.stopped) == (1, 1, "")
    assert (list(uncertain(NOON + 10 * MINUTE)), list(uncertain(NOON + 9 * MINUTE))) == ([first], [])
    assert not send_again(second, by=SETTING_UP, now=NOON + 10 * MINUTE)  # it was sent
    assert send_again(first, by=SETTING_UP, now=NOON + 10 * MINUTE)
    assert Entry.objects.filter(kind="did").count() == 1
    assert deliver(NOON + 10 * MINUTE) == Delivered(sent=1)
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [server.took[0]["Message-ID"]]


@pytest.mark.django_db
@override_settings(EMAIL_BACKEND="kahui.records.notices.mailbox.Mailbox")
def test_the_mailbox_keeps_each_message_once():
    notice = told()
    deliver(NOON)
    Notice.objects.update(sent_at=None)  # as if killed before it was marked
    assert send_again(notice, by=SETTING_UP, now=NOON + 10 * MINUTE)
    assert deliver(NOON + 10 * MINUTE) == Delivered(sent=1)
    assert [m.subject for m in Mail.objects.all()] == ["Something waits for you"]
    mail.EmailMessage("To two", "…", to=["a@example.org", "b@example.org"]).send()
    assert list(Mail.objects.filter(subject="To two").values_list("to", flat=True)) == [
        "a@example.org",
        "b@example.org",
    ]


@pytest.mark.django_db
def test_the_mailbox_is_a_page_only_in_a_demonstration():
    shown = {
        (demo, url): _open(demo, Way.read(url))
        for demo in (True, False)
        for url in (None, "smtp://u:p@mail.example")
    }
    assert [case for case, is_open in shown.items() if is_open] == [(True, None)]


def _open(demo: bool, way: object) -> bool:
    with override_settings(DEMO=demo, MAIL=way):
        return mailbox_is_open()


@pytest.mark.django_db
def test_a_subject_is_one_line():
    told(subject="Something\r\nBcc: everybody@example.org\n waits")
    assert deliver(NOON) == Delivered(sent=1)
    assert mail.outbox[0].subject == "Something Bcc: everybody@example.org waits"


def asked() -> Letter:
    return write_letter(
        purpose="consent",
        subject="network:101",
        provider=("school", 7),
        to="chair@example.org",
        to_name="Hana Reweti",
        by=SETTING_UP,
        now=NOON,
    )
