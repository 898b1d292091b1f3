from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kahui.web.desk.account_urls")),
    path("", include("kahui.web.desk.waiting_urls")),
    path("", include("kahui.web.desk.openings_urls")),
]
