"""The addresses of the API: each behind the door, so that nothing is answered but in its manner."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from kahui.web.api import reference
from kahui.web.api.door import door, nothing_here
from kahui.web.api.v1 import operations, parameters
from kahui.web.door.routes import anyone

app_name = "api"


def _dates() -> frozenset[str]:
    return frozenset({"on", "known"})


def _any() -> None:
    return None


def _openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(reference.openapi(), content_type="application/json")


def _docs(request: HttpRequest) -> HttpResponse:
    return HttpResponse(reference.page(settings.STATIC_URL), content_type="text/html; charset=utf-8")


def _nothing(request: HttpRequest, **path: object) -> HttpResponse:
    return nothing_here(request)


urlpatterns = [
    path("v1/openapi.json", door(_openapi, _dates), name="openapi"),
    path("v1/", door(_docs, _dates), name="root"),
    path("v1/docs", door(_docs, _dates), name="docs"),
]
for _pattern in operations():
    _known = lambda operation=str(_pattern.name): parameters(operation)  # noqa: E731
    urlpatterns.append(path(f"v1/{_pattern.pattern}", door(_pattern.callback, _known), name=_pattern.name))
urlpatterns.append(re_path(r"^", door(_nothing, _any)))
for _pattern in urlpatterns:
    anyone("The read-only API is open to everybody.")(_pattern.callback)
