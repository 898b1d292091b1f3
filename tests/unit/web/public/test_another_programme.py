"""Another programme is another folder: its pages say its own country, and nobody else's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from addresses import PAGES
from django.conf import settings
from django.test import Client, override_settings

from kahui.definition import load
from kahui.site.home import programmes

ELSEWHERE = re.compile(r"New Zealand|Aotearoa|Te Tāhuhu|Ministry|en-NZ|Kāhui Ako|Communit\w+ of Learning")
"""Words of the reference programme and its country."""


@pytest.fixture
def trust(db: None, home: Path) -> Iterator[Client]:
    with override_settings(PROGRAMME=programmes() / "english-trust"):
        yield Client()


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_no_page_says_a_word_of_the_reference_programme(trust: Client, address: str) -> None:
    assert ELSEWHERE.findall(trust.get(address).content.decode()) == []


def test_a_page_says_its_own_country(trust: Client) -> None:
    page = trust.get("/regions?on=2020-01-01").content.decode()
    assert ('<html lang="en-GB">' in page, ">England</a>" in page) == (True, True)


def test_whose_data_they_are_stands_under_every_page(site: Client) -> None:
    (given,) = load(Path(settings.PROGRAMME)).attributions
    foot = site.get("/regions").content.decode().partition("<footer")[2]
    assert re.findall(r'<a href="(https:[^"]+)">([^<]+)', foot) == [(given.address, given.licence)]
    assert (
        " ".join(re.sub("<[^>]+>", "", foot).split()).count(f"{given.of}: {given.by.mi} | {given.by.en}, ")
        == 1
    )
