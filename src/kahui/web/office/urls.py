from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kahui.web.office.cases_urls")),
    path("", include("kahui.web.office.editions_urls")),
]
