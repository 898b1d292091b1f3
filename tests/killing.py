"""Imports killed at any moment, one after another. Run apart, on a home of its own: `killing.py TIMES`.

Prints a JSON list of what each left behind: "old", "new", or what is wrong.
"""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

import django

django.setup()

from directories import directory_of, kahui_ako, photograph, school  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from kahui.site.ready import ready  # noqa: E402

HOME = Path(settings.HOME)
TABLES = (
    "register_detail",
    "register_roll",
    "register_photograph",
    "networks_membership",
    "received_receipt",
)
SCHOOLS = range(1, 801)
FIRST = directory_of(*(school(n, 99000 + n % 50) for n in SCHOOLS))
SECOND = directory_of(*(school(n, 99000 + n % 49, name=f"Kura {n}") for n in SCHOOLS))


def state() -> tuple[tuple[int, int], ...]:
    """Rows of every table, and those superseded."""
    with sqlite3.connect(HOME / "kahui.sqlite3") as store:
        moments = dict.fromkeys(TABLES, "known_to is not null") | {"received_receipt": "0"}
        counted = [
            store.execute(f"select count(*), coalesce(sum({moments[t]}), 0) from {t}").fetchone()
            for t in TABLES
        ]
        assert store.execute("pragma integrity_check").fetchone() == ("ok",)
    store.close()
    return tuple(counted)


def torn_bytes() -> list[str]:
    """Received files that do not hash to their own name."""
    kept = [
        path for path in (HOME / "received").rglob("*") if path.is_file() and not path.name.startswith(".")
    ]
    return [path.name for path in kept if hashlib.sha256(path.read_bytes()).hexdigest() != path.name]


def imported() -> None:
    photograph("2017-07-30", SECOND)


def killed_after(seconds: float) -> None:
    child = os.fork()
    if child == 0:
        imported()
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def restore(saved: Path) -> None:
    shutil.rmtree(HOME)
    shutil.copytree(saved, HOME)


if __name__ == "__main__":
    ready()
    kahui_ako()
    photograph("2016-05-24", FIRST)
    connections.close_all()
    old, saved = state(), HOME.with_name("saved")
    shutil.copytree(HOME, saved)
    began = time.perf_counter()
    imported()
    took = time.perf_counter() - began
    connections.close_all()
    states = {old: "old", state(): "new"}
    times = int(sys.argv[1])
    left = []
    for time_ in range(times):
        restore(saved)
        killed_after(took * 1.3 * time_ / (times - 1))
        left.append(
            f"torn bytes: {torn_bytes()}" if torn_bytes() else states.get(state(), f"torn: {state()}")
        )
    print(json.dumps(left))
