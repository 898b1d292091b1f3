"""Of two officials who decide the same tranche at the same moment, exactly one act stands, whole."""

import json
import os
from pathlib import Path

import pytest
from stores import TESTS, database_of, postgresql, python  # noqa: F401


def race(way: str, home: Path, url: str = "") -> None:
    told, counted = json.loads(python(TESTS / "deciding_at_once.py", way, home=home, url=url).stdout)
    others = [each for each in told if each != "decided"]
    assert (len(told), len(others)) == (2, 1)
    assert others[0].startswith("DEC-5: What is decided is what was seen before deciding.")
    assert counted == [4, 8, 1]  # a decision for each network, their founding schools, one act


FORK = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs processes that fork: run it on Linux or macOS"
)
WAYS = ["threads", pytest.param("processes", marks=FORK)]


@pytest.mark.parametrize("way", WAYS)
def test_one_act_stands_and_the_other_official_is_told(way, tmp_path):
    race(way, tmp_path)


@pytest.mark.postgresql
@pytest.mark.parametrize("way", WAYS)
def test_one_act_stands_on_postgresql(way, tmp_path, postgresql):  # noqa: F811
    race(way, tmp_path, database_of(postgresql))
