"""What every test stands on: a home of its own, and the world of the public record, made once a session.

A test that asks for `public_record` is asked of that world: its database, its home, its snapshot. All other tests
have an empty database in memory and an empty home. No test reads or writes the default home.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import hypothesis
import hypothesis.configuration
import pytest
from pytest_django.plugin import blocking_manager_key

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
FIRST = "PYTEST_XDIST_WORKER" not in os.environ
if FIRST:
    os.environ["KAHUI_TEST_SESSION"] = tempfile.mkdtemp(prefix="kahui-tests-")
SESSION = Path(os.environ["KAHUI_TEST_SESSION"])
"""One folder for the whole session, shared by its workers; the process that made it removes it."""

os.environ["KAHUI_HOME"] = str(SESSION / WORKER)
os.environ.pop("KAHUI_PROGRAMME", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "kahui.site.settings"
django.setup()

from django.db import connections  # noqa: E402 (settings read the home that was named above)
from django.db.backends.sqlite3.base import DatabaseWrapper  # noqa: E402
from django.test import override_settings  # noqa: E402

from kahui.reporting.snapshot import reread  # noqa: E402

RECORD = "public_record"
PATIENCE = 180
"""Seconds that a worker waits for another to make the public record."""

hypothesis.configuration.set_hypothesis_home_dir(SESSION / "hypothesis")
hypothesis.settings.register_profile(
    "kahui",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
hypothesis.settings.register_profile(
    "search", parent=hypothesis.settings.get_profile("kahui"), derandomize=False, max_examples=2000
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "kahui"))


def pytest_unconfigure() -> None:
    if FIRST:
        shutil.rmtree(SESSION, ignore_errors=True)


@pytest.fixture(scope="session")
def public_record(request: pytest.FixtureRequest) -> Path:
    """The home of the world of the public record: this worker's own copy. See the head of this file."""
    for item in request.session.items:
        if _asks(item) and {"transactional_db", "live_server"} & set(item.fixturenames):
            pytest.fail(f"{item.nodeid} would empty the public record for the tests after it.")
    return _record()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home for one test, so that no snapshot of another test is found in it."""
    with override_settings(HOME=tmp_path), reread():
        yield tmp_path


def _record() -> Path:
    mine = SESSION / f"{RECORD}-{WORKER}"
    if not mine.is_dir():
        shutil.copytree(_made_once(), mine)
    return mine


def _made_once() -> Path:
    """The world, made by the product's own command in the first worker that needs it; the others wait."""
    made, making = SESSION / RECORD, SESSION / f".{RECORD}"
    try:
        (SESSION / f"{RECORD}.claimed").touch(
            exist_ok=False
        )  # stays: who comes when all is done makes nothing
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not made.is_dir():
            if (SESSION / f"{RECORD}.failed").exists() or time.monotonic() > until:
                pytest.fail("The world of the public record could not be made; see the first failure.")
            time.sleep(0.1)
        return made
    environment = {k: v for k, v in os.environ.items() if k != "KAHUI_DATABASE_URL"} | {
        "KAHUI_HOME": str(making)
    }
    call = "import sys; sys.argv[0] = 'kahui'; from kahui.site.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call, "demo", "--world", "public-record", "--no-serve", "--quiet"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        (SESSION / f"{RECORD}.failed").touch()
        pytest.fail(f"`kahui demo --no-serve` failed:\n{done.stderr}{done.stdout}")
    making.rename(made)
    return made


class _World:
    """Makes Django ask the public record in place of the empty database, and puts that back."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def __bool__(self) -> bool:
        return bool(self._undo)

    def enter(self, folder: Path) -> None:
        connection_aside, settings_aside = connections["default"], connections.settings["default"]
        there = {
            **settings_aside,
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / "kahui.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
        }
        connections.settings["default"] = there  # for threads to come
        connections["default"] = here = DatabaseWrapper(there, "default")
        home = override_settings(HOME=folder)
        home.enable()

        def undo() -> None:
            home.disable()
            here.close()
            connections["default"], connections.settings["default"] = connection_aside, settings_aside

        self._undo.append(undo)

    def leave(self) -> None:
        while self._undo:
            self._undo.pop()()


_world = _World()


def _asks(item: pytest.Item) -> bool:
    return RECORD in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a test writes to the public record is rolled back after it."""
    for item in items:
        if _asks(item):
            item.add_marker(pytest.mark.django_db)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """From before a test's first fixture until after its last, the world it asked for is the one there is."""
    if not _asks(item):
        return (yield)
    try:
        folder = _record()
    except pytest.fail.Exception:
        return (yield)  # the fixture says it again, where a test's failure is reported
    with item.config.stash[blocking_manager_key].unblock():
        _world.enter(folder)
        try:
            return (yield)
        finally:
            _world.leave()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> bool:
    """The empty database is made on its own connection, whichever test comes first."""
    was = bool(_world)
    _world.leave()
    return was


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_modify_db_settings: bool) -> None:
    """The empty database; then the public record again, where that is what the first test asked for."""
    del django_db_setup
    if django_db_modify_db_settings:
        _world.enter(_record())
