"""`kahui rehearse`, as it is called."""

from pathlib import Path

from click.testing import CliRunner

from kahui.site.commands.rehearse import command
from kahui.site.rehearsal.manifest import NAME


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, list(words))
    return done.exit_code, done.stderr


def test_it_writes_a_rehearsal_and_replaces_one(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    assert run("--size", "12-schools", "--years", "1", "-o", str(folder), "--quiet") == (0, "")
    first = (folder / NAME).read_bytes()
    code, said = run("--size", "12-schools", "--years", "1", "--seed", "5", "-o", str(folder))
    assert code == 0
    assert said.startswith(f"{folder}: ")
    assert (folder / NAME).read_bytes() != first
    assert [f.name for f in tmp_path.iterdir()] == ["made"]


def test_it_leaves_a_folder_of_something_else_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, said = run("--size", "12-schools", "-o", str(tmp_path))
    assert (code, said) == (
        1,
        f"Error: {tmp_path} holds something else. Name a folder that is new, empty, or a rehearsal.\n",
    )
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]


def test_a_size_that_is_none_is_a_wrong_call() -> None:
    code, said = run("--size", "enormous")
    assert code == 2
    assert said.endswith("There is no size “enormous”. Write small, demo, nation, or such as 300-schools.\n")
