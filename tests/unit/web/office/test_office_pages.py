"""The pages of an office: what is seen is within reach, what is decided is seen first, nothing written is lost."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from html_faults import faults
from offices import ELSEWHERE, Offices, decide, offices, send, sent
from people import DAY, acts, network, person, school, service, signed_in
from worlds import KAHUI_AKO

from kahui.records.formation.actions.advising import ask_for_change, declare
from kahui.records.formation.actions.deciding import AskedFor
from kahui.records.formation.actions.tranches import add_to_tranche, make_tranche
from kahui.records.formation.models import Advice, Condition, Declaration, Pack, Ruling
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.models import Decision, Membership, Network
from kahui.records.received.queries import open_kept
from kahui.records.timeline.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def on_the_day(settings, home: Path) -> None:
    settings.ACTING_DAY = DAY


@pytest.fixture
def people() -> Offices:
    return offices()


def as_(somebody) -> Client:
    return signed_in(Client(), somebody)


def text(response) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def approved(group: Network) -> bool:
    return Decision.objects.current().filter(network=group, gate="approval", decision="approved").exists()


def recommended(people: Offices, number: int, **more) -> Network:
    group = sent(number, adviser=people.adviser, **more)
    decide(people.adviser, group, "shaping", "recommended")
    return group


# ---- what is within reach ------------------------------------------------------------------------------------


def test_a_caseload_lists_what_is_within_reach_and_no_more(people):
    sent(99001, adviser=people.adviser, name="Kāhui Rata")
    sent(99002, region=ELSEWHERE, name="Kāhui Tōtara")
    mine, theirs = (
        text(as_(who).get("/office/caseload")) for who in (people.adviser, people.adviser_elsewhere)
    )
    assert ("Kāhui Rata" in mine, "Kāhui Tōtara" in mine) == (True, False)
    assert ("Kāhui Rata" in theirs, "Kāhui Tōtara" in theirs) == (False, True)
    assert "It is your turn in 1 ." in mine


PAGES = ("", "/interest", "/adviser", "/advice", "/ask", "/support", "/decide/shaping", "/decide/approval")


@pytest.mark.parametrize("page", PAGES)
def test_a_case_elsewhere_is_not_there_and_its_page_says_nothing_of_it(people, page):
    group = sent(99002, region=ELSEWHERE, name="Kāhui Tōtara")
    for who in (people.adviser, people.director):
        response = as_(who).get(f"/office/cases/{group.number}{page}")
        assert response.status_code in (403, 404)
        assert "Tōtara" not in response.content.decode()


def test_what_lies_elsewhere_cannot_be_written_on(people):
    group = recommended_elsewhere(people)
    condition = Condition.objects.get()
    posts = {
        f"/office/cases/{group.number}/advice": {"supports": "yes", "words": "Fine.", "version": 1},
        f"/office/cases/{group.number}/support": {"kind": "Data", "on": DAY},
        f"/office/conditions/{condition.pk}": {"words": "Seen.", "on": DAY},
        f"/office/cases/{group.number}/decide/shaping": {"word": "recommended", "on": DAY, "commit": "yes"},
    }
    before = Entry.objects.count()
    for path, said in posts.items():
        assert as_(people.adviser).post(path, said).status_code == 404
    assert Entry.objects.count() == before


def recommended_elsewhere(people: Offices) -> Network:
    group = sent(99002, region=ELSEWHERE)
    decide(
        people.adviser_elsewhere, group, "shaping", "recommended", conditions=(AskedFor("Name a leader."),)
    )
    return group


def test_a_school_has_no_caseload(people):
    lead = person("Hana", "school-lead", school(1))
    response = as_(lead).get("/office/caseload")
    assert response.status_code == 403
    assert "You may not see the networks that an office looks after." in text(response)


def test_a_caseload_is_filtered_by_region_stage_and_turn(people):
    recommended(people, 99001, name="Kāhui Rata")
    sent(99002, region=ELSEWHERE, name="Kāhui Tōtara")
    minister = as_(people.minister)
    for query, seen in (
        ("", {"Rata", "Tōtara"}),
        ("region=Auckland", {"Rata"}),
        ("turn=mine", {"Rata"}),
        ("stage=Expression of interest", {"Tōtara"}),
        ("turn=stuck", {"Tōtara"}),
        ("q=tōtara", {"Tōtara"}),
    ):
        page = text(minister.get(f"/office/caseload?{query}"))
        assert {name for name in ("Rata", "Tōtara") if f"Kāhui {name}" in page} == seen, query


def test_a_caseload_is_as_at_the_day_asked_for(people):
    recommended(people, 99001)
    before = (DAY - dt.timedelta(days=1)).isoformat()
    assert "Minister of Education: waits for approval" in text(as_(people.director).get("/office/caseload"))
    assert "Aroha Tāne: waits for shaping" in text(as_(people.director).get(f"/office/caseload?on={before}"))


def test_a_caseload_takes_no_more_queries_for_many_networks(people):
    client = as_(people.director)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/office/caseload").status_code == 200
        return len(captured)

    recommended(people, 99001)
    one = queries()
    for n in range(2, 9):
        recommended(people, 99000 + n)
    assert queries() == one


# ---- conflicts of interest, advice, requests -----------------------------------------------------------------


def test_whoever_has_not_said_is_asked_first_then_goes_on(people):
    group = sent(99001, adviser=people.adviser)
    client = as_(people.adviser)
    response = client.get("/office/cases/99001/decide/shaping")
    assert (
        response.headers["Location"] == "/office/cases/99001/interest?next=/office/cases/99001/decide/shaping"
    )
    response = client.post(response.headers["Location"], {"conflict": "no"})
    assert response.headers["Location"] == "/office/cases/99001/decide/shaping"
    assert Declaration.objects.get(network=group).conflict is False
    assert client.get("/office/cases/99001/decide/shaping").status_code == 200


def test_nobody_is_sent_elsewhere_after_declaring(people):
    sent(99001)
    for away in ("https://example.org/", "//example.org/", "/office//example.org", "/account/logout/"):
        client = as_(people.adviser)
        response = client.post(f"/office/cases/99001/interest?next={away}", {"conflict": "no"})
        assert response.headers["Location"] == "/office/cases/99001"


def test_advice_that_breaks_a_rule_is_not_lost(people):
    sent(99001)
    client = as_(people.adviser)
    said = {"supports": "yes", "words": "Ready for the whole pathway.", "version": 1}
    response = client.post("/office/cases/99001/advice", said)
    assert "ADV-1" in text(response)
    assert "Ready for the whole pathway." in text(response)
    declare(network=Network.objects.get(), conflict=False, by=acts(people.adviser))
    send(Network.objects.get(), "interest", purpose="Otherwise.")
    assert "ADV-3" in text(client.post("/office/cases/99001/advice", said))
    assert client.post("/office/cases/99001/advice", {**said, "version": 2}).status_code == 302
    assert client.post("/office/cases/99001/advice", {**said, "version": 2}).status_code == 302  # sent twice
    assert Advice.objects.count() == 1


def test_after_the_next_version_only_what_changed_is_shown_old_beside_new(people):
    group = sent(99001, adviser=people.adviser)
    client = as_(people.adviser)
    declare(network=group, conflict=False, by=acts(people.adviser))
    said = {"section": "purpose", "words": "For whom, and how many?", "version": 1}
    assert client.post("/office/cases/99001/ask", said).status_code == 302
    send(group, "interest", purpose="Every child a writer, 300 by 2018.")
    page = client.get("/office/cases/99001").content.decode()
    assert "<del>reader</del>" in page
    assert "<ins>writer, 300 by 2018</ins>" in page
    assert "Two schools and a kindergarten." not in page
    assert (
        "Two schools and a kindergarten." in client.get("/office/cases/99001?whole=interest").content.decode()
    )


def test_a_section_that_is_not_there_cannot_be_asked_for(people):
    group = sent(99001)
    declare(network=group, conflict=False, by=acts(people.adviser))
    response = as_(people.adviser).post(
        "/office/cases/99001/ask", {"section": "x", "words": "Change.", "version": 1}
    )
    assert response.status_code == 200
    assert "Change." in text(response)


# ---- deciding ------------------------------------------------------------------------------------------------

FILLED = {"word": "approved", "on": DAY.isoformat(), "reason": "", "condition_1": "", "due_1": ""}


def tranche_of(people: Offices, *groups: Network):
    made = make_tranche(gate="approval", name="Tranche Rua", by=acts(people.minister), definition=KAHUI_AKO)
    for group in groups:
        add_to_tranche(tranche=made, network=group, by=acts(people.minister), definition=KAHUI_AKO)
    return made


def preview(client: Client, path: str, said: dict) -> dict:
    """Fill the form in, look at what it would do, and give back what the page would send to decide it."""
    response = client.post(path, said)
    assert response.status_code == 200
    found = response.content.decode()
    assert 'name="commit"' in found
    return {**said, "seen": re.search(r'name="seen" value="(\w+)"', found)[1], "commit": "yes"}


def test_a_tranche_is_seen_before_it_is_decided_as_one_act_and_undone_as_one(people):
    groups = [
        recommended(people, 99000 + n, founding=(school(10 * n), service(10 * n + 1)), name=f"Kāhui {n}")
        for n in (1, 2, 3)
    ]
    made, client = tranche_of(people, *groups), as_(people.minister)
    path, said = f"/office/tranches/{made.pk}/decide", {**FILLED, "networks": [g.pk for g in groups]}
    assert "Say so, or open the network" in text(client.post(path, said))
    said["impartial"] = "on"
    told = text(client.post(path, said))
    assert "3 networks: “approved” at approval on 15 November 2016" in told
    assert "6 schools and services become members" in told
    assert "2: Kura 10, Puna 11" in told
    assert not any(approved(g) for g in groups)

    response = client.post(path, preview(client, path, said))
    assert [approved(g) for g in groups] == [True] * 3
    assert Membership.objects.on(now_on(DAY)).filter(network__in=groups).count() == 6
    act = response.headers["Location"]
    assert Ruling.objects.filter(decision__gate="approval").values("act").distinct().count() == 1
    assert client.post(act, {"reason": ""}).status_code == 200
    assert client.post(act, {"reason": "The wrong list."}).status_code == 302
    assert [approved(g) for g in groups] == [False] * 3
    assert "It was taken back on" in text(client.get(act))
    assert Membership.objects.on(now_on(DAY)).filter(network__in=groups).count() == 0


def test_sent_twice_it_is_decided_once(people):
    group = recommended(people, 99001)
    client, path = as_(people.minister), "/office/cases/99001/decide/approval"
    declare(network=group, conflict=False, by=acts(people.minister))
    ready = preview(client, path, FILLED)
    assert client.post(path, ready).status_code == 302
    response = client.post(path, ready)
    assert "DEC-" in text(response)
    assert Decision.objects.current().filter(gate="approval").count() == 1


def test_what_changed_meanwhile_is_looked_at_again(people):
    group = recommended(people, 99001)
    client, path = as_(people.minister), "/office/cases/99001/decide/approval"
    declare(network=group, conflict=False, by=acts(people.minister))
    ready = preview(client, path, {**FILLED, "reason": "Strong pathway."})
    ask_for_change(
        network=group, matter="interest", version=1, section="purpose", words="Say more.",
        by=acts(people.adviser), definition=KAHUI_AKO,
    )  # fmt: skip
    send(group, "interest", purpose="More.")
    decide(people.adviser, group, "shaping", "recommended")
    response = client.post(path, ready)
    assert "DEC-5" in text(response)
    assert "Strong pathway." in text(response)
    assert not approved(group)


@pytest.mark.parametrize(
    ("day", "rule"), [(DAY + dt.timedelta(days=1), "DEC-1"), (DAY - dt.timedelta(days=1), "DEC-4")]
)
def test_a_decision_in_the_future_or_before_its_predecessor_is_refused_in_a_sentence(people, day, rule):
    group = recommended(people, 99001)
    declare(network=group, conflict=False, by=acts(people.minister))
    said = {**FILLED, "on": day.isoformat(), "reason": "Kept.", "commit": "yes"}
    response = as_(people.minister).post("/office/cases/99001/decide/approval", said)
    assert rule in text(response)
    assert "Kept." in text(response)
    assert not approved(group)


def test_a_school_that_is_a_member_elsewhere_is_named_before_anything_is_decided(people):
    taken = school(1, "Burnside High School")
    network(99000, taken, name="Kāhui Kahikatea")
    group = recommended(people, 99001, founding=(taken, school(2)))
    declare(network=group, conflict=False, by=acts(people.minister))
    page = as_(people.minister).post("/office/cases/99001/decide/approval", FILLED)
    assert "Burnside High School is a member of Kāhui Kahikatea (99000)" in text(page)
    assert 'name="commit"' not in page.content.decode()


def test_a_network_with_an_interest_of_ones_own_is_left_out_of_the_act(people):
    first, second = (recommended(people, n, name=f"Kāhui {n}") for n in (99001, 99002))
    made, client = tranche_of(people, first, second), as_(people.minister)
    declare(network=second, conflict=True, words="A board I sat on.", by=acts(people.minister))
    path = f"/office/tranches/{made.pk}/decide"
    assert "Left out, since you declared an interest of your own there: Kāhui 99002" in text(client.get(path))
    said = {**FILLED, "networks": [first.pk, second.pk], "impartial": "on", "commit": "yes"}
    assert client.post(path, said).status_code == 200
    assert (approved(first), approved(second)) == (False, False)


def test_whoever_does_not_hold_the_office_is_told_so(people):
    recommended(people, 99001)
    for who in (people.secretary, people.adviser):
        declare(network=Network.objects.get(), conflict=False, by=acts(who))
        response = as_(who).get("/office/cases/99001/decide/approval")
        assert response.status_code == 403
        assert "this is for the office" in text(response)


# ---- tranches and packs --------------------------------------------------------------------------------------


def test_networks_go_into_a_tranche_and_out_until_it_is_decided(people):
    first, second = recommended(people, 99001), recommended(people, 99002)
    client = as_(people.minister)
    response = client.post("/office/tranches", {"gate": "approval", "name": "Third"})
    page = response.headers["Location"]
    client.post(f"{page}/add", {"network": [99001, 99002]})
    client.post(f"{page}/remove", {"network": 99002})
    assert [
        n.number for n in Network.objects.filter(tranches__known_to__isnull=True, tranches__isnull=False)
    ] == [99001]
    other = client.post("/office/tranches", {"gate": "approval", "name": "Fourth"}).headers["Location"]
    response = client.post(f"{other}/add", {"network": [99002, 99001]})
    assert (response.status_code, "TRA-1" in text(response)) == (422, True)
    assert "99002" not in text(client.get(other)).split("Come to this gate")[0]
    made = first.tranches.current().get().tranche
    decide(people.minister, first, "approval", "approved", tranche=made)
    assert "TRA-2" in text(client.post(f"{page}/add", {"network": [99002]}))
    assert "TRA-2" in text(client.post(f"{page}/remove", {"network": 99001}))
    assert second.tranches.current().count() == 0


def test_a_tranche_of_other_regions_is_not_there(people):
    made = tranche_of(people, recommended(people, 99001, name="Kāhui Rata"))
    for path in ("", "/decide"):
        response = as_(people.director_elsewhere).get(f"/office/tranches/{made.pk}{path}")
        assert response.status_code == 404
        assert "Rata" not in response.content.decode()
    assert "Tranche Rua" not in text(as_(people.director_elsewhere).get("/office/tranches"))


def test_a_pack_is_the_same_bytes_ever_after(people, home):
    group = recommended(
        people, 99001, founding=(school(1, "Burnside High School"), school(2)), name="Kāhui Rata"
    )
    made, client = tranche_of(people, group), as_(people.minister)
    assert client.post(f"/office/tranches/{made.pk}/pack", {"on": DAY}).status_code == 302
    pack = Pack.objects.get()
    before = {f: client.get(f"/office/packs/{pack.pk}.{f}").content for f in ("docx", "pdf")}
    assert (before["docx"][:2], before["pdf"][:5]) == (b"PK", b"%PDF-")
    decide(people.minister, group, "approval", "approved", tranche=made)
    assert {f: client.get(f"/office/packs/{pack.pk}.{f}").content for f in ("docx", "pdf")} == before
    assert open_kept(pack.pdf, home) == before["pdf"]
    assert (pack.figures_on, pack.definition) == (DAY, KAHUI_AKO.hash)
    assert as_(people.director_elsewhere).get(f"/office/packs/{pack.pk}.pdf").status_code == 404
    assert client.get(f"/office/packs/{pack.pk}.exe").status_code == 404


def test_a_condition_is_met_once_with_what_shows_it(people):
    group = sent(99001, adviser=people.adviser)
    decide(people.adviser, group, "shaping", "recommended", conditions=(AskedFor("Name a leader."),))
    path = f"/office/conditions/{Condition.objects.get().pk}"
    client = as_(people.adviser)
    assert "CND-3" in text(client.post(path, {"words": "Seen.", "on": DAY - dt.timedelta(days=1)}))
    assert client.post(path, {"words": "Letter of 14 November.", "on": DAY}).status_code == 302
    assert "CND-1" in text(client.post(path, {"words": "Again.", "on": DAY}))
    assert "Shown by: Letter of 14 November." in text(client.get("/office/cases/99001"))


def test_what_stands_can_be_ended_and_in_no_other_word(people):
    group = recommended(people, 99001)
    decide(people.minister, group, "approval", "approved")
    client, path = as_(people.minister), "/office/cases/99001/decide/approval"
    assert "End: approval" in text(client.get("/office/cases/99001"))
    page = client.get(path).content.decode()
    assert re.findall(r'name="word" value="(\w+)"', page) == ["withdrawn"]
    said = {**FILLED, "word": "withdrawn", "reason": "The schools asked for it."}
    assert client.post(path, preview(client, path, said)).status_code == 302
    assert "“withdrawn” at approval" in text(client.get("/office/cases/99001"))


PAGES_OF_AN_OFFICE = (
    "/office/caseload",
    "/office/cases/99001",
    "/office/cases/99001/interest",
    "/office/cases/99001/advice",
    "/office/cases/99001/ask",
    "/office/cases/99001/support",
    "/office/cases/99001/decide/shaping",
)


@pytest.mark.parametrize("path", PAGES_OF_AN_OFFICE)
def test_pages_of_an_adviser_are_well_made(people, path):
    group = sent(99001, adviser=people.adviser, founding=(school(1),))
    declare(network=group, conflict=False, by=acts(people.adviser))
    assert faults(as_(people.adviser).get(path).content.decode()) == []


@pytest.mark.parametrize("path", ["/office/tranches", "/office/tranches/{}", "/office/tranches/{}/decide"])
def test_pages_of_a_deciding_office_are_well_made(people, path):
    made = tranche_of(people, recommended(people, 99001, founding=(school(1),)))
    recommended(people, 99002)
    assert faults(as_(people.minister).get(path.format(made.pk)).content.decode()) == []
