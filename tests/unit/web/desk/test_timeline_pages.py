"""Timelines: in plain words, within reach alone, and who looked only for who may see that."""

import pytest
from django.test import Client
from html_faults import faults
from people import DAY, SETTING_UP, at, holds, network, person, school, signed_in

from kahui.records.access.actions import give
from kahui.records.access.places import NATION
from kahui.records.register.models import Provider
from kahui.records.timeline.actions import looked, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def place():
    kura = school(1, "Kura o te Awa")
    made = network(101, kura, school(2, "Kura o te Maunga"), name="Te Awa")
    tell("The board said yes.", about=[at(made)], by=SETTING_UP, on=DAY)
    tell("A letter went out.", about=[at(made)], by=SETTING_UP, on=DAY, kind="sent")
    looked("Looked at the record.", about=at(made), by=SETTING_UP)
    return kura, made


def _words(client: Client, address: str) -> list[str]:
    text = client.get(address).content.decode()
    assert faults(text) == []
    body = text.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in text else ""
    return [row.split('<td class="long">')[1].split("</td>")[0] for row in body.split("<tr>")[1:]]


def test_what_was_done_and_sent_is_told_newest_first_and_filtered(client, place):
    signed_in(client, person("Lea Leader", "leader", place[1]))
    network_line = "Lea Leader is network leader from 1 January 2000."
    assert _words(client, "/timeline/network/101") == [
        "A letter went out.",
        "The board said yes.",
        network_line,
    ]
    assert _words(client, "/timeline/network/101?kind=sent") == ["A letter went out."]
    assert _words(client, "/timeline/network/101?on=2010-01-01") == [network_line]


def test_who_looked_is_shown_to_who_may_see_it_and_to_nobody_else(place):
    leader = signed_in(Client(), person("Lea Leader", "leader", place[1]))
    registrar = signed_in(Client(), person("Rangi Keeper", "registrar"))
    assert "Looked at the record." not in _words(leader, "/timeline/network/101?kind=looked")
    assert _words(registrar, "/timeline/network/101?kind=looked") == ["Looked at the record."]


def test_a_school_is_seen_by_itself_and_by_whoever_looks_after_its_network_and_not_by_its_neighbour(place):
    kura, made = place
    school(3)
    people = {
        "itself": person("Hana Reweti", "board", kura),
        "leader": person("Lea Leader", "leader", made),
        "nation": person("Eva Reader", "evaluator"),
        "neighbour": person("Nia Beside", "board", at_school(2)),
        "stranger": person("Stan Ger", "leader", network(202, at_school(3))),
    }
    met = {k: signed_in(Client(), p).get("/timeline/school/1").status_code for k, p in people.items()}
    assert met == {"itself": 200, "leader": 200, "nation": 200, "neighbour": 404, "stranger": 404}


def at_school(number: int):
    return Provider.objects.get(kind="school", number=number)


def test_what_is_said_of_a_person_is_for_them_and_for_the_keeper(place):
    hana = person("Hana Reweti", "board", place[0])
    people = {
        "herself": hana,
        "evaluator": person("Eva Reader", "evaluator"),
        "keeper": person("Rangi", "registrar"),
    }
    met = {
        k: signed_in(Client(), p).get(f"/timeline/person/{hana.pk}").status_code for k, p in people.items()
    }
    assert met == {"herself": 200, "evaluator": 404, "keeper": 200}
    assert _words(signed_in(Client(), hana), "/me/timeline") == [
        "Hana Reweti is board chair from 1 January 2000."
    ]


@pytest.mark.parametrize(
    "address",
    [
        "network/x",
        "network/999999999999",
        "school/-1",
        "person/0",
        "region/Nowhere",
        "nothing/1",
        "network/１",
    ],
)
def test_what_is_no_thing_is_not_there(client, address):
    signed_in(client, person("Lea Leader", "leader", network(101, school(1))))
    assert client.get(f"/timeline/{address}").status_code == 404


def test_the_whole_country_and_regions_have_one_for_those_whose_they_are(client, place):
    director = person("Dora Rector", "director", "Auckland")
    give(person=person("Eva Reader"), role="evaluator", place=NATION, starts=DAY, by=SETTING_UP)
    signed_in(client, director)
    assert [client.get(a).status_code for a in ("/timeline/region/Auckland", "/timeline/region/Otago", "/timeline/nation")] == [200, 404, 404]  # fmt: skip
    holds(director, "evaluator")
    assert _words(client, "/timeline/nation")[-1] == "Dora Rector is evaluator from 1 January 2000."


def test_a_long_timeline_is_paged_and_asks_no_more_for_it(client, place, django_assert_max_num_queries):
    signed_in(client, person("Lea Leader", "leader", place[1]))
    for n in range(120):
        tell(f"Act {n}.", about=[at(place[1])], by=SETTING_UP, on=DAY)
    with django_assert_max_num_queries(14):
        assert len(_words(client, "/timeline/network/101")) == 50
    assert len(_words(client, "/timeline/network/101?page=3")) == 23
    assert len(_words(client, "/timeline/network/101?page=99")) == 23
