"""The pages of an expression of interest."""

from django.urls import URLPattern, path, re_path

from kahui.web.network.views import interest, interest_boards, interest_writing

NUMBER = r"^expressions/(?P<number>[0-9]{1,9})"
BOARD = r"(?P<kind>school|service|tertiary)/(?P<provider>[0-9]{1,9})"

urlpatterns: list[URLPattern] = [
    path("expressions", interest.listing, name="expressions"),
    path("expressions/begin", interest.begin, name="expression-begin"),
    re_path(rf"{NUMBER}$", interest.home, name="expression"),
    re_path(rf"{NUMBER}/name$", interest.name, name="expression-name"),
    re_path(rf"{NUMBER}/who$", interest.who, name="expression-who"),
    re_path(rf"{NUMBER}/who/invite$", interest.invite, name="expression-invite"),
    re_path(
        rf"{NUMBER}/sections/(?P<code>[a-z0-9-]{{1,40}})$",
        interest_writing.section,
        name="expression-section",
    ),
    re_path(
        rf"{NUMBER}/sections/(?P<code>[a-z0-9-]{{1,40}})/say$", interest_writing.say, name="expression-say"
    ),
    re_path(rf"{NUMBER}/check$", interest_writing.check, name="expression-check"),
    re_path(rf"{NUMBER}/withdraw$", interest_writing.withdraw, name="expression-withdraw"),
    re_path(rf"{NUMBER}/boards$", interest_boards.boards, name="expression-boards"),
    re_path(rf"{NUMBER}/boards/{BOARD}/letter$", interest_boards.letter, name="expression-letter"),
    re_path(rf"{NUMBER}/boards/{BOARD}/paper$", interest_boards.paper, name="expression-paper"),
    re_path(rf"{NUMBER}/boards/{BOARD}/scan$", interest_boards.scan, name="expression-scan"),
    re_path(rf"{NUMBER}/boards/{BOARD}/sheet$", interest_boards.sheet, name="expression-sheet"),
]
