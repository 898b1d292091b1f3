"""Every public page of a rehearsal says that it is one, and shows nothing that was printed of the real nation."""

import re

import pytest
from html_faults import faults

LINE = (
    "This nation is invented: its schools, its people and its figures. It stands still on 15 November 2016."
)
PAGES = ("/", "/uptake", "/momentum", "/regions", "/networks", "/schools", "/report", "/about", "/sign-in")


def words(client, path: str) -> str:
    page = client.get(path).content.decode()
    assert faults(page) == []
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_a_rehearsal_say_so_and_show_nothing_printed(world, client, path):
    told = words(client, path)
    assert told.count(LINE) == 1
    assert re.findall(r"[Pp]rinted", told) == []


def test_pages_of_the_public_record_do_not(public_record, client):
    told = words(client, "/")
    assert "invented" not in told
    assert "beside what the Ministry of Education printed" in told
