"""`kahui measure progress` on files: what it counts, and what it says of files it cannot use."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from kahui.site.commands.measure.progress import command

FLAGS = ("maori", "pacific", "additional_needs", "low_socio_economic", "boys")


def results(folder: Path, **changed: object) -> Path:
    """Ten learners of school 3 in 2016, seven at or above; one more was away. The first four are Māori."""
    columns = {
        "school": [3] * 11,
        "year": [2016] * 11,
        "year_level": [4] * 11,
        "topic": ["reading"] * 11,
        "at_or_above": [True] * 7 + [False] * 3 + [None],
        **{flag: [False] * 11 for flag in FLAGS},
        "maori": [True] * 4 + [False] * 7,
    } | changed
    file = folder / "results.parquet"
    pq.write_table(pa.table({k: v for k, v in columns.items() if v is not None}), file)
    return file


def run(folder: Path, file: Path, members: str, targets: str, *more: str) -> tuple[int, str, str]:
    (folder / "members.csv").write_text(members, encoding="utf-8")
    (folder / "targets.csv").write_text(targets, encoding="utf-8")
    call = [file, "--members", folder / "members.csv", "--targets", folder / "targets.csv", "-o", "-", *more]
    done = CliRunner().invoke(command, [str(word) for word in call])
    return done.exit_code, done.stdout, done.stderr


MEMBERS = "school,network,starts,ends\n3,9,2015-01-01,\n"
TARGETS = "network,topic,share\n9,reading,0.85\n"


def test_cells_with_their_gaps(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, results(tmp_path), MEMBERS, TARGETS)
    head, *rows = out.splitlines()
    assert (code, err) == (0, "10 results in 2 cells.\n")
    assert head == "network,school,year,topic,band,group,n,at_or_above,share,low,high,gap,target,more"
    assert [row.split(",")[:9] for row in rows] == [
        ["9", "3", "2016", "reading", "4-6", "all", "10", "7", "0.7"],
        ["9", "3", "2016", "reading", "4-6", "maori", "4", "4", "1.0"],
    ]
    assert [round(float(cell), 4) for cell in rows[0].split(",")[9:]] == [0.3968, 0.8922, 0.15, 0.85, 2]
    assert rows[1].split(",")[11:] == ["", "", ""]


def test_a_school_that_had_left_is_in_no_network(tmp_path: Path) -> None:
    members = "school,network,starts,ends\n3,9,2015-01-01,2016-12-31\n"
    assert run(tmp_path, results(tmp_path), members, TARGETS)[1].splitlines()[1].startswith(",3,2016,")
    day_before = run(tmp_path, results(tmp_path), members, TARGETS, "--on", "2016-12-30")
    assert day_before[1].splitlines()[1].startswith("9,3,2016,")


def test_a_folder_is_every_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "round" / "one").mkdir(parents=True)
    results(tmp_path / "round"), results(tmp_path / "round" / "one")
    assert run(tmp_path, tmp_path / "round", MEMBERS, TARGETS)[2] == "20 results in 2 cells.\n"


@pytest.mark.parametrize(
    ("changed", "members", "targets", "said"),
    [
        ({"boys": None}, MEMBERS, TARGETS, "results.parquet has no column “boys”. Its columns are: school, year, "),
        ({"at_or_above": ["yes"] * 11}, MEMBERS, TARGETS,
         "results.parquet, column at_or_above: holds string. It has to hold true or false."),
        ({}, "network,starts\n9,2015-01-01\n", TARGETS,
         "members.csv has no column “school”. Say in it which school each row is of."),
        ({}, "school,network,starts\n3,9,1/1/2015\n", TARGETS,
         "members.csv cannot be used.\n  row 2, column starts: “1/1/2015” is not a date. Write year, month and day"),
        ({}, MEMBERS, "network,topic,share\n9,reading,85\n",
         "targets.csv cannot be used.\n  row 2, column share: “85.0” is not between 0 and 1. Write 0.85 for 85 in"),
        ({}, MEMBERS, "network,topic,share,band\n9,reading,0.85,4–6\n",
         "targets.csv cannot be used.\n  row 2, column band: “4–6” is none of 1-3, 4-6, 7-8, 9-10, 11-13."),
        ({}, MEMBERS, "network,topic,share,group\n9,reading,0.85,girls\n",
         "targets.csv cannot be used.\n  row 2, column group: “girls” is none of all, maori, pacific, "),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said(
    tmp_path: Path, changed: dict[str, object], members: str, targets: str, said: str
) -> None:
    code, out, err = run(tmp_path, results(tmp_path, **changed), members, targets)
    assert (code, out) == (1, "")
    assert err.startswith(f"Error: {said}")


def test_results_of_another_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text("school\n3\n", encoding="utf-8")
    code, _, err = run(tmp_path, tmp_path / "results.csv", MEMBERS, TARGETS)
    assert (code, err) == (1, "Error: results.csv is no Parquet file. Results are read from Parquet only.\n")


def test_bands_that_overlap_are_a_wrong_call(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, results(tmp_path), MEMBERS, TARGETS, "--bands", "1-4,4-8")
    assert code == 2
    assert err.endswith("Error: Year level 4 is in 1-4 and in 4-8. Put it in one band.\n")


# ---- the picture -------------------------------------------------------------------------------------------------


def three_schools(folder: Path) -> Path:
    """Reading in two years and bands, writing in one; school 5 is in no network."""
    said = [
        # school, year, year level, topic, learners, at or above
        (3, 2015, 4, "reading", 10, 1), (3, 2016, 4, "reading", 10, 7), (3, 2016, 11, "reading", 10, 9),
        (4, 2016, 4, "reading", 40, 36), (4, 2016, 4, "writing", 10, 2), (5, 2016, 4, "reading", 10, 5),
    ]  # fmt: skip
    rows = [(*row[:4], k < row[5]) for row in said for k in range(row[4])]
    columns = dict(
        zip(("school", "year", "year_level", "topic", "at_or_above"), zip(*rows, strict=True), strict=True)
    )
    return results(folder, **columns, **{flag: [False] * len(rows) for flag in FLAGS})


def drawn(folder: Path, *words: str) -> tuple[str, str, list[str]]:
    """A picture's title, its subtitle and the rows it shows in words."""
    file = folder / "p.svg"
    members = "school,network,starts,ends\n3,9,2015-01-01,\n4,9,2015-01-01,\n"
    call = (folder, three_schools(folder), members, TARGETS, "--picture", str(file), *words)
    code, _, err = run(*call)
    assert code == 0, err
    svg = "{http://www.w3.org/2000/svg}"
    title, _, rest = ET.parse(file).getroot().find(f"{svg}desc").text.partition(". ")
    subtitle, _, shown = rest.partition(". ")
    return title, subtitle, shown.removesuffix(".").split("; ")


def test_the_picture_is_of_the_last_year_and_all_learners(tmp_path: Path) -> None:
    title, subtitle, shown = drawn(tmp_path)
    assert (title, subtitle) == (
        "2 of 3 shares reach what was promised; limits of 3 leave it open", "2016, all learners; limits at 95%"
    )  # fmt: skip
    assert shown == [
        "Network 9, school 3, reading, 4-6 (promised 85%): 70% of 10 (39.7 to 89.2)",
        "Network 9, school 3, reading, 11-13 (promised 85%): 90% of 10 (59.6 to 98.2)",
        "Network 9, school 4, reading, 4-6 (promised 85%): 90% of 40 (76.9 to 96)",
        "Network 9, school 4, writing, 4-6: 20% of 10 (5.7 to 51)",
        "No network, school 5, reading, 4-6: 50% of 10 (23.7 to 76.3)",
    ]


def test_the_picture_is_of_what_was_asked_for(tmp_path: Path) -> None:
    words = ("--draw", "network=9", "--draw", "topic=reading", "--draw", "band=4-6")
    title, subtitle, shown = drawn(tmp_path, *words)
    assert title == "1 of 2 shares reach what was promised; limits of 2 leave it open"
    assert subtitle == "Network 9, 2016, reading, 4-6, all learners; limits at 95%; promised: 85%"
    assert shown == ["School 3: 70% of 10 (39.7 to 89.2)", "School 4: 90% of 40 (76.9 to 96)"]
    assert drawn(tmp_path, *words, "--draw", "year=2015")[2] == ["School 3: 10% of 10 (1.8 to 40.4)"]
    assert drawn(tmp_path, "--draw", "network=")[0] == "Shares at or above run from 50% to 50%"


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        ("topic=readin", 1, "Error: No cell of the picture has topic=readin. Those there are have reading, writing.\n"),
        ("subject=reading", 2, "Error: “subject=reading” names no cells. Write one of network, school, year, topic, "
         "band, group with a value, such as network=9.\n"),
    ],
)  # fmt: skip
def test_cells_that_are_not_there_cannot_be_drawn(
    tmp_path: Path, words: str, exit_code: int, said: str
) -> None:
    call = ("--picture", str(tmp_path / "p.svg"), "--draw", words)
    code, _, err = run(tmp_path, three_schools(tmp_path), MEMBERS, TARGETS, *call)
    assert (code, err[err.index("Error") :], (tmp_path / "p.svg").exists()) == (exit_code, said, False)
