"""A board's pages and letters: answered once, by the board itself; whatever cannot be answered says why."""

import datetime as dt

import pytest
from django.test import Client
from people import DAY, acts, person, school, signed_in
from worlds import KAHUI_AKO

from kahui.records.documents.actions import save_section
from kahui.records.documents.queries import latest
from kahui.records.formation.actions import interest
from kahui.records.formation.actions.asking import PURPOSE, ask_by_letter
from kahui.records.formation.models import Consent
from kahui.records.formation.queries import places_of_one
from kahui.records.notices.letters import path_of, write_letter
from kahui.records.posts.actions import answering
from kahui.web.school.letters import PAGES

pytestmark = pytest.mark.django_db


class Sent:
    """An expression of interest of two schools, sent; one board signs in, the other has a letter."""

    def __init__(self) -> None:
        self.tahi, self.rua = school(1, "Kura o Ōtara"), school(2, "Rua College")
        self.lead = person("Hana Rewi", "school-lead", self.tahi)
        self.chair = person("Chair Tahi", "board", self.tahi)
        self.network = interest.begin(provider=self.tahi, name="Kāhui o Ōtara", by=acts(self.lead))
        told = {"network": self.network, "by": acts(self.lead), "definition": KAHUI_AKO}
        interest.name_provider(provider=self.rua, standing="founding", **told)
        self.write("Mō ngā ākonga", 0)
        interest.send(**told)
        self.letter = self.letter_to("mere@example.org")

    def write(self, words, edition):
        for section in ("purpose", "pathway", "consulted"):
            save_section(
                document=self.network.documents.get(), section=section, text=f"{words}: {section}.", edition=edition,
                places=places_of_one(self.network, DAY), definition=KAHUI_AKO, by=acts(self.lead),
            )  # fmt: skip

    def letter_to(self, address):
        return ask_by_letter(
            network=self.network, provider=self.rua, version=latest(self.network.documents.get()), to=address,
            to_name="Mēre Tau", by=acts(self.lead), definition=KAHUI_AKO,
        )  # fmt: skip

    @property
    def link(self):
        return path_of(self.letter)


@pytest.fixture
def sent(db, settings):
    settings.ACTING_DAY = DAY
    return Sent()


def text(response):
    return response.content.decode()


YES = {"version": 1, "agrees": "yes", "words": "", "answered_by": "Mēre Tau"}


def test_a_board_sees_what_waits_and_answers_it(sent):
    page = signed_in(Client(), sent.chair)
    assert "Expression of interest: Kāhui o Ōtara" in text(page.get("/board/school/1"))
    at = f"/board/school/1/{sent.network.number}/interest"
    assert "Mō ngā ākonga: purpose." in text(page.get(at))
    for _ in range(2):
        assert page.post(at, {"version": 1, "agrees": "yes", "words": ""}).status_code == 302
    assert [(c.provider, c.agrees, c.answered_by) for c in Consent.objects.all()] == [
        (sent.tahi, True, "Chair Tahi")
    ]
    assert "Nothing waits for its answer" in text(page.get("/board/school/1"))


def test_a_no_without_words_comes_back(sent):
    page = signed_in(Client(), sent.chair)
    answer = page.post(
        f"/board/school/1/{sent.network.number}/interest", {"version": 1, "agrees": "no", "words": ""}
    )
    assert answer.status_code == 422
    assert "CON-4" in text(answer)


def test_a_board_does_not_answer_for_another_school_though_it_sees_the_network(sent):
    page = signed_in(Client(), sent.chair)
    answer = page.post(f"/board/school/2/{sent.network.number}/interest", YES)
    assert answer.status_code == 404
    assert Consent.objects.count() == 0
    lead = signed_in(Client(), sent.lead).post(f"/board/school/1/{sent.network.number}/interest", YES)
    assert lead.status_code == 422
    assert "You may not answer for a board or for a service" in text(lead)
    assert Consent.objects.count() == 0


def test_a_letter_needs_no_sign_in_and_is_answered_once(sent):
    visitor = Client()
    page = visitor.get(sent.link)
    assert "Hana Rewi asks the board of Rua College" in text(page)
    assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("same-origin", True)
    assert "the answer is recorded" in text(
        visitor.post(sent.link, {**YES, "agrees": "no", "words": "Not yet."})
    )
    replayed = visitor.post(sent.link, {**YES, "words": "We changed our minds."})
    assert replayed.status_code == 410
    for words in ("LET-3", "We changed our minds."):
        assert words in text(replayed)
    assert [(c.agrees, c.answered_by, c.way) for c in Consent.objects.all()] == [
        (False, "Mēre Tau", "letter")
    ]


@pytest.mark.parametrize(
    "forge", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x" + t, lambda t: "x"]
)
def test_a_forged_link_opens_nothing(sent, forge):
    token = sent.link.removeprefix("/letter/")
    for answer in (Client().get(f"/letter/{forge(token)}"), Client().post(f"/letter/{forge(token)}", YES)):
        assert answer.status_code == 410
        assert "LET-1" in text(answer)
        assert "Kāhui o Ōtara" not in text(answer)
    assert Consent.objects.count() == 0


def test_an_expired_link_says_so_and_keeps_what_was_written(sent, settings):
    settings.ACTING_DAY = DAY + dt.timedelta(days=22)
    answer = Client().post(sent.link, {**YES, "words": "Āe, ka tautoko mātou."})
    assert answer.status_code == 410
    for words in ("LET-2", "Āe, ka tautoko mātou."):
        assert words in text(answer)
    assert Consent.objects.count() == 0


def test_a_letter_answers_for_its_own_board_whatever_is_sent_with_it(sent):
    Client().post(sent.link, {**YES, "provider": "1", "kind": "school", "number": "1"})
    assert Consent.objects.get().provider == sent.rua


def test_a_letter_to_an_older_version_is_open_no_longer(sent):
    sent.write("Newer", 1)
    interest.send(network=sent.network, by=acts(sent.lead), definition=KAHUI_AKO)
    answer = Client().get(sent.link)
    assert answer.status_code == 410
    assert "LET-4" in text(answer)


def test_every_purpose_that_letters_are_written_for_has_its_page(sent):
    Client().get(sent.link)  # the addresses are read, and with them what they open
    assert set(PAGES) == {PURPOSE, *answering.PURPOSES}


def test_a_letter_for_what_is_asked_nowhere_says_so(sent):
    letter = write_letter(
        purpose="unknown",
        subject="x:1",
        provider=("school", 2),
        to="a@example.org",
        to_name="A",
        by=acts(sent.lead),
    )
    assert Client().get(path_of(letter)).status_code == 404


def test_who_answered_an_earlier_version_sees_only_what_changed(sent):
    page = signed_in(Client(), sent.chair)
    at = f"/board/school/1/{sent.network.number}/interest"
    page.post(at, {"version": 1, "agrees": "no", "words": "Say more."})
    sent.write("Newer", 1)
    interest.send(network=sent.network, by=acts(sent.lead), definition=KAHUI_AKO)
    shown = text(page.get(at))
    assert "<del>Mō ngā ākonga</del>" in shown
    assert "<ins>Newer</ins>" in shown
    old = page.post(at, {"version": 1, "agrees": "yes", "words": ""})
    assert old.status_code == 422
    assert "CON-2" in text(old)
