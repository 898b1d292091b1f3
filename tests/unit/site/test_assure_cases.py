"""`kahui assure` on cases that hold, cases that do not, and case files that cannot be used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from worlds import PROGRAMMES

from kahui.site.commands.assure import command

GOOD = """
title = "One approval"
why = "It counts."
history = [{ network = 1, gate = "charter", decision = "chartered", on = 2016-01-10 }]
[[expect]]
on = 2016-01-10
figures = { "networks.approved" = 1 }
"""


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """A copy of a programme with one case of its own."""
    folder = tmp_path / "trust"
    shutil.copytree(PROGRAMMES / "english-trust", folder, ignore=shutil.ignore_patterns("cases"))
    (folder / "cases").mkdir()
    return folder


def run(folder: Path, *cases: str) -> tuple[int, str, str]:
    for place, text in enumerate(cases, 1):
        (folder / "cases" / f"{place}.toml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(command, [str(folder)])
    return done.exit_code, done.stdout, done.stderr


def test_a_case_that_holds(programme: Path) -> None:
    assert run(programme, GOOD) == (0, "✓ One approval  (cases/1.toml, 1 expected)\n", "1 of 1 cases hold.\n")


def test_a_case_that_does_not_hold_says_what_was_expected_and_found(programme: Path) -> None:
    wrong = GOOD.replace('"networks.approved" = 1', '"networks.approved" = [2, 1, 2], "schools.member" = 0')
    assert run(programme, GOOD, wrong) == (
        1,
        "✓ One approval  (cases/1.toml, 1 expected)\n"
        "✗ One approval  (cases/2.toml, 2 expected)\n"
        "    on 2016-01-10: networks.approved\n"
        "      expected 2 (1 to 2)\n"
        "      found    1\n",
        "1 of 2 cases hold.\n",
    )


def test_a_number_alone_means_known_exactly(programme: Path) -> None:
    undated = GOOD.replace("on = 2016-01-10 }", "on = 2016-01-10, by = 2016-01-20 }")
    code, told, _ = run(programme, undated)
    assert (code, told.splitlines()[-1]) == (1, "      found    1 (0 to 1)")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("on = 2016-01-10 }", 'on = "soon" }', "cases/1.toml, history[1].on: found “soon”, which is text. Write a date such as 2018-01-01, without quotation marks."),
        ("network = 1,", "netwrok = 1,", "cases/1.toml, history[1]: found "),
        ("figures = {", "figuers = {", "cases/1.toml, expect[1]: found nothing expected. Expect figures, stands, decider, region, members, periods, refused."),
        ('why = "It counts."', "", "cases/1.toml, why: found nothing. Write text."),
        ("title = ", "title ", "cases/1.toml: found no TOML on line 2. Put the line right: key = value, each line of a history in braces."),
    ],
)  # fmt: skip
def test_a_file_at_fault_is_named_with_its_key_and_the_cure(
    programme: Path, old: str, new: str, said: str
) -> None:
    code, told, error = run(programme, GOOD.replace(old, new))
    assert (code, told) == (1, "")
    assert error.startswith(f"Error: {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('decision = "chartered"', 'decision = "crowned"', "cases/1.toml, history[1]: “crowned” is not in the definition. It has: chartered, dissolved."),
        ("history = [", "history = [{ leaves = 4, on = 2016-01-01 },", "cases/1.toml, history[1]: School 4 is not a member of any network: write first that it began."),
        ("history = [", 'history = [{ school = 4, opens = 2016-01-02, opens_by = 2016-01-01 },', "cases/1.toml, history[1]: 2016-01-01 is before 2016-01-02: the latest day cannot be before the earliest."),
        ("networks.approved", "networks.crowned", "cases/1.toml, expect[1].figures: there is no figure “networks.crowned”. There are: "),
    ],
)  # fmt: skip
def test_a_history_that_cannot_be_is_told_in_its_place(
    programme: Path, old: str, new: str, said: str
) -> None:
    code, told, _ = run(programme, GOOD.replace(old, new, 1))
    assert code == 1
    assert told.splitlines()[-1].startswith(f"      found    {said}")


def test_a_folder_without_cases_and_no_folder(programme: Path) -> None:
    code, _, error = run(programme)
    assert (code, error) == (
        1,
        "Error: cases: found no case. Write at least one file such as cases/first.toml.\n",
    )
    assert run(programme / "nowhere")[0] == 2


@pytest.mark.parametrize(("name", "least"), [("kahui-ako", 15), ("english-trust", 2)])
def test_every_case_that_ships_holds(name: str, least: int) -> None:
    call = "import sys; sys.argv[0] = 'kahui'; from kahui.site.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call, "assure", str(PROGRAMMES / name)],
        capture_output=True, text=True, check=False, env=dict(os.environ), encoding="utf-8",
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line for line in lines if not line.startswith("✓ ")] == []
    assert len(lines) >= least
