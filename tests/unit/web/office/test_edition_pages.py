"""The programme is changed on the screen, without a hand in its files, by two people."""

import datetime as dt

import pytest
from people import DAY, network, person, school, signed_in
from worlds import KAHUI_AKO

from kahui.records.editions.models import Edition
from kahui.records.editions.queries import live, live_definition
from kahui.records.networks.actions import decide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(settings):
    settings.ACTING_DAY = DAY


@pytest.fixture
def three():
    """Three networks on their way: interested, approved, submitted."""
    way = [
        ("interest", "submitted"),
        ("shaping", "recommended"),
        ("approval", "approved"),
        ("memorandum", "signed"),
        ("submission", "submitted"),
    ]
    made = []
    for n, far in enumerate((1, 3, 5)):
        made.append(network(101 + n, school(10 * n + 1), school(10 * n + 2), name=f"Network {'ABC'[n]}"))
        for step, (gate, word) in enumerate(way[:far]):
            on = dt.date(2016, 1, 1) + dt.timedelta(days=30 * step)
            decide(
                network=made[-1],
                gate=gate,
                decision=word,
                on=on,
                source="",
                by="a test",
                definition=KAHUI_AKO,
            )
    return made


def proposes(client, **said) -> None:
    page = client.get("/office/programme/change/decider").content.decode()
    based_on = page.split('name="based_on" value="')[1].split('"')[0]
    asked = {
        "gate": "endorsement",
        "capacity": "director",
        "starts": str(DAY),
        "words": "Nearer to the schools.",
    }
    return client.post("/office/programme/change/decider", {**asked, "based_on": based_on, **said})


def test_a_change_is_shown_by_name_before_two_people_take_it_live(client, three):
    ada, bram = person("Ada Finch", "designer"), person("Bram Teal", "designer")
    answer = proposes(signed_in(client, ada))
    edition = Edition.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/office/programme/editions/{edition.pk}")

    page = client.get(answer.url).content.decode()
    assert page.count("<dt>Network ") == 1
    assert (
        "<dt>Network C</dt><dd>It would wait for regional Director of Education and not for minister of Education."
        in page
    )
    client.post(answer.url)
    client.post(answer.url)  # a second time is no second person
    assert live() is None

    signed_in(client, bram)
    client.post(answer.url)
    assert live() == edition
    assert live_definition().at(DAY).decider(live_definition().at(DAY).gate("endorsement")).code == "director"


def test_a_case_is_told_under_the_edition_it_began_with_until_it_goes_over(client, three):
    ada, bram, looks = (
        person(*who)
        for who in (("Ada Finch", "designer"), ("Bram Teal", "designer"), ("Eva Reads", "evaluator"))
    )
    where = proposes(signed_in(client, ada)).url
    client.post(where)
    signed_in(client, bram).post(where)

    def waits_for() -> str:
        page = signed_in(client, looks).get("/office/cases/103").content.decode()
        return page.split('<p class="lead">')[1].split("</p>")[0]

    assert "minister of education" in waits_for().lower()
    signed_in(client, ada).post(f"{where}/adopt", {"network": ["103"]})
    assert "regional director of education" in waits_for().lower()


def test_what_can_be_decided_about_a_case_is_what_its_own_edition_asks(client, three):
    ada, bram = person("Ada Finch", "designer"), person("Bram Teal", "designer")
    mere = person("Mere Tau", "office", capacity="minister")
    page = signed_in(client, ada).get("/office/programme/change/gate").content.decode()
    said = {
        "code": "peer-review",
        "name": "Peer review",
        "asks": "Another network reads it.",
        "starts": str(DAY),
    }
    said |= {
        "follows": ["submission"],
        "before": ["endorsement"],
        "capacity": "director",
        "words": "Peers read first.",
    }
    said["based_on"] = page.split('name="based_on" value="')[1].split('"')[0]
    where = client.post("/office/programme/change/gate", said).url
    client.post(where)
    signed_in(client, bram).post(where)

    def open_to_mere() -> bool:
        return (
            "/office/cases/103/decide/endorsement"
            in signed_in(client, mere).get("/office/cases/103").content.decode()
        )

    signed_in(client, mere).post("/office/cases/103/interest", {"conflict": "no"})
    assert open_to_mere()
    signed_in(client, ada).post(f"{where}/adopt", {"network": ["103"]})
    assert not open_to_mere()


def test_networks_go_over_by_name_and_only_those_that_were_chosen(client, three):
    ada, bram = person("Ada Finch", "designer"), person("Bram Teal", "designer")
    where = proposes(signed_in(client, ada)).url
    client.post(where)
    signed_in(client, bram).post(where)
    client.post(f"{where}/adopt", {"network": ["103"]})
    page = client.get(f"{where}/adopt").content.decode()
    assert [
        name for name in ("Network A", "Network B", "Network C") if f"<strong>{name}</strong>" in page
    ] == [
        "Network A",
        "Network B",
    ]


def test_what_was_written_stays_when_the_change_is_refused(client):
    signed_in(client, person("Ada Finch", "designer"))
    answer = proposes(client, based_on="another", words="Nearer to the schools, kōrero mai.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "EDI-5: An edition is made from the programme that is live." in page
    assert "Nearer to the schools, kōrero mai." in page


def test_a_file_by_hand_is_refused_with_its_line_and_the_cure(client):
    signed_in(client, person("Ada Finch", "designer"))
    answer = client.post(
        "/office/programme/change/file",
        {"name": "gates.toml", "text": "[[gate]\n", "words": "A slip.", "based_on": ""},
    )
    assert answer.status_code == 422
    assert "gates.toml: found no TOML on line 1" in answer.content.decode()
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("role", ["evaluator", "registrar"])
def test_the_programme_is_not_for_others_to_change(client, role):
    signed_in(client, person("Hana Reweti", role))
    answer = client.get("/office/programme")
    assert answer.status_code == 403
    assert "You may not propose a change of the programme." in answer.content.decode()
