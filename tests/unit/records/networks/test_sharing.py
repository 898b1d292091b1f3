"""What may be shared, for what, with whom, until when: one question that every later use of records asks."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from people import DAY, network, school
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.records.networks.agreements import MayShare, may_share
from kahui.records.networks.models import Sharing, SharingAnswer
from kahui.records.networks.rules import not_with_a_group, sharing_has_an_end, sharing_known, term_in_order

pytestmark = pytest.mark.django_db
STARTS, ENDS = dt.date(2016, 2, 1), dt.date(2017, 2, 1)


@pytest.fixture
def place():
    kura = [school(n) for n in (1, 2, 3)]
    first = network(101, *kura)
    line = Sharing.objects.create(
        network=first, purpose="monitoring", information="achievement", roles=["leader", "teacher"], starts=STARTS,
        starts_by=STARTS, ends=ENDS, ends_by=ENDS, **told(),
    )  # fmt: skip
    return first, kura, line


def told():
    return {"known_from": timezone.now(), "recorded_by": "a test", "source": ""}


def answer(line, provider, on=STARTS, agrees=True):
    SharingAnswer.objects.create(
        sharing=line, provider=provider, agrees=agrees, answered_by="Hana", on=on, on_by=on, **told()
    )


def asked(place, purpose="monitoring", what="achievement", on=DAY, definition=KAHUI_AKO):
    return may_share(network=place, purpose=purpose, what=what, on=on, definition=definition)


def test_only_the_records_of_boards_that_agreed_and_only_with_the_roles_named(place):
    first, kura, line = place
    answer(line, kura[0])
    answer(line, kura[1], agrees=False)
    assert asked(first) == MayShare(frozenset({("school", 1)}), frozenset({"leader", "teacher"}), ENDS)


def test_a_board_that_takes_its_agreement_back_shares_no_longer(place):
    first, kura, line = place
    answer(line, kura[0])
    answer(line, kura[0], on=DAY, agrees=False)
    assert bool(asked(first, on=DAY - dt.timedelta(days=1)))
    assert "No board has agreed" in asked(first, on=DAY).reason


def test_a_board_that_agreed_and_is_no_member_shares_nothing(place):
    first, _, line = place
    answer(line, school(9))
    assert "No board has agreed" in asked(first).reason


@pytest.mark.parametrize(("on", "may"), [(STARTS, True), (ENDS - dt.timedelta(days=1), True), (ENDS, False)])
def test_until_the_day_that_was_agreed(place, on, may):
    first, kura, line = place
    answer(line, kura[0])
    assert bool(asked(first, on=on)) is may


@pytest.mark.parametrize(
    ("purpose", "what", "why"),
    [
        ("inquiry", "achievement", "but not for this purpose"),
        (
            "monitoring",
            "attendance",
            "“Attendance of each learner” is not in this network’s data-sharing protocol",
        ),
        ("monitoring", "safety", "NET-14: .* “Suspected abuse” is highly sensitive"),
        ("curiosity", "achievement", "NET-13: .* “curiosity” is no purpose"),
        ("monitoring", "hōputu", "NET-13: .* “hōputu” is no kind of information"),
    ],
)
def test_what_was_not_agreed_is_refused_in_a_sentence(place, purpose, what, why):
    first, kura, line = place
    answer(line, kura[0])
    assert re.search(why, asked(first, purpose, what).reason)


def test_counts_of_many_need_no_agreement(place):
    first, _, _ = place
    assert asked(first, what="aggregates") == MayShare(
        frozenset({("school", 1), ("school", 2), ("school", 3)}), None, None
    )


def test_the_agreement_of_one_network_is_not_that_of_another(place):
    _, kura, line = place
    answer(line, kura[0])
    assert not asked(network(102, school(4)))


def test_a_programme_that_names_nothing_shares_nothing(place):
    assert "names nothing that may be shared" in asked(place[0], definition=ENGLISH_TRUST).reason


def test_a_line_of_the_protocol_has_roles_and_an_end():
    assert "NET-15" in sharing_has_an_end(STARTS, ENDS, [])
    assert "NET-15" in sharing_has_an_end(STARTS, STARTS, ["leader"])
    assert sharing_has_an_end(STARTS, ENDS, ["leader"]) is None
    assert sharing_known("monitoring", "achievement", KAHUI_AKO, DAY) is None
    assert not_with_a_group("achievement", KAHUI_AKO, DAY) is None


def test_a_term_ends_after_it_starts_and_is_reviewed_within_it():
    assert term_in_order(STARTS, ENDS, ENDS) is None
    assert "NET-12" in term_in_order(STARTS, STARTS, None)
    assert "NET-12" in term_in_order(STARTS, ENDS, STARTS)
