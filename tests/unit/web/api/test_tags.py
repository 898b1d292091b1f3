"""An answer's tag: the same while the answer is, another when it may not be."""

import datetime as dt

import pytest

from kahui.records.changes.actions import count_change
from kahui.reporting import answers
from kahui.reporting.snapshot import reread

ADDRESS = "/api/v1/networks?on=2016-12-31"


def test_an_answer_that_has_not_changed_is_not_sent_again(client, public_record):
    first = client.get(ADDRESS)
    tag = first["ETag"]
    again = client.get(ADDRESS, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_equal_tags_have_equal_bytes_whatever_the_clock_says(client, public_record, monkeypatch):
    first = client.get("/api/v1/figures?on=2016-12-31")
    later = answers.now() + dt.timedelta(days=400)
    monkeypatch.setattr(answers, "now", lambda: later)
    second = client.get("/api/v1/figures?on=2016-12-31")
    assert (first["ETag"], first.content) == (second["ETag"], second.content)


def test_another_day_moment_filter_or_path_has_another_tag(client, public_record):
    asked = [
        "networks?on=2016-12-31", "networks?on=2016-12-30", "networks?on=2016-12-31&known=2020-01-01",
        "networks?on=2016-12-31&q=a", "networks?on=2016-12-31&limit=5", "schools?on=2016-12-31", "networks",
        "networks?known=2020-01-01",
    ]  # fmt: skip
    tags = [client.get(f"/api/v1/{a}")["ETag"] for a in asked]
    assert len(set(tags)) == len(asked)


@pytest.mark.django_db
def test_a_change_of_the_record_changes_the_tag(client, home):
    before = client.get(ADDRESS)
    count_change()
    with reread():
        after = client.get(ADDRESS, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_a_fault_has_no_tag_and_is_not_kept(client, public_record):
    fault = client.get("/api/v1/networks?on=never")
    assert ("ETag" in fault, fault["Cache-Control"]) == (False, "no-store")
