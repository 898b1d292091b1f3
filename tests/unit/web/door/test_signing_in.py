"""The ways in: a code by e-mail, a password, a second factor; and what is said where there is none."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from html_faults import faults
from people import holds, person, school, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


def code_of(message) -> str:
    return next(line for line in message.body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line))


def app_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def by_code(client: Client, email: str):
    """Ask for a code, read the mail, write the code."""
    client.post("/account/login/code/", {"email": email})
    return client.post("/account/login/code/confirm/", {"code": code_of(mail.outbox[-1])})


def test_a_person_signs_in_with_a_code_and_the_address_they_were_given(client):
    hana = person("Hana Reweti", "board", school(1))
    asked = client.post("/account/login/code/", {"email": "HanaReweti@example.org"}, follow=True)
    assert faults(asked.content.decode()) == []
    assert [m.to for m in mail.outbox] == [[hana.email]]
    arrived = client.post("/account/login/code/confirm/", {"code": code_of(mail.outbox[0])}, follow=True)
    assert arrived.redirect_chain == [("/waiting", 302)]
    assert "Hana Reweti" in arrived.content.decode()


def test_the_code_leads_on_to_the_page_that_was_asked_for(client):
    person("Hana Reweti", "board", school(1))
    led = client.get("/timeline/school/1")
    assert led.headers["Location"] == "/sign-in?next=/timeline/school/1"
    page = client.get(led.headers["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/timeline/school/1">' in page
    client.post("/account/login/code/", {"email": "hanareweti@example.org", "next": "/timeline/school/1"})
    arrived = client.post(
        "/account/login/code/confirm/", {"code": code_of(mail.outbox[0]), "next": "/timeline/school/1"}
    )
    assert arrived.headers["Location"] == "/timeline/school/1"


def test_an_address_without_a_role_is_told_so_by_mail_and_the_page_says_nothing(client):
    known, unknown = Client(), Client()
    person("Hana Reweti", "board", school(1))
    pages = [
        c.post("/account/login/code/", {"email": email}, follow=True).content.decode().replace(email, "…")
        for c, email in ((known, "hanareweti@example.org"), (unknown, "nobody@example.org"))
    ]
    without_tokens = [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]
    assert without_tokens[0] == without_tokens[1]
    assert [m.subject for m in mail.outbox] == ["Your code to sign in", "This address has no role here"]


def test_a_macron_in_an_address_is_refused_in_a_sentence(client):
    page = client.post("/account/login/code/", {"email": "hōne@example.org"}).content.decode()
    assert "has “ō” in it" in page
    assert "hōne@example.org" in page  # what was written is still there
    assert faults(page) == []
    assert mail.outbox == []


def test_a_wrong_code_is_refused_and_the_third_ends_the_try(client):
    person("Hana Reweti", "board", school(1))
    client.post("/account/login/code/", {"email": "hanareweti@example.org"})
    said = [client.post("/account/login/code/confirm/", {"code": "WRONG1"}) for _ in range(3)]
    assert "This is not the code." in said[0].content.decode()
    assert said[2].status_code == 302
    after = client.post("/account/login/code/confirm/", {"code": code_of(mail.outbox[0])})
    assert after.headers["Location"].startswith("/account/login")
    assert "_auth_user_id" not in client.session


def test_asking_for_codes_again_and_again_is_stopped():
    person("Hana Reweti", "board", school(1))
    for _ in range(5):
        last = Client().post("/account/login/code/", {"email": "hanareweti@example.org"})
    assert len(mail.outbox) == 3
    assert "too many tries" in last.content.decode()


def test_a_password_opens_too_once_one_was_chosen(client):
    hana = person("Hana Reweti", "board", school(1))
    hana.set_password("four words of mine")
    hana.save()
    wrong = client.post("/account/login/", {"login": hana.email, "password": "guess"})
    assert "do not belong together" in wrong.content.decode()
    assert (
        client.post("/account/login/", {"login": hana.email, "password": "four words of mine"}).status_code
        == 302
    )
    assert client.get("/me").status_code == 200


def test_guessing_a_password_is_stopped(client):
    hana = person("Hana Reweti", "board", school(1))
    hana.set_password("four words of mine")
    hana.save()
    for _ in range(5):
        client.post("/account/login/", {"login": hana.email, "password": "guess"})
    right = client.post("/account/login/", {"login": hana.email, "password": "four words of mine"})
    assert "too many tries" in right.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "3rdparty/", "3rdparty/signup/", "confirm-email/abc/", "social/signup/"]
)
def test_nobody_signs_up_or_adds_an_address(client, address):
    signed_in(client, person("Hana Reweti", "board", school(1)))
    answer = client.get(f"/account/{address}")
    assert answer.status_code == 404
    assert "it is given with a role" in answer.content.decode()


# ---- the second factor ------------------------------------------------------------------------------------------


def test_whoever_sees_beyond_one_school_sets_up_a_second_factor_before_anything_else(client):
    person("Rangi Keeper", "registrar")
    by_code(client, "rangikeeper@example.org")
    addresses = ["/me", "/roles", "/", "/networks", "/account/password/set/", "/account/2fa/recovery-codes/"]
    assert {client.get(a).headers.get("Location", "").split("?")[0] for a in addresses} == {
        "/account/2fa/totp/activate/"
    }
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert faults(page) == []
    secret = re.search(r"The key: <code>(\w+)</code>", page)[1]
    codes = client.post("/account/2fa/totp/activate/", {"code": app_code(secret)}, follow=True)
    assert "Your recovery codes" in codes.content.decode()
    assert client.get("/roles").status_code == 200


def test_with_a_second_factor_set_up_the_code_alone_opens_nothing(client):
    person("Rangi Keeper", "registrar")
    by_code(client, "rangikeeper@example.org")
    secret = re.search(
        r"The key: <code>(\w+)</code>", client.get("/account/2fa/totp/activate/").content.decode()
    )[1]
    client.post("/account/2fa/totp/activate/", {"code": app_code(secret)})
    again = Client()
    cache.clear()  # a code of the app is taken once; the next half minute is not waited for
    asked = by_code(again, "rangikeeper@example.org")
    assert asked.headers["Location"].startswith("/account/2fa/authenticate/")
    assert again.get("/roles").headers["Location"].startswith("/sign-in")
    page = again.get("/account/2fa/authenticate/").content.decode()
    assert faults(page) == []
    done = again.post("/account/2fa/authenticate/", {"code": app_code(secret)})
    assert done.headers["Location"] == "/waiting"
    assert again.get("/roles").status_code == 200


def test_the_key_of_the_app_is_not_kept_as_it_is(client):
    person("Rangi Keeper", "registrar")
    by_code(client, "rangikeeper@example.org")
    secret = re.search(
        r"The key: <code>(\w+)</code>", client.get("/account/2fa/totp/activate/").content.decode()
    )[1]
    client.post("/account/2fa/totp/activate/", {"code": app_code(secret)})
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept


def test_who_answers_for_one_school_needs_no_second_factor(client):
    person("Hana Reweti", "board", school(1))
    by_code(client, "hanareweti@example.org")
    assert client.get("/me").status_code == 200


def test_a_role_that_begins_while_one_is_signed_in_asks_for_the_second_factor(client):
    hana = person("Hana Reweti", "board", school(1))
    by_code(client, "hanareweti@example.org")
    holds(hana, "director", "Auckland")
    assert client.get("/me").headers["Location"].startswith("/account/2fa/totp/activate/")


# ---- what does not come from here -------------------------------------------------------------------------------


def test_a_form_without_its_token_changes_nothing_and_shows_what_was_written():
    strict = Client(enforce_csrf_checks=True)
    signed_in(strict, person("Rangi Keeper", "registrar"))
    answer = strict.post("/roles/new", {"name": "Hōne Ngata, the new one", "email": "h@example.org"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "This form was too old to be sent" in page
    assert "Hōne Ngata, the new one" in page
    assert faults(page) == []


def test_a_form_of_another_site_is_not_offered_to_be_sent_again():
    strict = Client(enforce_csrf_checks=True)
    signed_in(strict, person("Rangi Keeper", "registrar"))
    answer = strict.post("/roles/new", {"name": "Planted"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "Planted" not in answer.content.decode()


def test_what_was_written_when_the_session_ended_is_shown_back(client):
    registrar = person("Rangi Keeper", "registrar")
    signed_in(client, registrar)
    client.session.flush()
    client.logout()
    answer = client.post("/roles/new", {"name": "Hōne Ngata, the new one", "email": "h@example.org"})
    assert answer.status_code == 403
    assert "You were signed out before this was sent" in answer.content.decode()
    assert "Hōne Ngata, the new one" in answer.content.decode()


def test_signing_out_leaves_nothing(client):
    signed_in(client, person("Hana Reweti", "board", school(1)))
    client.post("/sign-out")
    assert dict(client.session) == {} or "_auth_user_id" not in client.session
    assert client.get("/me").status_code == 302


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client, onward):
    page = client.get("/sign-in", {"next": onward}).content.decode().split("<main")[1]
    assert "elsewhere" not in page
    assert "javascript:" not in page
