"""On a Spark cluster of one master and two workers the same measures give the same answers as on DuckDB.

The world is a rehearsal of sixty schools; dates fall between changes, and on them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import spark_cluster
from reference.progress import close
from worlds import KAHUI_AKO

from kahui.analytics.engine import Engine
from kahui.analytics.measures.progress import bands, progress
from kahui.analytics.spark import SparkEngine
from kahui.definition.time import AsAt
from kahui.site.rehearsal.nation import Asked, rehearse
from kahui.site.rehearsal.rates import RATES
from kahui.site.rehearsal.sizes import Size

KNOWN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Z = 1.959963984540054


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, SparkEngine]]:
    """The same tables on DuckDB and on Spark; both read the readings from the same files."""
    spark_cluster.or_skip()
    folder, work = tmp_path_factory.mktemp("rehearsed-for-spark"), tmp_path_factory.mktemp("spark")
    rehearse(folder, Asked(Size.read("60-schools", RATES), 5, 7), KAHUI_AKO)
    files = sorted(folder.glob("reading/*/*.parquet"))
    engine = Engine(folder, lake={"reading": files, "target": [folder / "target.parquet"], "band": bands()})
    with spark_cluster.cluster(work) as session:
        yield engine, SparkEngine(session, engine, work, lake={"reading": files})


def days(engine: Engine) -> list[dt.date]:
    """A day on which a school joins a network, the day before it, and one between changes."""
    joined: dt.date = engine.ask("select median(starts)::date as day from membership")[0]["day"]
    first: dt.date = engine.ask(
        "select min(starts) as day from membership where starts >= $day", {"day": joined}
    )[0]["day"]
    return [first - dt.timedelta(1), first, dt.date(2016, 12, 31)]


def test_uptake_is_the_same(engines: tuple[Engine, SparkEngine]) -> None:
    engine, spark = engines
    for on in days(engine):
        expected = engine.measure("uptake", AsAt(on, KNOWN))
        found = sorted(spark.measure("uptake", AsAt(on, KNOWN)), key=lambda row: row["scope"])
        assert found == sorted(expected, key=lambda row: row["scope"])


def test_uptake_is_the_same_as_known_before_a_correction(engines: tuple[Engine, SparkEngine]) -> None:
    """A membership first told a month late is not known to have begun on its first day."""
    engine, spark = engines
    told = engine.ask("select known_to, starts from membership where known_to is not null order by 1, 2")
    assert told
    corrected: dt.datetime = told[0]["known_to"]
    on = told[0]["starts"] - dt.timedelta(1)
    answers = []
    for moment in (corrected - dt.timedelta(microseconds=1), corrected):
        as_at = AsAt(on, moment.replace(tzinfo=dt.UTC))
        expected = engine.measure("uptake", as_at)
        found = spark.measure("uptake", as_at)
        assert sorted(found, key=lambda r: r["scope"]) == sorted(expected, key=lambda r: r["scope"])
        answers.append(next(row["schools_member"] for row in expected if row["scope"] == "nation"))
    assert answers[1] == answers[0] + 1


def test_progress_is_the_same(engines: tuple[Engine, SparkEngine]) -> None:
    engine, spark = engines
    for on in (dt.date(2017, 6, 30), dt.date(2019, 12, 31)):
        expected = progress(engine, AsAt(on, KNOWN)).to_pylist()
        found = spark.measure("progress", AsAt(on, KNOWN), z=Z)
        keys = ("network", "school", "year", "topic", "band", "group")
        cells = {tuple(row[k] for k in keys): row for row in found}
        assert len(cells) == len(found) == len(expected)
        differ = [
            (row, cells.get(tuple(row[k] for k in keys)))
            for row in expected
            if not all(close(row[c], cells[tuple(row[k] for k in keys)][c]) for c in row)
        ]
        assert differ == []
    assert any(row["target"] is not None for row in expected)


def test_the_lake_is_read_where_it_lies(engines: tuple[Engine, SparkEngine], tmp_path: Path) -> None:
    """Nothing of the readings was copied: the count is of the files themselves."""
    engine, spark = engines
    files = spark._session.table("reading").inputFiles()
    rows = sum(pq.read_metadata(name.removeprefix("file:").replace("//", "/")).num_rows for name in files)
    assert rows == engine.ask("select count(*) as n from reading")[0]["n"]
