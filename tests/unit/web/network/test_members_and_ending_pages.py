"""The pages of a network on which members come and go, and on which it ends."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from people import DAY, SETTING_UP, holds, network, person, school, service, signed_in
from worlds import KAHUI_AKO

from kahui.definition.time import AsAt
from kahui.records.formation.actions import members as verbs
from kahui.records.networks.actions import decide
from kahui.records.networks.models import LeavingNotice, Passage
from kahui.records.networks.queries import members
from kahui.records.received.queries import open_kept

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a notice %%EOF"


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.ACTING_DAY = DAY
    settings.HOME = tmp_path


@pytest.fixture
def place():
    first = network(101, name="Kāhui Ōtāhuhu")
    for one in (school(1, "Te Kura o Ōrākei"), school(2), school(3), service(4)):
        verbs.join(network=first, provider=one, on=dt.date(2015, 1, 1), by=SETTING_UP, definition=KAHUI_AKO)
    decide(
        network=first, gate="approval", decision="approved", on=dt.date(2015, 2, 1), source="a test", by="a test",
        definition=KAHUI_AKO,
    )  # fmt: skip
    return first


@pytest.fixture
def leader(client, place):
    return signed_in(client, person("Mere Tau", "leader", place))


def there(place):
    return sorted(m.provider.number for m in members(AsAt(DAY, timezone.now()), place))


def text_of(response):
    return response.content.decode()


def test_the_first_page_says_whose_turn_it_is_and_where_to_go(leader, place):
    page = text_of(leader.get("/inside/101"))
    assert "<h1>Kāhui Ōtāhuhu</h1>" in page
    assert "Write the memorandum and fix a version for the boards to sign" in page
    assert [f'href="/inside/101/{p}"' in page for p in ("members", "memorandum", "challenges", "ending")] == [
        True
    ] * 4


def test_the_first_page_asks_as_many_questions_of_five_members_as_of_twelve(
    leader, place, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        leader.get("/inside/101")
    for number in range(10, 20):
        verbs.join(network=place, provider=school(number), on=DAY, by=SETTING_UP, definition=KAHUI_AKO)
    with django_assert_num_queries(len(few)):
        leader.get("/inside/101")


def test_a_network_out_of_reach_is_not_there(client, place):
    network(102, school(9))
    board = signed_in(client, person("Hana Reweti", "board", school(8)))
    for page in ("", "/members", "/ending", "/memorandum", "/challenges"):
        assert board.get(f"/inside/101{page}").status_code == 404


def test_what_follows_is_shown_before_a_member_leaves_and_after(leader, place, settings):
    before = text_of(leader.get("/inside/101/members/school/1/leave"))
    assert "2 schools and 1 service stay." in before
    answer = leader.post(
        "/inside/101/members/school/1/leave",
        {"notified_on": "2016-11-01", "leaves": "2016-11-15", "words": "Ka kite anō", "paper": SimpleUploadedFile("pānui.pdf", PDF)},
        follow=True,
    )  # fmt: skip
    notice = LeavingNotice.objects.get()
    assert (open_kept(notice.scan, settings.HOME), notice.words) == (PDF, "Ka kite anō")
    assert there(place) == [2, 3, 4]
    assert "2 schools and 1 service stay." in text_of(answer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"notified_on": "2016-11-16", "leaves": "2016-11-15"}, "REG-1"),
        ({"notified_on": "2016-11-15", "leaves": "2016-11-14"}, "NET-9"),
        ({"notified_on": "2016-11-15", "leaves": "15/11/2016"}, "Write a day as year-month-day"),
        (
            {"paper": SimpleUploadedFile("notice.pdf", b"MZ not a paper")},
            "CON-8: A scan is a PDF, PNG or JPEG file. “notice.pdf”",
        ),
        ({"words": "ā" * 5_001}, "This text has 5,001 characters"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_in_a_sentence_and_what_was_written_stays(
    leader, place, sent, said
):
    given = {"notified_on": "2016-11-01", "leaves": "2016-11-15", "words": "Ngā mihi nui", **sent}
    answer = leader.post("/inside/101/members/school/1/leave", given)
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert given["words"] in text_of(answer)
    assert (LeavingNotice.objects.count(), there(place)) == (0, [1, 2, 3, 4])


def test_who_was_never_a_member_does_not_leave(leader, place):
    school(9, "Te Kura Tawhiti")
    answer = leader.post(
        "/inside/101/members/school/9/leave", {"notified_on": "2016-11-01", "leaves": "2016-11-15"}
    )
    assert "NET-4: Only a member leaves a network. Te Kura Tawhiti (9)" in text_of(answer)
    assert answer.status_code == 422


def test_a_board_sees_only_its_own_notice_and_may_give_no_other(client, place):
    hana = person("Hana Reweti", "board", place.memberships.get(provider__number=2).provider)
    board = signed_in(client, hana)
    page = text_of(board.get("/inside/101/members"))
    assert ('/members/school/2/leave"' in page, '/members/school/1/leave"' in page) == (True, False)
    answer = board.post(
        "/inside/101/members/school/1/leave", {"notified_on": "2016-11-01", "leaves": "2016-11-15"}
    )
    assert (answer.status_code, LeavingNotice.objects.count()) == (422, 0)
    board.post("/inside/101/members/school/2/leave", {"notified_on": "2016-11-01", "leaves": "2016-11-15"})
    assert there(place) == [1, 3, 4]


def test_somebody_joins_and_one_of_another_network_is_refused_until_it_moves(leader, place):
    other = network(102)
    ninth = school(9)
    verbs.join(network=other, provider=ninth, on=dt.date(2015, 1, 1), by=SETTING_UP, definition=KAHUI_AKO)
    said = {"kind": "school", "number": "9", "how": "joins", "on": "2016-11-15", "source": ""}
    answer = leader.post("/inside/101/members/join", said)
    assert "NET-1: A school belongs to at most one network at a time." in text_of(answer)
    assert (
        "NET"
        not in text_of(leader.post("/inside/101/members/join", {**said, "how": "moves"})).split("<form")[0]
    )
    assert there(place) == [1, 2, 3, 4]  # the leader keeps the members of one of the two only
    holds(person("Mere Tau"), "leader", other)
    leader.post("/inside/101/members/join", {**said, "how": "moves"})
    assert (there(place), there(other)) == ([1, 2, 3, 4, 9], [])


def test_a_number_that_the_register_does_not_have_is_refused(leader, place):
    said = {"kind": "school", "number": "77", "how": "joins", "on": "2016-11-15"}
    assert "The register has no school 77." in text_of(leader.post("/inside/101/members/join", said))


def test_a_leaving_to_come_waits_and_is_recorded_on_its_day(leader, place, settings):
    leader.post("/inside/101/members/school/1/leave", {"notified_on": "2016-11-15", "leaves": "2016-12-01"})
    assert there(place) == [1, 2, 3, 4]
    settings.ACTING_DAY = dt.date(2016, 12, 1)
    assert "Record that Te Kura o Ōrākei has left, as its notice said" in text_of(leader.get("/inside/101"))
    leader.post("/inside/101/members/school/1/left")
    assert Passage.objects.filter(on=dt.date(2016, 12, 1), became=None).count() == 1
    assert "Record that Te Kura" not in text_of(leader.get("/inside/101"))


def test_a_school_that_closes_into_another(leader, place):
    school(9)
    leader.post(
        "/inside/101/members/school/1/closes",
        {"kind": "school", "number": "9", "on": "2016-11-15", "words": ""},
    )
    assert there(place) == [2, 3, 4]
    said = {"kind": "school", "number": "2", "on": "2016-11-15", "words": "Kua kati"}
    answer = leader.post("/inside/101/members/school/2/closes", said)
    assert ("NET-7" in text_of(answer), "Kua kati" in text_of(answer)) == (True, True)


def test_a_leader_sees_why_they_may_not_close_and_the_office_may(client, leader, place):
    page = text_of(leader.get("/inside/101/ending"))
    assert "You may not merge or close networks. Those who may: regional director, deciding office." in page
    assert leader.get("/inside/101/ending/close").status_code == 403
    office = signed_in(client, person("Piripi Moana", "office", capacity="secretary"))
    office.post("/inside/101/ending/close", {"on": "2016-11-15", "reason": "Kua oti te mahi."})
    page = text_of(office.get("/inside/101/ending"))
    assert "Kāhui Ōtāhuhu closed on 15 November 2016" in page
    assert "Its archive" in page


def test_a_network_merges_into_another_from_its_page_and_not_into_itself(client, place):
    other = network(102, name="Kāhui Tāmaki")
    for number in (11, 12):
        verbs.join(
            network=other,
            provider=school(number),
            on=dt.date(2015, 1, 1),
            by=SETTING_UP,
            definition=KAHUI_AKO,
        )
    decide(
        network=other, gate="approval", decision="approved", on=dt.date(2015, 2, 1), source="a test", by="a test",
        definition=KAHUI_AKO,
    )  # fmt: skip
    office = signed_in(client, person("Piripi Moana", "office", capacity="secretary"))
    said = {"into": "101", "on": "2016-11-15", "words": "Kua hono"}
    answer = office.post("/inside/101/ending/merge", said)
    assert ("NET-7" in text_of(answer), "Kua hono" in text_of(answer)) == (True, True)
    assert "No network 7 is on the record." in text_of(
        office.post("/inside/102/ending/merge", {**said, "into": "7"})
    )
    office.post("/inside/102/ending/merge", said)
    assert (there(place), there(other)) == ([1, 2, 3, 4, 11, 12], [])
    page = text_of(office.get("/inside/102/ending"))
    assert "It went on as part of" in page


def test_two_networks_act_as_one_from_the_page(client, leader, place):
    other = network(102, school(9), name="Kāhui Tāmaki")
    said = {"other": "102", "name": "Te Rōpū", "starts": "2016-11-15"}
    assert leader.post("/inside/101/ending/together", said).status_code == 422
    holds(person("Mere Tau"), "leader", other)
    leader.post("/inside/101/ending/together", said)
    assert "It acts as one in Te Rōpū." in text_of(leader.get("/inside/101"))
    leader.post("/inside/102/ending/apart", {"on": "2016-11-15"})
    assert "It acts as one in" not in text_of(leader.get("/inside/101"))
