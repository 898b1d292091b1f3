"""Importing a monthly directory, beside pandas merely reading it; each in a process of its own."""

from __future__ import annotations

import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import world
from invented import Invented
from machine import quantiles
from photograph import months

HERE = Path(__file__).resolve().parent
TARGETS = (
    ("a first directory", ("first_import", "times_a_bare_read"), 10, "× a bare read"),
    ("a monthly directory", ("monthly_import", "times_a_bare_read"), 10, "× a bare read"),
    (
        "a monthly directory after ten years",
        ("monthly_import_into_ten_years", "times_a_bare_read"),
        10,
        "× a bare read",
    ),
)
MONTHS = 6
FIRST = dt.date(2024, 1, 31)


def run(size: float, seed: int) -> dict[str, Any]:
    """First imports and monthly ones: into an empty home, and into the home that holds the ten years."""
    full = world.made(size, seed)
    folder = world.homes() / f"photographs-{size:g}-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = []
    for n, data in enumerate(months(Invented(size, seed), MONTHS)):
        files.append(folder / f"{n}.csv")
        files[-1].write_bytes(data)
    fresh, grown = folder / "fresh", folder / "grown"
    shutil.copytree(full, grown)
    told = [_child("pandas", None, files), _child("import", fresh, files), _child("import", grown, files)]
    read, new, old = told
    shutil.rmtree(folder, ignore_errors=True)
    least = min(read["ms"])
    return {
        "rows": read["rows"],
        "columns": read["columns"],
        "pandas_read": {**quantiles(read["ms"]), "peak_mb": read["peak_mb"]},
        "first_import": _beside(new["ms"][:1], least, new),
        "monthly_import": _beside(new["ms"][1:], least, new),
        "monthly_import_into_ten_years": _beside(old["ms"][1:], least, old),
    }


def _beside(times: list[float], least: float, told: dict[str, Any]) -> dict[str, Any]:
    summed = quantiles(times)
    return {
        **summed,
        "times_a_bare_read": round(summed["p50"] / least, 1),
        "peak_mb": told["peak_mb"],
        "changes": told["changes"][-1],
    }


def _child(what: str, home: Path | None, files: list[Path]) -> dict[str, Any]:
    call = [sys.executable, str(HERE / "importing.py"), what, str(home or ""), *map(str, files)]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def read_with_pandas(files: list[Path]) -> dict[str, Any]:
    import pandas as pd

    pd.read_csv(files[0])
    times = []
    for file in files:
        began = time.perf_counter()
        frame = pd.read_csv(file)
        times.append((time.perf_counter() - began) * 1000)
    return {"ms": times, "rows": len(frame), "columns": len(frame.columns)}


def import_all(home: Path, files: list[Path]) -> dict[str, Any]:
    world.stand_in(home)
    from kahui.records.networks.importing import import_directory
    from kahui.reporting.snapshot import definition

    programme, times, changes = definition(), [], []
    for month, file in enumerate(files):
        as_at = dt.date(2024, month + 2, 1) - dt.timedelta(days=1)
        began = time.perf_counter()
        imported = import_directory(
            data=file.read_bytes(),
            name=file.name,
            kind="school",
            as_at=as_at,
            definition=programme,
            by="bench",
            home=home,
        )
        times.append((time.perf_counter() - began) * 1000)
        if imported.refused:
            raise SystemExit(f"{len(imported.refused)} rows refused, the first: {imported.refused[0]}")
        changes.append([imported.added, imported.superseded])
    return {"ms": times, "changes": changes}


if __name__ == "__main__":
    told = (
        read_with_pandas([Path(f) for f in sys.argv[3:]])
        if sys.argv[1] == "pandas"
        else import_all(Path(sys.argv[2]), [Path(f) for f in sys.argv[3:]])
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**told, "peak_mb": round(peak)}))
