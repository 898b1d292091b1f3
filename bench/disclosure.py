"""Tables of a nation: masked, attacked, and beside GaussSuppression where that is installed.

An invented nation of schools in networks, by 8 years, 2 groups and 2 outcomes, with all margins, at four sizes;
the largest is New Zealand's (2,409 schools in 250 networks, 215,460 cells). Counts from 1 to 4 are primary.
Each size runs in a process of its own: CPU seconds to mask (with the audit that must pass before anything is
handed over), CPU seconds of a second audit from the published table alone that proves both ends of every masked
cell, primary cells it recovers, and memory. GaussSuppression runs when `Rscript` finds it (say where in R_LIBS).
"""

from __future__ import annotations

import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

NATION = "nation"
TARGETS = (
    ("national table masked and audited", (NATION, "protect_cpu_s"), 60, "CPU s"),
    ("primary cells recovered, nation", (NATION, "recovered"), 0, "cells"),
)
PLACES = {"small": (5, 40), "middle": (15, 120), "large": (40, 320), NATION: (250, 2409)}
"""Networks and schools."""
BESIDE = ("small", "middle")
YEARS = 8
R = """
suppressMessages(library(GaussSuppression)); d <- read.csv(commandArgs(TRUE)[1])
took <- system.time(r <- SuppressSmallCounts(d, maxN = 4, freqVar = "count", protectZeros = FALSE, extend0 = TRUE,
  dimVar = c("school", "network", "year", "group", "outcome"), printInc = FALSE))
cat(nrow(r), sum(r$primary), sum(r$suppressed & !r$primary), sum(took[1:2]))
"""


def run(size: float, seed: int) -> dict[str, Any]:
    """Figures by size of the table; a size below 1 leaves the nation out."""
    found = {}
    for name, (networks, schools) in PLACES.items():
        if name != NATION or size >= 1:
            found[name] = _child(networks, schools, seed)
        if name in BESIDE and shutil.which("Rscript"):
            found[name] |= _beside(networks, schools, seed)
    return found


def _child(networks: int, schools: int, seed: int) -> dict[str, Any]:
    call = [sys.executable, __file__, str(networks), str(schools), str(seed)]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _beside(networks: int, schools: int, seed: int) -> dict[str, Any]:
    _, counts, belongs = nation(networks, schools, seed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "inner.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out)
            write.writerow(["school", "network", "year", "group", "outcome", "count"])
            inner = counts[1 + networks :, :YEARS, :2, :2]
            for (school, *rest), count in np.ndenumerate(inner):
                write.writerow([f"s{school}", f"n{belongs[school]}", *(f"c{code}" for code in rest), count])
        done = subprocess.run(["Rscript", "-e", R, str(file)], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"gauss": "not installed"}
    _, _, secondary, cpu = done.stdout.split()
    return {"gauss_secondary": int(secondary), "gauss_cpu_s": float(cpu)}


def nation(networks: int, schools: int, seed: int) -> tuple[dict[str, Any], Any, Any]:
    """The structure, counts by place × year × group × outcome with their margins, and each school's network."""
    chance = np.random.default_rng(seed)
    belongs = np.sort(np.concatenate([np.arange(networks), chance.integers(0, networks, schools - networks)]))
    roll = chance.lognormal(np.log(225), 0.75, schools)
    share, good = chance.beta(1.2, 3, schools), chance.beta(8, 5, schools)
    of_group = np.stack([share, 1 - share], axis=1)
    at = np.stack([0.85 * good, good], axis=1)
    mean = (roll[:, None] * of_group)[:, :, None] * np.stack([at, 1 - at], axis=2)
    years = chance.dirichlet(np.full(YEARS, 20), schools)
    inner = chance.poisson(years[:, :, None, None] * mean[:, None])
    for axis in (1, 2, 3):
        inner = np.concatenate([inner, inner.sum(axis, keepdims=True)], axis=axis)
    counts = np.zeros((1 + networks + schools, YEARS + 1, 3, 3), np.int64)
    counts[1 + networks :] = inner
    np.add.at(counts, 1 + belongs, inner)
    counts[0] = inner.sum(0)
    place = {"nation": None} | {f"n{n}": "nation" for n in range(networks)}
    place |= {f"s{s}": f"n{n}" for s, n in enumerate(belongs)}
    two = {"0": "all", "1": "all", "all": None}
    dimensions = [
        {"name": "place", "parent_of": place},
        {"name": "year", "parent_of": {str(y): "all" for y in range(YEARS)} | {"all": None}},
        {"name": "group", "parent_of": two},
        {"name": "outcome", "parent_of": two},
    ]
    return {"dimensions": dimensions}, counts, belongs


def measure(networks: int, schools: int, seed: int) -> dict[str, Any]:
    """In a process of its own: mask, attack, and say."""
    from kahui.analytics.disclosure.audit import audit, published_bounds
    from kahui.analytics.disclosure.complementary import protect
    from kahui.analytics.disclosure.structure import structure_from
    from kahui.analytics.disclosure.table import check_adds_up, table_of

    data, shaped, _ = nation(networks, schools, seed)
    structure, counts = structure_from(data), shaped.ravel()
    along = np.indices(shaped.shape).reshape(shaped.ndim, -1)
    codes = [np.array(d.codes)[its] for d, its in zip(structure.dimensions, along, strict=True)]
    began, wall = time.process_time(), time.perf_counter()
    table = table_of(structure, codes)
    check_adds_up(table, counts)
    small = (counts > 0) & (counts < 5)
    done = protect(table, counts, small.astype(np.int8))
    masked, protected = time.process_time(), time.perf_counter()
    published = np.where(done.reasons != 0, np.nan, counts.astype(float))
    found = audit(table, *published_bounds(published))
    audited = time.process_time()
    return {
        "cells": table.cells,
        "primary": int(small.sum()),
        "secondary": done.secondary,
        "protect_cpu_s": round(masked - began, 2),
        "protect_wall_s": round(protected - wall, 2),
        "audit_cpu_s": round(audited - masked, 2),
        "programs": found.programs,
        "recovered": int((found.least == found.greatest).sum()),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(measure(*(int(word) for word in sys.argv[1:4]))))
