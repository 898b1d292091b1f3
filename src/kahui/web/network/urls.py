from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kahui.web.network.interest_urls")),
    path("", include("kahui.web.network.work_urls")),
    path("", include("kahui.web.network.posts_urls")),
]
