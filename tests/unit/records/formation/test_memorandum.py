"""A memorandum: signed by every board in one version, for a time, again by whoever joins; ended, never removed."""

import datetime as dt

import pytest
from people import DAY, SETTING_UP, acts, network, person, school, service
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.definition import gates
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.actions import save_section
from kahui.records.formation.actions import members as verbs
from kahui.records.formation.actions.consents import answer, record_paper
from kahui.records.formation.actions.memorandum import end_memorandum, fix_memorandum, set_term, settle
from kahui.records.formation.actions.sharing import answer_sharing, end_sharing, propose_sharing
from kahui.records.formation.models import Consent
from kahui.records.formation.queries.consequences import consequences
from kahui.records.formation.queries.memorandum import document_of, signed_version
from kahui.records.formation.queries.reach import places_of_one
from kahui.records.formation.waiting_agreements import waiting
from kahui.records.networks.actions import decide
from kahui.records.networks.agreements import may_share, term_of
from kahui.records.networks.models import Decision, MemorandumTerm, Sharing
from kahui.records.networks.queries import decided
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db
SECTIONS = ("purpose", "structure", "roles", "term", "privacy")
TOMORROW = DAY + dt.timedelta(days=1)


class Place:
    """A network of two schools and a service that is approved, with a leader and whoever answers for each."""

    def __init__(self, approved=True):
        self.kura = [school(1, "Te Kura o Ōrākei"), school(2), service(3)]
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
        self.leader = acts(person("Mere Tau", "leader", self.network))
        self.boards = [
            acts(person(name, role, one))
            for name, role, one in zip(
                ("Hana Reweti", "Piripi Moana", "Aroha Pene"),
                ("board", "board", "nominee"),
                self.kura,
                strict=True,
            )
        ]

    def fixed(self, words="Kia ako tahi"):
        document, there = document_of(self.network, "memorandum"), places_of_one(self.network, DAY)
        for section in SECTIONS:
            held = document.drafts.filter(section=section).first()
            save_section(
                document=document, section=section, text=f"{words}: {section}", edition=held.edition if held else 0,
                places=there, definition=KAHUI_AKO, by=self.leader,
            )  # fmt: skip
        return fix_memorandum(network=self.network, definition=KAHUI_AKO, by=self.leader)

    def signs(self, which, version=1, agrees=True, **more):
        given = {
            "network": self.network,
            "provider": self.kura[which],
            "matter": "memorandum",
            "version": version,
        }
        said = {"agrees": agrees, "by": self.boards[which], "definition": KAHUI_AKO, **more}
        return answer(**given, **said)

    def stands(self, on=DAY):
        held = [gates.Decision(d.gate, d.decision, d.on, d.on_by) for d in decided(self.network)]
        return gates.stage(held, KAHUI_AKO, on).stands("memorandum")

    def waits(self, on=DAY):
        return sorted((w.code, w.role, w.place.key) for w in waiting([self.network], on, KAHUI_AKO))


@pytest.fixture
def place():
    return Place()


def test_it_is_signed_with_the_last_boards_signature_and_not_before(place):
    place.fixed()
    standing = []
    for which in (0, 1, 2):
        place.signs(which)
        standing.append(place.stands())
    assert standing == [False, False, True]
    made = Decision.objects.get(gate="memorandum")
    assert (made.decision, made.source, made.recorded_by) == (
        "signed",
        "version 1, signed by 3 boards",
        "Aroha Pene",
    )


def test_a_board_that_does_not_agree_says_why_and_may_sign_later(place):
    place.fixed()
    place.signs(0)
    place.signs(1)
    with pytest.raises(RuleBroken, match="CON-"):
        place.signs(2, agrees=False)
    place.signs(2, agrees=False, words="Kāore anō kia whakaae te poari.")
    assert (place.stands(), place.waits()) == (False, [("memorandum.refused", "leader", "101")])
    place.signs(2)
    assert place.stands()


def test_nobody_signs_for_another_board(place):
    place.fixed()
    with pytest.raises(NotAllowed, match="your role is for other places"):
        place.signs(1, by=place.boards[0])
    assert Consent.objects.count() == 0


def test_a_version_that_is_no_longer_the_newest_is_not_signed(place):
    place.fixed()
    place.fixed("Kia mahi tahi")
    with pytest.raises(RuleBroken, match=r"MEM-1: .* This was version 1, and version 2 has been fixed since"):
        place.signs(0, version=1)
    assert Consent.objects.count() == 0


def test_only_a_members_board_signs_and_only_once_the_network_is_approved(place):
    place.fixed()
    stranger = school(9)
    hone = acts(person("Hone Kahu", "board", stranger))
    with pytest.raises(RuleBroken, match="MEM-2"):
        answer(
            network=place.network, provider=stranger, matter="memorandum", version=1, agrees=True, by=hone,
            definition=KAHUI_AKO,
        )  # fmt: skip


def test_before_the_approval_nobody_signs():
    early = Place(approved=False)
    early.fixed()
    with pytest.raises(RuleBroken, match=r"MEM-3: .* The approval of Kāhui Ōtāhuhu does not stand"):
        early.signs(0)


def test_a_signature_on_paper_is_recorded_with_its_scan_by_somebody(place):
    place.fixed()
    on_paper = {
        "network": place.network, "provider": place.kura[2], "matter": "memorandum", "version": 1, "agrees": True,
        "answered_by": "Aroha Pene", "on": DAY, "definition": KAHUI_AKO,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="CON-"):
        record_paper(scan="", by=place.leader, **on_paper)
    made = record_paper(scan="f" * 64, by=place.leader, **on_paper)
    assert (made.answered_by, made.recorded_by, made.way, made.scan) == (
        "Aroha Pene",
        "Mere Tau",
        "paper",
        "f" * 64,
    )
    with pytest.raises(NotAllowed):
        record_paper(scan="f" * 64, by=place.boards[0], **on_paper)


def test_who_joins_signs_too_and_the_memorandum_stands_meanwhile(place):
    place.fixed()
    for which in (0, 1, 2):
        place.signs(which)
    fourth = school(4)
    verbs.join(network=place.network, provider=fourth, on=DAY, by=place.leader, definition=KAHUI_AKO)
    assert (place.stands(), place.waits()) == (True, [("memorandum.sign", "board", "4")])
    assert signed_version(place.network, DAY) is None
    place.kura.append(fourth)
    place.boards.append(acts(person("Hone Kahu", "board", fourth)))
    place.signs(3)
    assert signed_version(place.network, DAY).number == 1
    assert Decision.objects.filter(gate="memorandum").count() == 1


def test_a_new_version_signed_by_all_renews_it(place):
    for number, words in ((1, "Kia ako tahi"), (2, "Kia mahi tahi")):
        place.fixed(words)
        for which in (0, 1, 2):
            place.signs(which, version=number)
    said = Decision.objects.filter(gate="memorandum").order_by("pk").values_list("source", flat=True)
    assert list(said) == ["version 1, signed by 3 boards", "version 2, signed by 3 boards"]
    assert place.stands()


def test_what_waits_is_one_thing_for_each_board_then_nothing(place):
    assert place.waits() == [("memorandum.write", "leader", "101")]
    place.fixed()
    boards = [
        ("memorandum.sign", "board", "1"),
        ("memorandum.sign", "board", "2"),
        ("memorandum.sign", "nominee", "3"),
    ]
    assert place.waits() == boards
    for which in (0, 1, 2):
        place.signs(which)
    assert place.waits() == []


def test_a_term_is_reviewed_renewed_and_ended_on_its_days(place):
    place.fixed()
    for which in (0, 1, 2):
        place.signs(which)
    ends, review = dt.date(2018, 12, 31), dt.date(2017, 12, 31)
    with pytest.raises(RuleBroken, match="MEM-4"):
        set_term(network=place.network, version=9, starts=DAY, ends=ends, by=place.leader)
    with pytest.raises(RuleBroken, match="NET-12"):
        set_term(network=place.network, version=1, starts=DAY, ends=DAY, by=place.leader)
    set_term(network=place.network, version=1, starts=DAY, ends=ends, review_on=review, by=place.leader)
    at = [
        DAY,
        review - dt.timedelta(days=1),
        review,
        dt.date(2018, 10, 1),
        dt.date(2018, 10, 2),
        dt.date(2019, 1, 1),
    ]
    assert [[code for code, *_ in place.waits(on)] for on in at] == [
        [], [], ["memorandum.review"], ["memorandum.review"], ["memorandum.renew"], ["memorandum.renew"],
    ]  # fmt: skip
    set_term(network=place.network, version=1, starts=ends, ends=dt.date(2021, 12, 31), by=place.leader)
    assert (place.waits(dt.date(2019, 1, 1)), term_of(place.network, ends).starts) == ([], ends)


def test_a_term_that_was_written_wrongly_is_superseded_and_stays_on_record(place):
    place.fixed()
    for ends in (dt.date(2018, 1, 1), dt.date(2019, 1, 1)):
        set_term(network=place.network, version=1, starts=DAY, ends=ends, by=place.leader)
    assert (MemorandumTerm.objects.current().count(), MemorandumTerm.objects.count()) == (1, 2)


def test_its_members_end_it(place):
    with pytest.raises(RuleBroken, match="MEM-5"):
        end_memorandum(network=place.network, on=DAY, reason="", by=place.leader, definition=KAHUI_AKO)
    place.fixed()
    for which in (0, 1, 2):
        place.signs(which)
    end_memorandum(network=place.network, on=DAY, reason="Kua mutu.", by=place.leader, definition=KAHUI_AKO)
    assert (place.stands(), signed_version(place.network, DAY).number) == (False, 1)


def test_a_programme_without_such_a_gate_decides_nothing(place):
    place.fixed()
    assert settle(network=place.network, on=DAY, by="a test", definition=ENGLISH_TRUST) is None


def test_what_follows_from_a_leaving_names_what_is_to_be_signed_again_and_shared_no_longer(place):
    place.fixed()
    for which in (0, 1, 2):
        place.signs(which)
    line = shares(place)
    answer_sharing(
        sharing=line, provider=place.kura[0], agrees=True, by=place.boards[0], definition=KAHUI_AKO
    )
    said = consequences(place.network, place.kura[0], DAY, KAHUI_AKO)
    assert said == (
        "1 school and 1 service stay.",
        "The memorandum, version 1, names it as a party: a new version is for the 2 boards that stay to sign.",
        "What it agreed to share is shared no longer from 15 November 2016 on: progress and achievement of each learner.",
    )
    verbs.leave(
        network=place.network, provider=place.kura[0], notified_on=DAY, leaves=DAY, by=place.leader,
        definition=KAHUI_AKO,
    )  # fmt: skip
    assert consequences(place.network, place.kura[0], DAY, KAHUI_AKO) == said


def shares(place, **more):
    said = {
        "purpose": "monitoring",
        "information": "achievement",
        "roles": ["leader"],
        "starts": DAY,
        "ends": TOMORROW,
    }
    return propose_sharing(network=place.network, by=place.leader, definition=KAHUI_AKO, **{**said, **more})


def test_a_line_of_the_protocol_shares_what_boards_agree_to_one_by_one(place):
    line = shares(place)
    waits = [("memorandum.write", "leader", "101"), *[("sharing.answer", r, k) for r, k in BOARDS]]
    assert place.waits() == waits
    answer_sharing(
        sharing=line, provider=place.kura[0], agrees=True, by=place.boards[0], definition=KAHUI_AKO
    )
    answer_sharing(
        sharing=line, provider=place.kura[1], agrees=False, by=place.boards[1], definition=KAHUI_AKO
    )
    with pytest.raises(NotAllowed):
        answer_sharing(
            sharing=line, provider=place.kura[2], agrees=True, by=place.boards[0], definition=KAHUI_AKO
        )
    assert place.waits() == [waits[0], ("sharing.answer", "nominee", "3")]
    asked = {
        "network": place.network,
        "purpose": "monitoring",
        "what": "achievement",
        "definition": KAHUI_AKO,
    }
    assert may_share(**asked, on=DAY).boards == {("school", 1)}
    assert not may_share(**asked, on=TOMORROW)


BOARDS = [("board", "1"), ("board", "2"), ("nominee", "3")]


def test_a_line_that_ends_keeps_its_answers(place):
    line = shares(place, ends=dt.date(2017, 11, 15))
    answer_sharing(
        sharing=line, provider=place.kura[0], agrees=True, by=place.boards[0], definition=KAHUI_AKO
    )
    end_sharing(sharing=line, on=TOMORROW, by=place.leader, definition=KAHUI_AKO)
    asked = {
        "network": place.network,
        "purpose": "monitoring",
        "what": "achievement",
        "definition": KAHUI_AKO,
    }
    assert [bool(may_share(**asked, on=on)) for on in (DAY, TOMORROW)] == [True, False]
    assert Sharing.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"information": "safety"}, "NET-14"),
        ({"purpose": "pānui"}, "NET-13"),
        ({"roles": []}, "NET-15"),
        ({"ends": DAY}, "NET-15"),
    ],
)
def test_what_may_not_be_shared_is_not_proposed(place, said, rule):
    with pytest.raises(RuleBroken, match=rule):
        shares(place, **said)
    assert Sharing.objects.count() == 0


def test_a_text_of_thirty_megabytes_is_refused_and_what_was_written_stays(place):
    place.fixed()
    document, there = document_of(place.network, "memorandum"), places_of_one(place.network, DAY)
    with pytest.raises(RuleBroken, match="DOC-3"):
        save_section(
            document=document, section="purpose", text="ā" * 30_000_000, edition=1, places=there,
            definition=KAHUI_AKO, by=place.leader,
        )  # fmt: skip
    assert document.drafts.get(section="purpose").text == "Kia ako tahi: purpose"


def test_every_signature_is_told_in_words(place):
    place.fixed()
    Entry.objects.all().delete()
    place.signs(0)
    assert [e.words for e in Entry.objects.all()] == [
        "The board of Te Kura o Ōrākei (1) agrees to the memorandum of agreement of Kāhui Ōtāhuhu, version 1 "
        "(signed in, Hana Reweti)."
    ]


def test_what_waits_is_asked_in_as_many_queries_for_one_network_as_for_four(place, django_assert_num_queries):
    place.fixed()
    others = [network(n, school(n), school(n + 1)) for n in (200, 300, 400)]
    with django_assert_num_queries(10):
        waiting([place.network], DAY, KAHUI_AKO)
    for one in others:
        decide(
            network=one, gate="approval", decision="approved", on=dt.date(2015, 2, 1), source="a test", by="a test",
            definition=KAHUI_AKO,
        )  # fmt: skip
    with django_assert_num_queries(10):
        waiting([place.network, *others], DAY, KAHUI_AKO)
