"""The pages of an expression of interest: begun to sent, with nothing lost, seen by nobody it does not name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from html_faults import faults
from people import DAY, acts, network, person, school, service, signed_in
from worlds import KAHUI_AKO

from kahui.records.documents.models import Comment, Draft, Version
from kahui.records.formation.actions import interest
from kahui.records.formation.models import Consent, Proposed
from kahui.records.networks.models import Network
from kahui.records.notices.letters import path_of
from kahui.records.notices.models import Letter
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
WORDS = {
    "purpose": "Mō ngā ākonga.",
    "pathway": "From Kura Tahi to Rua College.",
    "consulted": "Hapū and whānau.",
}


class Town:
    def __init__(self) -> None:
        self.tahi, self.rua = (
            school(1, "Kura o Ōtara"),
            school(2, "Rua College", type="Secondary (Year 9-15)"),
        )
        self.lead = person("Hana Rewi", "school-lead", self.tahi)
        self.second = person("Tama Nikora", "school-lead", self.tahi)
        self.chair = person("Chair Rua", "board", self.rua)
        self.adviser = person("Ani Poto", "adviser", "Auckland")
        self.page = signed_in(Client(), self.lead)

    def begun(self):
        self.network = interest.begin(provider=self.tahi, name="Kāhui o Ōtara", by=acts(self.lead))
        return f"/expressions/{self.network.number}"

    def whole(self):
        at = self.begun()
        interest.name_provider(
            network=self.network,
            provider=self.rua,
            standing="founding",
            by=acts(self.lead),
            definition=KAHUI_AKO,
        )
        for code, words in WORDS.items():
            self.page.post(f"{at}/sections/{code}", {"edition": 0, "text": words, "then": "next"})
        self.page.post(f"{at}/check")
        return at


@pytest.fixture
def town(db, settings, tmp_path):
    settings.ACTING_DAY, settings.HOME = DAY, tmp_path
    return Town()


def text(response):
    return response.content.decode()


def test_a_lead_begins_and_finds_what_is_left_to_do(town):
    begun = town.page.post(
        "/expressions/begin", {"name": "Kāhui o Ōtara", "provider": "school-1"}, follow=True
    )
    assert "Name</a>" in text(begun)
    assert text(begun).count("to be written") == 3
    assert "Invite one more." in text(begun)


def test_a_name_of_another_network_comes_back_with_what_was_written(town):
    network(99001, name="Kāhui o Ōtara")
    answer = town.page.post("/expressions/begin", {"name": "Kahui o Otara", "provider": "school-1"})
    assert answer.status_code == 422
    assert "INT-2" in text(answer)
    assert 'value="Kahui o Otara"' in text(answer)


def test_nobody_begins_for_a_school_that_is_not_theirs(town):
    answer = town.page.post("/expressions/begin", {"name": "Ours", "provider": "school-2"})
    assert (answer.status_code, Network.objects.count()) == (422, 0)


def test_who_is_invited_is_found_without_macrons_and_shown_as_the_register_has_it(town):
    at = town.begun()
    service(77, "Puna o Ōtāhuhu")
    found = town.page.get(f"{at}/who", {"q": "otahuhu"})
    assert "<strong>Puna o Ōtāhuhu</strong>" in text(found)
    town.page.post(f"{at}/who/invite", {"kind": "service", "number": "77", "standing": "associate"})
    page = text(town.page.get(f"{at}/who"))
    assert "Puna o Ōtāhuhu" in page
    assert "Community Based" in page
    town.page.post(f"{at}/who/invite", {"kind": "service", "number": "77", "standing": "out"})
    assert Proposed.objects.current().count() == 1


@pytest.mark.parametrize("sent", [{}, {"kind": "school", "number": "x"}, {"kind": "school", "number": "2"}])
def test_an_invitation_that_says_nothing_is_refused_in_a_sentence(town, sent):
    answer = town.page.post(f"{town.begun()}/who/invite", sent)
    assert answer.status_code == 422
    assert "Choose one of those found in the register" in text(answer)


def test_the_network_a_founder_is_in_already_is_shown_by_name(town):
    network(99001, town.rua, name="Kāhui Ako o Tai")
    at = town.begun()
    town.page.post(f"{at}/who/invite", {"kind": "school", "number": "2", "standing": "founding"})
    assert "Rua College is in Kāhui Ako o Tai (99001)" in text(town.page.get(at))


def test_what_two_people_wrote_is_both_on_the_page_and_can_be_put_together(town):
    at = town.begun()
    theirs = signed_in(Client(), town.second)
    theirs.post(f"{at}/sections/purpose", {"edition": 0, "text": "What Tama wrote."})
    mine = town.page.post(f"{at}/sections/purpose", {"edition": 0, "text": "What Hana wrote."})
    assert mine.status_code == 422
    for words in ("DOC-1", "What Tama wrote.", "What Hana wrote.", 'name="edition" value="1"'):
        assert words in text(mine)
    town.page.post(f"{at}/sections/purpose", {"edition": 1, "text": "What both wrote."})
    assert Draft.objects.get().text == "What both wrote."


def test_a_section_too_long_comes_back_whole(town):
    at, long = town.begun(), "ā" * 60_000
    answer = town.page.post(f"{at}/sections/purpose", {"edition": 0, "text": long})
    assert answer.status_code == 422
    assert "DOC-3" in text(answer)
    assert long in text(answer)


def test_thirty_megabytes_of_text_are_refused_in_a_sentence_in_our_frame(town):
    at = town.begun()
    body = b"edition=0&text=" + b"a" * 30_000_000
    answer = town.page.post(f"{at}/sections/purpose", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "<h1>This is more than a page takes</h1>" in text(answer)
    assert Draft.objects.count() == 0


def test_sent_with_something_empty_it_says_what(town):
    answer = town.page.post(f"{town.begun()}/check")
    assert answer.status_code == 422
    assert "DOC-4" in text(answer)
    assert Version.objects.count() == 0


def test_sent_twice_from_one_page_it_is_one_version(town):
    at = town.whole()
    assert town.page.post(f"{at}/check").status_code == 302
    assert Version.objects.count() == 1
    assert Version.objects.get().sections == WORDS


def test_a_comment_stands_beside_its_section(town):
    at = town.whole()
    chair = signed_in(Client(), town.chair)
    chair.post(f"{at}/sections/purpose/say", {"words": "Ka pai."})
    assert "Ka pai." in text(town.page.get(f"{at}/sections/purpose"))
    assert Comment.objects.get().recorded_by == "Chair Rua"


def test_who_may_not_write_reads_and_is_told_why(town):
    at = town.whole()
    page = signed_in(Client(), town.chair).get(f"{at}/sections/purpose")
    assert "Mō ngā ākonga." in text(page)
    assert "You may not start an expression of interest and write in it" in text(page)
    assert 'name="edition"' not in text(page)


def test_nobody_outside_finds_it_and_visitors_sign_in_first(town):
    at = town.whole()
    stranger = signed_in(Client(), person("Other", "school-lead", school(9)))
    for page in ("", "/who", "/check", "/boards", "/name", "/withdraw", "/sections/purpose"):
        assert stranger.get(at + page).status_code == 404
        assert Client().get(at + page).status_code == 302
    assert "Kāhui o Ōtara" not in text(stranger.get("/expressions"))


def test_a_board_is_asked_by_letter_from_its_page(town):
    at = town.whole()
    town.page.post(f"{at}/boards/school/2/letter", {"to_name": "Mēre", "to": "mere@example.org"})
    assert Letter.objects.get().to == "mere@example.org"
    assert "link sent to Mēre" in text(town.page.get(f"{at}/boards"))
    answer = town.page.post(f"{at}/boards/school/2/letter", {"to_name": "Mēre", "to": "mēre@example.org"})
    assert answer.status_code == 422
    assert "mēre@example.org" in text(answer)


def test_paper_is_recorded_with_its_scan_and_what_is_no_scan_loses_nothing(town):
    at = town.whole()
    adviser = signed_in(Client(), town.adviser)
    said = {"agrees": "yes", "answered_by": "Mēre Tau", "on": DAY.isoformat(), "words": "Ka tautoko mātou."}
    false = SimpleUploadedFile("signed.pdf", b"MZ\x90 not a paper", content_type="application/pdf")
    answer = adviser.post(f"{at}/boards/school/2/paper", {**said, "scan": false})
    assert answer.status_code == 422
    for words in ("CON-8", "Mēre Tau", "Ka tautoko mātou."):
        assert words in text(answer)
    assert "CON-6" in text(adviser.post(f"{at}/boards/school/2/paper", said))
    assert Consent.objects.count() == 0
    adviser.post(f"{at}/boards/school/2/paper", {**said, "scan": SimpleUploadedFile("x", PDF)})
    assert Consent.objects.get().answered_by == "Mēre Tau"
    assert town.page.get(f"{at}/boards/school/2/paper").status_code == 403


def test_the_scan_is_read_by_who_may_record_it_and_that_is_told(town):
    at = town.whole()
    adviser = signed_in(Client(), town.adviser)
    said = {"agrees": "yes", "answered_by": "Mēre Tau", "on": DAY.isoformat()}
    adviser.post(f"{at}/boards/school/2/paper", {**said, "scan": SimpleUploadedFile("x", PDF)})
    paper = adviser.get(f"{at}/boards/school/2/scan")
    assert (paper.content, paper["Content-Type"]) == (PDF, "application/pdf")
    assert paper["Content-Disposition"] == 'attachment; filename="answer-school-2.pdf"'
    assert Entry.objects.filter(kind="looked").get().words == "Read the paper of the board of Rua College."
    assert town.page.get(f"{at}/boards/school/2/scan").status_code == 403


def test_two_pages_to_print_name_the_board_and_have_room_to_sign(town):
    page = text(town.page.get(f"{town.whole()}/boards/school/2/sheet"))
    for words in ("The board of Rua College", "☐ agrees", "☐ does not agree", "Mō ngā ākonga."):
        assert words in page


def test_withdrawn_for_a_reason(town):
    at = town.whole()
    assert town.page.post(f"{at}/withdraw", {"reason": ""}).status_code == 422
    town.page.post(f"{at}/withdraw", {"reason": "Not this year."})
    assert "Withdrawn on 15 November 2016" in text(town.page.get(at))


def test_the_list_asks_as_many_questions_for_one_as_for_many(town):
    town.begun()
    with CaptureQueriesContext(connection) as one:
        town.page.get("/expressions")
    for number in range(5):
        interest.begin(provider=town.tahi, name=f"Kāhui {number}", by=acts(town.lead))
    with CaptureQueriesContext(connection) as many:
        page = text(town.page.get("/expressions"))
    assert page.count("/expressions/") == 6 + 1
    assert len(many) == len(one)


def test_every_page_can_be_read_by_everybody(town):
    at = town.whole()
    adviser = signed_in(Client(), town.adviser)
    town.page.post(f"{at}/boards/school/2/letter", {"to_name": "Mēre", "to": "mere@example.org"})
    link = path_of(Letter.objects.get())
    mine = (
        "",
        "/name",
        "/who?q=rua",
        "/sections/purpose",
        "/sections/pathway",
        "/check",
        "/withdraw",
        "/boards",
    )
    pages = [
        town.page.get(at + page) for page in (*mine, "/boards/school/2/letter", "/boards/school/2/sheet")
    ]
    pages += [adviser.get(f"{at}/boards/school/2/paper"), town.page.get("/expressions"), Client().get(link)]
    chair = signed_in(Client(), town.chair)
    pages += [
        chair.get("/board/school/2"),
        chair.get(f"/board/school/2{at.removeprefix('/expressions')}/interest"),
    ]
    pages += [
        Client().get("/letter/none"),
        town.page.post(f"{at}/sections/purpose", {"edition": 0, "text": "x" * 9_000}),
    ]
    assert {page.request["PATH_INFO"]: faults(text(page)) for page in pages if faults(text(page))} == {}
