"""The pages on which members write, compare, sign and submit: nothing written is lost, and nobody signs for another."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from html_faults import faults
from people import DAY, SETTING_UP, network, person, school, service, signed_in
from worlds import KAHUI_AKO

from kahui.records.challenges.models import Submission
from kahui.records.documents.models import Draft, Version
from kahui.records.formation.actions import members as verbs
from kahui.records.formation.actions.consents import answer_by_letter
from kahui.records.formation.models import Consent
from kahui.records.networks.actions import decide
from kahui.records.networks.agreements import may_share
from kahui.records.networks.models import Decision, MemorandumTerm, Sharing
from kahui.records.notices.models import Letter

pytestmark = pytest.mark.django_db
MEMORANDUM = ("purpose", "structure", "roles", "term", "privacy")
CHALLENGES = ("challenges", "evidence", "actions", "progress", "engagement")
PDF = b"%PDF-1.4 a page %%EOF"


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    settings.ACTING_DAY = DAY
    settings.HOME = tmp_path


@pytest.fixture
def place():
    first = network(101, name="Kāhui Ōtāhuhu")
    for one in (school(1, "Te Kura o Ōrākei"), school(2), service(3)):
        verbs.join(network=first, provider=one, on=dt.date(2015, 1, 1), by=SETTING_UP, definition=KAHUI_AKO)
    decide(
        network=first, gate="approval", decision="approved", on=dt.date(2015, 2, 1), source="a test", by="a test",
        definition=KAHUI_AKO,
    )  # fmt: skip
    return first


@pytest.fixture
def leader(place):
    return signed_in(Client(), person("Mere Tau", "leader", place))


@pytest.fixture
def boards(place):
    names = ("Hana Reweti", "Piripi Moana", "Aroha Pene")
    held = place.memberships.order_by("provider__kind", "provider__number").select_related("provider")
    by_number = {m.provider.number: m.provider for m in held}
    roles = ("board", "board", "nominee")
    return [
        signed_in(Client(), person(name, role, by_number[n])) for n, (name, role) in enumerate(zip(names, roles, strict=True), 1)
    ]  # fmt: skip


def text_of(response):
    return response.content.decode()


def write(client, kind, code, text, edition=0):
    return client.post(f"/inside/101/{kind}/write/{code}", {"text": text, "edition": edition})


def fixed(client, kind, sections, words="Kia ako tahi"):
    for code in sections:
        held = Draft.objects.filter(document__kind=kind, section=code).first()
        write(client, kind, code, f"{words}: {code}", held.edition if held else 0)
    return client.post(f"/inside/101/{kind}/fix", follow=True)


def answered(board, kind, member, version=1, agrees="yes", words=""):
    return board.post(
        f"/inside/101/{kind}/answer/{member}",
        {"version": version, "agrees": agrees, "words": words},
        follow=True,
    )


MEMBERS = ("school/1", "school/2", "service/3")


def test_a_memorandum_is_written_fixed_and_signed_by_every_board_on_its_pages(leader, boards):
    assert "No version has been fixed yet" in text_of(leader.get("/inside/101/memorandum"))
    assert "Version 1 is fixed" in text_of(fixed(leader, "memorandum", MEMORANDUM))
    said = []
    for board, member in zip(boards, MEMBERS, strict=True):
        answered(board, "memorandum", member)
        said.append("It is signed" in text_of(leader.get("/inside/101/memorandum")))
    assert said == [False, False, True]
    assert Decision.objects.get(gate="memorandum").recorded_by == "Aroha Pene"


def test_a_board_is_offered_its_own_answer_only_and_may_not_give_another(leader, boards):
    fixed(leader, "memorandum", MEMORANDUM)
    page = text_of(boards[0].get("/inside/101/memorandum"))
    assert [f"/memorandum/answer/{m}" in page for m in MEMBERS] == [True, False, False]
    answer = answered(boards[0], "memorandum", "school/2")
    assert (answer.status_code, Consent.objects.count()) == (422, 0)
    assert "You may not answer for a board or for a service here" in text_of(answer)


def test_a_version_fixed_while_a_board_was_reading_is_not_signed_by_it(leader, boards):
    fixed(leader, "memorandum", MEMORANDUM)
    fixed(leader, "memorandum", MEMORANDUM, "Kia mahi tahi")
    answer = answered(boards[0], "memorandum", "school/1", version=1, words="Ka pai")
    assert (answer.status_code, Consent.objects.count()) == (422, 0)
    assert ("MEM-1" in text_of(answer), "Ka pai" in text_of(answer)) == (True, True)


def test_an_answer_sent_twice_is_one(leader, boards):
    fixed(leader, "memorandum", MEMORANDUM)
    for _ in range(2):
        answered(boards[0], "memorandum", "school/1")
    assert Consent.objects.count() == 1


def test_a_board_answers_on_paper_that_the_leader_records(leader, boards):
    fixed(leader, "memorandum", MEMORANDUM)
    said = {"version": 1, "agrees": "yes", "words": "", "answered_by": "Aroha Pēne", "on": "2016-11-15"}
    path = "/inside/101/memorandum/paper/service/3"
    none = leader.post(path, {**said, "paper": SimpleUploadedFile("scan.pdf", b"GIF89a")})
    assert (none.status_code, "CON-8" in text_of(none), "Aroha Pēne" in text_of(none)) == (422, True, True)
    leader.post(path, {**said, "paper": SimpleUploadedFile("scan.pdf", PDF)})
    made = Consent.objects.get()
    assert (made.answered_by, made.way, made.recorded_by) == ("Aroha Pēne", "paper", "Mere Tau")
    assert boards[0].post(path, said).status_code == 403


def test_a_board_that_does_not_sign_in_is_asked_by_letter(leader, boards):
    fixed(leader, "memorandum", MEMORANDUM)
    path = "/inside/101/memorandum/letter/service/3"
    refused = leader.post(path, {"to_name": "Aroha Pēne", "to": "ārohā@example.org"})
    assert (refused.status_code, "ACC-1" in text_of(refused), Letter.objects.count()) == (422, True, 0)
    assert boards[1].post(path, {"to_name": "Aroha", "to": "aroha@example.org"}).status_code == 422
    leader.post(path, {"to_name": "Aroha Pēne", "to": "aroha@example.org"})
    letter = Letter.objects.get()
    for board, member in zip(boards[:2], MEMBERS[:2], strict=True):
        answered(board, "memorandum", member)
    answer_by_letter(letter=letter, agrees=True, definition=KAHUI_AKO)
    assert "It is signed" in text_of(leader.get("/inside/101/memorandum"))
    assert Consent.objects.get(way="letter").answered_by == "Aroha Pēne"


def test_who_saves_over_somebody_sees_both_texts_and_loses_nothing(leader, place):
    other = signed_in(
        Client(), person("Rangi Pou", "school-lead", place.memberships.get(provider__number=1).provider)
    )
    write(leader, "memorandum", "purpose", "Kia ako tahi tātou")
    write(other, "memorandum", "purpose", "Kia ako tahi koutou", edition=1)
    answer = write(leader, "memorandum", "purpose", "Kia ako tahi mātou", edition=1)
    page = text_of(answer)
    assert answer.status_code == 422
    assert ["DOC-1" in page, "koutou" in page, "mātou" in page, 'name="edition" value="2"' in page] == [
        True
    ] * 4
    assert write(leader, "memorandum", "purpose", "Kia ako tahi mātou", edition=2).status_code == 302
    assert Draft.objects.get().text == "Kia ako tahi mātou"


@pytest.mark.parametrize("letters", [10_001, 1_000_000])
def test_a_text_that_is_too_long_is_refused_in_a_sentence_and_stays_on_the_page(leader, letters):
    answer = write(leader, "memorandum", "purpose", "ā" * letters)
    assert (answer.status_code, Draft.objects.count()) == (422, 0)
    page = text_of(answer)
    assert (f"has {letters:,}, and holds 10,000" in page, "ā" * letters in page) == (True, True)


def test_thirty_megabytes_are_refused_in_a_sentence_and_the_draft_stays(leader):
    write(leader, "memorandum", "purpose", "Kia ako tahi")
    answer = leader.post("/inside/101/memorandum/write/purpose", {"text": "ā" * 15_000_000, "edition": 1})
    assert answer.status_code in (400, 413, 422)
    assert "<h1>" in text_of(answer)
    assert Draft.objects.get().text == "Kia ako tahi"


def test_what_changed_from_one_version_to_the_next_is_shown_side_by_side_with_its_numbers(leader):
    fixed(leader, "challenges", CHALLENGES, "1. Tuhituhi 85%")
    fixed(leader, "challenges", CHALLENGES, "1. Tuhituhi 90%")
    page = text_of(leader.get("/inside/101/challenges/versions/2?beside=1"))
    assert ["<del>85%</del>" in page, "<ins>90%</ins>" in page, "Numbers that moved" in page] == [True] * 3
    assert "1. Tuhituhi 85%: evidence" in text_of(leader.get("/inside/101/challenges/versions/1"))
    assert leader.get("/inside/101/challenges/versions/7").status_code == 404


def test_somebody_says_something_of_a_section(leader, boards):
    boards[0].post("/inside/101/memorandum/write/purpose/say", {"words": "He pātai tāku."})
    assert "He pātai tāku." in text_of(leader.get("/inside/101/memorandum/write/purpose"))
    empty = boards[0].post("/inside/101/memorandum/write/purpose/say", {"words": " "})
    assert empty.status_code == 422


def test_challenges_go_from_the_first_word_to_the_regional_office(leader, boards):
    assert "They are being written" in text_of(leader.get("/inside/101/challenges"))
    fixed(leader, "challenges", CHALLENGES, "1. Tuhituhi 85%")
    early = leader.post("/inside/101/challenges/submit", {"words": "Anei"})
    assert (early.status_code, "CHA-2" in text_of(early), "Anei" in text_of(early)) == (422, True, True)
    for board, member in zip(boards, MEMBERS, strict=True):
        answered(board, "challenges", member)
    page = text_of(leader.get("/inside/101/challenges"))
    assert ["agreed by every board, not submitted yet" in page, "/inside/101/challenges/submit" in page] == [
        True,
        True,
    ]
    assert "1 numbered challenge found" in page
    leader.post("/inside/101/challenges/submit", {"words": "Anei"})
    assert Submission.objects.get().words == "Anei"
    assert "before the gate “Challenges submitted”" in text_of(leader.get("/inside/101/challenges"))


def test_a_version_with_a_section_missing_is_not_fixed(leader):
    write(leader, "challenges", "challenges", "1. Tuhituhi")
    answer = leader.post("/inside/101/challenges/fix")
    assert (answer.status_code, "DOC-4" in text_of(answer), Version.objects.count()) == (422, True, 0)


def test_its_term_and_its_review_are_written_and_a_term_that_ends_first_is_refused(leader):
    fixed(leader, "memorandum", MEMORANDUM)
    said = {"starts": "2016-11-15", "ends": "2016-11-01", "review_on": ""}
    assert "NET-12" in text_of(leader.post("/inside/101/memorandum/term", said))
    leader.post("/inside/101/memorandum/term", {**said, "ends": "2018-12-31", "review_on": "2017-12-31"})
    assert MemorandumTerm.objects.get().review_on == dt.date(2017, 12, 31)
    assert "31 December 2018" in text_of(leader.get("/inside/101/memorandum"))


def test_a_line_of_the_protocol_is_put_to_the_boards_and_shares_what_they_agree_to(leader, boards, place):
    said = {
        "information": "achievement", "purpose": "monitoring", "roles": ["leader"], "starts": "2016-11-15",
        "ends": "2017-11-15", "words": "Ka mau",
    }  # fmt: skip
    assert "highly sensitive" not in text_of(leader.get("/inside/101/memorandum/share")).lower()
    forged = leader.post("/inside/101/memorandum/share", {**said, "information": "safety"})
    assert (forged.status_code, Sharing.objects.count()) == (422, 0)
    leader.post("/inside/101/memorandum/share", said)
    line = Sharing.objects.get()
    path = f"/inside/101/memorandum/shared/{line.pk}"
    boards[0].post(f"{path}/school/1", {"agrees": "yes"})
    assert boards[0].post(f"{path}/school/2", {"agrees": "yes"}).status_code == 403
    asked = {
        "network": place,
        "purpose": "monitoring",
        "what": "achievement",
        "on": DAY,
        "definition": KAHUI_AKO,
    }
    assert may_share(**asked).boards == {("school", 1)}
    leader.post(f"{path}/end")
    assert not may_share(**asked)


@pytest.mark.parametrize("page", ["memorandum", "challenges", "members", "ending"])
def test_a_page_asks_as_many_questions_of_three_members_as_of_eight(
    leader, place, page, django_assert_num_queries
):
    fixed(leader, "memorandum", MEMORANDUM)
    fixed(leader, "challenges", CHALLENGES)
    leader.get(f"/inside/101/{page}")
    with CaptureQueriesContext(connection) as few:
        leader.get(f"/inside/101/{page}")
    for number in range(10, 15):
        verbs.join(network=place, provider=school(number), on=DAY, by=SETTING_UP, definition=KAHUI_AKO)
    with django_assert_num_queries(len(few)):
        leader.get(f"/inside/101/{page}")


def test_reading_a_page_writes_nothing(leader):
    for page in ("memorandum", "challenges", "memorandum/write/purpose"):
        with CaptureQueriesContext(connection) as asked:
            assert leader.get(f"/inside/101/{page}").status_code == 200
        assert [q["sql"] for q in asked if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


def test_an_evaluator_reads_everything_and_changes_nothing(leader, place):
    fixed(leader, "memorandum", MEMORANDUM)
    reader = signed_in(Client(), person("Tama Iti", "evaluator"))
    for page in (
        "",
        "/memorandum",
        "/memorandum/versions/1",
        "/memorandum/write/purpose",
        "/challenges",
        "/members",
    ):
        assert reader.get(f"/inside/101{page}").status_code == 200
    for path in ("memorandum/fix", "challenges/fix", "memorandum/share", "members/join", "challenges/submit"):
        assert reader.post(f"/inside/101/{path}", {}).status_code == 403
    assert write(reader, "memorandum", "purpose", "Kāo").status_code == 422
    assert Version.objects.count() == 1


def test_every_page_passes_what_can_be_checked_without_a_browser(leader, boards, place):
    fixed(leader, "memorandum", MEMORANDUM)
    fixed(leader, "challenges", CHALLENGES, "1. Tuhituhi 85%")
    fixed(leader, "challenges", CHALLENGES, "1. Tuhituhi 90%")
    answered(boards[1], "memorandum", "school/2", agrees="no", words="Kāo")
    said = {"information": "achievement", "purpose": "monitoring", "roles": ["leader"]}
    leader.post("/inside/101/memorandum/share", {**said, "starts": "2016-11-15", "ends": "2017-11-15"})
    boards[0].post("/inside/101/memorandum/write/purpose/say", {"words": "Ka pai."})
    leader.post("/inside/101/members/school/2/leave", {"notified_on": "2016-11-15", "leaves": "2016-11-15"})
    pages = (
        "", "/members", "/members/join", "/members/school/1/leave", "/members/school/1/closes", "/memorandum",
        "/memorandum/term", "/memorandum/end", "/memorandum/share", "/memorandum/write/purpose",
        "/memorandum/versions/1", "/memorandum/paper/service/3",
        "/memorandum/letter/service/3", "/challenges", "/challenges/submit",
        "/challenges/versions/2?beside=1", "/ending", "/ending/together", "/ending/apart",
    )  # fmt: skip
    found = {page: faults(text_of(leader.get(f"/inside/101{page}"))) for page in pages}
    found["board"] = faults(text_of(boards[0].get("/inside/101/memorandum")))
    found["answer"] = faults(text_of(boards[0].get("/inside/101/memorandum/answer/school/1")))
    found["refused"] = faults(
        text_of(leader.post("/inside/101/memorandum/term", {"starts": "", "ends": "x"}))
    )
    assert {page: faulty for page, faulty in found.items() if faulty} == {}
