"""People and roles: found, put on record, given and ended by whoever may, and by nobody else."""

import datetime as dt

import pytest
from html_faults import faults
from people import holds, network, person, school, signed_in

from kahui.records.access.models import Grant, Person
from kahui.records.timeline.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
DAY = dt.date(2016, 11, 15)


@pytest.fixture
def rangi(client):
    registrar = person("Rangi Keeper", "registrar")
    signed_in(client, registrar)
    return registrar


def _role(**said: object) -> dict[str, object]:
    return {"role": "board", "kind": "school", "key": "1", "capacity": "", "starts": "2016-11-15"} | said


@pytest.mark.usefixtures("rangi")
def test_people_are_found_by_name_whatever_the_macrons_and_the_page_asks_no_more_for_many(client):
    for n in range(1, 30):
        holds(person(f"Hōne Kura{'abcdefghij'[n % 10]}{'abc'[n // 10]}"), "board", school(n))
    page = client.get("/roles?q=hone").content.decode()
    assert faults(page) == []
    assert "29 people found for “hone”" in page
    assert "Rangi" not in page.split("<tbody>")[1]


@pytest.mark.usefixtures("rangi")
def test_somebody_is_put_on_record_once_and_given_a_role(client):
    school(1, "Kura o te Awa")
    for _ in range(2):
        answer = client.post("/roles/new", {"name": "Hōne Ngāta", "email": "Hone@example.org"})
    hone = Person.objects.get(email="hone@example.org")
    assert answer.headers["Location"] == f"/roles/{hone.pk}"
    page = client.post(
        f"/roles/{hone.pk}", _role(source="letter of 3 November"), follow=True
    ).content.decode()
    assert "Hōne Ngāta is board chair from 15 November 2016." in page
    assert faults(page) == []
    grant = hone.grants.get()
    assert (grant.role, grant.place_key, grant.recorded_by, grant.source) == (
        "board",
        "1",
        "Rangi Keeper",
        "letter of 3 November",
    )


@pytest.mark.usefixtures("rangi")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"key": "99"}, "There is no school “99” on record."),
        ({"key": "1; drop"}, "There is no school “1; drop” on record."),
        ({"kind": "region", "key": "Nowhere"}, "There is no region “Nowhere” on record."),
        ({"kind": "network", "key": "101"}, "ACC-2: A role is held in a kind of place it is for."),
        ({"starts": "2016-02-30"}, "Write a day as year-month-day"),
        ({"role": "office", "kind": "nation", "key": ""}, "Say which office"),
        ({"capacity": "minister"}, "is an office of the role “Deciding office”, not of this one."),
        ({"role": "king"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_given_is_refused_and_what_was_written_stays(client, said, why):
    network(101, school(1))
    hana = person("Hana Reweti")
    page = client.post(f"/roles/{hana.pk}", _role(**said, source="by letter")).content.decode()
    assert why in page.replace("&#x27;", "'")
    assert 'value="by letter"' in page
    assert faults(page) == []
    assert Grant.objects.filter(person=hana).count() == 0


@pytest.mark.usefixtures("rangi")
def test_a_role_is_ended_on_a_day_and_an_old_page_ends_nothing(client):
    hana = person("Hana Reweti", "board", school(1))
    grant = hana.grants.get()
    address = f"/roles/{hana.pk}/{grant.pk}"
    assert faults(client.get(address).content.decode()) == []
    assert client.post(address, {"on": "2016-12-01"}).status_code == 302
    assert client.post(address, {"on": "2016-12-02"}).status_code == 404
    assert [g.ends for g in Grant.objects.current().filter(person=hana)] == [dt.date(2016, 12, 1)]
    told = (
        Entry.objects.filter(about__kind="person", about__key=str(hana.pk), kind="did")
        .order_by("-pk")
        .first()
    )
    assert told.words == "Hana Reweti is board chair no longer, from 1 December 2016."


def test_nobody_gives_themselves_a_role(client, rangi):
    page = client.post(f"/roles/{rangi.pk}", _role(role="office", kind="nation", key="", capacity="minister"))
    assert "ACC-4" in page.content.decode()
    assert [g.role for g in rangi.grants.all()] == ["registrar"]


def test_that_somebody_looked_at_a_person_is_on_record_once_a_day(client, rangi):
    hana = person("Hana Reweti")
    for _ in range(3):
        client.get(f"/roles/{hana.pk}")
    looks = client.get("/looks").content.decode()
    assert looks.count("Looked at the roles of Hana Reweti.") == 1
    assert "Looked through people" not in looks
    client.get("/roles")
    assert client.get("/looks").content.decode().count("Looked through people and their roles.") == 1
    assert "Rangi Keeper" in looks
    assert faults(looks) == []
