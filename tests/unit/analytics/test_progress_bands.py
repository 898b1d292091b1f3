"""Bands of year levels, and the limits of a share: those of `methods/intervals`, to the last digits."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from kahui.analytics.engine import Engine
from kahui.analytics.measures.progress import BandFault, bands, progress
from kahui.analytics.methods.intervals import wilson
from kahui.analytics.tables import READING
from kahui.definition.time import AsAt


def test_bands_are_written_as_people_write_them() -> None:
    assert bands(("1-3", "13")).to_pylist() == [
        {"year_level": 1, "band": "1-3"},
        {"year_level": 2, "band": "1-3"},
        {"year_level": 3, "band": "1-3"},
        {"year_level": 13, "band": "13"},
    ]


@pytest.mark.parametrize("word", ["", "three", "3-1", "0-2", "-4", "4-", "1-200", "4–6"])
def test_what_is_no_band_is_refused(word: str) -> None:
    with pytest.raises(
        BandFault, match=r"^“.*” is no band of year levels\. Write such as 4-6, or 13 for one\.$"
    ):
        bands((word,))


def test_a_level_in_two_bands_is_refused() -> None:
    with pytest.raises(BandFault, match=r"^Year level 3 is in 1-3 and in 3-5\. Put it in one band\.$"):
        bands(("1-3", "3-5"))


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_limits_are_those_of_the_method(level: float) -> None:
    """Every k of every n to 12, a school of its own for each."""
    cells = [(n, k) for n in range(1, 13) for k in range(n + 1)]
    blank = dict.fromkeys(("maori", "pacific", "additional_needs", "low_socio_economic", "boys"), False)
    said = {"learner": 1, "year": 2016, "year_level": 1, "topic": "reading", "tool": "a tool", "version": "1"}
    rows = [
        {**said, **blank, "taken": dt.date(2016, 6, 1), "school": school, "at_or_above": i < k, "score": 1.0}
        for school, (n, k) in enumerate(cells)
        for i in range(n)
    ]
    lake = {"reading": pa.Table.from_pylist(rows, schema=READING.schema), "band": bands()}
    found = progress(
        Engine({}, lake=lake),
        AsAt(dt.date(2016, 12, 31), dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        level=level,
    )
    assert found["group"].unique().to_pylist() == ["all"]
    n, k = (np.array([c[i] for c in cells]) for i in (0, 1))
    expected = wilson(k, n, level)
    np.testing.assert_allclose(found["low"].to_numpy(), expected.low, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found["high"].to_numpy(), expected.high, rtol=1e-9, atol=1e-12)
