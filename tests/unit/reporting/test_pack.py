"""The pack of a tranche as values: what it counts, whom it names, and that the same question gives the same report."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import SENT, decide, impartial, offices, sent
from people import DAY, acts, school, service
from worlds import KAHUI_AKO

from kahui.analytics.report import Report
from kahui.definition.time import AsAt
from kahui.records.formation.actions.advising import advise
from kahui.records.formation.actions.deciding import AskedFor
from kahui.records.formation.actions.tranches import add_to_tranche, make_tranche
from kahui.records.formation.models import Consent
from kahui.records.formation.queries.turns import now_on
from kahui.reporting.pack import make
from kahui.reporting.snapshot import snapshot
from kahui.reporting.write import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(home: Path) -> tuple[Report, Report]:
    """A pack, and the same asked again after the network was approved."""
    people = offices()
    kura, other, puna = school(1, "Burnside High School", roll=400), school(2, roll=150), service(3)
    group = sent(
        99001, adviser=people.adviser, founding=(kura, other, puna), pending=(school(4),), name="Kāhui Rata"
    )
    Consent.objects.create(
        network=group, provider=kura, matter="interest", version=1, agrees=True, answered_by="Hana", way="paper",
        on=SENT, on_by=SENT, known_from=now_on(DAY).known, recorded_by="a test", source="",
    )  # fmt: skip
    advise(
        network=group, matter="interest", version=1, supports=True, words="A whole\npathway.",
        by=impartial(people.adviser, group), definition=KAHUI_AKO,
    )  # fmt: skip
    decide(people.adviser, group, "shaping", "recommended", conditions=(AskedFor("Name a leader."),))
    tranche = make_tranche(gate="approval", name="Second", by=acts(people.minister), definition=KAHUI_AKO)
    add_to_tranche(tranche=tranche, network=group, by=acts(people.minister), definition=KAHUI_AKO)
    state = snapshot()
    as_at = state.settle(now_on(DAY))
    first = make(state, tranche, [group], as_at)
    decide(people.minister, group, "approval", "approved", tranche=tranche)
    return first, make(snapshot(), tranche, [group], AsAt(DAY, as_at.known))


def test_it_counts_founders_and_says_what_boards_and_adviser_said(told):
    pack, _ = told
    put_forward, rata = pack.sections
    assert put_forward.tables[0].rows == (("Kāhui Rata", "99001", "Auckland", 2, 550, 1, 1, 1, "in favour"),)
    assert put_forward.sentences[1] == "Together they name 2 schools with 550 learners."
    assert rata.sentences[:3] == (
        "Advice of Aroha Tāne, 15 November 2016, in favour: A whole pathway.",
        "“recommended” by Aroha Tāne, 15 November 2016. It asks for: Name a leader.",
        "What it says itself, in version 1:",
    )
    assert [row[0] for row in rata.tables[0].rows] == ["Burnside High School", "Kura 2", "Puna 3", "Kura 4"]
    assert rata.tables[0].rows[0][5:] == ("agrees, 16 October 2016", "Hana, on paper")


def test_what_was_decided_since_is_not_in_it(told):
    before, after = told
    assert before.sections == after.sections
    assert before.figures == after.figures


def test_the_same_pack_is_the_same_bytes(told):
    pack, _ = told
    for format in ("docx", "pdf"):
        assert write(pack, format) == write(pack, format)
