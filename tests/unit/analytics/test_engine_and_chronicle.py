"""An engine asked from many threads, and histories written by hand."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from worlds import KAHUI_AKO, World, as_at, bounds

from kahui.analytics.chronicle import Chronicle, ChronicleFault
from kahui.analytics.engine import Engine
from kahui.analytics.tables import TABLES

DAY = dt.date(2016, 1, 1)


def world() -> World:
    made = World().network(99000, approved="2015-02-01")
    for number in range(1, 6):
        made.school(number, roll=10 * number).joins(number, 99000, f"201{number}-03-01")
    return made


def test_an_engine_answers_many_threads_each_for_its_own_date() -> None:
    engine = world().engine
    days = [f"201{year}-0{month}-15" for year in range(5, 8) for month in range(1, 9)] * 3

    def members(day: str) -> int:
        rows = engine.measure("uptake", as_at(day))
        return next(r["schools_member"] for r in rows if r["scope"] == "nation")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(members, days))
    expected = [
        min((d - dt.date(2010, 3, 1)).days // 365, 5) if d >= dt.date(2015, 2, 1) else 0
        for d in map(dt.date.fromisoformat, days)
    ]
    assert found == expected


def test_tables_from_a_folder_answer_as_tables_in_memory(tmp_path: Path) -> None:
    made = world()
    for table in TABLES:
        pq.write_table(made.chronicle.tables()[table.name], tmp_path / f"{table.name}.parquet")
    from_folder = Engine(tmp_path)
    for measure in ("uptake", "sizes", "sky", "seen"):
        assert from_folder.measure(measure, as_at("2016-06-01")) == made.rows(measure, as_at("2016-06-01"))


def test_a_value_is_bound_and_cannot_be_more_than_a_value() -> None:
    assert world().engine.ask("select $x as x", {"x": "'; drop table roll; --"}) == [
        {"x": "'; drop table roll; --"}
    ]


def test_of_two_rolls_for_one_day_the_one_recorded_later_is_in_force() -> None:
    made = World().school(1).roll(1, "2016-07-01", 100).as_known("2017-01-01").roll(1, "2016-07-01", 90)
    assert made.figure("learners.eligible", "2016-12-31", known="2016-12-31") == (100, 100, 100)
    assert made.figure("learners.eligible", "2016-12-31") == (90, 90, 90)


def test_a_network_whose_approval_ended_waits_no_longer() -> None:
    made = World().network(99000, approved="2015-01-01").decides(99000, "approval", "withdrawn", "2016-01-01")
    (row,) = made.rows("waits", as_at("2020-01-01"))
    assert (round(row["months"] * 30.4375), row["waiting"]) == (365, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2016-02-03", ("2016-02-03", "2016-02-03")),
        ("2016-02 to 2017-07-30", ("2016-02-01", "2017-07-30")),
    ],
)
def test_dates_as_worlds_write_them(text: str, expected: tuple[str, str]) -> None:
    assert bounds(text) == tuple(map(dt.date.fromisoformat, expected))


def test_a_correction_at_the_same_moment_leaves_no_trace_and_a_later_one_does() -> None:
    made = Chronicle(KAHUI_AKO)
    made.opens(1, DAY)
    made.joins(1, 99000, DAY)
    made.leaves(1, dt.date(2016, 2, 1))
    assert [(f["ends"], f.known_to) for f in made.facts if f.table == "membership"] == [
        (dt.date(2016, 2, 1), None)
    ]
    moment = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)
    made.known_from(moment)
    made.correct(made.held("membership")[0], ends=None, ends_by=None)
    assert [(f["ends"], f.known_to) for f in made.facts if f.table == "membership"] == [
        (dt.date(2016, 2, 1), moment),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda c: c.closes(1, DAY), "School 1 is not open: write first that it began."),
        (lambda c: c.moves(1, 7, DAY), "School 1 is not a member of any network: write first that it began."),
        (lambda c: c.joins(1, 7, DAY, dt.date(2015, 1, 1)), "2015-01-01 is before 2016-01-01: the latest day cannot be before the earliest."),
        (lambda c: c.decides(7, "approval", "blessed", DAY), "“blessed” is not in the definition. It has: approved, returned, declined, withdrawn."),
        (lambda c: c.opens(1, DAY, colour="red"), "A school has no “colour”. It has authority, decile, is_open, latitude, longitude, name, region, type, urban."),
        (lambda c: c.known_from(dt.datetime(1999, 1, 1, tzinfo=dt.UTC)), "1999-01-01 is before 2000-01-01: write moments in order."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(write: object, said: str) -> None:
    with pytest.raises(ChronicleFault) as refused:
        write(Chronicle(KAHUI_AKO))  # type: ignore[operator]
    assert str(refused.value) == said
