"""The small rehearsal world, made once a session by the product's own command and read by every test here."""

import datetime as dt
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import override_settings
from stores import python

CALL = "import sys; sys.argv[0] = 'kahui'; from kahui.site.cli import main; main()"
PATIENCE = 180
"""Seconds that a worker waits for another to make the world."""


@pytest.fixture(scope="session")
def made() -> Path:
    """Its home, made by the first worker that needs it. Nobody writes to it."""
    session = Path(os.environ["KAHUI_TEST_SESSION"])
    whole, making = session / "rehearsal", session / ".rehearsal"
    try:
        (session / "rehearsal.claimed").touch(exist_ok=False)
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not whole.is_dir():
            if time.monotonic() > until:
                pytest.fail("The rehearsal world could not be made; see the first failure.")
            time.sleep(0.1)
        return whole
    python("-c", CALL, "demo", "--size", "small", "--no-serve", home=making)
    making.rename(whole)
    return whole


@pytest.fixture(scope="session")
def mine(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's copy."""
    folder = tmp_path_factory.mktemp("worlds") / "rehearsal"
    shutil.copytree(made, folder)
    return folder


@pytest.fixture
def world(mine: Path, django_db_blocker) -> Iterator[Path]:
    """Ask the rehearsal world in place of the empty database."""
    aside, settings_aside = connections["default"], connections.settings["default"]
    there = {**settings_aside, "ENGINE": "django.db.backends.sqlite3", "NAME": mine / "kahui.sqlite3"}
    there["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 30}
    day = dt.date.fromisoformat((mine / "today").read_text().strip())
    with django_db_blocker.unblock(), override_settings(HOME=mine, DEMO=True, ACTING_DAY=day):
        connections.settings["default"] = there
        connections["default"] = here = DatabaseWrapper(there, "default")
        try:
            yield mine
        finally:
            here.close()
            connections["default"], connections.settings["default"] = aside, settings_aside
