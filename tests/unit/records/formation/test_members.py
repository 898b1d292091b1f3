"""Joining, giving notice and leaving, moving, and providers that close into others."""

import datetime as dt

import pytest
from django.utils import timezone
from people import DAY, LONG_AGO, SETTING_UP, acts, holds, network, person, school
from worlds import KAHUI_AKO

from kahui.definition.time import AsAt
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions import members as verbs
from kahui.records.networks.actions import decide
from kahui.records.networks.models import LeavingNotice, Membership, Passage, ProviderMerger
from kahui.records.networks.queries import members, memberships_of
from kahui.records.notices.models import Notice
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db

A_WEEK = dt.timedelta(days=7)


def now_in(place, on=DAY):
    return sorted(m.provider.number for m in members(AsAt(on, timezone.now()), place))


@pytest.fixture
def place():
    """A network of three that is approved, with somebody who keeps its members."""
    kura = [school(n) for n in (1, 2, 3)]
    first = network(101, name="Kāhui Ōtāhuhu")
    for one in kura:
        verbs.join(network=first, provider=one, on=LONG_AGO, by=SETTING_UP, definition=KAHUI_AKO)
    decide(
        network=first, gate="approval", decision="approved", on=dt.date(2015, 1, 1), source="a test", by="a test",
        definition=KAHUI_AKO,
    )  # fmt: skip
    leader = person("Mere Tau", "leader", first)
    Entry.objects.all().delete()
    return first, kura, acts(leader)


def leave(place, provider, by, notified=DAY, leaves=DAY, **more):
    return verbs.leave(
        network=place, provider=provider, notified_on=notified, leaves=leaves, by=by, definition=KAHUI_AKO, **more
    )  # fmt: skip


def test_a_notice_is_kept_with_its_day_and_its_paper_and_the_member_leaves_on_the_day_it_names(place):
    first, kura, mere = place
    leave(first, kura[0], mere, DAY - A_WEEK, DAY, words="Ka kite anō", scan="f" * 64)
    notice = LeavingNotice.objects.get()
    assert (notice.on, notice.leaves, notice.scan, notice.recorded_by) == (
        DAY - A_WEEK,
        DAY,
        "f" * 64,
        "Mere Tau",
    )
    assert (now_in(first, DAY - dt.timedelta(days=1)), now_in(first)) == ([1, 2, 3], [2, 3])


def test_a_leaving_to_come_is_a_notice_until_its_day(place):
    first, kura, mere = place
    notice = leave(first, kura[0], mere, DAY, DAY + A_WEEK)
    assert (now_in(first), now_in(first, DAY + A_WEEK)) == ([1, 2, 3], [1, 2, 3])
    later = acts(mere.person, DAY + A_WEEK)
    verbs.record_leaving(notice=notice, by=later, definition=KAHUI_AKO)
    assert (now_in(first), now_in(first, DAY + A_WEEK)) == ([1, 2, 3], [2, 3])


def test_a_board_gives_notice_for_its_own_school_and_for_no_other(place):
    first, kura, _ = place
    hana = acts(person("Hana Reweti", "board", kura[0]))
    leave(first, kura[0], hana)
    assert now_in(first) == [2, 3]
    with pytest.raises(NotAllowed, match="record that members join, leave or move"):
        leave(first, kura[1], hana)
    assert now_in(first) == [2, 3]


def test_who_was_never_a_member_does_not_leave_and_nothing_is_written(place):
    first, _, mere = place
    stranger = school(9, "Te Kura o Ōrākei")
    written = (LeavingNotice.objects.count(), Passage.objects.count(), Entry.objects.count())
    with pytest.raises(
        RuleBroken, match=r"NET-4: .* Te Kura o Ōrākei \(9\) is not known to have been a member"
    ):
        leave(first, stranger, mere)
    assert (LeavingNotice.objects.count(), Passage.objects.count(), Entry.objects.count()) == written


def test_a_notice_of_a_day_after_the_leaving_is_refused(place):
    first, kura, mere = place
    with pytest.raises(RuleBroken, match=r"NET-9: .* 15 November 2016 and the leaving of 8 November 2016"):
        leave(first, kura[0], mere, DAY, DAY - A_WEEK)


def test_nothing_is_recorded_of_days_to_come(place):
    first, _, mere = place
    with pytest.raises(RuleBroken, match="REG-1"):
        verbs.join(network=first, provider=school(9), on=DAY + A_WEEK, by=mere, definition=KAHUI_AKO)


def test_a_member_that_left_joins_again_and_both_memberships_stand(place):
    first, kura, mere = place
    leave(first, kura[0], mere, DAY - A_WEEK, DAY - A_WEEK)
    verbs.join(network=first, provider=kura[0], on=DAY, by=mere, definition=KAHUI_AKO)
    held = memberships_of(AsAt(DAY, timezone.now()), kura[0])
    assert [(m.starts, m.ends) for m in held] == [(LONG_AGO, DAY - A_WEEK), (DAY, None)]


def test_a_member_moves_without_a_day_between_where_both_networks_can_be_kept(place):
    first, kura, mere = place
    second = network(102, school(4))
    with pytest.raises(NotAllowed):
        verbs.move(network=second, provider=kura[0], on=DAY, by=mere, definition=KAHUI_AKO)
    holds(mere.person, "leader", second)
    both = acts(mere.person)
    verbs.move(network=second, provider=kura[0], on=DAY, by=both, definition=KAHUI_AKO)
    assert (now_in(first), now_in(second)) == ([2, 3], [1, 4])
    assert now_in(first, DAY - dt.timedelta(days=1)) == [1, 2, 3]


def test_a_new_member_is_asked_to_sign(place):
    first, _, mere = place
    fourth = school(4)
    person("Aroha Pene", "board", fourth)
    verbs.join(network=first, provider=fourth, on=DAY, by=mere, definition=KAHUI_AKO)
    assert [(n.to, n.path) for n in Notice.objects.filter(kind="memorandum")] == [
        ("arohapene@example.org", "/inside/101/memorandum")
    ]


def test_a_school_that_closes_into_another_is_a_member_no_longer_and_the_other_is_no_member_for_it(place):
    first, kura, mere = place
    outside = school(9)
    verbs.merge_providers(gone=kura[0], into=outside, on=DAY, by=mere, definition=KAHUI_AKO)
    assert now_in(first) == [2, 3]
    assert not Membership.objects.filter(provider=outside).exists()
    with pytest.raises(RuleBroken, match="NET-8"):
        verbs.merge_providers(gone=kura[0], into=kura[1], on=DAY, by=mere, definition=KAHUI_AKO)


def test_a_school_does_not_merge_into_itself(place):
    _, kura, mere = place
    with pytest.raises(RuleBroken, match=r"NET-7: .* Kura 1 \(1\) was named on both sides"):
        verbs.merge_providers(gone=kura[0], into=kura[0], on=DAY, by=mere, definition=KAHUI_AKO)
    assert ProviderMerger.objects.count() == 0


def test_every_act_is_told_to_the_network_and_to_the_member(place):
    first, kura, mere = place
    leave(first, kura[0], mere, DAY - A_WEEK, DAY)
    told = Entry.objects.order_by("pk").values_list("words", flat=True)
    assert list(told) == [
        "Kura 1 (1) gave notice on 8 November 2016 that it leaves Kāhui Ōtāhuhu from 15 November 2016 on.",
        "Kura 1 (1) is no longer a member of Kāhui Ōtāhuhu, from 15 November 2016.",
    ]
    about = {(a.kind, a.key) for e in Entry.objects.all() for a in e.about.all()}
    assert about == {("network", "101"), ("school", "1")}
