"""Signing in and out, and what is said where somebody cannot."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kahui.web.design.middleware import POLICY, refuse
from kahui.web.door import demonstration
from kahui.web.door.forms import AskForCode
from kahui.web.door.routes import anyone
from kahui.web.door.second import DEMONSTRATION, GIVEN
from kahui.web.door.written import written

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@anyone("The way in: whoever comes has not signed in yet.")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways in: a code by e-mail, a password, the provider; in the demonstration, people to sign in as."""
    onward = _onward(request.GET.get("next", ""))
    if request.user.is_authenticated and not settings.DEMO:
        return redirect(onward or settings.LOGIN_REDIRECT_URL)
    provider = _provider()
    values = {
        "form": AskForCode(),
        "next": onward,
        "provider": provider["name"] if provider else "",
        "place": "sign-in",
    }
    response = render(request, "door/sign_in.html", values)
    if provider:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(provider["settings"]["server_url"]))
        response["Content-Security-Policy"] = POLICY.replace(
            "form-action 'self'", f"form-action 'self' {origin}"
        )
    return response


@anyone("Only in the demonstration, and only as the people it offers; elsewhere there is no such page.")
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demonstration; their second factor is not asked for."""
    asked = request.POST.get("person", "")
    person = (
        demonstration.may_be(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    )
    if person is None:
        raise Http404("Nobody is offered to sign in as here. Sign in with the address you were given.")
    logout(request)
    login(request, person, backend=BACKEND)
    request.session[GIVEN] = DEMONSTRATION
    return redirect(_onward(request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL)


@anyone("Whoever is here may leave.")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signed out, with nothing of theirs left in this browser."""
    logout(request)
    messages.success(request, "You have signed out.")
    return redirect("home")


@anyone("Says that an address is given with a role.")
def shut(request: HttpRequest, **path: str) -> HttpResponse:
    """What django-allauth offers and this site does not: signing up, adding or changing an address."""
    raise Http404(
        "Nobody adds or changes an address here: it is given with a role. Ask whoever keeps the records."
    )


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that is too old. Nothing was changed."""
    if reason.startswith((REASON_BAD_ORIGIN.split("%")[0], REASON_BAD_REFERER.split("%")[0])):
        return refuse(
            request,
            "This did not come from here",
            "Another site sent this form. Nothing was changed.",
            status=403,
        )
    return written(
        request,
        "This form was too old to be sent",
        "Nothing was changed. Open the page again, put in what is below, and send it.",
    )


def _onward(address: str) -> str:
    """Where to go on to: an address of this site, or blank."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def _provider() -> dict[str, Any] | None:
    configured: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps = configured.get("openid_connect", {}).get("APPS", [])
    return apps[0] if apps else None
