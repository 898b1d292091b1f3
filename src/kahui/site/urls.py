from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path

from kahui.web.door.routes import anyone


@anyone("Leads on to the same address without its last slash.")
def without_slash(request: HttpRequest, path: str) -> HttpResponse:
    """The same address without the slash at its end, as somebody may write it."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/{path.strip('/')}" + (f"?{query}" if query else ""), permanent=True)


urlpatterns = [
    re_path(r"^(?P<path>(?!api/|account/)[a-z]+(?:/[\w-]+)?)/$", without_slash),
    path("", include("kahui.web.public.urls")),
    path("api/", include("kahui.web.api.urls")),
    path("", include("kahui.web.design.urls")),
    path("", include("kahui.web.door.urls")),
    path("", include("kahui.web.desk.urls")),
    path("", include("kahui.web.school.urls")),
    path("", include("kahui.web.network.urls")),
    path("", include("kahui.web.office.urls")),
    path("account/", include("allauth.urls")),
]
handler400 = "kahui.web.design.views.bad_request"
handler404 = "kahui.web.design.views.not_found"
handler500 = "kahui.web.design.views.went_wrong"
