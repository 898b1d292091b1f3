"""Signing in at the provider that the deployment names: a small one of OpenID Connect, over the wire."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from people import person, school

from kahui.site.settings import _providers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


class Provider(BaseHTTPRequestHandler):
    """Says who somebody is, as `says` has it."""

    says: dict[str, object] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_port}"
        answers = {
            "/.well-known/openid-configuration": {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "userinfo_endpoint": f"{here}/userinfo",
                "jwks_uri": f"{here}/keys",
            },
            "/userinfo": self.says,
        }
        self._answer(answers[self.path])

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"access_token": "a token", "token_type": "Bearer"})

    def _answer(self, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    named = {"KAHUI_OIDC_ADDRESS": address, "KAHUI_OIDC_NAME": "Te Kura", "KAHUI_OIDC_CLIENT": "kahui"}
    cache.clear()
    with override_settings(SOCIALACCOUNT_PROVIDERS=_providers(named)):
        yield address
    server.shutdown()
    server.server_close()


def _come_back(client: Client, provider: str, **says: object):
    """Go to the provider, be known there, and come back."""
    Provider.says = {"sub": "7", "name": "Hana Reweti"} | says
    gone = client.post("/account/oidc/provider/login/")
    assert gone.headers["Location"].startswith(f"{provider}/authorize?")
    state = parse_qs(urlsplit(gone.headers["Location"]).query)["state"][0]
    return client.get("/account/oidc/provider/login/callback/", {"code": "7", "state": state}, follow=True)


def test_the_provider_is_offered_and_its_site_may_be_gone_to(client, provider):
    page = client.get("/sign-in")
    assert "With Te Kura" in page.content.decode()
    assert f"form-action 'self' {provider};" in page.headers["Content-Security-Policy"]


def test_without_a_provider_none_is_offered(client):
    page = client.get("/sign-in")
    assert "/account/oidc/" not in page.content.decode()
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]
    assert client.post("/account/oidc/provider/login/").status_code == 404


def test_whoever_the_provider_knows_by_an_address_on_record_is_signed_in(client, provider):
    hana = person("Hana Reweti", "board", school(1))
    _come_back(client, provider, email="HanaReweti@example.org", email_verified=True)
    assert client.session["_auth_user_id"] == str(hana.pk)


@pytest.mark.parametrize(
    ("email", "verified"), [("somebody@example.org", True), ("hanareweti@example.org", False)]
)
def test_nobody_else_is_and_nobody_is_added(client, provider, email, verified):
    hana = person("Hana Reweti", "board", school(1))
    answer = _come_back(client, provider, email=email, email_verified=verified)
    assert "You are not on record here" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert [p.pk for p in type(hana).objects.all()] == [hana.pk]


def test_the_provider_stands_in_for_no_second_factor(client, provider):
    person("Rangi Keeper", "registrar")
    _come_back(client, provider, email="rangikeeper@example.org", email_verified=True)
    assert client.get("/roles").headers["Location"].startswith("/account/2fa/totp/activate/")
