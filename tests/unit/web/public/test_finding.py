"""Finding networks and schools: macrons do not matter for looking, and are kept for showing."""

import pytest
from django.test import Client
from lxml import html


def names(site: Client, address: str, **query: str) -> list[str]:
    page = html.fromstring(site.get(address, query).content.decode())
    return [cell.text_content().strip() for cell in page.xpath("//tbody/tr/th")]


@pytest.mark.parametrize("text", ["otakaro", "Ōtākaro", "ŌTAKARO", "  otākaro "])
def test_macrons_do_not_matter(site: Client, text: str) -> None:
    assert names(site, "/networks", q=text, on="2021-09-30") == names(
        site, "/networks", q="99175", on="2021-09-30"
    )
    assert len(names(site, "/networks", q=text, on="2021-09-30")) == 1


def test_a_filter_leaves_only_its_own(site: Client) -> None:
    every = {n for page in "12345" for n in names(site, "/networks", on="2021-09-30", page=page)}
    endorsed = names(site, "/networks", on="2021-09-30", stage="endorsed")
    assert (len(endorsed), set(endorsed) < every) == (34, True)


def test_in_order_of_most_schools(site: Client) -> None:
    page = html.fromstring(site.get("/networks", {"sort": "schools", "on": "2016-12-31"}).content.decode())
    counts = [int(c.text_content().split()[0]) for c in page.xpath("//tbody/tr/td[3]")]
    assert (len(counts), counts) == (50, sorted(counts, reverse=True))


def test_pages_of_a_list_hold_each_network_once(site: Client) -> None:
    found = [
        n for page in "1234" for n in names(site, "/networks", sort="number", on="2016-12-31", page=page)
    ]
    assert (len(found), found[:50]) == (180, names(site, "/networks", sort="number", on="2016-12-31"))


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "٣"])
def test_a_page_that_is_none_is_the_first_or_last(site: Client, page: str) -> None:
    assert site.get("/networks", {"page": page, "on": "2016-12-31"}).status_code == 200


@pytest.mark.parametrize("address", ["/uptake", "/networks/99012", "/regions/tai-tokerau"])
def test_a_slash_at_the_end_leads_to_the_page(client: Client, address: str) -> None:
    answer = client.get(f"{address}/?on=2016-12-31")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{address}?on=2016-12-31")
