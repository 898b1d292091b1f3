"""A board's pages, and the address of every letter."""

from django.urls import URLPattern, path, re_path

from kahui.web.school.letters import opens
from kahui.web.school.views import board, letters, posts

opens(*posts.LETTERS)(posts.letter_page)
BOARD = r"^board/(?P<kind>school|service|tertiary)/(?P<number>[0-9]{1,9})"

urlpatterns: list[URLPattern] = [
    path("letter/<str:token>", letters.letter, name="letter"),
    re_path(rf"{BOARD}$", board.board, name="board"),
    re_path(
        rf"{BOARD}/(?P<network>[0-9]{{1,9}})/(?P<matter>interest|memorandum|challenges)$",
        board.matter,
        name="board-matter",
    ),
]
