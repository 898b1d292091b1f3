"""`kahui measure protect`, `audit` and `round` on files."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tables_of_counts import nested, plain
from worlds import PROGRAMMES

from kahui.site.commands.measure import group

INNER = [[3, 20, 30], [40, 50, 60], [70, 80, 90]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path, *plain(INNER))
    return tmp_path


def put(folder, table, counts):
    dimensions = table.structure.dimensions
    sums = [
        {
            "name": d.name,
            "parent_of": {c: None if p < 0 else d.codes[p] for c, p in zip(d.codes, d.trees[0], strict=True)},
        }
        for d in dimensions
    ]
    (folder / "sums.json").write_text(json.dumps({"dimensions": sums}), encoding="utf-8")
    with (folder / "counts.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out)
        write.writerow([*(d.name for d in dimensions), "count"])
        for codes, count in zip(table.codes, counts, strict=True):
            write.writerow([*(d.codes[c] for d, c in zip(dimensions, codes, strict=True)), count])


def run(verb, folder, *more, given="counts.csv"):
    call = [verb, str(folder / given), "--structure", str(folder / "sums.json"), *more]
    return CliRunner().invoke(group, call)


def rows(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("exact", [(), ("--exact",)])
def test_a_protected_table_passes_its_audit(folder, exact):
    done = run("protect", folder, "-o", str(folder / "safe.csv"), *exact)
    assert (done.exit_code, done.stdout) == (0, "")
    assert (
        "1 of 16 counts are too small to show; 3 more are masked for their sake, which count 110."
        in done.stderr
    )
    safe = rows(folder / "safe.csv")
    assert list(safe[0]) == ["a", "b", "published", "mask", "reason"]
    assert safe[0] == {
        "a": "a0",
        "b": "b0",
        "published": "",
        "mask": "primary",
        "reason": "fewer learners than the floor",
    }
    assert sorted(r["mask"] for r in safe) == ["none"] * 12 + ["primary"] + ["secondary"] * 3
    assert all((r["published"] == "") == (r["mask"] != "none") for r in safe)
    attacked = run("audit", folder, "-o", str(folder / "bounds.csv"), given="safe.csv")
    assert attacked.exit_code == 0
    assert rows(folder / "bounds.csv")[0] == {"a": "a0", "b": "b0", "least": "0.0", "greatest": "23.0"}


def test_an_audit_that_gets_through_exits_1_with_the_cell(folder):
    text = (folder / "counts.csv").read_text(encoding="utf-8").replace("a0,b0,3", "a0,b0,")
    (folder / "open.csv").write_text(text, encoding="utf-8")
    done = run("audit", folder, "-o", str(folder / "bounds.csv"), given="open.csv")
    assert done.exit_code == 1
    assert "1 of 1 masked counts can be worked out exactly" in done.stderr
    assert "row 2 (a0 × b0) lies from 3 to 3" in done.stderr
    assert rows(folder / "bounds.csv") == [{"a": "a0", "b": "b0", "least": "3.0", "greatest": "3.0"}]


def test_an_audit_narrower_than_asked_exits_1(folder):
    run("protect", folder, "-o", str(folder / "safe.csv"))
    assert run("audit", folder, "-o", "-", "--width", "23", given="safe.csv").exit_code == 0
    done = run("audit", folder, "-o", "-", "--width", "24", given="safe.csv")
    assert done.exit_code == 1
    assert "0 of 4 masked counts can be worked out exactly and 4 more" in done.stderr


def test_rounded_counts_add_up(tmp_path):
    put(tmp_path, *plain([[1, 2, 9], [2, 0, 7]]))
    done = run("round", tmp_path, "-o", str(tmp_path / "rounded.csv"))
    assert done.exit_code == 0
    published = [int(r["published"]) for r in rows(tmp_path / "rounded.csv")]
    assert all(count == 0 or count >= 3 for count in published)
    assert published[-1] == sum(published[i] for i in (0, 1, 2, 4, 5, 6))
    assert abs(published[-1] - 21) <= 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a0,b0,3", "a0,b0,-3", "row 2, column count: “-3” is below nought"),
        ("a0,b0,3", "a0,b0,", "row 2, column count: “” is blank"),
        ("a0,b0,3", "a0,b0,three", "row 2, column count: “three” is not a number"),
        ("a0,b0,3", "a0,b0,4", "Of 2 sums that are wrong, most have the count in row 2 (a0 × b0)."),
        ("a0,b0,3", "a9,b0,3", "Row 2, column “a”: “a9” is not a code of the structure"),
        ("all,b0,113\n", "", "column “a”: its margin all × b0 has no row"),
        ("a,b,count", "a,b,counts", "has no column “count”"),
    ],
)
@pytest.mark.parametrize("verb", ["protect", "round"])
def test_a_table_at_fault(folder, verb, old, new, told):
    text = (folder / "counts.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "counts.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run(verb, folder, "-o", str(folder / "out.csv"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert not (folder / "out.csv").exists()
    assert told in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "sums.json, line 1: Expecting property name"),
        ('{"dimensions": [{"name": "a", "parent_of": {"x": null, "x": null}}]}', "“x” is written twice"),
        (
            '{"dimensions": [{"name": "a", "parent_of": {"x": "y", "y": "x"}}]}',
            "goes round in a circle: x → y → x",
        ),
        ('{"dimensions": [{"name": "count", "parent_of": {"x": null}}]}', "A dimension is named “count”"),
    ],
)
def test_a_structure_at_fault(folder, text, told):
    (folder / "sums.json").write_text(text, encoding="utf-8")
    done = run("protect", folder, "-o", str(folder / "out.csv"))
    assert done.exit_code == 1
    assert told in done.stderr


def test_an_audit_of_a_table_without_counts(folder):
    bare = [
        line.rpartition(",")[0] for line in (folder / "counts.csv").read_text(encoding="utf-8").splitlines()
    ]
    (folder / "bare.csv").write_text("\n".join(bare), encoding="utf-8")
    done = run("audit", folder, "-o", "-", given="bare.csv")
    assert done.exit_code == 1
    assert "bare.csv has no column “published”. Give it the counts, blank where masked." in done.stderr


def test_after_an_earlier_release(tmp_path):
    before, after = tmp_path / "2015", tmp_path / "2016"
    for folder, schools in ((before, [[30, 40], [20, 35]]), (after, [[30, 40], [20, 35], [3, 44]])):
        folder.mkdir()
        put(folder, *nested([schools, [[50, 60], [70, 80]]]))
    assert run("protect", before, "-o", str(before / "safe.csv")).exit_code == 0
    earlier = ("--earlier", *(str(before / name) for name in ("counts.csv", "safe.csv", "sums.json")))
    alone = run("protect", after, "-o", str(after / "alone.csv"))
    done = run("protect", after, "-o", str(after / "safe.csv"), *earlier)
    assert (alone.exit_code, done.exit_code) == (0, 0)
    old = {(r["place"], r["group"]) for r in rows(before / "safe.csv")}
    masked = {(r["place"], r["group"]) for r in rows(after / "safe.csv") if r["mask"] != "none"}
    assert masked & old <= {(p, g) for p in ("n0", "nation") for g in ("g0", "g1", "all")}
    assert masked > {(r["place"], r["group"]) for r in rows(after / "alone.csv") if r["mask"] == "primary"}
    both = run("protect", after, "-o", "-", "--exact", *earlier)
    assert both.exit_code == 2


# ---- what a programme asks ---------------------------------------------------------------------------------------

TWO_ERAS = """[[disclosure]]
floor = 10
at_or_above_floor = 10
rounding_base = 5
ends = 2020-01-01
basis = "ours"

[[disclosure]]
floor = 35
at_or_above_floor = 10
rounding_base = 7
starts = 2020-01-01
basis = "ours"
"""


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """A programme that became stricter in 2020."""
    made = tmp_path / "programme"
    shutil.copytree(PROGRAMMES / "english-trust", made)
    (made / "disclosure.toml").write_text(TWO_ERAS, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("on", "primary"), [(("--on", "2019-12-31"), 1), (("--on", "2020-01-01"), 3), ((), 3)], ids=str
)
def test_a_programmes_floor_on_a_day(folder, programme, on, primary):
    done = run("protect", folder, "-o", str(folder / "safe.csv"), "--programme", str(programme), *on)
    assert done.exit_code == 0, done.stderr
    assert sum(row["mask"] == "primary" for row in rows(folder / "safe.csv")) == primary


def test_a_programmes_floor_of_those_at_or_above(tmp_path):
    """Eight of twenty at or above: the usual floor of 4 shows them, and that of the programme, 10, does not."""
    sums = {
        "dimensions": [{"name": "outcome", "parent_of": {"at": "all", "below": "all", "all": None}}],
        "outcome": {"dimension": "outcome", "whole": "all", "at_or_above": "at", "below": "below"},
    }
    (tmp_path / "sums.json").write_text(json.dumps(sums), encoding="utf-8")
    (tmp_path / "counts.csv").write_text("outcome,count\nat,8\nbelow,12\nall,20\n", encoding="utf-8")
    trust = ("--programme", str(PROGRAMMES / "english-trust"))
    for words, shown in (((), ["8", "12", "20"]), (trust, ["", "", "20"])):
        assert run("protect", tmp_path, "-o", str(tmp_path / "safe.csv"), *words).exit_code == 0
        assert [row["published"] for row in rows(tmp_path / "safe.csv")] == shown


def test_a_programmes_base_of_rounding(tmp_path, programme):
    put(tmp_path, *plain([[1, 2, 9], [4, 6, 8]]))
    for on, base in (("2019-12-31", 5), ("2020-01-01", 7)):
        call = ("-o", str(tmp_path / "r.csv"), "--programme", str(programme), "--on", on)
        assert run("round", tmp_path, *call).exit_code == 0
        assert sorted({int(row["published"]) for row in rows(tmp_path / "r.csv")})[:2] == [0, base]


@pytest.mark.parametrize(
    ("verb", "words", "said"),
    [
        ("protect", ("--floor", "5", "--on", "2019-12-31"),
         "Error: --floor 5 is not what the programme in {programme} asks on 31 December 2019, which is 10. Leave one of"),
        ("protect", ("--floor", "10"), "Error: --floor 10 is not what the programme in {programme} asks today, which is 35."),
        ("round", ("--base", "3"), "Error: --base 3 is not what the programme in {programme} asks today, which is 7."),
        ("protect", ("--on", "2019-13-31"), "Error: “2019-13-31” is not a day that can be used for on."),
    ],
)  # fmt: skip
def test_a_call_that_says_otherwise_than_the_programme_is_refused(folder, programme, verb, words, said):
    done = run(verb, folder, "-o", str(folder / "out.csv"), "--programme", str(programme), *words)
    assert (done.exit_code, (folder / "out.csv").exists()) == (2, False)
    assert said.format(programme=programme) in done.stderr


def test_a_call_that_says_what_the_programme_says_is_none(folder, programme):
    words = ("--programme", str(programme), "--floor", "35")
    assert run("protect", folder, "-o", str(folder / "safe.csv"), *words).exit_code == 0


def test_a_day_without_a_programme_is_a_wrong_call(folder):
    done = run("protect", folder, "-o", str(folder / "safe.csv"), "--on", "2019-12-31")
    assert done.exit_code == 2
    assert "--on is a day of a programme: name its folder too, with --programme." in done.stderr


def test_a_folder_that_is_no_programme_is_said(folder):
    done = run("protect", folder, "-o", str(folder / "safe.csv"), "--programme", str(folder))
    assert (done.exit_code, done.stderr.startswith("Error: ")) == (1, True)
    assert "programme.toml" in done.stderr


def test_no_true_count_of_a_masked_cell_is_in_what_is_written(folder):
    """Counts that stand nowhere else in the table: none of the masked is in the file or in its picture's words."""
    put(folder, *plain([[3, 211, 307], [401, 503, 607], [701, 809, 907]]))
    written = ("-o", str(folder / "safe.csv"), "--picture", str(folder / "safe.svg"), "--quiet")
    assert run("protect", folder, *written).exit_code == 0
    masked = {row["count"] for row, safe in zip(rows(folder / "counts.csv"), rows(folder / "safe.csv"), strict=True)
              if not safe["published"]}  # fmt: skip
    told = set(re.findall(r"\d+", (folder / "safe.csv").read_text(encoding="utf-8")))
    drawn = set(re.findall(r">([^<]*)<", (folder / "safe.svg").read_text(encoding="utf-8")))
    assert len(masked) == 4
    assert masked & told == set()
    assert (masked - {"3"}) & set(re.findall(r"\d+", " ".join(drawn))) == set()
