"""A school belongs to at most one network at a time, however many ask for it at the same moment."""

import json
import os
from pathlib import Path

import pytest
from stores import TESTS, database_of, postgresql, python  # noqa: F401

BROKEN = (
    "NET-1: A school belongs to at most one network at a time. Burnside High School (1) has been a member of "
)


def race(way: str, home: Path, url: str = "") -> None:
    told = json.loads(python(TESTS / "racing.py", way, home=home, url=url).stdout)
    winners = [each for each in told if each == "joined"]
    others = sorted({each for each in told if each != "joined"})
    assert (len(told), len(winners)) == (8, 1)
    assert len(others) == 1
    assert others[0].startswith(BROKEN + "Network 9900")
    assert others[0].endswith(" since 1 February 2017: record its leaving first, or its move.")


FORK = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs processes that fork: run it on Linux or macOS"
)
WAYS = ["threads", pytest.param("processes", marks=FORK)]


@pytest.mark.parametrize("way", WAYS)
def test_of_eight_networks_one_gets_the_school_and_the_others_the_rule(way, tmp_path):
    race(way, tmp_path)


@pytest.mark.postgresql
@pytest.mark.parametrize("way", WAYS)
def test_of_eight_networks_one_gets_the_school_on_postgresql(way, tmp_path, postgresql):  # noqa: F811
    race(way, tmp_path, database_of(postgresql))
