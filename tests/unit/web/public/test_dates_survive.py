"""The two dates of a page go along with every link of it, and into every answer."""

import pytest
from django.test import Client
from lxml import html

DATES = "?on=2016-12-31&known=2026-01-01"
FREE = ("/static/", "#", "https://creativecommons.org/")


@pytest.mark.parametrize(
    "place", ["/", "/uptake", "/regions", "/networks", "/schools", "/report", "/about", "/how"]
)
def test_every_link_carries_them(site: Client, place: str) -> None:
    page = html.fromstring(site.get(place + DATES).content.decode())
    links = [
        a for a in page.xpath("//main//a/@href|//header//a/@href|//footer//a/@href") if not a.startswith(FREE)
    ]
    lost = [a for a in links if "known=2026-01-01" not in a or "on=2" not in a]
    assert (len(links) > 10, lost) == (True, [])


def test_the_form_of_the_header_keeps_the_other_questions(site: Client) -> None:
    page = html.fromstring(
        site.get("/networks?on=2016-12-31&q=far&region=Tai+Tokerau&page=2").content.decode()
    )
    fields = {f.get("name"): f.get("value") for f in page.xpath("//header//input")}
    assert fields == {"q": "far", "region": "Tai Tokerau", "on": "2016-12-31", "known": ""}


def test_nothing_inline_is_allowed(site: Client) -> None:
    policy = site.get("/about").headers["Content-Security-Policy"]
    assert ("unsafe" in policy, policy.startswith("default-src 'none'")) == (False, True)


def test_the_figures_of_december_2016(site: Client) -> None:
    page = html.fromstring(site.get("/?on=2016-12-31").content.decode())
    assert (
        page.xpath("normalize-space(//h1)")
        == "On 31 December 2016, 180 networks joined 1,511 of 2,405 eligible schools"
    )
    shown = {
        f.get("data-code"): f.xpath("normalize-space(.//*[contains(@class, 'value')])")
        for f in page.xpath("//*[@data-code]")
    }
    assert shown == {
        "networks.approved": "180",
        "schools.member": "62.8%",
        "learners.member": "66.2%",
        "networks.endorsed": "Not known",
    }


def test_the_slider_has_a_link_for_each_date(site: Client) -> None:
    page = html.fromstring(site.get("/?on=2016-12-31").content.decode())
    steps = page.xpath("//*[@data-timeline]//a")
    assert [a.get("data-day") for a in steps] == [
        "2014-06-30", "2014-12-31", "2015-06-30", "2015-12-31", "2016-06-30", "2016-12-31", "2017-06-30", "2017-12-31", "2018-06-30",
        "2018-12-31", "2019-06-30", "2019-12-31", "2020-06-30", "2020-12-31", "2021-06-30", "2021-09-30",
    ]  # fmt: skip
    assert [a.get("data-day") for a in steps if a.get("aria-current") == "date"] == ["2016-12-31"]
    assert steps[5].get("data-title") == "31 December 2016: 180 networks"


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("pdf", b"%PDF"),
        ("docx", b"PK"),
        ("xlsx", b"PK"),
        ("csv", b"code,"),
        ("json", b"{"),
        ("html", b"<!"),
    ],
)
def test_the_report_is_taken_away(site: Client, format: str, begins: bytes) -> None:
    answer = site.get(f"/report.{format}?on=2016-12-31")
    assert (answer.status_code, answer.content[: len(begins)].lower()) == (200, begins.lower())
    assert answer.headers["Content-Disposition"] == f'attachment; filename="uptake-2016-12-31.{format}"'


@pytest.mark.parametrize(("format", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"day,")])
def test_a_chart_is_taken_away(site: Client, format: str, begins: bytes) -> None:
    answer = site.get(f"/charts/momentum.{format}?on=2016-12-31")
    assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
