"""The working pages of a network."""

from django.urls import URLPattern, re_path

from kahui.web.network.views import ending, members, work

NUMBER = r"^work/(?P<number>[0-9]{1,9})"
MEMBER = r"(?P<kind>school|service|tertiary)/(?P<provider>[0-9]{1,9})"

urlpatterns: list[URLPattern] = [
    re_path(rf"{NUMBER}$", work.work, name="work"),
    re_path(rf"{NUMBER}/members$", members.listing, name="work-members"),
    re_path(rf"{NUMBER}/members/join$", members.join, name="work-join"),
    re_path(rf"{NUMBER}/members/{MEMBER}/leave$", members.leave, name="work-leave"),
    re_path(rf"{NUMBER}/members/{MEMBER}/left$", members.left, name="work-left"),
    re_path(rf"{NUMBER}/members/{MEMBER}/closes$", members.closes_into, name="work-closes-into"),
    re_path(rf"{NUMBER}/ending$", ending.ending, name="work-ending"),
    re_path(rf"{NUMBER}/ending/close$", ending.close, name="work-close"),
    re_path(rf"{NUMBER}/ending/merge$", ending.merge, name="work-merge"),
    re_path(rf"{NUMBER}/ending/together$", ending.together, name="work-together"),
    re_path(rf"{NUMBER}/ending/apart$", ending.apart, name="work-apart"),
]
