"""A snapshot published by several processes at the same moment, and when its facts last changed."""

import json
import os

import pytest
from directories import directory_of, photograph, school
from stores import TESTS, python

from kahui.records.register.models import Detail
from kahui.reporting.snapshot import KEPT, _put, snapshot


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork: run it on Linux or macOS")
def test_whoever_publishes_first_all_read_the_same(tmp_path):
    told = json.loads(python(TESTS / "publishing.py", 6, home=tmp_path / "home").stdout)
    newest = [found[0][0] for found in told["rounds"]]
    assert told["rounds"] == [[[id, 3]] * 4 for id in newest]
    assert len(set(newest)) == 6
    assert told["left"] == sorted([*newest[-KEPT:], "current"])


def test_a_state_put_there_meanwhile_stays(tmp_path):
    """The moment the race turns on, whenever it comes: another process has given the folder its name."""
    made, target = tmp_path / "made", tmp_path / "target"
    for folder, text in ((made, "later"), (target, "first")):
        folder.mkdir()
        (folder / "roll.parquet").write_text(text)
    _put(made, target)
    assert (target / "roll.parquet").read_text() == "first"


@pytest.mark.django_db
def test_the_last_change_is_the_latest_moment_of_any_fact():
    photograph("2016-05-24", directory_of(school(1), school(2)))
    (moment,) = set(Detail.objects.values_list("known_from", flat=True))
    assert snapshot().last_change == moment
