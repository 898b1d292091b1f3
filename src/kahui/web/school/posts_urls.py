"""What boards answer about posts, and a teacher's own release."""

from django.urls import URLPattern, path, re_path

from kahui.web.school.views import posts, release

KEY = r"(?P<key>[0-9]{1,12})"

urlpatterns: list[URLPattern] = [
    re_path(rf"^board/posts/{KEY}/support$", posts.support, name="board-support"),
    re_path(rf"^board/posts/{KEY}/approve$", posts.approve, name="board-approve"),
    path("release", release.mine, name="release"),
    re_path(rf"^release/{KEY}$", release.week, name="my-release"),
    re_path(rf"^release/{KEY}/ask$", release.ask, name="ask-cover"),
]
