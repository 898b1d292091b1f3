"""`kahui demo`, asked again, and asked for the other world."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from stores import environment, python

CALL = "import sys; sys.argv[0] = 'kahui'; from kahui.site.cli import main; main()"


def held(home: Path) -> dict[str, str]:
    """Each file of a home with what it holds; the database's own side files aside."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def refused(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CALL, "demo", *arguments, "--no-serve"],
        env=environment(home), text=True, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_asked_again_it_changes_nothing(made, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(made, home)
    python("-c", CALL, "demo", "--size", "small", "--no-serve", home=home)
    before = held(home)
    python("-c", CALL, "demo", "--size", "small", "--no-serve", home=home)
    assert held(home) == before


def test_asked_for_the_other_world_it_says_no_in_a_sentence(made, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(made, home)
    before = held(home)
    assert refused(home, "--world", "public-record") == (
        f"Error: {home} holds the rehearsal world. Name another folder in KAHUI_HOME, or leave KAHUI_HOME unset: "
        "then each world has its own."
    )
    assert held(home) == before


def test_a_world_that_was_half_made_says_what_to_do(made, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(made, home)
    (home / "people.toml").unlink()
    assert refused(home) == (
        f"Error: The making of the world in {home} was broken off. Remove that folder, and ask again."
    )
