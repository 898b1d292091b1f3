"""One’s own page: roles, who stands in, for whom one stands in."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from html_faults import faults
from people import LONG_AGO, deputy, holds, network, person, school, signed_in

from kahui.records.access.models import Grant
from kahui.records.changes.clock import today
from kahui.records.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def hana():
    return person("Hana Reweti", "board", school(1, "Kura o te Awa"))


def _ten_days(email: str) -> dict[str, object]:
    return {"email": email, "starts": today(), "ends": today() + dt.timedelta(days=10)}


def test_my_page_says_what_i_hold_and_where(client, hana):
    page = signed_in(client, hana).get("/me")
    assert faults(page.content.decode()) == []
    text = page.content.decode()
    assert "<strong>Board chair</strong>, Kura o te Awa" in text
    assert "from 1 January 2000" in text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_deputy_is_named_for_ten_days_told_and_ended(client, hana):
    mine = hana.grants.get()
    piripi = person("Piripi Moana")
    signed_in(client, hana)
    assert faults(client.get(f"/me/deputies/{mine.pk}").content.decode()) == []
    answer = client.post(f"/me/deputies/{mine.pk}", _ten_days("PiripiMoana@example.org"), follow=True)
    assert "Piripi Moana stands in for you until" in answer.content.decode()
    assert faults(answer.content.decode()) == []
    assert [(n.to, n.path) for n in Notice.objects.all()] == [(piripi.email, "/me")]
    theirs = signed_in(Client(), piripi).get("/me").content.decode()
    assert "<strong>Hana Reweti</strong>, board chair, Kura o te Awa" in theirs
    stands_in = Grant.objects.get(instead_of=mine)
    after = client.post(f"/me/deputies/{stands_in.pk}/end", follow=True).content.decode()
    assert "Who stands in for you" not in after


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@example.org", "Nobody here has this address."),
        ("hōne@example.org", "has “ō” in it"),
        ("hanareweti@example.org", "ACC-4"),
    ],
)
def test_who_cannot_stand_in_is_refused_in_a_sentence_and_what_was_written_stays(client, hana, email, said):
    signed_in(client, hana)
    page = client.post(f"/me/deputies/{hana.grants.get().pk}", _ten_days(email)).content.decode()
    assert said in page
    assert f'value="{email}"' in page
    assert faults(page) == []
    assert Grant.objects.filter(instead_of__isnull=False).count() == 0


def test_the_roles_and_deputies_of_others_are_not_there(client, hana):
    other = holds(person("Second Chair"), "board", school(2))
    theirs = deputy(person("Piripi Moana"), other, today())
    signed_in(client, hana)
    answers = [
        client.get(f"/me/deputies/{other.pk}"),
        client.post(f"/me/deputies/{other.pk}", _ten_days("piripimoana@example.org")),
        client.post(f"/me/deputies/{theirs.pk}/end"),
    ]
    assert [a.status_code for a in answers] == [404, 404, 404]
    assert Grant.objects.current().get(pk=theirs.pk).ends == theirs.ends


def test_a_person_with_grants_in_two_networks_sees_exactly_both(client, hana):
    for number in (101, 202, 303):
        made = network(number, school(number))
        if number != 303:
            holds(hana, "leader", made)
    signed_in(client, hana)
    met = {n: client.get(f"/timeline/network/{n}").status_code for n in (101, 202, 303)}
    assert met == {101: 200, 202: 200, 303: 404}


def test_the_page_asks_as_often_with_many_roles_as_with_few(client, hana):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/me")
        return len(asked)

    signed_in(client, hana)
    client.get("/me")
    few = queries()
    for number in range(10, 20):
        holds(hana, "board", school(number))
        holds(hana, "leader", network(number, school(100 + number)))
    assert queries() <= few + 1  # the names of networks, of which there were none


def test_whoever_holds_nothing_is_told_so(client):
    page = signed_in(client, person("New Comer")).get("/me").content.decode()
    assert "You hold no role on" in page
    assert LONG_AGO.isoformat() not in page
