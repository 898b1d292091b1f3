"""The invented register put into a home of the product: its own database, its own snapshot."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from invented import Invented

HERE = Path(__file__).resolve().parent
BATCH = 20_000


def stand_in(home: Path) -> None:
    """Make Django ask this home. Call it once, before anything of the product is imported."""
    os.environ["KAHUI_HOME"] = str(home)
    os.environ.pop("KAHUI_DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kahui.site.settings"
    home.mkdir(parents=True, exist_ok=True)
    from kahui.site.ready import ready

    ready()


def homes() -> Path:
    """Where worlds are kept between runs: `KAHUI_BENCH_HOMES`, else a folder for temporary files."""
    return Path(os.environ.get("KAHUI_BENCH_HOMES") or Path(tempfile.gettempdir()) / "kahui-bench")


def made(size: float, seed: int) -> Path:
    """The home that holds the invented register of a size, made in a process of its own when it is not there yet."""
    home = homes() / f"invented-{size:g}-{seed}"
    if not (home / "made").exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, str(HERE / "world.py"), str(home), str(size), str(seed)], check=True)
    return home


def fill(home: Path, size: float, seed: int) -> None:
    """Insert every row of the invention, then let the product write its snapshot."""
    stand_in(home)
    from django.apps import apps
    from django.db import connection, transaction

    from kahui.records.changes.actions import count_change
    from kahui.reporting.snapshot import snapshot

    with transaction.atomic(), connection.cursor() as cursor:
        for model, fields, rows in Invented(size, seed).tables():
            table = apps.get_model(model)._meta.db_table
            marks = ", ".join(["%s"] * len(fields))
            named = ", ".join(f'"{f}"' for f in fields)
            while batch := list(islice(rows, BATCH)):
                cursor.executemany(
                    f'insert into "{table}" ({named}) values ({marks})',
                    [tuple(_held(value) for value in row) for row in batch],
                )
        count_change()
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    snapshot()
    (home / "made").touch()


def _held(value: object) -> object:
    """Days and moments as Django keeps them in SQLite."""
    if isinstance(value, dt.datetime):
        return str(value.replace(tzinfo=None))
    return str(value) if isinstance(value, dt.date) else value


if __name__ == "__main__":
    fill(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
