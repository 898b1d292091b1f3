"""The second factor: asked of whoever sees beyond one school, before they see anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kahui.records.access.check import Acting
from kahui.records.access.roles import ROLES
from kahui.web.door.routes import acting

GIVEN = "second_factor"
"""What a session says once the second factor was given: `True`, or `DEMONSTRATION` where none is asked for."""
DEMONSTRATION = "demonstration"
ON_THE_WAY = frozenset(
    (
        "sign-in",
        "sign-in-as",
        "sign-out",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
    )
)
"""The addresses that lead to a second factor; nothing that could stand in for one, such as recovery codes."""


def asked_of(who: Acting) -> bool:
    """Whether a role they hold today, as themselves or as a deputy, sees beyond one school."""
    return any(ROLES[grant.role].sees_beyond_one_school for grant in who.grants)


def was_given(request: HttpRequest) -> bool:
    """Whether this session has shown its second factor."""
    given = request.session.get(GIVEN)
    if given == DEMONSTRATION:
        return bool(settings.DEMO)
    records = get_authentication_records(request, request.user)
    return given is True or any(record.get("method") == "mfa" for record in records)


class SecondFactor:
    """Reads who acts, once a request, and leads to the second factor whoever still owes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.path.startswith("/api/") or not request.user.is_authenticated:
            return None
        who = acting(request)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in ON_THE_WAY or not asked_of(who) or was_given(request):
            return None
        return _lead(request)


def _lead(request: HttpRequest) -> HttpResponse:
    set_up = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    onward = {"next": request.get_full_path()} if request.method == "GET" else {}
    name = "mfa_reauthenticate" if set_up else "mfa_activate_totp"
    return redirect(f"{reverse(name)}?{urlencode(onward)}" if onward else reverse(name))
