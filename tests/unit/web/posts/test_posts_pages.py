"""The pages of posts: one post filled by the people whose part each step is, the workbook out and back, release on a
phone, and what is refused with nothing lost."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from filling_of import ACROSS, LATER, STARTS, WITHIN, Place, asked_on, day
from people import DAY, acts, person, signed_in

from kahui.records.notices.letters import path_of
from kahui.records.notices.models import Letter
from kahui.records.posts.grid import HEADS, SHEET, grid_bytes, read_grid
from kahui.records.posts.models import Appointment, CoverGiven, Opening, ReleaseTaken, Score, Shortlisting
from kahui.records.posts.queries.candidates import candidates, panel
from kahui.records.register.read.sheets import sheets
from kahui.records.timeline.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture(autouse=True)
def _day(settings):
    settings.ACTING_DAY = DAY


@pytest.fixture
def place():
    return Place.made()


def as_(who):
    return signed_in(Client(), who)


def faults(response):
    """The sentences of a page's summary of faults."""
    found = re.search(r'class="errors".*?</div>', response.content.decode(), re.DOTALL)
    return re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", found[0]) if found else []


def words_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# ---- one post, by the people whose part it is --------------------------------------------------------------------------


def test_a_post_is_filled_on_the_screen_by_seven_people(place, settings):
    leader, here = as_(place.leader), "/inside/101/posts"
    sent = leader.post(f"{here}/advertise", {
        "post": f"{ACROSS}:", "closes": "2016-11-29", "blind": "on", "purposes": ["transitions"],
        "challenge": "From year 8 to 9", "words": "Two days a week.",
    })  # fmt: skip
    opening = Opening.objects.get()
    at = f"{here}/openings/{opening.pk}"
    assert sent.url == f"{at}/panel"
    keys = [f"{p.pk}:{s.pk}" for p, s in zip(place.leads[:2], place.schools, strict=False)]
    assert leader.post(sent.url, {"people": keys}).url == at
    for lead in place.leads[:2]:
        assert as_(lead).post(f"{at}/declare", {"conflict": "no"}).status_code == 302
    ana = person("Ana Horomia")
    asked = [p for post in place.definition.posts if post.code == ACROSS for p in post.terms.prerequisites]
    said = {"school": place.schools[2].pk, "words": "I would.", "prerequisites": asked}
    assert as_(ana).post(f"/openings/{opening.pk}", said).url == "/openings"
    application = opening.applications.get()
    board = as_(place.boards[2])
    assert board.post(f"/board/posts/{application.pk}/support", {"agrees": "yes"}).url == "/waiting"

    settings.ACTING_DAY = LATER
    for lead, score in zip(place.leads[:2], ("4", "5"), strict=True):
        scored = {"what": "score", "score-score": score, "score-reason": "Clear."}
        assert as_(lead).post(f"{at}/candidates/1", scored).status_code == 302
    lead = as_(place.leads[0])
    lead.post(f"{at}/candidates/1", {"what": "list", "list-listed": "yes", "list-reason": "Strongest."})
    assert lead.post(f"{at}/candidates/1/choose", {"reason": "The best."}).url == at
    assert as_(place.adviser).post(f"{at}/affirm", {"met": "yes"}).url == at
    assert board.post(f"/board/posts/{application.pk}/approve", {"agrees": "yes"}).url == "/waiting"
    given = leader.post(
        f"{at}/appoint", {"tenure": "fixed", "starts": "2017-01-30", "last": "2018-12-31", "reason": ""}
    )
    assert given.url == at
    appointment = Appointment.objects.get()
    settings.ACTING_DAY = STARTS
    assert leader.post(f"{here}/held/{appointment.pk}/start", {"on": "2017-01-30"}).status_code == 302
    assert "1 of 13 posts held" in words_of(leader.get(here))
    assert place.counts(ACROSS, on=STARTS) == (2, 0, 0, 1, 0)
    assert "you were appointed" in words_of(as_(ana).get("/openings"))
    assert f'href="/release/{appointment.pk}' in as_(ana).get("/release", follow=True).content.decode()


def test_a_board_answers_from_its_letter_without_signing_in(place, settings):
    application = place.chosen(place.advertise())
    place.affirm(application)
    settings.ACTING_DAY = LATER
    at = f"/inside/101/posts/openings/{application.opening_id}"
    asked = {"to_name": "Ria Pou", "to": "chair@example.org"}
    assert as_(place.leader).post(f"{at}/letter", asked).status_code == 302
    link, board = path_of(Letter.objects.get()), Client()
    page = words_of(board.get(link))
    assert ["Ana Horomia" in page, "Does your board appoint them?" in page] == [True, True]
    assert faults(board.post(link, {"agrees": "no", "words": ""})) == [
        "POST-19: What ends or decides something about a post is given with its reason. There is none for saying no. "
        "Say why, in words: nothing you wrote is lost."
    ]
    assert "Your board’s answer is on record" in words_of(board.post(link, {"agrees": "yes", "words": ""}))
    assert board.post(link, {"agrees": "no", "words": "x"}).status_code == 410
    assert application.approvals.get().answered_by == "Ria Pou, by signed link"


# ---- what is refused, with nothing lost ---------------------------------------------------------------------------------


def test_a_rule_that_does_not_hold_is_said_beside_what_was_written(place):
    place.advertise("leader")
    sent = as_(place.leader).post("/inside/101/posts/advertise", {
        "post": "leader:", "closes": "2016-12-01", "words": "Leads, in Ōtāhuhu.", "challenge": "",
    })  # fmt: skip
    assert sent.status_code == 422
    assert [f[:7] for f in faults(sent)] == ["POST-2:"]
    assert "Leads, in Ōtāhuhu." in sent.content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/ledger",
        "/money",
        "/release",
        "/advertise",
        "/entitlement",
        "/transfer",
        "/convert/merge",
        "/openings/1",
    ],
)
def test_a_network_out_of_reach_is_not_there(place, page):
    other = Place.made(number=102)
    assert as_(other.leader).get(f"/inside/101/posts{page}").status_code in (403, 404)
    assert Client().get(f"/inside/101/posts{page}").status_code == 302


def test_a_board_answers_for_nobody_it_does_not_employ(place):
    application = place.apply(place.advertise())
    other = as_(place.boards[0])
    assert other.get(f"/board/posts/{application.pk}/support").status_code == 404
    assert other.post(f"/board/posts/{application.pk}/approve", {"agrees": "yes"}).status_code == 404


def test_nobody_takes_back_or_tells_of_what_is_somebody_else_s(place):
    application = place.apply(place.advertise())
    held = place.given(WITHIN, "Rangi Kaihau", place.schools[2])
    other = as_(person("Moana Tai"))
    assert other.post(f"/applications/{application.pk}/back").status_code == 404
    assert other.get(f"/release/{held.pk}").status_code == 404


# ---- the workbook ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def scored(place, settings):
    """Three candidates, of whom one member of the panel has scored the first."""
    settings.ACTING_DAY = LATER
    opening = place.advertise()
    place.panel(opening)
    for name, at in (("Ana Horomia", 2), ("=Rangi", 1), ("Moana Tai", 0)):
        place.apply(opening, name, place.schools[at], words=f"=1+1 {name}")
    place.score(opening.applications.get(number=1), 4)
    return opening


def rows_of(data):
    return next(rows for title, rows in sheets(data, "grid.xlsx") if title == SHEET)


def book(rows):
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = made.add_worksheet(SHEET)
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            sheet.write_string(n, m, cell)
    made.close()
    return out.getvalue()


def sends(client, opening, data, name="grid.xlsx"):
    return client.post(
        f"/inside/101/posts/openings/{opening.pk}/scores", {"file": SimpleUploadedFile(name, data)}
    )


def test_a_workbook_comes_back_with_its_links_and_nothing_is_recorded_twice(place, scored):
    lead = as_(place.leads[0])
    data = lead.get(f"/inside/101/posts/openings/{scored.pk}/grid.xlsx").content
    rows = rows_of(data)
    assert [row[:5] for row in rows] == [
        list(HEADS[:5]),
        [f"{scored.pk}-1", "Ana Horomia", "=1+1 Ana Horomia", "4", "Clear."],
        [f"{scored.pk}-2", "=Rangi", "=1+1 =Rangi", "", ""],
        [f"{scored.pk}-3", "Moana Tai", "=1+1 Moana Tai", "", ""],
    ]
    before = Score.objects.count()
    assert "0 scores recorded, 1 stood already, 2 rows left blank." in words_of(sends(lead, scored, data))
    assert Score.objects.count() == before


def test_scores_of_a_workbook_are_recorded_and_each_refused_row_is_said(place, scored):
    head = list(HEADS)
    rows = [
        head,
        [f"{scored.pk}-3", "Renamed", "", "5", "Strong, in Ōtāhuhu", "", ""],
        [f"{scored.pk}-2", "", "", "9", "Too much", "", ""],
        ["999-1", "", "", "3", "Elsewhere", "", ""],
        [f"{scored.pk}-1", "", "", "four", "In words", "", ""],
        [f"{scored.pk}-2", "", "", "3", "", "", ""],
        [f"{scored.pk}-2", "", "", "", "", "", ""],
    ]
    sent = sends(as_(place.leads[0]), scored, book(rows))
    assert sent.status_code == 422
    assert "1 score recorded, 0 stood already, 1 row left blank, 4 refused." in words_of(sent)
    assert [f.split(".")[0] for f in faults(sent)] == [
        "Row 3: POST-14: A score is a whole number from 1 to 5, with a reason",
        "Row 4: “999-1” is no candidate of this opening",
        "Row 5: “four” is no score",
        "Row 6: POST-14: A score is a whole number from 1 to 5, with a reason",
    ]
    mine = Score.objects.filter(person=place.leads[0]).order_by("id")
    assert [(s.application.number, s.score, s.reason) for s in mine] == [
        (1, 4, "Clear."),
        (3, 5, "Strong, in Ōtāhuhu"),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"not a workbook", "no workbook"),
        (b"PK\x03\x04 broken", "no workbook that can be read"),
        (book([["Key", "Score"]]), "has no column “Your score (1 to 5)”"),
    ],
)
def test_a_file_that_is_no_grid_is_refused_in_a_sentence(place, scored, data, says):
    sent = sends(as_(place.leads[0]), scored, data)
    assert sent.status_code == 422
    assert says in " ".join(faults(sent))


def test_a_blind_workbook_has_no_more_than_the_page(place, settings):
    settings.ACTING_DAY = LATER
    opening = place.advertise(blind=True)
    place.panel(opening)
    place.apply(opening, words="I am Ana Horomia of Kura 1012.")
    moment = asked_on(LATER)
    made = grid_bytes(
        opening, candidates(opening, moment), panel(opening, moment), place.leads[0].pk, lambda c: "https://x"
    )
    assert rows_of(made)[1][:3] == [f"{opening.pk}-1", "Candidate 1", "I am [hidden] of [hidden]."]
    read = read_grid(opening=opening, data=made, name="x", by=acts(place.leads[0], LATER))
    assert (read.recorded, read.blank, read.refused) == (0, 1, ())
    assert Shortlisting.objects.count() == 0


# ---- as at, queries, release ------------------------------------------------------------------------------------------------


def test_the_ledger_obeys_the_dates_of_its_page(place):
    place.start(place.given(ends=day("2018-01-30")))
    leader = as_(place.leader)
    shown = [
        words_of(leader.get(f"/inside/101/posts?on={on}"))
        for on in ("2016-12-01", "2017-02-01", "2018-01-30")
    ]
    assert [re.search(r"(\d+) of 13 posts held", page)[1] for page in shown] == ["0", "1", "0"]
    assert "the term ran out" in words_of(leader.get("/inside/101/posts/ledger?on=2018-01-30"))
    assert leader.get("/inside/101/posts?on=2016-02-30").status_code == 400


def test_pages_ask_as_many_questions_of_one_opening_as_of_many(place):
    leader = as_(place.leader)

    def fill(names):
        for name in names:
            opening = place.advertise(WITHIN, place.schools[0])
            place.panel(opening)
            place.apply(opening, name, place.schools[0])

    def asked():
        found = []
        for page in ("", "/ledger", "/money", "/release"):
            with CaptureQueriesContext(connection) as queries:
                leader.get(f"/inside/101/posts{page}")
            found.append(len(queries))
        return found

    place.start(place.given())
    fill(["Ana A"])
    few = asked()
    fill(["Ana B", "Ana C", "Ana D"])
    assert asked() == few
    assert max(few) <= 60


def test_a_teacher_tells_of_release_and_asks_for_cover_that_a_school_gives(place, settings):
    held = place.given(WITHIN, at=place.schools[2], tenure="permanent", ends=None)
    place.start(held)
    settings.ACTING_DAY = dt.date(2017, 2, 15)
    teacher, lead = as_(held.person), as_(place.leads[0])
    week = {"week": "2017-02-13", "taken": "1.5", "covered": "1", "covered_by": "Mere"}
    assert teacher.post(f"/release/{held.pk}", week).status_code == 302
    refused = teacher.post(f"/release/{held.pk}", week | {"covered": "3"})
    assert (refused.status_code, [f[:8] for f in faults(refused)]) == (422, ["POST-42:"])
    assert [(r.taken, r.covered) for r in ReleaseTaken.objects.current()] == [(1.5, 1)]
    assert "1.5 of 2 hours taken in 1 week; 0.5 unmet" in words_of(teacher.get(f"/release/{held.pk}"))
    assert teacher.post(f"/release/{held.pk}/ask", {"week": "2017-02-20", "hours": "2"}).status_code == 302
    offer = {
        "school": place.schools[0].pk,
        "name": "Mere",
        "when": "Tuesdays",
        "hours": "4",
        "starts": "2017-02-01",
    }
    assert lead.post("/inside/101/posts/release/offer", offer).status_code == 302
    asked, pool = held.cover_asked.get(), place.network.cover_offers.get()
    assert (
        lead.post(f"/inside/101/posts/release/{asked.pk}/give", {"offer": pool.pk, "hours": "2"}).status_code
        == 302
    )
    assert CoverGiven.objects.get().hours == 2
    assert "0.5 of 2 hours of release unmet" in words_of(as_(place.leader).get("/inside/101/posts/release"))


def test_whoever_looks_at_a_holder_is_on_the_record_once_a_day(place, settings):
    held = place.given()
    assert as_(place.leader).get(f"/inside/101/posts/held/{held.pk}").status_code == 404  # not appointed yet
    settings.ACTING_DAY = LATER
    leader = as_(place.leader)
    for _ in range(3):
        assert leader.get(f"/inside/101/posts/held/{held.pk}").status_code == 200
    looks = Entry.objects.filter(kind=Entry.Kind.LOOKED, about__key=str(held.person_id))
    assert [e.words for e in looks] == ["Looked at the appointment of Ana Horomia."]


def test_notices_conversions_and_transfers_are_recorded_from_their_pages(place):
    adviser, leader = as_(person("An Adviser", "adviser", place.network)), as_(place.leader)
    a, b, c = place.schools
    notice = {"post": WITHIN, "school": a.pk, "count": "9", "starts": "2016-11-01", "source": "Notice 2017"}
    assert adviser.post("/inside/101/posts/entitlement", notice).status_code == 302
    merge = {"times": "1", "reason": "The plan.", f"from_{a.pk}": "2", f"from_{b.pk}": "1"}
    assert leader.post("/inside/101/posts/convert/merge", merge).status_code == 302
    moved = {
        "post": WITHIN,
        "was": a.pk,
        "became": c.pk,
        "starts": "2016-11-15",
        "last": "2017-10-31",
        "reason": "Small.",
    }
    assert leader.post("/inside/101/posts/transfer", moved).status_code == 302
    assert [place.counts(WITHIN, s)[0] for s in (a, b, c)] == [6, 2, 3]
    assert place.counts(ACROSS)[0] == 3
    few = leader.post("/inside/101/posts/convert/merge", {"times": "1", "reason": "x", f"from_{a.pk}": "1"})
    assert [f[:8] for f in faults(few)] == ["POST-37:"]
