"""Lists a page at a time, and their filters."""

import base64
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from kahui.definition.time import AsAt, read_day
from kahui.definition.words import fold
from kahui.reporting import pages

ON = "2016-12-31"


def walk(client, address, name):
    """Every item of a list by following `next`, and the length of each page."""
    items, lengths = [], []
    while address:
        answer = client.get(address).json()
        items += answer[name]
        lengths.append(len(answer[name]))
        address = answer["next"]
    return items, lengths


@pytest.mark.parametrize("limit", [7, 50, 180, 500])
def test_a_walk_is_the_list_at_once(client, public_record, limit):
    walked, lengths = walk(client, f"/api/v1/networks?on={ON}&limit={limit}", "networks")
    at_once = client.get(f"/api/v1/networks?on={ON}&limit=500").json()
    assert walked == at_once["networks"]
    assert (len(walked), at_once["next"]) == (at_once["total"], None)
    full, rest = divmod(len(walked), limit)
    assert lengths == [limit] * full + ([rest] if rest else [])


def test_a_walk_through_all_schools_has_each_once(client, public_record):
    walked, _ = walk(client, f"/api/v1/schools?on={ON}&limit=500", "schools")
    stars = pages.sky(AsAt(read_day(ON), pages.now())).stars
    assert [s["number"] for s in walked] == [s.number for s in stars]
    assert len({s["number"] for s in walked}) == len(walked)


def test_a_filtered_walk_keeps_its_filter_and_names_its_dates(client, public_record):
    first = client.get("/api/v1/schools?region=tai tokerau&decile=1&limit=5&on=2016-12-31").json()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(first["next"]).query).items()}
    del asked["cursor"]
    assert asked == {
        "region": "tai tokerau", "decile": "1", "limit": "5", "on": "2016-12-31", "known": first["known"],
    }  # fmt: skip
    walked, _ = walk(client, first["next"], "schools")
    everyone = first["schools"] + walked
    assert {(s["region"], s["decile"]) for s in everyone} == {("Tai Tokerau", 1)}
    assert len(everyone) == first["total"]


def test_a_cursor_of_another_question_is_refused(client, public_record):
    cursor = parse_qs(urlsplit(client.get(f"/api/v1/networks?on={ON}&limit=2").json()["next"]).query)[
        "cursor"
    ][0]
    for asked in (f"networks?on={ON}&stage=approved", "networks?on=2017-01-31", f"schools?on={ON}"):
        response = client.get(f"/api/v1/{asked}&cursor={cursor}")
        assert (response.status_code, response.json()["detail"]) == (
            400,
            "This cursor is not of this question. Follow next as it was given, with the same filters and dates, or "
            "leave cursor out to begin anew.",
        )


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%FF",
        "é",
        base64.urlsafe_b64encode(b"0" * 12).decode(),
        base64.urlsafe_b64encode(b"0" * 60).decode(),
    ],
)
def test_what_is_no_cursor_is_refused(client, public_record, cursor):
    assert client.get("/api/v1/networks", {"cursor": cursor}).status_code == 400


def test_a_search_ignores_macrons_and_case_and_takes_each_word(client, public_record):
    plain = client.get(f"/api/v1/networks?on={ON}&q=kahui NGA&limit=500").json()
    accented = client.get(f"/api/v1/networks?on={ON}&q=Kāhui ngā&limit=500").json()
    names = [n.name for n in pages.network_list(AsAt(read_day(ON), pages.now()))]
    wanted = [n for n in names if "kahui" in fold(n) and "nga" in fold(n)]
    assert [n["name"] for n in plain["networks"]] == wanted
    assert plain["networks"] == accented["networks"]
    assert wanted


def test_a_search_finds_by_number(client, public_record):
    found = client.get("/api/v1/schools?on=2016-12-31&q=1237").json()["schools"]
    assert [s["name"] for s in found] == ["Browns Bay School"]


def test_networks_of_a_region_and_stage(client, public_record):
    answer = client.get(f"/api/v1/networks?on={ON}&region=AUCKLAND&stage=approved&limit=500").json()
    lines = pages.network_list(AsAt(read_day(ON), pages.now()))
    wanted = [n.number for n in lines if n.region == "Auckland" and n.stage == "approved"]
    assert [n["id"] for n in answer["networks"]] == wanted
    assert len(wanted) == 43


def test_schools_of_a_network_are_its_member_schools(client, public_record):
    schools = client.get(f"/api/v1/schools?on={ON}&network=99000&limit=500").json()["schools"]
    members = client.get(f"/api/v1/networks/99000?on={ON}").json()["members"]
    assert [s["number"] for s in schools] == sorted(m["number"] for m in members if m["kind"] == "school")


def test_schools_of_a_type(client, public_record):
    schools = client.get(f"/api/v1/schools?on={ON}&type=composite&limit=500").json()["schools"]
    assert {s["type"] for s in schools} == {"Composite"}


def test_filters_are_read_once_and_not_for_each_school(client, public_record):
    asked = f"/api/v1/schools?on={ON}&region=auckland&type=composite&network=99000&q=school&decile=10"
    client.get(asked)
    began = time.perf_counter()
    assert client.get(asked).status_code == 200
    assert time.perf_counter() - began < 3  # read for each school, it takes minutes


def test_a_page_keeps_to_the_moment_its_walk_began(client, public_record):
    first = client.get(f"/api/v1/networks?on={ON}&limit=1").json()
    assert client.get(first["next"]).json()["known"] == first["known"]
