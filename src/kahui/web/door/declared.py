"""What each address of the site declares: said by its view, or here for views whose code is not ours to mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from kahui.records.access.roles import Role
from kahui.web.door.routes import Declared

_WAY_IN = "The way in: whoever comes has not signed in yet."
_OWN_WAY_IN = "Changes how one signs in oneself, and nothing else."
_SHUT = "Shut: an address is given with a role, and nobody adds one."
ELSEWHERE = {
    "design": Declared(why="The parts that pages are made of, on invented values."),
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_request_login_code",
            "account_confirm_login_code",
            "account_reset_password",
            "account_confirm_password_reset_code",
            "account_complete_password_reset",
            "account_password_reset_completed",
            "mfa_authenticate",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
            "openid_connect_login",
            "openid_connect_callback",
        ),
        Declared(why=_WAY_IN),
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate",
            "account_change_password",
            "account_set_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
        ),
        Declared(signed_in=True, why=_OWN_WAY_IN),
    ),
    **dict.fromkeys(
        (
            "account_signup",
            "account_email",
            "account_email_verification_sent",
            "account_confirm_email",
            "socialaccount_signup",
            "socialaccount_connections",
        ),
        Declared(why=_SHUT),
    ),
}
"""Addresses by name: the parts of the design, which knows nothing of the door, and django-allauth's."""


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the site, in the shape it has in a list of addresses, and what it declares (`None`: nothing)."""

    address: str
    name: str
    pattern: URLPattern
    declared: Declared | None
    ours: bool


OPEN, EVERYWHERE, OWN, REFUSED = "open", "everywhere", "own", "no"
"""What somebody in a role meets at an address: open to all, every record, those of their own places, a refusal."""


def lets_in(declared: Declared, role: Role) -> str:
    """What the holder of a role meets at an address that declares this."""
    if not declared.ability:
        return OWN if declared.signed_in else OPEN
    if declared.ability not in role.abilities:
        return REFUSED
    return EVERYWHERE if role.places == ("nation",) else OWN


def routes() -> Iterator[Route]:
    """Every address there is, in the order in which they are tried."""
    yield from _within(get_resolver().url_patterns, "", "")


def _within(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for found in patterns:
        address = before + _as_written(str(found.pattern))
        if isinstance(found, URLResolver):
            inner = f"{found.namespace}:" if found.namespace else ""
            yield from _within(found.url_patterns, address, space + inner)
            continue
        name = space + (found.name or "")
        module = getattr(found.callback, "__module__", "")
        said: Declared | None = getattr(found.callback, "declared", None) or ELSEWHERE.get(name)
        if said is None and found.name is None and module.startswith("django."):
            said = Declared(why="An address of old, which leads on to the one of now.")
        yield Route("/" + address, name, found, said, ours=module.startswith("kahui."))


def _as_written(pattern: str) -> str:
    """A pattern as people read it: `networks/<number>`."""
    pattern = re.sub(r"<\w+:(\w+)>", r"<\1>", pattern)
    named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern.lstrip("^").removesuffix("$"))
    return re.sub(r"\(\?:.*\)\?", "", named).replace("\\", "")
