"""`--picture`: what each verb's picture says in words and where its marks stand."""

import csv
import re
import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner

from kahui.site.cli import group
from kahui.site.commands.measure import VERBS
from kahui.site.commands.measure import group as measure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_an_example_and_draws_a_picture(verb):
    command = measure.get_command(None, verb)
    assert command.help
    assert command.epilog.startswith(f"Example: kahui measure {verb} ")
    assert [option.help for option in command.params if option.name == "picture"] != []


def pictured(tmp_path, verb, text, *words):
    """The picture of a verb on one file: its title, its words for who cannot see it, all its texts."""
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    call = ["measure", verb, tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--picture", tmp_path / "p.svg"]
    done = CliRunner().invoke(group, [str(word) for word in (*call, "--quiet", *words)])
    assert done.exit_code == 0, done.stderr
    return drawing(tmp_path / "p.svg")


def drawing(file):
    root = ET.parse(file).getroot()
    texts = [" ".join(part.strip() for part in text.itertext()) for text in root.iter(f"{SVG}text")]
    return root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text, texts


def corners(file, **wanted):
    """The corners (x, y) of each path that has these attributes."""
    found = []
    for path in ET.parse(file).getroot().iter(f"{SVG}path"):
        if all(path.get(name.replace("_", "-")) == value for name, value in wanted.items()):
            at, turns = (0.0, 0.0), []
            for letter, told in re.findall(r"([MHV])([-\d. ]+)", path.get("d")):
                numbers = [float(number) for number in told.split()]
                at = {"M": tuple(numbers), "H": (numbers[0], at[1]), "V": (at[0], numbers[0])}[letter]
                turns.append(at)
            found.append(turns)
    return found


LINE, BAND = {"stroke_width": "2.5"}, {"opacity": "0.22"}


def test_a_curve_with_its_limits_until_they_are_known_no_more(tmp_path):
    title, words, texts = pictured(tmp_path, "survive", "time,status\n1,1\n2,0\n3,1\n5,1\n")
    assert title == "Half had ended by 3"
    assert words == (
        "Half had ended by 3. All: at 1.25 75.0% (12.8 to 96.1); at 2.5 75.0% (12.8 to 96.1); at 3.75 37.5% (1.1 to "
        "80.8); at 5 0.0%."
    )
    assert texts[-2:] == ["Time, as in in.csv", "All 0.0%"]
    (line,), (band,) = corners(tmp_path / "p.svg", **LINE), corners(tmp_path / "p.svg", **BAND)
    wide, tall = line[-1]
    found = dict.fromkeys((round(5 * x / wide, 2), round(1 - y / tall, 3)) for x, y in line)
    assert list(found) == [(0, 1), (1, 1), (1, 0.75), (2, 0.75), (3, 0.75), (3, 0.375), (5, 0.375), (5, 0)]
    # Nobody is left at 5, so that the limits are not known there; they hold from 1 until then.
    assert {round(5 * x / wide, 2) for x, _ in band} == {1, 2, 3, 5}


def test_a_line_that_ends_sooner_than_another_stops_there(tmp_path):
    text = "time,status,group\n1,1,Kea\n2,0,Kea\n3,1,Tūī\n4,0,Tūī\n"
    title, words, texts = pictured(tmp_path, "survive", text)
    assert title == "Half of Kea had ended by 1, half of Tūī had ended by 3"
    assert texts[-2:] == ["Kea 50.0%", "Tūī 50.0%"]
    kea, tui = (line[-1][0] for line in corners(tmp_path / "p.svg", **LINE))
    assert kea == pytest.approx(tui / 2, abs=0.1)
    assert words.endswith(
        "Tūī: at 1 100.0%; at 2 100.0%; at 3 50.0% (0.6 to 91.0); at 4 50.0% (0.6 to 91.0)."
    )


def test_other_ways_to_end_are_a_curve_each(tmp_path):
    title, _, texts = pictured(tmp_path, "survive", "time,status\n1,1\n2,2\n3,0\n4,1\n")
    assert title == "Ended at the last: 75% as 1 and 25% as 2"
    assert texts[-2:] == ["Ended as 1 75.0%", "Ended as 2 25.0%"]


def test_where_the_data_do_not_say_when_it_is_shaded(tmp_path):
    pictured(tmp_path, "survive", "time_low,time_high,status\n2,4,1\n8,,0\n")
    before, after = corners(tmp_path / "p.svg", **LINE)
    (band,) = corners(tmp_path / "p.svg", **BAND)
    quarter = after[-1][0] / 4
    assert [before[-1], after[0]] == [(pytest.approx(quarter, abs=0.1), 0), (2 * quarter, 150)]
    assert {x for x, _ in band} == {before[-1][0], after[0][0]}
    assert {y for _, y in band} == {0, 150}


def test_more_curves_than_can_be_told_apart_are_refused(tmp_path):
    rows = "".join(f"1,1,{name}\n2,0,{name}\n" for name in "abcde")
    (tmp_path / "in.csv").write_text(f"time,status,group\n{rows}", encoding="utf-8")
    call = [
        "measure",
        "survive",
        tmp_path / "in.csv",
        "-o",
        tmp_path / "out.csv",
        "--picture",
        tmp_path / "p.svg",
    ]
    done = CliRunner().invoke(group, [str(word) for word in call])
    assert (done.exit_code, (tmp_path / "p.svg").exists()) == (1, False)
    assert done.stderr.endswith("A picture shows 1 to 4 curves, and there are 5. Give it fewer.\n")


def test_fifty_thousand_times_are_no_more_places_than_can_be_seen(tmp_path):
    rows = "".join(f"{at},{at % 3 > 0:d}\n" for at in range(1, 50_001))
    title, words, _ = pictured(tmp_path, "survive", f"time,status\n{rows}")
    assert (tmp_path / "p.svg").stat().st_size < 30_000
    assert title.startswith("Half had ended by 32")
    assert words.count("; at ") == 3


def test_differences_and_their_limits(tmp_path):
    text = "school,k1,n1,k2,n2\nKea,56,70,48,80\nTūī,5,12,6,12\nWeka,0,0,1,2\n"
    title, words, texts = pictured(tmp_path, "difference", text)
    assert title == "1 of 2 differences are more than chance alone would make"
    assert words == f"{title}. Kea: 20 (5.2 to 33.4); Tūī: -8.3 (-41.6 to 27.8)."
    assert [t for t in texts if "(" in t] == ["20 (5.2 to 33.4)", "−8.3 (−41.6 to 27.8)"]


def test_pooled_shares_stand_beside_the_schools_own(tmp_path):
    title, words, texts = pictured(tmp_path, "pool", "school,k,n\nKea,2,2\nTūī,80,100\nWeka,0,0\n")
    assert title.endswith("the schools’ own from 80% to 100%")
    with (tmp_path / "out.csv").open(encoding="utf-8") as out:
        pooled = [f"Pooled {100 * float(row['pooled']):.1f}%" for row in csv.DictReader(out)]
    own = ["Its own 100.0%", "Its own 80.0%", "Its own not known"]
    found = [
        text.split(" (")[0] for text in texts if text.startswith(("Pooled", "Its own")) and text != title
    ]
    assert found == [words for pair in zip(pooled, own, strict=True) for words in pair]
    assert words.count("its own") == 2


def test_the_chance_of_each_judgment(tmp_path):
    rows = "".join(
        f"{score},{word}\n"
        for score in range(20)
        for word in (["below"] * (20 - score) + ["at"] * score + ["above"] * (score // 4))
    )
    words = ("--judgments", "below,at,above")
    title, _, texts = pictured(tmp_path, "judge", f"score,judgment\n{rows}", *words)
    assert title.startswith("Half are judged at or above “at” from ")
    assert [text.rpartition(" ")[0] for text in texts[-3:]] in [
        ["below", "at", "above"],
        ["at", "above", "below"],
    ]
    for curve in corners(tmp_path / "p.svg", **LINE):
        assert curve[0][0] == 0
    assert len(corners(tmp_path / "p.svg", **BAND)) == 3


# ---- tables masked, attacked and rounded -------------------------------------------------------------------------

SUMS = """{"dimensions": [{"name": "school", "parent_of": {"Kea": "all", "Tūī": "all", "all": null}},
                          {"name": "year", "parent_of": {"4": "both", "5": "both", "both": null}}]}"""
COUNTS = [("Kea", 4, 2), ("Kea", 5, 20), ("Tūī", 4, 40), ("Tūī", 5, 50),
          ("Kea", "both", 22), ("Tūī", "both", 90), ("all", 4, 42), ("all", 5, 70), ("all", "both", 112)]  # fmt: skip


def of_a_table(tmp_path, verb, column, *words, hidden=()):
    """The picture of a verb on these counts; `hidden` are rows whose count is blank."""
    (tmp_path / "sums.json").write_text(SUMS, encoding="utf-8")
    lines = [f"{s},{y},{'' if i in hidden else n}" for i, (s, y, n) in enumerate(COUNTS)]
    (tmp_path / "in.csv").write_text("\n".join([f"school,year,{column}", *lines]), encoding="utf-8")
    call = [
        "measure",
        verb,
        tmp_path / "in.csv",
        "--structure",
        tmp_path / "sums.json",
        "-o",
        tmp_path / "out.csv",
    ]
    call += ["--picture", tmp_path / "p.svg", "--quiet", *words]
    done = CliRunner().invoke(group, [str(word) for word in call])
    return done.exit_code, *drawing(tmp_path / "p.svg")


def test_what_masking_left(tmp_path):
    code, title, words, texts = of_a_table(tmp_path, "protect", "count")
    assert (code, title) == (0, "5 of 9 counts are shown")
    assert words == (
        "5 of 9 counts are shown. shown: 5; fewer learners than the floor: 1; would give away another masked count: 3."
    )
    assert texts[-3:] == ["5", "1", "3"]


def test_what_each_masked_count_can_be(tmp_path):
    code, title, words, texts = of_a_table(tmp_path, "audit", "published", hidden=(0, 1, 2, 3))
    assert (code, title) == (0, "None of 4 masked counts can be worked out: each can be one of 23 or more")
    assert words == f"{title}. Kea × 4: 0 to 22; Kea × 5: 0 to 22; Tūī × 4: 20 to 42; Tūī × 5: 48 to 70."
    assert texts.count("not known") == 4


def test_a_masked_count_that_can_be_worked_out_is_drawn_before_the_verb_fails(tmp_path):
    code, title, words, texts = of_a_table(tmp_path, "audit", "published", hidden=(0,))
    assert (code, title) == (1, "1 of 1 masked counts can be worked out")
    assert (words, texts[-1]) == (f"{title}. Kea × 4: 2.", "2")


def test_how_far_counts_were_moved(tmp_path):
    code, title, words, _ = of_a_table(tmp_path, "round", "count")
    assert (code, title) == (0, "Margins are moved by 0.60 on average and 1 at most")
    assert words == f"{title}. not at all: 5; by 1: 4."
