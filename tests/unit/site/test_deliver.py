"""`kahui deliver`: sends what waits, and lists what only a person can settle."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner, Result
from django.test import override_settings
from django.utils import timezone

from kahui.records.notices.actions import notify
from kahui.records.notices.models import Mail, Notice
from kahui.site.commands.deliver import command

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("by_day"),
]


@pytest.fixture
def by_day():
    """A rehearsal, whose day has no evening, with a mailbox of its own."""
    box = "kahui.records.notices.mailbox.Mailbox"
    with override_settings(ACTING_DAY=dt.date(2016, 11, 15), EMAIL_BACKEND=box):
        yield


def told(once: str) -> Notice:
    return notify(to="chair@example.org", kind="turn", subject=f"Of {once}", words="…", once=once)


def run(*words: str) -> Result:
    return CliRunner().invoke(command, words)


def test_what_waits_is_sent_and_said():
    told("a"), told("b")
    done = run()
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "2 sent, 0 refused, 0 no longer asked.\n")
    assert run("--quiet").output == ""
    assert Mail.objects.count() == 2


def test_what_is_uncertain_is_listed_and_goes_again_only_when_a_person_says_so():
    one, other = told("a"), told("b")
    Notice.objects.filter(pk=one.pk).update(claimed_at=timezone.now() - dt.timedelta(hours=1))
    for _ in range(2):
        done = run("--quiet")
        assert (done.exit_code, done.stdout, done.stderr) == (
            1,
            f"{one.pk}\tmay or may not have left\tchair@example.org\tOf a\n",
            "Each of these goes once more only when you say so: kahui deliver --again NUMBER.\n",
        )
    assert list(Mail.objects.values_list("subject", flat=True)) == ["Of b"]
    assert run("--again", str(one.pk), "--quiet").exit_code == 0
    assert list(Mail.objects.order_by("pk").values_list("subject", flat=True)) == ["Of b", "Of a"]
    assert run("--again", str(other.pk)).exit_code == 2


def test_a_number_that_is_no_message_is_refused_in_a_sentence():
    done = run("--again", "4711")
    assert done.exit_code == 2
    assert "4711 is no message: run kahui deliver to see which are uncertain." in done.stderr
