"""What a person can get wrong on a page, and the sentence each is answered with."""

import datetime as dt
import time

import pytest
from django.test import Client
from lxml import html


def said(site: Client, address: str) -> tuple[int, str]:
    answer = site.get(address)
    page = html.fromstring(answer.content.decode())
    return answer.status_code, page.xpath("normalize-space(//main//p[@class='lead'])")


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/?on=31/02/2016", 400, "“31/02/2016” is not a day that can be used for on. Write year-month-day, such as 2016-12-31."),
        ("/uptake?on=2016-13-01", 400, "“2016-13-01” is not a day that can be used for on. Write year-month-day, such as 2016-12-31."),
        ("/networks/99999?on=2016-12-31", 404, "Network 99999 is not on the record for 31 December 2016: it was never approved by then, and no directory names it. Look for it in the list of networks, or ask for another date."),
        ("/networks/..%2F..%2Fetc%2Fpasswd", 404, "“../../etc/passwd” is not the id of a network. An id is a number such as 99051; look for it in the list of networks."),
        ("/networks/١٢٣", 404, "“١٢٣” is not the id of a network. An id is a number such as 99051; look for it in the list of networks."),
        ("/schools/none", 404, "“none” is not a school's number. A number has up to four digits, such as 64; look for it in the list of schools."),
        ("/regions/atlantis?on=2016-12-31", 404, "The record has no region “atlantis” on 31 December 2016. Choose one from the list of regions."),
        ("/report.exe", 404, "The report is not written as “exe”. It is written as html, pdf, docx, xlsx, csv, json."),
        ("/report?scope=planet", 400, "“planet” is not a scope. Write nation, region:NAME, decile:N, type:NAME or network:ID."),
        ("/how/nothing", 404, "There is no measure “nothing”. Choose one from the list of measures."),
        ("/nowhere", 404, "Nothing here has this address. It may have been typed with a slip."),
    ],
)  # fmt: skip
def test_sentence(site: Client, address: str, status: int, sentence: str) -> None:
    assert said(site, address) == (status, sentence)


def test_a_date_to_come(site: Client) -> None:
    status, sentence = said(site, f"/?on={dt.date.today().year + 2}-01-01")
    assert (status, sentence.split(";")[0]) == (400, f"1 January {dt.date.today().year + 2} has not come yet")


def test_known_before_the_first_record_is_an_answer(site: Client) -> None:
    answer = site.get("/?on=2016-12-31&known=2001-01-01")
    page = html.fromstring(answer.content.decode())
    assert (answer.status_code, page.xpath("normalize-space(//h1)")) == (
        200,
        "On 31 December 2016: nothing was known",
    )


@pytest.mark.parametrize("place", ["networks", "schools"])
def test_a_search_of_ten_thousand_characters(site: Client, place: str) -> None:
    begun = time.perf_counter()
    answer = site.get(f"/{place}", {"q": "ā" * 10_000})
    assert time.perf_counter() - begun < 2
    page = html.fromstring(answer.content.decode())
    assert page.xpath("normalize-space(//*[@role='alert']//li)") == (
        "That search has 10,000 characters; no name here has more than 200. Search for a word of the name."
    )
