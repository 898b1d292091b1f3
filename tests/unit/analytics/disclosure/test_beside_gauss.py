"""Fewer cells masked than by elimination over the sums, on the same tables."""

import csv
from pathlib import Path

import numpy as np
import pytest
from tables_of_counts import of_size

from kahui.analytics.disclosure.complementary import protect
from kahui.analytics.disclosure.exact import fewest
from kahui.analytics.disclosure.primary import BELOW_FLOOR

GOLDEN = Path(__file__).parents[3] / "golden" / "disclosure" / "gauss.csv"
SMALL = {"t1": ((5, 6), 7), "t2": ((5, 10), 8), "t3": ((3, 3, 5), 7), "t4": ((4, 4, 5), 14)}
FEWEST = {"t1": (1, 1, 2), "t2": (4, 4, 6), "t3": (10, 11, 11), "t4": (9, 10, 10)}


def golden(name):
    with GOLDEN.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["table"] == name]


@pytest.mark.parametrize("name", SMALL)
def test_never_more_than_the_peer_and_near_the_fewest(name):
    shape, small = SMALL[name]
    for number, best in enumerate(FEWEST[name]):
        table, counts = of_size(shape, small, seed=1000 * number)
        cells = golden(f"{name}.{number}")
        primaries = np.array([row["primary"] == "1" for row in cells])
        assert sorted(counts.tolist()) == sorted(int(row["count"]) for row in cells)
        reasons = np.where((counts > 0) & (counts < 5), BELOW_FLOOR, 0).astype(np.int8)
        assert (reasons > 0).sum() == primaries.sum()
        theirs = sum(row["suppressed"] == "1" for row in cells) - primaries.sum()
        assert fewest(table, counts, reasons).secondary == best
        assert best <= protect(table, counts, reasons).secondary <= min(1.1 * best, theirs)
