from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kahui.web.school.board_urls")),
    path("", include("kahui.web.school.posts_urls")),
]
