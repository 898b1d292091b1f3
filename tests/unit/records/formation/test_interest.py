"""An expression of interest: begun, written, named, sent, answered by every board each in its own way, withdrawn."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from people import DAY, acts, network, person, school, service
from worlds import KAHUI_AKO

from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.documents.actions import ask_for_change, save_section
from kahui.records.documents.queries import latest
from kahui.records.formation.actions import interest
from kahui.records.formation.actions.asking import ask_by_letter
from kahui.records.formation.actions.consents import answer, answer_by_letter, record_paper
from kahui.records.formation.models import Consent, Office, Proposed
from kahui.records.formation.queries import places_of_one
from kahui.records.formation.queries.interest import found_by, interest_of
from kahui.records.formation.queries.turns import now_on
from kahui.records.formation.scans import keep_scan
from kahui.records.formation.waiting_interest import waiting
from kahui.records.networks.models import Decision, Network
from kahui.records.networks.queries import name_of
from kahui.records.notices.letters import open_letter, path_of
from kahui.records.notices.models import Letter, Notice

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF\n"
REQUIRED = ("purpose", "pathway", "consulted")


class Town:
    """Two State schools and a kindergarten with people in them, and an expression of interest that one began."""

    def __init__(self) -> None:
        self.tahi = school(1, "Kura o Ōtara")
        self.rua = school(2, "Rua College", type="Secondary (Year 9-15)")
        self.puna = service(3, "Puna Whakatupu")
        self.lead = person("Hana Rewi", "school-lead", self.tahi)
        self.chair = person("Chair Tahi", "board", self.tahi)
        self.chair_two = person("Chair Rua", "board", self.rua)
        self.nominee = person("Nominee Puna", "nominee", self.puna)
        self.adviser = person("Ani Poto", "adviser", "Auckland")
        self.director = person("Rangi Director", "director", "Auckland", capacity="director")
        self.network = interest.begin(provider=self.tahi, name="Kāhui o Ōtara", by=acts(self.lead))
        self.name(self.rua)

    def name(self, provider, standing="founding", by=None):
        return interest.name_provider(
            network=self.network,
            provider=provider,
            standing=standing,
            by=acts(by or self.lead),
            definition=KAHUI_AKO,
        )

    def write(self, words="Words", edition=0):
        for section in REQUIRED:
            save_section(
                document=self.network.documents.get(),
                section=section,
                text=f"{words} on {section}.",
                edition=edition,
                places=places_of_one(self.network, DAY),
                definition=KAHUI_AKO,
                by=acts(self.lead),
            )

    def send(self):
        return interest.send(network=self.network, by=acts(self.lead), definition=KAHUI_AKO)

    def sent(self):
        self.write()
        return self.send()

    def says(self, provider, by, agrees=True, words="", version=1, **more):
        return answer(
            network=self.network, provider=provider, matter="interest", version=version, agrees=agrees, words=words,
            by=acts(by), definition=KAHUI_AKO, **more,
        )  # fmt: skip

    def letter(self, provider, to="chair@example.org"):
        return ask_by_letter(
            network=self.network, provider=provider, version=latest(self.network.documents.get()), to=to,
            to_name="Mere Chair", by=acts(self.lead), definition=KAHUI_AKO,
        )  # fmt: skip

    def paper(self, provider, by, scan="0" * 64, on=DAY, **more):
        return record_paper(
            network=self.network, provider=provider, matter="interest", version=1, agrees=True, answered_by="Mere",
            on=on, scan=scan, by=acts(by), definition=KAHUI_AKO, **more,
        )  # fmt: skip

    @property
    def interest(self):
        return interest_of(self.network, DAY, KAHUI_AKO)

    @property
    def waits(self):
        return [(w.code, w.role, w.place) for w in waiting([self.network], DAY, KAHUI_AKO)]


@pytest.fixture
def town(db, settings):
    settings.ACTING_DAY = DAY
    return Town()


def test_begun_it_is_a_network_with_a_name_an_office_and_its_own_school(town):
    assert (town.network.number, name_of(town.network)) == (1, "Kāhui o Ōtara")
    assert Office.objects.get().region == "Auckland"
    assert [(f.name, f.standing, f.roll) for f in town.interest.named] == [
        ("Kura o Ōtara", "founding", 200),
        ("Rua College", "founding", 200),
    ]


def test_begun_twice_it_is_one(town):
    again = interest.begin(provider=town.tahi, name=" Kahui o  Otara ", by=acts(town.lead))
    assert (again, Network.objects.count()) == (town.network, 1)


def test_a_name_that_another_network_has_is_refused_macrons_aside(town):
    network(99001, name="Kāhui Ako o Tāmaki")
    with pytest.raises(RuleBroken, match=r"INT-2: .* is what network 99001 is called"):
        interest.rename(
            network=town.network, name="Kahui Ako o Tamaki", by=acts(town.lead), definition=KAHUI_AKO
        )
    interest.rename(network=town.network, name="Kāhui o Manukau", by=acts(town.lead), definition=KAHUI_AKO)
    assert name_of(town.network) == "Kāhui o Manukau"


def test_no_name_is_no_name(town):
    with pytest.raises(RuleBroken, match="INT-1"):
        interest.begin(provider=town.tahi, name="  ", by=acts(town.lead))


def test_only_the_lead_of_a_school_begins_for_it(town):
    with pytest.raises(NotAllowed):
        interest.begin(provider=town.rua, name="Another", by=acts(town.lead))
    assert Network.objects.count() == 1


def test_who_is_closed_is_not_invited(town):
    with pytest.raises(RuleBroken, match=r"INT-3: .* does not have Kura Kati \(9\) open"):
        town.name(school(9, "Kura Kati", is_open=False))


def test_providers_are_found_without_their_macrons(town):
    school(44, "Te Kura o Ōtāhuhu")
    assert [d.name for d in found_by("otahuhu", now_on(DAY))] == ["Te Kura o Ōtāhuhu"]
    assert [d.name for d in found_by("44", now_on(DAY))] == ["Te Kura o Ōtāhuhu"]


def test_sent_every_founding_board_is_asked_and_nobody_else(town):
    town.name(town.puna, "associate")
    town.sent()
    asked = set(Notice.objects.filter(kind="consent").values_list("to", flat=True))
    assert asked == {town.chair.email, town.chair_two.email}
    assert town.interest.state == "asking"
    assert Decision.objects.count() == 0


def test_with_the_last_board_it_is_with_the_office_and_the_office_is_told(town):
    town.sent()
    town.says(town.tahi, town.chair)
    assert (town.interest.state, Decision.objects.count()) == ("asking", 0)
    town.says(town.rua, town.chair_two)
    made = Decision.objects.get()
    assert (made.gate, made.decision, made.source) == (
        "interest",
        "submitted",
        "version 1, agreed by 2 boards",
    )
    assert town.interest.state == "sent"
    assert Notice.objects.filter(kind="turn", to=town.director.email).count() == 1


def test_sent_twice_it_is_sent_once(town):
    assert town.sent() == town.send()
    assert Notice.objects.filter(kind="consent").count() == 2


def test_the_same_answer_twice_is_one_and_a_later_one_counts(town):
    town.sent()
    town.says(town.rua, town.chair_two)
    town.says(town.rua, town.chair_two)
    assert Consent.objects.count() == 1
    town.says(town.rua, town.chair_two, agrees=False, words="The college is full.")
    town.says(town.tahi, town.chair)
    assert (town.interest.state, Decision.objects.count()) == ("refused", 0)
    assert [look.words for look in town.interest.looks(KAHUI_AKO, DAY) if look.code == "boards"] == [
        "1 of 2 boards agrees. Not Rua College."
    ]


def test_a_board_does_not_answer_for_another_school(town):
    town.sent()
    with pytest.raises(NotAllowed, match="You may not answer for a board or for a service here"):
        town.says(town.rua, town.chair)
    assert Consent.objects.count() == 0


def test_a_board_that_is_not_named_is_not_asked(town):
    elsewhere = school(8, "Kura Kē")
    chair = person("Chair Ke", "board", elsewhere)
    town.name(town.puna, "associate")
    town.sent()
    for provider, by in ((elsewhere, chair), (town.puna, town.nominee)):
        with pytest.raises(RuleBroken, match="CON-1"):
            town.says(provider, by)
    assert Consent.objects.count() == 0


def test_a_board_answers_for_the_newest_version(town):
    town.sent()
    town.write("Newer words", edition=1)
    town.send()
    with pytest.raises(RuleBroken, match=r"CON-2: .* about version 1, and version 2 has been sent since"):
        town.says(town.rua, town.chair_two)


def test_a_no_says_why(town):
    town.sent()
    with pytest.raises(RuleBroken, match="CON-4"):
        town.says(town.rua, town.chair_two, agrees=False, words=" ")


def test_who_agreed_still_agrees_to_what_comes_of_it_and_who_did_not_is_asked_anew(town):
    town.sent()
    town.says(town.tahi, town.chair)
    town.says(town.rua, town.chair_two, agrees=False, words="Say more.")
    town.write("More words", edition=1)
    town.send()
    assert {f.name: f.answer for f in town.interest.founders} == {"Kura o Ōtara": True, "Rua College": None}


def test_a_service_answers_through_its_nominee(town):
    town.name(town.puna)
    town.sent()
    town.says(town.puna, town.nominee)
    assert Consent.objects.get().answered_by == "Nominee Puna"


def test_a_board_answers_by_its_letter_once(town):
    town.sent()
    town.says(town.tahi, town.chair)
    letter = town.letter(town.rua)
    token = path_of(letter).removeprefix("/letter/")
    made = answer_by_letter(
        letter=open_letter(token), agrees=True, answered_by="Mēre Tau", definition=KAHUI_AKO
    )
    assert (made.way, made.answered_by, made.letter, made.provider) == (
        "letter",
        "Mēre Tau",
        letter.pk,
        town.rua,
    )
    assert town.interest.state == "sent"
    with pytest.raises(RuleBroken, match="LET-3"):
        answer_by_letter(letter=letter, agrees=False, words="No.", definition=KAHUI_AKO)


def test_a_letter_is_withdrawn_when_its_board_has_answered_otherwise(town):
    town.sent()
    letter = town.letter(town.rua)
    town.says(town.rua, town.chair_two)
    with pytest.raises(RuleBroken, match="LET-4"):
        answer_by_letter(letter=letter, agrees=False, words="No.", definition=KAHUI_AKO)
    assert Consent.objects.get().agrees is True


def test_an_answer_that_breaks_a_rule_leaves_its_letter_to_be_answered(town):
    town.sent()
    letter = town.letter(town.rua)
    with pytest.raises(RuleBroken, match="CON-4"):
        answer_by_letter(letter=letter, agrees=False, words="", definition=KAHUI_AKO)
    assert Letter.objects.get(pk=letter.pk).used_at is None
    answer_by_letter(letter=letter, agrees=False, words="Not yet.", definition=KAHUI_AKO)


def test_a_letter_to_another_matter_is_not_answered_here(town):
    town.sent()
    letter = town.letter(town.rua)
    letter.subject = "application:7"
    with pytest.raises(RuleBroken, match="CON-9"):
        answer_by_letter(letter=letter, agrees=True, definition=KAHUI_AKO)


def test_an_answer_says_who_gave_it(town):
    town.sent()
    with pytest.raises(RuleBroken, match="CON-3"):
        record_paper(
            network=town.network, provider=town.rua, matter="interest", version=1, agrees=True, answered_by=" ",
            on=DAY, scan="0" * 64, by=acts(town.adviser), definition=KAHUI_AKO,
        )  # fmt: skip
    assert Consent.objects.count() == 0


def test_paper_is_recorded_by_who_may_with_its_scan_and_its_own_day(town):
    town.sent()
    with pytest.raises(NotAllowed):
        town.paper(town.rua, town.lead)
    with pytest.raises(RuleBroken, match="CON-6"):
        town.paper(town.rua, town.adviser, scan="")
    with pytest.raises(RuleBroken, match=r"CON-5: .* is after"):
        town.paper(town.rua, town.adviser, on=DAY + dt.timedelta(days=1))
    with pytest.raises(RuleBroken, match=r"CON-5: .* is before .* when it was sent"):
        town.paper(town.rua, town.adviser, on=DAY - dt.timedelta(days=1))
    made = town.paper(town.rua, town.adviser)
    assert (made.way, made.answered_by, made.recorded_by, made.scan) == (
        "paper",
        "Mere",
        "Ani Poto",
        "0" * 64,
    )


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"MZ\x90\x00 this is a programme", "CON-8"),
        (b"%PDF-1.4 cut off in the mid", "CON-8"),
        (b"<svg onload=alert(1)>", "CON-8"),
        (b"", "CON-8"),
        (PDF + b"\0" * (10 * 1024 * 1024), "CON-7"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_and_not_kept(data, rule, tmp_path):
    with pytest.raises(RuleBroken, match=rule):
        keep_scan(data, name="signed.pdf", home=tmp_path)
    assert list(tmp_path.rglob("*")) == []


def test_scans_are_known_by_their_bytes(tmp_path):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
    jpeg = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
    kept = {keep_scan(data, name="photo.exe", home=tmp_path) for data in (PDF, png, jpeg)}
    assert len(kept) == 3


def test_withdrawn_it_can_be_changed_and_sent_again(town):
    town.sent()
    town.says(town.tahi, town.chair)
    town.says(town.rua, town.chair_two)
    with pytest.raises(RuleBroken, match="INT-8"):
        interest.withdraw(network=town.network, reason=" ", by=acts(town.lead), definition=KAHUI_AKO)
    interest.withdraw(
        network=town.network, reason="A board changed.", by=acts(town.lead), definition=KAHUI_AKO
    )
    assert town.interest.state == "withdrawn"
    with pytest.raises(RuleBroken, match="INT-7"):
        interest.withdraw(network=town.network, reason="Again.", by=acts(town.lead), definition=KAHUI_AKO)
    assert town.send().number == 2
    assert [d.decision for d in Decision.objects.order_by("pk")] == ["submitted", "withdrawn", "submitted"]


def test_the_last_board_missing_is_taken_out_and_it_goes(town):
    town.sent()
    town.says(town.tahi, town.chair)
    interest.take_out(network=town.network, provider=town.rua, by=acts(town.lead), definition=KAHUI_AKO)
    assert town.interest.state == "sent"
    with pytest.raises(RuleBroken, match="INT-6"):
        interest.take_out(network=town.network, provider=town.rua, by=acts(town.lead), definition=KAHUI_AKO)


def test_nobody_founds_and_nothing_is_sent(town):
    town.write()
    for provider in (town.tahi, town.rua):
        town.name(provider, "associate")
    with pytest.raises(RuleBroken, match="INT-5"):
        town.send()


def test_after_approval_members_are_not_named_here(town):
    town.sent()
    for provider, chair in ((town.tahi, town.chair), (town.rua, town.chair_two)):
        town.says(provider, chair)
    Decision.objects.create(
        network=town.network, gate="approval", decision="approved", on=DAY, on_by=DAY,
        known_from=dt.datetime.now(tz=dt.UTC), recorded_by="a test", source="a test",
    )  # fmt: skip
    for act in (lambda: town.name(town.puna), town.send):
        with pytest.raises(RuleBroken, match="INT-4"):
            act()


def test_whatever_happens_each_thing_waits_for_one(town):
    tahi, rua = ("school", "1"), ("school", "2")
    assert town.waits == [("interest.write", "school-lead", tahi)]
    town.sent()
    assert sorted(town.waits) == [("interest.answer", "board", tahi), ("interest.answer", "board", rua)]
    town.says(town.tahi, town.chair)
    town.says(town.rua, town.chair_two, agrees=False, words="Say more.")
    assert town.waits == [("interest.refused", "school-lead", tahi)]
    town.says(town.rua, town.chair_two)
    assert town.waits == []
    ask_for_change(
        version=latest(town.network.documents.get()), section="pathway", words="Which years?",
        places=places_of_one(town.network, DAY), definition=KAHUI_AKO, by=acts(town.adviser),
    )  # fmt: skip
    assert town.waits == [("interest.change", "school-lead", tahi)]


def test_what_waits_is_asked_in_as_many_queries_for_one_as_for_many(town):
    town.sent()
    with CaptureQueriesContext(connection) as one:
        waiting(list(Network.objects.all()), DAY, KAHUI_AKO)
    for number in range(10, 15):
        mine = school(number)
        lead = person(f"Lead {'abcde'[number - 10]}", "school-lead", mine)
        interest.begin(provider=mine, name=f"Kāhui {number}", by=acts(lead))
    with CaptureQueriesContext(connection) as many:
        found = waiting(list(Network.objects.all()), DAY, KAHUI_AKO)
    assert (len(many), len(found)) == (len(one), 7)


def test_proposed_periods_end_by_being_superseded(town):
    town.name(town.puna, "associate")
    town.name(town.puna, "pending")
    held = Proposed.objects.current().filter(provider=town.puna)
    assert [p.standing for p in held] == ["pending"]
