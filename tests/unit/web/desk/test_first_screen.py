"""The first screen after signing in: what waits for me, then my networks; kind where there is nothing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from people import DAY, holds, network, person, school, signed_in
from worlds import KAHUI_AKO

from kahui.records.networks import actions
from kahui.records.networks.models import Network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture(autouse=True)
def on_the_day():
    with override_settings(ACTING_DAY=DAY):
        yield


def approved(number: int, *members: object, on: dt.date = DAY - dt.timedelta(days=12)) -> Network:
    made = network(number, *members)
    said = {"source": "a test", "by": "a test", "definition": KAHUI_AKO}
    actions.decide(network=made, gate="approval", decision="approved", on=on, **said)
    return made


def page(who, address: str = "/waiting") -> str:
    response = signed_in(Client(), who).get(address)
    assert response.status_code == 200
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


def test_whoever_is_not_signed_in_is_sent_to_sign_in():
    response = Client().get("/waiting")
    assert (response.status_code, response["Location"].split("?")[1]) == (302, "next=/waiting")


def test_it_says_what_waits_since_when_and_as_what():
    one = approved(101, school(1))
    approved(102, school(2))
    told = page(person("Mere", "leader", one))
    assert "What waits for you" in told
    assert "12 days, since 3 November 2016" in told
    assert "for you as Network leader, Kāhui 101" in told
    assert "Your network" in told
    assert "Kāhui 102" not in told


def test_nothing_waits_is_a_kind_sentence():
    network(101, school(1))
    told = page(person("Mere", "teacher", Network.objects.get()))
    assert "Nothing waits for you on 15 November 2016. What comes will be here" in told
    assert "Nothing waits: nothing has been sent, and nothing decided." in told


def test_who_holds_no_role_is_told_whom_to_ask():
    approved(101, school(1))
    told = page(person("Rua"))
    assert "You hold no role on 15 November 2016, so nothing can wait for you." in told
    assert "Kāhui" not in told


def test_an_official_sees_a_page_of_networks_and_the_way_to_the_next():
    for n in range(1, 24):
        approved(100 + n, school(n))
    office = person("Hana", "evaluator")
    first, second = page(office), page(office, "/waiting?page=2")
    there = [len(re.findall(r"Kāhui 1\d\d Approval", told)) for told in (first, second)]
    assert there == [20, 3]
    assert "23 networks" in first
    assert "Page 1 of 2" in first


def test_more_than_a_screen_is_asked_for():
    mere = person("Mere")
    for n in range(1, 31):
        holds(mere, "leader", approved(100 + n, school(n)))
    first, whole = page(mere), page(mere, "/waiting?all=1")
    shown = [told.count("for you as Network leader") for told in (first, whole)]
    assert shown[0] == 25
    assert shown[1] > 29
    assert f"Show the other {shown[1] - 25}" in first


def test_queries_do_not_grow_with_networks():
    office, counts = person("Hana", "evaluator"), []
    client = signed_in(Client(), office)
    for lot in (range(1, 4), range(4, 18)):
        for n in lot:
            approved(100 + n, school(2 * n), school(2 * n + 1))
        client.get("/waiting")
        with CaptureQueriesContext(connection) as asked:
            client.get("/waiting")
        counts.append(len(asked))
    assert counts[0] == counts[1]
