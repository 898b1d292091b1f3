"""Which of several promises about the same learners a gap is measured against, and how many more it would have taken."""

import datetime as dt

import pyarrow as pa
import pytest

from kahui.analytics.engine import Engine
from kahui.analytics.measures.progress import bands, progress
from kahui.analytics.tables import MEMBERSHIP, READING, TARGET
from kahui.definition.time import AsAt

ALWAYS = {
    "starts": dt.date(2015, 1, 1),
    "starts_by": dt.date(2015, 1, 1),
    "ends": None,
    "ends_by": None,
    "known_from": dt.datetime(2015, 1, 1),
    "known_to": None,
}


def asked(learners: int, *promises: dict[str, object]) -> dict[str, object]:
    """The one cell of learners of school 1 in network 7, none of them at or above."""
    flags = dict.fromkeys(("maori", "pacific", "additional_needs", "low_socio_economic", "boys"), False)
    reading = {"learner": 1, "school": 1, "year": 2016, "year_level": 4, "topic": "reading", "score": 1.0,
               "taken": dt.date(2016, 6, 1), "tool": "a tool", "version": "1", "at_or_above": False, **flags}  # fmt: skip
    widest = {"network": 7, "school": None, "topic": "reading", "band": None, "group": "all", "by_year": 2018}
    targets = [{"target": n, **widest, **promise, **ALWAYS} for n, promise in enumerate(promises)]
    engine = Engine(
        {
            "membership": pa.Table.from_pylist(
                [{"provider": 1, "network": 7, **ALWAYS}], schema=MEMBERSHIP.schema
            )
        },
        lake={
            "reading": pa.Table.from_pylist([reading] * learners, schema=READING.schema),
            "target": pa.Table.from_pylist(targets, schema=TARGET.schema),
            "band": bands(),
        },
    )
    (cell,) = progress(
        engine, AsAt(dt.date(2016, 12, 31), dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    ).to_pylist()
    return cell


NARROWEST_FIRST = (
    {"school": 1, "band": "4-6"},
    {"school": 1},
    {"band": "4-6", "by_year": 2016},
    {"band": "4-6", "by_year": 2017},
    {"by_year": 2016},
    {"by_year": 2017},
)


@pytest.mark.parametrize("first", range(len(NARROWEST_FIRST)))
def test_the_narrowest_promise_holds_and_of_those_the_first_to_fall_due(first: int) -> None:
    """Whatever is wider or falls due later changes nothing, in whatever order they were made."""
    promises = [{**p, "share": 0.9 - n / 10} for n, p in enumerate(NARROWEST_FIRST)][first:]
    for made in (promises, promises[::-1]):
        assert asked(1, *made)["target"] == promises[0]["share"]


@pytest.mark.parametrize(
    "about", [{"school": 2}, {"band": "7-8"}, {"by_year": 2015}, {"topic": "writing"}, {"network": 8}]
)
def test_promises_about_others_do_not(about: dict[str, object]) -> None:
    assert asked(1, {"share": 0.5, **about})["target"] is None


@pytest.mark.parametrize(
    ("share", "more"), [(0.07, 7), (0.57, 57), (0.561, 57), (0.29, 29), (1.0, 100), (0.0, 0)]
)
def test_how_many_more_it_would_have_taken(share: float, more: int) -> None:
    """Of a hundred learners: seven for 7 in a hundred, though 0.07 × 100 is a hair more than 7 to a machine."""
    assert asked(100, {"share": share})["more"] == more
