"""Numbers, dates and bounds as people read them."""

from __future__ import annotations

import datetime as dt

import pytest
from sample_report import figure

from kahui.reporting import words


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        (1511, "count", "1,511"),
        (1511.0, "count", "1,511"),
        (0, "count", "0"),
        (12.5, "count", "12.5"),
        (62.75, "percent", "62.8%"),
        (62.25, "percent", "62.3%"),
        (100, "percent", "100.0%"),
        (0.3, "number", "0.30"),
        (-0.125, "number", "−0.13"),
        (-0.001, "number", "0.00"),
        (7, "months", "7"),
        (7.25, "months", "7.3"),
        (2016, "text", "2016"),
        ("Ōtākou", "text", "Ōtākou"),
        ("", "count", ""),
        (None, "count", "not known"),
        (None, "text", "not known"),
        (dt.date(2016, 12, 31), "date", "31 December 2016"),
        (
            dt.datetime(2017, 4, 10, 9, tzinfo=dt.timezone(dt.timedelta(hours=12))),
            "date",
            "9 April 2017, 21:00 UTC",
        ),
    ],
)
def test_a_cell_in_words(value, unit, read):
    assert words.cell(value, unit) == read


@pytest.mark.parametrize(
    ("value", "low", "high", "read"),
    [
        (180.0, 180.0, 180.0, "180"),
        (1511.0, 1412.0, 1530.0, "1,511 (1,412 to 1,530)"),
        (None, None, None, "not known"),
        (None, 3.0, 10.0, "not known (3 to 10)"),
        (0.0, 0.0, 0.0, "0"),
        (5.0, None, None, "5"),
    ],
)
def test_a_figure_with_its_bounds(value, low, high, read):
    assert words.amount(figure("x", "X", value, low=low, high=high)) == read


def test_a_figure_as_a_share():
    shares = [
        figure("x", "X", 1511.0, of=2405.0, percent=62.8),
        figure("x", "X", None, of=2405.0),
        figure("x", "X", 180.0),
    ]
    assert [words.share(f) for f in shares] == ["62.8% of 2,405", "of 2,405", ""]


def test_scopes_in_words():
    scopes = ("nation", "region:Tai Tokerau", "decile:3", "network:99001", "type:Composite")
    assert [words.scope(s) for s in scopes] == [
        "The whole country",
        "Tai Tokerau",
        "Decile 3",
        "Network 99001",
        "Composite",
    ]
