"""What each route declares: who it is for. A route that declares nothing fails the build."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from kahui.records.access.abilities import ABILITIES
from kahui.records.access.check import Acting, NotAllowed
from kahui.web.door.written import written

View = Callable[..., HttpResponse]
V = TypeVar("V", bound=View)


class Declared:
    """What a view declares. `ability` is blank for a page that needs no ability; `why` says why it does not."""

    def __init__(self, ability: str = "", *, signed_in: bool = False, why: str = "") -> None:
        self.ability, self.signed_in, self.why = ability, signed_in, why


def anyone(why: str) -> Callable[[V], V]:
    """The page is open to everybody, signed in or not; `why` says so in a sentence."""

    def declare(view: V) -> V:
        view.declared = Declared(why=why)  # type: ignore[attr-defined]
        return view

    return declare


def signed_in(why: str) -> Callable[[View], View]:
    """The page is for whoever is signed in, and shows them only what is theirs."""
    return _guarded(Declared(signed_in=True, why=why))


def needs(ability: str) -> Callable[[View], View]:
    """The page is for those who hold an ability somewhere. Which things they then see is for its query to say
    (`Acting.reach`), and what they may do to one of them for its action (`Acting.may`)."""
    return _guarded(Declared(ABILITIES[ability].code, signed_in=True))


def acting(request: HttpRequest) -> Acting:
    """Whoever is signed in, on the day people act; read once a request."""
    who: Acting | None = getattr(request, "acting", None)
    if who is None:
        person = request.user if request.user.is_authenticated else None
        if person is None:
            raise NotAllowed("Sign in first.")
        who = Acting(person)
        request.acting = who  # type: ignore[attr-defined]
    return who


def _guarded(declared: Declared) -> Callable[[View], View]:
    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            who = acting(request)
            if declared.ability and not who.reach(declared.ability):
                raise NotAllowed(who.check(declared.ability, ()).reason)  # type: ignore[union-attr]
            response = view(request, *args, **kwargs)
            # The next person at a shared screen does not find it with the Back button.
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        guarded.declared = declared  # type: ignore[attr-defined]
        return guarded

    return declare


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return written(
            request,
            "You were signed out before this was sent",
            "Nothing was recorded. Sign in again, open the page, put in what is below, and send it.",
        )
    return redirect_to_login(request.get_full_path())
