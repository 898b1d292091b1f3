"""Who is told when something has come to them: those who are named, those who wrote, one office after the other."""

import pytest
from offices import decide, impartial, offices, send, sent
from people import acts, person, school
from worlds import KAHUI_AKO

from kahui.records.formation.actions import interest
from kahui.records.formation.actions.advising import advise
from kahui.records.formation.actions.telling import owners_of
from kahui.records.formation.turns import Turn
from kahui.records.notices.models import Notice

pytestmark = pytest.mark.django_db


def told(somebody) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person=somebody.pk).order_by("id").values_list("subject", "path"))


def test_whoever_leads_a_school_that_is_named_is_told_once_and_nobody_else():
    first, second, third = school(1), school(2), school(3)
    lead, other = person("Hana", "school-lead", first), person("Tama", "school-lead", second)
    stranger = person("Rua", "school-lead", third)
    made = interest.begin(provider=first, name="Kāhui Rata", by=acts(lead))
    for standing in ("founding", "associate"):
        interest.name_provider(
            network=made, provider=second, standing=standing, by=acts(lead), definition=KAHUI_AKO
        )
    assert told(other) == [("Kāhui Rata would like you to take part", f"/expressions/{made.number}")]
    assert (told(lead), told(stranger)) == ([], [])


def test_those_who_write_are_told_that_their_network_is_approved():
    people, kura, elsewhere = offices(), school(1), school(2)
    lead, stranger = person("Hana", "school-lead", kura), person("Rua", "school-lead", elsewhere)
    group = sent(99001, founding=(kura,), name="Kāhui Rata")
    decide(people.adviser, group, "shaping", "recommended")
    decide(people.minister, group, "approval", "approved")
    assert told(lead) == [("Kāhui Rata: an answer", "/inside/99001")]
    assert told(stranger) == []


def test_what_is_before_the_region_comes_to_its_adviser_until_they_have_advised_then_to_who_decides():
    people = offices()
    group = sent(99001, founding=(school(1),), adviser=people.adviser, name="Kāhui Rata")
    decide(people.adviser, group, "shaping", "recommended")
    decide(people.minister, group, "approval", "approved")
    version = send(group, "challenges")
    programme = KAHUI_AKO.at(version.on)
    director = programme.decider(programme.gate("submission"))
    turn = Turn("challenges", version.number, "waits", "submission", version.on, director)
    assert owners_of(group, turn, version.on) == [people.adviser]
    advise(
        network=group, matter="challenges", version=version.number, supports=True, words="Ready.",
        by=impartial(people.adviser, group), definition=KAHUI_AKO,
    )  # fmt: skip
    assert owners_of(group, turn, version.on) == [people.director]
