"""Signing in as somebody: in the demonstration, as those who are offered; elsewhere never."""

import pytest
from django.test import Client, override_settings
from html_faults import faults
from people import DAY, deputy, holds, network, person, school

from kahui.web.door.demonstration import offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def _names() -> dict[str, list[str]]:
    return {title: [one.person.name for one in people] for title, people in offered()}


@override_settings(DEMO=True)
def test_one_person_a_role_is_offered_by_what_they_come_for():
    kura = school(1)
    hana = person("Hana Reweti", "board", kura)
    person("Second Chair", "board", school(2))
    grant = holds(person("Mere Tau"), "office", capacity="minister")
    person("Sam Secretary", "office", capacity="secretary")
    person("Lea Leader", "leader", network(101, kura))
    deputy(person("Piripi Moana"), grant, DAY)
    gone = person("Gone Away", "evaluator")
    gone.is_active = False
    gone.save()
    assert _names() == {
        "Schools, boards and services": ["Hana Reweti"],
        "Networks": ["Lea Leader"],
        "Offices that advise and decide": ["Mere Tau", "Sam Secretary"],
    }
    client = Client()
    page = client.get("/sign-in").content.decode()
    assert faults(page) == []
    answer = client.post("/sign-in/as", {"person": hana.pk})
    assert answer.headers["Location"] == "/waiting"
    assert "Hana Reweti" in client.get("/me").content.decode()


@override_settings(DEMO=True)
def test_a_home_may_name_whom_it_offers_and_say_why(home):
    person("Hana Reweti", "board", school(1))
    person("Second Chair", "board", school(2))
    (home / "people.toml").write_text(
        '[[person]]\nemail = "SecondChair@example.org"\nsentence = "Answers on paper."\n', encoding="utf-8"
    )
    assert [(o.person.name, o.sentence) for _, people in offered() for o in people] == [
        ("Second Chair", "Answers on paper.")
    ]


@override_settings(DEMO=True)
def test_the_second_factor_is_left_out_and_one_can_be_somebody_else_at_once(client):
    registrar, hana = person("Rangi Keeper", "registrar"), person("Hana Reweti", "board", school(1))
    client.post("/sign-in/as", {"person": registrar.pk})
    assert client.get("/roles").status_code == 200
    client.post("/sign-in/as", {"person": hana.pk})
    assert client.get("/roles").status_code == 403
    assert "Rangi" not in client.get("/me").content.decode()


@override_settings(DEMO=True)
@pytest.mark.parametrize("asked", ["", "x", "-1", "999999", "9" * 40, "１"])
def test_only_those_who_are_offered_can_be_signed_in_as(client, asked):
    person("Hana Reweti", "board", school(1))
    second = person("Second Chair", "board", school(2))
    for pk in (asked, str(second.pk)):
        assert client.post("/sign-in/as", {"person": pk}).status_code == 404
    assert "_auth_user_id" not in client.session


@override_settings(DEMO=True)
def test_signing_in_as_somebody_takes_a_form_of_ours():
    hana = person("Hana Reweti", "board", school(1))
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/as", {"person": hana.pk}).status_code == 403
    assert strict.get("/sign-in/as", {"person": hana.pk}).status_code == 405
    assert "_auth_user_id" not in strict.session


def test_outside_the_demonstration_nobody_is_offered_and_nobody_signed_in(client):
    hana = person("Hana Reweti", "board", school(1))
    assert offered() == []
    assert client.post("/sign-in/as", {"person": hana.pk}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Hana" not in client.get("/sign-in").content.decode()


def test_a_session_of_the_demonstration_opens_nothing_once_it_is_none(client):
    registrar = person("Rangi Keeper", "registrar")
    with override_settings(DEMO=True):
        client.post("/sign-in/as", {"person": registrar.pk})
        assert client.get("/roles").status_code == 200
    assert client.get("/roles").headers["Location"].startswith("/account/2fa/totp/activate/")
