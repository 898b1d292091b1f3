"""Networks that merge, close and act as one: nothing is removed, and what was published stays as it was."""

import datetime as dt

import pytest
from django.utils import timezone
from people import DAY, LONG_AGO, SETTING_UP, acts, network, person, school, service
from worlds import ENGLISH_TRUST, KAHUI_AKO

from kahui.definition import gates
from kahui.definition.time import AsAt
from kahui.records.access.check import NotAllowed
from kahui.records.changes.rules import RuleBroken
from kahui.records.formation.actions import ending, members
from kahui.records.networks.actions import decide
from kahui.records.networks.agreements import acting_as_one, merged_into
from kahui.records.networks.models import Decision, Membership, NetworkMerger, OperatingGroup
from kahui.records.networks.queries import decided
from kahui.records.networks.queries import members as belonging
from kahui.records.received.models import Receipt
from kahui.records.register.models import Photograph
from kahui.reporting.run import run

pytestmark = pytest.mark.django_db

EARLIER = [dt.date(2014, 6, 1), dt.date(2015, 1, 1), dt.date(2016, 1, 1), DAY - dt.timedelta(days=1)]


def approved(number, *providers, on=dt.date(2015, 1, 1), endorsed=None):
    made = network(number)
    for at, one in enumerate(providers):
        members.join(
            network=made, provider=one, on=dt.date(2014, 1, 1) + dt.timedelta(days=90 * at), by=SETTING_UP,
            definition=KAHUI_AKO,
        )  # fmt: skip
    for gate, word, day in (("approval", "approved", on), ("endorsement", "endorsed", endorsed)):
        if day:
            decide(
                network=made,
                gate=gate,
                decision=word,
                on=day,
                source="a test",
                by="a test",
                definition=KAHUI_AKO,
            )
    return made


def photographed():
    """A directory of long ago, so that something was seen and figures can be given."""
    for kind in ("school", "service"):
        received = Receipt.objects.create(
            hash=kind, name=kind, kind=kind, size=0, received_at=timezone.now(), received_by="a test",
            rows_accepted=0, rows_refused=0,
        )  # fmt: skip
        Photograph.objects.create(
            kind=kind, as_at=LONG_AGO, says_membership=True, receipt=received, known_from=timezone.now()
        )


def stage(made, on):
    held = [gates.Decision(d.gate, d.decision, d.on, d.on_by) for d in decided(made)]
    return [s.gate for s in gates.stage(held, KAHUI_AKO, on).gates]


@pytest.fixture
def two():
    first = approved(101, school(1), school(2), school(3), service(4), endorsed=dt.date(2016, 2, 1))
    second = approved(102, school(5, region="Waikato"), school(6, type="Composite"))
    return first, second


@pytest.fixture
def secretary():
    return acts(person("Piripi Moana", "office", capacity="secretary"))


def test_after_two_networks_merge_every_earlier_published_figure_is_as_it_was(home, two, secretary):
    first, second = two
    lone = school(9)
    photographed()
    scopes = ["nation", "region:Auckland", "region:Waikato", "type:Composite"]
    before = {(on, s): run("uptake", AsAt(on, timezone.now()), s).figures for on in EARLIER for s in scopes}
    assert {f.code: f.value for f in before[EARLIER[-1], "nation"]}["schools.member"] == 5
    ending.merge(gone=second, into=first, on=DAY, by=secretary, definition=KAHUI_AKO)
    after = {(on, s): run("uptake", AsAt(on, timezone.now()), s).figures for on in EARLIER for s in scopes}
    assert after == before
    today = {f.code: f.value for f in run("uptake", AsAt(DAY, timezone.now())).figures}
    assert (today["networks.approved"], today["schools.member"], today["schools.endorsed"]) == (1, 5, 5)
    assert not Membership.objects.filter(provider=lone).exists()


def test_the_members_of_a_merged_network_move_on_the_day_and_it_closes(two, secretary):
    first, second = two
    ending.merge(gone=second, into=first, on=DAY, words="Kua hono", by=secretary, definition=KAHUI_AKO)
    at = AsAt(DAY, timezone.now())
    assert sorted(m.provider.number for m in belonging(at, first)) == [1, 2, 3, 4, 5, 6]
    assert list(belonging(at, second)) == []
    assert (stage(second, DAY - dt.timedelta(days=1)), stage(second, DAY)) == (["approval"], ["closing"])
    merger = merged_into(second, DAY)
    assert (merger.into, merger.words, merged_into(second, DAY - dt.timedelta(days=1))) == (
        first,
        "Kua hono",
        None,
    )


def test_a_network_does_not_merge_into_itself_and_nothing_is_written(two, secretary):
    first, _ = two
    written = (NetworkMerger.objects.count(), Decision.objects.count())
    with pytest.raises(
        RuleBroken, match=r"NET-7: Nothing merges into itself. Kāhui 101 was named on both sides"
    ):
        ending.merge(gone=first, into=first, on=DAY, by=secretary, definition=KAHUI_AKO)
    assert (NetworkMerger.objects.count(), Decision.objects.count()) == written


def test_what_has_merged_does_not_merge_again(two, secretary):
    first, second = two
    third = approved(103, school(7), school(8))
    ending.merge(gone=second, into=first, on=DAY, by=secretary, definition=KAHUI_AKO)
    for gone, into in ((second, third), (third, second)):
        with pytest.raises(
            RuleBroken, match=r"NET-8: .* Kāhui 102 merged into Kāhui 101 on 15 November 2016"
        ):
            ending.merge(gone=gone, into=into, on=DAY, by=secretary, definition=KAHUI_AKO)


def test_a_closing_ends_the_approval_the_same_day_and_leaves_the_members_on_record(two, secretary):
    first, _ = two
    ending.close(network=first, on=DAY, reason="Its work is done.", by=secretary, definition=KAHUI_AKO)
    said = [(d.gate, d.decision, d.on) for d in decided(first) if d.on == DAY]
    assert said == [("closing", "closed", DAY), ("approval", "withdrawn", DAY)]
    assert "closing" in stage(first, DAY)
    assert "approval" not in stage(first, DAY)
    assert len(belonging(AsAt(DAY, timezone.now()), first)) == 4


def test_a_network_that_closed_takes_no_new_members(two, secretary):
    first, _ = two
    ending.close(network=first, on=DAY, reason="", by=secretary, definition=KAHUI_AKO)
    with pytest.raises(RuleBroken, match=r"NET-16: .* Kāhui 101 closed on 15 November 2016"):
        members.join(network=first, provider=school(9), on=DAY, by=SETTING_UP, definition=KAHUI_AKO)
    with pytest.raises(RuleBroken, match="NET-16"):
        ending.close(network=first, on=DAY, reason="", by=secretary, definition=KAHUI_AKO)


def test_who_closes_is_the_office_that_the_programme_names(two):
    first, _ = two
    leader = acts(person("Mere Tau", "leader", first))
    minister = acts(person("Hana Reweti", "office", capacity="minister"))
    for who, why in ((leader, "merge or close networks"), (minister, "the office “secretary”")):
        assert why in ending.may_end(first, who, KAHUI_AKO).reason
        with pytest.raises(NotAllowed, match=why):
            ending.close(network=first, on=DAY, reason="", by=who, definition=KAHUI_AKO)


def test_a_programme_without_a_closing_has_no_office_for_it():
    assert ending.closing_office(ENGLISH_TRUST, DAY) == ""


def test_two_approvals_act_as_one_and_part_again(two):
    first, second = two
    ending.act_as_one(networks=[first, second], name="Te Rōpū", starts=dt.date(2016, 3, 1), by=SETTING_UP)
    assert acting_as_one(first, DAY) == ("Te Rōpū", (second,))
    assert acting_as_one(first, dt.date(2016, 2, 29)) == ("", ())
    ending.act_apart(network=second, on=DAY, by=SETTING_UP)
    assert [acting_as_one(n, DAY) for n in two] == [("", ()), ("", ())]
    assert acting_as_one(first, DAY - dt.timedelta(days=1)) == ("Te Rōpū", (second,))
    assert len(stage(first, DAY)) == 2  # each keeps its own approval


def test_of_three_that_act_as_one_two_go_on_where_one_parts(two):
    first, second = two
    third = approved(103, school(7), school(8))
    ending.act_as_one(networks=[first, second, third], name="Te Rōpū", starts=DAY, by=SETTING_UP)
    ending.act_apart(network=third, on=DAY, by=SETTING_UP)
    assert [acting_as_one(n, DAY)[1] for n in (first, second, third)] == [(second,), (first,), ()]


def test_it_takes_two_to_act_as_one_and_one_group_at_a_time(two):
    first, second = two
    with pytest.raises(RuleBroken, match="NET-11"):
        ending.act_as_one(networks=[first, first], name="Te Rōpū", starts=DAY, by=SETTING_UP)
    ending.act_as_one(networks=[first, second], name="Te Rōpū", starts=DAY, by=SETTING_UP)
    third = approved(103, school(7), school(8))
    with pytest.raises(RuleBroken, match=r"NET-10: .* already acts as one in “Te Rōpū”"):
        ending.act_as_one(networks=[first, third], name="Another", starts=DAY, by=SETTING_UP)
    assert OperatingGroup.objects.count() == 2
