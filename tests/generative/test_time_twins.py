"""As at two times: the question in the database and the question over tables give the same rows, and the right ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tiny_pool import (
    ASKED,
    PERIODS,
    as_it_is,
    engine_of_the_pool,
    in_the_database,
    over_tables,
    put_the_pool_in_the_database,
)
from worlds import KAHUI_AKO, World, as_at

from kahui.records.networks.models import NetworkName
from kahui.reporting.snapshot import snapshot


def test_over_tables_every_fact_of_the_pool_holds_when_it_should() -> None:
    assert list(over_tables(engine_of_the_pool())) == list(as_it_is())


@pytest.mark.django_db
def test_in_the_database_every_fact_of_the_pool_holds_when_it_should() -> None:
    put_the_pool_in_the_database()
    assert list(in_the_database()) == list(as_it_is())
    at = ASKED[-1]
    managed = NetworkName.objects.on(at).values_list("name", flat=True)
    assert {int(n) for n in managed} == {n for n, p in enumerate(PERIODS) if p.holds(at, "value")}


@pytest.mark.django_db
def test_current_is_what_is_not_superseded_and_superseding_closes_only_that() -> None:
    put_the_pool_in_the_database()
    current = {n for n, p in enumerate(PERIODS) if p.known_to is None}
    before = dict(NetworkName.objects.values_list("name", "known_to"))
    assert {int(n) for n in NetworkName.objects.current().values_list("name", flat=True)} == current
    now = dt.datetime(2017, 5, 1, tzinfo=dt.UTC)
    assert NetworkName.objects.all().supersede(at=now) == len(current)
    after = dict(NetworkName.objects.values_list("name", "known_to"))
    assert after == {name: now if int(name) in current else known_to for name, known_to in before.items()}


@pytest.mark.django_db
def test_one_world_asked_both_ways(home: Path) -> None:
    """What a world gives as tables is what the snapshot of the same world, stored, gives."""
    world = (
        World(KAHUI_AKO)
        .photographed("2016-05-24")
        .school(1, region="Auckland", decile=3, roll=400)
        .school(2, region="Waikato", opens="2016-02-01 to 2016-05-24", type="Teen Parent Unit")
        .service(3)
        .network(99000, approved="2014-12", endorsed="2015-07-01")
        .network(99001, approved="2016-06-01 to 2016-12-05")
        .joins(1, 99000, "2015-03-01 to 2015-06-30")
        .joins(3, 99001, "2016-06-01", kind="service")
        .moves(1, 99001, "2016-06-02 to 2016-12-05")
        .as_known("2017-04-10")
        .decides(99000, "endorsement", "withdrawn", "2016-11-01")
        .leaves(1, "2016-12-20")
    )
    stored = world.store() and snapshot()
    for on in ("2015-06-01", "2016-12-31"):
        for known in ("2017-01-01", "2018-01-01"):
            at = as_at(on, known)
            for measure in ("uptake", "sizes", "waits", "characteristics"):
                assert stored.engine.measure(measure, at) == world.rows(measure, at)
