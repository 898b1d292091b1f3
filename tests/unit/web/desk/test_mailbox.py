"""The mailbox: in a demonstration every message as it was sent; elsewhere no such page, for it would open every door."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client, override_settings
from people import DAY, SETTING_UP, person

from kahui.records.notices.actions import notify
from kahui.records.notices.letters import path_of, write_letter
from kahui.records.notices.models import Mail
from kahui.records.notices.outbox import deliver
from kahui.site.mail import Mail as Way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
BOX = {"EMAIL_BACKEND": "kahui.records.notices.mailbox.Mailbox", "ACTING_DAY": DAY}
NOW = dt.datetime(2016, 11, 15, tzinfo=dt.UTC)


@pytest.fixture
def letter():
    made = write_letter(
        purpose="consent",
        subject="network:101",
        provider=("school", 7),
        to="chair@example.org",
        to_name="Hana Reweti",
        by=SETTING_UP,
    )
    notify(
        to=made.to, letter=made, kind="letter", subject="An answer is asked <b>", words="Please.", once="l"
    )
    notify(to=person("Mere"), path="/waiting", kind="turn", subject="Something waits", words="…", once="m")
    with override_settings(**BOX):
        assert deliver(NOW).sent == 2
    return made


def test_a_demonstration_shows_each_as_it_was_sent_and_its_link_works(letter):
    with override_settings(DEMO=True, **BOX):
        listed = Client().get("/mailbox").content.decode()
        assert re.findall(r'<a href="(/mailbox/\d+)">([^<]+)</a>', listed) == [
            (f"/mailbox/{m.pk}", m.subject.replace("<b>", "&lt;b&gt;")) for m in Mail.objects.order_by("-pk")
        ]
        one = Mail.objects.get(to=letter.to)
        told = Client().get(f"/mailbox/{one.pk}").content.decode()
    path = path_of(letter)
    assert f'<a href="{path}">http://127.0.0.1:8000{path}</a>' in told


def test_it_is_found_by_address(letter):
    with override_settings(DEMO=True, **BOX):
        listed = Client().get("/mailbox?q=CHAIR@").content.decode()
        assert Client().get("/mailbox/4711").status_code == 404
    assert ("An answer is asked" in listed, "Something waits" in listed) == (True, False)


@pytest.mark.parametrize(
    ("demo", "url"), [(False, None), (False, "smtp://mail.example"), (True, "smtp://mail.example")]
)
def test_elsewhere_there_is_no_such_page(letter, demo, url):
    with override_settings(DEMO=demo, MAIL=Way.read(url), **BOX):
        pages = [Client().get(p) for p in ("/mailbox", f"/mailbox/{Mail.objects.first().pk}")]
    assert [p.status_code for p in pages] == [404, 404]
    assert not any(path_of(letter) in p.content.decode() for p in pages)
