"""A dry run of an import, in a process and a home of its own, leaves every byte as it was."""

import hashlib
from pathlib import Path

import pytest
from directories import directory_of, school, write
from stores import python

CALL = "import sys; sys.argv[0] = 'kahui'; from kahui.site.cli import main; main()"
FIRST = directory_of(*(school(n, 99000 + n % 50) for n in range(1, 3_001)))
LATER = directory_of(*(school(n, 99000 + n % 49, name=f"Kura {n}") for n in range(1, 3_101)))
DECISIONS = b"network_id,gate,decision,on,on_by,source\n99001,approval,approved,2016-03-01,,a release\n"


def bytes_of(home: Path) -> dict[str, tuple[int, str]]:
    """Each path below the home, with when it was written and what it holds."""
    return {
        str(path.relative_to(home)): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in home.rglob("*")
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dry-run")
    home, first = folder / "home", write(folder / "first.csv", FIRST)
    python("-c", CALL, "import", "directory", first, "--as-at", "2016-05-24", home=home)
    return home


@pytest.mark.parametrize(
    ("kind", "data", "more"),
    [("directory", LATER, ("--as-at", "2017-07-30")), ("decisions", DECISIONS, ())],
)
def test_a_dry_run_leaves_every_byte_as_it_was(home, tmp_path, kind, data, more):
    before = bytes_of(home)
    file = write(tmp_path / "later.csv", data)
    told = python("-c", CALL, "import", kind, file, *more, "--dry-run", home=home).stdout.splitlines()
    assert told[-1] == "This was a dry run: nothing was written."
    assert len([line for line in told if line.startswith("Figures that would move: ")]) == 1
    assert bytes_of(home) == before
