"""A directory is a photograph: what two of them say of the days between.

A start lies between the photograph that does not show it and the one that does; so does an end. Figures take the
later photograph carried back, and print as bounds what is certain and what is possible.
"""

import datetime as dt

import pytest
from directories import day, decided, directory_of, photograph, returned, school

from kahui.definition.time import BEGINNING
from kahui.records.changes.queries import changes_so_far
from kahui.records.networks.models import Membership, NetworkName
from kahui.records.received.models import Receipt
from kahui.records.register.models import Detail, Photograph, Provider, Roll

pytestmark = pytest.mark.django_db

MAY_2016, JULY_2017, SEPTEMBER_2021 = "2016-05-24", "2017-07-30", "2021-09-01"


def details(number):
    held = Detail.objects.current().filter(provider__number=number).order_by("starts")
    return [
        tuple(map(said, row)) for row in held.values_list("name", "starts", "starts_by", "ends", "ends_by")
    ]


def memberships(number, kind="school"):
    held = Membership.objects.current().filter(provider__number=number, provider__kind=kind)
    times = ("network__number", "starts", "starts_by", "ends", "ends_by")
    return [tuple(map(said, row)) for row in held.order_by("starts").values_list(*times)]


def said(value):
    if value == BEGINNING:
        return "unbounded"
    return value.isoformat() if isinstance(value, dt.date) else value


def test_a_school_in_both_photographs_was_open_all_along():
    photograph(MAY_2016, directory_of(school(1)))
    photograph(JULY_2017, directory_of(school(1)))
    assert details(1) == [("School 1", "unbounded", MAY_2016, None, None)]


def test_a_school_that_is_gone_closed_between_the_photographs():
    photograph(MAY_2016, directory_of(school(1), school(2)))
    photograph(JULY_2017, directory_of(school(1)))
    assert details(2) == [("School 2", "unbounded", MAY_2016, "2016-05-25", JULY_2017)]


def test_a_school_first_seen_open_opened_between_the_photographs():
    photograph(MAY_2016, directory_of(school(1)))
    photograph(JULY_2017, directory_of(school(1), school(2)))
    assert details(2) == [("School 2", "2016-05-25", JULY_2017, None, None)]


def test_a_school_that_is_renamed_has_both_names_one_after_the_other():
    photograph(MAY_2016, directory_of(school(1, name="Aranui High School")))
    photograph(JULY_2017, directory_of(school(1, name="Haeata")))
    assert details(1) == [
        ("Aranui High School", "unbounded", MAY_2016, "2016-05-25", JULY_2017),
        ("Haeata", "2016-05-25", JULY_2017, None, None),
    ]


def test_an_older_photograph_fills_the_past_and_leaves_the_present():
    photograph(JULY_2017, directory_of(school(1, name="Haeata")))
    photograph(MAY_2016, directory_of(school(1, name="Aranui High School")))
    assert details(1) == [
        ("Aranui High School", "unbounded", MAY_2016, "2016-05-25", JULY_2017),
        ("Haeata", "2016-05-25", JULY_2017, None, None),
    ]


def test_a_photograph_between_two_others_narrows_the_days_between_them():
    photograph(MAY_2016, directory_of(school(1), school(2)))
    photograph(SEPTEMBER_2021, directory_of(school(1), school(3)))
    photograph(JULY_2017, directory_of(school(1)))
    assert details(2) == [("School 2", "unbounded", MAY_2016, "2016-05-25", JULY_2017)]
    assert details(3) == [("School 3", "2017-07-31", SEPTEMBER_2021, None, None)]


def test_the_same_file_twice_changes_nothing():
    file = directory_of(school(1, 99001), school(2))
    photograph(MAY_2016, file)
    before = (changes_so_far(), Receipt.objects.count(), Photograph.objects.count(), Detail.objects.count())
    imported = photograph(MAY_2016, file)
    assert imported.unchanged
    after = (changes_so_far(), Receipt.objects.count(), Photograph.objects.count(), Detail.objects.count())
    assert after == before


def test_another_file_of_the_same_day_supersedes_the_photograph():
    photograph(MAY_2016, directory_of(school(1, name="Anarui High School")))
    photograph(MAY_2016, directory_of(school(1, name="Aranui High School")))
    assert details(1) == [("Aranui High School", "unbounded", MAY_2016, None, None)]
    assert Photograph.objects.filter(known_to=None).count() == 1
    superseded = Detail.objects.exclude(known_to=None).values_list("name", flat=True)
    assert list(superseded) == ["Anarui High School"]


def test_a_new_spelling_of_a_region_is_no_change_of_region():
    photograph(JULY_2017, directory_of(school(1, region="Bay of Plenty/Rotorua/Taupo")))
    imported = photograph(SEPTEMBER_2021, directory_of(school(1, region="Bay of Plenty/Waiariki")))
    assert imported.differences.changed == []
    assert len(details(1)) == 1


def test_a_school_listed_before_it_opens_is_not_open_yet():
    name = "Rolleston College (Proposed open date: 30 Jan 2017 )"
    photograph(MAY_2016, directory_of(school(1), school(654, name=name)))
    assert list(Detail.objects.filter(is_open=False).values_list("name", flat=True)) == ["Rolleston College"]
    imported = photograph(JULY_2017, directory_of(school(1), school(654, name="Rolleston College")))
    assert [line.number for line in imported.differences.opened] == [654]


def test_a_founding_member_began_with_the_approval_of_its_network():
    decided((99001, "approval", "approved", "2016-08-01", "2016-08-31"))
    photograph(MAY_2016, directory_of(school(1), school(2, 99002)))
    photograph(JULY_2017, directory_of(school(1, 99001), school(2, 99002)))
    assert memberships(1) == [(99001, "2016-08-01", "2016-08-31", None, None)]


def test_a_member_of_an_older_network_joined_between_the_photographs():
    decided((99001, "approval", "approved", "2014-12-01", "2014-12-31"))
    photograph(MAY_2016, directory_of(school(1), school(2, 99001)))
    photograph(JULY_2017, directory_of(school(1, 99001), school(2, 99001)))
    assert memberships(1) == [(99001, "2016-05-25", JULY_2017, None, None)]


def test_in_the_first_photograph_members_are_founding_members():
    decided((99001, "approval", "approved", "2014-12-01", "2014-12-31"))
    photograph(MAY_2016, directory_of(school(1, 99001)))
    assert memberships(1) == [(99001, "2014-12-01", "2014-12-31", None, None)]


def test_services_are_not_named_in_approvals_so_theirs_is_only_the_earliest_day():
    decided((99001, "approval", "approved", "2014-12-01", "2014-12-31"))
    photograph("2024-04-19", directory_of(school(5001, 99001), kind="service"), kind="service")
    assert memberships(5001, "service") == [(99001, "2014-12-01", "2024-04-19", None, None)]


def test_a_school_seen_in_one_network_and_then_in_an_older_one_moved_without_a_gap():
    photograph(MAY_2016, directory_of(school(1, 99001), school(2, 99002)))
    photograph(JULY_2017, directory_of(school(1, 99002), school(2, 99002)))
    assert memberships(1) == [
        (99001, "unbounded", MAY_2016, "2016-05-25", JULY_2017),
        (99002, "2016-05-25", JULY_2017, None, None),
    ]


def test_a_school_that_left_for_a_new_network_left_by_its_approval_at_the_latest():
    decided((99002, "approval", "approved", "2016-08-01", "2016-08-31"))
    photograph(MAY_2016, directory_of(school(1, 99001)))
    photograph(JULY_2017, directory_of(school(1, 99002)))
    assert memberships(1) == [
        (99001, "unbounded", MAY_2016, "2016-05-25", "2016-08-31"),
        (99002, "2016-08-01", "2016-08-31", None, None),
    ]


def test_a_school_that_leaves_and_rejoins_has_two_periods():
    for when, network in ((MAY_2016, 99001), (JULY_2017, None), (SEPTEMBER_2021, 99001)):
        photograph(when, directory_of(school(1, network), school(2, 99001)))
    assert memberships(1) == [
        (99001, "unbounded", MAY_2016, "2016-05-25", JULY_2017),
        (99001, "2017-07-31", SEPTEMBER_2021, None, None),
    ]


def test_approvals_that_come_after_the_photographs_say_the_same():
    photograph(MAY_2016, directory_of(school(1), school(2, 99002)))
    photograph(JULY_2017, directory_of(school(1, 99001), school(2, 99002)))
    assert memberships(1) == [(99001, "2016-05-25", JULY_2017, None, None)]
    decided((99001, "approval", "approved", "2016-08-01", "2016-08-31"))
    assert memberships(1) == [(99001, "2016-08-01", "2016-08-31", None, None)]


def test_a_directory_without_community_columns_ends_no_membership():
    photograph(MAY_2016, directory_of(school(1, 99001), school(2)))
    imported = photograph("2026-06-07", directory_of(school(1), communities=False))
    assert memberships(1) == [(99001, "unbounded", MAY_2016, None, None)]
    assert details(2) == [("School 2", "unbounded", MAY_2016, "2016-05-25", "2026-06-07")]
    assert imported.differences.counts()["left"] == 0


def test_a_network_keeps_its_id_through_a_change_of_name():
    photograph(MAY_2016, directory_of(school(1, 99001, network_name="Porirua East")))
    photograph(JULY_2017, directory_of(school(1, 99001, network_name="Te Kāhui o Porirua")))
    names = NetworkName.objects.current().order_by("starts").values_list("network__number", "name")
    assert list(names) == [(99001, "Porirua East"), (99001, "Te Kāhui o Porirua")]


def test_a_network_printed_under_two_names_has_the_commoner_one():
    names = ("Otakaro", "Ōtākaro", "Ōtākaro")
    schools = [school(n, 99175, network_name=name) for n, name in enumerate(names, start=1)]
    photograph(MAY_2016, directory_of(*schools))
    assert list(NetworkName.objects.values_list("name", flat=True)) == ["Ōtākaro"]


def test_returns_that_lead_up_to_the_first_photograph_show_that_a_school_was_open():
    returned((1, 2012, 90), (1, 2014, 95), (1, 2015, 100), (2, 2013, 50), (2, 2014, 50), (2, 2015, 50))
    photograph(MAY_2016, directory_of(school(1), school(2)))
    assert details(1) == [("School 1", "unbounded", "2014-07-01", None, None)]
    assert details(2) == [("School 2", "unbounded", "2013-07-01", None, None)]


def test_a_year_that_the_returns_leave_out_altogether_breaks_no_series():
    photograph(MAY_2016, directory_of(school(1)))
    returned((1, 2012, 90), (1, 2014, 95), (1, 2015, 100))
    assert details(1) == [("School 1", "unbounded", "2012-07-01", None, None)]


def test_a_directory_prints_rolls_of_its_day_and_none_where_it_leaves_them_blank():
    photograph(MAY_2016, directory_of(school(1, total=120), school(2, total="")))
    rolls = Roll.objects.values_list("provider__number", "series", "on", "total")
    assert list(rolls) == [(1, "directory", day(MAY_2016), 120)]


def test_a_corrected_return_supersedes_the_one_before():
    returned((1, 2015, 100))
    returned((1, 2015, 104))
    rolls = Roll.objects.order_by("pk").values_list("total", "known_to")
    assert [(total, known_to is None) for total, known_to in rolls] == [(100, False), (104, True)]


def test_a_row_that_cannot_be_read_closes_no_school_and_ends_no_membership():
    photograph(MAY_2016, directory_of(school(1, 99001), school(2, 99001)))
    imported = photograph(
        JULY_2017, directory_of(school(1, 99001), school(2, 99001) | {"network": "Kahukura"})
    )
    assert [(refused.row, refused.value) for refused in imported.refused] == [(3, "Kahukura")]
    assert details(2) == [("School 2", "unbounded", MAY_2016, None, None)]
    assert memberships(2) == [(99001, "unbounded", MAY_2016, None, None)]


def test_the_differences_name_who_opened_closed_joined_left_and_moved():
    photograph(
        MAY_2016,
        directory_of(
            school(1, name="Aranui High School"),
            school(2, 99001),
            school(3, 99001),
            school(4),
            school(5),
            school(9, 99002),
        ),
    )
    imported = photograph(
        JULY_2017,
        directory_of(
            school(1, name="Haeata"),
            school(2, 99002),
            school(3),
            school(4, 99001),
            school(6),
            school(9, 99002, type="Composite"),
        ),
    )
    found = {
        kind: [str(line) for line in getattr(imported.differences, kind)]
        for kind in imported.differences.counts()
    }
    assert found == {
        "opened": ["6 School 6"],
        "closed": ["5 School 5"],
        "renamed": ["1 Haeata: Aranui High School → Haeata"],
        "changed": ["9 School 9: type: Full Primary → Composite"],
        "joined": ["4 School 4: Network 99001 (99001)"],
        "left": ["3 School 3: Network 99001 (99001)"],
        "moved": ["2 School 2: Network 99001 (99001) → Network 99002 (99002)"],
    }


def test_a_dry_run_tells_the_same_and_writes_nothing(settings, tmp_path):
    settings.HOME = tmp_path
    photograph(MAY_2016, directory_of(school(1, 99001), school(2)))
    kept = sorted(path.name for path in tmp_path.rglob("*"))
    counted = changes_so_far()
    asked = []

    def figures():
        asked.append(Provider.objects.count())
        return {"schools": asked[-1], "same": 1}

    later = directory_of(school(1), school(3, 99002))
    dry = photograph(JULY_2017, later, dry_run=True, figures=figures)
    assert dry.figures == (("schools", 2, 3),)
    assert (Provider.objects.count(), Photograph.objects.count(), changes_so_far()) == (2, 1, counted)
    assert sorted(path.name for path in tmp_path.rglob("*")) == kept
    assert photograph(JULY_2017, later).differences == dry.differences
