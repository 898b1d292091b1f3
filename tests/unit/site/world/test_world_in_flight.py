"""What is in flight in the rehearsal world: each story waits for the one it should, and the past is as it was."""

import datetime as dt
import tomllib

import pytest
from django.db.models import F

from kahui.analytics.engine import Engine
from kahui.definition.time import AsAt
from kahui.records.access.check import Acting
from kahui.records.access.models import Person
from kahui.records.changes.clock import today
from kahui.records.documents.models import Document, Version
from kahui.records.editions.models import Assent, Edition, Live
from kahui.records.formation.models import Pack, Support
from kahui.records.networks.models import LeavingNotice, Network, OperatingGroup
from kahui.records.networks.queries import name_of
from kahui.records.notices.models import Letter, Mail, Notice
from kahui.records.timeline.models import Entry
from kahui.records.waiting.owners import Key, holders_of
from kahui.records.waiting.turns import waiting_for, waiting_of
from kahui.reporting.snapshot import snapshot
from kahui.site.world.chosen import ELSE, FINDS
from kahui.web.door.demonstration import offered

NOW = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
BEFORE = (dt.date(2014, 12, 31), dt.date(2015, 12, 31), dt.date(2016, 6, 30))
"""Days before the first network that a story of the small world had approved."""

pytestmark = pytest.mark.usefixtures("world")


def everything():
    return waiting_of(list(Network.objects.all()), today())


@pytest.mark.parametrize("measure", ["uptake", "sizes"])
def test_the_past_is_as_the_rehearsal_tells_it(world, measure):
    (folder,) = (world / "rehearsals").glob("small-*")
    invented = Engine(folder)
    for on in BEFORE:
        at = AsAt(on, NOW)
        assert snapshot().engine.measure(measure, at) == invented.measure(measure, at)


def test_nothing_waits_for_nobody():
    waiting = everything()
    holders = holders_of({Key.of(each) for each in waiting}, today())
    assert [w for w in waiting if not holders[Key.of(w)]] == []


def test_each_kind_of_thing_waits_that_should_and_none_that_makes_no_sense():
    stories = [w for w in everything() if not w.code.startswith(("post.advertise", "memorandum.write"))]
    assert {w.code for w in stories} == {
        "interest.write", "interest.answer", "advise", "decide-tranche", "condition", "memorandum.sign",
        "challenges.writing", "decide", "challenges.back", "post.score", "post.affirm", "post.approve", "post.support",
    }  # fmt: skip
    # Each of these is one network's; two boards have to answer for one.
    once = [w for w in stories if w.code not in ("challenges.writing", "interest.answer")]
    assert len(once) == len({w.code for w in once})
    assert len({w.network for w in stories if w.code == "interest.answer"}) == 1
    assert len([w for w in stories if w.code == "interest.answer"]) == 2


def test_whoever_is_offered_finds_what_their_sentence_says():
    codes = {f.sentence: f.code for f in FINDS}
    people = [(one.person, one.sentence) for _, listed in offered() for one in listed]
    found = [(codes[s], {w.code for w in waiting_for(Acting(p))}) for p, s in people if s in codes]
    assert [(code, mine) for code, mine in found if code not in mine] == []
    # No school of the small world is left to be asked to help found a network: services are.
    assert set(codes) - {s for _, s in people} == {"Is asked whether the board helps to found a network."}
    assert set(ELSE.values()) <= {s for _, s in people}


def test_the_file_names_people_who_can_be_written_to_and_nobody_twice(world):
    named = tomllib.loads((world / "people.toml").read_text(encoding="utf-8"))["person"]
    emails = [one["email"] for one in named]
    assert len(emails) == len(set(emails)) == Person.objects.filter(email__in=emails).count()


def test_acts_are_told_on_their_days_and_were_known_then():
    day = today()
    told = Entry.objects.all()
    assert told.filter(on__gt=day).count() == 0
    early = told.filter(known_from__date__lt=F("on"))  # a deputy is named before the first day
    assert [" stands in for " in entry.words for entry in early] == [True]
    assert told.filter(known_from__gte=dt.datetime.combine(day, dt.time.max, dt.UTC)).count() == 0
    acts = told.exclude(recorded_by="the rehearsal")
    assert [e for e in acts if e.on.weekday() > 4] == []
    for number in Network.objects.values_list("number", flat=True):
        mine = acts.filter(about__kind="network", about__key=str(number))
        assert list(mine.order_by("pk")) == list(mine.order_by("on", "pk"))


def test_everything_that_was_written_to_somebody_is_in_the_mailbox():
    assert Notice.objects.filter(sent_at=None).count() == 0
    assert Mail.objects.count() == Notice.objects.count()
    letters = Letter.objects.filter(used_at=None, withdrawn_at=None)
    assert letters.count() == 2
    assert Mail.objects.filter(to__in=letters.values("to"), words__contains="/letter/").count() == 2


def test_a_section_that_was_asked_for_came_back_changed():
    asked = Document.objects.filter(kind="interest", versions__number=2).get()
    first, second = Version.objects.filter(document=asked).order_by("number")
    assert {c for c in second.sections if first.sections[c] != second.sections[c]} == {"pathway"}
    assert Support.objects.current().filter(network=asked.network, taken_up=None).count() == 1


def test_a_tranche_has_its_pack_and_a_notice_its_day():
    assert Pack.objects.get().tranche.networks.count() == 2
    assert LeavingNotice.objects.get().leaves > today()


def test_two_approvals_act_as_one_and_a_change_of_the_programme_has_one_assent_of_two():
    assert OperatingGroup.objects.current().count() == 2
    assert OperatingGroup.objects.values("group").distinct().count() == 1
    assert (Edition.objects.count(), Assent.objects.count(), Live.objects.count()) == (1, 1, 0)


def test_every_network_that_was_approved_long_ago_has_its_papers():
    long_ago = today() - dt.timedelta(days=200)
    old = Network.objects.filter(
        decisions__gate="approval", decisions__decision="approved", decisions__on__lte=long_ago
    )
    signed = Version.objects.filter(document__kind="memorandum").values("document__network")
    assert [name_of(n) for n in old.exclude(pk__in=signed)] == []
