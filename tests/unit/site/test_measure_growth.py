"""`kahui measure growth` on plain files: what comes out, and what is refused in which words."""

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from kahui.site.commands.measure import group
from kahui.site.commands.measure.typical import typical_growth, with_links

GOLDEN = Path(__file__).parents[2] / "golden" / "growth"


def run(*words, code=0):
    done = CliRunner().invoke(group, ["growth", *(str(w) for w in words)])
    assert done.exit_code == code, done.output
    return done


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def some(tmp_path_factory):
    """One topic of the golden panel, as a file."""
    path = tmp_path_factory.mktemp("growth") / "panel.csv"
    kept = [row for row in rows(GOLDEN / "panel.csv") if row["topic"] == "pānui" and int(row["year"]) < 2022]
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(kept[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(kept)
    return path


def test_a_row_for_each_score_with_a_past_and_beside_it_every_fit(some, tmp_path):
    out = tmp_path / "growth.csv"
    done = run(some, "-o", out, "--by-priors")
    told = {(row["learner"], row["year"]): row for row in rows(out)}
    expected = [r for r in rows(GOLDEN / "percentiles.csv") if r["topic"] == "pānui" and r["year"] == "2021"]
    same = ("priors", "growth_percentile", "growth_percentile_1", "growth_percentile_2")
    for row in expected:
        mine = told[row["learner"], row["year"]]
        assert [mine[name] for name in same] == [row[name] for name in same]
        for cut in ("cut_1", "cut_35", "cut_50", "cut_65", "cut_99"):
            assert float(mine[cut]) == float(row[cut])
    fits = rows(f"{out}.fits.csv")
    assert list(fits[0]) == [
        "cohort", "topic", "year", "year_level", "priors", "quantile", "n", "objective", "duality_gap",
    ]  # fmt: skip
    assert {(row["cohort"], row["priors"]) for row in fits} == {
        ("pānui 2020 year level 4", "1"),
        ("pānui 2021 year level 5", "1"),
        ("pānui 2021 year level 5", "2"),
    }
    assert {row["quantile"] for row in fits} == {f"{(2 * k + 1) / 200:g}" for k in range(100)}
    assert all(abs(float(row["duality_gap"])) <= 1e-9 * float(row["objective"]) for row in fits)
    assert "from 300 quantile regressions; the widest duality gap is" in done.output


def test_parquet_in_parquet_out(some, tmp_path):
    run(some, "-o", tmp_path / "growth.csv", "--priors", "1")
    run(some, "-o", tmp_path / "growth.parquet", "--priors", "1", "--quiet")
    table = pyarrow.parquet.read_table(tmp_path / "growth.parquet").to_pylist()
    assert [row["growth_percentile"] for row in table] == [
        int(row["growth_percentile"]) if row["growth_percentile"] else None
        for row in rows(tmp_path / "growth.csv")
    ]


def test_the_school_stays_beside_the_learner(some, tmp_path):
    panel = tmp_path / "panel.csv"
    lines = some.read_text(encoding="utf-8").splitlines()
    panel.write_text("\n".join([lines[0] + ",school", *(line + ",Kura A" for line in lines[1:])]), "utf-8")
    run(panel, "-o", tmp_path / "growth.csv", "--priors", "1", "--quiet")
    assert {row["school"] for row in rows(tmp_path / "growth.csv")} == {"Kura A"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("L1,pānui,2021,5,ninety", "row 2, column score: “ninety” is not a number"),
        ("L1,pānui,2021,5,nan", "row 2, column score: “nan” is not a finite number"),
        ("L1,pānui,2021,5,inf", "row 2, column score: “inf” is not a finite number"),
        ("L1,pānui,2021,5,", "row 2, column score: “” is blank"),
        ("L1,pānui,2021,five,90", "row 2, column year_level: “five” is not a number"),
        ("L1,pānui,2021,5,90\nL1,pānui,2021,5,91", "learner L1, pānui, 2021 (rows 2 and 3)"),
        (
            "L1,pānui,2020,4,80\nL1,pānui,2021,5,90",
            "1 learner is too few to rank in hundredths; 100 would be",
        ),
        ("L1,pānui,2020,4,80\nL1,pānui,2021,6,90", "No learner has a score in a topic for two years running"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_row(tmp_path, line, said):
    panel = tmp_path / "panel.csv"
    panel.write_text(f"learner,topic,year,year_level,score\n{line}\n", encoding="utf-8")
    done = run(panel, "-o", tmp_path / "growth.csv", code=1)
    assert said in done.output
    assert not (tmp_path / "growth.csv").exists()


def test_typical_growth_targets_and_error(some, tmp_path):
    panel, targets, out = tmp_path / "panel.csv", tmp_path / "targets.csv", tmp_path / "growth.csv"
    lines = some.read_text(encoding="utf-8").splitlines()
    schools = (f"{line},Kura {'AB'[at % 2]}" for at, line in enumerate(lines[1:]))
    panel.write_text("\n".join([lines[0] + ",school", *schools]), "utf-8")
    targets.write_text("topic,year_level,score\npānui,5,520\n", encoding="utf-8")
    picture = ("--typical", "--picture", tmp_path / "growth.svg")
    run(panel, "-o", out, "--priors", "1", "--project", targets, "--error", "15", *picture)
    told = rows(out)
    assert all(bool(row["growth_percentile"]) == bool(row["growth_percentile_corrected"]) for row in told)
    by_school = {(row["school"], row["year"]): row for row in rows(f"{out}.typical.csv")}
    assert sorted(by_school) == [
        ("Kura A", "2020"),
        ("Kura A", "2021"),
        ("Kura B", "2020"),
        ("Kura B", "2021"),
    ]
    for row in by_school.values():
        assert float(row["median_low"]) <= float(row["median"]) <= float(row["median_high"])
    drawn = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    assert ["Kura A, pānui" in drawn, "Kura B, pānui" in drawn] == [True, True]
    ahead = rows(f"{out}.projections.csv")
    assert {(row["year"], row["year_level"], row["target_year"]) for row in ahead} == {("2021", "4", "2022")}
    assert all(
        (float(row["score_50"]) >= 520) == (float(row["needed_percentile"] or 100) <= 50) for row in ahead
    )


def test_typical_growth_needs_schools(some, tmp_path):
    done = run(some, "-o", tmp_path / "growth.csv", "--typical", code=1)
    assert "panel.csv has no column “school”, by which growth could be typical." in done.output


def test_two_targets_for_one_year_level_are_refused(some, tmp_path):
    targets = tmp_path / "targets.csv"
    targets.write_text("topic,year_level,score\npānui,5,520\npānui,5,530\n", encoding="utf-8")
    done = run(some, "-o", tmp_path / "growth.csv", "--project", targets, code=1)
    assert "targets.csv sets two targets for pānui, year level 5. Keep one." in done.output


@pytest.fixture
def two_tools(some, tmp_path):
    """The same panel, where every other learner's scores are of a test of half the points, with its link."""
    panel, link = tmp_path / "two.csv", tmp_path / "short.csv"
    with open(panel, "w", encoding="utf-8", newline="") as file:
        kept = rows(some)
        out = csv.DictWriter(file, [*kept[0], "tool", "school"], lineterminator="\n")
        out.writeheader()
        for row in kept:
            number = int(row["learner"][1:])
            short = number % 2 == 0
            score = float(row["score"]) / (2 if short else 1)
            school = f"school {number % 5}"
            out.writerow({**row, "score": score, "tool": "short" if short else "own", "school": school})
    greatest = max(float(row["score"]) for row in rows(some))
    with open(link, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["score", "equated", "se"])
        out.writerows([k / 20, k / 10, 2.0] for k in range(int(10 * greatest) + 3))
    return panel, link


def test_the_error_of_a_link_is_carried_into_typical_growth(two_tools, tmp_path):
    panel, link = two_tools
    out = tmp_path / "growth.csv"
    picture = tmp_path / "growth.svg"
    run(panel, "-o", out, "--picture", picture, "--link", f"short={link}", "--draws", 5, "--priors", 1)
    told = rows(f"{out}.typical.csv")
    last = [row for row in told if row["year"] == max(r["year"] for r in told)]
    drawn = picture.read_text(encoding="utf-8")
    assert [f"{row['school']}, {row['topic']}: {float(row['mean']):.0f} (" in drawn for row in last] == [
        True
    ] * len(last)
    assert {row["median_low"] for row in told} == {""}
    assert all(float(row["linking"]) > 0 for row in told)
    assert all(
        float(row["mean_low"]) < float(row["mean"]) < float(row["mean_high"])
        for row in told
        if int(row["n"]) > 1
    )


@pytest.mark.parametrize(
    ("links", "words"),
    [
        (["other={link}"], "No result is of the tool “other”. Tools in two.csv are own, short."),
        (["short"], "“short” names no link."),
    ],
)
def test_links_that_do_not_fit_are_refused(two_tools, tmp_path, links, words):
    panel, link = two_tools
    given = [word for text in links for word in ("--link", text.format(link=link))]
    done = run(panel, "-o", tmp_path / "o.csv", *given, code=2 if "names no link" in words else 1)
    assert words in done.output


def test_a_link_needs_to_know_what_was_taken(some, two_tools, tmp_path):
    done = run(some, "-o", tmp_path / "o.csv", "--link", f"short={two_tools[1]}", code=1)
    assert "panel.csv has no column “tool”, which says what each score was made with." in done.output


def test_the_mean_with_links_stands_beside_its_own_school():
    """Groups are told apart by name: a school that no draw tells of moves no other school's figures."""
    columns = {
        "school": np.array(["a", "a", "b", "b", "c", "c"], object),
        "topic": np.array(["pānui"] * 6, object),
        "year": np.array([2021] * 6),
        "growth_percentile": np.ma.masked_array([10, 12, 40, 44, 80, 86], mask=False),
    }
    drawn = np.array([[np.nan, np.nan, 41, 45, 78, 84], [np.nan, np.nan, 39, 43, 82, 88]])
    told = with_links(typical_growth(columns), columns, drawn)
    assert list(told["school"]) == ["a", "b", "c"]
    assert [*told["mean"][1:]] == [42.0, 83.0]
    assert [*np.isnan(told["mean"])] == [*np.isnan(told["linking"])] == [True, False, False]
    assert [*told["linking"][1:]] == pytest.approx(np.sqrt([1.5 * 2, 1.5 * 8]))
