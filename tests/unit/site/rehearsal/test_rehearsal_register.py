"""The invented register holds together: no one is in two places, nobody is at a school that is not there."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from kahui.analytics.engine import Engine
from kahui.definition.time import AsAt

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def none(asked_of: duckdb.DuckDBPyConnection, question: str) -> None:
    assert asked_of.execute(question).fetchall() == []


def test_every_table_is_filled(asked_of: duckdb.DuckDBPyConnection) -> None:
    empty = [
        f"{schema}.{name}"
        for schema, name in asked_of.execute(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
        if not asked_of.execute(f'select count(*) from {schema}."{name}"').fetchone()[0]
    ]
    # No notice of entitlement is invented, and links of invented tools are on nobody's record.
    assert sorted(empty) == ["main.entitlement", "main.link", "main.link_cut"]


def test_a_learner_is_at_one_school_at_a_time(asked_of: duckdb.DuckDBPyConnection) -> None:
    none(
        asked_of,
        "select learner from enrolment group by learner, year having count(*) > 2 or count(distinct year_level) > 1 "
        "or sum(ends - starts) <> max(ends) - min(starts)",
    )


def test_learners_go_up_a_level_each_year_and_never_come_back(asked_of: duckdb.DuckDBPyConnection) -> None:
    none(
        asked_of,
        "select learner from (select distinct learner, year, year_level from enrolment) group by learner "
        "having max(year) - min(year) <> max(year_level) - min(year_level) or count(*) <> max(year) - min(year) + 1",
    )


def test_everyone_is_at_an_open_school(asked_of: duckdb.DuckDBPyConnection) -> None:
    none(
        asked_of,
        "from (select distinct school, year from enrolment) as e where not exists (from detail where provider = school "
        "and starts <= make_date(year, 7, 1) and (ends is null or ends > make_date(year, 7, 1)))",
    )


def test_rolls_are_the_learners_on_the_first_of_july(asked_of: duckdb.DuckDBPyConnection) -> None:
    none(
        asked_of,
        "select * from (select school, year, count(*) as n from enrolment where starts <= make_date(year, 7, 1) "
        'and make_date(year, 7, 1) < ends group by all) full join (select provider as school, year("on") as year, total '
        'from roll where year("on") >= 2015) using (school, year) where n is distinct from total and (n > 0 or total > 0)',
    )


def test_a_school_belongs_to_one_network_at_a_time_while_it_is_open(
    asked_of: duckdb.DuckDBPyConnection,
) -> None:
    held = "(select row_number() over () as row, * from membership where known_to is null)"
    none(
        asked_of,
        f"select a.provider from {held} as a join {held} as b using (provider) where a.row < b.row "
        "and a.starts < coalesce(b.ends, date '9999-01-01') and b.starts < coalesce(a.ends, date '9999-01-01')",
    )
    none(
        asked_of,
        "select m.provider from membership as m join (select provider, min(starts) as opened, max(coalesce(ends, date "
        "'9999-01-01')) as closed from detail group by provider) using (provider) "
        "where m.known_to is null and (m.starts < opened or coalesce(m.ends, date '9999-01-01') > closed)",
    )


def test_a_network_is_approved_before_it_is_endorsed(asked_of: duckdb.DuckDBPyConnection) -> None:
    none(
        asked_of,
        "select network from decision group by network having min(\"on\") filter (effect = 'stands' and standing = "
        "'endorsed') <= min(\"on\") filter (effect = 'stands' and standing = 'approved')",
    )


@pytest.mark.parametrize("on", [dt.date(2014, 12, 1), dt.date(2016, 12, 31), dt.date(2019, 6, 30)])
def test_uptake_can_be_asked_of_it(rehearsed: Path, asked_of: duckdb.DuckDBPyConnection, on: dt.date) -> None:
    """The measure of the product against a plain count, on days whose facts are all exact."""
    rows = Engine(rehearsed).measure("uptake", AsAt(on, NOW))
    nation = next(row for row in rows if row["scope"] == "nation")
    day = f"date '{on}'"
    there = f"(starts <= {day} and (ends is null or ends > {day}))"
    eligible = (
        f"(select distinct provider from detail join provider using (provider) where kind = 'school' and {there} "
        "and authority like 'State%' and type not in ('Teen Parent Unit', 'Activity Centre'))"
    )
    approved = (
        f'(select network from (select network, arg_max(effect, "on") as last from decision where "on" <= {day} '
        "and standing = 'approved' and effect <> 'none' group by network) where last = 'stands')"
    )
    member = f"(select distinct provider from membership where known_to is null and {there} and network in {approved})"
    count = asked_of.execute(
        f"select (select count(*) from {eligible}), (select count(*) from {eligible} where provider in {member})"
    ).fetchone()
    assert (nation["schools_eligible"], nation["schools_member"]) == count
    assert (nation["schools_member_sure"], nation["schools_member_may"]) == (count[1], count[1])
