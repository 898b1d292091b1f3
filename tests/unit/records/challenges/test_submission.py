"""Challenges from the first version to the endorsement, back and again: through the verbs that people use."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people import DAY, SETTING_UP, acts, network, person, school
from worlds import KAHUI_AKO

from kahui.records.access.check import NotAllowed
from kahui.records.challenges.actions import fix, submit
from kahui.records.challenges.models import Submission
from kahui.records.challenges.queries import sendings, states
from kahui.records.challenges.waiting import waiting
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.actions import ask_for_change, save_section
from kahui.records.documents.queries import changed_sections
from kahui.records.formation.actions import advising
from kahui.records.formation.actions import members as verbs
from kahui.records.formation.actions.consents import answer
from kahui.records.formation.actions.deciding import decide_gate
from kahui.records.formation.models import Declaration, Office
from kahui.records.formation.queries.memorandum import document_of
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.queries.turns import now_on
from kahui.records.networks.actions import decide
from kahui.records.notices.models import Notice

pytestmark = pytest.mark.django_db
SECTIONS = ("challenges", "evidence", "actions", "progress", "engagement")


class Place:
    def __init__(self, approved=True):
        self.kura = [school(1, "Te Kura o Ōrākei"), school(2)]
        self.network = network(101, name="Kāhui Ōtāhuhu")
        for one in self.kura:
            verbs.join(
                network=self.network,
                provider=one,
                on=dt.date(2015, 1, 1),
                by=SETTING_UP,
                definition=KAHUI_AKO,
            )
        if approved:
            decide(
                network=self.network, gate="approval", decision="approved", on=dt.date(2015, 2, 1), source="a test",
                by="a test", definition=KAHUI_AKO,
            )  # fmt: skip
        Office.objects.create(
            network=self.network, region="Auckland", starts=DAY, starts_by=DAY, known_from="2016-01-01T00:00Z",
            recorded_by="a test", source="",
        )  # fmt: skip
        self.leader = acts(person("Mere Tau", "leader", self.network))
        self.boards = [
            acts(person(n, "board", k))
            for n, k in zip(("Hana Reweti", "Piripi Moana"), self.kura, strict=True)
        ]
        self.director = acts(person("Rangi Pou", "director", "Auckland", capacity="director"))
        self.minister = acts(person("Wiremu Tao", "office", capacity="minister"))

    def writes(self, words="1. Tuhituhi: 85% (913) by 2020", section="challenges"):
        document, there = document_of(self.network, "challenges"), places_of_one(self.network, DAY)
        held = document.drafts.filter(section=section).first()
        save_section(
            document=document, section=section, text=words, edition=held.edition if held else 0, places=there,
            definition=KAHUI_AKO, by=self.leader,
        )  # fmt: skip

    def fixes(self, words="1. Tuhituhi: 85% (913) by 2020"):
        for section in SECTIONS:
            self.writes(words if section == "challenges" else f"Ko te {section}", section)
        return fix(network=self.network, by=self.leader, definition=KAHUI_AKO)

    def agree(self, version, *which, agrees=True, words=""):
        for n in which or range(len(self.kura)):
            answer(
                network=self.network, provider=self.kura[n], matter="challenges", version=version, agrees=agrees,
                words=words, by=self.boards[n], definition=KAHUI_AKO,
            )  # fmt: skip

    def submits(self, version, by=None):
        return submit(network=self.network, version=version, by=by or self.leader, definition=KAHUI_AKO)

    def decides(self, gate, word, by, **more):
        sent = sendings([self.network], now_on(DAY))
        return decide_gate(
            networks=[self.network],
            gate=gate,
            word=word,
            on=DAY,
            by=by,
            definition=KAHUI_AKO,
            sent=sent,
            **more,
        )

    def state(self):
        found = states([self.network], now_on(DAY), KAHUI_AKO)[self.network.pk]
        return (found.code, found.version, found.owner.capacity or found.owner.role)

    def waits(self):
        return sorted(
            (w.code, w.capacity or w.role, w.place.key) for w in waiting([self.network], DAY, KAHUI_AKO)
        )


@pytest.fixture
def place():
    made = Place()
    for who in (made.director, made.minister):
        Declaration.objects.create(
            network=made.network, person=who.person, conflict=False, on=DAY, on_by=DAY,
            known_from="2016-01-01T00:00Z", recorded_by="a test", source="",
        )  # fmt: skip
    return made


def test_from_a_draft_to_the_endorsement_every_turn_has_its_owner(place):
    passed = [place.state()]
    place.fixes()
    passed.append(place.state())
    place.agree(1)
    passed.append(place.state())
    place.submits(1)
    passed.append(place.state())
    place.decides("submission", "submitted", place.director)
    passed.append(place.state())
    place.decides("endorsement", "endorsed", place.minister)
    passed.append(place.state())
    assert passed == [
        ("writing", None, "leader"),
        ("agreeing", 1, "board"),
        ("ready", 1, "leader"),
        ("office", 1, "director"),
        ("office", 1, "minister"),
        ("endorsed", 1, "leader"),
    ]


def test_what_waits_has_one_owner_at_every_step(place):
    seen = [place.waits()]
    place.fixes()
    seen.append(place.waits())
    place.agree(1, 0)
    seen.append(place.waits())
    place.agree(1, 1)
    seen.append(place.waits())
    place.submits(1)
    seen.append(place.waits())
    assert seen[:4] == [
        [("challenges.writing", "leader", "101")],
        [("challenges.agree", "board", "1"), ("challenges.agree", "board", "2")],
        [("challenges.agree", "board", "2")],
        [("challenges.ready", "leader", "101")],
    ]
    assert [(who, key) for _, who, key in seen[4]] == [("director", "Auckland")]


def test_nothing_is_submitted_that_a_board_has_not_agreed_to(place):
    place.fixes()
    place.agree(1, 0)
    with pytest.raises(RuleBroken, match=r"CHA-2: .* Kura 2 has not answered"):
        place.submits(1)
    place.agree(1, 1, agrees=False, words="Kāore.")
    with pytest.raises(RuleBroken, match=r"CHA-2: .* Kura 2 does not agree"):
        place.submits(1)
    assert Submission.objects.count() == 0


def test_what_is_submitted_is_the_newest_version_and_once(place):
    place.fixes()
    place.agree(1)
    place.fixes("1. Tuhituhi: 90%")
    with pytest.raises(RuleBroken, match=r"CHA-1: .* This was version 1, and version 2"):
        place.submits(1)
    place.agree(2)
    place.submits(2)
    with pytest.raises(RuleBroken, match="CHA-4"):
        place.submits(2)
    assert Submission.objects.count() == 1


def test_a_version_that_was_returned_is_not_submitted_again_as_it_is(place):
    place.fixes()
    place.agree(1)
    place.submits(1)
    place.decides("submission", "returned", place.director, reason="By when?")
    assert place.state() == ("back", 1, "leader")
    with pytest.raises(RuleBroken, match=r"CHA-3: .* Version 1 was submitted already"):
        place.submits(1)
    assert Submission.objects.count() == 1


def test_a_board_does_not_submit(place):
    place.fixes()
    place.agree(1)
    with pytest.raises(NotAllowed):
        place.submits(1, by=place.boards[0])


def test_what_an_office_has_before_it_is_not_replaced_and_the_draft_stays(place):
    place.fixes()
    place.agree(1)
    place.submits(1)
    place.writes("1. Pāngarau: 80%")
    with pytest.raises(RuleBroken, match=r"CHA-4: .* It is the turn of the"):
        fix(network=place.network, by=place.leader, definition=KAHUI_AKO)
    assert (
        document_of(place.network, "challenges").drafts.get(section="challenges").text == "1. Pāngarau: 80%"
    )


def test_a_network_that_is_not_approved_fixes_nothing():
    early = Place(approved=False)
    early.writes()
    with pytest.raises(RuleBroken, match="CHA-5"):
        fix(network=early.network, by=early.leader, definition=KAHUI_AKO)


def test_a_returned_section_is_changed_agreed_again_and_endorsed_and_the_numbers_that_moved_are_shown(place):
    first = place.fixes("1. Tuhituhi: 85% (913) by 2020")
    place.agree(1)
    place.submits(1)
    ask_for_change(
        version=first, section="challenges", words="Te tau?", places=places_of_one(place.network, DAY),
        definition=KAHUI_AKO, by=place.director,
    )  # fmt: skip
    assert place.state() == ("back", 1, "leader")
    with pytest.raises(RuleBroken, match="DOC-5"):
        fix(network=place.network, by=place.leader, definition=KAHUI_AKO)
    second = place.fixes("1. Tuhituhi: 88% (945) by 2021")
    (changed,) = changed_sections(first, second)
    assert (changed.section, changed.compared.numbers) == (
        "challenges", (("85%", "88%"), ("913", "945"), ("2020", "2021")),
    )  # fmt: skip
    place.agree(2)
    place.submits(2)
    place.decides("submission", "submitted", place.director)
    place.decides("endorsement", "endorsed", place.minister)
    assert place.state() == ("endorsed", 2, "leader")


def test_an_office_asks_for_no_change_of_what_is_fixed_and_not_yet_submitted(place):
    place.fixes("1. Tuhituhi: 85% (913) by 2020")
    asked = {
        "network": place.network,
        "matter": "challenges",
        "version": 1,
        "section": "challenges",
        "words": "Te tau?",
    }
    before = sendings([place.network], now_on(DAY))
    with pytest.raises(RuleBroken, match="ADV-8"):
        advising.ask_for_change(**asked, by=place.director, definition=KAHUI_AKO, sent=before)
    place.agree(1)
    place.submits(1)
    after = sendings([place.network], now_on(DAY))
    advising.ask_for_change(**asked, by=place.director, definition=KAHUI_AKO, sent=after)
    assert place.state() == ("back", 1, "leader")


def test_endorsed_challenges_are_refreshed_and_endorsed_again(place):
    for version, words in ((1, "1. Tuhituhi: 85%"), (2, "1. Tuhituhi: 90%")):
        assert place.fixes(words).number == version
        place.agree(version)
        place.submits(version)
        place.decides("submission", "submitted", place.director)
        place.decides("endorsement", "endorsed", place.minister)
        assert place.state() == ("endorsed", version, "leader")
    assert Submission.objects.count() == 2


def test_boards_are_asked_once_for_each_version_and_the_director_once_for_each_submission(place):
    place.fixes()
    fix(network=place.network, by=place.leader, definition=KAHUI_AKO)
    place.agree(1)
    place.submits(1)
    told = Notice.objects.filter(kind__in=["consent", "turn"]).order_by("pk")
    assert [n.to for n in told] == [
        "hanareweti@example.org",
        "piripimoana@example.org",
        "rangipou@example.org",
    ]


def test_what_waits_is_asked_in_as_many_queries_for_one_network_as_for_three(
    place, django_assert_num_queries
):
    place.fixes()
    with CaptureQueriesContext(connection) as one:
        waiting([place.network], DAY, KAHUI_AKO)
    others = [network(n, school(n), school(n + 1)) for n in (200, 300)]
    for each in others:
        decide(
            network=each, gate="approval", decision="approved", on=dt.date(2015, 2, 1), source="a test", by="a test",
            definition=KAHUI_AKO,
        )  # fmt: skip
    with django_assert_num_queries(len(one)):
        waiting([place.network, *others], DAY, KAHUI_AKO)
