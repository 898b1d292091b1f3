"""Each fault is a sentence as problem JSON, and never a traceback."""

import pytest

from kahui.reporting import pages
from kahui.web.api import figures

FAULTS = [
    ("figures?onn=2016-12-31", 400, "There is no parameter “onn” here. There are: known, on, scope."),
    ("figures?on=31/02/2016", 400, "“31/02/2016” is not a day that can be used for on. Write year-month-day, such as 2016-12-31."),
    ("figures?on=2016-13-01", 400, "“2016-13-01” is not a day that can be used for on. Write year-month-day, such as 2016-12-31."),
    ("figures?known=soon", 400, "“soon” is not a moment that can be used for known. Write a day, such as 2017-04-10, or a day and time, such as 2017-04-10T09:00:00+12:00."),
    ("figures?scope=planet", 400, "“planet” is not a scope. Write nation, region:NAME, decile:N, type:NAME or network:ID."),
    ("figures?on=2016-01-01&on=2016-01-02", 400, "on is given 2 times; give it once."),
    ("networks?limit=501", 400, "limit must be 500 or less, not 501."),
    ("networks?limit=0", 400, "limit must be 1 or more, not 0."),
    ("networks?limit=many", 400, "limit must be a whole number, not “many”."),
    ("networks?stage=done", 400, "stage must be 'before', 'approved' or 'endorsed', not “done”."),
    ("networks?q=" + "x" * 201, 400, "q is 201 characters long; at most 200 are read."),
    ("networks?q=" + "x" * 10_000, 400, "The query is 10,002 characters long; at most 8,000 are read."),
    ("schools?decile=11", 400, "decile must be 10 or less, not 11."),
    ("reports/nothing", 404, "There is no report “nothing”. There are: uptake."),
    ("reports/uptake?format=exe", 400, "format must be 'json' or 'csv', not “exe”."),
    ("networks/1?on=2016-12-31&known=2026-01-01", 404, "No network 1 was on record for 31 December 2016, as known on 1 January 2026. /api/v1/networks lists those that were."),
    ("networks/99999999999999999999?on=2016-12-31&known=2026-01-01", 404, "No network of that number was on record for 31 December 2016, as known on 1 January 2026. /api/v1/networks lists those that were."),
    ("schools/99999?on=2016-12-31&known=2026-01-01", 404, "No school 99999 was on record for 31 December 2016, as known on 1 January 2026. /api/v1/schools lists those that were."),
    ("networks/../../etc/passwd", 404, "There is nothing at /api/v1/networks/../../etc/passwd. What there is, is listed at /api/v1/docs."),
    ("networks/..%2f..%2fetc%2fpasswd", 404, "There is nothing at /api/v1/networks/../../etc/passwd. What there is, is listed at /api/v1/docs."),
    ("schools/-1", 404, "There is nothing at /api/v1/schools/-1. What there is, is listed at /api/v1/docs."),
    ("schools/abc?anything=1", 404, "There is nothing at /api/v1/schools/abc. What there is, is listed at /api/v1/docs."),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "status", "sentence"), FAULTS, ids=[f[0][:40] for f in FAULTS])
def test_a_fault_is_a_sentence(client, public_record, asked, status, sentence):
    response = client.get(f"/api/v1/{asked}")
    titles = {
        400: "The question cannot be answered as it was asked",
        404: "There is no such thing on the record",
    }
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json() == {
        "type": "about:blank",
        "title": titles[status],
        "status": status,
        "detail": sentence,
    }


def test_a_day_to_come_is_refused(client, public_record):
    response = client.get("/api/v1/figures?on=2999-01-01")
    assert response.status_code == 400
    assert response.json()["detail"].startswith(
        "1 January 2999 has not come yet; nothing can be known of it."
    )


def test_an_unknown_region_is_refused_with_those_there_are(client, public_record):
    response = client.get("/api/v1/schools?on=2016-12-31&region=Atlantis")
    assert response.status_code == 400
    assert response.json()["detail"].startswith(
        "The record has no region “Atlantis” on this date. It has: Auckland, "
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["networks", "networks/99000", "openapi.json", "no-such-thing"])
def test_nothing_can_be_written(client, public_record, method, path):
    response = getattr(client, method)(f"/api/v1/{path}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["detail"] == (
        f"{method.upper()} is not possible here: the API can only be read, with GET."
    )


def test_head_is_get_without_its_body(client, public_record):
    whole, head = (ask("/api/v1/networks?on=2016-12-31") for ask in (client.get, client.head))
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (whole["ETag"], str(len(whole.content)))


def test_pages_of_any_site_may_ask(client, public_record):
    asked = client.options("/api/v1/networks", headers={"Origin": "https://example.org"})
    assert (asked.status_code, asked.content, asked["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert asked["Access-Control-Allow-Headers"] == "If-None-Match"
    for address in ("networks", "networks?on=x", "nothing"):
        assert client.get(f"/api/v1/{address}")["Access-Control-Allow-Origin"] == "*"


def test_more_parameters_than_can_be_read(client, public_record):
    response = client.get("/api/v1/networks?" + "&".join(f"a{n}=" for n in range(1_200)))
    assert (response.status_code, response.json()["detail"]) == (
        400,
        "The query has more parameters than can be read. Give each once.",
    )


@pytest.mark.parametrize("debug", [True, False])
def test_a_fault_of_ours_is_logged_and_said_without_a_traceback(
    client, public_record, monkeypatch, settings, caplog, debug
):
    def broken(*_):
        raise RuntimeError("a secret of the house")

    settings.DEBUG = debug
    monkeypatch.setattr(figures, "run", broken)
    response = client.get("/api/v1/reports/uptake")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["detail"] == (
        "The answer could not be made. The fault is in the log of this deployment."
    )
    assert "a secret of the house" in caplog.text


@pytest.mark.django_db
def test_an_empty_store_answers(client, home):
    for path in (
        "figures",
        "networks",
        "schools",
        "regions",
        "momentum",
        "sources",
        "coverage",
        "reports/uptake",
    ):
        assert client.get(f"/api/v1/{path}").status_code == 200
    assert client.get("/api/v1/coverage").json()["first_known"] is None
    assert pages.now()
