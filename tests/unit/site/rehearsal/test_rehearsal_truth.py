"""What stands in `truth/` is what the nation was made from: each planted effect is found again where it was planted."""

import datetime as dt

import duckdb
import numpy as np
import pytest
from worlds import KAHUI_AKO

from kahui.site.rehearsal.tools import TOOLS, TOPICS

READ = (
    "(select r.*, a.ability as theta from reading as r join (unpivot truth.ability on reading, writing, mathematics "
    "into name topic value ability) as a using (learner, year, topic))"
)


def test_true_shares_are_counted_from_true_abilities(asked_of: duckdb.DuckDBPyConnection) -> None:
    """Learners count at the school where they end the year."""
    differ = asked_of.execute(
        "with placed as (select learner, year, arg_max(school, starts) as school from enrolment group by all), "
        "able as (unpivot truth.ability on reading, writing, mathematics into name topic value theta), "
        "counted as (select school, year, topic, year_level, count(*) as n, count_if(theta >= ability) as k from able "
        "join placed using (learner, year) join truth.standard using (year_level, topic) group by all) "
        "select * from counted full join (from truth.share where \"group\" = 'all') as s using (school, year, topic, "
        "year_level) where counted.n is distinct from s.n or k is distinct from at_or_above"
    ).fetchall()
    assert differ == []


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.code)
def test_scores_are_the_true_link_and_an_error_of_the_size_told(
    asked_of: duckdb.DuckDBPyConnection, tool: object
) -> None:
    """The residual of the link has mean 0 and the tool's standard error, within what so many readings leave to chance."""
    (count, mean, spread, error) = asked_of.execute(
        f"with r as (select * from {READ} where tool = $tool and score is not null), "
        "shown as (select score, error, theta + (elapsed - 1) * 2.4 * (ln(1 + 0.5 * year_level) - "
        "ln(1 + 0.5 * (year_level - 1))) as at_the_time, centre + drifted as base, slope, bend from r "
        "join truth.tool_link using (tool, version, year)) "
        "select count(*), avg(score - (base + slope * at_the_time + bend * (at_the_time - 3) ** 2)), "
        "stddev(score - (base + slope * at_the_time + bend * (at_the_time - 3) ** 2)), any_value(error) from shown",
        {"tool": tool.code},  # type: ignore[attr-defined]
    ).fetchone()
    assert count > 1000
    assert abs(mean) < 4.5 * error / np.sqrt(count)
    assert abs(spread / error - 1) < 4.5 / np.sqrt(2 * count)


def test_at_or_above_is_the_published_cut(asked_of: duckdb.DuckDBPyConnection) -> None:
    wrong = asked_of.execute(
        "select count(*) from reading as r join cut as c using (tool, version, topic, year_level) "
        "where at_or_above <> (round(r.score::double, 1) >= c.score)"
    ).fetchone()
    assert wrong == (0,)
    without = asked_of.execute(
        "select count(*) from reading anti join cut using (tool, version, topic, year_level)"
    ).fetchone()
    assert without == (0,)


def test_one_tool_drifts_and_one_was_renormed(asked_of: duckdb.DuckDBPyConnection) -> None:
    assert [t.code for t in TOOLS if t.drift] == ["Kōpae framework"]
    found = asked_of.execute(
        "select tool, version, min(year), max(year) from reading group by all having count(*) > 0 order by all"
    ).fetchall()
    assert found == [
        ("Arapou test", "1", 2015, 2017),
        ("Arapou test", "2", 2018, 2019),
        ("Hihiri tasks", "1", 2015, 2019),
        ("Kōpae framework", "1", 2015, 2019),
        ("Whetū scale", "1", 2015, 2019),
    ]


def test_schools_judge_with_the_bias_told(asked_of: duckdb.DuckDBPyConnection) -> None:
    """Over schools and topics, the judged share lies above the true one as the bias says."""
    rows = asked_of.execute(
        "select avg((judged in ('at', 'above'))::int) - avg((theta >= ability)::int) as over, any_value(bias) "
        "from judgement join (unpivot truth.ability on reading, writing, mathematics into name topic value theta) "
        "using (learner, year, topic) join truth.standard as s on s.year_level = judgement.year_level "
        "and s.topic = judgement.topic join (select distinct school, topic, bias from truth.school_effect) as b "
        "on b.school = judgement.school and b.topic = judgement.topic group by judgement.school, judgement.topic "
        "having count(*) > 300"
    ).fetchnumpy()
    over, bias = (np.asarray(v, float) for v in rows.values())
    assert len(over) > 60
    assert np.corrcoef(over, bias)[0, 1] > 0.9


def test_gains_are_planted_at_members_and_nowhere_else(asked_of: duckdb.DuckDBPyConnection) -> None:
    differ = asked_of.execute(
        "with due as (select s.school, s.year, s.topic, coalesce(max(e.gain), 0) as gain from truth.school_effect as s "
        "left join membership as m on m.provider = s.school and m.known_to is null and m.starts <= make_date(s.year, 6, 1) "
        "and (m.ends is null or m.ends > make_date(s.year, 6, 1)) left join truth.network_effect as e "
        "on e.network = m.network and e.topic = s.topic and year(e.starts) <= s.year group by all) "
        "from due join truth.school_effect as s using (school, year, topic) where due.gain <> s.gain"
    ).fetchall()
    assert differ == []
    assert asked_of.execute("select count(*) > 0 from truth.school_effect where gain > 0").fetchone() == (
        True,
    )


def test_practice_shifts_by_what_was_planted_where_it_was(asked_of: duckdb.DuckDBPyConnection) -> None:
    """Before the start, the share told; a year after it, that and the shift."""
    rows = asked_of.execute(
        'select before, shift, sum(seen) filter (p."on" < starts), sum(looked_at) filter (p."on" < starts), '
        'sum(seen) filter (p."on" >= starts + 365), sum(looked_at) filter (p."on" >= starts + 365) '
        "from practice as p join truth.network_effect using (network, indicator) where starts is not null group by all"
    ).fetchall()
    assert rows
    for before, shift, seen, of, seen_after, of_after in rows:
        for share, k, n in ((before, seen, of), (before + shift, seen_after, of_after)):
            if n:
                assert abs(k / n - share) < 4.5 * np.sqrt(share * (1 - share) / n)


def test_baselines_are_what_the_tools_showed_and_faults_are_those_told(
    asked_of: duckdb.DuckDBPyConnection,
) -> None:
    rows = asked_of.execute(
        "select t.*, p.*, x.fault, n.endorsed from target as t join promise as p using (target) "
        'join truth.target_truth as x using (target) join (select network, min("on") as endorsed from decision '
        "where standing = 'endorsed' and effect = 'stands' group by network) as n using (network)"
    ).to_arrow_table()
    faults = set()
    for row in rows.to_pylist():
        fault = row["fault"]
        faults.add(fault)
        assert (row["share"] is None) == (fault == "vague")
        assert (row["baseline_of"] is None) == (fault in ("vague", "no-baseline"))
        if row["baseline_of"] is None:
            continue
        low, high = (int(x) for x in (row["band"] or "1-13").split("-"))
        flag = {"all": "true"}.get(row["group"], row["group"].replace("-", "_"))
        members = (
            "= $school"
            if row["school"]
            else "in (select provider from membership where known_to is null and network = $network "
            "and starts <= $on and (ends is null or ends > $on))"
        )
        count, of = asked_of.execute(
            f"select count_if(at_or_above), count(at_or_above) from reading where school {members} and year = $year "
            f"and topic = $topic and year_level between {low} and {high} and {flag}",
            {
                k: v
                for k, v in {
                    "school": row["school"],
                    "network": row["network"],
                    "on": row["endorsed"],
                    "year": row["baseline_year"],
                    "topic": row["topic"],
                }.items()
                if f"${k}" in members + "$year$topic"
            },
        ).fetchone()
        assert row["baseline_count"] == count
        assert (row["baseline_of"] == of) == (fault != "other-denominator")
        assert (row["baseline_percent"] == int(100 * count / of + 0.5)) == (fault != "wrong-share")
    assert None in faults


def test_who_did_not_answer_said_nothing(asked_of: duckdb.DuckDBPyConnection) -> None:
    wrong = asked_of.execute(
        "select respondent from asked left join (select respondent, count(*) as n from answer group by all) "
        "using (respondent) where coalesce(n, 0) <> case when answered then 8 else 0 end"
    ).fetchall()
    assert wrong == []
    asked, answered = asked_of.execute("select count(*), count_if(answered) from asked").fetchone()
    assert abs(answered / asked - 0.77) < 0.1


def test_posts_follow_their_gates(asked_of: duckdb.DuckDBPyConnection) -> None:
    wrong = asked_of.execute(
        "select p.network from post as p join (select network, min(\"on\") filter (standing = 'approved' and effect = "
        "'stands') as approved, min(\"on\") filter (standing = 'endorsed' and effect = 'stands') as endorsed from decision "
        "group by network) using (network) where started < case post when 'leader' then approved else endorsed end "
        "or appointed > started or ended <= started or (ended is null) <> (reason is null)"
    ).fetchall()
    assert wrong == []
    assert asked_of.execute("select max(started) from post").fetchone()[0] <= dt.date(2019, 12, 31)


def test_topics_of_the_rehearsal_are_those_of_the_programme() -> None:
    known = {t.code for t in KAHUI_AKO.at(dt.date(2016, 12, 31)).topics}
    assert set(TOPICS) <= known
