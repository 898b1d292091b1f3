"""One post from its advertisement to its end, and each rule on the way with what breaks it."""

import datetime as dt

import pytest
from filling_of import ACROSS, CLOSES, LATER, LEADER, STARTS, WITHIN, Place, asked_on, at, day
from people import DAY, acts, holds, person, school

from kahui.records.access.check import NotAllowed
from kahui.records.access.models import Grant
from kahui.records.changes.rules import RuleBroken
from kahui.records.networks.models import Membership
from kahui.records.notices.models import Letter, Notice
from kahui.records.posts import actions
from kahui.records.posts.models import Holding, Opening, Score
from kahui.records.posts.queries import employed_by
from kahui.records.posts.queries.fillings import fillings
from kahui.records.posts.waiting import waiting
from kahui.records.register.models import Detail
from kahui.records.timeline.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place.made()


def refused(rule):
    return pytest.raises(RuleBroken, match=rf"^{rule}: ")


# ---- from advertisement to end ----------------------------------------------------------------------------------


def test_a_post_goes_from_advertised_to_ended_and_the_ledger_says_where_it_is_on_every_day(place):
    appointment = place.given(ends=day("2019-01-30"))
    place.start(appointment)
    actions.end(
        appointment=appointment,
        reason="another-post",
        on=day("2018-04-01"),
        by=at(place.leader, day("2018-04-01")),
    )
    days = [DAY - dt.timedelta(days=1), DAY, LATER, STARTS, day("2018-03-31"), day("2018-04-01")]
    assert [place.counts(ACROSS, on=d) for d in days] == [
        (2, 0, 0, 0, 0),
        (2, 1, 0, 0, 0),
        (2, 0, 1, 0, 0),
        (2, 0, 0, 1, 0),
        (2, 0, 0, 1, 0),
        (2, 0, 0, 0, 1),
    ]
    assert [(e.on, e.words) for e in Entry.objects.filter(about__kind="opening").order_by("id")] == [
        (DAY, "Across-schools teacher was advertised until 29 November 2016."),
        (DAY, "The panel was named: Lead X a, Lead X b."),
        (DAY, "Lead X a declared no interest."),
        (DAY, "Lead X b declared no interest."),
        (DAY, "Candidate 1 applied."),
        (DAY, "The employer of candidate 1 supports them."),
        (LATER, "Lead X a scored candidate 1."),
        (LATER, "Lead X b scored candidate 1."),
        (LATER, "Candidate 1 is on the shortlist."),
        (LATER, "The panel chose Ana Horomia (candidate 1)."),
        (LATER, "The national criteria are met, by National Adviser."),
        (LATER, "The employing board approved the appointment."),
        (LATER, "Ana Horomia was appointed from 30 January 2017 until 29 January 2019."),
        (STARTS, "Ana Horomia started."),
        (day("2018-04-01"), "Ana Horomia holds the post no longer, from 1 April 2018: went to another post."),
    ]


def test_each_step_waits_for_exactly_one_owner(place):
    def due(on):
        return [
            (w.code, w.role or w.place.kind, w.place.key)
            for w in waiting([place.network], on, place.definition)
            if w.code not in ("post.advertise",)
        ]

    school, board = str(place.schools[2].number), "board"
    leader = ("leader", str(place.network.number))
    opening = place.advertise()
    place.panel(opening)
    application = place.apply(opening)
    assert due(DAY) == [("post.support", board, school)]
    place.support(application)
    assert due(CLOSES) == []
    assert due(LATER) == [("post.score", "person", str(place.leads[n].pk)) for n in (0, 1)]
    place.score(application, 3, 4)
    place.list(application)
    assert due(LATER) == [("post.choose", *leader)]
    place.choose(application)
    assert due(LATER) == [("post.affirm", "panel-adviser", "")]
    place.affirm(application)
    assert due(LATER) == [("post.approve", board, school)]
    place.approve(application)
    assert due(LATER) == [("post.appoint", *leader)]
    appointment = place.appoint(opening)
    assert due(LATER) == []
    assert due(STARTS) == [("post.start", *leader)]
    place.start(appointment)
    assert due(STARTS) == []
    assert due(day("2017-12-30")) == [("post.extend", *leader)]


def test_posts_nobody_has_advertised_wait_for_the_leader_since_their_gate_stood(place):
    found = [(w.words, w.since) for w in waiting([place.network], DAY, place.definition)]
    assert found == [
        ("Advertise: Community Leader", day("2015-02-01")),
        ("Advertise: Across-schools teacher (2 that nobody holds)", day("2015-09-01")),
        ("Advertise: Within-school teacher (10 that nobody holds)", day("2015-09-01")),
    ]


# ---- rules of advertising -----------------------------------------------------------------------------------------


def test_a_post_is_advertised_once_its_gate_stands():
    place = Place.made(endorsed=False)
    place.advertise(LEADER)
    with refused("POST-1") as broken:
        place.advertise(ACROSS)
    assert str(broken.value) == (
        "POST-1: A post is advertised once the gate that opens it stands. Across-schools teacher is opened by "
        "“Endorsement”, which does not stand for this network on 15 November 2016: wait for it, or record it first."
    )


def test_no_more_are_advertised_than_are_provided(place):
    place.advertise(LEADER)
    with refused("POST-2") as broken:
        place.advertise(LEADER)
    assert "Community Leader, the network as a whole: 1 provided, 1 advertised, given or held." in str(
        broken.value
    )
    for _ in range(2):
        place.advertise(WITHIN, place.schools[2])
    with refused("POST-2"):
        place.advertise(WITHIN, place.schools[2])
    outside = school(77, roll=5000)
    with refused("POST-2"):
        place.advertise(WITHIN, outside)


def test_an_opening_closes_later_and_is_not_dated_to_come(place):
    with refused("POST-3"):
        place.advertise(closes=DAY)
    with refused("POST-24"):
        place.advertise(on=DAY + dt.timedelta(days=1), closes=LATER)


def test_who_may_not_advertise_is_told_who_may(place):
    with pytest.raises(NotAllowed, match="You may not advertise a post and name its panel"):
        place.advertise(by=acts(place.boards[0]))
    other = Place.made(number=102)
    with pytest.raises(NotAllowed, match="your role is for other places"):
        place.advertise(by=acts(other.leader))


# ---- the panel ------------------------------------------------------------------------------------------------------


def test_a_panel_is_of_several_schools_unless_the_employer_alone_chooses(place):
    opening = place.advertise()
    one = [(place.leads[0], place.schools[0]), (place.leader, None)]
    with refused("POST-4"):
        actions.name_panel(opening=opening, people=one, by=acts(place.leader), definition=place.definition)
    own = place.advertise(WITHIN, place.schools[0])
    actions.name_panel(opening=own, people=one[:1], by=acts(place.leader), definition=place.definition)


def test_a_panel_is_named_before_anybody_has_applied(place):
    opening = place.advertise()
    place.panel(opening)
    place.apply(opening)
    with refused("POST-5"):
        place.panel(opening)


def test_who_applies_is_employed_in_the_network_in_time_once_not_on_the_panel_and_meets_what_is_asked(place):
    opening = place.advertise()
    place.panel(opening)
    with refused("POST-6"):
        place.apply(opening, at=school(78))
    own = place.advertise(WITHIN, place.schools[0])
    with refused("POST-6"):
        place.apply(own, at=place.schools[1])
    with refused("POST-7"):
        place.apply(opening, by=at(person("Ana Horomia"), CLOSES + dt.timedelta(days=1)))
    with refused("POST-9"):
        place.apply(opening, by=acts(place.leads[0]))
    with refused("POST-10") as broken:
        place.apply(opening, prerequisites=[])
    assert "Not ticked: “Employed as a teacher by a member of the community.”, “Holds a practising" in str(
        broken.value
    )
    application = place.apply(opening)
    with refused("POST-8"):
        place.apply(opening)
    actions.take_back(application=application, by=acts(application.person))
    again = place.apply(opening)
    assert (application.number, again.number) == (1, 2)


# ---- scoring and choosing ------------------------------------------------------------------------------------------


def test_only_a_member_of_the_panel_without_an_interest_scores_after_the_closing_day(place):
    opening = place.advertise()
    sits = [(p, s) for p, s in zip(place.leads, place.schools, strict=True)]
    actions.name_panel(opening=opening, people=sits[:2], by=acts(place.leader), definition=place.definition)
    application = place.apply(opening)

    def scores(who, on=LATER, given=4, reason="Clear."):
        return actions.score(application=application, score=given, reason=reason, by=at(who, on))

    with refused("POST-11"):
        scores(place.leads[2])
    with refused("POST-12"):
        scores(place.leads[0])
    actions.declare(opening=opening, conflict=True, words="My sister.", by=acts(place.leads[0]))
    with refused("POST-12") as broken:
        scores(place.leads[0])
    assert "You declared one in this opening: the others score without you." in str(broken.value)
    actions.declare(opening=opening, conflict=False, by=acts(place.leads[1]))
    with refused("POST-13"):
        scores(place.leads[1], on=CLOSES)
    for given, reason in ((0, "x"), (6, "x"), (2.5, "x"), (3, "  ")):
        with refused("POST-14"):
            scores(place.leads[1], given=given, reason=reason)
    scores(place.leads[1])
    scores(place.leads[1])  # said twice, it is one
    scores(place.leads[1], given=5)
    assert [s.score for s in Score.objects.order_by("id")] == [4, 5]


def test_an_interest_is_told_to_the_timeline_without_what_it_is_in(place):
    opening = place.advertise()
    place.panel(opening)
    with refused("POST-19"):
        actions.declare(opening=opening, conflict=True, by=acts(place.leads[0]))
    actions.declare(
        opening=opening, conflict=True, words="Ana Horomia is my sister.", by=acts(place.leads[0])
    )
    assert Entry.objects.order_by("-id").first().words == "Lead X a declared an interest and does not score."


def test_a_choice_is_from_the_shortlist_scored_by_all_and_supported_by_the_employer(place):
    opening = place.advertise()
    place.panel(opening)
    application, other = place.apply(opening), place.apply(opening, "Rangi Kaihau", place.schools[0])
    with refused("POST-17"):
        place.choose(application)
    place.score(application, 4)
    place.list(application)
    with refused("POST-17") as broken:
        place.choose(application)
    assert "Ana Horomia: not every member of the panel has scored them." in str(broken.value)
    place.score(application, 4, 4)
    with refused("POST-18") as broken:
        place.choose(application)
    assert "The employer of Ana Horomia has not answered yet." in str(broken.value)
    place.support(application, agrees=False, words="Not this year.")
    with refused("POST-18"):
        place.choose(application)
    place.support(application)
    place.choose(application)
    with refused("POST-16"):
        place.score(other, 5, 5)
    actions.take_back(application=other, by=acts(other.person, LATER))


def test_who_took_it_back_is_neither_scored_nor_chosen(place):
    opening = place.advertise()
    place.panel(opening)
    application = place.apply(opening)
    actions.take_back(application=application, by=acts(application.person))
    with refused("POST-15"):
        place.score(application, 4)
    with refused("POST-15"):
        actions.take_back(application=application, by=acts(application.person))


def test_what_is_decided_has_a_reason(place):
    opening = place.advertise()
    with refused("POST-19"):
        actions.withdraw_opening(opening=opening, reason=" ", by=acts(place.leader))
    application = place.chosen(opening)
    with refused("POST-19"):
        place.affirm(application, met=False)


# ---- affirming, approving, appointing --------------------------------------------------------------------------------


def test_the_adviser_affirms_before_the_board_can_approve_and_each_answers_once(place):
    opening = place.advertise()
    place.panel(opening)
    application = place.apply(opening)
    with refused("POST-21"):
        place.affirm(application)
    place.support(application)
    place.score(application, 4, 4)
    place.list(application)
    place.choose(application)
    with refused("POST-20") as broken:
        place.approve(application)
    assert "Independent adviser of the New Appointments National Panel has not said yet" in str(broken.value)
    place.affirm(application)
    with refused("POST-22"):
        place.affirm(application, met=False, words="Changed my mind.")
    place.approve(application)
    with refused("POST-22"):
        place.approve(application, agrees=False, words="Changed our mind.")


def test_who_is_not_affirmed_is_not_approved_and_the_panel_chooses_another(place):
    opening = place.advertise()
    place.panel(opening)
    first, second = place.apply(opening), place.apply(opening, "Rangi Kaihau", place.schools[1])
    for application in (first, second):
        place.support(application)
        place.score(application, 4, 4)
        place.list(application)
    place.choose(first)
    place.affirm(first, met=False, words="No leadership yet.")
    with refused("POST-20") as broken:
        place.approve(first)
    assert "says that the criteria are not met" in str(broken.value)
    place.choose(second)
    place.affirm(second)
    place.approve(second)
    assert place.appoint(opening).person == second.person


def test_a_school_s_own_post_needs_no_affirmation(place):
    appointment = place.given(WITHIN, at=place.schools[2])
    assert (appointment.post, appointment.provider) == (WITHIN, place.schools[2])


def test_nobody_is_appointed_before_the_board_that_employs_them_has_approved(place):
    opening = place.advertise()
    with refused("POST-21"):
        place.appoint(opening)
    application = place.chosen(opening)
    place.affirm(application)
    with refused("POST-25"):
        place.appoint(opening)
    by = at(place.boards[0], LATER)
    with pytest.raises(NotAllowed, match="your role is for other places"):
        actions.approve(application=application, agrees=True, by=by, definition=place.definition)
    place.approve(application, agrees=False, words="We need her here.")
    with refused("POST-25"):
        place.appoint(opening)


def test_a_board_answers_by_letter_once_and_only_for_itself(place):
    opening = place.advertise()
    application = place.chosen(opening)
    place.affirm(application)
    asked = {
        "application": application,
        "purpose": "appointment",
        "to_name": "Ria Pou",
        "by": at(place.leader, LATER),
    }
    letter = actions.answering.ask_by_letter(to="chair@example.org", **asked)
    said = actions.answer_for_board(letter=letter, agrees=True, words="", definition=place.definition)
    assert (said.answered_by, said.way, said.letter) == ("Ria Pou, by signed link", "letter", letter.pk)
    with refused("LET-3"):
        actions.answer_for_board(letter=letter, agrees=False, words="No.", definition=place.definition)
    other = Letter(
        provider_kind="school",
        provider_number=1,
        purpose="appointment",
        subject=f"application:{application.pk}",
    )
    with pytest.raises(ValueError, match="another board"):
        actions.answer_for_board(letter=other, agrees=True, words="", definition=place.definition)
    assert place.appoint(opening).person == application.person


def test_nothing_more_happens_to_an_opening_that_was_withdrawn(place):
    opening = place.advertise()
    place.panel(opening)
    application = place.apply(opening)
    actions.withdraw_opening(opening=opening, reason="The roll fell.", by=acts(place.leader))
    with refused("POST-23"):
        place.apply(opening, "Rangi Kaihau")
    with refused("POST-23"):
        place.support(application)
    assert place.counts(ACROSS) == (2, 0, 0, 0, 0)
    assert [(f.state(LATER), f.withdrawn_reason) for f in fillings([place.network], asked_on(LATER))] == [
        ("withdrawn", "The roll fell.")
    ]


def test_acts_are_not_dated_before_what_they_follow(place):
    opening = place.advertise()
    with refused("POST-24"):
        actions.withdraw_opening(
            opening=opening, reason="x", on=DAY - dt.timedelta(days=1), by=acts(place.leader)
        )
    appointment = place.given(LEADER)
    with refused("POST-24"):
        place.start(appointment, on=LATER - dt.timedelta(days=1))


# ---- terms ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def approved(place):
    opening = place.advertise()
    application = place.chosen(opening)
    place.affirm(application)
    place.approve(application)
    return opening


def test_a_post_is_held_as_the_programme_has_it_and_no_longer_than_it_allows(place, approved):
    with refused("POST-26"):
        place.appoint(approved, tenure="permanent", ends=None)
    for ends in (None, STARTS, day("2019-01-31")):
        with refused("POST-27"):
            place.appoint(approved, ends=ends)
    assert place.appoint(approved, ends=day("2019-01-30")).ends == day("2019-01-30")


def test_what_is_permanent_has_no_last_day(place):
    opening = place.advertise(WITHIN, place.schools[2])
    place.approve(place.chosen(opening, at=place.schools[2]))
    with refused("POST-27"):
        place.appoint(opening, tenure="permanent", ends=day("2018-01-01"))
    assert place.appoint(opening, tenure="permanent", ends=None).ends is None


def test_somebody_holds_one_post_at_a_time(place):
    place.given(ends=day("2018-01-30"))
    second = place.advertise()
    application = place.chosen(second)
    place.affirm(application)
    place.approve(application)
    with refused("POST-28") as broken:
        place.appoint(second, starts=day("2018-01-29"), ends=day("2019-01-29"))
    assert "Ana Horomia holds or was given the post “across-schools-teacher” in network 101" in str(
        broken.value
    )
    assert place.appoint(second, starts=day("2018-01-30"), ends=day("2019-01-30"))


def test_a_secondary_school_with_three_posts_keeps_three_in_five_permanent_and_gives_reasons():
    place = Place.made()
    Detail.objects.filter(provider=place.schools[0]).update(type="Secondary (Year 9-15)")
    kura = place.schools[0]
    fixed = {"tenure": "fixed", "ends": day("2018-01-30"), "reason": "A colleague is on leave."}
    opening = place.advertise(WITHIN, kura)
    place.approve(place.chosen(opening, "Teacher One", kura))
    with refused("POST-30"):
        place.appoint(opening, **(fixed | {"reason": ""}))
    place.appoint(opening, **fixed)  # one of one: the bound begins at three
    place.given(WITHIN, "Teacher Two", kura, **fixed)  # two of two
    opening = place.advertise(WITHIN, kura)
    place.approve(place.chosen(opening, "Teacher Three", kura))
    with refused("POST-29") as broken:
        place.appoint(opening, **fixed)
    assert "This would make 3 of 3 fixed, and at most 40% (1) may be: make it permanent." in str(broken.value)
    place.appoint(opening, tenure="permanent", ends=None)


def test_a_primary_school_has_no_such_bound(place):
    for name in ("Teacher One", "Teacher Two"):
        place.given(WITHIN, name, place.schools[2])
    assert place.counts(WITHIN, place.schools[2]) == (2, 0, 2, 0, 0)


def test_an_across_schools_term_is_extended_once_by_no_more_than_two_years(place):
    appointment = place.given(ends=day("2019-01-30"))
    with refused("POST-33"):
        extend(place, appointment, day("2020-01-30"), on=STARTS)
    place.start(appointment)
    for until in (day("2019-01-30"), day("2021-01-31")):
        with refused("POST-31"):
            extend(place, appointment, until)
    extend(place, appointment, day("2021-01-30"))
    with refused("POST-31") as broken:
        extend(place, appointment, day("2022-01-30"))
    assert "It was extended once already" in str(broken.value)


def extend(place, appointment, until, on=None):
    by = at(place.leader, on or day("2018-06-01"))
    return actions.extend(
        appointment=appointment, until=until, reason="The work goes on.", by=by, definition=place.definition
    )


def test_what_was_known_before_an_extension_stays_known(place):
    appointment = place.given(ends=day("2018-01-30"))
    place.start(appointment)
    before = Holding.objects.get().known_from
    extend(place, appointment, day("2019-01-30"), on=day("2017-06-01"))
    on = day("2018-06-01")
    known = [place.line(ACROSS, on=on, known=before), place.line(ACROSS, on=on)]
    assert [(line.started, line.ended) for line in known] == [(0, 1), (1, 0)]


def test_a_start_is_made_once_before_the_term_is_over(place):
    appointment = place.given(ends=day("2018-01-30"))
    with refused("POST-34"):
        place.start(appointment, on=day("2018-01-30"))
    place.start(appointment, on=day("2017-02-06"))
    with refused("POST-32"):
        place.start(appointment, on=day("2017-02-07"))


def test_an_end_is_given_with_a_reason_within_the_term(place):
    appointment = place.given()
    by = at(place.leader, day("2017-06-01"))
    with refused("POST-33"):
        actions.end(appointment=appointment, reason="resigned", by=by)
    place.start(appointment)
    for reason, words in (("", ""), ("bored", ""), ("other", " ")):
        with refused("POST-19"):
            actions.end(appointment=appointment, reason=reason, words=words, by=by)
    with refused("POST-33"):
        actions.end(appointment=appointment, reason="resigned", on=day("2016-12-01"), by=by)
    ended = actions.end(appointment=appointment, reason="resigned", by=by)
    assert (ended.ends, ended.reason) == (day("2017-06-01"), "resigned")


def test_the_role_goes_with_the_post_and_ends_with_it(place):
    leader, teacher = place.given(LEADER, "Ana Horomia"), place.given(ACROSS, "Rangi Kaihau")
    for appointment in (leader, teacher):
        place.start(appointment)
    actions.end(appointment=teacher, reason="resigned", by=at(place.leader, day("2017-06-01")))
    held = Grant.objects.current().filter(source__startswith="appointment:").order_by("id")
    assert [(g.person.name, g.role, g.capacity, g.starts, g.ends) for g in held] == [
        ("Ana Horomia", "leader", "leader", STARTS, day("2018-01-30")),
        ("Rangi Kaihau", "teacher", "", STARTS, day("2017-06-01")),
    ]


# ---- a school leaves --------------------------------------------------------------------------------------------------


def test_a_holder_s_post_ends_with_the_membership_of_the_school_that_employs_them_and_nothing_is_written(
    place,
):
    appointment = place.given(ends=day("2019-01-30"))
    place.start(appointment)
    leaves = day("2017-07-01")
    mine = Membership.objects.filter(provider=appointment.provider)
    row = mine.get()
    mine.update(known_to=row.known_from)
    Membership.objects.create(
        provider=row.provider, network=row.network, starts=row.starts, starts_by=row.starts, ends=leaves, ends_by=leaves,
        known_from=row.known_from, recorded_by="a test", source="a test",
    )  # fmt: skip
    holdings = list(Holding.objects.values())
    assert place.counts(ACROSS, on=day("2017-06-30"))[3:] == (1, 0)
    assert place.counts(ACROSS, on=leaves)[3:] == (0, 1)
    ended = [(f.ends, f.reason) for f in fillings([place.network], asked_on(leaves))]
    assert ended == [(leaves, "the employing school left the network")]
    assert list(Holding.objects.values()) == holdings


def test_what_a_leaving_school_employs_is_asked_not_written(place):
    held, waits = place.given(LEADER, "Ana Horomia"), place.given(ACROSS, "Rangi Kaihau")
    place.given(ACROSS, "Moana Tai", place.schools[0])
    place.start(held)
    found = [a.person.name for a in employed_by(place.network, place.schools[2], STARTS)]
    assert found == ["Rangi Kaihau", "Ana Horomia"]
    assert waits.provider == place.schools[2]
    assert list(employed_by(place.network, place.schools[1], STARTS)) == []


def test_the_same_message_goes_once_however_often_it_is_written(place):
    opening = place.advertise()
    place.panel(opening)
    place.panel(opening)
    assert Notice.objects.filter(kind="post.panel").count() == 2
    assert Opening.objects.count() == 1


def test_a_person_with_roles_in_two_networks_acts_in_each_for_itself(place):
    other = Place.made(number=102)
    holds(place.leader, "leader", other.network)
    opening = other.advertise(by=acts(place.leader))
    assert opening.network == other.network
    assert place.counts(ACROSS)[1] == 0
