"""What is still being written, sent or advised on is on no public page, answer of the API, report or file."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.test import Client
from people import DAY, acts, network, person, school
from worlds import KAHUI_AKO

from kahui.records.changes.actions import count_change
from kahui.records.documents.actions import save_section
from kahui.records.formation.actions import interest
from kahui.records.formation.actions.consents import answer
from kahui.records.formation.queries import places_of_one
from kahui.records.networks.actions import decide

pytestmark = pytest.mark.django_db
SECRET = ("Huna", "99002", "Kupu muna")
"""The draft's name, its number, and what is written in it."""
ASKED = "?on=2016-12-01"
PAGES = (
    *(
        "/",
        "/uptake",
        "/momentum",
        "/regions",
        "/regions/auckland",
        "/networks",
        "/schools",
        "/schools/1",
        "/report",
    ),
    *("/report.csv", "/report.json", "/report.xlsx", "/report.docx", "/report.html", "/how", "/about"),
    *("/how/stages", "/how/sizes", "/how/decisions", "/how/names"),
    *(
        "/api/v1/networks",
        "/api/v1/schools",
        "/api/v1/schools/1",
        "/api/v1/schools/2",
        "/schools/2",
        "/api/v1/openapi.json",
    ),
)


@pytest.fixture
def world(db, settings):
    """A network that was approved, and one that was sent, advised on and declined; both lie in one town."""
    settings.ACTING_DAY = DAY
    tahi, rua = school(1, "Kura Tahi"), school(2, "Kura Rua")
    lead, chair = person("Lead", "school-lead", rua), person("Chair", "board", rua)
    public = network(99001, tahi, name="Kāhui o Te Ao", since=dt.date(2015, 1, 1))
    told = {"source": "a test", "by": "a test", "definition": KAHUI_AKO}
    decide(network=public, gate="approval", decision="approved", on=dt.date(2015, 1, 1), **told)
    draft = interest.begin(provider=rua, name="Kāhui Huna", by=acts(lead))
    for section in ("purpose", "pathway", "consulted"):
        save_section(
            document=draft.documents.get(), section=section, text="Kupu muna.", edition=0, definition=KAHUI_AKO,
            places=places_of_one(draft, DAY), by=acts(lead),
        )  # fmt: skip
    interest.send(network=draft, by=acts(lead), definition=KAHUI_AKO)
    answer(
        network=draft,
        provider=rua,
        matter="interest",
        version=1,
        agrees=True,
        by=acts(chair),
        definition=KAHUI_AKO,
    )
    decide(network=draft, gate="shaping", decision="recommended", on=DAY, **told)
    decide(network=draft, gate="approval", decision="declined", on=DAY, **told)
    count_change()
    return draft


def said(response):
    """Everything that an answer says, whatever it is packed in."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    text = body.decode("utf-8", "replace")
    return text + (
        json.dumps(response.json(), ensure_ascii=False) if "json" in response["Content-Type"] else ""
    )


@pytest.mark.parametrize("page", PAGES)
def test_no_public_answer_tells_of_a_draft(world, page):
    response = Client().get(page + ASKED)
    assert response.status_code == 200
    assert [word for word in SECRET if word in said(response)] == []


def test_what_is_approved_is_shown_so_the_pages_above_could_leak(world):
    assert "Kāhui o Te Ao" in said(Client().get("/networks" + ASKED))
    assert "99001" in said(Client().get("/api/v1/networks" + ASKED))
    decide(
        network=world,
        gate="approval",
        decision="approved",
        on=DAY,
        source="x",
        by="x",
        definition=KAHUI_AKO,
        anew=True,
    )
    assert "Kāhui Huna" in said(Client().get("/networks" + ASKED))


@pytest.mark.parametrize(
    "page",
    [
        "/networks/{}",
        "/api/v1/networks/{}",
        "/networks?q={}",
        "/report?scope=network:{}",
        "/uptake?scope=network:{}",
    ],
)
def test_a_draft_is_answered_as_a_number_that_nobody_has(world, page):
    theirs, nobodys = (Client().get(page.format(number)) for number in (99002, 99003))
    assert theirs.status_code == nobodys.status_code
    assert said(theirs).replace("99002", "99003") == said(nobodys)


@pytest.mark.parametrize(
    "page", ["/expressions", "/expressions/99002", "/inside/99002", "/timeline/network/99002"]
)
def test_its_own_pages_ask_a_visitor_to_sign_in(world, page):
    assert Client().get(page).status_code == 302
