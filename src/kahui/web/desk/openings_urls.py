"""Posts that are open, and one's own applications."""

from django.urls import URLPattern, path, re_path

from kahui.web.desk.views import applying

urlpatterns: list[URLPattern] = [
    path("openings", applying.openings, name="openings"),
    re_path(r"^openings/(?P<key>[0-9]{1,12})$", applying.apply, name="apply"),
    re_path(r"^applications/(?P<key>[0-9]{1,12})/back$", applying.take_back, name="application-back"),
]
