"""Everything on record about one thing, for an information request: whole, within reach, without secrets."""

import csv
import io
import zipfile

import pytest
from django.utils import timezone
from html_faults import faults
from people import DAY, LONG_AGO, at, holds, network, person, school, signed_in

from kahui.records.access.models import Person
from kahui.records.formation.models import Consent, Office
from kahui.records.networks.models import Membership
from kahui.records.notices.models import Letter
from kahui.records.timeline.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FACT = {"known_from": timezone.now(), "recorded_by": "a test", "source": "a test"}


@pytest.fixture
def place():
    kura = school(1, "Kura o te Awa")
    made, other = network(101, kura, name="Te Awa"), network(202, school(2), name="Te Maunga")
    for one, where in ((made, "Auckland"), (other, "Canterbury")):
        Office.objects.create(network=one, region=where, starts=LONG_AGO, starts_by=LONG_AGO, **FACT)
        consent = {
            "matter": "expression",
            "version": 1,
            "agrees": True,
            "answered_by": f"Chair of {one.number}",
        }
        Consent.objects.create(
            network=one, provider=kura, way="paper", on=DAY, on_by=DAY, words="=1+1", **consent, **FACT
        )
    return kura, made, other


def _taken(client, address: str) -> dict[str, list[list[str]]]:
    answer = client.post(address, {"reason": "Request 7 of Mr Ngata"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    assert files.testzip() is None
    return {
        name: list(csv.reader(io.StringIO(files.read(name).decode())))
        if name.endswith(".csv")
        else [[files.read(name).decode()]]
        for name in files.namelist()
    }


def test_all_that_is_on_record_of_a_network_is_in_it_and_nothing_of_another(client, place):
    signed_in(client, person("Dora Rector", "director", "Auckland"))
    assert faults(client.get("/export/network/101").content.decode()) == []
    files = _taken(client, "/export/network/101")
    assert sorted(files) == [
        "formation.consent.csv",
        "formation.office.csv",
        "networks.membership.csv",
        "networks.network.csv",
        "networks.networkname.csv",
        "read-me-first.html",
    ]
    everything = str(files)
    assert "Chair of 101" in everything
    assert "Chair of 202" not in everything
    assert "Te Maunga" not in everything
    assert "Request 7 of Mr Ngata" in files["read-me-first.html"][0][0]


def test_of_a_school_what_names_a_network_out_of_reach_is_left_out_and_counted(client, place):
    kura, _, other = place
    Membership.objects.create(
        provider=kura, network=other, starts=LONG_AGO, starts_by=LONG_AGO, ends=DAY, ends_by=DAY, **FACT
    )
    signed_in(client, person("Dora Rector", "director", "Auckland"))
    files = _taken(client, "/export/school/1")
    assert len(files["networks.membership.csv"]) == 2  # its head, and one row
    assert "Chair of 202" not in str(files)
    page = files["read-me-first.html"][0][0]
    assert page.count("1 more rows name a network that is not within the reach of Dora Rector") == 2
    keeper = signed_in(type(client)(), person("Rangi Keeper", "registrar"))
    assert len(_taken(keeper, "/export/school/1")["networks.membership.csv"]) == 3


def test_nothing_that_opens_something_leaves(client, place):
    hana = person("Hana Reweti", "board", place[0])
    hana.set_password("four words of mine")
    hana.save()
    Letter.objects.create(
        purpose="consent", subject="network:101", provider_kind="school", provider_number=1, to="x@example.org",
        to_name="X", nonce="open-sesame", written_at=timezone.now(), written_by="a test", expires_at=timezone.now(),
    )  # fmt: skip
    signed_in(client, person("Rangi Keeper", "registrar"))
    taken = str([_taken(client, f"/export/{a}") for a in (f"person/{hana.pk}", "network/101", "school/1")])
    assert "x@example.org" in taken
    assert "open-sesame" not in taken
    assert Person.objects.get(pk=hana.pk).password not in taken


def test_text_that_would_run_in_a_spreadsheet_is_made_plain(client, place):
    signed_in(client, person("Rangi Keeper", "registrar"))
    header, row = _taken(client, "/export/network/101")["formation.consent.csv"]
    assert dict(zip(header, row, strict=True))["words"] == "'=1+1"


def test_that_it_was_taken_out_is_on_record_with_why(client, place):
    keeper = person("Rangi Keeper", "registrar")
    signed_in(client, keeper)
    _taken(client, "/export/network/101")
    told = Entry.objects.filter(about__kind="network", about__key="101").order_by("-pk").first()
    assert (told.words, told.recorded_by) == (
        "Everything on record about Te Awa was taken out for an information request: Request 7 of Mr Ngata",
        "Rangi Keeper",
    )


@pytest.mark.parametrize("reason", ["", "   ", "x" * 3000])
def test_without_a_reason_nothing_leaves(client, place, reason):
    signed_in(client, person("Rangi Keeper", "registrar"))
    answer = client.post("/export/network/101", {"reason": reason})
    assert answer.headers["Content-Type"].startswith("text/html")
    assert faults(answer.content.decode()) == []
    assert Entry.objects.filter(words__startswith="Everything").count() == 0


@pytest.mark.parametrize("address", ["network/202", "school/2", "person/1", "region/Auckland", "network/x"])
def test_what_is_out_of_reach_is_not_there_to_be_taken(client, place, address):
    somebody = person("Dora Rector", "director", "Auckland")
    holds(person("Else Where"), "board", place[0])
    address = (
        address if address != "person/1" else f"person/{Person.objects.exclude(pk=somebody.pk).get().pk}"
    )
    signed_in(client, somebody)
    assert client.get(f"/export/{address}").status_code == 404
    assert client.post(f"/export/{address}", {"reason": "Mine"}).status_code == 404
    assert at(place[0]).kind == "school"
