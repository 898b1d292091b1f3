"""A link's error by drawing the samples again, beside R's equate; each contender in a process of its own.

R runs when `Rscript` and the package equate are found (`R_LIBS` may name a library); else its part stays blank.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "tests" / "golden" / "linking"
TARGETS = (
    (
        "1,000 replicates of an equipercentile link, 41 × 51 scores",
        ("equipercentile", "cpu_s"),
        0.02,
        "CPU s",
    ),
)
CASES = {
    # name: method, degree of smoothing, replicates
    "equipercentile": ("equipercentile", None, 1000),
    "linear": ("linear", None, 1000),
    "smoothed equipercentile": ("equipercentile", 4, 200),
}
TIMES = 20
R = """
suppressPackageStartupMessages(library(equate))
args <- commandArgs(TRUE)
x <- as.freqtab(read.csv(args[1])); y <- as.freqtab(read.csv(args[2]))
reps <- as.integer(args[4]); set.seed(1)
more <- if (args[5] == "0") list() else list(smoothmethod = "loglinear", degrees = list(as.integer(args[5])))
took <- system.time(b <- do.call(bootstrap, c(list(x, y, type = args[3], reps = reps), more)))
cat(sum(took[c(1, 2)]), b$se)
"""


def run(size: float, seed: int) -> dict[str, Any]:
    """CPU seconds of each case, ours and R's, and how far their standard errors lie apart (middle ratio)."""
    found = {}
    for name in CASES:
        ours, theirs = _child(name, seed), _r(name)
        found[name] = {k: v for k, v in ours.items() if k != "se"}
        if theirs:
            inside = [(a, b) for a, b in zip(ours["se"], theirs["se"], strict=True) if a > 0 and b > 0]
            ratios = sorted(a / b for a, b in inside)
            found[name] |= {
                "r_cpu_s": theirs["cpu_s"],
                "r_times_ours": round(theirs["cpu_s"] / ours["cpu_s"]),
                "se_ours_to_r": round(ratios[len(ratios) // 2], 3),
            }
    return found


def _child(name: str, seed: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(HERE / "linking.py"), name, str(seed)],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _r(name: str) -> dict[str, Any] | None:
    method, degree, replicates = CASES[name]
    if shutil.which("Rscript") is None:
        return None
    files = [str(GOLDEN / f"equivalent-groups-{form}.csv") for form in "xy"]
    call = ["Rscript", "-e", R, *files, method, str(replicates), str(degree or 0)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    cpu, *se = (float(word) for word in done.stdout.split())
    return {"cpu_s": cpu, "se": se}


def contend(name: str, seed: int) -> dict[str, Any]:
    """The least CPU time of several runs; the machine is not ours alone."""
    import numpy as np

    from kahui.analytics.methods.linking.designs import EquivalentGroups, counted
    from kahui.analytics.methods.linking.errors import drawn_again
    from kahui.analytics.methods.linking.functions import How

    method, degree, replicates = CASES[name]
    x, y = (
        counted(*np.loadtxt(GOLDEN / f"equivalent-groups-{form}.csv", delimiter=",", skiprows=1).T)
        for form in "xy"
    )
    design, how = EquivalentGroups(x, y), How(method, smooth=degree)  # type: ignore[arg-type]
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        drawn = drawn_again(design, how, replicates, seed)
        took.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "replicates": replicates,
        "cpu_s": round(min(took), 4),
        "peak_mb": round(peak),
        "se": drawn.se.tolist(),
    }


if __name__ == "__main__":
    print(json.dumps(contend(sys.argv[1], int(sys.argv[2]))))
