"""`kahui measure share`, `difference`, `pool` and `survive` on files: columns in and out, and what is refused."""

import csv
import io

import pytest
from click.testing import CliRunner

from kahui.site.cli import group


def done(tmp_path, verb, text, *words):
    file = tmp_path / "in.csv"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(group, ["measure", verb, str(file), "-o", "-", *words])


def rows(found):
    assert found.exit_code == 0, found.stderr
    return list(csv.DictReader(io.StringIO(found.stdout)))


def test_shares_stand_beside_what_was_given(tmp_path):
    found = done(tmp_path, "share", "school,k,n\nA,0,20\nB,0,0\n")
    assert rows(found) == [
        {"k": "0", "n": "20", "school": "A", "share": "0.0", "low": "0.0", "high": "0.16112515805281935"},
        {"k": "0", "n": "0", "school": "B", "share": "", "low": "", "high": ""},
    ]
    assert found.stderr == "1 of 2 rows have n = 0 and so no share; it is left blank.\n"
    assert done(tmp_path, "share", "k,n\n0,0\n", "--quiet").stderr == ""


def test_shares_of_schools_by_network_and_their_picture(tmp_path):
    text = "network,k,n\nA,2,10\nA,8,10\nB,3,10\n"
    found = rows(done(tmp_path, "share", text, "--by", "network", "--picture", str(tmp_path / "p.svg")))
    assert [(r["network"], r["schools"], r["k"], r["n"], r["own"]) for r in found] == [
        ("A", "2", "10", "20", "1"),
        ("B", "1", "3", "10", "0"),
    ]
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_the_seen_of_a_population_and_a_design_effect_given(tmp_path):
    found = rows(done(tmp_path, "share", "k,n,population,design_effect\n5,10,10,1\n5,10,1000000000,2.5\n"))
    assert (found[0]["low"], found[0]["high"]) == ("0.5", "0.5")
    (as_four,) = rows(done(tmp_path, "share", "k,n\n2,4\n"))
    assert float(found[1]["low"]) == pytest.approx(float(as_four["low"]), abs=1e-8)


def test_differences_and_pooled_shares(tmp_path):
    (found,) = rows(done(tmp_path, "difference", "k1,n1,k2,n2\n56,70,48,80\n"))
    assert (round(float(found["low"]), 4), round(float(found["high"]), 4)) == (0.0524, 0.3339)
    one, two, nobody = rows(done(tmp_path, "pool", "school,k,n\nA,1,2\nB,80,100\nC,0,0\n"))
    assert 0.5 < float(one["pooled"]) < float(two["pooled"]) < 0.81
    assert float(one["weight"]) < float(two["weight"])
    assert (nobody["share"], nobody["weight"]) == ("", "0.0")


def test_survival_by_group_and_the_test_beside_it(tmp_path):
    out = tmp_path / "out.csv"
    (tmp_path / "in.csv").write_text("time,status,group\n1,1,a\n2,0,a\n3,1,b\n4,1,b\n", encoding="utf-8")
    found = CliRunner().invoke(group, ["measure", "survive", str(tmp_path / "in.csv"), "-o", str(out)])
    assert found.exit_code == 0
    with out.open(encoding="utf-8") as file:
        first, second, *_ = csv.DictReader(file)
    assert list(first) == ["group", "time", "at_risk", "events", "survival", "se", "low", "high"]
    assert (second["group"], second["time"], second["at_risk"], second["events"]) == ("a", "2.0", "1", "0")
    limits = [round(float(first[name]), 6) for name in ("survival", "se", "low", "high")]
    assert limits == [0.5, 0.353553, 0.005983, 0.91041]
    beside = (tmp_path / "out.csv.groups.csv").read_text(encoding="utf-8").splitlines()
    assert beside[0] == "group,rows,observed,expected,statistic,freedom,p"


def test_competing_ends_and_bounded_times_have_columns_of_their_own(tmp_path):
    found = rows(done(tmp_path, "survive", "time,status\n1,1\n2,2\n3,0\n"))
    assert [(r["status"], r["time"], round(float(r["incidence"]), 6)) for r in found] == [
        ("1", "1.0", 0.333333),
        ("1", "2.0", 0.333333),
        ("1", "3.0", 0.333333),
        ("2", "1.0", 0.0),
        ("2", "2.0", 0.333333),
        ("2", "3.0", 0.333333),
    ]
    bounded = rows(done(tmp_path, "survive", "time_low,time_high,status\n1,2,1\n4,,0\n"))
    assert bounded == [
        {"group": "", "time_low": "1.0", "time_high": "2.0", "ended": "0.5", "survival": "0.5"},
        {"group": "", "time_low": "4.0", "time_high": "", "ended": "0.5", "survival": "0.0"},
    ]


@pytest.mark.parametrize(
    ("verb", "text", "sentence"),
    [
        ("share", "k,n\n3,2\n", "row 2, column k: “3” is more than n, the whole it is a part of."),
        (
            "share",
            "k,n,population\n1,2,1\n",
            "row 2, column population: “1” is less than n, and n are a part of it.",
        ),
        (
            "share",
            "k,n,design_effect\n1,2,0\n",
            "is not above 0. Write 1 where learners were drawn one by one.",
        ),
        ("share", "k,n,share\n1,2,0\n", "already has a column “share”. Name it otherwise first."),
        (
            "difference",
            "k1,n1,k2,n2\n1,2,3,2\n",
            "row 2, column k2: “3” is more than n2, the whole it is a part of.",
        ),
        ("survive", "status\n1\n", "in.csv has no column “time”. Give it, or `time_low` and `time_high`."),
        ("survive", "time,status,entry\n1,1,1\n", "who was watched for no time cannot count."),
        ("survive", "time,status\n1,x\n", "row 2, column status: “x” is not a number."),
        ("survive", "time_low,status\n1,1\n", "has no column “time_high”. Bounds need both."),
        (
            "survive",
            "time_low,time_high,status\n1,,1\n",
            "is blank, though it has ended. Write the latest it can be.",
        ),
        ("survive", "time_low,time_high,status\n2,1,1\n", "The latest cannot come before the earliest."),
        (
            "survive",
            "time_low,time_high,status\n1,2,2\n",
            "is another way to end; bounded times know only 0 and 1.",
        ),
        ("survive", "time_low,time_high,status,entry\n1,2,1,0\n", "Leave `entry` out."),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(tmp_path, verb, text, sentence):
    found = done(tmp_path, verb, text)
    assert (found.exit_code, sentence in found.stderr, found.stdout) == (1, True, "")


def test_groups_that_cannot_be_compared_still_have_their_curves(tmp_path):
    found = done(tmp_path, "survive", "time,status,group\n1,0,a\n2,0,b\n")
    assert [r["survival"] for r in rows(found)] == ["1.0", "1.0"]
    assert found.stderr.startswith("Groups cannot be compared")
