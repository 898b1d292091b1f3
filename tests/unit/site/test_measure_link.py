"""`kahui measure link`, `judge` and `verdict` on plain files: what comes out, and what is refused in which words."""

import csv
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kahui.site.commands.measure import group

GOLDEN = Path(__file__).parents[2] / "golden" / "linking"
X, Y = (str(GOLDEN / f"equivalent-groups-{form}.csv") for form in "xy")
GROUPS = ("--design", "equivalent-groups", "--method")


def run(*words, code=0):
    done = CliRunner().invoke(group, [str(w) for w in words])
    assert done.exit_code == code, done.output
    return done


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(path, name):
    return np.array([float(row[name]) for row in rows(path)])


@pytest.fixture
def file(tmp_path):
    def written(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def golden(case):
    return [row for row in rows(GOLDEN / "links.csv") if row["case"] == case]


def test_a_link_of_equivalent_groups_is_written_score_by_score(tmp_path):
    out = tmp_path / "links.csv"
    done = run("link", X, Y, "-o", out, *GROUPS, "equipercentile")
    expected = golden("equivalent-groups equipercentile")
    assert [row["score"] for row in rows(out)] == [str(k) for k in range(41)]
    for name in ("equated", "se"):
        np.testing.assert_allclose(column(out, name), [float(row[name]) for row in expected], atol=1e-6)
    assert "41 scores linked from 1,874 and 2,110 learners" in done.output


def test_a_score_nobody_reached_says_that_its_value_is_a_convention(tmp_path):
    out = tmp_path / "links.csv"
    run("link", X, Y, "-o", out, *GROUPS, "equipercentile")
    noted = [(row["score"], row["equated"], row["note"]) for row in rows(out) if row["note"]]
    assert noted == [("40", "50.5", "beyond the scores that learners had: a convention, its error unknown")]


@pytest.mark.parametrize(
    ("words", "case"),
    [
        (
            ("common-items-x.csv", "common-items-y.csv", "--design", "common-items"),
            "common-items linear tucker",
        ),
        (("single-group.csv", "--design", "single-group"), "single-group linear"),
    ],
)
def test_designs_with_a_row_a_learner(tmp_path, words, case):
    out = tmp_path / "links.parquet"
    again = tmp_path / "links.csv"
    files = [GOLDEN / w if w.endswith(".csv") else w for w in words]
    run("link", *files, "--method", "linear", "-o", out, "--quiet")
    run("link", *files, "--method", "linear", "-o", again, "--quiet")
    expected = {float(row["score"]): float(row["equated"]) for row in golden(case)}
    found = dict(zip(column(again, "score"), column(again, "equated"), strict=True))
    assert found == pytest.approx({score: expected[score] for score in found}, abs=1e-6)
    assert out.stat().st_size > 0


def test_the_same_seed_draws_the_same_error(tmp_path):
    first, second, other = (tmp_path / f"{name}.csv" for name in ("first", "second", "other"))
    for out, seed in ((first, 7), (second, 7), (other, 8)):
        run("link", X, Y, "-o", out, *GROUPS, "equipercentile", "--bootstrap", 50, "--seed", seed)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()


REFUSED = {
    "no learner": ("score,count\n0,0\n1,0\n", "0 learners have a score of the form in bad.csv: too few"),
    "too few learners": (
        "score,count\n0,3\n1,4\n",
        "7 learners have a score of the form in bad.csv: too few",
    ),
    "all scores equal": (
        "score,count\n0,0\n1,400\n",
        "All learners have the same score of the form in bad.csv",
    ),
    "a score twice": ("score,count\n1,30\n1,40\n", "The score 1 of the form in bad.csv is listed twice"),
    "text for a score": (
        "score,count\nten,30\n1,40\n",
        "bad.csv cannot be used.\n  row 2, column score: “ten”",
    ),
    "an endless score": (
        "score,count\ninf,30\n1,40\n",
        "bad.csv cannot be used.\n  row 2, column score: “inf”",
    ),
    "a count below zero": (
        "score,count\n0,-3\n1,40\n",
        "bad.csv cannot be used.\n  row 2, column count: “-3”",
    ),
    "two scales": (
        "score,count,scale\n0,30,patm\n1,40,asTTle\n",
        "bad.csv holds scores of 2 values of scale: asTTle, patm. A score of one is no score of the other.",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_counts_that_cannot_be_linked_are_refused_in_a_sentence(file, tmp_path, fault):
    text, says = REFUSED[fault]
    done = run(
        "link", file("bad.csv", text), Y, "-o", tmp_path / "out.csv", *GROUPS, "equipercentile", code=1
    )
    assert done.output.startswith(f"Error: {says}")
    assert not (tmp_path / "out.csv").exists()


def test_smoothing_too_high_for_the_scores(file, tmp_path):
    three = file("three.csv", "score,count\n0,30\n1,40\n2,20\n")
    done = run(
        "link", three, three, "-o", tmp_path / "o.csv", *GROUPS, "equipercentile", "--smooth", 3, code=1
    )
    assert done.output.startswith("Error: A polynomial of degree 3 cannot smooth 3 scores of the form.")


def test_groups_that_no_anchor_score_joins(file, tmp_path):
    low = file("low.csv", "total,anchor\n" + "".join(f"{k % 9},{k % 3}\n" for k in range(60)))
    high = file("high.csv", "total,anchor\n" + "".join(f"{k % 9 + 9},{k % 3 + 5}\n" for k in range(60)))
    words = ("--design", "common-items", "--method", "equipercentile", "-o", tmp_path / "o.csv")
    done = run("link", low, high, *words, code=1)
    assert done.output.startswith("Error: No anchor score was had in both groups, so nothing joins them.")


def test_one_file_where_two_are_needed(tmp_path):
    done = run("link", X, "-o", tmp_path / "o.csv", *GROUPS, "mean", code=2)
    assert "equivalent-groups needs two files, one for each group of learners: X and Y." in done.output


def judged(seed=5, noise=8.0):
    rng = np.random.default_rng(seed)
    score = np.round(rng.normal(50, 15, 400))
    place = np.searchsorted([40, 60], score + noise * rng.standard_normal(400))
    words = ("below", "at", "above")
    return "score,judgment\n" + "".join(f"{s:g},{words[p]}\n" for s, p in zip(score, place, strict=True))


def test_a_probability_table_adds_up_at_every_score(file, tmp_path):
    out, cuts = tmp_path / "table.csv", tmp_path / "cuts.csv"
    run("judge", file("m.csv", judged()), "-o", out, "--judgments", "below, at, above", "--cuts", cuts)
    chance = column(out, "chance").reshape(-1, 3)
    np.testing.assert_allclose(chance.sum(1), 1, atol=1e-9)
    assert (np.diff(chance[:, 0]) < 0).all()
    assert (np.diff(chance[:, 2]) > 0).all()
    assert (column(out, "low") <= column(out, "chance")).all()
    assert (np.abs(column(cuts, "cut") - [40, 60]) < 3 * column(cuts, "se")).all()


def test_judgments_parted_by_the_scores_are_refused(file, tmp_path):
    done = run("judge", file("m.csv", judged(noise=0.0)), "-o", tmp_path / "t.csv", "--judgments",
               "below,at,above", code=1)  # fmt: skip
    assert done.output.startswith(
        "Error: Every learner judged “at” or above scored more than every learner below"
    )


def test_a_judgment_nobody_named(file, tmp_path):
    done = run("judge", file("m.csv", judged()), "-o", tmp_path / "t.csv", "--judgments", "below,at", code=1)
    assert "column judgment: “above” is none of the judgments. Those named are below, at." in done.output


def results(share):
    """100 learners with the scale's own tool and 100 with another, as many of each at or above 27."""
    high = round(100 * share)
    lines = [f"{tool},{score}" for tool in ("own", "short") for score in [40] * high + [15] * (100 - high)]
    return "tool,score\n" + "\n".join(lines) + "\n"


LINKED = "score,equated,se\n" + "".join(f"{k},{k},1.0\n" for k in range(51))


@pytest.mark.parametrize(("share", "word"), [(0.9, "met"), (0.6, "not met"), (0.75, "cannot tell")])
def test_a_verdict_of_three_words(file, tmp_path, share, word):
    out, link = tmp_path / "v.csv", file("link.csv", LINKED)
    run("verdict", file("r.csv", results(share)), "-o", out, "--cut", 27, "--target", 0.75, "--link",
        f"short={link}")  # fmt: skip
    told = rows(out)
    assert [row["verdict"] for row in told] == [word]
    assert float(told[0]["share"]) == pytest.approx(share, abs=0.01)


def test_two_tools_without_a_link_are_not_mixed(file, tmp_path):
    done = run("verdict", file("r.csv", results(0.9)), "-o", tmp_path / "v.csv", "--cut", 27, "--target",
               0.75, code=1)  # fmt: skip
    assert done.output.startswith("Error: 2 tools have no link: own, short.")


def test_a_link_that_falls_is_not_used(file, tmp_path):
    falls = LINKED.replace("30,30,", "30,12,")
    link = file("link.csv", falls)
    done = run("verdict", file("r.csv", results(0.9)), "-o", tmp_path / "v.csv", "--cut", 27, "--target",
               0.75, "--link", f"short={link}", code=1)  # fmt: skip
    assert done.output.startswith("Error: The link falls: a score of 29 becomes 29 and 30 becomes 12.")


def test_pictures_say_in_words_what_they_draw(file, tmp_path):
    drawn, shares = tmp_path / "link.svg", tmp_path / "verdict.svg"
    run("link", X, Y, "-o", tmp_path / "l.csv", *GROUPS, "linear", "--picture", drawn, "--quiet")
    link = file("link.csv", LINKED)
    run("verdict", file("r.csv", results(0.9)), "-o", tmp_path / "v.csv", "--cut", 27, "--target", 0.75,
        "--link", f"short={link}", "--picture", shares)  # fmt: skip
    assert "What scores of one form become on the other&#x27;s scale. 0 becomes" in drawn.read_text("utf-8")
    assert "At or above, beside a target of 75%. All: met: 90%" in shares.read_text("utf-8")


def test_the_scale_s_own_learners_count_whole_whatever_scores_were_had(file, tmp_path):
    """A gap between the scores that happened to be had lets nobody leak over the cut."""
    out = tmp_path / "v.csv"
    rows_ = file("own.csv", "tool,score,count\nown,26,30\nown,40,70\n")
    run("verdict", rows_, "-o", out, "--cut", 27, "--target", 0.5, "--quiet")
    assert [(row["learners"], float(row["share"]), float(row["linking"])) for row in rows(out)] == [
        ("100", 0.7, 0)
    ]


def test_of_these_very_learners_the_error_is_of_measurement(file, tmp_path):
    out, link, told = tmp_path / "v.csv", file("link.csv", LINKED), file("r.csv", results(0.9))
    words = ("verdict", told, "-o", out, "--cut", 27, "--target", 0.75, "--link", f"short={link}", "--quiet")
    run(*words, "--error", "own=3", "--error", "short=3")
    row = rows(out)[0]
    assert (row["verdict"], float(row["sampling"])) == ("met", 0)
    assert float(row["measurement"]) > 0
    done = run(*words, "--error", "own=3", code=1)
    assert done.output.startswith("Error: No error is given for the tool “short”.")


def by_school(seed, schools=20):
    """Schools that differ: `school,score,count`, 60 learners each."""
    rng = np.random.default_rng(seed)
    lines = []
    for school in range(schools):
        score = np.clip(np.round(20 + 4 * rng.normal() + 5 * rng.normal(size=60)), 0, 40).astype(int)
        lines += [f"{school},{k},{c}" for k, c in enumerate(np.bincount(score, minlength=41))]
    return "school,score,count\n" + "\n".join(lines) + "\n"


def test_schools_drawn_whole_show_a_greater_error(file, tmp_path):
    """Learners of a school are alike: as if drawn one by one they say too small an error."""
    x, y = file("x.csv", by_school(1)), file("y.csv", by_school(2))
    whole, learners = tmp_path / "whole.csv", tmp_path / "learners.csv"
    words = (*GROUPS, "linear", "--quiet")
    run("link", x, y, "-o", whole, *words, "--bootstrap", 400)
    run("link", x, y, "-o", learners, *words)
    np.testing.assert_allclose(column(whole, "equated"), column(learners, "equated"))
    assert 2 < column(whole, "se")[20] / column(learners, "se")[20] < 8


def test_too_few_schools_to_see_how_they_differ(file, tmp_path):
    few = file("few.csv", by_school(1, schools=4))
    done = run("link", few, few, "-o", tmp_path / "o.csv", *GROUPS, "linear", "--bootstrap", 50, code=1)
    assert done.output.startswith(
        "Error: 4 schools took the form in few.csv: too few to see how schools differ."
    )


def test_a_line_needs_no_smoothing_and_is_the_same_with_it(tmp_path):
    plain, smooth = tmp_path / "plain.csv", tmp_path / "smooth.csv"
    run("link", X, Y, "-o", plain, *GROUPS, "linear")
    done = run("link", X, Y, "-o", smooth, *GROUPS, "linear", "--smooth", 4)
    assert plain.read_bytes() == smooth.read_bytes()
    assert "Smoothing keeps mean and spread, and a line uses no more: it was left out." in done.output


def test_two_scores_that_go_opposite_ways_are_not_linked(file, tmp_path):
    """As when one column was sorted by itself."""
    both = file("both.csv", "x,y\n" + "".join(f"{k % 9},{8 - k % 9}\n" for k in range(90)))
    done = run(
        "link", both, "-o", tmp_path / "o.csv", "--design", "single-group", "--method", "linear", code=1
    )
    assert done.output.startswith(
        "Error: Learners with more of one score do not have more of the other (the two forms)"
    )
